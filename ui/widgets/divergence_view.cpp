#include "ui/widgets/divergence_view.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/table_filter.h"
#include "ui/models/top_tokens_model.h"
#include "ui/widgets/divergence_strip.h"
#include "ui/widgets/header_sorting.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int topRowHeight = 24;

QLabel* divergenceLabel(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromUtf8(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

DivergenceView::DivergenceView(QWidget* parent)
    : QWidget(parent),
      m_strip(new DivergenceStrip(this)),
      m_tops(new TopTokensModel(this)),
      m_sorted(new TableFilter(*m_tops, this)),
      m_title(new QLabel(this)),
      m_line(divergenceLabel(this, "compare.stripLine")),
      m_context(divergenceLabel(this, "compare.topContext")),
      m_details(new QWidget(this)),
      m_table(new QTableView(m_details)),
      m_copy(new QPushButton(m_details)) {
    m_title->setFont(scaled(font(), bodyPoints, QFont::DemiBold));
    m_strip->setObjectName(QStringLiteral("compare.strip"));
    m_line->setFont(tabular(font()));
    m_table->setObjectName(QStringLiteral("compare.top"));
    m_sorted->setSortRole(TopTokensModel::SortRole);
    m_table->setModel(m_sorted);
    sortByHeader(*m_table);
    m_table->setFont(tabular(font()));
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(topRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_copy->setObjectName(QStringLiteral("compare.topCopy"));
    m_copy->setFlat(true);
    connect(m_copy, &QPushButton::clicked, this, &DivergenceView::copy);
    auto* shortcut = new QShortcut(m_table);
    shortcut->setKeys(QKeySequence::Copy);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, &DivergenceView::copy);
    connect(m_strip, &DivergenceStrip::currentChanged, this, &DivergenceView::describe);
    connect(m_strip, &DivergenceStrip::opened, this, &DivergenceView::open);

    auto* head = new QHBoxLayout;
    head->addWidget(m_context, 1);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    auto* details = new QVBoxLayout(m_details);
    details->setContentsMargins(0, 0, 0, 0);
    details->addLayout(head);
    details->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_strip);
    layout->addWidget(m_line);
    layout->addWidget(m_details);
    m_details->hide();
    restyle();
    retranslate();
}

void DivergenceView::setCells(std::vector<evaluate::StripBucket> cells) {
    setVisible(!cells.empty());
    m_strip->setCells(std::move(cells));
    m_opened = -1;
    m_details->hide();
    describe();
}

void DivergenceView::describe() {
    const QString text = m_strip->describe(m_strip->current());
    m_line->setText(text.isEmpty() ? tr("Click a cell, or choose one with the arrow keys and press Enter, to see what "
                                        "both arms expected there.")
                                   : text);
}

void DivergenceView::open(int cell) {
    const evaluate::StripBucket& bucket = m_strip->cells()[static_cast<std::size_t>(cell)];
    if (!bucket.peak) return;
    m_opened = cell;
    m_tops->setPeak(*bucket.peak);
    m_context->setText(tr("Position %1, after “…%2” the text goes on with “%3”. Bold: that token.")
                           .arg(QString::number(bucket.maxPosition),
                                QString::fromStdString(bucket.peak->before).simplified(),
                                visibleToken(bucket.peak->next, bucket.peak->nextId)));
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + m_tops->rowCount() * topRowHeight + 4);
    m_details->show();
}

void DivergenceView::copy() {
    QList<int> rows;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        rows << m_sorted->mapToSource(m_sorted->index(row, 0)).row();
    QApplication::clipboard()->setText(m_tops->toTsv(rows));
}

void DivergenceView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) restyle();
    QWidget::changeEvent(event);
}

void DivergenceView::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    m_tops->setArmColors(colors.headingA, colors.headingB);
    setTextColor(m_line, colors.secondary);
}

void DivergenceView::retranslate() {
    m_title->setText(tr("Divergence by position"));
    m_strip->setAccessibleName(m_title->text());
    m_copy->setText(tr("Copy table"));
    m_tops->retranslate();
    describe();
    if (m_opened >= 0) open(m_opened);
}

}  // namespace autoglm::ui

#include "ui/widgets/folder_tabs.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/models/figures.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/ledger_card.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

QLabel* folderText(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(tabular(label->font()));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString countText(std::uint64_t count) {
    const auto value = static_cast<double>(count);
    if (value >= 1e9) return QStringLiteral("%1 B").arg(figure(value / 1e9));
    if (value >= 1e6) return QStringLiteral("%1 M").arg(figure(value / 1e6));
    return QString::number(count);
}

}  // namespace

FolderTabs::FolderTabs(QWidget* parent) : QTabWidget(parent), m_shownFiles(m_files), m_shownTensors(m_tensors) {
    setObjectName(QStringLiteral("weights.tabs"));
    setDocumentMode(true);
    addTab(buildOverview(), QString());
    addTab(buildFiles(), QString());
    addTab(buildTensors(), QString());
    restyle();
    retranslate();
}

QWidget* FolderTabs::buildOverview() {
    auto* content = new QWidget(this);
    auto* card = new Card(content);
    m_name = folderText(card);
    m_name->setObjectName(QStringLiteral("weights.name"));
    m_name->setFont(scaled(font(), titlePoints, QFont::DemiBold));
    constexpr std::array<const char*, FactCount> names = {"path",  "architecture", "parameters", "layers",
                                                          "heads", "vocabulary",   "context",    "stored"};
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(16, 12, 16, 12);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_name, 0, 0, 1, 2);
    for (int row = 0; row < FactCount; ++row) {
        const auto i = static_cast<std::size_t>(row);
        m_factNames[i] = new QLabel(card);
        m_facts[i] = folderText(card);
        m_facts[i]->setObjectName(QStringLiteral("weights.") + QString::fromUtf8(names[i]));
        grid->addWidget(m_factNames[i], row + 1, 0, Qt::AlignTop);
        grid->addWidget(m_facts[i], row + 1, 1);
    }
    grid->setColumnStretch(1, 1);
    m_ledger = new LedgerCard(content);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 16, 8, 0);
    layout->setSpacing(16);
    layout->addWidget(card);
    layout->addWidget(m_ledger);
    layout->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    return scroll;
}

QWidget* FolderTabs::buildFiles() {
    auto* page = new QWidget(this);
    m_filesSummary = folderText(page);
    m_filesSummary->setObjectName(QStringLiteral("weights.filesSummary"));
    m_verify = new QPushButton(page);
    m_verify->setObjectName(QStringLiteral("weights.verify"));
    m_copyFiles = new QPushButton(page);
    m_copyFiles->setObjectName(QStringLiteral("weights.copyFiles"));
    m_fileTable = new DataTable(&m_shownFiles, QStringLiteral("weights.files"), page);
    // In a window of 1280 x 800 every column is seen; room that is left goes to names and hashes. Shards differ in how
    // their names begin.
    m_fileTable->setTextElideMode(Qt::ElideRight);
    for (const int hash : {WeightFileModel::Expected, WeightFileModel::Actual})
        m_fileTable->setColumnElide(hash, elidedMiddle);
    // Both hashes alike: they are compared by eye.
    m_fileTable->setWidths({108, 62, 104, 100, 100, 98}, {WeightFileModel::Name, WeightFileModel::Expected,
                                                          WeightFileModel::Actual, WeightFileModel::Source});
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_filesSummary, 1);
    row->addWidget(m_verify);
    row->addWidget(m_copyFiles);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 16, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_fileTable, 1);
    connect(m_verify, &QPushButton::clicked, this, &FolderTabs::verifyAsked);
    connect(m_copyFiles, &QPushButton::clicked, m_fileTable, &DataTable::copyRows);
    return page;
}

QWidget* FolderTabs::buildTensors() {
    auto* page = new QWidget(this);
    m_tensorFilter = new QLineEdit(page);
    m_tensorFilter->setObjectName(QStringLiteral("weights.tensorFilter"));
    m_tensorFilter->setClearButtonEnabled(true);
    m_copyTensors = new QPushButton(page);
    m_copyTensors->setObjectName(QStringLiteral("weights.copyTensors"));
    m_tensorHint = folderText(page);
    m_tensorHint->setObjectName(QStringLiteral("weights.tensorHint"));
    m_tensorTable = new DataTable(&m_shownTensors, QStringLiteral("weights.tensors"), page);
    m_tensorTable->setColumnElide(TensorModel::Name, elidedTensor);
    m_tensorTable->setWidths({300, 52, 92, 68, 60, 60, 44, 40}, {TensorModel::Name});
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_tensorFilter, 1);
    row->addWidget(m_copyTensors);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 16, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_tensorHint);
    layout->addWidget(m_tensorTable, 1);
    connect(m_tensorFilter, &QLineEdit::textChanged, &m_shownTensors, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_copyTensors, &QPushButton::clicked, m_tensorTable, &DataTable::copyRows);
    return page;
}

void FolderTabs::setFolder(model::ModelFolderPtr folder) {
    m_folder = std::move(folder);
    m_files.setFolder(*m_folder);
    m_tensors.setFolder(m_folder);
    retranslate();
}

void FolderTabs::setReport(const engine::LoadReport& report) {
    m_files.setReport(report);
    m_tensors.setReport(report);
    retranslate();
}

void FolderTabs::setHashes(const model::FolderHashes& hashes) {
    m_files.setHashes(hashes);
    m_filesSummary->setText(m_files.summary());
}

void FolderTabs::setVerifyEnabled(bool enabled) {
    m_verify->setEnabled(enabled);
}

void FolderTabs::showFiles() {
    setCurrentIndex(1);
}

void FolderTabs::showFacts() {
    if (!m_folder) return;
    const model::ModelConfig& config = m_folder->config;
    m_name->setText(QString::fromStdString(m_folder->name));
    m_facts[Path]->setText(QString::fromStdString(m_folder->path.string()));
    m_facts[Architecture]->setText(QStringLiteral("%1 (%2)").arg(QString::fromStdString(config.architecture),
                                                                 QString::fromStdString(config.modelType)));
    m_facts[Parameters]->setText(
        tr("%1 (%2)")
            .arg(countText(m_folder->parameterCount))
            .arg(QLocale(QLocale::English).toString(static_cast<qulonglong>(m_folder->parameterCount))));
    m_facts[Layers]->setText(
        tr("%1, hidden size %2, MLP %3").arg(config.layerCount).arg(config.hiddenSize).arg(config.intermediateSize));
    m_facts[Heads]->setText(tr("%1 for queries, %2 for keys and values, dimension %3")
                                .arg(config.headCount)
                                .arg(config.kvHeadCount)
                                .arg(config.headDim));
    m_facts[Vocabulary]->setText(config.tieWordEmbeddings
                                     ? tr("%1, output head tied to the embedding").arg(config.vocabSize)
                                     : tr("%1, output head of its own").arg(config.vocabSize));
    m_facts[Context]->setText(tr("%n tokens", nullptr, static_cast<int>(config.maxPositions)));
    m_facts[Stored]->setText(QString::fromUtf8(model::dtypeName(config.storedDtype)));
}

void FolderTabs::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_tensorTable) restyle();
    if (event->type() == QEvent::LanguageChange && m_tensorTable) {
        m_files.retranslate();
        m_tensors.retranslate();
        retranslate();
    }
    QTabWidget::changeEvent(event);
}

void FolderTabs::restyle() {
    const ThemeColors& colors = colorsOf(palette());
    for (QLabel* name : m_factNames)
        setTextColor(name, colors.secondary);
    setTextColor(m_filesSummary, colors.secondary);
    setTextColor(m_tensorHint, colors.secondary);
}

void FolderTabs::retranslate() {
    setTabText(0, tr("Overview"));
    setTabText(1, tr("Files"));
    setTabText(2, tr("Tensors"));
    const std::array<QString, FactCount> words = {tr("Folder"), tr("Architecture"), tr("Parameters"), tr("Layers"),
                                                  tr("Heads"),  tr("Vocabulary"),   tr("Context"),    tr("Stored as")};
    for (std::size_t i = 0; i < words.size(); ++i)
        m_factNames[i]->setText(words[i]);
    m_verify->setText(tr("Verify hashes"));
    m_verify->setToolTip(tr("Read every weight file and compare its hash with what is expected"));
    m_copyFiles->setText(tr("Copy"));
    m_copyTensors->setText(tr("Copy"));
    m_tensorFilter->setPlaceholderText(tr("Filter by name, type or shape"));
    m_filesSummary->setText(m_files.summary());
    m_tensorHint->setText(m_tensors.hasScan()
                              ? tr("Minimum, maximum, NaN and Inf were counted over every value while loading.")
                              : tr("A load fills minimum, maximum, NaN and Inf: it reads every value once."));
    showFacts();
}

}  // namespace autoglm::ui

#include "ui/widgets/command_palette.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int paletteWidth = 560;
constexpr int paletteHeight = 380;
/// Of an item: every word that it is found by.
constexpr int wordsRole = Qt::UserRole;

/// Every word, in any order, somewhere in the text.
QRegularExpression everyWord(const QString& words) {
    QString pattern;
    for (const QString& word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        pattern += QStringLiteral("(?=.*%1)").arg(QRegularExpression::escape(word));
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

}  // namespace

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window, Qt::Popup),
      m_items(new QStandardItemModel(this)),
      m_found(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_list(new QTreeView(this)),
      m_nothing(new QLabel(this)) {
    setObjectName(QStringLiteral("palette"));
    setFrameShape(QFrame::StyledPanel);
    m_search->setObjectName(QStringLiteral("palette.search"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_found->setSourceModel(m_items);
    m_found->setFilterRole(wordsRole);
    m_nothing->setObjectName(QStringLiteral("palette.nothing"));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_list->setObjectName(QStringLiteral("palette.list"));
    m_list->setModel(m_found);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::choose);
    connect(m_list, &QTreeView::clicked, this, &CommandPalette::choose);
}

void CommandPalette::openWith(const QList<QAction*>& actions) {
    m_actions.clear();
    m_items->clear();
    for (QAction* action : actions) {
        const QString text = action->text().remove(QLatin1Char('&'));
        if (text.isEmpty()) continue;
        auto* name = new QStandardItem(action->icon(), text);
        auto* shortcut = new QStandardItem(action->shortcut().toString(QKeySequence::NativeText));
        for (QStandardItem* item : {name, shortcut}) {
            item->setEnabled(action->isEnabled());
            item->setToolTip(action->toolTip());
        }
        name->setData(QString(text + QLatin1Char(' ') + action->property(englishName).toString()), wordsRole);
        shortcut->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_items->appendRow({name, shortcut});
        m_actions.append(action);
    }
    m_search->setPlaceholderText(tr("Type what you want to do"));
    m_search->clear();
    filter({});
    const QWidget& window = *parentWidget();
    const QSize size(std::min(paletteWidth, window.width() - 32), std::min(paletteHeight, window.height() - 96));
    resize(size);
    move(window.mapToGlobal(QPoint((window.width() - size.width()) / 2, 64)));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    show();
    m_search->setFocus();
}

void CommandPalette::filter(const QString& words) {
    m_found->setFilterRegularExpression(everyWord(words));
    m_nothing->setText(tr("Nothing found: no command has these words"));
    m_nothing->setVisible(m_found->rowCount() == 0);
    m_list->setCurrentIndex({});
    moveBy(1);
}

/// To the next that can be done in this direction; stays where there is none.
void CommandPalette::moveBy(int rows) {
    const QModelIndex current = m_list->currentIndex();
    for (int row = (current.isValid() ? current.row() : -1) + rows; row >= 0 && row < m_found->rowCount();
         row += rows) {
        const QModelIndex index = m_found->index(row, 0);
        if (!index.flags().testFlag(Qt::ItemIsEnabled)) continue;
        m_list->setCurrentIndex(index);
        return;
    }
}

void CommandPalette::choose() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled)) return;
    QAction* action = m_actions[m_found->mapToSource(index).row()];
    hide();
    emit chosen(action);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            moveBy(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace autoglm::ui

// Keys, palette, help, and what comes from outside the window.
#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

#include "app/window/language.h"
#include "app/window/main_window.h"
#include "app/window/status_line.h"
#include "ui/widgets/button_action.h"
#include "ui/widgets/command_palette.h"
#include "ui/widgets/help_dialog.h"
#include "ui/widgets/theme.h"

namespace autoglm::app {

void MainWindow::buildCommands() {
    m_paletteAction = makeAction(QStringLiteral("action.palette"), {}, {Qt::CTRL | Qt::Key_K});
    m_helpAction = makeAction(QStringLiteral("action.help"), {}, {Qt::Key_F1});
    m_quitAction = makeAction(QStringLiteral("action.quit"), {}, {Qt::CTRL | Qt::Key_Q});
    m_liveAction = makeAction(QStringLiteral("action.live"), {}, {Qt::CTRL | Qt::Key_J});
    m_liveAction->setCheckable(true);
    m_liveAction->setChecked(true);
    connect(m_paletteAction, &QAction::triggered, this, &MainWindow::showPalette);
    connect(m_helpAction, &QAction::triggered, this, &MainWindow::showHelp);
    connect(m_quitAction, &QAction::triggered, this, &QWidget::close);
    connect(m_liveAction, &QAction::triggered, m_liveDock, &QWidget::setVisible);
    // Not in this object's context: the dock is hidden once more while the window is taken apart.
    connect(m_liveDock, &QDockWidget::visibilityChanged, m_liveAction,
            [dock = m_liveDock, action = m_liveAction] { action->setChecked(!dock->isHidden()); });
    m_palette = new ui::CommandPalette(this);
    connect(m_palette, &ui::CommandPalette::chosen, this, [this](QAction* action) {
        // A button's work shows beside the button; a choice is made from where one is.
        const ui::Pane* pane = paneOf(action);
        if (pane && qobject_cast<ui::ButtonAction*>(action)) showPane(pane);
        action->trigger();
    });
}

QList<QAction*> MainWindow::commands() const {
    QList<QAction*> all;
    for (const Page& page : m_pages)
        all << page.action;
    all << actions();
    for (const Page& page : m_pages)
        all << page.pane->actions();
    return all;
}

void MainWindow::showPalette() {
    QList<QAction*> offered = commands();
    offered.removeAll(m_paletteAction);
    m_palette->openWith(offered);
}

/// The pane that offers `action`; null where the window does.
const ui::Pane* MainWindow::paneOf(QAction* action) const {
    const auto page =
        std::ranges::find_if(m_pages, [&](const Page& one) { return one.pane->actions().contains(action); });
    return page == m_pages.end() ? nullptr : page->pane;
}

void MainWindow::showHelp() {
    (new ui::HelpDialog(commands(), this))->open();
}

void MainWindow::offerRestart() {
    ui::BannerMessage message{.words = [canRestart = m_services.restart != nullptr] {
        return ui::BannerWords{tr("The device was lost"),
                               tr("After this error of CUDA the program cannot use the device any more. Start "
                                  "it anew; model, layout and what you typed come back."),
                               canRestart ? tr("Restart") : QString()};
    }};
    if (m_services.restart) {
        message.onAction = [this] {
            m_services.layout.save(*this, currentPage().action->data().toString());
            m_services.layout.keepDraft(m_console->draft());
            m_services.restart(m_model);
        };
    }
    m_banner->showMessage(std::move(message));
}

/// A stop may take as long as the part of the work at hand: nobody shall wonder why the window is still there.
void MainWindow::announceClosing() {
    const auto words = [kind = m_controller.kind()]() -> ui::BannerWords {
        const QString stay = tr("Stay open");
        switch (kind) {
            case worker::CommandKind::Compare:
                return {tr("The comparison is being stopped; then the window closes"),
                        tr("Where both arms have been timed by then, what was measured is kept in Reports; otherwise "
                           "nothing of it is."),
                        stay};
            case worker::CommandKind::Load:
                return {tr("The load is being stopped; then the window closes"), tr("Nothing is lost by it."), stay};
            case worker::CommandKind::Generate:
                return {tr("The answer is being stopped; then the window closes"),
                        tr("Conversations are not kept: stay open to copy what you need."), stay};
            default:
                return {tr("What is under way is being stopped; then the window closes"), tr("Nothing is lost by it."),
                        stay};
        }
    };
    m_status->setAfterwards(Afterwards::Close);
    m_banner->showMessage({.kind = ui::BannerKind::Warning, .words = words, .onAction = [this] {
                               m_isClosing = false;
                               m_status->setAfterwards(Afterwards::Stay);
                           }});
}

void MainWindow::call(const StartRequest& request) {
    if (!request.language.isEmpty()) applyLanguage(request.language);
    if (!request.theme.isEmpty())
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
                       ui::themeNamed(request.theme.toStdString()));
    const QString& model = request.model;
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    if (model.isEmpty() || (model == m_model && m_controller.model())) return;
    if (!ui::actionState(m_controller).open) {
        m_banner->showMessage(
            {.kind = ui::BannerKind::Notice, .words = [model] {
                 return ui::BannerWords{
                     tr("Busy"),
                     tr("%1 was to be opened, and the engine is at work. Open it when that has ended.").arg(model)};
             }});
        return;
    }
    setModel(model);
    load();
}

}  // namespace autoglm::app

// The window: toolbar, rail with panes, live dock, status bar, tied to one engine. Opens at once; the model named at
// its making is loaded behind it. GUI thread; the engine comes as functions, so that tests hand in one of their own.
#pragma once

#include <QMainWindow>
#include <QString>
#include <functional>
#include <vector>

#include "ui/panes/compare_pane.h"
#include "ui/panes/console_pane.h"
#include "ui/panes/environment_pane.h"
#include "ui/panes/live_pane.h"
#include "ui/panes/log_pane.h"

class QAction;
class QDockWidget;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace autoglm::ui {
class SegmentedControl;
}  // namespace autoglm::ui

namespace autoglm::app {

class StatusLine;

struct WindowServices {
    engine::EngineFactory engine{};
    worker::ModelOpener opener{};
    std::function<worker::LoadCommand(const std::string& model, model::Precision precision, const std::string& device)>
        load{};
    ui::CompareServices compare{};
    ui::EnvironmentServices environment{};
    ui::LogServices log{};
    ui::LiveServices live{};
};

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow(WindowServices services, const QString& model, QWidget* parent = nullptr);

    ui::EngineController& controller() { return m_controller; }

  protected:
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    /// A pane with its button in the rail; `word` is untranslated, in this class's context.
    struct Page {
        ui::Pane* pane = nullptr;
        QString icon;
        const char* word = nullptr;
        QToolButton* button = nullptr;
    };

    void buildToolBar();
    void buildPanes();
    void addPage(ui::Pane* pane, const QString& iconName, const char* word);
    QWidget* buildRail();
    const Page& currentPage() const;
    QAction* makeAction(const QString& name, const QString& iconName, const QList<QKeySequence>& shortcuts);

    void load();
    void toggleLoad();
    void openModel();
    void choosePrecision(int id);
    void run();
    void showPane(const ui::Pane* pane);
    void onFinished(const worker::RunFinished& finished);
    void reportLoadError(const Error& error);
    void warnAboutLoad(const worker::LoadSummary& summary);
    void updateActions();
    void updateModel();
    void restyle();
    void retranslate();

    WindowServices m_services;
    QString m_model;
    QString m_device = QStringLiteral("cpu");
    model::Precision m_precision = model::Precision::Bf16;
    bool m_isOpened = false;
    bool m_isClosing = false;
    bool m_loadAfterComparison = false;

    ui::MessageBanner* m_banner = nullptr;
    QString m_toldAboutLoad;  ///< model and warnings of the last notice
    QToolButton* m_modelButton = nullptr;
    QLabel* m_deviceLabel = nullptr;
    ui::SegmentedControl* m_precisions = nullptr;
    QAction* m_openAction = nullptr;
    QAction* m_loadAction = nullptr;
    QAction* m_runAction = nullptr;
    QAction* m_stopAction = nullptr;
    QStackedWidget* m_stack = nullptr;
    std::vector<Page> m_pages;  ///< in the order of the rail and of m_stack
    QWidget* m_rail = nullptr;
    ui::ConsolePane* m_console = nullptr;
    ui::ComparePane* m_compare = nullptr;
    ui::LivePane* m_live = nullptr;
    QDockWidget* m_liveDock = nullptr;
    QLabel* m_liveTitle = nullptr;
    StatusLine* m_status = nullptr;
    ui::EngineController m_controller;  ///< last: its thread is gone before anything else goes
};

}  // namespace autoglm::app

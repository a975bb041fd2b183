// The window: toolbar, rail with panes, live dock, status bar, tied to one engine. Opens at once; the model named at
// its making is loaded behind it. GUI thread; the engine comes as functions, so that tests hand in one of their own.
#pragma once

#include <QMainWindow>
#include <QString>
#include <functional>
#include <vector>

#include "app/window/settings_store.h"
#include "app/window/single_instance.h"
#include "app/window/window_layout.h"
#include "ui/panes/compare_pane.h"
#include "ui/panes/console_pane.h"
#include "ui/panes/environment_pane.h"
#include "ui/panes/live_pane.h"
#include "ui/panes/log_pane.h"
#include "ui/panes/model_services.h"
#include "ui/panes/reports_pane.h"

class QAction;
class QComboBox;
class QDockWidget;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace autoglm::ui {
class CommandPalette;
class QuantizePane;
class SegmentedControl;
class WeightsPane;
}  // namespace autoglm::ui

namespace autoglm::app {

class FocusKeeper;
class Rail;
class StatusLine;

struct WindowServices {
    engine::EngineFactory engine{};
    worker::ModelOpener opener{};
    std::function<worker::LoadCommand(const std::string& model, model::Precision precision, const std::string& device)>
        load{};
    ui::CompareServices compare{};
    ui::EnvironmentServices environment{};
    ui::ModelServices models{};
    ui::LogServices log{};
    ui::LiveServices live{};
    ui::ReportServices reports{};
    std::shared_ptr<SettingsStore> settings{};  ///< none: kept in memory alone
    WindowLayout layout{{}};
    /// Starts the program anew on this model and ends this one; none: not offered.
    std::function<void(const QString& model)> restart{};
};

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow(WindowServices services, const QString& model, QWidget* parent = nullptr);

    ui::EngineController& controller() { return m_controller; }

    /// Comes to the front, in the theme and language asked for; the model is opened where the engine is free to.
    void call(const StartRequest& request);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    /// A pane and its place in the rail; `word` is untranslated, in this class's context.
    struct Page {
        ui::Pane* pane = nullptr;
        const char* word = nullptr;
        QAction* action = nullptr;  ///< shows it
    };

    void buildToolBar();
    void buildPanes();
    void addPage(ui::Pane* pane, const QString& iconName, const char* word);
    void buildCommands();
    const Page& currentPage() const;
    QAction* makeAction(const QString& name, const QString& iconName, const QList<QKeySequence>& shortcuts);

    void setModel(const QString& model);
    ui::Pane* makeSettingsPane(QWidget* parent);
    void applySettings(const ui::Settings& settings);
    void giveSettings(const ui::Settings& settings);
    /// As they were given, and told to status bar and log.
    ui::CompareServices compareServices();

    void load();
    void loadAgain();  ///< as it was, saying nothing where it goes well
    void toggleLoad();
    engine::MismatchPolicy mismatchPolicy() const;
    void openModel();
    void choosePrecision(model::Precision precision);
    void chooseDevice(const QString& device);
    void run();
    void showPane(const ui::Pane* pane);
    void showPalette();
    void showHelp();
    void offerRestart();
    void announceClosing();
    /// Whatever can be done by key or palette: panes, window, then what the panes add.
    QList<QAction*> commands() const;
    const ui::Pane* paneOf(QAction* action) const;
    void onFinished(const worker::RunFinished& finished);
    void logComparison(const worker::RunFinished& finished) const;
    void reportLoadError(const Error& error);
    void reportStoppedLoad();
    void showName();
    static ui::BannerWords loadWarning(const worker::LoadSummary& summary);
    void warnAboutLoad(const worker::LoadSummary& summary);
    void updateActions();
    void updateModel();
    void updateDevices();
    void updatePrecisions();
    void restyle();
    void retranslate();

    WindowServices m_services;
    QString m_model;
    QString m_loadedAs;  ///< m_model of the last load that succeeded
    QString m_device = QStringLiteral("cpu");
    model::Precision m_precision = model::Precision::Bf16;
    std::int64_t m_contextTokens = 2048;                    ///< that the memory must suffice for
    std::optional<Result<model::ModelFolderPtr>> m_folder;  ///< of m_model; absent while it is read
    QString m_arms;                                         ///< of the comparison at hand, or the last
    QString m_mismatchAllowedFor;                           ///< a model whose hashes the user knows to differ
    bool m_isPainted = false;
    bool m_isClosing = false;
    bool m_loadAfterComparison = false;

    ui::MessageBanner* m_banner = nullptr;
    QString m_toldAboutLoad;  ///< model and warnings of the last notice
    QToolButton* m_modelButton = nullptr;
    QToolButton* m_paletteButton = nullptr;
    QComboBox* m_devices = nullptr;
    ui::SegmentedControl* m_precisions = nullptr;
    QAction* m_openAction = nullptr;
    QAction* m_loadAction = nullptr;
    QAction* m_runAction = nullptr;
    QAction* m_stopAction = nullptr;
    QStackedWidget* m_stack = nullptr;
    FocusKeeper* m_focus = nullptr;
    std::vector<Page> m_pages;  ///< in the order of the rail and of m_stack
    Rail* m_rail = nullptr;
    ui::CommandPalette* m_palette = nullptr;
    QAction* m_paletteAction = nullptr;
    QAction* m_helpAction = nullptr;
    QAction* m_liveAction = nullptr;
    QAction* m_quitAction = nullptr;
    ui::ConsolePane* m_console = nullptr;
    ui::WeightsPane* m_weights = nullptr;
    ui::QuantizePane* m_quantize = nullptr;
    ui::ComparePane* m_compare = nullptr;
    ui::LivePane* m_live = nullptr;
    QDockWidget* m_liveDock = nullptr;
    QLabel* m_liveTitle = nullptr;
    StatusLine* m_status = nullptr;
    ui::EngineController m_controller;  ///< last: its thread is gone before anything else goes
};

}  // namespace autoglm::app

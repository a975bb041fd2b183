// autoglm-workbench: the window. Options: MODEL (default: the demo model), --theme, --language.
#include <spdlog/spdlog.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QProcess>
#include <QScreen>

#include "app/composition/run_history.h"
#include "app/window/comparison_service.h"
#include "app/window/environment_service.h"
#include "app/window/language.h"
#include "app/window/library_service.h"
#include "app/window/live_service.h"
#include "app/window/logging.h"
#include "app/window/main_window.h"
#include "app/window/model_service.h"
#include "app/window/report_service.h"
#include "app/window/single_instance.h"
#include "core/base/paths.h"
#include "core/base/thread_spinning.h"
#include "ui/widgets/theme.h"

using namespace autoglm;

int main(int argc, char** argv) {
    boundThreadSpinning();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("autoglm-workbench"));
    QApplication::setApplicationVersion(QStringLiteral(AUTOGLM_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.autoglm.Workbench"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Evaluate large language models on one workstation."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("MODEL"), QStringLiteral("folder, 'demo' or an id (default: demo)"),
                                 QStringLiteral("[MODEL]"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light, dark or system"),
                                   QStringLiteral("theme"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("en or zh_CN (default: the system's)"),
                                      QStringLiteral("language"));
    parser.addOptions({theme, language});
    parser.process(application);

    // The other program may stand in another folder.
    QString named = parser.positionalArguments().value(0);
    if (QFileInfo(named).isDir()) named = QFileInfo(named).absoluteFilePath();
    app::SingleInstance instance;
    if (instance.handOver(named)) return 0;
    instance.listen();

    const ui::LogServices log = app::startLogging();
    spdlog::info("autoglm-workbench {} with Qt {}", AUTOGLM_VERSION, qVersion());
    const auto settings = std::make_shared<app::SettingsStore>(app::settingsPath());
    const ui::Settings kept = settings->get();
    // An option on the command line holds for this run.
    app::applyLanguage(parser.isSet(language) ? parser.value(language) : kept.language);
    ui::applyTheme(application, parser.isSet(theme) ? ui::themeNamed(parser.value(theme).toStdString()) : kept.theme);
    app::useModelCache(kept.modelCache);

    const QString model = named.isEmpty() ? QStringLiteral("demo") : named;
    const auto facts = std::make_shared<app::SharedFacts>();
    app::MainWindow window(
        {.engine = app::installedEngine(facts),
         .opener = app::modelByName(),
         .load = app::loadCommand,
         .compare = app::compareServices(facts, settings),
         .environment = app::environmentServices(),
         .models = app::modelServices(facts),
         .log = log,
         .live = app::liveServices(),
         .reports = app::reportServices(app::historyPath(), settings),
         .settings = settings,
         .layout = app::WindowLayout(QString::fromStdString((configFolder() / "window.ini").string())),
         .restart =
             [&instance](const QString& again) {
                 instance.close();
                 QProcess::startDetached(QApplication::applicationFilePath(), {again});
                 QApplication::exit();
             }},
        model);
    QObject::connect(&instance, &app::SingleInstance::called, &window, &app::MainWindow::call);
    // A first window leaves room for its frame.
    const QSize room = window.screen()->availableSize() - QSize(16, 48);
    if (!window.isMaximized()) window.resize(window.size().boundedTo(room));
    window.show();
    const int code = QApplication::exec();
    spdlog::info("closed");
    return code;
}

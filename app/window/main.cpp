// autoglm-workbench: the window. Options: MODEL (default: the demo model), --theme, --language.
#include <spdlog/spdlog.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QProcess>
#include <QScreen>
#include <cstdio>
#include <utility>

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

    app::StartRequest request{parser.positionalArguments().value(0), parser.value(theme), parser.value(language)};
    for (const auto& [option, known] :
         {std::pair(theme, QStringList{"light", "dark", "system"}), std::pair(language, QStringList{"en", "zh_CN"})})
        if (parser.isSet(option) && !known.contains(parser.value(option))) {
            std::fprintf(stderr, "autoglm-workbench: --%s is '%s'; one of %s was expected\n",
                         qPrintable(option.names().front()), qPrintable(parser.value(option)),
                         qPrintable(known.join(QStringLiteral(", "))));
            return 2;
        }
    // The other program may stand in another folder.
    if (QFileInfo(request.model).isDir()) request.model = QFileInfo(request.model).absoluteFilePath();
    app::SingleInstance instance;
    if (instance.handOver(request)) {
        std::fprintf(stderr, "autoglm-workbench: the window that is open already was called\n");
        return 0;
    }
    instance.listen();

    const ui::LogServices log = app::startLogging();
    spdlog::info("autoglm-workbench {} started, with Qt {} on {}", AUTOGLM_VERSION, qVersion(),
                 QSysInfo::prettyProductName().toStdString());
    const auto settings = std::make_shared<app::SettingsStore>(app::settingsPath());
    const ui::Settings kept = settings->get();
    // An option on the command line holds for this run.
    app::applyLanguage(request.language.isEmpty() ? kept.language : request.language);
    ui::applyTheme(application, request.theme.isEmpty() ? kept.theme : ui::themeNamed(request.theme.toStdString()));
    app::useModelCache(kept.modelCache);

    const QString model = request.model.isEmpty() ? QStringLiteral("demo") : request.model;
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
    spdlog::info("autoglm-workbench {} closed", AUTOGLM_VERSION);
    return code;
}

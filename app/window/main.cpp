// autoglm-workbench: the window. Options: MODEL (default: the demo model), --theme, --language.
#include <spdlog/spdlog.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>

#include "app/window/comparison_service.h"
#include "app/window/environment_service.h"
#include "app/window/language.h"
#include "app/window/live_service.h"
#include "app/window/logging.h"
#include "app/window/main_window.h"
#include "app/window/model_service.h"
#include "ui/widgets/theme.h"

namespace {

using namespace autoglm;

ui::ThemeChoice themeNamed(const QString& name) {
    if (name == QLatin1String("light")) return ui::ThemeChoice::Light;
    if (name == QLatin1String("dark")) return ui::ThemeChoice::Dark;
    return ui::ThemeChoice::System;
}

}  // namespace

int main(int argc, char** argv) {
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

    const ui::LogServices log = app::startLogging();
    spdlog::info("autoglm-workbench {} with Qt {}", AUTOGLM_VERSION, qVersion());
    app::applyLanguage(parser.value(language));
    ui::applyTheme(application, themeNamed(parser.value(theme)));

    const QString model = parser.positionalArguments().value(0, QStringLiteral("demo"));
    const auto facts = std::make_shared<app::SharedFacts>();
    app::MainWindow window({.engine = app::installedEngine(facts),
                            .opener = app::modelByName(),
                            .load = app::loadCommand,
                            .compare = app::compareServices(facts),
                            .environment = app::environmentServices(),
                            .log = log,
                            .live = app::liveServices()},
                           model);
    window.show();
    const int code = QApplication::exec();
    spdlog::info("closed");
    return code;
}

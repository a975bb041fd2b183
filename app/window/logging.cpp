#include "app/window/logging.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <QString>
#include <QtGlobal>
#include <cstdlib>
#include <vector>

#include "core/base/paths.h"

namespace autoglm::app {
namespace {

constexpr std::size_t fileBytes = 4U << 20U;
constexpr std::size_t filesKept = 3;

void fromQt(QtMsgType type, const QMessageLogContext&, const QString& message) {
    const std::string text = message.toStdString();
    switch (type) {
        case QtDebugMsg:
            spdlog::debug("{}", text);
            return;
        case QtInfoMsg:
            spdlog::info("{}", text);
            return;
        case QtWarningMsg:
            spdlog::warn("{}", text);
            return;
        case QtCriticalMsg:
        case QtFatalMsg:
            spdlog::error("{}", text);
            return;
    }
}

}  // namespace

void startLogging() {
    auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    terminal->set_level(spdlog::level::warn);
    std::vector<spdlog::sink_ptr> sinks{terminal};
    const auto file = dataFolder() / "log" / "workbench.log";
    std::string problem;
    try {
        sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), fileBytes, filesKept));
    } catch (const spdlog::spdlog_ex& error) {
        problem = error.what();
    }
    auto logger = std::make_shared<spdlog::logger>("workbench", sinks.begin(), sinks.end());
    const char* level = std::getenv("AUTOGLM_LOG");
    logger->set_level(level ? spdlog::level::from_str(level) : spdlog::level::info);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
    if (!problem.empty()) spdlog::warn("there is no log file: {}", problem);
    qInstallMessageHandler(fromQt);
}

}  // namespace autoglm::app

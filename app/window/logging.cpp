#include "app/window/logging.h"

#include <spdlog/sinks/callback_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <QDesktopServices>
#include <QString>
#include <QUrl>
#include <QtGlobal>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <utility>
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

ui::LogLevel levelOf(spdlog::level::level_enum level) {
    if (level >= spdlog::level::err) return ui::LogLevel::Error;
    if (level == spdlog::level::warn) return ui::LogLevel::Warning;
    return level == spdlog::level::info ? ui::LogLevel::Info : ui::LogLevel::Debug;
}

/// What was logged and not yet taken by the window; written by any thread.
class LogBook {
  public:
    void add(ui::LogRecord record) {
        const std::scoped_lock lock(m_mutex);
        if (m_records.size() < ui::LogModel::mostRecords) m_records.push_back(std::move(record));
    }
    std::vector<ui::LogRecord> take() {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_records, {});
    }

  private:
    std::mutex m_mutex;
    std::vector<ui::LogRecord> m_records;
};

}  // namespace

ui::LogServices startLogging() {
    const auto book = std::make_shared<LogBook>();
    auto window = std::make_shared<spdlog::sinks::callback_sink_mt>([book](const spdlog::details::log_msg& message) {
        const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(message.time.time_since_epoch());
        book->add({time.count(), levelOf(message.level),
                   QString::fromUtf8(message.payload.data(), static_cast<qsizetype>(message.payload.size()))});
    });
    auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    terminal->set_level(spdlog::level::warn);
    std::vector<spdlog::sink_ptr> sinks{terminal, window};
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
    return {.take = [book] { return book->take(); },
            .file = problem.empty() ? file : std::filesystem::path(),
            .openFile =
                [](const std::filesystem::path& path) {
                    return QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(path.string())));
                }};
}

}  // namespace autoglm::app

// The real window on the scripted engine: 32 one-letter tokens, a gate that releases steps one by one.
#pragma once

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextEdit>
#include <QThreadPool>
#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>

#include "app/window/main_window.h"
#include "app/window/report_service.h"
#include "core/base/openssl_digest.h"
#include "core/evaluate/inputs.h"
#include "core/model/model_sources.h"
#include "tests/worker/worker_harness.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/theme.h"

namespace autoglm::test {

/// As alphabetAssets, with a configuration that the memory ledger can work with, and "<e>", a special token, for "5".
Result<worker::ModelAssets> windowAssets(const worker::LoadCommand& command);

/// As the engine of this machine would say.
engine::EngineFacts scriptedFacts(std::vector<std::string> precisions = model::precisionNames());

/// The library that a test fills; the window asks for it on pool threads.
class SharedLibrary {
  public:
    void add(model::LibraryModel model) {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_models, [&](const auto& one) { return one.path == model.path; });
        m_models.insert(m_models.begin(), std::move(model));
    }
    model::ModelLibrary get() const {
        const std::lock_guard lock(m_mutex);
        return {.models = m_models, .faults = {}};
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<model::LibraryModel> m_models;
};

worker::CompareCommand smallComparison(const ui::CompareRequest& request);

/// One of every state, long and short.
std::vector<environment::Finding> someFindings();

class WindowHarness {
  public:
    explicit WindowHarness(engine::ScriptedBehaviour behaviour = {}, const QString& model = QStringLiteral("alphabet"),
                           std::shared_ptr<app::SettingsStore> store = std::make_shared<app::SettingsStore>(),
                           const QString& layoutFile = {});
    /// What still runs beside the GUI thread calls functions of this harness.
    ~WindowHarness();
    WindowHarness(const WindowHarness&) = delete;
    WindowHarness& operator=(const WindowHarness&) = delete;

    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = window.findChild<Widget*>(QString::fromUtf8(name));
        if (!widget) qFatal("there is no '%s'", name);
        return widget;
    }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    bool isEnabled(const char* action) { return find<QAction>(action)->isEnabled(); }
    worker::WorkerState state() { return window.controller().state(); }
    QString transcript() { return find<QTextEdit>("console.transcript")->toPlainText(); }

    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void type(const QString& text) { find<ui::PromptEdit>("console.prompt")->setPlainText(text); }
    QString typed() { return find<ui::PromptEdit>("console.prompt")->toPlainText(); }
    void send() { QTest::keyClick(find<ui::PromptEdit>("console.prompt"), Qt::Key_Return, Qt::ControlModifier); }
    void stop() {
        // Shortcuts belong to the active window.
        if (!QTest::qWaitForWindowActive(&window)) qFatal("the window is not active");
        QTest::keyClick(find<ui::PromptEdit>("console.prompt"), Qt::Key_Escape);
    }

    const std::shared_ptr<engine::StepGate> gate;  ///< open at first
    const std::shared_ptr<app::SettingsStore> settings;
    const TemporaryFolder home;
    const std::filesystem::path history = home / "history.sqlite";
    std::filesystem::path opened;
    std::vector<std::string> devices = {"cpu"};
    bool opens = true;                                            ///< whether a program for reports is there
    std::vector<environment::Finding> findings = someFindings();  ///< read beside the GUI thread
    std::optional<std::filesystem::path> checkedFolder;
    std::atomic<int> checkedAgain = 0;  ///< findings asked for one by one
    std::vector<ui::LogRecord> logged = {{1'700'000'000'000, ui::LogLevel::Info, "loaded alphabet in bf16 on cpu"},
                                         {1'700'000'001'500, ui::LogLevel::Warning, "the CPU is busy"},
                                         {1'700'000'002'250, ui::LogLevel::Error, "run 2: the device was lost"}};
    std::function<Status(const std::filesystem::path&)> exportTo;             ///< runs beside the GUI thread
    std::function<std::vector<measure::SystemSample>(std::int64_t)> samples;  ///< of the machine; none while empty
    std::function<Status(const std::filesystem::path&, const std::string&)> write;  ///< runs beside the GUI thread
    SharedLibrary library;                                                          ///< what was loaded comes on top
    std::optional<std::uint64_t> freeBytes = 8'000'000'000;
    std::optional<engine::EngineFacts> facts = scriptedFacts();
    QString restarted;  ///< the model that a new start was asked for
    /// Replaces the hashing of files.
    std::function<Result<model::FolderHashes>(const ProgressCallback&, std::stop_token)> hash;
    app::MainWindow window;

  private:
    ui::ModelServices modelServices();
    engine::ScriptedBehaviour withGate(engine::ScriptedBehaviour behaviour) const;
    app::WindowServices services(engine::ScriptedBehaviour behaviour, const QString& layoutFile);
    ui::ReportServices reports();
};

}  // namespace autoglm::test

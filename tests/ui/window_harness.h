// The real window on the scripted engine: 32 one-letter tokens, a gate that releases steps one by one.
#pragma once

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextEdit>
#include <memory>

#include "app/window/main_window.h"
#include "tests/worker/worker_harness.h"
#include "ui/widgets/prompt_edit.h"
#include "ui/widgets/theme.h"

namespace autoglm::test {

/// As alphabetAssets, with a configuration that the memory ledger can work with, and "<e>", a special token, for "5".
inline Result<worker::ModelAssets> windowAssets(const worker::LoadCommand& command) {
    auto assets = alphabetAssets(command);
    if (!assets) return assets;
    auto folder = std::make_shared<model::ModelFolder>(*assets->folder);
    folder->config.hiddenSize = 64;
    folder->config.intermediateSize = 128;
    folder->config.layerCount = 2;
    folder->config.headCount = 4;
    folder->config.kvHeadCount = 2;
    folder->config.headDim = 16;
    assets->folder = folder;
    Json tokenizer = alphabetTokenizerFile();
    tokenizer["model"]["vocab"].erase("5");
    tokenizer["added_tokens"].push_back({{"id", 31}, {"content", "<e>"}, {"special", true}, {"normalized", false}});
    assets->tokenizer = text::Tokenizer::fromJson(tokenizer.dump(), "alphabet");
    return assets;
}

inline worker::CompareCommand smallComparison(const ui::CompareRequest& request) {
    return {.plan = [request](const ProgressCallback&, std::stop_token) -> Result<evaluate::ComparisonPlan> {
                AUTOGLM_TRY(const worker::ModelAssets assets, windowAssets({.model = request.model}));
                evaluate::ComparisonPlan plan;
                plan.folder = assets.folder;
                plan.a.precision = request.a;
                plan.b.precision = request.b;
                plan.tokenizer = alphabetTokenizer();
                plan.prompts = {{.text = "a", .ids = {0}}};
                plan.blocks = 5;
                plan.decodeTokens = 4;
                plan.answerTokens = 3;
                for (engine::TokenId id = 0; id < 300; ++id)
                    plan.textIds.push_back(id % 32);
                return plan;
            },
            .resident = worker::ResidentModel::Unload};
}

/// One of every state, long and short.
inline std::vector<environment::Finding> someFindings() {
    using environment::State;
    return {{"libtorch", "libtorch", State::Pass, "2.6.0, CPU build", "The engine computes with libtorch.", "", ""},
            {"blas", "BLAS provider", State::Failure, "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3",
             "FP32 on the CPU is computed by BLAS; the reference BLAS is up to 90 times slower than OpenBLAS.",
             "Install OpenBLAS.", "sudo apt install libopenblas0-pthread"},
            {"driver", "NVIDIA driver", State::Pass, "no NVIDIA GPU", "", "Models run on the CPU.", ""},
            {"cpu-load", "CPU load", State::Warning, "4.69 runnable tasks on 2 cores in the last minute",
             "Other work on the same cores makes every measurement noisy.", "Let other work finish before measuring.",
             "top -o %CPU"},
            {"cpu-governor", "CPU frequency governor", State::Unknown,
             "no governor to be seen, as in most virtual machines",
             "A governor that saves power changes the clock while a measurement runs.", "", ""},
            {"probe-fp16-cpu", "FP16 on cpu", State::Pass, "relative error 2.1e-04, allowed 2.0e-03, 4.8 GFLOP/s",
             "A small matrix product must agree with float64.", "", ""}};
}

class WindowHarness {
  public:
    explicit WindowHarness(engine::ScriptedBehaviour behaviour = {}, const QString& model = QStringLiteral("alphabet"))
        : gate(std::make_shared<engine::StepGate>()), window(services(withGate(std::move(behaviour))), model) {
        window.show();
    }

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
    std::filesystem::path opened;
    bool opens = true;                                            ///< whether a program for reports is there
    std::vector<environment::Finding> findings = someFindings();  ///< read beside the GUI thread
    std::optional<std::filesystem::path> checkedFolder;
    std::vector<ui::LogRecord> logged = {{1'700'000'000'000, ui::LogLevel::Info, "loaded alphabet in bf16 on cpu"},
                                         {1'700'000'001'500, ui::LogLevel::Warning, "the CPU is busy"},
                                         {1'700'000'002'250, ui::LogLevel::Error, "run 2: the device was lost"}};
    std::function<Status(const std::filesystem::path&)> exportTo;             ///< runs beside the GUI thread
    std::function<std::vector<measure::SystemSample>(std::int64_t)> samples;  ///< of the machine; none while empty
    std::function<Status(const std::filesystem::path&, const std::string&)> write;  ///< runs beside the GUI thread
    app::MainWindow window;

  private:
    engine::ScriptedBehaviour withGate(engine::ScriptedBehaviour behaviour) const {
        behaviour.gate = gate;
        return behaviour;
    }
    app::WindowServices services(engine::ScriptedBehaviour behaviour) {
        return {
            .engine = engine::scriptedEngine(std::move(behaviour)),
            .opener = windowAssets,
            .load =
                [](const std::string& model, model::Precision precision, const std::string& device) {
                    worker::LoadCommand command = loadOf(precision, device);
                    command.model = model;
                    return command;
                },
            .compare = {.command = smallComparison,
                        .keep = [](const std::shared_ptr<const evaluate::ComparisonResult>&) -> Result<ui::KeptReport> {
                            return ui::KeptReport{.html = "/tmp/kept-report.html", .notice = {}};
                        },
                        .exportTo = [this](const std::shared_ptr<const evaluate::ComparisonResult>&,
                                           const std::filesystem::path& path) { return exportTo(path); },
                        .openFile =
                            [this](const std::filesystem::path& path) {
                                opened = path;
                                return opens;
                            }},
            .environment = {.check =
                                [this](const std::optional<std::filesystem::path>& folder) {
                                    checkedFolder = folder;
                                    return findings;
                                }},
            .log = {.take = [this] { return std::exchange(logged, {}); },
                    .file = "/tmp/workbench.log",
                    .openFile =
                        [this](const std::filesystem::path& path) {
                            opened = path;
                            return opens;
                        }},
            .live = {.samples =
                         [this](std::int64_t timeNs) {
                             return samples ? samples(timeNs) : std::vector<measure::SystemSample>();
                         },
                     .write = [this](const std::filesystem::path& path,
                                     const std::string& bytes) { return write(path, bytes); }}};
    }
};

}  // namespace autoglm::test

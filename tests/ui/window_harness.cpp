#include "tests/ui/window_harness.h"

#include <algorithm>

#include "app/window/report_service.h"
#include "core/base/openssl_digest.h"
#include "core/evaluate/inputs.h"
#include "core/model/model_sources.h"

namespace autoglm::test {

Result<worker::ModelAssets> windowAssets(const worker::LoadCommand& command) {
    auto assets = alphabetAssets(command);
    if (!assets) return assets;
    if (model::holdsModel(command.model)) {
        AUTOGLM_TRY(assets->folder, model::openModelFolder(command.model));
        return assets;
    }
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
    if (command.model == "no tokenizer") assets->tokenizer = text::Tokenizer::load("no tokenizer");
    return assets;
}

engine::EngineFacts scriptedFacts(std::vector<std::string> precisions) {
    engine::EngineFacts facts;
    facts.devices.push_back({"cpu", "scripted", "none", 0, std::move(precisions)});
    return facts;
}

worker::CompareCommand smallComparison(const ui::CompareRequest& request) {
    return {.plan = [request](const ProgressCallback&, std::stop_token) -> Result<evaluate::ComparisonPlan> {
                evaluate::ComparisonPlan plan;
                plan.prompts = {"a"};
                if (request.prompts) {
                    AUTOGLM_TRY(plan.prompts, evaluate::loadPrompts(request.prompts));
                }
                auto inputs = std::make_shared<evaluate::ArmInputs>();
                inputs->tokenizer = alphabetTokenizer();
                for (const std::string& prompt : plan.prompts)
                    inputs->prompts.push_back(inputs->tokenizer->encode(prompt).value());
                for (engine::TokenId id = 0; id < 300; ++id)
                    inputs->textIds.push_back(id % 32);
                for (const auto& [arm, asked] : {std::pair(&plan.a, &request.a), std::pair(&plan.b, &request.b)}) {
                    AUTOGLM_TRY(const worker::ModelAssets assets, windowAssets({.model = asked->model}));
                    auto folder = std::make_shared<model::ModelFolder>(*assets.folder);
                    folder->name = std::filesystem::path(asked->model).filename().string();
                    *arm = {.folder = folder,
                            .precision = asked->precision,
                            .device = asked->device,
                            .inputs = inputs,
                            .mismatch = asked->mismatch};
                }
                plan.budgets = request.budgets;
                plan.blocks = 5;
                plan.decodeTokens = 4;
                plan.answerTokens = 3;
                return plan;
            },
            .resident = worker::ResidentModel::Unload};
}

std::vector<environment::Finding> someFindings() {
    using environment::State;
    return {{"libtorch", "libtorch", State::Pass, "2.6.0, CPU build",
             "The engine computes with libtorch; without it no model runs.", "", ""},
            {"blas", "BLAS provider", State::Failure, "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3",
             "Attention to a long prompt is computed by BLAS on the CPU; the reference BLAS is up to 90 times slower "
             "than OpenBLAS.",
             "Install OpenBLAS; libtorch uses it from the next start on.", "sudo apt install libopenblas0-pthread"},
            {"driver", "NVIDIA driver", State::Pass, "no NVIDIA GPU", "", "Models run on the CPU.", ""},
            {"cpu-load", "CPU load", State::Warning, "4.69 runnable tasks on 2 cores in the last minute",
             "Other work on the same cores makes every measurement noisy.",
             "Let other work finish before measuring; results will be marked suspect.", "top -o %CPU"},
            {"cpu-governor", "CPU frequency governor", State::Unknown,
             "no governor to be seen, as in most virtual machines",
             "A governor that saves power changes the clock while a measurement runs.", "", ""},
            {"probe-fp16-cpu", "FP16 on cpu", State::Pass, "relative error 2.1e-04, allowed 2.0e-03, 4.8 GFLOP/s",
             "A small matrix product must agree with float64, or no result in this precision can be trusted.", "", ""}};
}

WindowHarness::WindowHarness(engine::ScriptedBehaviour behaviour, const QString& model,
                             std::shared_ptr<app::SettingsStore> store, const QString& layoutFile)
    : gate(std::make_shared<engine::StepGate>()),
      settings(std::move(store)),
      window(services(withGate(std::move(behaviour)), layoutFile), model) {
    window.show();
}

WindowHarness::~WindowHarness() {
    QThreadPool::globalInstance()->waitForDone(10'000);
}

ui::ModelServices WindowHarness::modelServices() {
    return {.library = [this] { return library.get(); },
            .inspect = [](const std::string& model) -> Result<model::ModelFolderPtr> {
                if (model != "alphabet" && model != "no tokenizer") return model::openModelFolder(model);
                AUTOGLM_TRY(const worker::ModelAssets assets, windowAssets({.model = model}));
                return assets.folder;
            },
            .hash = [this](const std::filesystem::path& folder, const ProgressCallback& progress,
                           std::stop_token stop) -> Result<model::FolderHashes> {
                if (hash) return hash(progress, stop);
                return model::hashFolder(folder, std::nullopt, makeOpensslDigest, progress, stop);
            },
            .remember = [this](const std::filesystem::path& path, const std::string& name) -> Status {
                library.add({.name = name, .path = path, .lastUsedUtc = "2026-01-02T03:04:05Z"});
                return {};
            },
            .freeMemory = [this](const std::string&) { return freeBytes; },
            .facts = [this] { return facts; }};
}

engine::ScriptedBehaviour WindowHarness::withGate(engine::ScriptedBehaviour behaviour) const {
    behaviour.gate = gate;
    return behaviour;
}

app::WindowServices WindowHarness::services(engine::ScriptedBehaviour behaviour, const QString& layoutFile) {
    return {.engine = engine::scriptedEngine(std::move(behaviour)),
            .opener = windowAssets,
            .load =
                [](const std::string& model, model::Precision precision, const std::string& device) {
                    worker::LoadCommand command = loadOf(precision, device);
                    command.model = model;
                    return command;
                },
            .compare = {.command = smallComparison,
                        .countPrompts = [](const std::optional<std::filesystem::path>& file) -> Result<std::size_t> {
                            AUTOGLM_TRY(const auto prompts, evaluate::loadPrompts(file));
                            return prompts.size();
                        },
                        .devices = [this] { return devices; },
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
                                },
                            .findAgain =
                                [this](const std::string& id, const std::optional<std::filesystem::path>&) {
                                    ++checkedAgain;
                                    const auto at = std::ranges::find(findings, id, &environment::Finding::id);
                                    return at == findings.end() ? std::nullopt : std::optional(*at);
                                }},
            .models = modelServices(),
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
                                     const std::string& bytes) { return write(path, bytes); }},
            .reports = reports(),
            .settings = settings,
            .layout = app::WindowLayout(layoutFile),
            .restart = [this](const QString& again) { restarted = again; }};
}

ui::ReportServices WindowHarness::reports() {
    ui::ReportServices services = app::reportServices(history, settings);
    services.openFile = [this](const std::filesystem::path& path) {
        opened = path;
        return opens;
    };
    return services;
}

}  // namespace autoglm::test

#include "app/window/comparison_service.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "app/composition/environment_check.h"
#include "app/composition/measurement.h"
#include "app/composition/run_history.h"
#include "app/window/report_service.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/openssl_digest.h"
#include "core/evaluate/inputs.h"
#include "core/report/compare_json.h"
#include "core/report/comparison_report.h"

namespace autoglm::app {
namespace {

/// The history is worth a sentence where it fails, not the report.
std::string noteInHistory(const Json& document) {
    Result<store::OpenedHistory> opened = openHistory();
    if (!opened) return "This run was not put into the history: " + describe(opened.error()) + ".";
    const auto id = remember(opened->history, "compare", document, summaryOf(document, "compare"), resultOf(document));
    if (!id) return "This run was not put into the history: " + describe(id.error()) + ".";
    return opened->notice;
}

}  // namespace

ComparisonService::ComparisonService(std::shared_ptr<SharedFacts> facts, std::shared_ptr<const SettingsStore> settings)
    : m_facts(std::move(facts)), m_settings(std::move(settings)), m_shared(std::make_shared<Shared>()) {}

worker::CompareCommand ComparisonService::command(const ui::CompareRequest& request) const {
    return {.plan = [self = *this, request](const ProgressCallback& progress,
                                            std::stop_token stop) { return self.plan(request, progress, stop); },
            // Room for both arms; the window loads its model again afterwards.
            .resident = worker::ResidentModel::Unload};
}

Result<evaluate::ComparisonPlan> ComparisonService::plan(const ui::CompareRequest& request,
                                                         const ProgressCallback& progress, std::stop_token stop) const {
    evaluate::ComparisonPlan plan;
    const auto arm = [](const ui::CompareArm& asked) -> Result<evaluate::ArmPlan> {
        AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(asked.model));
        AUTOGLM_TRY(model::ModelFolderPtr folder, model::openModelFolder(path));
        return evaluate::ArmPlan{.folder = std::move(folder),
                                 .precision = asked.precision,
                                 .device = asked.device,
                                 .inputs = {},
                                 .mismatch = asked.mismatch};
    };
    AUTOGLM_TRY(plan.a, arm(request.a));
    AUTOGLM_TRY(plan.b, arm(request.b));
    plan.threads = m_settings->get().threads;
    plan.budgets = request.budgets;
    plan.digests = rememberingDigests();
    AUTOGLM_CHECK(
        evaluate::loadComparisonInputs(plan, {.prompts = request.prompts, .text = {}, .tasks = {}}, progress, stop));
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the comparison was stopped");
    const std::vector<std::string> devices = {request.a.device, request.b.device};
    const char* phase = needsBandwidthProbe(devices) ? "bandwidth" : "machine";
    progress({.phase = phase, .done = 0, .total = 0, .unit = "steps", .detail = {}});
    const MachineWatch watch(devices, stop);
    watch.complete(plan);
    const auto facts = m_facts->get();
    Json environment = facts ? environmentDocument(*facts) : Json();
    const std::lock_guard lock(m_shared->mutex);
    m_shared->environment = std::move(environment);
    return plan;
}

std::vector<std::string> ComparisonService::devices() const {
    std::vector<std::string> ids;
    if (const auto facts = m_facts->get())
        for (const engine::DeviceFacts& device : facts->devices)
            ids.push_back(device.id);
    return ids;
}

Json ComparisonService::document(const evaluate::ComparisonResult& result) const {
    Json document = report::comparisonToJson(result);
    const std::lock_guard lock(m_shared->mutex);
    if (!m_shared->environment.is_null()) document["environment"] = m_shared->environment;
    return document;
}

Result<ui::KeptReport> ComparisonService::keep(const evaluate::ComparisonResult& result) const {
    const Json json = document(result);
    ui::KeptReport kept;
    kept.notice = noteInHistory(json);
    AUTOGLM_TRY(const std::string html, report::comparisonHtml(json));
    std::string name = "compare-" + utcNow() + ".html";
    std::erase(name, ':');
    AUTOGLM_TRY(kept.html, keepPage(reportFolder(m_settings->get()), name, html));
    return kept;
}

Status ComparisonService::exportTo(const evaluate::ComparisonResult& result, const std::filesystem::path& path) const {
    const Json json = document(result);
    if (path.extension() == ".pdf") {
        AUTOGLM_CHECK(writeRun("compare", json, "pdf", "this comparison", path));
    } else {
        AUTOGLM_TRY(const std::string text, report::comparisonFile(json, path, path.string()));
        AUTOGLM_CHECK(writeFileAtomically(path, text));
    }
    spdlog::info("the report of this comparison was written to {}", path.string());
    return {};
}

ui::CompareServices compareServices(std::shared_ptr<SharedFacts> facts, std::shared_ptr<const SettingsStore> settings) {
    const ComparisonService service(std::move(facts), std::move(settings));
    using ResultPtr = std::shared_ptr<const evaluate::ComparisonResult>;
    return {.command = [service](const ui::CompareRequest& request) { return service.command(request); },
            .countPrompts = [](const std::optional<std::filesystem::path>& file) -> Result<std::size_t> {
                AUTOGLM_TRY(const auto prompts, evaluate::loadPrompts(file));
                return prompts.size();
            },
            .devices = [service] { return service.devices(); },
            .keep = [service](const ResultPtr& result) { return service.keep(*result); },
            .exportTo = [service](const ResultPtr& result,
                                  const std::filesystem::path& path) { return service.exportTo(*result, path); },
            .openFile = openOnDesktop};
}

}  // namespace autoglm::app

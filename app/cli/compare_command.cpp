// compare: two arms (model, precision and device each) against each other, the verdict, and the report.
#include <cstdio>

#include "app/cli/history_note.h"
#include "app/cli/model_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "app/composition/environment_check.h"
#include "app/composition/measurement.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/engine/engine_module.h"
#include "core/evaluate/inputs.h"
#include "core/report/compare_json.h"
#include "core/report/comparison_report.h"

namespace autoglm::cli {
namespace {

struct CompareOptions {
    ModelOptions model;
    std::string a;
    std::string b;
    std::optional<std::string> modelB;   ///< absent: MODEL
    std::optional<std::string> deviceB;  ///< absent: --device
    std::optional<std::string> prompts;
    std::optional<std::string> text;
    std::optional<std::string> tasks;
    std::optional<std::int64_t> repetitions;
    std::string budgets;
    std::optional<std::string> report;
    bool json = false;
};

std::optional<std::filesystem::path> asPath(const std::optional<std::string>& text) {
    return text ? std::optional<std::filesystem::path>(*text) : std::nullopt;
}

/// MODEL's folder where B runs the same.
Result<model::ModelFolderPtr> modelOfB(const CompareOptions& options, const model::ModelFolderPtr& ofA) {
    if (!options.modelB) return ofA;
    AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(*options.modelB));
    std::error_code ignored;
    if (std::filesystem::equivalent(path, ofA->path, ignored)) return ofA;
    return model::openModelFolder(path);
}

Result<evaluate::ComparisonPlan> planOf(const CompareOptions& options, ProgressLine& line, std::stop_token stop) {
    evaluate::ComparisonPlan plan;
    AUTOGLM_TRY(plan.a.precision, model::parsePrecision(options.a));
    AUTOGLM_TRY(plan.b.precision, model::parsePrecision(options.b));
    plan.a.device = options.model.device;
    plan.b.device = options.deviceB.value_or(options.model.device);
    AUTOGLM_TRY(plan.budgets, evaluate::parseBudgets(options.budgets));
    AUTOGLM_TRY(plan.a.folder, openModel(options.model));
    AUTOGLM_TRY(plan.b.folder, modelOfB(options, plan.a.folder));
    plan.threads = options.model.threads;
    plan.a.mismatch = plan.b.mismatch = mismatchPolicy(options.model);
    plan.memory = memoryPolicy(options.model);
    plan.digests = options.model.digests;
    plan.blocks = options.repetitions;
    AUTOGLM_CHECK(evaluate::loadComparisonInputs(
        plan, {asPath(options.prompts), asPath(options.text), asPath(options.tasks)}, line.callback(), stop));
    return plan;
}

int exitCodeOf(const evaluate::ComparisonResult& result) {
    if (!result.complete) return Interrupted;
    switch (result.verdict.result) {
        case evaluate::Outcome::Pass:
            return Done;
        case evaluate::Outcome::Fail:
            return CheckFailed;
        case evaluate::Outcome::Inconclusive:
            break;
    }
    return Inconclusive;
}

Result<int> compare(const CompareOptions& options, std::stop_token stop) {
    // An hour's measurement must not end at a report that cannot be written.
    if (options.report) {
        AUTOGLM_CHECK(checkWritable(*options.report));
        if (const auto known = report::comparisonFile(Json(), *options.report, "--report");
            !known && known.error().subject == "--report")
            return fail(known.error());
    }
    ProgressLine line;
    Result<evaluate::ComparisonPlan> planned = planOf(options, line, stop);
    line.clear();
    if (!planned)
        return fail(planned.error().code == ErrorCode::Cancelled ? stoppedEarly("comparison", "preparation: prompts")
                                                                 : planned.error());
    evaluate::ComparisonPlan& plan = *planned;
    AUTOGLM_TRY(const std::unique_ptr<engine::Engine> engine, engine::openDefaultEngine());
    line.show({.phase = "memory bandwidth", .done = 0, .total = 0, .unit = "steps", .detail = {}});
    const app::MachineWatch watch({plan.a.device, plan.b.device}, stop);
    line.clear();
    if (stop.stop_requested()) return fail(stoppedEarly("comparison", "preparation: memory bandwidth"));
    watch.complete(plan);

    evaluate::ComparisonCallbacks callbacks;
    callbacks.progress = [&](const evaluate::WorkProgress& work) { line.show(work.progress, work.remainingNs); };
    callbacks.armLoaded = [&](std::size_t arm, const engine::LoadReport& loaded, std::uint64_t) {
        if (arm > 0 && plan.a.folder == plan.b.folder) return;  // both arms read the same files
        line.clear();
        printWarnings(loaded.warnings);
    };
    callbacks.designFixed = [&](const evaluate::MeasurementDesign& design) {
        line.clear();
        std::fprintf(stderr, "autoglm: A B B A, %s. %s\n", design.blocksReason.c_str(),
                     design.findableSentence().c_str());
    };
    auto compared = evaluate::runComparison(*engine, plan, callbacks, stop);
    line.clear();
    if (!compared) return fail(withMismatchHint(compared.error()));
    evaluate::ComparisonResult& result = *compared;
    if (result.arms.size() < 2) return fail(stoppedEarly("comparison", result.stoppedDuring));
    result.environment = app::environmentDocument(engine->facts());
    const Json document = report::comparisonToJson(result);
    if (options.json) {
        AUTOGLM_CHECK(printJson(document));
    } else {
        AUTOGLM_TRY(const std::string text, report::comparisonText(document));
        std::fputs(text.c_str(), stdout);
    }
    noteInHistory("compare", document);
    if (options.report) {
        AUTOGLM_TRY(const std::string text, report::comparisonFile(document, *options.report, "--report"));
        AUTOGLM_CHECK(writeFileAtomically(*options.report, text));
        std::fprintf(stderr, "autoglm: report written to %s\n", options.report->c_str());
    }
    return exitCodeOf(result);
}

}  // namespace

void addCompareCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand(
        "compare", "two precisions of one model, or two models or devices: speed, memory, quality, and a verdict");
    addModelOptions(*command, options->model);
    command->add_option("--a", options->a, "precision of arm A, the base")->required()->check(somePrecision());
    command->add_option("--b", options->b, "precision of arm B")->required()->check(somePrecision());
    command
        ->add_option("--model-b", options->modelB,
                     "model of arm B: folder, 'demo', or id in the Hugging Face cache (default: MODEL)")
        ->check(someText("a folder, 'demo' or an id such as THUDM/glm-4-9b-hf"));
    command->add_option("--device-b", options->deviceB, "device of arm B: cpu or cuda:N (default: as --device)")
        ->check(someText("cpu or cuda:N"));
    command
        ->add_option("--prompts", options->prompts,
                     "prompts: lines of text, or JSON lines of {\"prompt\"} (default: eight built-in ones)")
        ->check(someText("a file"));
    command
        ->add_option("--text", options->text,
                     "text for perplexity and divergence (default: the model folder's eval.txt, else a built-in one)")
        ->check(someText("a file"));
    command
        ->add_option("--tasks", options->tasks,
                     "questions with exact answers, JSON lines (default: the model folder's tasks.jsonl, if any)")
        ->check(someText("a file"));
    command
        ->add_option("--reps", options->repetitions, "A B B A blocks (default: fixed by a pilot that is thrown away)")
        ->check(wholeNumber(2, 10000));
    command
        ->add_option("--budget", options->budgets,
                     "limits in place of the defaults, for example kld=0.02,speedup=1.2; name=off leaves one out")
        ->check(someText("limits such as kld=0.02,speedup=1.2"));
    command->add_option("--report", options->report, "also write a report: .html, .md, .csv or .json")
        ->check(someText("a file named .html, .md, .csv or .json"));
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return compare(*options, stop); }; });
}

}  // namespace autoglm::cli

// bench: prefill and decode speed per precision, as llama-bench counts.
#include <cstdio>
#include <map>

#include "app/cli/history_note.h"
#include "app/cli/model_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "app/composition/environment_check.h"
#include "app/composition/measurement.h"
#include "core/base/text_format.h"
#include "core/engine/engine_module.h"
#include "core/report/bench_json.h"
#include "core/report/bench_report.h"

namespace autoglm::cli {
namespace {

struct BenchOptions {
    ModelOptions model;
    std::vector<std::string> precisions;
    std::vector<std::int64_t> promptLengths = {128};
    std::vector<std::int64_t> generateLengths = {32};
    std::vector<std::int64_t> depths = {0};
    std::vector<std::int64_t> batches = {1};
    std::int64_t repetitions = 5;
    std::string output = "table";
    bool json = false;
};

Result<std::vector<model::Precision>> precisionsOf(const BenchOptions& options, const model::ModelFolder& folder) {
    std::vector<model::Precision> out;
    for (const std::string& name : options.precisions) {
        AUTOGLM_TRY(const model::Precision precision, model::parsePrecision(name));
        out.push_back(precision);
    }
    if (out.empty()) {
        AUTOGLM_TRY(const model::Scheme scheme, chosenScheme(options.model, folder));
        out.push_back(scheme.precision);
    }
    return out;
}

Result<std::string> formatted(const Json& document, const std::string& output) {
    if (output == "json") return dumpJson(document);
    if (output == "csv") return report::benchCsv(document);
    if (output == "md") return report::benchMarkdown(document);
    if (output == "llama-bench") return report::benchLlamaBench(document);
    return report::benchTable(document);
}

Result<int> bench(const BenchOptions& options, std::stop_token stop) {
    evaluate::BenchPlan plan;
    AUTOGLM_TRY(plan.folder, openModel(options.model));
    AUTOGLM_TRY(plan.precisions, precisionsOf(options, *plan.folder));
    plan.promptLengths = options.promptLengths;
    plan.generateLengths = options.generateLengths;
    plan.depths = options.depths;
    plan.batches = options.batches;
    plan.repetitions = options.repetitions;
    plan.threads = options.model.threads;
    plan.device = options.model.device;
    plan.mismatch = mismatchPolicy(options.model);
    plan.memory = memoryPolicy(options.model);
    plan.digests = options.model.digests;
    AUTOGLM_CHECK(evaluate::checkBench(plan));
    AUTOGLM_TRY(const std::unique_ptr<engine::Engine> engine, engine::openDefaultEngine());
    ProgressLine line;
    line.show({.phase = "memory bandwidth", .done = 0, .total = 0, .unit = "steps", .detail = {}});
    const app::MachineWatch watch({plan.device}, stop);
    if (stop.stop_requested()) return fail(stoppedEarly("bench", "preparation: memory bandwidth"));
    watch.complete(plan);
    const auto progress = [&](const evaluate::WorkProgress& work) { line.show(work.progress, work.remainingNs); };
    auto measured = evaluate::runBench(*engine, plan, progress, {}, stop);
    line.clear();
    if (!measured) return fail(withMismatchHint(measured.error()));
    evaluate::BenchResult& result = *measured;
    if (result.results.empty() && !result.complete) return fail(stoppedEarly("bench", result.stoppedDuring));
    printWarnings(result.loads.front().warnings);
    result.environment = app::environmentDocument(engine->facts());
    const Json document = report::benchToJson(result);
    AUTOGLM_TRY(const std::string text, formatted(document, options.json ? "json" : options.output));
    std::fputs(text.c_str(), stdout);
    if (!text.ends_with('\n')) std::puts("");
    noteInHistory("bench", document);
    if (!result.complete)
        std::fprintf(stderr, "autoglm: the bench was stopped during %s; what was measured until then was printed\n",
                     result.stoppedDuring.c_str());
    return result.complete ? Done : Interrupted;
}

}  // namespace

void addBenchCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand("bench", "prefill (pp) and decode (tg) speed, memory, per-token samples");
    addModelOptions(*command, options->model);
    const CLI::Validator lengths = wholeNumber(0, 1U << 24U);
    command
        ->add_option("--precision", options->precisions,
                     "one or several of " + join(model::precisionNames(), ",") + " (default: as stored)")
        ->delimiter(',')
        ->check(somePrecision());
    command->add_option("-p", options->promptLengths, "prompt lengths; 0 leaves prefill out")
        ->delimiter(',')
        ->check(lengths)
        ->capture_default_str();
    command->add_option("-n", options->generateLengths, "tokens to generate; 0 leaves decode out")
        ->delimiter(',')
        ->check(lengths)
        ->capture_default_str();
    command->add_option("--depth", options->depths, "tokens in the cache before the clock starts")
        ->delimiter(',')
        ->check(lengths)
        ->capture_default_str();
    command->add_option("--batch", options->batches, "sequences at a time")
        ->delimiter(',')
        ->check(wholeNumber(1, 1024))
        ->capture_default_str();
    command->add_option("-r", options->repetitions, "repetitions")->check(wholeNumber(1, 10000))->capture_default_str();
    command->add_option("-o", options->output, "output format")
        ->check(oneOf({"table", "json", "csv", "md", "llama-bench"}))
        ->capture_default_str();
    command->add_flag("--json", options->json, "the same as -o json");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return bench(*options, stop); }; });
}

}  // namespace autoglm::cli

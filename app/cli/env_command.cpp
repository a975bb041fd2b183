// env: what this machine, its driver and its libtorch can do, and what to change.
#include <cstdio>

#include "app/cli/command.h"
#include "app/composition/environment_check.h"

namespace autoglm::cli {
namespace {

struct EnvOptions {
    bool json = false;
    bool probe = false;
};

Result<int> env(const EnvOptions& options, const std::stop_token& stop) {
    const engine::ModuleProbe probe =
        options.probe ? engine::probeEngineModule(engine::ProbeDepth::FactsAndPrecisions) : engine::keptEngineProbe();
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the check of the environment was cancelled");
    const environment::EnvironmentInputs inputs = app::environmentInputs(std::nullopt, probe);
    const std::vector<environment::Finding> findings = environment::collectFindings(inputs);
    if (options.json)
        AUTOGLM_CHECK(printJson(environment::findingsToJson(findings, environment::systemJson(inputs))));
    else
        std::fputs(environment::findingsToText(findings).c_str(), stdout);
    return environment::summarize(findings).failure > 0 ? CheckFailed : Done;
}

}  // namespace

void addEnvCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<EnvOptions>();
    CLI::App* command = app.add_subcommand("env", "environment findings: what was seen, why it matters, what to do");
    command->add_flag("--probe", options->probe,
                      "also multiply small matrices in every precision and check them against float64");
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return env(*options, stop); }; });
}

}  // namespace autoglm::cli

// The frame of the command line: every command is a function that adds its options to CLI11 and sets what to run. A
// command returns its exit code; errors are printed as one sentence on standard error. Main thread; Ctrl-C requests the
// stop token, a second one ends the program at once.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace autoglm::cli {

/// Exit codes of the contract in README.md.
enum ExitCode : int { Done = 0, CheckFailed = 1, BadUse = 2, Inconclusive = 3, Interrupted = 130 };

struct Context {
    std::stop_token stop;
    std::function<Result<int>()> run;  ///< of the command that was chosen
};

/// Prints a document on standard output: indented on a terminal, one line where it is read by a program. One that
/// names no "schema_version" of its own has the first, 1.
Status printJson(Json document);

/// Columns of the terminal that `descriptor` is; absent where it is none, 80 where it does not know.
std::optional<std::size_t> terminalWidth(int descriptor);

/// The error with the option that helps against it at its end: core knows of no options.
Error withHint(Error error, std::string_view hint);

/// What an interrupt ended before anything was measured: "the comparison was stopped during preparation: loading A".
Error stoppedEarly(const std::string& work, const std::string& phase);

/// Code of an error: Cancelled is 130, everything else 2.
int exitCodeOf(const Error& error);

void addEnvCommand(CLI::App& app, Context& context);
void addInspectCommand(CLI::App& app, Context& context);
void addHashCommand(CLI::App& app, Context& context);
void addTokenizeCommand(CLI::App& app, Context& context);
void addDetokenizeCommand(CLI::App& app, Context& context);
void addRenderCommand(CLI::App& app, Context& context);
void addRunCommand(CLI::App& app, Context& context);
void addLogitsCommand(CLI::App& app, Context& context);
void addScoreCommand(CLI::App& app, Context& context);
void addBenchCommand(CLI::App& app, Context& context);
void addCompareCommand(CLI::App& app, Context& context);
void addHistoryCommand(CLI::App& app, Context& context);
void addMakeModelCommand(CLI::App& app, Context& context);

}  // namespace autoglm::cli

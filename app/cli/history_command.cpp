// history: what was measured before: list, show, diff, export.
#include <unistd.h>

#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/option_checks.h"
#include "app/composition/run_history.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/report/run_forms.h"
#include "core/store/history_text.h"
#include "core/store/run_diff.h"

namespace autoglm::cli {
namespace {

struct HistoryOptions {
    store::RunFilter filter;
    std::vector<std::int64_t> ids;
    std::string output;  ///< empty: the first of runForms()
    std::string folder = ".";
    bool json = false;
};

Result<store::History> openForReading() {
    AUTOGLM_TRY(store::OpenedHistory opened, app::openHistory());
    if (!opened.notice.empty()) std::fprintf(stderr, "autoglm: %s\n", opened.notice.c_str());
    return std::move(opened.history);
}

Result<int> list(const HistoryOptions& options) {
    AUTOGLM_TRY(const store::History history, openForReading());
    AUTOGLM_TRY(const std::vector<store::RunRecord> runs, history.list(options.filter));
    if (options.json)
        AUTOGLM_CHECK(printJson(store::listJson(runs)));
    else
        std::fputs(store::listText(runs, terminalWidth(STDOUT_FILENO).value_or(0)).c_str(), stdout);
    return Done;
}

Result<int> show(const HistoryOptions& options) {
    AUTOGLM_TRY(const store::History history, openForReading());
    AUTOGLM_TRY(const store::RunRecord run, history.get(options.ids.at(0)));
    AUTOGLM_TRY(const Json document, parseJson(run.document, concat("run ", run.id)));
    if (options.json) {
        AUTOGLM_CHECK(printJson(document));
        return Done;
    }
    AUTOGLM_TRY(const std::string text, report::runForm(run.kind, document, "text", concat("run ", run.id)));
    std::fputs(text.c_str(), stdout);
    return Done;
}

Result<int> diff(const HistoryOptions& options) {
    AUTOGLM_TRY(const store::History history, openForReading());
    AUTOGLM_TRY(store::RunRecord a, history.get(options.ids.at(0)));
    AUTOGLM_TRY(store::RunRecord b, history.get(options.ids.at(1)));
    AUTOGLM_TRY(const Json documentA, parseJson(a.document, concat("run ", a.id)));
    AUTOGLM_TRY(const Json documentB, parseJson(b.document, concat("run ", b.id)));
    a.title = report::runTitle(a.kind, documentA);  // as it is written now, also of runs from before
    b.title = report::runTitle(b.kind, documentB);
    AUTOGLM_TRY(const store::RunDiff changes, store::diffDocuments(documentA, documentB));
    if (options.json)
        AUTOGLM_CHECK(printJson(store::diffJson(a, b, changes)));
    else
        std::fputs(store::diffText(a, b, changes).c_str(), stdout);
    return Done;
}

struct ExportedFile {
    std::filesystem::path path;
    std::string content;
};

Result<ExportedFile> exportOf(const store::History& history, std::int64_t id, const HistoryOptions& options) {
    AUTOGLM_TRY(const store::RunRecord run, history.get(id));
    AUTOGLM_TRY(const Json document, parseJson(run.document, concat("run ", id)));
    const std::vector<std::string> forms = report::runForms(run.kind);
    const std::string& form = options.output.empty() ? forms.front() : options.output;
    auto text = report::runForm(run.kind, document, form, concat("run ", id));
    if (!text)
        return fail(std::ranges::find(forms, form) == forms.end()
                        ? withHint(text.error(), "--format can be " + join(forms, ", "))
                        : text.error());
    const std::string extension = form == "llama-bench" ? "json" : form;
    ExportedFile file{std::filesystem::path(options.folder) / concat("autoglm-", run.kind, "-", id, ".", extension),
                      std::move(*text)};
    AUTOGLM_CHECK(checkWritable(file.path));
    return file;
}

/// All of them, or none where one cannot be.
Result<int> exportRuns(const HistoryOptions& options) {
    AUTOGLM_TRY(const store::History history, openForReading());
    std::vector<ExportedFile> files;
    for (const std::int64_t id : options.ids) {
        AUTOGLM_TRY(ExportedFile file, exportOf(history, id, options));
        files.push_back(std::move(file));
    }
    for (const ExportedFile& file : files) {
        AUTOGLM_CHECK(writeFileAtomically(file.path, file.content));
        std::puts(file.path.c_str());
    }
    return Done;
}

using Action = Result<int> (*)(const HistoryOptions&);

CLI::App* addAction(CLI::App& parent, Context& context, const std::shared_ptr<HistoryOptions>& options,
                    const std::string& name, const std::string& description, Action action) {
    CLI::App* command = parent.add_subcommand(name, description);
    command->callback([&context, options, action] { context.run = [options, action] { return action(*options); }; });
    return command;
}

}  // namespace

void addHistoryCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<HistoryOptions>();
    CLI::App* command =
        app.add_subcommand("history", "what was measured before: list, show ID, diff ID ID, export ID ...");
    command->require_subcommand(0, 1);
    command->fallthrough();
    command->add_flag("--json", options->json, "one JSON document on standard output");
    CLI::App* listing = addAction(*command, context, options, "list", "all runs, newest first", list);
    listing->add_option("--kind", options->filter.kind, "only compare, bench, ...")
        ->check(someText("a kind such as compare or bench"));
    listing->add_option("--result", options->filter.result, "only pass, fail, inconclusive or stopped")
        ->check(oneOf({"pass", "fail", "inconclusive", "stopped"}));
    listing->add_option("--text", options->filter.text, "only where model, title or summary hold this")
        ->check(someText("a text"));
    listing->add_option("--limit", options->filter.limit, "at most this many")->check(wholeNumber(1));
    addAction(*command, context, options, "show", "one run, as it was printed", show)
        ->add_option("ID", options->ids, "id of the run")
        ->check(wholeNumber(1))
        ->required()
        ->expected(1);
    addAction(*command, context, options, "diff", "what changed between two runs", diff)
        ->add_option("ID", options->ids, "ids of two runs")
        ->check(wholeNumber(1))
        ->required()
        ->expected(2);
    CLI::App* exporting = addAction(*command, context, options, "export", "write runs as files", exportRuns);
    exporting->add_option("ID", options->ids, "ids of the runs")->required()->check(wholeNumber(1));
    exporting
        ->add_option("-o,--format", options->output,
                     "html, md, csv, json or llama-bench (default: html of a comparison, md of a bench)")
        ->check(oneOf({"html", "md", "csv", "json", "llama-bench"}));
    exporting->add_option("--folder", options->folder, "where to write them")
        ->check(someText("a folder"))
        ->capture_default_str();
    // 'autoglm history' alone lists.
    command->callback([&context, options, command] {
        if (command->get_subcommands().empty()) context.run = [options] { return list(*options); };
    });
}

}  // namespace autoglm::cli

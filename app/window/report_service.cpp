#include "app/window/report_service.h"

#include <spdlog/spdlog.h>

#include <QDesktopServices>
#include <QUrl>

#include "app/window/pdf_report.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/report/run_forms.h"

namespace autoglm::app {
namespace fs = std::filesystem;
namespace {

struct LoadedRun {
    store::RunRecord run;
    Json document;
};

std::string nameOf(std::int64_t id) {
    return concat("run ", id);
}

Result<LoadedRun> loadRun(const fs::path& path, std::int64_t id) {
    AUTOGLM_TRY(const store::OpenedHistory opened, store::History::open(path));
    AUTOGLM_TRY(store::RunRecord run, opened.history.get(id));
    AUTOGLM_TRY(Json document, parseJson(run.document, nameOf(id)));
    run.document.clear();
    run.title = report::runTitle(run.kind, document);  // as it is written now, also of runs from before
    return LoadedRun{std::move(run), std::move(document)};
}

Result<ui::ReportList> listRuns(const fs::path& path) {
    AUTOGLM_TRY(store::OpenedHistory opened, store::History::open(path));
    AUTOGLM_TRY(std::vector<store::RunRecord> runs, opened.history.list());
    return ui::ReportList{std::move(runs), opened.notice};
}

Result<ui::RunView> viewRun(const fs::path& path, std::int64_t id) {
    AUTOGLM_TRY(const LoadedRun loaded, loadRun(path, id));
    AUTOGLM_TRY(const std::string text, dumpJson(loaded.document));
    return ui::RunView{loaded.run, report::runFigures(loaded.run.kind, loaded.document),
                       report::runNotes(loaded.run.kind, loaded.document),
                       QString::fromStdString(text).split(QLatin1Char('\n'))};
}

Result<ui::RunDiffView> diffRuns(const fs::path& path, std::int64_t a, std::int64_t b) {
    AUTOGLM_TRY(const LoadedRun first, loadRun(path, a));
    AUTOGLM_TRY(const LoadedRun second, loadRun(path, b));
    AUTOGLM_TRY(store::RunDiff diff, store::diffDocuments(first.document, second.document));
    return ui::RunDiffView{first.run, second.run, std::move(diff)};
}

Status changeRuns(const fs::path& path, const std::vector<std::int64_t>& ids,
                  Status (store::History::*change)(std::int64_t)) {
    AUTOGLM_TRY(store::OpenedHistory opened, store::History::open(path));
    for (const std::int64_t id : ids)
        AUTOGLM_CHECK((opened.history.*change)(id));
    return {};
}

}  // namespace

Status writeRun(const std::string& kind, const Json& document, const std::string& form, const std::string& run,
                const fs::path& path) {
    if (form == "pdf") {
        AUTOGLM_TRY(const std::string pdf, pdfReport(kind, document));
        return writeFileAtomically(path, pdf);
    }
    AUTOGLM_TRY(const std::string text, report::runForm(kind, document, form, run));
    return writeFileAtomically(path, text);
}

Result<fs::path> keepPage(const fs::path& folder, const std::string& name, const std::string& html) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return fail(errnoError(error.value(), "create", folder.string()));
    AUTOGLM_CHECK(writeFileAtomically(folder / name, html));
    return folder / name;
}

ui::ReportServices reportServices(const fs::path& history, std::shared_ptr<const SettingsStore> settings) {
    return {.list = [history] { return listRuns(history); },
            .open = [history](std::int64_t id) { return viewRun(history, id); },
            .diff = [history](std::int64_t a, std::int64_t b) { return diffRuns(history, a, b); },
            .remove =
                [history](const std::vector<std::int64_t>& ids) {
                    return changeRuns(history, ids, &store::History::remove);
                },
            .restore =
                [history](const std::vector<std::int64_t>& ids) {
                    return changeRuns(history, ids, &store::History::restore);
                },
            .page = [history, settings](std::int64_t id) -> Result<fs::path> {
                AUTOGLM_TRY(const LoadedRun loaded, loadRun(history, id));
                AUTOGLM_TRY(const std::string html,
                            report::runForm(loaded.run.kind, loaded.document, "html", nameOf(id)));
                return keepPage(reportFolder(settings->get()), concat(loaded.run.kind, "-run-", id, ".html"), html);
            },
            .exportTo = [history](std::int64_t id, const std::string& form, const fs::path& path) -> Status {
                AUTOGLM_TRY(const LoadedRun loaded, loadRun(history, id));
                AUTOGLM_CHECK(writeRun(loaded.run.kind, loaded.document, form, nameOf(id), path));
                spdlog::info("the report of {} was written to {}", nameOf(id), path.string());
                return {};
            },
            .openFile = openOnDesktop};
}

bool openOnDesktop(const fs::path& path) {
    return QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(path.string())));
}

}  // namespace autoglm::app

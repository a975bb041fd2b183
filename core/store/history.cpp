#include "core/store/history.h"

#include <SQLiteCpp/VariadicBind.h>

#include "core/base/clock.h"
#include "core/base/text_format.h"
#include "core/store/history_file.h"

namespace autoglm::store {
namespace fs = std::filesystem;
namespace {

constexpr const char* runColumns =
    "id, kind, created_utc, title, model_name, model_path, summary, result, model_path_b";

/// Runs `work`, which may throw SQLite's exception; this is the wall where it becomes an Error.
template <class Work>
auto guarded(const fs::path& path, const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return fail(databaseError(exception, path));
    }
}

RunRecord readRun(SQLite::Statement& row) {
    RunRecord run;
    run.id = row.getColumn(0).getInt64();
    run.kind = row.getColumn(1).getString();
    run.createdUtc = row.getColumn(2).getString();
    run.title = row.getColumn(3).getString();
    run.modelName = row.getColumn(4).getString();
    run.modelPath = row.getColumn(5).getString();
    run.summary = row.getColumn(6).getString();
    run.result = row.getColumn(7).getString();
    run.modelPathB = row.getColumn(8).getString();
    return run;
}

std::unexpected<Error> noSuchRun(std::int64_t id) {
    return fail(ErrorCode::NotFound,
                concat("run ", id, " is not in the history; list the history for the ids there are"),
                std::to_string(id));
}

/// SQLite's LIMIT takes -1 for all.
std::int64_t limitOf(std::size_t limit) {
    return limit == 0 ? -1 : static_cast<std::int64_t>(limit);
}

}  // namespace

History::History(std::unique_ptr<SQLite::Database> database, fs::path path)
    : m_database(std::move(database)), m_path(std::move(path)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<OpenedHistory> History::open(const fs::path& path) {
    auto database = openDatabase(path);
    if (database) return OpenedHistory{History(std::move(*database), path), {}};
    if (database.error().code != ErrorCode::Corrupt) return fail(database.error());
    AUTOGLM_TRY(const fs::path kept, moveAside(path));
    AUTOGLM_TRY(auto fresh, openDatabase(path));
    return OpenedHistory{History(std::move(fresh), path), concat("The history file was damaged: it is kept as '",
                                                                 kept.string(), "', and a new history was started.")};
}

Result<std::int64_t> History::add(const RunRecord& run) {
    if (run.kind.empty() || run.document.empty())
        return fail(ErrorCode::InvalidArgument,
                    "a run without kind or document was given to the history; both are needed", run.title);
    return guarded(m_path, [&]() -> Result<std::int64_t> {
        SQLite::Statement insert(
            *m_database,
            "INSERT INTO runs (kind, created_utc, title, model_name, model_path, summary, result, document, "
            "model_path_b) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, run.kind, run.createdUtc.empty() ? utcNow() : run.createdUtc, run.title, run.modelName,
                     run.modelPath, run.summary, run.result, run.document, run.modelPathB);
        insert.exec();
        return m_database->getLastInsertRowid();
    });
}

Result<std::vector<RunRecord>> History::list(const RunFilter& filter) const {
    return guarded(m_path, [&]() -> Result<std::vector<RunRecord>> {
        SQLite::Statement select(
            *m_database, concat("SELECT ", runColumns,
                                " FROM runs WHERE removed_utc IS NULL"
                                " AND (?1 = '' OR kind = ?1) AND (?2 = '' OR result = ?2)"
                                " AND (?3 = '' OR instr(lower(title || char(10) || model_name || char(10) ||"
                                " model_path || char(10) || model_path_b || char(10) || summary), lower(?3)) > 0)"
                                " ORDER BY created_utc DESC, id DESC LIMIT ?4"));
        SQLite::bind(select, filter.kind, filter.result, filter.text, limitOf(filter.limit));
        std::vector<RunRecord> runs;
        while (select.executeStep())
            runs.push_back(readRun(select));
        return runs;
    });
}

Result<RunRecord> History::get(std::int64_t id) const {
    return guarded(m_path, [&]() -> Result<RunRecord> {
        SQLite::Statement select(
            *m_database, concat("SELECT ", runColumns, ", document FROM runs WHERE id = ? AND removed_utc IS NULL"));
        select.bind(1, id);
        if (!select.executeStep()) return noSuchRun(id);
        RunRecord run = readRun(select);
        run.document = select.getColumn(9).getString();
        return run;
    });
}

Status History::remove(std::int64_t id) {
    return guarded(m_path, [&]() -> Status {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement expire(
            *m_database, "DELETE FROM runs WHERE removed_utc < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')");
        expire.exec();
        SQLite::Statement hide(*m_database, "UPDATE runs SET removed_utc = ? WHERE id = ? AND removed_utc IS NULL");
        SQLite::bind(hide, utcNow(), id);
        if (hide.exec() == 0) return noSuchRun(id);
        transaction.commit();
        return {};
    });
}

Status History::restore(std::int64_t id) {
    return guarded(m_path, [&]() -> Status {
        SQLite::Statement show(*m_database, "UPDATE runs SET removed_utc = NULL WHERE id = ?");
        show.bind(1, id);
        if (show.exec() == 0) return noSuchRun(id);
        return {};
    });
}

Status History::rememberModel(const std::string& path, const std::string& name, const std::string& usedUtc) {
    if (path.empty())
        return fail(ErrorCode::InvalidArgument, "a model without a path was given to the library; a folder is needed",
                    name);
    return guarded(m_path, [&]() -> Status {
        SQLite::Statement upsert(
            *m_database,
            "INSERT INTO models (path, name, last_used_utc) VALUES (?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET name = excluded.name, last_used_utc = excluded.last_used_utc");
        SQLite::bind(upsert, path, name, usedUtc.empty() ? utcNow() : usedUtc);
        upsert.exec();
        return {};
    });
}

Result<std::vector<ModelEntry>> History::recentModels(std::size_t limit) const {
    return guarded(m_path, [&]() -> Result<std::vector<ModelEntry>> {
        SQLite::Statement select(
            *m_database, "SELECT path, name, last_used_utc FROM models ORDER BY last_used_utc DESC, path LIMIT ?");
        select.bind(1, limitOf(limit));
        std::vector<ModelEntry> models;
        while (select.executeStep())
            models.push_back(
                {select.getColumn(0).getString(), select.getColumn(1).getString(), select.getColumn(2).getString()});
        return models;
    });
}

Status History::forgetModel(const std::string& path) {
    return guarded(m_path, [&]() -> Status {
        SQLite::Statement erase(*m_database, "DELETE FROM models WHERE path = ?");
        erase.bind(1, path);
        if (erase.exec() == 0)
            return fail(ErrorCode::NotFound, concat("'", path, "' is not in the model library; nothing was removed"),
                        path);
        return {};
    });
}

}  // namespace autoglm::store

#include "core/store/history_file.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::store {
namespace fs = std::filesystem;
namespace {

constexpr int busyTimeoutMs = 2000;

/// Step i brings a file from version i to i + 1. A step that was published is never changed.
constexpr std::array<const char*, 3> migrations = {
    "CREATE TABLE runs ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  kind TEXT NOT NULL, created_utc TEXT NOT NULL, title TEXT NOT NULL,"
    "  model_name TEXT NOT NULL, model_path TEXT NOT NULL,"
    "  summary TEXT NOT NULL, result TEXT NOT NULL,"
    "  removed_utc TEXT,"
    "  document TEXT NOT NULL);"
    "CREATE INDEX runs_by_time ON runs (created_utc DESC, id DESC);"
    "CREATE TABLE models (path TEXT PRIMARY KEY, name TEXT NOT NULL, last_used_utc TEXT NOT NULL);",
    // Of runs from before, the document knows the model of arm B.
    "ALTER TABLE runs ADD COLUMN model_path_b TEXT NOT NULL DEFAULT '';"
    "UPDATE runs SET model_path_b = json_extract(document, '$.arms[1].model.path')"
    "  WHERE CASE WHEN kind = 'compare' AND json_valid(document)"
    "        THEN json_type(document, '$.arms[1].model.path') = 'text'"
    "         AND json_extract(document, '$.arms[1].model.path') <> model_path"
    "        ELSE 0 END;",
    // Runs from before "stopped" was a result of its own: the document knows that they were.
    "UPDATE runs SET result = 'stopped'"
    "  WHERE result = 'inconclusive'"
    "    AND CASE WHEN json_valid(document) THEN json_type(document, '$.complete') = 'false' ELSE 0 END;",
};
constexpr int schemaVersion = static_cast<int>(migrations.size());

Status checkIntegrity(SQLite::Database& database, const fs::path& path) {
    SQLite::Statement check(database, "PRAGMA quick_check(1)");
    if (!check.executeStep()) return fail(ErrorCode::Corrupt, "the integrity check gave no answer", path.string());
    const std::string answer = check.getColumn(0).getString();
    if (answer != "ok") return fail(ErrorCode::Corrupt, "the integrity check found: " + answer, path.string());
    return {};
}

/// A foreign database is not ours to extend.
Status checkOwnership(SQLite::Database& database, int version, const fs::path& path) {
    const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
    if (version == 0 && tables > 0)
        return fail(
            ErrorCode::Unsupported,
            concat("'", path.string(), "' is the database of another program; the history needs a file of its own"),
            path.string());
    return {};
}

/// Two programs may find the old version at once: the lock is taken first, the version read under it.
void migrate(SQLite::Database& database) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    for (int step = version; step < schemaVersion; ++step)
        database.exec(migrations[static_cast<std::size_t>(step)]);
    database.exec(concat("PRAGMA user_version = ", std::max(version, schemaVersion)));
    transaction.commit();
}

/// Switching to WAL answers 'busy' at once, without the busy timeout: waited for here.
void switchToWal(SQLite::Database& database) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busyTimeoutMs);
    while (true) {
        try {
            database.execAndGet("PRAGMA journal_mode = WAL").getString();
            return;
        } catch (const SQLite::Exception& exception) {
            if (exception.getErrorCode() != SQLITE_BUSY || std::chrono::steady_clock::now() >= deadline) throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

Error databaseError(const SQLite::Exception& exception, const fs::path& path) {
    const std::string name = path.string();
    switch (exception.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::Busy,
                    concat("the history file '", name,
                           "' is in use by another program; close it and try again, nothing was lost"),
                    name};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::Corrupt, concat("the history file '", name, "' is damaged: ", exception.what()), name};
        case SQLITE_FULL:
            return {ErrorCode::Io,
                    concat("the disk that holds the history file '", name, "' is full; free some space and try again"),
                    name};
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_AUTH:
        case SQLITE_CANTOPEN:
            return {ErrorCode::PermissionDenied,
                    concat("the history file '", name, "' cannot be opened for writing (", exception.what(),
                           "); check its permissions"),
                    name};
        case SQLITE_NOMEM:
            return {ErrorCode::OutOfMemory, concat("no memory was left to use the history file '", name, "'"), name};
        default:
            return {ErrorCode::Io, concat("the history file '", name, "' could not be used: ", exception.what()), name};
    }
}

Result<std::unique_ptr<SQLite::Database>> openDatabase(const fs::path& path) {
    std::error_code ignored;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), ignored);
    if (fs::is_directory(path, ignored))
        return fail(ErrorCode::InvalidArgument, concat("'", path.string(), "' is a folder; the history needs a file"),
                    path.string());
    try {
        auto database = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                           busyTimeoutMs);
        const int version = database->execAndGet("PRAGMA user_version").getInt();
        if (version > schemaVersion)
            return fail(
                ErrorCode::Unsupported,
                concat("the history file '", path.string(), "' has version ", version, ", this program knows up to ",
                       schemaVersion, "; use the newer program or give another file, this one was left as it is"),
                path.string());
        AUTOGLM_CHECK(checkOwnership(*database, version, path));
        AUTOGLM_CHECK(checkIntegrity(*database, path));
        switchToWal(*database);
        if (version < schemaVersion) migrate(*database);
        return database;
    } catch (const SQLite::Exception& exception) {
        return fail(databaseError(exception, path));
    }
}

Result<fs::path> moveAside(const fs::path& path) {
    std::string stamp = utcNow();
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    fs::path target = path.string() + ".damaged-" + stamp;
    for (int i = 2; fs::exists(target); ++i)
        target = concat(path.string(), ".damaged-", stamp, "-", i);
    std::error_code error;
    fs::rename(path, target, error);
    if (error) return fail(errnoError(error.value(), "move aside the damaged history file", path.string()));
    // The journal belongs to the old file: beside a new one it would be replayed into it.
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        std::error_code missing;
        fs::rename(path.string() + suffix, target.string() + suffix, missing);
    }
    return target;
}

}  // namespace autoglm::store

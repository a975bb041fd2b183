// What was measured before, and which models were used: one SQLite file whose path the caller gives. One thread per
// object. Each call is one transaction: it happens completely or not at all. Another program may use the file at the
// same time. Errors: Busy after two seconds of waiting for a lock, Unsupported for a file of a newer version (left as
// it is), NotFound for an id that is not there, PermissionDenied, Io. A damaged file is moved aside on opening and a
// new one is started.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace SQLite {
class Database;
}

namespace autoglm::store {

struct RunRecord {
    std::int64_t id = 0;     ///< given by add()
    std::string kind;        ///< "compare", "bench", "run", ...
    std::string createdUtc;  ///< ISO 8601; empty in add() means now
    std::string title;
    std::string modelName;  ///< of both where arm B has another: "base and tuned"
    std::string modelPath;
    std::string modelPathB{};  ///< of arm B of a comparison of two models, else empty
    std::string summary;       ///< one line
    std::string result;        ///< "pass", "fail", "inconclusive", "stopped" (inconclusive so) or empty
    std::string document;      ///< the run's JSON text; left empty by list()
};

/// Empty fields match everything.
struct RunFilter {
    std::string kind;
    std::string result;
    std::string text;       ///< found in title, model name, a model path or summary; ASCII case is ignored
    std::size_t limit = 0;  ///< newest first; 0 is all
};

struct ModelEntry {
    std::string path;
    std::string name;
    std::string lastUsedUtc;
};

struct OpenedHistory;

class History {
  public:
    /// Creates the file and its folder where they are missing.
    static Result<OpenedHistory> open(const std::filesystem::path& path);
    History(History&&) noexcept;
    History& operator=(History&&) noexcept;
    ~History();

    /// The new run's id. The document must be there.
    Result<std::int64_t> add(const RunRecord& run);
    Result<std::vector<RunRecord>> list(const RunFilter& filter = {}) const;
    Result<RunRecord> get(std::int64_t id) const;
    /// Hides a run; restore() brings it back. Hidden runs are deleted 30 days later, by the next remove().
    Status remove(std::int64_t id);
    Status restore(std::int64_t id);

    /// Puts a model on top of the library. `usedUtc` empty means now.
    Status rememberModel(const std::string& path, const std::string& name, const std::string& usedUtc = {});
    /// Last used first.
    Result<std::vector<ModelEntry>> recentModels(std::size_t limit = 20) const;
    Status forgetModel(const std::string& path);

    const std::filesystem::path& path() const { return m_path; }

  private:
    History(std::unique_ptr<SQLite::Database> database, std::filesystem::path path);
    std::unique_ptr<SQLite::Database> m_database;
    std::filesystem::path m_path;
};

struct OpenedHistory {
    History history;
    std::string notice;  ///< a sentence for the user where a damaged file was moved aside, else empty
};

}  // namespace autoglm::store

// Opening the history's file: integrity, schema version, migration, moving a damaged file aside. Private to core/store.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace autoglm::store {

/// The error of a failed statement, as a sentence about `path`.
Error databaseError(const SQLite::Exception& exception, const std::filesystem::path& path);

/// Opens, checks and migrates; Corrupt where the file is damaged (it is closed again then).
Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& path);

/// Renames the file and what belongs to it; the new name of the file.
Result<std::filesystem::path> moveAside(const std::filesystem::path& path);

}  // namespace autoglm::store

#include "core/engine/engine.h"

#include <algorithm>

namespace autoglm::engine {

const char* fileStateName(FileState state) {
    switch (state) {
        case FileState::Match:
            return "match";
        case FileState::Mismatch:
            return "mismatch";
        case FileState::Unknown:
            return "unknown";
        case FileState::NotChecked:
            return "not_checked";
    }
    return "not_checked";
}

bool LoadReport::hasMismatch() const {
    return std::ranges::any_of(files, [](const LoadedFile& file) { return file.state == FileState::Mismatch; });
}

bool LoadReport::isVerified() const {
    return !files.empty() &&
           std::ranges::all_of(files, [](const LoadedFile& file) { return file.state == FileState::Match; });
}

}  // namespace autoglm::engine

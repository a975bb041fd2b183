// What panes with reports say of a file: that it was written, that no program opens it. GUI thread.
#pragma once

#include <filesystem>
#include <functional>

namespace autoglm::ui {

class Pane;

/// False where no program of this desktop opens it.
using FileOpener = std::function<bool(const std::filesystem::path&)>;

void openReportFile(Pane& pane, const FileOpener& open, const std::filesystem::path& path);
/// Offers to open it; `pane` lives as long as its messages.
void tellReportWritten(Pane& pane, const FileOpener& open, const std::filesystem::path& path);

}  // namespace autoglm::ui

#include "app/cli/command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace autoglm::cli {

Status printJson(Json document) {
    document.emplace("schema_version", 1);
    AUTOGLM_TRY(const std::string text, dumpJson(document, isatty(STDOUT_FILENO) != 0 ? 2 : -1));
    std::puts(text.c_str());
    return {};
}

std::optional<std::size_t> terminalWidth(int descriptor) {
    if (isatty(descriptor) == 0) return std::nullopt;
    winsize size{};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : std::size_t{80};
}

Error withHint(Error error, std::string_view hint) {
    error.message.append("; ").append(hint);
    return error;
}

Error stoppedEarly(const std::string& work, const std::string& phase) {
    const bool isLoad = phase.starts_with("load ");
    const std::string where = isLoad ? "preparation: loading " + phase.substr(5) : phase;
    return {ErrorCode::Cancelled, "the " + work + " was stopped during " + where + "; nothing was measured yet", {}};
}

int exitCodeOf(const Error& error) {
    return error.code == ErrorCode::Cancelled ? Interrupted : BadUse;
}

}  // namespace autoglm::cli

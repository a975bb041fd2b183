#include "app/cli/command.h"

#include <unistd.h>

#include <cstdio>

namespace autoglm::cli {

Status printJson(const Json& document) {
    AUTOGLM_TRY(const std::string text, dumpJson(document, isatty(STDOUT_FILENO) != 0 ? 2 : -1));
    std::puts(text.c_str());
    return {};
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

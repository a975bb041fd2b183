// Result<T>: a value or one Error. Every fallible function of core returns it; nothing in core throws across a module.
// Any thread; values own their strings.
// The message is one sentence: what was found, what was expected, what to do. The subject is the path, tensor or
// option.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace autoglm {

enum class ErrorCode {
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Io,
    Corrupt,
    HashMismatch,  ///< a file is sound but not the published one; the user may allow it
    Unsupported,
    OutOfMemory,
    Device,
    Busy,
    Cancelled,
    Internal,
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string subject;
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string subject = {}) {
    return std::unexpected<Error>(Error{code, std::move(message), std::move(subject)});
}
[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
    return std::unexpected<Error>(std::move(error));
}

/// Stable lower-case name for JSON and logs, for example "not_found".
const char* errorCodeName(ErrorCode code);

/// "message (subject)" unless the message already names the subject.
std::string describe(const Error& error);

/// The Error of an errno value about `subject`; `action` says what was tried, for example "open".
Error errnoError(int errnoValue, const std::string& action, const std::string& subject);

}  // namespace autoglm

#define AUTOGLM_CONCAT_INNER(a, b) a##b
#define AUTOGLM_CONCAT(a, b) AUTOGLM_CONCAT_INNER(a, b)

/// AUTOGLM_TRY(auto value, fallible()); returns the error from the enclosing function.
#define AUTOGLM_TRY(declaration, expression) \
    AUTOGLM_TRY_NAMED(AUTOGLM_CONCAT(tryResult, __LINE__), declaration, expression)
#define AUTOGLM_TRY_NAMED(name, declaration, expression)                          \
    auto name = (expression);                                                     \
    if (!name) return std::unexpected<::autoglm::Error>(std::move(name).error()); \
    declaration = std::move(*name)

/// AUTOGLM_CHECK(status()); the same for Status.
#define AUTOGLM_CHECK(expression)                                                     \
    do {                                                                              \
        if (auto checkStatus = (expression); !checkStatus)                            \
            return std::unexpected<::autoglm::Error>(std::move(checkStatus).error()); \
    } while (false)

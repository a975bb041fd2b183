#include "core/base/result.h"

#include <cerrno>
#include <cstring>

namespace autoglm {

const char* errorCodeName(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidArgument:
            return "invalid_argument";
        case ErrorCode::NotFound:
            return "not_found";
        case ErrorCode::PermissionDenied:
            return "permission_denied";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Corrupt:
            return "corrupt";
        case ErrorCode::HashMismatch:
            return "hash_mismatch";
        case ErrorCode::Unsupported:
            return "unsupported";
        case ErrorCode::OutOfMemory:
            return "out_of_memory";
        case ErrorCode::Device:
            return "device";
        case ErrorCode::Busy:
            return "busy";
        case ErrorCode::Cancelled:
            return "cancelled";
        case ErrorCode::Internal:
            return "internal";
    }
    return "internal";
}

std::string describe(const Error& error) {
    if (error.subject.empty() || error.message.find(error.subject) != std::string::npos) return error.message;
    return error.message + " (" + error.subject + ")";
}

Error errnoError(int errnoValue, const std::string& action, const std::string& subject) {
    ErrorCode code = ErrorCode::Io;
    std::string advice;
    switch (errnoValue) {
        case ENOENT:
        case ENOTDIR:
            code = ErrorCode::NotFound;
            break;
        case EACCES:
        case EPERM:
        case EROFS:
            code = ErrorCode::PermissionDenied;
            advice = "; check its permissions with 'ls -l'";
            break;
        case ENOSPC:
        case EDQUOT:
            advice = "; free disk space or choose another folder";
            break;
        case ENOMEM:
            code = ErrorCode::OutOfMemory;
            break;
        default:
            break;
    }
    return {code, "cannot " + action + " '" + subject + "': " + std::strerror(errnoValue) + advice, subject};
}

}  // namespace autoglm

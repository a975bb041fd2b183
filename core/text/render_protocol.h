// What ChatTemplate and the program autoglm-helper say to each other: one JSON object each way, and these exit codes.
// Request: {"template", "variables", "memory_bytes", "cpu_seconds"}; answer: {"text"} or {"error", "kind"}.
#pragma once

namespace autoglm::text {

inline constexpr const char* renderCommand = "render-template";

/// "kind" of an error.
inline constexpr const char* renderRaised = "raised";  ///< the template called raise_exception
inline constexpr const char* renderSyntax = "syntax";  ///< the template cannot be parsed
inline constexpr const char* renderFailed = "failed";  ///< an expression failed while rendering
inline constexpr const char* renderAbsent = "absent";  ///< this helper was built without a template engine

inline constexpr int renderExitOutOfMemory = 3;

}  // namespace autoglm::text

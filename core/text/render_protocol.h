// What TemplateRenderer and the program autoglm-helper say to each other: a line with a JSON object each way, again and
// again until standard input ends, and these exit codes. Request: {"template", "variables", "memory_bytes",
// "cpu_seconds"}; answer: {"text"} or {"error", "kind"}, and "spent" where the helper kept so much memory that it
// should not be asked again. The owner keeps its end open while it waits: a helper whose owner is gone ends.
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

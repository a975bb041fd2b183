// Templates rendered in one autoglm-helper, which is started with the first, kept for the next and ended with this
// object; one that crashed, was stopped or kept too much memory is followed by a new one. Any thread; one rendering at
// a time, whose time counts from its own start. Errors: those of ChatTemplate::render.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/json.h"
#include "core/base/subprocess.h"

namespace autoglm::text {

class TemplateRenderer {
  public:
    struct Limits {
        std::chrono::milliseconds timeout;
        std::uint64_t memoryBytes;
    };

    /// `subject` is the file that an error names.
    Result<std::string> render(const std::string& source, Json variables, const Limits& limits,
                               const std::string& subject);

  private:
    std::mutex m_mutex;
    std::optional<AnsweringProcess> m_helper;
};

}  // namespace autoglm::text

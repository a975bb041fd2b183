// Runs programs apart from this one, with limits, and gives back what they said. A crash there is an outcome here.
// Any thread; safe in a program with threads (posix_spawn). A child is killed when its time is over.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace autoglm {

struct ProcessLimits {
    std::chrono::milliseconds timeout{10'000};
    std::uint64_t outputBytes = 64U << 20U;  ///< more than this on standard output ends the child
};

struct ProcessOutcome {
    int exitCode = -1;  ///< -1 where it was ended by a signal
    int signal = 0;
    bool timedOut = false;
    bool outputTooLong = false;
    std::string output;
    std::string errorOutput;  ///< at most 64 KiB of it
};

/// `arguments[0]` is the program's path. `input` is written to its standard input.
Result<ProcessOutcome> runProcess(const std::vector<std::string>& arguments, std::string_view input,
                                  const ProcessLimits& limits);

/// A program that goes on answering: one line goes in, one line comes out. One thread at a time. It is ended and
/// awaited with its owner; where the owner dies, the end of its standard input says so to it.
class AnsweringProcess {
  public:
    /// `arguments` as above.
    static Result<AnsweringProcess> start(const std::vector<std::string>& arguments);
    AnsweringProcess(AnsweringProcess&& other) noexcept;
    AnsweringProcess& operator=(AnsweringProcess&& other) noexcept;
    ~AnsweringProcess();

    /// False once it has ended, for whatever reason.
    bool isRunning();
    std::int64_t processId() const;
    /// The outcome is that of a process of its own: with exit code 0 `output` is the answer without its line end, else
    /// it says how the process ended or was ended.
    ProcessOutcome ask(std::string_view line, const ProcessLimits& limits);

  private:
    struct Child;
    explicit AnsweringProcess(std::unique_ptr<Child> child);
    std::unique_ptr<Child> m_child;
};

}  // namespace autoglm

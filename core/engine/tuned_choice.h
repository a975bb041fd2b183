// Which of several ways to run a kernel is the fastest on a device: measured once, then kept in a file. Engine thread;
// processes may share the file, of which the last writer wins.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace autoglm::engine {

struct TunedProblem {
    std::string device;   ///< its name
    std::string problem;  ///< kernel, type and shape
};

/// The index in `candidates` (names of the ways, none empty) of what `file` says of this device and problem; where it
/// says nothing, or names a way that is none of them, each is measured: measure(index) is a time in any unit, negative
/// where it failed. The best of some passes is kept. Where all failed that is the first, and nothing is kept; a file
/// that cannot be read or written is no error.
std::size_t tunedChoice(const std::filesystem::path& file, const TunedProblem& problem,
                        std::span<const std::string> candidates,
                        const std::function<double(std::size_t candidate)>& measure);

}  // namespace autoglm::engine

// What the outside can hand us, fed to the code that reads it: one function per kind of file. libFuzzer calls them with
// inputs of its own (fuzzer_entry.cpp), tst_fuzz_corpus with those that once broke something. One thread.
// A broken promise of the code under test ends the process, as a sanitizer's finding does.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace autoglm::fuzz {

enum class Outcome { Accepted, Refused };

Outcome safetensors(std::string_view file);
/// A model.safetensors.index.json beside a configuration and two shards that hold its tensors: shardNames.
Outcome shardIndex(std::string_view json);
inline constexpr const char* shardNames[] = {"a.safetensors", "b.safetensors"};
/// As config.json and as generation_config.json.
Outcome config(std::string_view json);
/// A tokenizer.json and, behind a zero byte, a text to encode; without one its first bytes are the text.
Outcome tokenizer(std::string_view input);
/// A tokenizer.model and, behind a zero byte, its tokenizer_config.json.
Outcome rankFile(std::string_view input);
Outcome chatTemplate(std::string_view source);

/// Ends the process with `promise` where it does not hold.
void require(bool holds, const char* promise);
/// An error is a sentence in UTF-8.
Outcome refused(const Error& error);
/// Before and behind the first zero byte; without one the second part is `otherwise`.
std::pair<std::string_view, std::string_view> splitAtZero(std::string_view input, std::string_view otherwise);

/// A folder in memory where the system has one, removed with the object.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }
    void write(const std::string& name, std::string_view content) const;

  private:
    std::filesystem::path m_path;
};

}  // namespace autoglm::fuzz

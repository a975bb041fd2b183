#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "core/base/text_format.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {

namespace fs = std::filesystem;

void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

Outcome refused(const Error& error) {
    require(!error.message.empty() && isValidUtf8(error.message), "an error is a sentence in UTF-8");
    require(error.code != ErrorCode::Internal, "a bad file is not our own mistake");
    return Outcome::Refused;
}

std::pair<std::string_view, std::string_view> splitAtZero(std::string_view input, std::string_view otherwise) {
    const auto zero = input.find('\0');
    if (zero == std::string_view::npos) return {input, otherwise};
    return {input.substr(0, zero), input.substr(zero + 1)};
}

ScratchFolder::ScratchFolder() {
    std::error_code ignored;
    const fs::path memory = "/dev/shm";
    std::string name = (fs::is_directory(memory, ignored) ? memory : fs::temp_directory_path()) / "autoglm-fuzz-XXXXXX";
    require(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    m_path = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void ScratchFolder::write(const std::string& name, std::string_view content) const {
    std::ofstream file(m_path / name, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    require(file.flush().good(), "a temporary file can be written");
}

}  // namespace autoglm::fuzz

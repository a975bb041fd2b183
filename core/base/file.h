// Reading and writing files: a read-only descriptor with positioned reads, whole small files, and writes that either
// happen completely or leave the old file as it was (written beside, synced, renamed). Any thread; FileReader is not
// shared.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace autoglm {

class FileReader {
  public:
    static Result<FileReader> open(const std::filesystem::path& path);
    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&& other) noexcept;
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;
    ~FileReader();

    /// When the file was opened.
    const FileIdentity& identity() const { return m_identity; }
    std::uint64_t sizeBytes() const { return m_identity.sizeBytes; }
    const std::filesystem::path& path() const { return m_path; }

    /// Fills `out` from `offset`; a file that ends early is Corrupt, naming how much was there.
    Status readExactly(std::uint64_t offset, std::span<std::byte> out) const;

    /// Tells the kernel that the file will be read once from front to back.
    void adviseSequential() const;

  private:
    FileReader(int descriptor, const FileIdentity& identity, std::filesystem::path path);
    int m_descriptor = -1;
    FileIdentity m_identity;
    std::filesystem::path m_path;
};

/// The whole file as text; refuses files above `limitBytes` and folders.
Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t limitBytes = 256U << 20U);

/// Writes `content` beside `path` and renames it over; on any failure the old file is untouched and nothing is left
/// behind.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view content);

/// Ok where writeFileAtomically(path) would find a place now, which is tried with an empty file beside it that is gone
/// again; says why not.
Status checkWritable(const std::filesystem::path& path);

/// The same for a file that is added to, or begun.
Status checkAppendable(const std::filesystem::path& path);

}  // namespace autoglm

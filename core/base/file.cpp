#include "core/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "core/base/text_format.h"

namespace autoglm {

namespace fs = std::filesystem;

Result<FileReader> FileReader::open(const fs::path& path) {
    // A pipe that nobody writes to would be waited for; it is refused instead.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return fail(errnoError(errno, "open", path.string()));
    struct stat info{};
    if (::fstat(descriptor, &info) != 0) {
        const Error error = errnoError(errno, "read the size of", path.string());
        ::close(descriptor);
        return fail(error);
    }
    if (!S_ISREG(info.st_mode)) {
        ::close(descriptor);
        return fail(ErrorCode::InvalidArgument, "'" + path.string() + "' is not a regular file", path.string());
    }
    const FileIdentity identity{.sizeBytes = static_cast<std::uint64_t>(info.st_size),
                                .device = info.st_dev,
                                .inode = info.st_ino,
                                .changedNs = info.st_ctim.tv_sec * 1'000'000'000 + info.st_ctim.tv_nsec};
    return FileReader(descriptor, identity, path);
}

FileReader::FileReader(int descriptor, const FileIdentity& identity, fs::path path)
    : m_descriptor(descriptor), m_identity(identity), m_path(std::move(path)) {}

FileReader::FileReader(FileReader&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_identity(other.m_identity),
      m_path(std::move(other.m_path)) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_identity, other.m_identity);
    std::swap(m_path, other.m_path);
    return *this;
}

FileReader::~FileReader() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Status FileReader::readExactly(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t count =
            ::pread(m_descriptor, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (count < 0) {
            if (errno == EINTR) continue;
            return fail(errnoError(errno, "read", m_path.string()));
        }
        if (count == 0)
            return fail(ErrorCode::Corrupt,
                        concat("'", m_path.string(), "' ended at byte ", offset + done, " while ", offset + out.size(),
                               " bytes were expected: the file was truncated; download it again"),
                        m_path.string());
        done += static_cast<std::size_t>(count);
    }
    return {};
}

void FileReader::adviseSequential() const {
    ::posix_fadvise(m_descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
}

Result<std::string> readTextFile(const fs::path& path, std::uint64_t limitBytes) {
    AUTOGLM_TRY(const FileReader reader, FileReader::open(path));
    if (reader.sizeBytes() > limitBytes)
        return fail(ErrorCode::Unsupported,
                    concat("'", path.string(), "' has ", formatBytes(reader.sizeBytes()), ", at most ",
                           formatBytes(limitBytes), " is accepted here"),
                    path.string());
    std::string content(reader.sizeBytes(), '\0');
    AUTOGLM_CHECK(reader.readExactly(0, std::as_writable_bytes(std::span(content))));
    return content;
}

namespace {

Status writeAll(int descriptor, std::string_view content, const std::string& subject) {
    while (!content.empty()) {
        const ssize_t count = ::write(descriptor, content.data(), content.size());
        if (count < 0) {
            if (errno == EINTR) continue;
            return fail(errnoError(errno, "write", subject));
        }
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(descriptor) != 0 && errno != EINVAL) return fail(errnoError(errno, "write", subject));
    return {};
}

fs::path folderOf(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// A link is followed so that it keeps pointing at the file that is replaced.
fs::path targetOf(const fs::path& path) {
    std::error_code ignored;
    return fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : path;
}

/// Devices and pipes (/dev/stdout) cannot be renamed over: they are written directly.
bool isWrittenDirectly(const fs::path& target) {
    std::error_code ignored;
    return fs::exists(target, ignored) && !fs::is_regular_file(target, ignored);
}

Status refuseFolder(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return {};
    return fail(ErrorCode::InvalidArgument, "'" + path.string() + "' is a folder; name a file in it", path.string());
}

/// A new file of another name beside `target`.
int openBeside(const fs::path& target, std::string& beside) {
    beside = (folderOf(target) / ("." + target.filename().string() + ".XXXXXX")).string();
    return ::mkostemp(beside.data(), O_CLOEXEC);
}

}  // namespace

Status writeFileAtomically(const fs::path& path, std::string_view content) {
    AUTOGLM_CHECK(refuseFolder(path));
    const fs::path target = targetOf(path);
    if (isWrittenDirectly(target)) {
        const int descriptor = ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) return fail(errnoError(errno, "write", path.string()));
        const Status written = writeAll(descriptor, content, path.string());
        ::close(descriptor);
        return written;
    }
    std::string beside;
    const int descriptor = openBeside(target, beside);
    if (descriptor < 0) return fail(errnoError(errno, "write", path.string()));
    Status written = writeAll(descriptor, content, path.string());
    ::fchmod(descriptor, 0644);
    ::close(descriptor);
    if (written && ::rename(beside.c_str(), target.c_str()) != 0)
        written = fail(errnoError(errno, "replace", path.string()));
    if (!written) ::unlink(beside.c_str());
    return written;
}

Status checkWritable(const fs::path& path) {
    AUTOGLM_CHECK(refuseFolder(path));
    const fs::path target = targetOf(path);
    if (isWrittenDirectly(target)) {
        if (::access(target.c_str(), W_OK) != 0) return fail(errnoError(errno, "write", path.string()));
        return {};
    }
    const fs::path folder = folderOf(target);
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound,
                    "the folder '" + folder.string() + "' for '" + path.string() + "' is missing; create it first",
                    path.string());
    std::string beside;
    const int descriptor = openBeside(target, beside);
    if (descriptor < 0 && errno == ENOENT)  // as in /proc, whatever its permissions say
        return fail(ErrorCode::Io, "no file can be made in '" + folder.string() + "'; name another folder",
                    path.string());
    if (descriptor < 0) return fail(errnoError(errno, "write", path.string()));
    ::close(descriptor);
    ::unlink(beside.c_str());
    return {};
}

Status checkAppendable(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return checkWritable(path);
    if (::access(path.c_str(), W_OK) != 0) return fail(errnoError(errno, "write", path.string()));
    return {};
}

}  // namespace autoglm

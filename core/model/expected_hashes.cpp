#include "core/model/expected_hashes.h"

#include <algorithm>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text_format.h"

namespace autoglm::model {
namespace {

namespace fs = std::filesystem;
using Hashes = std::map<std::string, ExpectedHash>;

constexpr std::uint64_t largestListBytes = 16U << 20U;
constexpr std::size_t sha256Digits = 64;
constexpr std::size_t sha1Digits = 40;

/// Lower-case digits where `text` is exactly `digits` of hexadecimal.
std::optional<std::string> hexOf(std::string_view text, std::size_t digits) {
    if (text.size() != digits) return std::nullopt;
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
    }
    return out;
}

std::string withoutDot(std::string_view name) {
    return std::string(name.starts_with("./") ? name.substr(2) : name);
}

/// "<64 hex>  name" or "<64 hex> *name" per line, as sha256sum writes it.
Result<Hashes> parseSums(const std::string& text, const std::string& subject, const std::string& source) {
    Hashes hashes;
    std::size_t number = 0;
    for (const std::string& raw : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(raw);
        if (line.empty() || line.front() == '#') continue;
        const auto hex = hexOf(line.substr(0, sha256Digits), sha256Digits);
        std::string_view name = hex ? line.substr(sha256Digits) : std::string_view();
        if (!name.empty() && name.front() == ' ') name = trim(name);
        if (name.starts_with('*')) name.remove_prefix(1);
        if (!hex || name.empty())
            return fail(ErrorCode::Corrupt,
                        concat("line ", number, " of '", subject,
                               "' is not a SHA-256 sum; 64 hexadecimal digits and a file name were expected"),
                        subject);
        hashes[withoutDot(name)] = {DigestAlgorithm::Sha256, *hex, source};
    }
    return hashes;
}

/// {"files": {"NAME": "<64 hex>"}}; nothing where the JSON is something else.
Result<std::optional<Hashes>> parseManifest(const Json& json, const std::string& subject, const std::string& source) {
    const auto files = json.is_object() ? json.find("files") : json.end();
    if (!json.is_object() || files == json.end() || !files->is_object()) return std::nullopt;
    Hashes hashes;
    for (const auto& [name, value] : files->items()) {
        const auto hex = value.is_string() ? hexOf(value.get<std::string>(), sha256Digits) : std::nullopt;
        if (!hex)
            return fail(ErrorCode::Corrupt,
                        concat("'", subject, "' gives no SHA-256 of 64 hexadecimal digits for '", name, "'"), subject);
        hashes[withoutDot(name)] = {DigestAlgorithm::Sha256, *hex, source};
    }
    return hashes;
}

Status addManifest(const fs::path& folder, Hashes& hashes) {
    const fs::path path = folder / "manifest.json";
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return {};
    AUTOGLM_TRY(const Json json, readJsonFile(path));
    AUTOGLM_TRY(std::optional<Hashes> found, parseManifest(json, path.string(), "manifest.json"));
    if (!found) return {};  // another program's manifest
    for (auto& [name, hash] : *found)
        hashes[name] = std::move(hash);
    return {};
}

Status addSums(const fs::path& folder, Hashes& hashes) {
    const fs::path path = folder / "SHA256SUMS";
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return {};
    AUTOGLM_TRY(const std::string text, readTextFile(path, largestListBytes));
    AUTOGLM_TRY(Hashes found, parseSums(text, path.string(), "SHA256SUMS"));
    for (auto& [name, hash] : found)
        hashes[name] = std::move(hash);
    return {};
}

/// A link into the cache's blobs: the blob is named by its content.
std::optional<ExpectedHash> fromLink(const fs::path& path) {
    std::error_code error;
    if (!fs::is_symlink(path, error)) return std::nullopt;
    const fs::path target = fs::read_symlink(path, error);
    if (error || target.parent_path().filename() != "blobs") return std::nullopt;
    const std::string blob = target.filename().string();
    if (auto hex = hexOf(blob, sha256Digits)) return ExpectedHash{DigestAlgorithm::Sha256, *hex, "Hugging Face cache"};
    if (auto hex = hexOf(blob, sha1Digits)) return ExpectedHash{DigestAlgorithm::GitSha1, *hex, "Hugging Face cache"};
    return std::nullopt;
}

/// NAME.sha256: the digits alone, or a line as sha256sum writes it.
Result<ExpectedHash> readSidecar(const fs::path& path) {
    AUTOGLM_TRY(const std::string text, readTextFile(path, largestListBytes));
    const std::string_view content = trim(text);
    const auto hex = hexOf(content.substr(0, content.find_first_of(" \t\r\n")), sha256Digits);
    if (!hex)
        return fail(ErrorCode::Corrupt, "'" + path.string() + "' holds no SHA-256 of 64 hexadecimal digits",
                    path.string());
    return ExpectedHash{DigestAlgorithm::Sha256, *hex, path.filename().string()};
}

Status addExpectFile(const fs::path& path, Hashes& hashes) {
    AUTOGLM_TRY(const std::string text, readTextFile(path, largestListBytes));
    Hashes found;
    if (trim(text).starts_with('{')) {
        AUTOGLM_TRY(const Json json, parseJson(text, path.string()));
        AUTOGLM_TRY(std::optional<Hashes> manifest, parseManifest(json, path.string(), path.filename().string()));
        if (manifest) found = std::move(*manifest);
    } else {
        AUTOGLM_TRY(found, parseSums(text, path.string(), path.filename().string()));
    }
    if (found.empty())
        return fail(ErrorCode::Corrupt,
                    "'" + path.string() +
                        R"(' holds no hashes; the layout of SHA256SUMS or {"files": {"NAME": "HEX"}} was expected)",
                    path.string());
    for (auto& [name, hash] : found)
        hashes[name] = std::move(hash);
    return {};
}

}  // namespace

Result<Hashes> findExpectedHashes(const fs::path& folder, const std::optional<fs::path>& expectFile) {
    Hashes hashes;
    std::error_code error;
    std::vector<fs::path> sidecars;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (auto hash = fromLink(entry.path())) hashes[entry.path().filename().string()] = std::move(*hash);
        if (entry.path().extension() == ".sha256") sidecars.push_back(entry.path());
    }
    if (error) return fail(errnoError(error.value(), "list", folder.string()));
    // What a person wrote about this folder overrules the cache, the more specific the later.
    AUTOGLM_CHECK(addManifest(folder, hashes));
    AUTOGLM_CHECK(addSums(folder, hashes));
    for (const fs::path& sidecar : sidecars) {
        AUTOGLM_TRY(hashes[sidecar.stem().string()], readSidecar(sidecar));
    }
    if (expectFile) AUTOGLM_CHECK(addExpectFile(*expectFile, hashes));
    return hashes;
}

}  // namespace autoglm::model

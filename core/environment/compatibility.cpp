#include "core/environment/compatibility.h"

#include <algorithm>

#include "core/base/system_info.h"
#include "core/base/text_format.h"

namespace autoglm::environment {

std::optional<Version> Version::parse(std::string_view text) {
    Version version;
    version.m_parts.clear();
    text = trim(text);
    text =
        text.substr(0, text.find_first_of("+-abrg"));  // local labels and pre-release marks: 2.7.0a0+git, 2.6.0+cu124
    for (const std::string& part : split(text, '.')) {
        const auto number = parseUnsigned(part);
        if (!number || *number > 1'000'000) return std::nullopt;
        version.m_parts.push_back(static_cast<int>(*number));
    }
    while (version.m_parts.size() > 1 && version.m_parts.back() == 0)
        version.m_parts.pop_back();
    return version;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
    return std::lexicographical_compare_three_way(m_parts.begin(), m_parts.end(), other.m_parts.begin(),
                                                  other.m_parts.end());
}

const CudaRelease* CompatibilityTable::find(const Version& cudaVersion) const {
    for (const CudaRelease& release : cuda)
        if (release.version.major() == cudaVersion.major() && release.version.minor() == cudaVersion.minor())
            return &release;
    return nullptr;
}

const CudaRelease* CompatibilityTable::findMajor(const Version& cudaVersion) const {
    const CudaRelease* newest = nullptr;
    for (const CudaRelease& release : cuda)
        if (release.version.major() == cudaVersion.major() && (!newest || release.version > newest->version))
            newest = &release;
    return newest;
}

namespace {

struct VersionField {
    Version version;
    std::string text;
};

Result<VersionField> versionField(const Json& object, const char* key, const std::string& subject) {
    const auto field = object.is_object() ? object.find(key) : object.end();
    if (field == object.end() || !field->is_string())
        return fail(ErrorCode::Corrupt, concat("the compatibility table lacks the text '", key, "'"), subject);
    const auto text = field->get<std::string>();
    const auto version = Version::parse(text);
    if (!version)
        return fail(ErrorCode::Corrupt,
                    concat("the compatibility table has '", text, "' for '", key, "' where a version was expected"),
                    subject);
    return VersionField{*version, text};
}

}  // namespace

Result<CompatibilityTable> parseCompatibility(const Json& json, const std::string& subject) {
    if (!json.is_object() || !json.contains("cuda") || !json["cuda"].is_array() || !json.contains("libtorch"))
        return fail(ErrorCode::Corrupt, "the compatibility table lacks the list 'cuda' or the object 'libtorch'",
                    subject);
    std::vector<CudaRelease> releases;
    for (const Json& entry : json["cuda"]) {
        AUTOGLM_TRY(const VersionField version, versionField(entry, "version", subject));
        AUTOGLM_TRY(const VersionField minimum, versionField(entry, "minimum_driver", subject));
        AUTOGLM_TRY(const VersionField own, versionField(entry, "release_driver", subject));
        AUTOGLM_TRY(const VersionField oldest, versionField(entry, "oldest_capability", subject));
        AUTOGLM_TRY(const VersionField newest, versionField(entry, "newest_capability", subject));
        releases.push_back(
            {version.version, minimum.version, own.version, minimum.text, own.text, oldest.version, newest.version});
    }
    AUTOGLM_TRY(const VersionField libtorch, versionField(json["libtorch"], "oldest_supported", subject));
    return CompatibilityTable{std::move(releases), libtorch.version, libtorch.text};
}

Result<CompatibilityTable> loadCompatibility(const std::filesystem::path& file) {
    AUTOGLM_TRY(const Json json, readJsonFile(file));
    return parseCompatibility(json, file.string());
}

ArchitectureMatch matchArchitecture(const std::vector<std::string>& architectures, const Version& capability) {
    ArchitectureMatch best = ArchitectureMatch::None;
    for (const std::string& architecture : architectures) {
        const bool binary = architecture.starts_with("sm_");
        if (!binary && !architecture.starts_with("compute_")) continue;
        std::string_view digits = std::string_view(architecture).substr(binary ? 3 : 8);
        const char suffix = digits.empty() ? '\0' : digits.back();
        const bool exact = suffix == 'a';   // uses what only this very device has
        const bool family = suffix == 'f';  // or its family: the same major number, as all binaries
        if (exact || family) digits.remove_suffix(1);
        const auto number = parseUnsigned(digits);
        if (!number || *number < 10 || *number > 9999) continue;
        const int major = static_cast<int>(*number / 10);
        const int minor = static_cast<int>(*number % 10);
        const bool same = major == capability.major() && minor == capability.minor();
        const bool sameMajor = major == capability.major() && minor <= capability.minor();
        if (binary && (exact ? same : sameMajor)) return ArchitectureMatch::Binary;
        if (!binary && (exact ? same : family ? sameMajor : sameMajor || major < capability.major()))
            best = ArchitectureMatch::Ptx;
    }
    return best;
}

}  // namespace autoglm::environment

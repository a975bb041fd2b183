#include "app/cli/batch_output.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "app/cli/progress_line.h"
#include "core/base/file.h"
#include "core/base/openssl_digest.h"
#include "core/base/text_format.h"
#include "core/model/file_hashes.h"

namespace autoglm::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* askedKey = "asked";

/// One row that answers; absent for one that says why there is no answer.
struct Answer {
    std::string id;
    std::string promptDigest;
    Json asked;
};

Result<std::optional<Answer>> readAnswer(const std::string& line, std::size_t number, const std::string& path) {
    const Result<Json> row = parseJson(line, path);
    if (!row || !row->is_object() || !row->contains("id"))
        return fail(ErrorCode::InvalidArgument,
                    concat("'", path, "' holds something else than answers of a batch (line ", number,
                           "); name another file for --output"),
                    path);
    if (row->contains("error")) return std::nullopt;
    const auto asked = row->find(askedKey);
    const auto digest = row->find("prompt_sha256");
    if (asked == row->end() || !asked->is_object() || digest == row->end() || !digest->is_string())
        return fail(
            ErrorCode::InvalidArgument,
            concat("line ", number, " of '", path, "' does not say how it was asked; name another file for --output"),
            path);
    return Answer{(*row)["id"].dump(), digest->get<std::string>(), *asked};
}

/// The first thing that was asked in another way than now.
Status checkSame(const Json& before, const Json& now, std::size_t number, const std::string& path) {
    for (const auto& [key, value] : now.items()) {
        const auto found = before.find(key);
        if (found != before.end() && *found == value) continue;
        const std::string was = found == before.end() ? "unknown" : found->dump();
        return fail(ErrorCode::InvalidArgument,
                    concat("line ", number, " of '", path, "' was answered with another ", key, ": ", was, ", now ",
                           value.dump(), "; ask as before, or name another file for --output"),
                    path);
    }
    return {};
}

/// Of the files that the model is loaded from.
Result<std::map<std::string, std::string>> hashesOf(const RunOptions& options, const model::ModelFolder& folder,
                                                    std::stop_token stop) {
    ProgressLine line;
    const auto expected = options.model.expectFile ? std::optional<fs::path>(*options.model.expectFile) : std::nullopt;
    AUTOGLM_TRY(const model::FolderHashes all,
                model::hashFolder(folder.path, expected, options.model.digests, line.callback(), stop));
    std::map<std::string, std::string> hashes;
    for (const model::FileHash& file : all.files)
        if (std::ranges::find(folder.files, file.name, &model::WeightFile::name) != folder.files.end())
            hashes[file.name] = file.sha256;
    return hashes;
}

}  // namespace

Json howAsked(const RunOptions& options, const model::ModelFolder& folder, const model::Scheme& scheme,
              const std::map<std::string, std::string>& files) {
    const engine::GenerationParameters parameters = parametersOf(options, folder);
    const engine::SamplingParameters& sampling = parameters.sampling;
    std::string listing;
    for (const auto& [name, sha256] : files)
        listing += concat(sha256, "  ", name, "\n");
    return {{"weights_sha256", sha256Hex(std::as_bytes(std::span(listing)))},
            {"scheme", scheme.describe()},
            {"temperature", sampling.temperature},
            {"top_k", sampling.topK},
            {"top_p", sampling.topP},
            {"min_p", sampling.minP},
            {"repetition_penalty", sampling.repetitionPenalty},
            {"frequency_penalty", sampling.frequencyPenalty},
            {"presence_penalty", sampling.presencePenalty},
            {"seed", sampling.seed},
            {"max_tokens", parameters.maxTokens},
            {"stop", parameters.stopStrings},
            {"ignore_eos", options.ignoreEos},
            {"raw", options.raw},
            {"system", options.system}};
}

std::string promptDigest(const std::vector<engine::TokenId>& ids) {
    return sha256Hex(std::as_bytes(std::span(ids)));
}

Result<AnsweredRows> readAnsweredRows(const RunOptions& options, const model::ModelFolder& folder,
                                      std::stop_token stop) {
    const std::string& path = *options.output;
    AnsweredRows out;
    std::error_code absent;
    if (!fs::exists(path, absent)) return out;
    AUTOGLM_TRY(const std::string content, readTextFile(path));
    const std::size_t whole = content.rfind('\n') + 1;  // npos + 1 is 0
    if (whole < content.size()) out.tornAt = whole;
    const std::string_view torn = std::string_view(content).substr(whole);
    if (!torn.empty() && !torn.starts_with('{'))
        return fail(ErrorCode::InvalidArgument,
                    "'" + path + "' ends in something else than an answer of a batch; name another file for --output",
                    path);
    std::optional<Json> now;
    const std::vector<std::string> rows = split(std::string_view(content).substr(0, whole), '\n');
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (trim(rows[i]).empty()) continue;
        AUTOGLM_TRY(const std::optional<Answer> answer, readAnswer(rows[i], i + 1, path));
        if (!answer) continue;
        if (!now) {
            AUTOGLM_TRY(const model::Scheme scheme, chosenScheme(options.model, folder));
            AUTOGLM_TRY(const auto hashes, hashesOf(options, folder, stop));
            now = howAsked(options, folder, scheme, hashes);
        }
        AUTOGLM_CHECK(checkSame(answer->asked, *now, i + 1, path));
        out.promptDigests[answer->id] = answer->promptDigest;
    }
    return out;
}

Result<RowWriter> RowWriter::create(const RunOptions& options, std::optional<std::uintmax_t> tornAt) {
    RowWriter out;
    if (!options.output) return out;
    out.m_path = *options.output;
    std::error_code fault;
    if (tornAt) fs::resize_file(out.m_path, *tornAt, fault);
    if (fault) return fail(errnoError(fault.value(), "write", out.m_path));
    out.m_file.reset(std::fopen(out.m_path.c_str(), "ab"));
    if (!out.m_file) return fail(errnoError(errno, "write", out.m_path));
    return out;
}

Status RowWriter::write(const Json& row) {
    AUTOGLM_TRY(std::string text, dumpJson(row, -1));
    text += '\n';
    std::FILE* file = m_file ? m_file.get() : stdout;
    const bool isWritten = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    if (!isWritten && m_file) return fail(errnoError(errno, "write", m_path));
    return {};
}

}  // namespace autoglm::cli

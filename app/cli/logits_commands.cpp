// logits and score: what the model says of given tokens, without generating any.
#include <cstdio>

#include "app/cli/model_options.h"
#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/engine/token_ids.h"
#include "core/evaluate/scoring.h"
#include "core/evaluate/verdict.h"

namespace autoglm::cli {
namespace {

struct LogitsOptions {
    ModelOptions model;
    std::string ids;
    bool json = false;
};

Result<int> logits(const LogitsOptions& options, std::stop_token stop) {
    if (!options.json) return fail(ErrorCode::InvalidArgument, "logits are printed as JSON only; add --json", "--json");
    AUTOGLM_TRY(const std::vector<engine::TokenId> ids, someIds(options.ids, "--ids"));
    AUTOGLM_TRY(const model::ModelFolderPtr folder, openModel(options.model));
    AUTOGLM_CHECK(engine::checkIds(ids, folder->config.vocabSize, "--ids"));
    const std::int64_t context = std::ssize(ids);
    if (const std::int64_t longest = folder->config.maxPositions; longest > 0 && context > longest)
        return fail(ErrorCode::InvalidArgument,
                    concat(context, " ids were given; this model's context holds ", longest), "--ids");
    AUTOGLM_TRY(const LoadedForCommand loaded, loadModel(options.model, folder, context, stop));
    AUTOGLM_TRY(const std::unique_ptr<engine::Session> session, loaded.model->createSession({context, 1}));
    Json rows = Json::array();
    const auto collect = [&](std::int64_t, std::int64_t count, std::span<const float> values) {
        const std::size_t vocab = values.size() / static_cast<std::size_t>(count);
        for (std::size_t row = 0; row < static_cast<std::size_t>(count); ++row) {
            Json line = Json::array();
            for (const float value : values.subspan(row * vocab, vocab))
                line.push_back(finiteOrNull(static_cast<double>(value)));
            rows.push_back(std::move(line));
        }
    };
    AUTOGLM_CHECK(session->prefillWithLogits(ids, collect, stop));
    Json out = {{"logits", std::move(rows)}};
    out.update(provenanceJson(*loaded.model));
    AUTOGLM_CHECK(printJson(std::move(out)));
    return Done;
}

struct ScoreOptions {
    ModelOptions model;
    std::optional<std::string> idsFile;
    std::optional<std::string> textFile;
    std::optional<std::int64_t> window;
    bool json = false;
};

Result<std::vector<engine::TokenId>> idsToScore(const ScoreOptions& options, const model::ModelFolder& folder) {
    if (options.idsFile) {
        AUTOGLM_TRY(const std::string content, readTextFile(*options.idsFile));
        AUTOGLM_TRY(auto ids, parseIds(content, *options.idsFile));
        AUTOGLM_CHECK(engine::checkIds(ids, folder.config.vocabSize, *options.idsFile));
        return ids;
    }
    AUTOGLM_TRY(const std::string content, readTextFile(*options.textFile));
    AUTOGLM_CHECK(requireUtf8(content, *options.textFile));
    if (trim(content).empty())
        return fail(ErrorCode::InvalidArgument, "the file holds no text to score", *options.textFile);
    AUTOGLM_TRY(const text::Tokenizer tokenizer, text::Tokenizer::load(folder.path));
    return tokenizer.encode(content);
}

Result<int> score(const ScoreOptions& options, std::stop_token stop) {
    if (options.idsFile.has_value() == options.textFile.has_value())
        return fail(ErrorCode::InvalidArgument, "give one of --ids-file and --text-file");
    AUTOGLM_TRY(const model::ModelFolderPtr folder, openModel(options.model));
    AUTOGLM_TRY(const std::vector<engine::TokenId> ids, idsToScore(options, *folder));
    const std::int64_t context = std::min(folder->config.maxPositions, options.window.value_or(std::ssize(ids)));
    AUTOGLM_CHECK(evaluate::checkScorable(std::ssize(ids), options.window, context,
                                          options.idsFile ? *options.idsFile : *options.textFile));
    AUTOGLM_TRY(const LoadedForCommand loaded, loadModel(options.model, folder, context, stop));
    AUTOGLM_TRY(const std::unique_ptr<engine::Session> session, loaded.model->createSession({context, 1}));
    ProgressLine line;
    AUTOGLM_TRY(const evaluate::ScoreResult result,
                evaluate::scoreIds(*session, ids, options.window, line.callback(), stop));
    line.clear();
    const auto& perplexity = result.perplexity;
    std::string doubt;
    if (perplexity)
        doubt = evaluate::guessSentence(model::precisionTitle(loaded.model->scheme().precision), *perplexity,
                                        folder->config.vocabSize);
    if (!options.json) {
        if (!perplexity)
            return fail(ErrorCode::Corrupt, "no finite likelihood came out: the weights are damaged", "nll");
        std::printf("perplexity %s", fixed(perplexity->ppl, 4).c_str());
        if (perplexity->interval95)
            std::printf("  (95 %%: %s to %s)", fixed(perplexity->interval95->low, 4).c_str(),
                        fixed(perplexity->interval95->high, 4).c_str());
        std::printf("  over %zu tokens in %lld window(s), every position counted, %s%s\n", result.nll.size(),
                    static_cast<long long>(result.windows), loaded.model->scheme().describe().c_str(),
                    mismatchRemark(loaded.model->report()).c_str());
        if (!doubt.empty()) std::puts(doubt.c_str());
        return Done;
    }
    Json nll = Json::array();
    for (const double value : result.nll)
        nll.push_back(finiteOrNull(value));
    Json out = {{"nll", std::move(nll)}, {"tokens", result.nll.size()}, {"windows", result.windows}};
    out.update(provenanceJson(*loaded.model));
    if (!doubt.empty()) out["doubt"] = doubt;
    if (perplexity) {
        out["ppl"] = finiteOrNull(perplexity->ppl);
        if (perplexity->pplStderr) out["ppl_stderr"] = finiteOrNull(*perplexity->pplStderr);
        if (perplexity->interval95) {
            out["ppl_ci95_low"] = finiteOrNull(perplexity->interval95->low);
            out["ppl_ci95_high"] = finiteOrNull(perplexity->interval95->high);
        }
    }
    AUTOGLM_CHECK(printJson(out));
    return Done;
}

}  // namespace

void addLogitsCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<LogitsOptions>();
    CLI::App* command = app.add_subcommand("logits", "logits at every position of given token ids");
    addModelOptions(*command, options->model);
    addPrecisionOption(*command, options->model);
    command->add_option("--ids", options->ids, "ids with commas between")->required();
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return logits(*options, stop); }; });
}

void addScoreCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<ScoreOptions>();
    CLI::App* command = app.add_subcommand("score",
                                           "negative log-likelihood per token, and perplexity over every position "
                                           "(compare scores the second half of windows of "
                                           "512 tokens, as llama-perplexity: its figure is lower)");
    addModelOptions(*command, options->model);
    addPrecisionOption(*command, options->model);
    command->add_option("--ids-file", options->idsFile, "file with token ids")->check(someText("a file"));
    command->add_option("--text-file", options->textFile, "file with text")->check(someText("a file"));
    command
        ->add_option("--window", options->window, "tokens per window (default: as many as the model's context holds)")
        ->check(wholeNumber(2, 1U << 24U));
    command->add_flag("--json", options->json, "one JSON document on standard output");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return score(*options, stop); }; });
}

}  // namespace autoglm::cli

// run: answer a prompt, a list of ids, or every line of a file; streams to the terminal or prints one JSON document.
#include <cstdio>

#include "app/cli/option_checks.h"
#include "app/cli/run_requests.h"
#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/engine/token_ids.h"

namespace autoglm::cli {
namespace {

using model::ModelFolder;

void printSummary(const engine::GenerationResult& result, const RunTools& tools) {
    const auto ttft = result.ttftSeconds();
    const auto rate = result.decodeRateTokensPerSecond();
    const engine::LoadReport& report = tools.loaded.model->report();
    std::string remarks = mismatchRemark(report);
    if (remarks.empty() && !report.isVerified()) remarks = ", weights not verified: no expected hashes";
    if (result.nonFiniteSteps > 0)
        remarks += concat(", VOID: ", result.nonFiniteSteps, " steps held NaN or infinite values");
    std::fprintf(stderr, "[%lld tokens in, %zu out, first after %s, %s tokens/s, %s, %s%s]\n",
                 static_cast<long long>(result.promptTokens), result.tokenIds.size(),
                 ttft ? formatDurationNs(static_cast<std::int64_t>(*ttft * 1e9)).c_str() : "-",
                 rate ? fixed(*rate, 1).c_str() : "-", tools.loaded.model->scheme().describe().c_str(),
                 engine::finishReasonName(result.finish), remarks.c_str());
}

Result<int> runOne(const RunOptions& options, const RunTools& tools, const std::vector<engine::TokenId>& ids,
                   std::stop_token stop) {
    // Whoever reads may leave: then nobody needs the rest.
    std::stop_source unread;
    const std::stop_callback interrupted(stop, [&unread] { unread.request_stop(); });
    const auto stream = [&](const engine::TokenEvent& token) {
        if (options.json) return;
        std::fputs(tools.tokenizer ? token.text.c_str() : concat(token.id, " ").c_str(), stdout);
        if (std::fflush(stdout) != 0) unread.request_stop();
    };
    AUTOGLM_TRY(const engine::GenerationResult result, answer(options, tools, ids, stream, unread.get_token()));
    if (options.json) {
        AUTOGLM_CHECK(printJson(resultJson(result, tools)));
    } else {
        std::puts("");
        if (std::ferror(stdout) != 0) return Done;  // main says what there is to say
        printSummary(result, tools);
    }
    if (stop.stop_requested() && result.finish == engine::FinishReason::Cancelled) return Interrupted;
    return result.nonFiniteSteps > 0 ? CheckFailed : Done;
}

/// Options that contradict each other.
Status checkUse(const RunOptions& options) {
    const auto given = [](const auto& option) { return static_cast<int>(option.has_value()); };
    if (given(options.prompt) + given(options.ids) + given(options.batch) != 1)
        return fail(ErrorCode::InvalidArgument, "give one of --prompt, --ids and --batch");
    if (!options.system.empty() && (options.raw || options.ids))
        return fail(ErrorCode::InvalidArgument,
                    std::string("--system needs the chat template, which ") + (options.raw ? "--raw" : "--ids") +
                        " leaves out; give one of the two",
                    "--system");
    if (options.output && !options.batch)
        return fail(ErrorCode::InvalidArgument, "--output takes the answers of --batch; give both", "--output");
    return {};
}

/// What is asked, made ready and checked without the weights.
Result<Batch> prepareRequests(const RunOptions& options, RunTools& tools, const ModelFolder& folder,
                              std::stop_token stop) {
    if (Result<text::Tokenizer> tokenizer = text::Tokenizer::load(folder.path))
        tools.tokenizer = std::move(*tokenizer);
    else if (!options.ids)
        return fail(tokenizer.error());
    if (!options.raw && !options.ids) {
        auto chat = text::ChatTemplate::load(folder.path);
        if (!chat)
            return fail(chat.error().code == ErrorCode::NotFound ? withHint(chat.error(), "--raw does so")
                                                                 : chat.error());
        tools.chat = std::move(*chat);
    }
    if (options.batch) return readBatch(options, tools, folder, stop);
    Request request;
    if (options.ids) {
        AUTOGLM_TRY(request.ids, someIds(*options.ids, "--ids"));
        AUTOGLM_CHECK(engine::checkIds(request.ids, folder.config.vocabSize, "--ids"));
    } else {
        AUTOGLM_TRY(request.ids, promptIds(options, tools, *options.prompt, "--prompt"));
    }
    AUTOGLM_CHECK(contextFor(options, folder, request.ids, options.ids ? "--ids" : "--prompt"));
    Batch batch;
    batch.lines.push_back({Json(), 1, std::move(request)});
    return batch;
}

Result<int> run(const RunOptions& options, std::stop_token stop) {
    AUTOGLM_CHECK(checkUse(options));
    if (options.output) AUTOGLM_CHECK(checkAppendable(*options.output));
    AUTOGLM_TRY(const model::ModelFolderPtr folder, openModel(options.model));
    RunTools tools;
    // What can be refused without the weights is refused before they are loaded.
    AUTOGLM_CHECK(engine::validate(parametersOf(options, *folder)));
    AUTOGLM_TRY(const Batch batch, prepareRequests(options, tools, *folder, stop));
    const std::vector<BatchLine>& lines = batch.lines;
    std::int64_t context = 0;
    for (const BatchLine& line : lines) {
        if (!line.request) continue;
        AUTOGLM_TRY(const std::int64_t needed, contextFor(options, *folder, line.request->ids, "--prompt"));
        context = std::max(context, needed);
    }
    if (context > 0) {
        const std::int64_t sequences = options.batch ? sequencesFor(options, *folder, lines) : 1;
        AUTOGLM_TRY(tools.loaded, loadModel(options.model, folder, context * sequences, stop));
    }
    return options.batch ? runBatch(options, tools, batch, context, stop)
                         : runOne(options, tools, lines[0].request->ids, stop);
}

}  // namespace

void addRunCommand(CLI::App& app, Context& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "answer a prompt; streams to the terminal");
    addModelOptions(*command, options->model);
    addPrecisionOption(*command, options->model);
    command
        ->add_option("--prompt", options->prompt,
                     "what to answer; with --raw it may be empty where the tokenizer begins every text with a token")
        ->check(utf8Text());
    command->add_option("--ids", options->ids, "token ids to continue, as they are");
    command
        ->add_option("--batch", options->batch,
                     "JSON lines of {\"prompt\"} or {\"messages\"}, with an \"id\" as you like; answers JSON lines. A "
                     "line that cannot be answered gets a row with \"error\", the others are answered, and the exit "
                     "code is 2")
        ->check(someText("a file of JSON lines"));
    command
        ->add_option("--output", options->output,
                     "file that the rows of --batch are added to; run again to go on after an interrupt: ids that "
                     "are answered there are skipped")
        ->check(someText("a file"));
    command->add_option("--parallel", options->parallel, "lines of --batch answered at once; 1 is one after the other")
        ->check(wholeNumber(1, 64))
        ->capture_default_str();
    command->add_flag("--raw", options->raw, "continue the text without the chat template");
    command->add_option("--system", options->system, "system message; empty is none")->check(utf8Text());
    command->add_option("--max-tokens", options->maxTokens, "at most this many tokens (default: the model's, else 512)")
        ->check(wholeNumber(1, 1U << 24U));
    command->add_option("--temperature", options->temperature, "0 is greedy (default: the model's)")
        ->check(decimalNumber());
    command->add_option("--top-p", options->topP, "smallest set of tokens with this much probability")
        ->check(decimalNumber());
    command->add_option("--top-k", options->topK, "the k likeliest tokens; 0 is all")->check(wholeNumber(0));
    command->add_option("--min-p", options->minP, "tokens with at least this share of the likeliest one's probability")
        ->check(decimalNumber());
    command->add_option("--repetition-penalty", options->repetitionPenalty, "above 1 discourages tokens already there")
        ->check(decimalNumber());
    command
        ->add_option("--frequency-penalty", options->frequencyPenalty,
                     "-2 to 2; taken from a token's logit for every time it was generated")
        ->check(decimalNumber())
        ->capture_default_str();
    command
        ->add_option("--presence-penalty", options->presencePenalty,
                     "-2 to 2; taken from a token's logit once it was generated")
        ->check(decimalNumber())
        ->capture_default_str();
    command->add_option("--seed", options->seed, "same seed, same text")
        ->check(wholeNumber(0, std::numeric_limits<std::uint64_t>::max()))
        ->capture_default_str();
    command->add_option("--stop", options->stopStrings, "end before this text (may be repeated)")
        ->check(someText("a text of at least one character"))
        ->check(utf8Text());
    command->add_flag("--ignore-eos", options->ignoreEos, "go on after an end-of-sequence token");
    command->add_flag("--json", options->json,
                      "one JSON document on standard output; --batch writes JSON lines, with or without it");
    command->callback(
        [&context, options] { context.run = [options, stop = context.stop] { return run(*options, stop); }; });
}

}  // namespace autoglm::cli

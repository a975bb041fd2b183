#include "core/worker/command_runner.h"

#include <algorithm>
#include <array>
#include <exception>
#include <new>

#include "core/base/clock.h"
#include "core/base/freed_memory.h"
#include "core/base/text_format.h"
#include "core/model/ledger.h"

namespace autoglm::worker {
namespace {

/// Commands that let go of models of their own, or of one half loaded.
bool freesModels(CommandKind kind) {
    return kind == CommandKind::Load || kind == CommandKind::Bench || kind == CommandKind::Compare;
}

/// A model whose configuration names no context gets this one.
constexpr std::int64_t fallbackContextTokens = 2048;
/// Far above any context: keeps the sum with the prompt's length from overflowing.
constexpr std::int64_t maximumAnswerTokens = std::int64_t{1} << 40U;

RunEnd done(RunPayload payload) {
    return {.outcome = RunOutcome::Done, .payload = std::move(payload)};
}

/// Cancelled is an outcome, not an error.
RunEnd failed(Error error, RunPayload payload = {}) {
    if (error.code == ErrorCode::Cancelled) return {.outcome = RunOutcome::Cancelled, .payload = std::move(payload)};
    return {.outcome = RunOutcome::Failed, .error = std::move(error), .payload = std::move(payload)};
}

template <class Value>
std::shared_ptr<const Value> share(Value value) {
    return std::make_shared<const Value>(std::move(value));
}

/// A stopped bench or comparison ends early with what was measured.
template <class Value>
RunEnd partial(Value value) {
    const RunOutcome outcome = value.complete ? RunOutcome::Done : RunOutcome::Cancelled;
    return {.outcome = outcome, .payload = share(std::move(value))};
}

std::unexpected<Error> noModel() {
    return fail(ErrorCode::NotFound, "no model is loaded; load one first", "model");
}

std::string byteNames(std::string_view bytes) {
    std::string out;
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        out += concat("<0x", digits[value >> 4U], digits[value & 15U], ">");
    }
    return out;
}

/// Tokens as they were delivered, kept also where the run fails in the middle.
struct Delivery {
    std::vector<engine::TokenEvent> tokens;
    std::string text;
    std::int64_t lastNs = 0;
};

/// Made when the last token is out: nothing that is timed waits for it.
std::map<engine::TokenId, std::string> piecesOf(const text::Tokenizer& tokenizer,
                                                const std::vector<engine::TokenEvent>& tokens) {
    std::map<engine::TokenId, std::string> pieces;
    const auto add = [&](engine::TokenId id) {
        const auto [entry, isNew] = pieces.try_emplace(id);
        if (!isNew) return;
        const std::string bytes = tokenizer.isSpecial(id) ? tokenizer.piece(id) : tokenizer.tokenBytes(id);
        entry->second = isValidUtf8(bytes) ? bytes : byteNames(bytes);
    };
    for (const engine::TokenEvent& token : tokens) {
        add(token.id);
        for (const engine::TokenProbability& alternative : token.alternatives)
            add(alternative.id);
    }
    return pieces;
}

engine::GenerationResult resultOf(const Delivery& delivery, std::size_t promptTokens, std::int64_t submitNs) {
    engine::GenerationResult result;
    result.text = delivery.text;
    result.promptTokens = static_cast<std::int64_t>(promptTokens);
    result.submitNs = submitNs;
    for (const engine::TokenEvent& token : delivery.tokens) {
        result.tokenIds.push_back(token.id);
        result.tokenNs.push_back(token.timeNs);
        if (result.firstTextNs == 0 && !token.text.empty()) result.firstTextNs = token.timeNs;
    }
    return result;
}

}  // namespace

RunEnd CommandRunner::run(const Job& job) {
    RunEnd end;
    m_usesCuda = false;
    try {
        if (job.stop.stop_requested()) return {.outcome = RunOutcome::Cancelled};
        const bool needsEngine = commandKind(job.command) != CommandKind::Unload;
        if (const Status ready = needsEngine ? ensureEngine() : Status(); !ready) return failed(ready.error());
        if (job.stop.stop_requested()) return {.outcome = RunOutcome::Cancelled};
        end = std::visit([&](const auto& command) { return execute(command, job); }, job.command);
    } catch (const std::bad_alloc&) {
        end = failed({ErrorCode::OutOfMemory, "the program's own memory ran out; free memory and try again", {}});
    } catch (const std::exception& exception) {
        // The last wall: an exception that leaves the thread would end the program.
        end = failed({ErrorCode::Internal, concat("an unexpected fault ended the run: ", exception.what()), {}});
    }
    if (freesModels(commandKind(job.command))) giveBackFreedMemory();
    if (m_usesCuda && end.error && end.error->code == ErrorCode::Device) end.device = DeviceHealth::Lost;
    return end;
}

Status CommandRunner::ensureEngine() {
    if (m_engine) return {};
    AUTOGLM_TRY(m_engine, m_factory());
    return {};
}

void CommandRunner::dropSession() {
    m_session.reset();
    m_sessionIds.clear();
}

void CommandRunner::unload() {
    dropSession();
    if (!m_model) return;
    m_model.reset();
    m_assets.reset();
    giveBackFreedMemory();  // before another model asks for room
}

void CommandRunner::close() {
    unload();
    m_engine.reset();
}

void CommandRunner::prepareFor(ResidentModel resident) {
    dropSession();
    if (resident == ResidentModel::Unload) unload();
}

ProgressCallback CommandRunner::progressOf(const Job& job) const {
    return [this, run = job.run, begin = nowNs()](const Progress& progress) {
        evaluate::WorkProgress work{.progress = progress, .remainingNs = {}};
        const double left = progress.total > progress.done ? static_cast<double>(progress.total - progress.done) : 0;
        if (progress.done > 0 && progress.total > 0)
            work.remainingNs = static_cast<std::int64_t>(static_cast<double>(nowNs() - begin) * left /
                                                         static_cast<double>(progress.done));
        m_mailbox.postProgress(run, work);
    };
}

// ---- load ----

Status CommandRunner::checkLedger(const LoadCommand& command, const model::ModelFolder& folder,
                                  std::uint64_t releasedBytes) {
    const auto ledger = model::computeLedger(folder.config, command.scheme, command.contextLength);
    std::optional<std::uint64_t> freeBytes = m_engine->memory(command.device).freeBytes;
    // The caller looked before the old model made room.
    if (!freeBytes && command.freeMemoryBytes) freeBytes = *command.freeMemoryBytes + releasedBytes;
    const std::string what = concat(folder.name, " in ", model::precisionTitle(command.scheme.precision));
    return evaluate::checkMemory(ledger.totalBytes(), freeBytes, what, command.device, command.memory);
}

std::shared_ptr<const LoadSummary> CommandRunner::summarize() const {
    LoadSummary summary;
    summary.folder = m_assets->folder;
    summary.scheme = m_model->scheme();
    summary.device = m_model->device();
    summary.threads = m_model->threads();
    summary.report = m_model->report();
    summary.bytesReadPerToken = m_model->bytesReadPerToken();
    summary.memory = m_engine->memory(summary.device);
    if (m_assets->tokenizer) summary.tokenizer = *m_assets->tokenizer;
    if (!m_assets->tokenizer) summary.tokenizerError = m_assets->tokenizer.error();
    if (!m_assets->chatTemplate) summary.chatTemplateError = m_assets->chatTemplate.error();
    return share(std::move(summary));
}

RunEnd CommandRunner::execute(const LoadCommand& command, const Job& job) {
    // A folder that cannot be opened leaves the loaded model in place; from there on the old one makes room.
    auto assets = m_opener(command);
    if (!assets) return failed(assets.error());
    const std::uint64_t releasedBytes = m_model ? m_model->report().weightsBytes : 0;
    unload();
    noteDevice(command.device);
    if (const Status fits = checkLedger(command, *assets->folder, releasedBytes); !fits) return failed(fits.error());
    const engine::LoadRequest request{.folder = assets->folder,
                                      .scheme = command.scheme,
                                      .device = command.device,
                                      .threads = command.threads,
                                      .mismatch = command.mismatch,
                                      .digests = command.digests,
                                      .progress = progressOf(job)};
    auto model = m_engine->load(request, job.stop);
    if (!model) return failed(model.error());
    m_assets = std::move(*assets);
    m_model = std::move(*model);
    m_promisedContext = command.contextLength;
    return done(summarize());
}

RunEnd CommandRunner::execute(const UnloadCommand&, const Job&) {
    unload();
    return {};
}

// ---- with the loaded model ----

Result<std::unique_ptr<engine::Session>> CommandRunner::openSession(std::int64_t neededTokens,
                                                                    std::int64_t limitTokens) {
    const std::int64_t trained = m_assets->folder->config.maxPositions;
    const std::int64_t limit = limitTokens > 0 ? limitTokens : trained > 0 ? trained : fallbackContextTokens;
    return m_model->createSession({.contextLength = std::clamp<std::int64_t>(neededTokens, 1, limit), .batch = 1});
}

/// The kept session with the beginning that it shares with `ids`, or a new one. Where keys are rotated by the
/// length of the text, those of a shorter one stand for nothing. Room beyond what is needed, as much as
/// was promised at the load or half as much again, so that a conversation can go on in it.
Result<engine::Session*> CommandRunner::continueSession(std::span<const engine::TokenId> ids, std::int64_t neededTokens,
                                                        std::int64_t limitTokens) {
    if (m_session && m_session->contextLength() >= neededTokens) {
        const auto shared = std::ranges::mismatch(ids, m_sessionIds).in1 - ids.begin();
        const bool isRotatedByLength = m_assets->folder->config.rotary.scaling == model::RotaryScaling::Dynamic;
        // The last token is computed in any case: its logits are what follows from.
        const std::int64_t kept = isRotatedByLength ? 0 : std::min<std::int64_t>(shared, std::ssize(ids) - 1);
        AUTOGLM_CHECK(m_session->truncate(kept));
        m_sessionIds.resize(static_cast<std::size_t>(kept));
        return m_session.get();
    }
    dropSession();
    AUTOGLM_TRY(m_session, openSession(std::max(m_promisedContext, neededTokens + neededTokens / 2), limitTokens));
    return m_session.get();
}

RunEnd CommandRunner::execute(const GenerateCommand& command, const Job& job) {
    if (!m_model) return failed(noModel().error());
    noteDevice(m_model->device());
    auto ids = promptIds(*m_assets, command.prompt, command.specials);
    if (!ids) return failed(ids.error());
    engine::GenerationParameters parameters = command.parameters;
    if (parameters.eosIds.empty()) parameters.eosIds = m_assets->folder->eosIds();
    const std::int64_t answerTokens = std::clamp<std::int64_t>(parameters.maxTokens, 0, maximumAnswerTokens);
    auto session = continueSession(*ids, std::ssize(*ids) + answerTokens, command.contextLength);
    if (!session) return failed(session.error());
    m_mailbox.postEvent(SessionOpened{.run = job.run, .kvCacheBytes = (*session)->kvCacheBytes()});

    Delivery delivery;
    delivery.lastNs = job.submitNs;
    delivery.tokens.reserve(static_cast<std::size_t>(std::min((*session)->contextLength(), answerTokens)));
    const auto onToken = [&](const engine::TokenEvent& token) {
        delivery.tokens.push_back(token);
        delivery.text += token.text;
        m_mailbox.postToken(job.run, token.text, {token.index, token.timeNs, token.timeNs - delivery.lastNs});
        delivery.lastNs = token.timeNs;
    };
    const text::Tokenizer* tokenizer = m_assets->tokenizer ? &*m_assets->tokenizer : nullptr;
    auto result = engine::generate(**session, tokenizer, *ids, parameters, onToken, job.stop, job.submitNs);
    if (result) {
        m_sessionIds = *ids;
        m_sessionIds.insert(m_sessionIds.end(), result->tokenIds.begin(), result->tokenIds.end());
        m_sessionIds.resize(static_cast<std::size_t>((*session)->length()));  // the last token was not computed
    }
    // What was held back as the beginning of a stop string comes with the result of a stopped run.
    if (result && result->text.size() > delivery.text.size())
        m_mailbox.postText(job.run, std::string_view(result->text).substr(delivery.text.size()));

    GenerationRecord record;
    record.result = result ? std::move(*result) : resultOf(delivery, ids->size(), job.submitNs);
    record.promptIds = std::move(*ids);
    record.tokens = std::move(delivery.tokens);
    if (tokenizer) record.pieces = piecesOf(*tokenizer, record.tokens);
    record.kvCacheBytes = (*session)->kvCacheBytes();
    record.memory = m_engine->memory(m_model->device());
    if (!result) dropSession();  // whatever it holds now
    if (!result) return failed(result.error(), share(std::move(record)));
    const bool isStopped = record.result.finish == engine::FinishReason::Cancelled;
    return {.outcome = isStopped ? RunOutcome::Cancelled : RunOutcome::Done, .payload = share(std::move(record))};
}

RunEnd CommandRunner::execute(const ScoreCommand& command, const Job& job) {
    if (!m_model) return failed(noModel().error());
    dropSession();
    noteDevice(m_model->device());
    const auto* text = std::get_if<std::string>(&command.text);
    auto ids = promptIds(*m_assets, text ? Prompt(RawPrompt{*text}) : Prompt(std::get<IdsPrompt>(command.text)));
    if (!ids) return failed(ids.error());
    auto session = openSession(command.windowTokens.value_or(std::ssize(*ids)), 0);
    if (!session) return failed(session.error());
    auto score = evaluate::scoreIds(**session, *ids, command.windowTokens, progressOf(job), job.stop);
    if (!score) return failed(score.error());
    return done(share(std::move(*score)));
}

// ---- with models of their own ----

RunEnd CommandRunner::execute(const BenchCommand& command, const Job& job) {
    const auto plan = command.plan(progressOf(job), job.stop);
    if (!plan) return failed(plan.error());
    noteDevice(plan->device);
    prepareFor(command.resident);
    const auto onProgress = [&](const evaluate::WorkProgress& work) { m_mailbox.postProgress(job.run, work); };
    const auto onTest = [&](const evaluate::BenchTest& test) {
        m_mailbox.postEvent(BenchTestDone{.run = job.run, .test = share(test)});
    };
    auto bench = evaluate::runBench(*m_engine, *plan, onProgress, onTest, job.stop);
    if (!bench) return failed(bench.error());
    return partial(std::move(*bench));
}

evaluate::ComparisonCallbacks CommandRunner::callbacksOf(const Job& job, const evaluate::ComparisonPlan& plan) const {
    const RunId run = job.run;
    return {.progress = [this, run](const evaluate::WorkProgress& work) { m_mailbox.postProgress(run, work); },
            .designFixed =
                [this, run](const evaluate::MeasurementDesign& design) {
                    m_mailbox.postEvent(DesignFixed{.run = run, .design = design});
                },
            .armLoaded =
                [this, run, devices = std::array{plan.a.device, plan.b.device}](
                    std::size_t arm, const engine::LoadReport& report, std::uint64_t kvCacheBytes) {
                    m_mailbox.postEvent(ArmLoaded{.run = run,
                                                  .arm = arm,
                                                  .device = devices.at(arm),
                                                  .report = share(report),
                                                  .kvCacheBytes = kvCacheBytes});
                },
            .answerToken =
                [this, run](std::size_t arm, std::size_t prompt, const engine::TokenEvent& token) {
                    m_mailbox.postAnswer(run, {.arm = arm, .prompt = prompt, .text = token.text});
                }};
}

RunEnd CommandRunner::execute(const CompareCommand& command, const Job& job) {
    const auto plan = command.plan(progressOf(job), job.stop);
    if (!plan) return failed(plan.error());
    noteDevice(plan->a.device);
    noteDevice(plan->b.device);
    m_mailbox.postEvent(PromptsKnown{.run = job.run, .prompts = plan->prompts});
    prepareFor(command.resident);
    auto comparison = evaluate::runComparison(*m_engine, *plan, callbacksOf(job, *plan), job.stop);
    if (!comparison) return failed(comparison.error());
    return partial(std::move(*comparison));
}

RunEnd CommandRunner::execute(const ProbeCommand& command, const Job&) {
    noteDevice(command.device);
    ProbeRecord record;
    record.facts = m_engine->facts();
    record.precisions = m_engine->probe(command.device);
    return done(share(std::move(record)));
}

}  // namespace autoglm::worker

// The generation loop on the scripted engine: token n + 1 follows token n, so that a vocabulary in order is a text.
#include <cmath>
#include <limits>

#include "core/base/clock.h"
#include "core/engine/generate.h"
#include "core/engine/scripted_engine.h"
#include "core/engine/stop_strings.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::engine;
using namespace autoglm::test;

namespace {

/// Byte-level spelling: "Ġ" is a space, "Ã" and "©" are the two bytes of "é". Token 0 is the prompt, 9 ends a text.
constexpr const char* tokenizerJson = R"({
  "version": "1.0",
  "added_tokens": [{"id": 9, "content": "<|end|>", "single_word": false, "lstrip": false, "rstrip": false,
                    "normalized": false, "special": true}],
  "normalizer": null,
  "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
  "post_processor": null,
  "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
  "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null,
            "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
            "vocab": {"p": 0, "Hel": 1, "lo": 2, "ĠST": 3, "OPm": 4, "ore": 5, "Ã": 6, "©": 7, "!": 8}, "merges": []}
})";

const std::vector<TokenId> prompt = {0};

struct Bench {
    explicit Bench(ScriptedBehaviour behaviour = {}, SessionOptions options = {},
                   model::Precision precision = model::Precision::Fp32) {
        engine = scriptedEngine(std::move(behaviour))().value();
        loaded = engine->load({.folder = {}, .scheme = model::makeScheme(precision)}, {}).value();
        session = loaded->createSession(options).value();
    }

    Result<GenerationResult> run(const GenerationParameters& parameters, std::span<const TokenId> ids = prompt) {
        pieces.clear();
        return generate(
            *session, &tokenizer, ids, parameters, [this](const TokenEvent& event) { pieces.push_back(event.text); },
            stop.get_token(), nowNs());
    }

    text::Tokenizer tokenizer = text::Tokenizer::fromJson(tokenizerJson, "test").value();
    std::unique_ptr<Engine> engine;
    std::unique_ptr<LoadedModel> loaded;
    std::unique_ptr<Session> session;
    std::stop_source stop;
    std::vector<std::string> pieces;
};

std::string joined(const std::vector<std::string>& pieces) {
    std::string all;
    for (const std::string& piece : pieces)
        all += piece;
    return all;
}

}  // namespace

class TestGenerate : public QObject {
    Q_OBJECT
  private slots:
    void textAndTimesOfAPlainRun();
    void stopStringMaySpanTokensAndEndInsideOne();
    void heldTextComesOutWhenItIsNoStopString();
    void earliestStopStringWins();
    void endOfSequenceStopsOrIsIgnored();
    void charactersAreNeverSplit();
    void aPromptMayBeginInTheCache();
    void batchesGiveWhatEachWouldGetAlone();
    void contextFullEndsTheRun();
    void badRequestsAreNamed();
    void cancelledAfterTokenThreeExactly();
    void cancelledBeforePrefill();
    void decodeErrorIsHandedOn();
    void worksWithoutTokenizer();
    void sameSeedSameText();
    void alternativesComeWithTheToken();
    void nonFiniteLogitsAreCounted();
    void defaultsAreTheFolders();
    void sessionContinues();
    void logitsOfEveryPosition();
};

void TestGenerate::textAndTimesOfAPlainRun() {
    Bench bench;
    const std::int64_t before = nowNs();
    const auto result = bench.run({.maxTokens = 5});
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("Hello STOPmore"));
    QCOMPARE(joined(bench.pieces), result->text);
    QCOMPARE(result->tokenIds, (std::vector<TokenId>{1, 2, 3, 4, 5}));
    QCOMPARE(result->finish, FinishReason::Length);
    QCOMPARE(result->promptTokens, 1);
    QCOMPARE(result->tokenNs.size(), 5U);
    QCOMPARE(result->decodeNs.size(), 4U);
    QVERIFY(std::is_sorted(result->tokenNs.begin(), result->tokenNs.end()));
    QVERIFY(result->submitNs >= before && result->tokenNs.back() <= nowNs());
    QCOMPARE(result->firstTextNs, result->tokenNs.front());
}

void TestGenerate::stopStringMaySpanTokensAndEndInsideOne() {
    Bench bench;
    const auto result = bench.run({.maxTokens = 8, .stopStrings = {"never", " STOP"}});
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("Hello"));
    QCOMPARE(result->finish, FinishReason::StopString);
    QCOMPARE(result->tokenIds, (std::vector<TokenId>{1, 2, 3, 4}));
    QCOMPARE(bench.pieces, (std::vector<std::string>{"Hel", "lo", "", ""}));
    QCOMPARE(finishReasonName(result->finish), "stop");
}

void TestGenerate::heldTextComesOutWhenItIsNoStopString() {
    Bench bench;
    auto result = bench.run({.maxTokens = 4, .stopStrings = {" STEP"}});
    VERIFY_OK(result);
    QCOMPARE(bench.pieces, (std::vector<std::string>{"Hel", "lo", "", " STOPm"}));

    Bench other;
    result = other.run({.maxTokens = 3, .stopStrings = {" STOP"}});
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("Hello ST"));
    QCOMPARE(other.pieces.back(), std::string(" ST"));
    QCOMPARE(result->finish, FinishReason::Length);

    Bench stopped;
    result = generate(
        *stopped.session, &stopped.tokenizer, prompt, {.stopStrings = {" STOP"}},
        [&](const TokenEvent& event) {
            if (event.index == 2) stopped.stop.request_stop();
        },
        stopped.stop.get_token(), nowNs());
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("Hello ST"));
}

void TestGenerate::earliestStopStringWins() {
    StopStrings stops({"bcd", "ab"});
    QCOMPARE(stops.append("xa"), std::string("x"));
    QCOMPARE(stops.append("bcd"), std::string());
    QVERIFY(stops.isFound());
    QCOMPARE(stops.append("more"), std::string());
    QCOMPARE(stops.flush(), std::string());

    // An end that begins the string anew is found: "aab" in "aaab".
    StopStrings repeated({"aab"});
    std::string shown;
    for (const char* piece : {"a", "a", "a", "b"})
        shown += repeated.append(piece);
    QCOMPARE(shown, std::string("a"));
    QVERIFY(repeated.isFound());
}

void TestGenerate::endOfSequenceStopsOrIsIgnored() {
    Bench bench;
    auto result = bench.run({.maxTokens = 20, .eosIds = {30, 9}});
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("Hello STOPmoreé!"));
    QCOMPARE(result->finish, FinishReason::Eos);
    QCOMPARE(result->tokenIds.back(), 9);

    Bench other;
    result = other.run({.maxTokens = 12, .eosIds = {9}, .eos = EosHandling::Ignore});
    VERIFY_OK(result);
    QCOMPARE(result->tokenIds.size(), 12U);
    QCOMPARE(result->finish, FinishReason::Length);
    QCOMPARE(result->text, std::string("Hello STOPmoreé!"));
}

void TestGenerate::charactersAreNeverSplit() {
    Bench bench;
    auto result = bench.run({.maxTokens = 2}, std::vector<TokenId>{5});
    VERIFY_OK(result);
    QCOMPARE(bench.pieces, (std::vector<std::string>{"", "é"}));
    QCOMPARE(result->firstTextNs, result->tokenNs.at(1));

    Bench cut;
    result = cut.run({.maxTokens = 1}, std::vector<TokenId>{5});
    VERIFY_OK(result);
    QCOMPARE(result->text, std::string("\xEF\xBF\xBD"));
}

void TestGenerate::aPromptMayBeginInTheCache() {
    const std::vector<TokenId> ids = {3, 1, 4, 1};
    // Token 2 would follow token 1; the penalty forbids whatever the whole prompt and the answer hold.
    const GenerationParameters parameters = {.sampling = {.repetitionPenalty = 1000}, .maxTokens = 6};
    Bench fresh;
    const auto whole = fresh.run(parameters, ids);
    VERIFY_OK(whole);
    Bench used;
    VERIFY_OK(used.session->prefill(std::span(ids).first(3), {}));
    const auto continued = used.run(parameters, ids);
    VERIFY_OK(continued);
    QCOMPARE(continued->tokenIds, whole->tokenIds);
    QCOMPARE(continued->promptTokens, 4);
    QCOMPARE(continued->reusedTokens, 3);
    QCOMPARE(whole->reusedTokens, 0);
    QCOMPARE(used.session->length(), fresh.session->length());

    Bench full;
    VERIFY_OK(full.session->prefill(ids, {}));
    VERIFY_FAILS(full.run(parameters, ids), ErrorCode::Internal, "the session holds 4 tokens of a prompt of 4");
}

void TestGenerate::batchesGiveWhatEachWouldGetAlone() {
    // Different lengths of prompts and answers, more of them than sequences; one cannot be answered.
    std::vector<BatchRequest> requests;
    for (const auto& [first, length, maxTokens] :
         {std::tuple(3, 2, 9), {10, 5, 1}, {0, 1, 4}, {20, 30, 4}, {7, 3, 12}, {1, 1, 6}}) {
        BatchRequest request{.prompt = {}, .parameters = {.maxTokens = maxTokens}};
        for (int i = 0; i < length; ++i)
            request.prompt.push_back((first + i) % 32);
        requests.push_back(request);
    }
    for (const std::int64_t sequences : {1, 2, 3, 8}) {
        Bench bench({}, {.contextLength = 16, .batch = sequences});
        std::vector<Result<GenerationResult>> results(requests.size(), fail(ErrorCode::Internal, "never finished"));
        VERIFY_OK(generateBatch(
            *bench.session, &bench.tokenizer, requests,
            [&](std::size_t index, Result<GenerationResult> result) { results[index] = std::move(result); }, {}));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            Bench alone({}, {.contextLength = 16});
            const auto expected = alone.run(requests[i].parameters, requests[i].prompt);
            if (!expected) {
                QCOMPARE(describe(results[i].error()), describe(expected.error()));
                continue;
            }
            VERIFY_OK(results[i]);
            QCOMPARE(results[i]->tokenIds, expected->tokenIds);
            QCOMPARE(results[i]->text, expected->text);
            QCOMPARE(results[i]->finish, expected->finish);
            QCOMPARE(results[i]->promptTokens, expected->promptTokens);
            QCOMPARE(results[i]->decodeNs.size(), expected->decodeNs.size());
        }
        QVERIFY(!results[3]);  // 30 tokens in a context of 16
        QCOMPARE(results[4]->finish, FinishReason::Length);
    }
    Bench stopped({}, {.contextLength = 16, .batch = 2});
    stopped.stop.request_stop();
    VERIFY_FAILS(generateBatch(
                     *stopped.session, nullptr, requests, [](std::size_t, const auto&) {}, stopped.stop.get_token()),
                 ErrorCode::Cancelled, "");
}

void TestGenerate::contextFullEndsTheRun() {
    Bench bench({}, {.contextLength = 4});
    const auto result = bench.run({.maxTokens = 100}, std::vector<TokenId>{30, 0});
    VERIFY_OK(result);
    // Two positions are left; the third token needs none of its own.
    QCOMPARE(result->tokenIds, (std::vector<TokenId>{1, 2, 3}));
    QCOMPARE(result->finish, FinishReason::Context);
    QCOMPARE(finishReasonName(result->finish), "length");
    QCOMPARE(bench.session->length(), 4);
}

void TestGenerate::badRequestsAreNamed() {
    Bench bench({}, {.contextLength = 4});
    VERIFY_FAILS(bench.run({}, std::span<const TokenId>()), ErrorCode::InvalidArgument, "prompt is empty");
    VERIFY_FAILS(bench.run({}, std::vector<TokenId>(5)), ErrorCode::InvalidArgument,
                 "the prompt has 5 tokens while the context has room for 4; shorten");
    VERIFY_FAILS(bench.run({.maxTokens = 0}), ErrorCode::InvalidArgument, "max-tokens is 0");
    VERIFY_FAILS(bench.run({.stopStrings = {""}}), ErrorCode::InvalidArgument, "stop string");
    VERIFY_FAILS(bench.run({.sampling = {.temperature = -1}}), ErrorCode::InvalidArgument, "temperature");
    VERIFY_OK(bench.run({.maxTokens = 1}, std::vector<TokenId>(4)));
}

void TestGenerate::cancelledAfterTokenThreeExactly() {
    Bench bench;
    const auto result = generate(
        *bench.session, &bench.tokenizer, prompt, {},
        [&](const TokenEvent& event) {
            if (event.index == 2) bench.stop.request_stop();
        },
        bench.stop.get_token(), nowNs());
    VERIFY_OK(result);
    QCOMPARE(result->tokenIds, (std::vector<TokenId>{1, 2, 3}));
    QCOMPARE(result->finish, FinishReason::Cancelled);
    QCOMPARE(result->text, std::string("Hello ST"));
    QCOMPARE(result->decodeNs.size(), 2U);
}

void TestGenerate::cancelledBeforePrefill() {
    Bench bench;
    bench.stop.request_stop();
    const auto result = bench.run({});
    VERIFY_OK(result);
    QCOMPARE(result->finish, FinishReason::Cancelled);
    QVERIFY(result->tokenIds.empty());
    QVERIFY(!result->ttftSeconds());
}

void TestGenerate::decodeErrorIsHandedOn() {
    Bench bench({.decodeError = Error{ErrorCode::Device, "the device is gone", "cuda:0"}, .decodeErrorAt = 2});
    VERIFY_FAILS(bench.run({}), ErrorCode::Device, "the device is gone");
    QCOMPARE(joined(bench.pieces), std::string("Hello ST"));
}

void TestGenerate::worksWithoutTokenizer() {
    Bench bench;
    const auto result =
        generate(*bench.session, nullptr, prompt, {.maxTokens = 3, .stopStrings = {"x"}}, {}, {}, nowNs());
    VERIFY_OK(result);
    QCOMPARE(result->tokenIds, (std::vector<TokenId>{1, 2, 3}));
    QCOMPARE(result->text, std::string());
    QCOMPARE(result->firstTextNs, 0);
}

void TestGenerate::sameSeedSameText() {
    const auto idsOf = [](std::uint64_t seed) {
        Bench bench;
        return bench.run({.sampling = {.temperature = 6.0, .seed = seed}, .maxTokens = 50}).value().tokenIds;
    };
    QCOMPARE(idsOf(5), idsOf(5));
    QVERIFY(idsOf(5) != idsOf(6));
}

void TestGenerate::alternativesComeWithTheToken() {
    Bench bench;
    std::vector<TokenEvent> events;
    VERIFY_OK(generate(
        *bench.session, &bench.tokenizer, prompt, {.maxTokens = 2, .alternatives = 3},
        [&](const TokenEvent& event) { events.push_back(event); }, {}, nowNs()));
    QCOMPARE(events.at(0).alternatives.size(), 3U);
    QCOMPARE(events.at(0).alternatives.at(0).id, events.at(0).id);
    QCOMPARE(events.at(0).alternatives.at(0).probability, events.at(0).probability);
    QVERIFY(events.at(0).probability > 0.5F && events.at(0).probability < 1.0F);
}

void TestGenerate::nonFiniteLogitsAreCounted() {
    Bench healthy;
    QCOMPARE(healthy.run({.maxTokens = 3}).value().nonFiniteSteps, 0U);
    Bench broken({.noise = std::numeric_limits<double>::infinity()}, {}, model::Precision::Int8);
    QCOMPARE(broken.run({.maxTokens = 3}).value().nonFiniteSteps, 3U);
}

void TestGenerate::defaultsAreTheFolders() {
    model::ModelFolder folder;
    folder.config.eosIds = {9};
    folder.generation.temperature = 0.8;
    folder.generation.topP = 0.9;
    folder.generation.repetitionPenalty = 1.1;
    QCOMPARE(defaultParameters(folder).sampling.temperature, 0.0);  // not asked to sample
    QCOMPARE(defaultParameters(folder).sampling.topP, 1.0);
    QCOMPARE(defaultParameters(folder).sampling.repetitionPenalty, 1.1);  // counts for the greedy choice too
    QCOMPARE(defaultParameters(folder).eosIds, std::vector<std::int64_t>{9});
    QCOMPARE(defaultParameters(folder).maxTokens, GenerationParameters{}.maxTokens);
    folder.generation.maxNewTokens = 33;
    QCOMPARE(defaultParameters(folder).maxTokens, 33);
    folder.generation.doSample = true;
    QCOMPARE(defaultParameters(folder).sampling.temperature, 0.8);
    QCOMPARE(defaultParameters(folder).sampling.topP, 0.9);
}

void TestGenerate::sessionContinues() {
    Bench bench({}, {.contextLength = 10});
    VERIFY_OK(bench.run({.maxTokens = 3}));
    QCOMPARE(bench.session->length(), 3);  // the last token was delivered, not appended
    const auto more = bench.run({.maxTokens = 2}, std::vector<TokenId>{0, 1, 2, 3});
    VERIFY_OK(more);
    QCOMPARE(more->tokenIds, (std::vector<TokenId>{4, 5}));
    VERIFY_OK(bench.session->truncate(2));
    QCOMPARE(argmax(bench.session->logits()), 2);
    VERIFY_FAILS(bench.session->truncate(3), ErrorCode::InvalidArgument, "truncate");
    VERIFY_FAILS(bench.run({}, std::vector<TokenId>(11)), ErrorCode::InvalidArgument, "room for 10; shorten");
}

void TestGenerate::logitsOfEveryPosition() {
    Bench bench;
    std::vector<TokenId> ids(40);
    for (std::size_t i = 0; i < ids.size(); ++i)
        ids[i] = static_cast<TokenId>(i % 32);
    std::vector<TokenId> winners;
    VERIFY_OK(bench.session->prefillWithLogits(
        ids,
        [&](std::int64_t first, std::int64_t count, std::span<const float> logits) {
            QCOMPARE(first, std::ssize(winners));
            for (std::int64_t i = 0; i < count; ++i)
                winners.push_back(argmax(logits.subspan(static_cast<std::size_t>(i) * 32, 32)));
        },
        {}));
    QCOMPARE(winners.size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(winners[i], (ids[i] + 1) % 32);
}

QTEST_GUILESS_MAIN(TestGenerate)
#include "tst_generate.moc"

// Sessions: chunks equal single tokens, truncation forgets, batches agree with singles, bad input is refused, stops are
// clean.
#include <cmath>

#include "core/engine/generate.h"
#include "core/model/ledger.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;

namespace {

std::vector<engine::TokenId> someIds(std::int64_t count, std::int64_t vocabulary = 700) {
    std::vector<engine::TokenId> ids;
    for (std::int64_t i = 0; i < count; ++i)
        ids.push_back(static_cast<engine::TokenId>((i * i * 3 + i * 37 + 11) % vocabulary));
    return ids;
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void prefillInChunksEqualsTokenByToken();
    void everyFamilyInPieces_data();
    void everyFamilyInPieces();
    void stepEqualsForward_data();
    void stepEqualsForward();
    void longAttentionIsSharedOut();
    void dynamicScalingFollowsTheLongestLength();
    void truncateForgets();
    void batchEqualsSingles();
    void sequencesOfDifferentLengths_data();
    void sequencesOfDifferentLengths();
    void dynamicScalingGoesAlone();
    void sameInputSameText();
    void badInputIsRefused();
    void contextIsLimited();
    void cancelledPrefillKeepsTheLength();

  private:
    std::unique_ptr<engine::Session> session(std::int64_t context, std::int64_t batch = 1) {
        auto made = m_model->createSession({context, batch});
        return made ? std::move(*made) : nullptr;
    }
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<engine::LoadedModel> m_model;
};

void TestSession::initTestCase() {
    m_engine = torch_engine::createTorchEngine();
    auto model = loadFolder(*m_engine, fixture("glm"), Precision::Fp32);
    VERIFY_OK(model);
    m_model = std::move(*model);
}

void TestSession::prefillInChunksEqualsTokenByToken() {
    // Longer than one prefill chunk, so that the boundary inside prefill is crossed too.
    const auto ids = someIds(model::prefillChunkTokens + 40);
    auto whole = session(1024);
    VERIFY_OK(whole->prefill(ids, {}));
    auto pieces = session(1024);
    VERIFY_OK(pieces->prefill(std::span(ids).first(7), {}));
    VERIFY_OK(pieces->prefill(std::span(ids).subspan(7, 300), {}));
    for (std::size_t i = 307; i < ids.size(); ++i)
        VERIFY_OK(pieces->decode(std::span(ids).subspan(i, 1)));
    QCOMPARE(pieces->length(), whole->length());
    const double error = relativeError(pieces->logits(), whole->logits());
    QVERIFY2(error <= 1e-5, qPrintable(QString::number(error)));
    QCOMPARE(engine::argmax(pieces->logits()), engine::argmax(whole->logits()));
}

void TestSession::everyFamilyInPieces_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("tokens");
    // Windows shorter than the pieces, and a window across the engine's own chunks; positions beyond the original
    // range.
    QTest::newRow("window in every layer") << "mistral-window" << 120;
    QTest::newRow("window across chunks") << "mistral-window-long" << 600;
    QTest::newRow("window in some layers") << "qwen2-window" << 120;
    QTest::newRow("window by layer_types, head norms") << "qwen3-window" << 120;
    QTest::newRow("linear scaling") << "glm-linear" << 200;
    QTest::newRow("llama3 scaling, biases") << "llama-llama3" << 200;
    QTest::newRow("yarn, sandwich norms") << "glm4-yarn-tied" << 120;
    QTest::newRow("yarn with its own ramp") << "mistral-yarn" << 150;
    QTest::newRow("dynamic scaling within the original range") << "llama-dynamic" << 32;
    QTest::newRow("ChatGLM") << "chatglm" << 120;
}

void TestSession::everyFamilyInPieces() {
    QFETCH(QString, family);
    QFETCH(int, tokens);
    auto model = loadFolder(*m_engine, fixture("models/" + family.toStdString()), Precision::Fp32);
    VERIFY_OK(model);
    const auto ids = someIds(tokens, (*model)->folder().config.vocabSize);
    auto whole = (*model)->createSession({tokens, 1});
    VERIFY_OK(whole);
    VERIFY_OK((*whole)->prefill(ids, {}));
    auto pieces = (*model)->createSession({tokens, 1});
    VERIFY_OK(pieces);
    const auto third = static_cast<std::size_t>(tokens / 3);
    VERIFY_OK((*pieces)->prefill(std::span(ids).first(5), {}));
    VERIFY_OK((*pieces)->prefill(std::span(ids).subspan(5, third), {}));
    for (std::size_t i = 5 + third; i < ids.size(); ++i)
        VERIFY_OK((*pieces)->decode(std::span(ids).subspan(i, 1)));
    const double error = relativeError((*pieces)->logits(), (*whole)->logits());
    QVERIFY2(error <= 1e-5, qPrintable(QString::number(error)));
}

void TestSession::stepEqualsForward_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("precision");
    for (const char* family : {"mistral-window", "qwen3-window", "llama-llama3", "glm4-yarn-tied", "chatglm"})
        for (const Precision precision : model::allPrecisions)
            QTest::addRow("%s %s", family, model::precisionName(precision))
                << QString(family) << static_cast<int>(precision);
}

/// One token goes its own way through the model (DecodeStep); that of the chunks, which also takes single tokens where
/// the logits of all are wanted, gives the same to the last bit.
void TestSession::stepEqualsForward() {
    QFETCH(const QString, family);
    QFETCH(const int, precision);
    auto model = loadFolder(*m_engine, fixture("models/" + family.toStdString()), static_cast<Precision>(precision));
    VERIFY_OK(model);
    const auto ids = someIds(30, (*model)->folder().config.vocabSize);
    auto steps = (*model)->createSession({64, 1}).value();
    auto chunks = (*model)->createSession({64, 1}).value();
    VERIFY_OK(steps->prefill(std::span(ids).first(9), {}));
    VERIFY_OK(chunks->prefill(std::span(ids).first(9), {}));
    for (std::size_t i = 9; i < ids.size(); ++i) {
        VERIFY_OK(steps->decode(std::span(ids).subspan(i, 1)));
        VERIFY_OK(chunks->prefillWithLogits(std::span(ids).subspan(i, 1),
                                            [](std::int64_t, std::int64_t, std::span<const float>) {}, {}));
        QVERIFY(std::ranges::equal(steps->logits(), chunks->logits()));
        QVERIFY(std::isfinite(steps->logits().front()));
    }
}

/// Several chunks of positions are a task each: the same to the last bit on however many threads, by chunks as one by
/// one, and beside a sequence that has fewer of them.
void TestSession::longAttentionIsSharedOut() {
    constexpr std::size_t prompt = 1600;
    auto ids = someIds(prompt + 12);
    std::vector<float> first;
    for (const int threads : {1, 2, 3}) {
        auto folder = model::openModelFolder(fixture("glm"));
        VERIFY_OK(folder);
        engine::LoadRequest request = loadRequest(*folder, Precision::Bf16);
        request.threads = threads;
        auto model = m_engine->load(request, {});
        VERIFY_OK(model);
        auto steps = (*model)->createSession({2048, 1}).value();
        auto chunks = (*model)->createSession({2048, 1}).value();
        auto both = (*model)->createSession({2048, 2}).value();
        for (engine::Session* each : {steps.get(), chunks.get()})
            VERIFY_OK(each->prefill(std::span(ids).first(prompt), {}));
        VERIFY_OK(both->prefillSequence(0, std::span(ids).first(20), {}));
        VERIFY_OK(both->prefillSequence(1, std::span(ids).first(prompt), {}));
        for (std::size_t i = prompt; i < ids.size(); ++i) {
            VERIFY_OK(steps->decode(std::span(ids).subspan(i, 1)));
            VERIFY_OK(chunks->prefillWithLogits(std::span(ids).subspan(i, 1),
                                                [](std::int64_t, std::int64_t, std::span<const float>) {}, {}));
            QVERIFY(std::ranges::equal(steps->logits(), chunks->logits()));
            VERIFY_OK(both->decodeSequences(std::vector<engine::TokenId>{3, ids[i]}));
            const auto beside = both->logits().subspan(steps->logits().size());
            QVERIFY(relativeError(beside, steps->logits()) <= 1e-5);
        }
        if (first.empty()) first.assign(steps->logits().begin(), steps->logits().end());
        QVERIFY(std::isfinite(first.front()) && std::ranges::equal(steps->logits(), first));
    }
}

void TestSession::dynamicScalingFollowsTheLongestLength() {
    auto model = loadFolder(*m_engine, fixture("models/llama-dynamic"), Precision::Fp32);
    VERIFY_OK(model);
    const auto ids = someIds(90, (*model)->folder().config.vocabSize);
    const auto logitsAfter = [&](const std::vector<std::size_t>& prompts) {
        auto session = (*model)->createSession({90, 1}).value();
        for (const std::size_t count : prompts) {
            if (!session->truncate(0) || !session->prefill(std::span(ids).first(count), {}))
                return std::vector<float>{};
        }
        return std::vector<float>(session->logits().begin(), session->logits().end());
    };
    // An emptied session starts again, though it has seen a longer prompt.
    QVERIFY(relativeError(logitsAfter({90, 60}), logitsAfter({60})) <= 1e-5);
    // Beyond the original 32 positions what is cached keeps its rotation, as in transformers: pieces are another model.
    auto pieces = (*model)->createSession({90, 1}).value();
    VERIFY_OK(pieces->prefill(std::span(ids).first(30), {}));
    VERIFY_OK(pieces->prefill(std::span(ids).subspan(30, 30), {}));
    QVERIFY(relativeError(pieces->logits(), logitsAfter({60})) > 1e-3);
    // A part that is kept stays with the longest length: what comes next is rotated as it was.
    const auto atOnce = allLogits(**model, {ids.begin(), ids.begin() + 60});
    VERIFY_OK(atOnce);
    auto kept = (*model)->createSession({90, 1}).value();
    VERIFY_OK(kept->prefill(std::span(ids).first(60), {}));
    VERIFY_OK(kept->truncate(40));
    VERIFY_OK(kept->prefill(std::span(ids).subspan(40, 10), {}));
    QVERIFY(relativeError(kept->logits(), (*atOnce)[49]) <= 1e-5);
}

void TestSession::truncateForgets() {
    const auto ids = someIds(30);
    auto fresh = session(64);
    VERIFY_OK(fresh->prefill(std::span(ids).first(20), {}));
    auto used = session(64);
    VERIFY_OK(used->prefill(ids, {}));
    VERIFY_OK(used->truncate(10));
    VERIFY_OK(used->prefill(std::span(ids).subspan(10, 10), {}));
    QVERIFY(relativeError(used->logits(), fresh->logits()) <= 1e-5);
    VERIFY_FAILS(used->truncate(21), ErrorCode::InvalidArgument, "cannot keep 21 of 20");
}

void TestSession::batchEqualsSingles() {
    const auto first = someIds(12);
    auto second = first;
    std::reverse(second.begin(), second.end());
    auto both = first;
    both.insert(both.end(), second.begin(), second.end());
    auto batch = session(32, 2);
    VERIFY_OK(batch->prefill(both, {}));
    VERIFY_OK(batch->decode(std::vector<engine::TokenId>{5, 9}));
    const std::size_t vocab = batch->logits().size() / 2;
    for (const auto& [ids, next, at] : {std::tuple{first, 5, std::size_t{0}}, std::tuple{second, 9, vocab}}) {
        auto single = session(32);
        VERIFY_OK(single->prefill(ids, {}));
        VERIFY_OK(single->decode(std::vector<engine::TokenId>{next}));
        QVERIFY(relativeError(batch->logits().subspan(at, vocab), single->logits()) <= 1e-5);
    }
}

void TestSession::sequencesOfDifferentLengths_data() {
    QTest::addColumn<QString>("folder");
    for (const char* folder : {"glm", "qwen2", "models/chatglm", "models/glm4-yarn-tied", "models/qwen3-window",
                               "models/qwen2-window", "models/mistral-window", "models/llama-llama3"})
        QTest::newRow(folder) << folder;
}

/// Each gets what it would get alone, whatever stands beside it, also after another took a place that became free.
void TestSession::sequencesOfDifferentLengths() {
    QFETCH(const QString, folder);
    auto loaded = loadFolder(*m_engine, fixture(folder.toStdString()), Precision::Fp32);
    VERIFY_OK(loaded);
    const std::int64_t vocabulary = (*loaded)->folder().config.vocabSize;
    const auto open = [&](std::int64_t batch) {
        return (*loaded)->createSession({.contextLength = 96, .batch = batch}).value();
    };
    std::vector<std::unique_ptr<engine::Session>> alone;
    auto batch = open(3);
    QCOMPARE(batch->sequenceCount(), 3);
    const auto compare = [&](std::span<const float> logits, engine::Session& single) {
        const double error = relativeError(logits, single.logits());
        QVERIFY2(error <= 1e-5, qPrintable(QString::number(error)));
        QCOMPARE(engine::argmax(logits), engine::argmax(single.logits()));
    };
    for (const std::int64_t length : {5, 40, 17}) {
        auto ids = someIds(length, vocabulary);
        ids[0] = static_cast<engine::TokenId>(length);
        alone.push_back(open(1));
        VERIFY_OK(alone.back()->prefill(ids, {}));
        VERIFY_OK(batch->prefillSequence(std::ssize(alone) - 1, ids, {}));
        compare(batch->logits(), *alone.back());
    }
    const auto step = [&](const std::vector<engine::TokenId>& ids) {
        VERIFY_OK(batch->decodeSequences(ids));
        const std::size_t vocab = batch->logits().size() / ids.size();
        for (std::size_t i = 0; i < ids.size(); ++i) {
            VERIFY_OK(alone[i]->decode(std::span(ids).subspan(i, 1)));
            compare(batch->logits().subspan(i * vocab, vocab), *alone[i]);
        }
    };
    for (engine::TokenId i = 0; i < 12; ++i)
        step({i, 20 + i, 40 + i});
    // The first one ends; the last takes its place, and a new one the last place.
    VERIFY_OK(batch->copySequence(2, 0));
    std::swap(alone[0], alone[2]);
    step({1, 2});
    const auto ids = someIds(31, vocabulary);
    alone[2] = open(1);
    VERIFY_OK(alone[2]->prefill(ids, {}));
    VERIFY_OK(batch->prefillSequence(2, ids, {}));
    for (engine::TokenId i = 0; i < 5; ++i)
        step({3 + i, 7, 9});
    VERIFY_FAILS(batch->prefillSequence(3, ids, {}), ErrorCode::InvalidArgument, "the session has 3 of them");
    VERIFY_FAILS(batch->decodeSequences(std::vector<engine::TokenId>(4)), ErrorCode::InvalidArgument, "has 3 of them");
}

/// Its rotation depends on the longest length: beside others it would not be what it is alone.
void TestSession::dynamicScalingGoesAlone() {
    auto loaded = loadFolder(*m_engine, fixture("models/llama-dynamic"), Precision::Fp32);
    VERIFY_OK(loaded);
    const auto ids = someIds(20, (*loaded)->folder().config.vocabSize);
    VERIFY_FAILS((*loaded)->createSession({64, 2}).value()->prefillSequence(0, ids, {}), ErrorCode::Unsupported,
                 "answer one at a time");
    VERIFY_OK((*loaded)->createSession({64, 1}).value()->prefillSequence(0, ids, {}));
}

void TestSession::sameInputSameText() {
    engine::GenerationParameters parameters;
    parameters.maxTokens = 24;
    parameters.eos = engine::EosHandling::Ignore;
    std::vector<std::vector<engine::TokenId>> answers;
    for (const double temperature : {0.0, 0.0, 0.9, 0.9}) {
        parameters.sampling.temperature = temperature;
        parameters.sampling.seed = 42;
        auto fresh = session(64);
        const auto result = engine::generate(*fresh, nullptr, someIds(8), parameters, {}, {}, 0);
        VERIFY_OK(result);
        answers.push_back(result->tokenIds);
    }
    QCOMPARE(answers[0], answers[1]);
    QCOMPARE(answers[2], answers[3]);
    QVERIFY(answers[0] != answers[2]);
}

void TestSession::badInputIsRefused() {
    auto fresh = session(16);
    VERIFY_FAILS(fresh->prefill({}, {}), ErrorCode::InvalidArgument, "no token was given");
    VERIFY_FAILS(fresh->prefill(std::vector<engine::TokenId>{1, 768}, {}), ErrorCode::InvalidArgument,
                 "token id 768 at position 1 is outside the vocabulary of 768");
    VERIFY_FAILS(fresh->prefill(std::vector<engine::TokenId>{-1}, {}), ErrorCode::InvalidArgument, "-1");
    VERIFY_FAILS(fresh->decode(std::vector<engine::TokenId>{1, 2}), ErrorCode::InvalidArgument, "one id per sequence");
    QCOMPARE(fresh->length(), 0);
}

void TestSession::contextIsLimited() {
    auto fresh = session(16);
    VERIFY_FAILS(fresh->prefill(someIds(17), {}), ErrorCode::InvalidArgument, "the context holds 16 tokens");
    VERIFY_OK(fresh->prefill(someIds(16), {}));
    VERIFY_FAILS(fresh->decode(std::vector<engine::TokenId>{1}), ErrorCode::InvalidArgument,
                 "16 are in use and 1 more");
    VERIFY_FAILS(m_model->createSession({2049, 1}), ErrorCode::InvalidArgument, "1 to 2048");
    VERIFY_FAILS(m_model->createSession({16, 0}), ErrorCode::InvalidArgument, "batch of 0");
}

void TestSession::cancelledPrefillKeepsTheLength() {
    auto fresh = session(64);
    VERIFY_OK(fresh->prefill(someIds(5), {}));
    std::stop_source stop;
    stop.request_stop();
    VERIFY_FAILS(fresh->prefill(someIds(20), stop.get_token()), ErrorCode::Cancelled, "cancelled");
    QCOMPARE(fresh->length(), 5);
    VERIFY_OK(fresh->decode(std::vector<engine::TokenId>{1}));
    QCOMPARE(fresh->length(), 6);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"

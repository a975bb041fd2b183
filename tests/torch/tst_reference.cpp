// The engine against Hugging Face transformers, which wrote what each fixture expects (see tests/fixtures/README.md):
// every family, storage and kind of positions. And lower precisions against FP32 on the shipped model.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/text_format.h"
#include "core/engine/generate.h"
#include "core/text/tokenizer.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;
namespace fs = std::filesystem;

namespace {

using Rows = std::vector<std::vector<float>>;

/// logits.f32 where it is there, else the numbers in expected.json.
Rows expectedLogits(const fs::path& folder, const Json& expected, std::size_t vocabulary) {
    if (!fs::exists(folder / "logits.f32")) return expected["logits"].get<Rows>();
    const std::string bytes = readBytes(folder / "logits.f32");
    Rows rows(bytes.size() / (vocabulary * sizeof(float)), std::vector<float>(vocabulary));
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::memcpy(rows[i].data(), bytes.data() + i * vocabulary * sizeof(float), vocabulary * sizeof(float));
    return rows;
}

std::vector<double> logProbabilities(const std::vector<float>& logits) {
    const double highest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float value : logits)
        sum += std::exp(static_cast<double>(value) - highest);
    std::vector<double> out;
    for (const float value : logits)
        out.push_back(static_cast<double>(value) - highest - std::log(sum));
    return out;
}

std::size_t best(const std::vector<float>& logits) {
    return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

/// How far the best logit lies above the second.
float margin(std::vector<float> logits) {
    std::partial_sort(logits.begin(), logits.begin() + 2, logits.end(), std::greater<>());
    return logits[0] - logits[1];
}

}  // namespace

class TestReference : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { m_engine = torch_engine::createTorchEngine(); }
    void logitsAtEveryPosition_data() { families(); }
    void logitsAtEveryPosition();
    void greedyTokens_data() { families(); }
    void greedyTokens();
    void likelihoods_data() { families(); }
    void likelihoods();
    void lowerPrecisionsStayClose_data();
    void lowerPrecisionsStayClose();
    void halfPrecisionsAnswerAsFp32_data();
    void halfPrecisionsAnswerAsFp32();

  private:
    static void families();
    static fs::path folder() {
        QFETCH(QString, family);
        return fixture(family.toStdString());
    }
    Result<std::unique_ptr<engine::LoadedModel>> load(Precision precision) {
        return loadFolder(*m_engine, folder(), precision);
    }
    static Json expected() { return readJsonFile(folder() / "expected.json").value(); }
    std::unique_ptr<engine::Engine> m_engine;
};

/// glm and qwen2, whose tokenizers other tests use, and every folder in models.
void TestReference::families() {
    QTest::addColumn<QString>("family");
    std::set<std::string> names = {"glm", "qwen2"};
    for (const fs::directory_entry& entry : fs::directory_iterator(fixture("models")))
        names.insert("models/" + entry.path().filename().string());
    for (const std::string& name : names)
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestReference::logitsAtEveryPosition() {
    auto model = load(Precision::Fp32);
    VERIFY_OK(model);
    const Json reference = expected();
    const auto rows = allLogits(**model, reference["input_ids"].get<std::vector<engine::TokenId>>());
    VERIFY_OK(rows);
    const Rows exact = expectedLogits(folder(), reference, rows->front().size());
    QCOMPARE(rows->size(), reference["input_ids"].size());
    QCOMPARE(rows->size(), exact.size());
    double worst = 0;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const double error = relativeError((*rows)[i], exact[i]);
        worst = std::max(worst, error);
        QVERIFY2(error <= 1e-5, qPrintable(QString("position %1: relative L2 error %2").arg(i).arg(error)));
    }
    if (qEnvironmentVariableIsSet("AUTOGLM_SAY")) qInfo("worst relative L2 error %.1e", worst);
}

void TestReference::greedyTokens() {
    auto model = load(Precision::Fp32);
    VERIFY_OK(model);
    const Json reference = expected();
    const auto prompt = reference["input_ids"].get<std::vector<engine::TokenId>>();
    auto session = (*model)->createSession({static_cast<std::int64_t>(prompt.size()) + 32, 1});
    VERIFY_OK(session);
    engine::GenerationParameters parameters;
    parameters.maxTokens = 32;
    parameters.eos = engine::EosHandling::Ignore;
    const auto result = engine::generate(**session, nullptr, prompt, parameters, {}, {}, 0);
    VERIFY_OK(result);
    QCOMPARE(result->tokenIds, reference["greedy"].get<std::vector<engine::TokenId>>());
}

void TestReference::likelihoods() {
    auto model = load(Precision::Fp32);
    VERIFY_OK(model);
    const Json reference = expected();
    const auto ids = reference["score_ids"].get<std::vector<engine::TokenId>>();
    const auto rows = allLogits(**model, ids);
    VERIFY_OK(rows);
    const auto nll = reference["nll"].get<std::vector<double>>();
    QCOMPARE(nll.size() + 1, ids.size());
    for (std::size_t i = 0; i < nll.size(); ++i) {
        const double mine = -logProbabilities((*rows)[i])[static_cast<std::size_t>(ids[i + 1])];
        QVERIFY2(std::abs(mine - nll[i]) <= 1e-4,
                 qPrintable(QString("position %1: %2 against %3").arg(i).arg(mine).arg(nll[i])));
    }
}

void TestReference::lowerPrecisionsStayClose_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("precision");
    QTest::addColumn<double>("limit");
    // Bounds from the formats: 11 and 8 significant bits, and 7-bit weights; three layers add up. Each is well below
    // what a wrong scale, row or bias would give (of order 1).
    for (const char* family : {"glm", "qwen2", "models/qwen3-window", "models/llama-llama3"}) {
        QTest::addRow("%s fp16", family) << family << static_cast<int>(Precision::Fp16) << 0.01;
        QTest::addRow("%s bf16", family) << family << static_cast<int>(Precision::Bf16) << 0.05;
        QTest::addRow("%s int8", family) << family << static_cast<int>(Precision::Int8) << 0.08;
    }
}

void TestReference::lowerPrecisionsStayClose() {
    QFETCH(int, precision);
    QFETCH(double, limit);
    auto model = load(static_cast<Precision>(precision));
    VERIFY_OK(model);
    const Json reference = expected();
    const auto rows = allLogits(**model, reference["input_ids"].get<std::vector<engine::TokenId>>());
    VERIFY_OK(rows);
    const Rows exact = expectedLogits(folder(), reference, rows->front().size());
    double worst = 0;
    for (std::size_t i = 0; i < rows->size(); ++i)
        worst = std::max(worst, relativeError((*rows)[i], exact[i]));
    QVERIFY2(worst <= limit && worst > 1e-5,
             qPrintable(QString("worst relative L2 error %1, limit %2").arg(worst).arg(limit)));
}

void TestReference::halfPrecisionsAnswerAsFp32_data() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : {Precision::Fp16, Precision::Bf16})
        QTest::addRow("%s", model::precisionName(precision)) << static_cast<int>(precision);
}

// Random weights have no sharp answers: the shipped model, which was trained, shows what rounding does to a real one.
void TestReference::halfPrecisionsAnswerAsFp32() {
    QFETCH(int, precision);
    const fs::path demo = fixture("") / "../../resources/demo-model";
    const auto tokenizer = text::Tokenizer::load(demo);
    VERIFY_OK(tokenizer);
    const auto ids = tokenizer->encode(readBytes(demo / "eval.txt").substr(0, 12'000));
    VERIFY_OK(ids);
    constexpr std::size_t window = 512;
    auto wide = loadFolder(*m_engine, demo, Precision::Fp32);
    auto half = loadFolder(*m_engine, demo, static_cast<Precision>(precision));
    VERIFY_OK(wide);
    VERIFY_OK(half);
    double divergence = 0;
    std::size_t positions = 0;
    std::size_t sure = 0;
    std::string different;
    for (std::size_t at = 0; at + window <= ids->size(); at += window) {
        const std::vector<engine::TokenId> part(ids->begin() + static_cast<std::ptrdiff_t>(at),
                                                ids->begin() + static_cast<std::ptrdiff_t>(at + window));
        const auto exact = allLogits(**wide, part);
        const auto rounded = allLogits(**half, part);
        VERIFY_OK(exact);
        VERIFY_OK(rounded);
        for (std::size_t i = 0; i < window; ++i, ++positions) {
            const std::vector<double> p = logProbabilities((*exact)[i]);
            const std::vector<double> q = logProbabilities((*rounded)[i]);
            for (std::size_t token = 0; token < p.size(); ++token)
                divergence += std::exp(p[token]) * (p[token] - q[token]);
            if (margin((*exact)[i]) <= 0.1F) continue;
            ++sure;
            if (best((*rounded)[i]) != best((*exact)[i]))
                different += concat(" position ", at + i, " margin ", margin((*exact)[i]), ";");
        }
    }
    divergence /= static_cast<double>(positions);
    if (qEnvironmentVariableIsSet("AUTOGLM_SAY"))
        qInfo("KLD %.2e over %zu positions, %zu of them sure", divergence, positions, sure);
    QVERIFY2(different.empty(), different.c_str());
    QVERIFY(positions >= 4 * window && sure > positions / 2);
    QVERIFY2(divergence < 1e-3 && divergence > 0, qPrintable(QString::number(divergence)));
}

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"

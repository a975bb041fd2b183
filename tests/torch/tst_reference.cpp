// The engine against Hugging Face transformers, which wrote what each fixture expects (see tests/fixtures/README.md):
// every family, storage and kind of positions. And lower precisions against FP32 on the shipped model.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/text_format.h"
#include "core/engine/generate.h"
#include "core/text/tokenizer.h"
#include "tests/support/safetensors_builder.h"
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
    void quantizedEqualsItsDequantizedWeights_data();
    void quantizedEqualsItsDequantizedWeights();
    void halfPrecisionsAnswerAsFp32_data();
    void halfPrecisionsAnswerAsFp32();
    void quantizedPrecisionsDiverge_data();
    void quantizedPrecisionsDiverge();

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
    // Bounds from the formats: 11 and 8 significant bits, and 7-bit weights; three layers add up. Each is well
    // below what a wrong scale, row or bias would give (of order 1).
    for (const char* family : {"glm", "qwen2", "models/qwen3-window", "models/llama-llama3"}) {
        QTest::addRow("%s fp16", family) << family << static_cast<int>(Precision::Fp16) << 0.01;
        QTest::addRow("%s bf16", family) << family << static_cast<int>(Precision::Bf16) << 0.05;
        QTest::addRow("%s int8", family) << family << static_cast<int>(Precision::Int8) << 0.08;
        QTest::addRow("%s int8-dynamic", family) << family << static_cast<int>(Precision::Int8Dynamic) << 0.1;
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

void TestReference::quantizedEqualsItsDequantizedWeights_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<int>("group");
    QTest::addColumn<int>("largest");
    QTest::newRow("int8") << static_cast<int>(Precision::Int8) << 1'000'000 << 127;
    QTest::newRow("int4") << static_cast<int>(Precision::Int4) << 128 << 7;
    QTest::newRow("int4:g64") << static_cast<int>(Precision::Int4Group64) << 64 << 7;
    QTest::newRow("int4:g32") << static_cast<int>(Precision::Int4Group32) << 32 << 7;
}

// The quantization once more, by its definition, into a model that is stored in FP32: run in FP32 it must answer as the
// quantized engine does with FP32 activations.
void TestReference::quantizedEqualsItsDequantizedWeights() {
    QFETCH(int, precision);
    QFETCH(int, group);
    QFETCH(int, largest);
    const TemporaryFolder folder;
    fs::copy(fixture("glm"), folder / "model", fs::copy_options::recursive);
    auto tensors = readSafetensors(folder / "model/model.safetensors");
    int matrices = 0;
    for (BuiltTensor& tensor : tensors) {
        if (tensor.shape.size() != 2 || tensor.name.find("embed") != std::string::npos) continue;
        QCOMPARE(tensor.dtype, std::string("F32"));
        ++matrices;
        std::vector<float> values(tensor.bytes.size() / sizeof(float));
        std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
        const auto columns = static_cast<std::size_t>(tensor.shape[1]);
        for (std::size_t row = 0; row < values.size(); row += columns)
            for (std::size_t first = 0; first < columns; first += static_cast<std::size_t>(group)) {
                const auto part =
                    std::span(values).subspan(row + first, std::min(static_cast<std::size_t>(group), columns - first));
                float most = 0;
                for (const float value : part)
                    most = std::max(most, std::abs(value));
                const double scale = static_cast<double>(most / static_cast<float>(largest));
                for (float& value : part)
                    value = static_cast<float>(std::nearbyint(static_cast<double>(value) / scale) * scale);
            }
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    }
    QCOMPARE(matrices, 3 * 6 + 1);
    writeBytes(folder / "model/model.safetensors", buildSafetensors(tensors));
    fs::remove(folder / "model/SHA256SUMS");
    auto dequantized = loadFolder(*m_engine, folder / "model", Precision::Fp32);
    VERIFY_OK(dequantized);
    auto request = loadRequest(model::openModelFolder(fixture("glm")).value(), static_cast<Precision>(precision));
    request.scheme = model::makeScheme(static_cast<Precision>(precision), model::DType::F32);
    auto quantized = m_engine->load(request, {});
    VERIFY_OK(quantized);
    const auto ids =
        readJsonFile(fixture("glm") / "expected.json").value()["input_ids"].get<std::vector<engine::TokenId>>();
    // All positions at once take the path of many rows, the first few that of few rows.
    for (const std::size_t count : {ids.size(), std::size_t{3}}) {
        const std::vector<engine::TokenId> part(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count));
        const auto expected = allLogits(**dequantized, part);
        const auto got = allLogits(**quantized, part);
        VERIFY_OK(expected);
        VERIFY_OK(got);
        for (std::size_t i = 0; i < count; ++i) {
            const double error = relativeError((*got)[i], (*expected)[i]);
            QVERIFY2(error <= 1e-5, qPrintable(QString("position %1: relative L2 error %2").arg(i).arg(error)));
        }
    }
}

void TestReference::halfPrecisionsAnswerAsFp32_data() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : {Precision::Fp16, Precision::Bf16})
        QTest::addRow("%s", model::precisionName(precision)) << static_cast<int>(precision);
}

/// What a precision makes of the shipped model, which was trained, in windows of text: random weights have no sharp
/// answers.
struct DemoDivergence {
    double kld = 0;  ///< mean over positions, nats
    std::size_t positions = 0;
    std::size_t sure = 0;            ///< positions where FP32's best logit leads by more than 0.1
    std::size_t differentCount = 0;  ///< those of them where the other precision prefers another token
    std::string different;
};

Result<DemoDivergence> demoDivergence(engine::Engine& engine, Precision precision) {
    const fs::path demo = fixture("") / "../../resources/demo-model";
    AUTOGLM_TRY(const auto tokenizer, text::Tokenizer::load(demo));
    AUTOGLM_TRY(const auto ids, tokenizer.encode(readBytes(demo / "eval.txt").substr(0, 12'000)));
    constexpr std::size_t window = 512;
    AUTOGLM_TRY(const auto wide, loadFolder(engine, demo, Precision::Fp32));
    AUTOGLM_TRY(const auto other, loadFolder(engine, demo, precision));
    DemoDivergence out;
    for (std::size_t at = 0; at + window <= ids.size(); at += window) {
        const std::vector<engine::TokenId> part(ids.begin() + static_cast<std::ptrdiff_t>(at),
                                                ids.begin() + static_cast<std::ptrdiff_t>(at + window));
        AUTOGLM_TRY(const auto exact, allLogits(*wide, part));
        AUTOGLM_TRY(const auto rounded, allLogits(*other, part));
        for (std::size_t i = 0; i < window; ++i, ++out.positions) {
            const std::vector<double> p = logProbabilities(exact[i]);
            const std::vector<double> q = logProbabilities(rounded[i]);
            for (std::size_t token = 0; token < p.size(); ++token)
                out.kld += std::exp(p[token]) * (p[token] - q[token]);
            if (margin(exact[i]) <= 0.1F) continue;
            ++out.sure;
            if (best(rounded[i]) == best(exact[i])) continue;
            ++out.differentCount;
            out.different += concat(" position ", at + i, " margin ", margin(exact[i]), ";");
        }
    }
    out.kld /= static_cast<double>(out.positions);
    if (qEnvironmentVariableIsSet("AUTOGLM_SAY"))
        qInfo("%s: KLD %.2e over %zu positions; other tokens at %zu of the %zu sure ones",
              model::precisionName(precision), out.kld, out.positions, out.differentCount, out.sure);
    return out;
}

void TestReference::halfPrecisionsAnswerAsFp32() {
    QFETCH(int, precision);
    const auto found = demoDivergence(*m_engine, static_cast<Precision>(precision));
    VERIFY_OK(found);
    QVERIFY2(found->different.empty(), found->different.c_str());
    QVERIFY(found->positions >= 2048 && found->sure > found->positions / 2);
    QVERIFY2(found->kld < 1e-3 && found->kld > 0, qPrintable(QString::number(found->kld)));
}

void TestReference::quantizedPrecisionsDiverge_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<double>("limit");
    QTest::newRow("int8") << static_cast<int>(Precision::Int8) << 3.4e-4;
    QTest::newRow("int8-dynamic") << static_cast<int>(Precision::Int8Dynamic) << 1.3e-3;
    QTest::newRow("int4") << static_cast<int>(Precision::Int4) << 0.1;
    QTest::newRow("int4:g64") << static_cast<int>(Precision::Int4Group64) << 0.09;
    QTest::newRow("int4:g32") << static_cast<int>(Precision::Int4Group32) << 0.065;
}

// Limits are twice what was measured: a wrong scale or column would be of order 1.
void TestReference::quantizedPrecisionsDiverge() {
    QFETCH(int, precision);
    QFETCH(double, limit);
    const auto found = demoDivergence(*m_engine, static_cast<Precision>(precision));
    VERIFY_OK(found);
    QVERIFY2(found->kld < limit && found->kld > 0, qPrintable(QString::number(found->kld)));
}

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"

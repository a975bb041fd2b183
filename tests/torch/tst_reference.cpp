// The engine against Hugging Face transformers: expected.json of each fixture was written by it (see
// tests/fixtures/README.md).
#include <cmath>

#include "core/engine/generate.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;

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

  private:
    static void families();
    Result<std::unique_ptr<engine::LoadedModel>> load(Precision precision) {
        QFETCH(QString, family);
        return loadFolder(*m_engine, fixture(family.toStdString()), precision);
    }
    static Json expected() {
        QFETCH(QString, family);
        return readJsonFile(fixture(family.toStdString()) / "expected.json").value();
    }
    std::unique_ptr<engine::Engine> m_engine;
};

void TestReference::families() {
    QTest::addColumn<QString>("family");
    QTest::newRow("glm: interleaved half rotary, fused gate and up, attention bias") << "glm";
    QTest::newRow("qwen2: split halves rotary, separate gate and up, tied head") << "qwen2";
}

void TestReference::logitsAtEveryPosition() {
    auto model = load(Precision::Fp32);
    VERIFY_OK(model);
    const Json reference = expected();
    const auto rows = allLogits(**model, reference["input_ids"].get<std::vector<engine::TokenId>>());
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), reference["logits"].size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const double error = relativeError((*rows)[i], reference["logits"][i].get<std::vector<double>>());
        QVERIFY2(error <= 1e-5, qPrintable(QString("position %1: relative L2 error %2").arg(i).arg(error)));
    }
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
        const std::vector<float>& row = (*rows)[i];
        const double highest = *std::max_element(row.begin(), row.end());
        double sum = 0;
        for (const float value : row)
            sum += std::exp(static_cast<double>(value) - highest);
        const double mine = highest + std::log(sum) - static_cast<double>(row[static_cast<std::size_t>(ids[i + 1])]);
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
    for (const char* family : {"glm", "qwen2"}) {
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
    double worst = 0;
    for (std::size_t i = 0; i < rows->size(); ++i)
        worst = std::max(worst, relativeError((*rows)[i], reference["logits"][i].get<std::vector<double>>()));
    QVERIFY2(worst <= limit && worst > 1e-5,
             qPrintable(QString("worst relative L2 error %1, limit %2").arg(worst).arg(limit)));
}

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"

// Sampling against transformers' own processors, and what a seed promises.
#include <cmath>
#include <limits>

#include "core/engine/sampling.h"
#include "tests/support/test_support.h"
#include "tests/unit/engine/sampling_reference.h"

using namespace autoglm;
using namespace autoglm::engine;

namespace {

constexpr std::array<TokenId, 6> history = {3, 3, 17, 0, 39, 25};

/// The logits of make_sampling_reference.py.
std::vector<float> referenceLogits() {
    std::vector<float> logits(40);
    for (std::size_t i = 0; i < logits.size(); ++i)
        logits[i] =
            static_cast<float>(4.0 * std::sin(1.7 * static_cast<double>(i) + 0.3) + 0.25 * static_cast<double>(i % 7));
    logits[9] = logits[8];
    logits[21] = logits[22] = logits[20];
    return logits;
}

SamplingParameters parametersOf(const SamplingReference& reference) {
    return {.temperature = reference.temperature,
            .topK = reference.topK,
            .topP = reference.topP,
            .minP = reference.minP,
            .repetitionPenalty = reference.repetitionPenalty};
}

std::vector<TokenId> draw(std::uint64_t seed, int count) {
    const std::vector<float> logits = referenceLogits();
    Sampler sampler({.temperature = 1.0, .seed = seed});
    std::vector<TokenId> ids;
    for (int i = 0; i < count; ++i)
        ids.push_back(sampler.pick(logits, {}));
    return ids;
}

}  // namespace

class TestSampling : public QObject {
    Q_OBJECT
  private slots:
    void probabilitiesEqualTransformers_data();
    void probabilitiesEqualTransformers();
    void greedyTakesTheFirstOfEquals();
    void greedyHonoursTheRepetitionPenalty();
    void sameSeedSameTokens();
    void frequenciesFollowProbabilities();
    void filteredTokensAreNeverDrawn();
    void alternativesAreThoseOfTheSoftmax();
    void valuesOutOfRangeAreNamed_data();
    void valuesOutOfRangeAreNamed();
};

void TestSampling::probabilitiesEqualTransformers_data() {
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < samplingReferences.size(); ++i)
        QTest::addRow("case %zu", i) << i;
}

void TestSampling::probabilitiesEqualTransformers() {
    QFETCH(std::size_t, index);
    const SamplingReference& reference = samplingReferences.at(index);
    const Sampler sampler(parametersOf(reference));
    const std::vector<float> actual = sampler.processedProbabilities(referenceLogits(), history);
    QCOMPARE(actual.size(), reference.probabilities.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const float expected = reference.probabilities.at(i);
        QVERIFY2(std::abs(actual[i] - expected) <= 1e-6F,
                 qPrintable(QString("token %1: %2, expected %3").arg(i).arg(actual[i]).arg(expected)));
        QCOMPARE(actual[i] == 0.0F, expected == 0.0F);
    }
}

void TestSampling::greedyTakesTheFirstOfEquals() {
    QCOMPARE(argmax(std::vector<float>{1, 3, 3, 2}), 1);
    QCOMPARE(argmax(std::vector<float>{-5, -4, -4}), 1);
    QCOMPARE(argmax(std::vector<float>{std::nanf(""), 1, 2}), 2);
    QCOMPARE(argmax(std::vector<float>{-std::numeric_limits<float>::infinity()}), 0);
    Sampler sampler({});
    QCOMPARE(sampler.pick(std::vector<float>{0, 7, 7}, {}), 1);
}

void TestSampling::greedyHonoursTheRepetitionPenalty() {
    Sampler sampler({.repetitionPenalty = 2.0});
    const std::vector<TokenId> seen = {1, 1};
    // 5 / 2 falls below 3 (were it applied twice, below 1.5 too); a negative logit is multiplied.
    QCOMPARE(sampler.pick(std::vector<float>{1.5F, 5.0F, 2.4F}, seen), 1);
    QCOMPARE(sampler.pick(std::vector<float>{1.5F, 5.0F, 3.0F}, seen), 2);
    QCOMPARE(sampler.pick(std::vector<float>{-3.0F, -2.0F, -5.0F}, seen), 0);
    const std::vector<TokenId> strange = {-1, 99};
    QCOMPARE(sampler.pick(std::vector<float>{1.0F, 2.0F}, strange), 1);
}

void TestSampling::sameSeedSameTokens() {
    QCOMPARE(draw(7, 100), draw(7, 100));
    QVERIFY(draw(7, 100) != draw(8, 100));
}

void TestSampling::frequenciesFollowProbabilities() {
    constexpr int draws = 200'000;
    std::vector<double> counts(40);
    for (const TokenId id : draw(1, draws))
        counts[static_cast<std::size_t>(id)] += 1;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double p = static_cast<double>(samplingReferences[0].probabilities.at(i));
        // Five standard deviations of a binomial share.
        QVERIFY(std::abs(counts[i] / draws - p) <= 5 * std::sqrt(p * (1 - p) / draws) + 1e-9);
    }
}

void TestSampling::filteredTokensAreNeverDrawn() {
    Sampler sampler({.temperature = 5.0, .topK = 2, .seed = 3});
    for (int i = 0; i < 1000; ++i) {
        const TokenId id = sampler.pick(std::vector<float>{0.0F, 2.0F, 1.0F, -1.0F}, {});
        QVERIFY(id == 1 || id == 2);
    }
}

void TestSampling::alternativesAreThoseOfTheSoftmax() {
    const std::vector<float> logits = referenceLogits();
    const LogitProbabilities all(logits);
    const auto likeliest = all.top(3);
    QCOMPARE(likeliest.size(), 3U);
    // Case 0 of the references is the plain softmax: 34, 12, 19 are its largest.
    const std::array<TokenId, 3> expected = {34, 12, 19};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(likeliest[i].id, expected.at(i));
        const float p = samplingReferences[0].probabilities.at(static_cast<std::size_t>(expected.at(i)));
        QVERIFY(std::abs(likeliest[i].probability - p) <= 1e-6F);
        QVERIFY(std::abs(all.of(expected.at(i)) - p) <= 1e-6F);
    }
    QCOMPARE(all.top(100).size(), 40U);
    // Of equal logits the lower id comes first; a NaN is no alternative.
    const std::vector<float> equal = {1.0F, 2.0F, std::nanf(""), 2.0F, 1.0F};
    QStringList ids;
    for (const TokenProbability& one : LogitProbabilities(equal).top(3))
        ids << QString::number(one.id);
    QCOMPARE(ids.join(QLatin1Char(' ')), QStringLiteral("1 3 0"));
}

void TestSampling::valuesOutOfRangeAreNamed_data() {
    QTest::addColumn<double>("temperature");
    QTest::addColumn<int>("topK");
    QTest::addColumn<double>("topP");
    QTest::addColumn<double>("minP");
    QTest::addColumn<double>("penalty");
    QTest::addColumn<QString>("option");
    QTest::addRow("temperature") << -0.1 << 0 << 1.0 << 0.0 << 1.0 << "temperature";
    QTest::addRow("temperature nan") << std::nan("") << 0 << 1.0 << 0.0 << 1.0 << "temperature";
    QTest::addRow("top-k") << 1.0 << -1 << 1.0 << 0.0 << 1.0 << "top-k";
    QTest::addRow("top-p zero") << 1.0 << 0 << 0.0 << 0.0 << 1.0 << "top-p";
    QTest::addRow("top-p nan") << 1.0 << 0 << std::nan("") << 0.0 << 1.0 << "top-p";
    QTest::addRow("min-p") << 1.0 << 0 << 1.0 << 1.1 << 1.0 << "min-p";
    QTest::addRow("penalty") << 1.0 << 0 << 1.0 << 0.0 << 0.0 << "repetition-penalty";
}

void TestSampling::valuesOutOfRangeAreNamed() {
    QFETCH(double, temperature);
    QFETCH(int, topK);
    QFETCH(double, topP);
    QFETCH(double, minP);
    QFETCH(double, penalty);
    QFETCH(QString, option);
    const auto status = validate(SamplingParameters{temperature, topK, topP, minP, penalty, 0});
    VERIFY_FAILS(status, ErrorCode::InvalidArgument, option.toStdString());
    QCOMPARE(QString::fromStdString(status.error().subject), option);
    VERIFY_OK(validate(SamplingParameters{}));
}

QTEST_GUILESS_MAIN(TestSampling)
#include "tst_sampling.moc"

// Sampling against transformers' own processors, and what a seed promises.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/json.h"
#include "core/engine/sampling.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::engine;
using namespace autoglm::test;

namespace {

/// tests/reference/sampling; its minus infinity is null.
const Json& references() {
    static const Json document = readJsonFile(fixture("sampling") / "expected.json").value();
    return document;
}

std::vector<float> logitsOf(const std::string& vocabulary) {
    std::vector<float> logits;
    for (const Json& value : references()["vocabularies"][vocabulary]["logits"])
        logits.push_back(value.is_null() ? -std::numeric_limits<float>::infinity() : value.get<float>());
    return logits;
}

std::vector<float> referenceLogits() {
    return logitsOf("forty");
}

SamplingParameters parametersOf(const Json& reference) {
    return {.temperature = reference[0],
            .topK = reference[1],
            .topP = reference[2],
            .minP = reference[3],
            .repetitionPenalty = reference[4]};
}

/// A token that was removed has no probability at all.
bool isSame(float actual, float expected) {
    return std::abs(actual - expected) <= 1e-6F && (actual == 0) == (expected == 0);
}

/// Pearson's statistic of `draws` draws against `probabilities`, over the tokens expected at least five times, and its
/// degrees of freedom; a token of probability zero that was drawn makes it infinite.
std::pair<double, int> chiSquared(const std::vector<int>& counts, const std::vector<float>& probabilities, int draws) {
    double statistic = 0;
    double restExpected = 0;
    double restCount = 0;
    int cells = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = static_cast<double>(probabilities[i]) * draws;
        if (expected == 0 && counts[i] > 0) return {std::numeric_limits<double>::infinity(), 1};
        if (expected < 5) {
            restExpected += expected;
            restCount += counts[i];
            continue;
        }
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        ++cells;
    }
    if (restExpected >= 5) {
        statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
        ++cells;
    }
    return {statistic, cells - 1};
}

/// The value that chi-squared exceeds with probability 1e-4 (Wilson and Hilferty's approximation).
double criticalValue(int freedom) {
    const double share = 2.0 / (9.0 * freedom);
    return freedom * std::pow(1 - share + 3.7190 * std::sqrt(share), 3);
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
    void countsOfGeneratedTokensArePenalized();
    void greedyTakesTheFirstOfEquals();
    void greedyHonoursTheRepetitionPenalty();
    void sameSeedSameTokens();
    void frequenciesFollowProbabilities_data();
    void frequenciesFollowProbabilities();
    void filteredTokensAreNeverDrawn();
    void alternativesAreThoseOfTheSoftmax();
    void valuesOutOfRangeAreNamed_data();
    void valuesOutOfRangeAreNamed();
};

void TestSampling::probabilitiesEqualTransformers_data() {
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < references()["rows"].size(); ++i) {
        const Json& row = references()["rows"][i];
        QTest::addRow("%s %s", row["vocabulary"].get<std::string>().c_str(), row["case"].dump().c_str()) << i;
    }
}

void TestSampling::probabilitiesEqualTransformers() {
    QFETCH(std::size_t, index);
    const Json& row = references()["rows"][index];
    const std::string vocabulary = row["vocabulary"];
    const Sampler sampler(parametersOf(row["case"]));
    const std::vector<TokenId> history = references()["vocabularies"][vocabulary]["history"];
    const std::vector<float> actual = sampler.processedProbabilities(logitsOf(vocabulary), history);
    std::vector<float> expected(actual.size(), 0.0F);
    for (const Json& kept : row["kept"])
        expected.at(kept[0].get<std::size_t>()) = kept[1].get<float>();
    // Of equal scores the reference kept any; what counts is how many.
    for (const Json& group : row["open"]) {
        std::vector<float> ours;
        std::vector<float> theirs;
        for (const Json& id : group) {
            ours.push_back(actual.at(id.get<std::size_t>()));
            theirs.push_back(std::exchange(expected.at(id.get<std::size_t>()), ours.back()));
        }
        std::ranges::sort(ours);
        std::ranges::sort(theirs);
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(isSame(ours[i], theirs[i]), qPrintable(QString("%1 of %2 equals").arg(i).arg(ours.size())));
    }
    for (std::size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(isSame(actual[i], expected[i]),
                 qPrintable(QString("token %1: %2, expected %3").arg(i).arg(actual[i]).arg(expected[i])));
}

/// logit -= count * frequency + (count > 0) * presence, of what was generated; the prompt does not count.
void TestSampling::countsOfGeneratedTokensArePenalized() {
    const std::vector<float> logits = {1.0F, 2.0F, 3.0F, 0.0F};
    const std::vector<TokenId> history = {3, 3, 0, 2, 2, 1, 2};  // two prompt tokens
    const Sampler penalized({.temperature = 1.0, .frequencyPenalty = 0.5, .presencePenalty = 0.25});
    const Sampler plain({.temperature = 1.0});
    const std::vector<float> shifted = {1.0F - 0.75F, 2.0F - 0.75F, 3.0F - 1.75F, 0.0F};
    QCOMPARE(penalized.processedProbabilities(logits, history, 2), plain.processedProbabilities(shifted, {}));
    Sampler greedy({.frequencyPenalty = 1.0});
    QCOMPARE(greedy.pick(logits, history, 2), 1);
    QCOMPARE(greedy.pick(logits, history, history.size()), 2);
    Sampler encouraging({.presencePenalty = -2.0});
    QCOMPARE(encouraging.pick(std::vector<float>{1.0F, 0.0F}, std::vector<TokenId>{1}, 0), 1);
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

void TestSampling::frequenciesFollowProbabilities_data() {
    QTest::addColumn<double>("temperature");
    QTest::addColumn<int>("topK");
    QTest::addColumn<double>("topP");
    QTest::addColumn<double>("minP");
    QTest::addRow("plain") << 1.0 << 0 << 1.0 << 0.0;
    QTest::addRow("hot") << 2.0 << 0 << 1.0 << 0.0;
    QTest::addRow("cold, top-k") << 0.7 << 10 << 1.0 << 0.0;
    QTest::addRow("top-p") << 1.0 << 0 << 0.8 << 0.0;
    QTest::addRow("all") << 1.3 << 20 << 0.95 << 0.02;
}

void TestSampling::frequenciesFollowProbabilities() {
    QFETCH(double, temperature);
    QFETCH(int, topK);
    QFETCH(double, topP);
    QFETCH(double, minP);
    constexpr int draws = 100'000;
    const std::vector<float> logits = referenceLogits();
    const auto drawn = [&](double ownTemperature, std::uint64_t seed) {
        Sampler sampler({.temperature = ownTemperature, .topK = topK, .topP = topP, .minP = minP, .seed = seed});
        std::vector<int> counts(logits.size());
        for (int i = 0; i < draws; ++i)
            ++counts[static_cast<std::size_t>(sampler.pick(logits, {}))];
        return counts;
    };
    const std::vector<float> probabilities =
        Sampler({.temperature = temperature, .topK = topK, .topP = topP, .minP = minP})
            .processedProbabilities(logits, {});
    // A sampler whose temperature is five per cent off does not pass, whatever its seed: the test sees that much.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr std::uint64_t seeds = 1;  // millions of draws under a sanitizer take minutes
#else
    constexpr std::uint64_t seeds = 4;
#endif
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto [statistic, freedom] = chiSquared(drawn(temperature, seed), probabilities, draws);
        QVERIFY2(statistic < criticalValue(freedom), qPrintable(QString::number(statistic)));
        for (const double factor : {0.95, 1.05}) {
            const auto [wrong, wrongFreedom] = chiSquared(drawn(temperature * factor, seed), probabilities, draws);
            QVERIFY2(wrong > criticalValue(wrongFreedom), qPrintable(QString::number(wrong)));
        }
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
        const float p = references()["rows"][0]["kept"][static_cast<std::size_t>(expected.at(i))][1];
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
    const auto status = validate(SamplingParameters{temperature, topK, topP, minP, penalty});
    VERIFY_FAILS(status, ErrorCode::InvalidArgument, option.toStdString());
    QCOMPARE(QString::fromStdString(status.error().subject), option);
    VERIFY_OK(validate(SamplingParameters{}));
    VERIFY_FAILS(validate(SamplingParameters{.frequencyPenalty = 2.5}), ErrorCode::InvalidArgument,
                 "frequency-penalty");
    VERIFY_FAILS(validate(SamplingParameters{.presencePenalty = std::nan("")}), ErrorCode::InvalidArgument,
                 "presence-penalty");
}

QTEST_GUILESS_MAIN(TestSampling)
#include "tst_sampling.moc"

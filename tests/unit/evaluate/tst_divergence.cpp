// Divergence and perplexity against numpy 2.4 in float64, from formulas written down apart from this code.
#include <cmath>
#include <limits>

#include "core/evaluate/divergence.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::evaluate;

namespace {

constexpr int vocab = 7;
const std::vector<std::int32_t> correct = {3, 0, 6, 2, 5};

std::vector<float> logitsA(int row) {
    std::vector<float> logits(vocab);
    for (int i = 0; i < vocab; ++i)
        logits[static_cast<std::size_t>(i)] = static_cast<float>(3 * std::sin(0.7 * i + 1.3 * row));
    return logits;
}

std::vector<float> logitsB(int row) {
    std::vector<float> logits = logitsA(row);
    for (int i = 0; i < vocab; ++i)
        logits[static_cast<std::size_t>(i)] += static_cast<float>(0.25 * std::cos(2.1 * i - 0.4 * row));
    return logits;
}

std::vector<TokenDivergence> tokens() {
    std::vector<TokenDivergence> all;
    for (int row = 0; row < 5; ++row) {
        all.push_back(compareLogits(logitsA(row), logitsB(row), correct[static_cast<std::size_t>(row)]));
        all.back().position = row;
    }
    return all;
}

bool near(double value, double expected, double tolerance = 1e-6) {
    return std::abs(value - expected) <= tolerance;
}

}  // namespace

class TestDivergence : public QObject {
    Q_OBJECT
  private slots:
    void positionsMatchNumpy();
    void aDistributionIsAtZeroFromItself();
    void shiftedLogitsAreTheSameDistribution();
    void summariesMatchNumpy();
    void perplexityMatchesNumpy();
    void percentilesWaitForEnoughTokens();
    void nonFiniteLogitsAreSeen();
    void theStripHoldsEveryPositionOnce();
};

void TestDivergence::positionsMatchNumpy() {
    const std::vector<double> kld = {0.016059249686662988, 0.01168881763093876, 0.004904938251211761,
                                     0.014797092983953548, 0.014394310338483367};
    const std::vector<double> nllA = {1.1857590871541828, 0.7371710937292762, 0.8739505114435554, 6.114031923226272,
                                      1.786279152878401};
    const std::vector<double> nllB = {0.9512662746955018, 0.599997683531706, 0.8412104789628985, 6.340894725990978,
                                      2.065978134252423};
    const std::vector<double> deltaP = {0.0807374334455751, 0.07034737042793843, 0.013888521829270362,
                                        -0.0004488913715055146, -0.040888254224706794};
    const std::vector<bool> same = {false, true, true, true, true};
    const auto all = tokens();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(near(all[i].kld, kld[i]));
        QVERIFY(near(all[i].nllA, nllA[i]) && near(all[i].nllB, nllB[i]));
        QVERIFY(near(all[i].deltaP, deltaP[i]));
        QCOMPARE(all[i].sameTop, same[i]);
        QVERIFY(near(negativeLogLikelihood(logitsA(static_cast<int>(i)), correct[i]), nllA[i]));
    }
}

void TestDivergence::aDistributionIsAtZeroFromItself() {
    for (int row = 0; row < 200; ++row) {
        const auto same = compareLogits(logitsA(row), logitsA(row), 1);
        QCOMPARE(same.kld, 0.0);
        QCOMPARE(same.deltaP, 0.0);
        QCOMPARE(same.nllA, same.nllB);
        QVERIFY(same.sameTop);
    }
}

void TestDivergence::shiftedLogitsAreTheSameDistribution() {
    std::vector<float> shifted = logitsA(2);
    for (float& logit : shifted)
        logit += 1000;
    const auto compared = compareLogits(logitsA(2), shifted, 4);
    QVERIFY(near(compared.kld, 0, 1e-4) && compared.sameTop);
}

void TestDivergence::summariesMatchNumpy() {
    const auto all = tokens();
    const auto kld = summarizeKld(all);
    QVERIFY(near(kld.mean, 0.012368881778250084) && near(*kld.stderrOfMean, 0.0019973773558197754));
    QVERIFY(near(kld.median, 0.014394310338483367) && near(kld.max, 0.016059249686662988));
    const auto delta = summarizeDeltaP(all);
    QVERIFY(near(delta.mean, 0.024727236021314315) && near(delta.rms, 0.051637636586338916));
    // numpy: with the covariance 0.10062; without it the error would be 1.475.
    const auto ratio = summarizeLogRatio(all);
    QVERIFY(near(ratio.mean, 0.02043110580036389) && near(*ratio.stderrOfMean, 0.1006196885121484));
}

void TestDivergence::perplexityMatchesNumpy() {
    std::vector<double> nll;
    for (const auto& token : tokens())
        nll.push_back(token.nllA);
    const auto estimate = perplexity(nll);
    QVERIFY(near(estimate->ppl, 8.494665291381988, 1e-5));
    QVERIFY(near(*estimate->lnStderr, 1.0099364473759866) && near(*estimate->pplStderr, 8.579072086026425, 1e-5));
    QVERIFY(near(estimate->interval95->low, 1.173510037981366, 1e-5) &&
            near(estimate->interval95->high, 61.490175692690244, 1e-4));
    QVERIFY(!perplexity({}));
    QVERIFY(!perplexity(std::vector<double>{2})->lnStderr);
}

void TestDivergence::percentilesWaitForEnoughTokens() {
    const auto few = summarizeKld(std::vector<TokenDivergence>(99));
    QVERIFY(few.p90 && few.p95 && !few.p99 && !few.p999);
    const auto many = summarizeKld(std::vector<TokenDivergence>(1000));
    QVERIFY(many.p99 && many.p999);
}

void TestDivergence::nonFiniteLogitsAreSeen() {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
        for (const std::size_t where : {0U, 3U, 6U}) {
            auto damaged = logitsB(1);
            damaged[where] = bad;
            QVERIFY(!isFinite(compareLogits(logitsA(1), damaged, 2)));
            QVERIFY(!isFinite(compareLogits(damaged, logitsA(1), 2)));
        }
    }
    QVERIFY(isFinite(compareLogits(logitsA(1), logitsB(1), 2)));
}

void TestDivergence::theStripHoldsEveryPositionOnce() {
    std::vector<TokenDivergence> all(1003);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = {.position = static_cast<std::int64_t>(2 * i),
                  .kld = static_cast<double>(i),
                  .nllA = 0,
                  .nllB = 0,
                  .deltaP = 0,
                  .sameTop = true};
    const auto strip = divergenceStrip(all, 200);
    QCOMPARE(strip.size(), 200U);
    std::int64_t count = 0;
    double sum = 0;
    for (const StripBucket& bucket : strip) {
        QCOMPARE(bucket.firstPosition, 2 * count);
        count += bucket.tokens;
        QCOMPARE(bucket.lastPosition, 2 * (count - 1));
        QCOMPARE(bucket.maxKld, static_cast<double>(count - 1));
        sum += bucket.meanKld * static_cast<double>(bucket.tokens);
    }
    QCOMPARE(count, 1003);
    QCOMPARE(sum, 1003.0 * 1002 / 2);
    QCOMPARE(divergenceStrip(std::span(all).first(3), 200).size(), 3U);
    QVERIFY(divergenceStrip({}, 200).empty());
}

QTEST_GUILESS_MAIN(TestDivergence)
#include "tst_divergence.moc"

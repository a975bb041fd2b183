// Statistics against numbers that were computed apart from this code: numpy 2.4 for percentiles and means, mpmath 1.4
// with 30 digits for Student's quantiles (numeric integration of the density), the beta function, binomial sums and the
// roots of Wilson's equation.
#include <cmath>

#include "core/measure/run_record.h"
#include "core/measure/statistics.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::measure;

namespace {

const std::vector<double> sample = {12.1, 9.7, 11.4, 10.2, 13.9, 8.8, 10.0};

/// Relative difference, or absolute where `expected` is below 1.
bool near(double value, double expected, double tolerance = 1e-12) {
    return std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

}  // namespace

class TestStatistics : public QObject {
    Q_OBJECT
  private slots:
    void percentilesAreNumpys();
    void percentilesNeedEnoughValues();
    void meansAndDeviationsUseNMinusOne();
    void incompleteBetaMatchesMpmath();
    void studentQuantilesMatchMpmath();
    void ratiosAreExpOfMeanLogs();
    void bootstrapAgreesWithALargeOne();
    void noiseFloorIsAtLeastHalfAPercent();
    void smallestFindableRatioMatchesMpmath();
    void wilsonMatchesItsEquation();
    void mcnemarIsTheExactBinomial();
    void pairedDifferencesMatchAgrestiMin();
    void runsDeriveWhatTheyDefine();
};

void TestStatistics::percentilesAreNumpys() {
    QVERIFY(near(*percentile(sample, 0), 8.8));
    QVERIFY(near(*percentile(sample, 0.25), 9.85));
    QVERIFY(near(*percentile(sample, 0.5), 10.2));
    QVERIFY(near(*percentile(sample, 0.9), 12.82));
    QVERIFY(near(*percentile(sample, 0.975), 13.629999999999999));
    QVERIFY(near(*percentile(sample, 1), 13.9));
    QVERIFY(!percentile({}, 0.5));
}

void TestStatistics::percentilesNeedEnoughValues() {
    QVERIFY(!percentileIfEnough(std::vector<double>(9, 1.0), 0.9));
    QVERIFY(percentileIfEnough(std::vector<double>(10, 1.0), 0.9));
    QVERIFY(!percentileIfEnough(std::vector<double>(99, 1.0), 0.99));
    QVERIFY(percentileIfEnough(std::vector<double>(100, 1.0), 0.99));
    QVERIFY(!percentileIfEnough(std::vector<double>(999, 1.0), 0.999));
    QVERIFY(percentileIfEnough(std::vector<double>(1000, 1.0), 0.999));
    QVERIFY(!percentileIfEnough(std::vector<double>(99, 1.0), 0.01));
    QVERIFY(percentileIfEnough(std::vector<double>(100, 1.0), 0.01));
}

void TestStatistics::meansAndDeviationsUseNMinusOne() {
    QVERIFY(near(*sampleStddev(sample), 1.7240594399210698));
    const auto estimate = meanEstimate(sample);
    QVERIFY(near(estimate->mean, 10.87142857142857));
    QVERIFY(near(estimate->interval95->low, 9.276939528569985));
    QVERIFY(near(estimate->interval95->high, 12.465917614287156));
    const auto single = meanEstimate(std::vector<double>{3});
    QVERIFY(single && !single->stddev && !single->interval95);
    QVERIFY(!meanEstimate({}));
}

void TestStatistics::incompleteBetaMatchesMpmath() {
    QVERIFY(near(regularizedBeta(0.5, 0.5, 0.3), 0.3690101195655454));
    QVERIFY(near(regularizedBeta(2, 3.5, 0.7), 0.9489796437683938));
    QVERIFY(near(regularizedBeta(40, 60, 0.42), 0.662305674981564));
    QVERIFY(near(regularizedBeta(100, 0.5, 0.999), 0.6550435163244296));
}

void TestStatistics::studentQuantilesMatchMpmath() {
    QVERIFY(near(studentQuantile(0.975, 1), 12.7062047361747));
    QVERIFY(near(studentQuantile(0.975, 2), 4.30265272974946));
    QVERIFY(near(studentQuantile(0.975, 4), 2.77644510519779));
    QVERIFY(near(studentQuantile(0.975, 9), 2.26215716279821));
    QVERIFY(near(studentQuantile(0.975, 29), 2.0452296421327));
    QVERIFY(near(studentQuantile(0.975, 200), 1.97189622363391));
    QVERIFY(near(studentQuantile(0.8, 1), 1.37638192047117));
    QVERIFY(near(studentQuantile(0.8, 9), 0.883403859685535));
    QVERIFY(near(studentQuantile(0.025, 9), -2.26215716279821));
}

void TestStatistics::ratiosAreExpOfMeanLogs() {
    const std::vector<double> a = {10., 11, 9.5, 10.4, 10.1};
    const std::vector<double> b = {18., 20.5, 17.3, 18.4, 18.9};
    std::vector<double> logs;
    for (std::size_t i = 0; i < a.size(); ++i)
        logs.push_back(std::log(b[i] / a[i]));
    const auto estimate = ratioEstimate(logs);
    QVERIFY(near(estimate->ratio, 1.8246359132929617));
    QVERIFY(near(*estimate->logStddev, 0.023580388678891787));
    QVERIFY(near(estimate->interval95->low, 1.771987056822617));
    QVERIFY(near(estimate->interval95->high, 1.878849060019808));
    QVERIFY(!ratioEstimate({}));
}

void TestStatistics::bootstrapAgreesWithALargeOne() {
    // The blocks of the test above; 2,000,000 resamples by numpy gave 1.79179077 and 1.85808314.
    std::vector<double> logs;
    for (const auto& [a, b] :
         std::vector<std::pair<double, double>>{{10, 18}, {11, 20.5}, {9.5, 17.3}, {10.4, 18.4}, {10.1, 18.9}}) {
        logs.push_back(std::log(b / a));
    }
    const auto interval = bootstrapRatio(logs, 7);
    QVERIFY(near(interval->low, 1.79179077, 2e-3));
    QVERIFY(near(interval->high, 1.85808314, 2e-3));
    QCOMPARE(bootstrapRatio(logs, 7)->low, interval->low);
    QVERIFY(!bootstrapRatio(std::vector<double>{0.1}, 7));
}

void TestStatistics::noiseFloorIsAtLeastHalfAPercent() {
    // 2,000,000 resamples by numpy gave 0.0153333.
    QVERIFY(near(noiseFloorLog(std::vector<double>{0.02, -0.03, 0.012, -0.004, 0.015, 0.008}, 3), 0.0153333, 3e-4));
    QVERIFY(near(noiseFloorLog(std::vector<double>{0.001, -0.001, 0.0005}, 3), std::log(1.005)));
    QVERIFY(near(noiseFloorLog({}, 3), std::log(1.005)));
}

void TestStatistics::smallestFindableRatioMatchesMpmath() {
    QVERIFY(near(*smallestFindableRatio(0.02, 5), 1.03380846605107));
    QVERIFY(near(*smallestFindableRatio(0.02, 10), 1.02009348463584));
    QVERIFY(near(*smallestFindableRatio(1e-6, 10), 1.005));
    QVERIFY(!smallestFindableRatio(0.02, 1));
}

void TestStatistics::wilsonMatchesItsEquation() {
    const auto most = wilson(97, 100);
    QVERIFY(near(most->interval95.low, 0.915480635709472) && near(most->interval95.high, 0.989745475975961));
    const auto all = wilson(5000, 5000);
    QVERIFY(near(all->interval95.low, 0.999232298054943));
    QCOMPARE(all->interval95.high, 1.0);
    const auto few = wilson(1, 3);
    QVERIFY(near(few->interval95.low, 0.0614919447203962) && near(few->interval95.high, 0.792340399197952));
    QCOMPARE(wilson(0, 10)->interval95.low, 0.0);
    QVERIFY(!wilson(0, 0));
}

void TestStatistics::mcnemarIsTheExactBinomial() {
    QVERIFY(near(mcnemarExact(10, 2), 0.03857421875));
    QVERIFY(near(mcnemarExact(2, 10), 0.03857421875));
    QVERIFY(near(mcnemarExact(3, 3), 1.0));
    QVERIFY(near(mcnemarExact(0, 5), 0.0625));
    QVERIFY(near(mcnemarExact(40, 20), 0.0134892937311919));
    QCOMPARE(mcnemarExact(0, 0), 1.0);
}

void TestStatistics::pairedDifferencesMatchAgrestiMin() {
    const Interval some = pairedDifferenceInterval(5, 2, 300);
    QVERIFY(near(some.low, -0.00838834510281704) && near(some.high, 0.0282558947716912));
    const Interval none = pairedDifferenceInterval(0, 0, 300);
    QVERIFY(near(none.low, -0.00648994696867568) && near(none.high, 0.00648994696867568));
}

void TestStatistics::runsDeriveWhatTheyDefine() {
    const RunRecord run{.label = "r",
                        .submitNs = 1'000,
                        .prefillNs = 2'000'000,
                        .promptTokens = 64,
                        .tokenNs = {5'001'000, 7'001'000, 8'001'000, 14'001'000}};
    QVERIFY(near(*run.ttftSeconds(), 0.005));
    QVERIFY(near(*run.tpotSeconds(), 0.003));
    QVERIFY(near(*run.decodeRateTokensPerSecond(), 1000.0 / 3));
    QVERIFY(near(*run.prefillTokensPerSecond(), 32'000));
    QCOMPARE(run.itlNs(), (std::vector<std::int64_t>{2'000'000, 1'000'000, 6'000'000}));
    // The identity e2e = ttft + tpot (n - 1).
    QVERIFY(near(*run.e2eSeconds(), *run.ttftSeconds() + *run.tpotSeconds() * 3, 1e-15));

    const RunRecord one{.label = {}, .submitNs = 0, .prefillNs = 0, .promptTokens = 0, .tokenNs = {10}};
    QVERIFY(one.ttftSeconds() && one.e2eSeconds());
    QVERIFY(!one.tpotSeconds() && !one.decodeRateTokensPerSecond() && !one.prefillTokensPerSecond() &&
            one.itlNs().empty());
    QVERIFY(!RunRecord{}.ttftSeconds() && !RunRecord{}.e2eSeconds());
}

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"

// What changed between two runs: the verdict follows the intervals, the noise floor and the direction of each metric.
#include <cmath>

#include "core/base/local_time.h"
#include "core/base/text_format.h"
#include "core/store/history_text.h"
#include "core/store/run_diff.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::store;
using namespace autoglm::test;

namespace {

Json estimate(double mean, double half) {
    return {{"mean", mean}, {"ci95_low", mean - half}, {"ci95_high", mean + half}, {"n", 8}};
}

Json comparison(double rateB, double half) {
    Json arm = {{"precision", "fp16"},
                {"device", "cpu"},
                {"decode_rate_tok_per_s", estimate(40, 0.1)},
                {"ttft_s", estimate(0.02, 0.0001)},
                {"weights_bytes", 12'000'000}};
    Json other = arm;
    other["precision"] = "int8";
    other["decode_rate_tok_per_s"] = estimate(rateB, half);
    return {{"model", {{"weights_sha256", "aa"}}},
            {"arms", {arm, other}},
            {"noise_floor", 0.01},
            {"quality", {{"kld", {{"mean", 0.001}, {"stderr", 0.0001}}}, {"same_top", {{"mean", 0.99}}}}}};
}

DiffRow rowOf(const Result<RunDiff>& diff, const std::string& metric) {
    for (const DiffRow& row : diff.value().rows)
        if (row.metric == metric) return row;
    return {};
}

}  // namespace

class TestRunDiff : public QObject {
    Q_OBJECT
  private slots:
    void verdictFollowsIntervals_data();
    void verdictFollowsIntervals();
    void noiseIsNotSameness();
    void firstTokenHasItsOwnNoiseFloor();
    void computedFiguresThatRepeatAreTheSame();
    void intervalsAddInQuadratureOnLogarithms();
    void lowerIsBetterForTimes();
    void exactValuesNeedNoInterval();
    void differencesForQuality();
    void unknownIsCannotTell();
    void conditionsThatDifferAreNoted();
    void benchResultsAreMatchedByTest();
    void differentKindsAreRefused();
    void textAndJsonSayTheSame();
};

void TestRunDiff::verdictFollowsIntervals_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("half");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("clearly faster") << 80.0 << 0.5 << "better";
    QTest::newRow("clearly slower") << 30.0 << 0.5 << "worse";
    QTest::newRow("interval holds 1") << 41.0 << 2.0 << "cannot tell";
    QTest::newRow("all within 2 % of 1") << 40.1 << 0.02 << "same";
    QTest::newRow("not beyond the floor, partly beyond 2 %") << 40.35 << 0.6 << "cannot tell";
}

void TestRunDiff::verdictFollowsIntervals() {
    QFETCH(double, rate);
    QFETCH(double, half);
    QFETCH(QString, verdict);
    const auto diff = diffDocuments(comparison(40, 0.1), comparison(rate, half));
    VERIFY_OK(diff);
    QCOMPARE(QString::fromUtf8(diffVerdictName(rowOf(diff, "B decode_rate").verdict)), verdict);
}

void TestRunDiff::noiseIsNotSameness() {
    Json noisy = comparison(40, 0.1);
    noisy["noise_floor"] = 0.9;
    noisy["arms"][0]["tpot_s"] = estimate(0.025, 0.008);
    Json other = noisy;
    other["arms"][0]["tpot_s"]["mean"] = 0.0248;
    QCOMPARE(rowOf(diffDocuments(noisy, other), "A tpot").verdict, DiffVerdict::CannotTell);
}

void TestRunDiff::firstTokenHasItsOwnNoiseFloor() {
    Json before = comparison(40, 0.1);
    Json after = before;
    after["arms"][0]["ttft_s"] = estimate(0.01, 0.0001);
    QCOMPARE(rowOf(diffDocuments(before, after), "A ttft").verdict, DiffVerdict::Better);
    before["paired"]["ttft_ratio"]["noise_floor"] = 2.74;
    QCOMPARE(rowOf(diffDocuments(before, after), "A ttft").verdict, DiffVerdict::CannotTell);
    // A noisy first token hides no change of the decode rate, nor the other way round.
    after["arms"][0]["decode_rate_tok_per_s"] = estimate(80, 0.1);
    QCOMPARE(rowOf(diffDocuments(before, after), "A decode_rate").verdict, DiffVerdict::Better);
}

void TestRunDiff::computedFiguresThatRepeatAreTheSame() {
    QCOMPARE(rowOf(diffDocuments(comparison(40, 0.1), comparison(40, 0.1)), "kld").verdict, DiffVerdict::Same);
    QCOMPARE(rowOf(diffDocuments(comparison(40, 0.1), comparison(40, 0.1)), "same_top").verdict, DiffVerdict::Same);
}

void TestRunDiff::intervalsAddInQuadratureOnLogarithms() {
    // numpy: h = hypot(log(40.1/39.9)/2, log(80.5/79.5)/2); [2*exp(-h), 2*exp(h)]
    const auto row = rowOf(diffDocuments(comparison(40, 0.1), comparison(80, 0.5)), "B decode_rate");
    QCOMPARE(row.change->value, 2.0);
    QVERIFY(std::abs(*row.change->low95 - 1.986582) < 1e-5);
    QVERIFY(std::abs(*row.change->high95 - 2.013508) < 1e-5);
}

void TestRunDiff::lowerIsBetterForTimes() {
    Json faster = comparison(40, 0.1);
    faster["arms"][0]["ttft_s"] = estimate(0.01, 0.0001);
    QCOMPARE(rowOf(diffDocuments(comparison(40, 0.1), faster), "A ttft").verdict, DiffVerdict::Better);
    QCOMPARE(rowOf(diffDocuments(faster, comparison(40, 0.1)), "A ttft").verdict, DiffVerdict::Worse);
}

void TestRunDiff::exactValuesNeedNoInterval() {
    Json smaller = comparison(40, 0.1);
    smaller["arms"][1]["weights_bytes"] = 6'000'000;
    const auto diff = diffDocuments(comparison(40, 0.1), smaller);
    QCOMPARE(rowOf(diff, "B weights").verdict, DiffVerdict::Better);
    QCOMPARE(rowOf(diff, "B weights").change->value, 0.5);
    QCOMPARE(rowOf(diff, "A weights").verdict, DiffVerdict::Same);
    for (const auto& [before, after, verdict] : {std::tuple(9'673'672, 9'935'840, DiffVerdict::Same),
                                                 {9'673'672, 11'000'000, DiffVerdict::Worse},
                                                 {800'000'000, 812'000'000, DiffVerdict::Same},
                                                 {800'000'000, 780'000'000, DiffVerdict::Better}}) {
        Json first = comparison(40, 0.1);
        Json second = first;
        first["arms"][0]["peak_memory_bytes"] = before;
        second["arms"][0]["peak_memory_bytes"] = after;
        QCOMPARE(rowOf(diffDocuments(first, second), "A peak_memory").verdict, verdict);
        // Their ratio is as sure as they are.
        for (Json* each : {&first, &second})
            (*each)["arms"][1]["peak_memory_bytes"] = 1e12;
        first["paired"]["memory_ratio"] = 1.0;
        second["paired"]["memory_ratio"] = static_cast<double>(after) / before;
        QCOMPARE(rowOf(diffDocuments(first, second), "B vs A memory").verdict, verdict);
    }
}

void TestRunDiff::differencesForQuality() {
    Json worse = comparison(40, 0.1);
    worse["quality"]["kld"] = {{"mean", 0.002}, {"stderr", 0.0001}};
    const auto row = rowOf(diffDocuments(comparison(40, 0.1), worse), "kld");
    QCOMPARE(row.verdict, DiffVerdict::Worse);
    QVERIFY(row.change->scale == ChangeScale::Difference);
    QVERIFY(std::abs(*row.change->low95 - (0.001 - 1.959964 * 0.0001 * std::sqrt(2.0))) < 1e-12);
}

void TestRunDiff::unknownIsCannotTell() {
    Json without = comparison(40, 0.1);
    without["arms"][0].erase("ttft_s");
    const auto diff = diffDocuments(comparison(40, 0.1), without);
    QVERIFY(!rowOf(diff, "A ttft").b.has_value());
    QVERIFY(!rowOf(diff, "A ttft").change.has_value());
    QCOMPARE(rowOf(diff, "A ttft").verdict, DiffVerdict::CannotTell);
    // same_top has no interval here: different values without one decide nothing.
    Json other = comparison(40, 0.1);
    other["quality"]["same_top"]["mean"] = 0.98;
    QCOMPARE(rowOf(diffDocuments(comparison(40, 0.1), other), "same_top").verdict, DiffVerdict::CannotTell);
}

void TestRunDiff::conditionsThatDifferAreNoted() {
    Json other = comparison(40, 0.1);
    other["model"]["weights_sha256"] = "bb";
    other["arms"][1]["device"] = "cuda:0";
    const auto diff = diffDocuments(comparison(40, 0.1), other);
    QCOMPARE(diff->notes.size(), 2U);
    QCOMPARE(diff->notes[0], std::string("the SHA-256 of the weights differs: aa in the first run, bb in the second"));
    QVERIFY(diffDocuments(comparison(40, 0.1), comparison(40, 0.1))->notes.empty());
}

void TestRunDiff::benchResultsAreMatchedByTest() {
    const auto result = [](const char* test, double rate) {
        return Json{
            {"precision", "int8"}, {"test", test}, {"depth", 0}, {"batch", 1}, {"tokens_per_s", estimate(rate, 0.1)}};
    };
    const Json a = {{"results", {result("pp128", 300), result("tg32", 40)}}};
    const Json b = {{"results", {result("tg32", 50), result("tg64", 45)}}};
    const auto diff = diffDocuments(a, b);
    VERIFY_OK(diff);
    QCOMPARE(diff->rows.size(), 3U);
    QCOMPARE(diff->rows[1].metric, std::string("int8 tg32 depth 0 batch 1"));
    QCOMPARE(diff->rows[1].verdict, DiffVerdict::Better);
    QVERIFY(!diff->rows[0].b && !diff->rows[2].a);
}

void TestRunDiff::differentKindsAreRefused() {
    VERIFY_FAILS(diffDocuments(comparison(1, 0), Json{{"results", Json::array()}}), ErrorCode::InvalidArgument,
                 "different kinds");
    VERIFY_FAILS(diffDocuments(Json(3), Json("x")), ErrorCode::InvalidArgument, "different kinds");
    VERIFY_FAILS(diffDocuments(Json{{"results", {1, "x"}}}, Json{{"results", {Json::array()}}}),
                 ErrorCode::InvalidArgument, "no metric in common");
}

void TestRunDiff::textAndJsonSayTheSame() {
    RunRecord a;
    a.id = 1;
    a.createdUtc = "2026-01-01T00:00:00Z";
    a.title = "before";
    RunRecord b = a;
    b.id = 2;
    b.title = "after";
    const auto diff = diffDocuments(comparison(40, 0.1), comparison(80, 0.5)).value();
    const std::string text = diffText(a, b, diff);
    QVERIFY2(text.find("2.00x (1.99x to 2.01x)") != std::string::npos, text.c_str());
    QVERIFY(text.find("a  run 1, " + localTime(a.createdUtc) + ", before\n") == 0);
    const Json json = diffJson(a, b, diff);
    QCOMPARE(json["rows"].size(), diff.rows.size());
    const Json found = *std::find_if(json["rows"].begin(), json["rows"].end(),
                                     [](const Json& row) { return row["metric"] == "B decode_rate"; });
    QCOMPARE(found["ratio"].get<double>(), 2.0);
    QCOMPARE(found["verdict"].get<std::string>(), std::string("better"));
    QVERIFY(found.contains("ci95_low"));
    VERIFY_OK(dumpJson(json));
    RunDiff absurd = diff;
    for (DiffRow& row : absurd.rows)
        if (row.change) row.change->low95 = 1e-6, row.change->high95 = 515688;
    QVERIFY(diffText(a, b, absurd).find("2.00x (interval too wide to say anything)") != std::string::npos);
    QVERIFY(diffText(a, b, absurd).find("515688x") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestRunDiff)
#include "tst_run_diff.moc"

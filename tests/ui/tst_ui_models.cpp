// Plain structs behind the window: chart scales and numbers, colours, enabled actions, transcript.
#include <QAbstractItemModelTester>

#include "tests/support/test_support.h"
#include "ui/models/action_state.h"
#include "ui/models/chart_scale.h"
#include "ui/models/comparison_model.h"
#include "ui/models/figures.h"
#include "ui/models/finding_groups.h"
#include "ui/models/log_model.h"
#include "ui/models/theme_colors.h"
#include "ui/models/token_series.h"
#include "ui/models/transcript.h"

using namespace autoglm;
using namespace autoglm::ui;

class TestUiModels : public QObject {
    Q_OBJECT
  private slots:
    void rangesHaveAir();
    void wideSpreadIsLogarithmic();
    void windowScrolls();
    void labelsDoNotTouch();
    void seriesKeepsGapsAndMarks();
    void percentilesNeedEnoughValues();
    void seriesForgetsTheOldest();
    void actionsFollowTheState();
    void findingsBySubject();
    void logModelKeepsTheNewest();
    void contrastOfColours_data();
    void contrastOfColours();
    void contrastFormula();
    void figuresHaveThreeDigits();
    void transcriptRemembersOnRequest();
    void transcriptEnds();
};

void TestUiModels::rangesHaveAir() {
    const auto highOf = [](std::vector<double> values) { return valueRange(values).high; };
    QCOMPARE(highOf({9.0}), 10.0);
    QCOMPARE(highOf({9.5}), 20.0);  // 1.1 · 9.5 does not fit under 10
    QCOMPARE(highOf({3.0, 1.7}), 5.0);
    QCOMPARE(highOf({0.002}), 0.0025);
    QCOMPARE(valueRange(std::vector<double>{3.0}).low, 0.0);
    // Nothing to show, and what is not a duration, give the unit range.
    QCOMPARE(highOf({}), 1.0);
    QCOMPARE(highOf({-1, 0, std::nan("")}), 1.0);
    QCOMPARE(roundUp(1.0), 1.0);
    QCOMPARE(roundUp(2.1), 2.5);
    QCOMPARE(roundUp(51), 100.0);
}

void TestUiModels::wideSpreadIsLogarithmic() {
    const AxisRange linear = valueRange(std::vector<double>{1, 50});
    QVERIFY(linear.kind == AxisKind::Linear);
    const AxisRange wide = valueRange(std::vector<double>{0.5, 30});
    QVERIFY(wide.kind == AxisKind::Logarithmic);
    QCOMPARE(wide.low, 0.1);
    QCOMPARE(wide.high, 100.0);
}

void TestUiModels::windowScrolls() {
    QCOMPARE(scrollRange(3, 64, 256).low, 0.0);
    QCOMPARE(scrollRange(3, 64, 256).high, 64.0);
    QCOMPARE(scrollRange(200, 64, 256).high, 200.0);
    QCOMPARE(scrollRange(1000, 64, 256).low, 744.0);
    QCOMPARE(scrollRange(1000, 64, 256).high, 1000.0);
}

void TestUiModels::labelsDoNotTouch() {
    const std::vector<LabelSpan> labels = {{0, 30}, {20, 30}, {60, 30}, {200, 30}};
    QCOMPARE(roomForLabels(labels, 6), (std::vector<bool>{false, true, true, true}));
    QCOMPARE(roomForLabels(labels, 20), (std::vector<bool>{true, false, true, true}));
    QVERIFY(roomForLabels({}, 6).empty());
}

namespace {

std::vector<worker::TokenMetric> gaps(std::size_t firstIndex, const std::vector<double>& ms) {
    std::vector<worker::TokenMetric> out;
    for (const double value : ms)
        out.push_back({.index = firstIndex++, .timeNs = 0, .gapNs = static_cast<std::int64_t>(value * 1e6)});
    return out;
}

}  // namespace

void TestUiModels::seriesKeepsGapsAndMarks() {
    TokenSeries series;
    QVERIFY(!series.summary().latestMs);
    series.mark(MarkerKind::Load, 12.0);
    series.mark(MarkerKind::Prefill);
    series.add(gaps(0, {40, 2, 3, 5}));
    series.mark(MarkerKind::Stop);
    // The 40 ms are the time to the first token: a mark, no point.
    QCOMPARE(series.points(), (std::deque<double>{2, 3, 5}));
    QCOMPARE(series.markers().size(), 4U);
    QCOMPARE(series.markers()[2].milliseconds.value(), 40.0);
    QCOMPARE(series.markers()[1].position, 0.3);
    QCOMPARE(series.markers()[2].position, 0.7);
    QCOMPARE(series.markers()[3].position, 3.5);
    const SeriesSummary summary = series.summary();
    QCOMPARE(summary.latestMs.value(), 5.0);
    QCOMPARE(summary.p50Ms.value(), 3.0);
    QCOMPARE(summary.rateTokensPerSecond.value(), 300.0);  // 3 tokens in 10 ms
    QCOMPARE(summary.n, 3U);
    // Another model: its figures are its own, the picture stays.
    series.restartStatistics();
    QCOMPARE(series.summary().n, 0U);
    QVERIFY(!series.summary().p50Ms);
    QCOMPARE(series.points().size(), 3U);
}

void TestUiModels::percentilesNeedEnoughValues() {
    TokenSeries series;
    std::vector<double> values;
    for (int i = 1; i <= 99; ++i)
        values.push_back(i);
    series.add(gaps(1, values));
    QVERIFY(!series.summary().p99Ms);
    QCOMPARE(series.summary().p50Ms.value(), 50.0);
    series.add(gaps(100, {100}));
    // numpy.percentile(range(1, 101), 99) == 99.01
    QVERIFY(std::abs(series.summary().p99Ms.value() - 99.01) < 1e-9);
}

void TestUiModels::seriesForgetsTheOldest() {
    TokenSeries series(4);
    series.add(gaps(1, {1, 2, 3, 4, 5, 6}));
    QCOMPARE(series.points(), (std::deque<double>{3, 4, 5, 6}));
    QCOMPARE(series.count(), 6U);
    QCOMPARE(series.firstNumber(), 3U);
    QCOMPARE(series.summary().n, 4U);
}

void TestUiModels::actionsFollowTheState() {
    const auto words = [](worker::WorkerState state, ProcessHealth health = ProcessHealth::Usable) {
        const ActionState a = actionState(state, health);
        QStringList out;
        const std::pair<bool, const char*> all[] = {
            {a.open, "open"}, {a.load, "load"},       {a.unload, "unload"}, {a.precision, "precision"},
            {a.run, "run"},   {a.compare, "compare"}, {a.stop, "stop"},     {a.check, "check"}};
        for (const auto& [is, word] : all)
            if (is) out << QString::fromUtf8(word);
        return out.join(QLatin1Char(' '));
    };
    using worker::WorkerState;
    QCOMPARE(words(WorkerState::Idle), "open load precision compare check");
    QCOMPARE(words(WorkerState::Loading), "stop");
    QCOMPARE(words(WorkerState::Ready), "open unload precision run compare check");
    QCOMPARE(words(WorkerState::Running), "stop");
    QCOMPARE(words(WorkerState::Stopping), "");
    QCOMPARE(words(WorkerState::Failed), "open load precision compare check");
    QCOMPARE(words(WorkerState::Failed, ProcessHealth::NeedsRestart), "check");
}

void TestUiModels::logModelKeepsTheNewest() {
    LogModel log;
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    LogFilter shown(log);
    std::vector<LogRecord> many(LogModel::mostRecords, {0, LogLevel::Debug, QStringLiteral("old")});
    log.append(many);
    log.append({{1, LogLevel::Info, QStringLiteral("a\nb")}, {2, LogLevel::Error, QStringLiteral("C")}});
    QCOMPARE(log.rowCount(), static_cast<int>(LogModel::mostRecords));
    QCOMPARE(log.record(log.rowCount() - 1).text, "C");
    QCOMPARE(shown.rowCount(), 2);  // Debug is not shown at first
    QVERIFY(shown.toTsv().contains(QStringLiteral("\tInfo\ta b\n")));
    shown.setText(QStringLiteral("c"));
    QCOMPARE(shown.rowCount(), 1);
    shown.setText({});
    shown.setLevel(LogLevel::Debug);
    QCOMPARE(shown.rowCount(), log.rowCount());
}

void TestUiModels::findingsBySubject() {
    using environment::Finding;
    using environment::State;
    const auto make = [](const char* id, State state) {
        Finding finding;
        finding.id = id;
        finding.state = state;
        return finding;
    };
    const std::vector<Finding> findings = {
        make("cpu", State::Pass),     make("driver", State::Failure), make("probe-fp16-cpu", State::Pass),
        make("blas", State::Warning), make("disk", State::Unknown),   make("libtorch", State::Pass)};
    QStringList out;
    for (const FindingGroup& group : groupFindings(findings)) {
        QStringList ids;
        for (const Finding& finding : group.findings)
            ids << QString::fromStdString(finding.id);
        out << group.title + QStringLiteral(": ") + ids.join(QLatin1Char(' '));
    }
    QCOMPARE(out, (QStringList{"To look at, the worst first: driver blas disk", "libtorch: libtorch",
                               "Precisions, each checked against float64: probe-fp16-cpu", "Machine: cpu"}));
    QCOMPARE(findingsSummary(findings), "1 failures  ·  1 warnings  ·  1 unknown  ·  3 pass");
    QVERIFY(groupFindings({}).empty() && findingsSummary({}).isEmpty());
}

void TestUiModels::contrastOfColours_data() {
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << static_cast<int>(Theme::Light);
    QTest::newRow("dark") << static_cast<int>(Theme::Dark);
}

void TestUiModels::contrastOfColours() {
    QFETCH(int, theme);
    const ThemeColors& colors = themeColors(static_cast<Theme>(theme));
    const auto check = [](const char* what, const QColor& color, const QColor& ground, double least) {
        const double ratio = contrastRatio(color, ground);
        QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1: %2").arg(QString::fromUtf8(what)).arg(ratio)));
    };
    for (const QColor& ground : {colors.window, colors.card}) {
        check("text", colors.text, ground, 4.5);
        check("secondary", colors.secondary, ground, 4.5);
        check("accent", colors.accent, ground, 4.5);
        check("pass", colors.pass, ground, 4.5);
        check("warning", colors.warning, ground, 4.5);
        check("failure", colors.failure, ground, 4.5);
        // Marks in series colours; those of the markers are labels as well.
        check("series A", colors.seriesA, ground, 3.0);
        check("series B", colors.seriesB, ground, 3.0);
        // The arms' headings are words, and keep the hue of their series.
        check("heading A", colors.headingA, ground, 4.5);
        check("heading B", colors.headingB, ground, 4.5);
        QVERIFY(std::abs(colors.headingA.hslHue() - colors.seriesA.hslHue()) <= 3);
        QVERIFY(std::abs(colors.headingB.hslHue() - colors.seriesB.hslHue()) <= 3);
        check("green", colors.green, ground, 4.5);
        check("sky", colors.sky, ground, 4.5);
        check("magenta", colors.magenta, ground, 3.0);
        check("amber", colors.amber, ground, 3.0);
    }
    check("on accent", colors.onAccent, colors.accent, 4.5);
}

void TestUiModels::contrastFormula() {
    QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
    // WCAG's own example pair: #777777 on white is 4.48, just too little.
    QVERIFY(std::abs(contrastRatio(QColor(0x777777), Qt::white) - 4.48) < 0.005);
}

void TestUiModels::figuresHaveThreeDigits() {
    QCOMPARE(figure(12.345), "12.3");
    QCOMPARE(figure(0.011234), "0.0112");
    QCOMPARE(figure(1820.4), "1820");
    QCOMPARE(figure(0.0), "0");
    QCOMPARE(figure(std::nullopt), "–");
    QCOMPARE(tokensPerSecond(80.57), "80.6 tok/s");
    QCOMPARE(remainingTime(2'000'000'000), "a few seconds left");
    QCOMPARE(remainingTime(42'000'000'000), "about 45 s left");
    QCOMPARE(remainingTime(200'000'000'000), "about 4 min left");
}

void TestUiModels::transcriptRemembersOnRequest() {
    Transcript transcript;
    transcript.begin(1, QStringLiteral("one")).answer = QStringLiteral("eins");
    transcript.begin(2, QStringLiteral("two"));  // never answered
    QCOMPARE(transcript.messages(QStringLiteral("three"), Transcript::Memory::Off).size(), 1U);
    const worker::ChatPrompt all = transcript.messages(QStringLiteral("three"), Transcript::Memory::On);
    QCOMPARE(text::toJson(all).dump(),
             Json::parse(R"([{"role":"user","content":"one"},{"role":"assistant","content":"eins"},
                                                      {"role":"user","content":"three"}])")
                 .dump());
}

void TestUiModels::transcriptEnds() {
    Transcript transcript;
    transcript.begin(7, QStringLiteral("a"));
    QVERIFY(!transcript.find(6));
    QVERIFY(!transcript.finish({.run = 6}));
    worker::GenerationRecord record;
    record.result.promptTokens = 14;
    record.result.tokenIds = {1, 2, 3};
    record.result.submitNs = 1'000'000;
    record.result.tokenNs = {13'300'000, 25'300'000, 37'300'000};
    record.result.finish = engine::FinishReason::Cancelled;
    const Turn* turn = transcript.finish({.run = 7,
                                          .kind = worker::CommandKind::Generate,
                                          .outcome = worker::RunOutcome::Cancelled,
                                          .payload = std::make_shared<const worker::GenerationRecord>(record)});
    QVERIFY(turn);
    // TTFT 13.3 - 1 ms; two gaps of 12 ms are 83.3 tokens per second.
    QCOMPARE(figuresLine(*turn), "stopped  ·  TTFT 12.3 ms  ·  83.3 tok/s  ·  14 tokens in, 3 out");
}

QTEST_GUILESS_MAIN(TestUiModels)
#include "tst_ui_models.moc"

// The live pane driven by object name on the scripted engine and machine samples made here, and the series behind it.
#include <QFileDialog>
#include <QToolButton>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "tests/ui/window_harness.h"
#include "ui/models/live_charts.h"
#include "ui/widgets/series_chart.h"

using namespace autoglm;
using namespace autoglm::test;
using ui::MarkerKind;
using worker::WorkerState;

class TestLive : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void zoomKeepsItsCenter();
    void memoryByComponent();
    void partsNeverExceedWhatIsInUse();
    void loadOfTheMachineIsToldApart();
    void percentilesAreOfTheTimeShown();
    void largeProbeIsExplained();
    void deviceInsteadOfProcess();
    void absentStaysAbsent();
    void rateFollowsItsAnswer();
    void everyValueIsExported();
    void drawsNoOftenerThanItsPace();
    void pausedChartsKeepTheData();
    void wheelZoomsAndResetFollows();
    void chartsThatCannotBeAreExplained();
    void markersTellWhatHappened();
    void replacedModelIsHeldNoMore();
    void armsAreHeldWhileTheyAreCompared();
    void comparisonLeavesNoStaleCurve();
    void exportsPictureAndTable();
};

namespace {

measure::SystemSample sampleAt(std::int64_t timeNs, std::uint64_t residentMb) {
    measure::SystemSample sample;
    sample.timeNs = timeNs;
    sample.memory.residentBytes = residentMb * 1'000'000;
    sample.ownCpuShare = 0.5;
    sample.otherCpuShare = 0.25;
    return sample;
}

measure::SystemSample gpuSampleAt(std::int64_t timeNs) {
    measure::SystemSample sample = sampleAt(timeNs, 300);
    measure::DeviceSample device;
    device.usedBytes = 5'000'000'000;
    device.utilizationPercent = 80;
    device.temperatureCelsius = 61;
    device.powerWatts = 220;
    sample.devices = {device};
    return sample;
}

QString latestOf(const ui::ChartData& chart) {
    QStringList out;
    for (const ui::ChartLine& line : chart.lines)
        out << line.name + QLatin1Char(' ') + line.latest;
    return out.join(QStringLiteral(", ")) + QLatin1Char(' ') + chart.unit;
}

}  // namespace

void TestLive::zoomKeepsItsCenter() {
    const ui::AxisRange half = ui::zoomed({0, 100}, 25, 0.5, 2);
    QCOMPARE(half.low, 12.5);
    QCOMPARE(half.high, 62.5);
    QCOMPARE(ui::zoomed({0, 4}, 0, 0.1, 2).high, 2.0);
    QCOMPARE(ui::panned({10, 20}, -5).low, 5.0);
}

void TestLive::memoryByComponent() {
    ui::MachineSeries series;
    series.add({sampleAt(1'000'000'000, 100)});
    series.hold({.timeNs = 1'500'000'000, .weightsBytes = 60'000'000, .kvCacheBytes = 0});
    series.hold({.timeNs = 2'500'000'000, .weightsBytes = 60'000'000, .kvCacheBytes = 10'000'000});
    series.add({sampleAt(2'000'000'000, 170), sampleAt(3'000'000'000, 180)});
    const ui::ChartData chart = ui::memoryChart(series, 0);
    QCOMPARE(latestOf(chart), "weights 60.0, KV cache 10.0, rest 110 MB");
    QCOMPARE(chart.latest, "180");
    QCOMPARE(chart.lines[0].y, (std::vector<double>{0, 60, 60}));
    QCOMPARE(chart.lines[1].y, (std::vector<double>{0, 0, 10}));
    QCOMPARE(chart.lines[2].x, (std::vector<double>{1, 2, 3}));
}

void TestLive::partsNeverExceedWhatIsInUse() {
    ui::MachineSeries series;
    series.hold({.timeNs = 0, .weightsBytes = 60'000'000, .kvCacheBytes = 10'000'000});
    series.add({sampleAt(1'000'000'000, 40), sampleAt(2'000'000'000, 65), sampleAt(3'000'000'000, 90)});
    const ui::ChartData chart = ui::memoryChart(series, 0);
    QCOMPARE(chart.lines[0].y, (std::vector<double>{40, 60, 60}));
    QCOMPARE(chart.lines[1].y, (std::vector<double>{0, 5, 10}));
    QCOMPARE(chart.lines[2].y, (std::vector<double>{0, 0, 20}));
    QCOMPARE(chart.latest, "90.0");
    ui::MachineSeries device;
    device.hold({.timeNs = 0, .weightsBytes = 6'000'000'000, .kvCacheBytes = 500'000'000, .device = 0});
    device.add({gpuSampleAt(1'000'000'000)});
    QCOMPARE(ui::memoryChart(device, 0).latest, "5.00");
}

/// The number beside the title is the machine's, not this program's alone.
void TestLive::loadOfTheMachineIsToldApart() {
    ui::MachineSeries series;
    series.add({sampleAt(1'000'000'000, 100)});
    const ui::ChartData chart = ui::utilizationChart(series, 0);
    QCOMPARE(latestOf(chart), "all programs 75.0, this program 50.0 %");
    QCOMPARE(chart.latest, "75.0");
    QCOMPARE(chart.details, "all programs: P50 75.0   n = 1, last 120 s");
}

/// Percentiles are those of what is drawn: an hour ago is not now.
void TestLive::percentilesAreOfTheTimeShown() {
    ui::MachineSeries series;
    for (std::int64_t second = 0; second < 300; ++second)
        series.add({sampleAt(second * 1'000'000'000, second < 150 ? 900 : 100)});
    const ui::ChartData memory = ui::memoryChart(series, 0);
    QCOMPARE(memory.window.low, 179.0);
    QCOMPARE(memory.details, "P50 100   P99 100   n = 121, last 120 s");
    // So is the unit.
    ui::MachineSeries peak;
    peak.hold({.timeNs = 0, .weightsBytes = 900'000'000, .kvCacheBytes = 0});
    peak.add({sampleAt(1'000'000'000, 9'000), sampleAt(119'000'000'000, 950)});
    QCOMPARE(ui::memoryChart(peak, 0).unit, "GB");
    peak.add({sampleAt(200'000'000'000, 950)});
    QCOMPARE(ui::memoryChart(peak, 0).unit, "MB");
}

void TestLive::largeProbeIsExplained() {
    ui::MachineSeries series;
    series.add({sampleAt(1'000'000'000, 2'400)});
    QVERIFY(ui::memoryChart(series, 0).note.isEmpty());
    series.mark(MarkerKind::BandwidthProbe, 500'000'000);
    QVERIFY(ui::memoryChart(series, 0).note.contains(QStringLiteral("speed of memory")));
    series.add({sampleAt(300'000'000'000, 200)});  // it has left the chart
    QVERIFY(ui::memoryChart(series, 0).note.isEmpty());

    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.samples = [](std::int64_t) { return std::vector{sampleAt(nowNs(), 2'400)}; };
    auto& controller = harness.window.controller();
    for (int i = 0; i < 2; ++i)
        emit controller.progressed(worker::CommandKind::Compare,
                                   {.progress = {"bandwidth", 0, 0, "steps", {}}, .remainingNs = {}});
    const auto& markers = harness.window.findChild<ui::LivePane*>()->machine().markers();
    QCOMPARE(std::ranges::count(markers, MarkerKind::BandwidthProbe, &ui::TimedMarker::kind), 1);
    QTRY_VERIFY(harness.label("live.memory.details").contains(QStringLiteral("speed of memory")));
}

void TestLive::deviceInsteadOfProcess() {
    ui::MachineSeries series;
    series.hold({.timeNs = 0, .weightsBytes = 4'000'000'000, .kvCacheBytes = 500'000'000, .device = 0});
    series.add({gpuSampleAt(1'000'000'000)});
    QCOMPARE(latestOf(ui::memoryChart(series, 0)), "weights 4.00, KV cache 0.500, rest of the device 0.500 GB");
    QCOMPARE(latestOf(ui::utilizationChart(series, 0)), "GPU 80.0 %");
    QCOMPARE(latestOf(ui::temperatureChart(series, 0)), "GPU 61.0 °C");
    QCOMPARE(latestOf(ui::powerChart(series, 0)), "GPU 220 W");
}

void TestLive::absentStaysAbsent() {
    ui::MachineSeries series;
    measure::SystemSample bare;
    bare.timeNs = 1'000'000'000;
    series.add({bare});
    for (const auto& chart :
         {ui::utilizationChart(series, 0), ui::temperatureChart(series, 0), ui::powerChart(series, 0)})
        QVERIFY(chart.isEmpty() && chart.latest.isEmpty() && chart.details.isEmpty());
    QVERIFY(!series.points().front().rest);
    // The CPU's counter makes power only from the second sample on.
    measure::SystemSample first = sampleAt(2'000'000'000, 1);
    first.cpuEnergyJoules = 100;
    measure::SystemSample second = sampleAt(4'000'000'000, 1);
    second.cpuEnergyJoules = 150;
    series.add({first, second});
    QCOMPARE(latestOf(ui::powerChart(series, 0)), "CPU packages 25.0 W");
    QCOMPARE(ui::powerChart(series, 0).lines.front().y.size(), 1U);
}

void TestLive::rateFollowsItsAnswer() {
    ui::TokenSeries series;
    const auto metric = [](std::size_t index, double ms) {
        return worker::TokenMetric{.index = index, .timeNs = 7, .gapNs = static_cast<std::int64_t>(ms * 1e6)};
    };
    series.add({metric(0, 50), metric(1, 10), metric(2, 30), metric(0, 50), metric(1, 5)});
    QCOMPARE(series.rates(), (std::deque<double>{100, 50, 200}));  // the last does not see the answer before
    const ui::ChartData chart = ui::tokenRateChart(series, 100);
    QCOMPARE(chart.reference.value(), 100.0);
    QCOMPARE(chart.latest, "200");
    QCOMPARE(chart.details, "P50 100   n = 3 since the load   curve: last 32 tokens");
    // The number beside the title is the whole answer's once that has ended.
    series.endAnswer(150.0);
    QCOMPARE(ui::tokenRateChart(series, 100).latest, "150");
    series.endAnswer(std::nullopt);
    QCOMPARE(ui::tokenRateChart(series, 100).latest, QString());
    series.add({metric(0, 50), metric(1, 5)});
    QCOMPARE(ui::tokenRateChart(series, 100).latest, "200");
    series.clear();
    QVERIFY(ui::tokenRateChart(series, 100).isEmpty());
    QCOMPARE(series.count(), 0U);
}

void TestLive::everyValueIsExported() {
    ui::TokenSeries tokens;
    tokens.add({{.index = 0, .timeNs = 10, .gapNs = 5'000'000}, {.index = 1, .timeNs = 20, .gapNs = 4'000'000}});
    ui::MachineSeries machine;
    machine.add({gpuSampleAt(1'000'000'000)});
    machine.mark(MarkerKind::Swap, 30);
    QCOMPARE(QString::fromStdString(ui::liveCsv(tokens, machine)),
             "time_ns,series,token,value,unit\n"
             "20,token_time,1,4,ms\n"
             "20,token_rate,1,250,tokens/s\n"
             "1000000000,memory_weights,,0,bytes\n"
             "1000000000,memory_kv_cache,,0,bytes\n"
             "1000000000,memory_rest,,300000000,bytes\n"
             "1000000000,cpu_own,,50,percent\n"
             "1000000000,cpu_other,,25,percent\n"
             "1000000000,gpu,,80,percent\n"
             "1000000000,gpu_temperature,,61,C\n"
             "1000000000,gpu_power,,220,W\n"
             "30,marker_swap,,,\n");
}

void TestLive::drawsNoOftenerThanItsPace() {
    ui::TokenSeries series;
    series.add({{.index = 1, .timeNs = 0, .gapNs = 1'000'000}});
    ui::SeriesChart chart([&] { return ui::tokenTimeChart(series); }, QStringLiteral("c"), ui::MarkerLabels::Show);
    chart.resize(320, 240);
    chart.show();
    QTRY_VERIFY(chart.replotCount() > 0);
    const auto drawnIn = [&](std::chrono::milliseconds pace) {
        chart.setPace(pace);
        QTest::qWait(300);  // what was asked for before
        const int before = chart.replotCount();
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 1000) {
            series.add({{.index = 1, .timeNs = 0, .gapNs = 1'000'000}});
            chart.refresh();
            QTest::qWait(1);
        }
        return chart.replotCount() - before;
    };
    const int live = drawnIn(std::chrono::milliseconds(34));
    QVERIFY2(live >= 2 && live <= 30, qPrintable(QString::number(live)));
    const int measured = drawnIn(std::chrono::milliseconds(260));
    QVERIFY2(measured >= 1 && measured <= 4, qPrintable(QString::number(measured)));
}

void TestLive::pausedChartsKeepTheData() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* chart = harness.find<ui::SeriesChart>("live.time");
    harness.click("live.pause");
    QCOMPARE(harness.find<QPushButton>("live.pause")->text(), "Continue");
    QTest::qWait(300);
    const int before = chart->replotCount();
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::qWait(100);
    QCOMPARE(chart->replotCount(), before);
    QCOMPARE(harness.label("live.time.latest"), QString());
    harness.click("live.pause");
    QTRY_VERIFY(harness.label("live.time.details").contains(QStringLiteral("511")));
    QTRY_COMPARE(harness.label("live.rate.latest") + QStringLiteral(" tok/s"), harness.label("status.speed"));
}

void TestLive::wheelZoomsAndResetFollows() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* chart = harness.find<ui::SeriesChart>("live.time");
    auto* plot = harness.find<QWidget>("live.time.plot");
    QTRY_COMPARE(chart->shownRange().high, 512.0);
    const double width = chart->shownRange().high - chart->shownRange().low;
    const QPointF center(plot->width() / 2.0, plot->height() / 2.0);
    QWheelEvent wheel(center, plot->mapToGlobal(center), {}, QPoint(0, 240), Qt::NoButton, {}, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(plot, &wheel);
    QVERIFY(chart->isZoomed());
    QTRY_VERIFY(chart->shownRange().high - chart->shownRange().low < 0.7 * width);
    // Dragged to the right: what was before comes in.
    const double low = chart->shownRange().low;
    QTest::mousePress(plot, Qt::LeftButton, {}, center.toPoint());
    QMouseEvent drag(QEvent::MouseMove, center + QPointF(40, 0), plot->mapToGlobal(center + QPointF(40, 0)),
                     Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(plot, &drag);
    QTest::mouseRelease(plot, Qt::LeftButton);
    QTRY_VERIFY(chart->shownRange().low < low);
    harness.click("live.reset");
    QTRY_COMPARE(chart->shownRange().high, 512.0);
    QVERIFY(!chart->isZoomed());
}

void TestLive::chartsThatCannotBeAreExplained() {
    WindowHarness harness;
    harness.samples = [](std::int64_t) { return std::vector{sampleAt(nowNs(), 200)}; };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_VERIFY(harness.label("live.memory.details").contains(QStringLiteral("weights")));
    QVERIFY(!harness.find<QWidget>("live.temperature")->isVisible());
    QVERIFY(!harness.find<QWidget>("live.power")->isVisible());
    QVERIFY(harness.label("live.absent").contains(QStringLiteral("no GPU")));
    harness.samples = [](std::int64_t) { return std::vector{gpuSampleAt(nowNs())}; };
    QTRY_VERIFY(harness.find<QWidget>("live.power")->isVisible());
    QTRY_COMPARE(harness.label("live.temperature.latest"), "61.0");
    QVERIFY(harness.label("live.absent").isEmpty());
}

void TestLive::markersTellWhatHappened() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* live = harness.window.findChild<ui::LivePane*>();
    const auto kinds = [&] {
        QString out;
        for (const ui::TimedMarker& marker : live->machine().markers())
            out += QLatin1Char("lwmbpfs"[static_cast<std::size_t>(marker.kind)]);
        return out;
    };
    QCOMPARE(kinds(), "l");
    harness.gate->close();
    harness.type(QStringLiteral("a"));
    harness.send();
    harness.gate->release(3);
    QTRY_COMPARE(kinds(), "lpf");
    QCOMPARE(live->machine().holding().kvCacheBytes, 64U * 2048U);  // as much as was promised at the load
    harness.gate->awaitArrival();
    harness.stop();
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(kinds(), "lpfs");
    // Kept for the next question, gone with the model.
    QCOMPARE(live->machine().holding().kvCacheBytes, 64U * 2048U);
    harness.click("precision.int8");
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(kinds(), "lpfsw");
    QCOMPARE(live->machine().holding().kvCacheBytes, 0U);
    QVERIFY(live->machine().holding().weightsBytes > 0);
}

void TestLive::replacedModelIsHeldNoMore() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto held = [live = harness.window.findChild<ui::LivePane*>()] {
        return live->machine().holding().weightsBytes;
    };
    const std::uint64_t before = held();
    QVERIFY(before > 0);
    // A folder that cannot be opened leaves the model where it is.
    harness.window.call({.model = QStringLiteral("missing")});
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(held(), before);
    harness.gate->close();
    harness.click("precision.int8");
    harness.gate->awaitArrival();
    QTRY_COMPARE(held(), 0U);
    harness.stop();
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(held(), 0U);
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QVERIFY(held() > 0 && held() < before);
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(held(), 0U);
    // Nothing was there to be swapped.
    harness.find<QAction>("action.load")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto& markers = harness.window.findChild<ui::LivePane*>()->machine().markers();
    QVERIFY(!markers.empty() && markers.back().kind == MarkerKind::Load);
}

void TestLive::armsAreHeldWhileTheyAreCompared() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    std::vector<std::uint64_t> held;
    const auto* live = harness.window.findChild<ui::LivePane*>();
    std::uint64_t kvCaches = 0;
    const auto note = [&] {
        held.push_back(live->machine().holding().weightsBytes);
        QCOMPARE(live->machine().holding().kvCacheBytes, kvCaches);
    };
    auto& controller = harness.window.controller();
    connect(&controller, &ui::EngineController::promptsKnown, this, note);
    std::vector<std::uint64_t> arms;
    connect(&controller, &ui::EngineController::armLoaded, this, [&](const worker::ArmLoaded& arm) {
        // Neither bar tells of the model that made room.
        QCOMPARE(harness.label("status.model"), "alphabet FP16 / INT8");
        QVERIFY(!harness.label("status.memory").contains(QStringLiteral("weights")));
        QCOMPARE(harness.find<QToolButton>("toolbar.model")->toolTip(), "alphabet FP16 / INT8");
        arms.push_back(arm.report->weightsBytes);
        QVERIFY(arm.kvCacheBytes > 0);
        kvCaches += arm.kvCacheBytes;
        note();
    });
    harness.click("compare.start");
    QTRY_COMPARE_WITH_TIMEOUT(harness.find<QStackedWidget>("compare.pages")->currentIndex(), 2, 60'000);
    QCOMPARE(arms.size(), 2U);
    QCOMPARE(held, (std::vector<std::uint64_t>{0, arms[0], arms[0] + arms[1]}));
}

void TestLive::comparisonLeavesNoStaleCurve() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_VERIFY(harness.find<QWidget>("live.time.plot")->isVisible());
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.gate->close();
    harness.click("compare.start");
    harness.gate->awaitArrival();
    QTRY_VERIFY(!harness.find<QWidget>("live.time.plot")->isVisible());
    QVERIFY(harness.label("live.time.empty").contains(QStringLiteral("comparison")));
    // While it is measured, at most four pictures a second, whatever asks for them.
    auto* memory = harness.find<ui::SeriesChart>("live.memory");
    harness.samples = [](std::int64_t) { return std::vector{sampleAt(nowNs(), 200)}; };
    QTRY_VERIFY(harness.find<QWidget>("live.memory.plot")->isVisible());
    QTest::qWait(300);
    const int before = memory->replotCount();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 1000) {
        memory->refresh();
        QTest::qWait(1);
    }
    QVERIFY2(memory->replotCount() - before <= 4, qPrintable(QString::number(memory->replotCount() - before)));
    harness.gate->open();
    harness.window.controller().stop();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    // The model came back: what was said of the comparison is over.
    QVERIFY(!harness.label("live.time.empty").contains(QStringLiteral("comparison")));
}

void TestLive::exportsPictureAndTable() {
    WindowHarness harness;
    TemporaryFolder folder;
    harness.write = [](const std::filesystem::path& path, const std::string& bytes) {
        return writeFileAtomically(path, bytes);
    };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    const auto exportAs = [&](const std::filesystem::path& path) {
        harness.click("live.export");
        auto* dialog = harness.find<QFileDialog>("live.exportDialog");
        dialog->selectFile(QString::fromStdString(path.string()));
        QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
        QTRY_VERIFY(!harness.window.findChild<QFileDialog*>("live.exportDialog"));
    };
    exportAs(folder / "live.csv");
    QTRY_COMPARE(harness.label("banner.title"), "The charts were written");
    QVERIFY(readBytes(folder / "live.csv").starts_with("time_ns,series,token,value,unit\n"));
    exportAs(folder / "live.png");
    QTRY_COMPARE(harness.label("banner.sentence"), QString::fromStdString((folder / "live.png").string()));
    QVERIFY(readBytes(folder / "live.png").starts_with("\x89PNG"));
    harness.write = [](const std::filesystem::path& path, const std::string&) -> Status {
        return fail(ErrorCode::PermissionDenied, "'" + path.string() + "' cannot be written; choose another folder");
    };
    exportAs(folder / "again.csv");
    QTRY_COMPARE(harness.label("banner.title"), "The charts were not written");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("choose another folder")));
}

QTEST_MAIN(TestLive)
#include "tst_live.moc"

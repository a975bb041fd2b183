#include "ui/panes/live_pane.h"

#include <QBuffer>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/base/clock.h"
#include "ui/bridge/background.h"
#include "ui/models/live_charts.h"
#include "ui/models/wording.h"
#include "ui/widgets/series_chart.h"
#include "ui/widgets/theme.h"

namespace autoglm::ui {
namespace {

constexpr int samplePollMs = 500;
/// While something is measured, drawing keeps out of its way: four pictures a second, no matter where the second
/// begins.
constexpr auto measuredPace = std::chrono::milliseconds(260);
/// Of what comes by itself; a chart that somebody moves follows at once.
constexpr auto livePace = std::chrono::milliseconds(100);

bool isMeasured(worker::CommandKind kind) {
    return kind == worker::CommandKind::Compare || kind == worker::CommandKind::Bench;
}

}  // namespace

LivePane::LivePane(EngineController& controller, LiveServices services, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_services(std::move(services)),
      m_originNs(nowNs()),
      m_pause(new QPushButton(this)),
      m_reset(new QPushButton(this)),
      m_export(new QPushButton(this)),
      m_absent(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 0, 8);
    layout->setSpacing(8);
    layout->addWidget(buildTools());
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(buildCharts());
    layout->addWidget(scroll, 1);
    setMinimumWidth(300);

    connect(&controller, &EngineController::runStarted, this, &LivePane::onStarted);
    connect(&controller, &EngineController::sessionOpened, this, &LivePane::onSession);
    connect(&controller, &EngineController::tokensArrived, this, &LivePane::onTokens);
    // From here on the model makes room for the arms.
    connect(&controller, &EngineController::promptsKnown, this, &LivePane::holdNothing);
    connect(&controller, &EngineController::armLoaded, this, &LivePane::onArm);
    connect(&controller, &EngineController::progressed, this,
            [this](worker::CommandKind, const evaluate::WorkProgress& work) { onProgress(work); });
    connect(&controller, &EngineController::runFinished, this, &LivePane::onFinished);
    connect(&m_poll, &QTimer::timeout, this, &LivePane::poll);
    m_poll.start(samplePollMs);
    restyle();
    retranslate();
    poll();
}

QWidget* LivePane::buildTools() {
    m_pause->setObjectName(QStringLiteral("live.pause"));
    m_reset->setObjectName(QStringLiteral("live.reset"));
    m_export->setObjectName(QStringLiteral("live.export"));
    m_pause->setCheckable(true);
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 16, 0);
    row->setSpacing(8);
    for (QPushButton* button : {m_pause, m_reset, m_export})
        row->addWidget(button);
    row->addStretch(1);
    connect(m_pause, &QPushButton::toggled, this, &LivePane::setPaused);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        for (SeriesChart* chart : m_charts)
            chart->resetZoom();
    });
    connect(m_export, &QPushButton::clicked, this, &LivePane::exportCharts);
    return tools;
}

QWidget* LivePane::buildCharts() {
    m_content = new QWidget(this);
    m_content->setObjectName(QStringLiteral("live.charts"));
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 16, 0);
    column->setSpacing(12);
    const auto add = [&](const char* name, MarkerLabels labels, SeriesChart::Source source, int stretch) {
        auto* chart = new SeriesChart(std::move(source), QString::fromUtf8(name), labels, m_content);
        column->addWidget(chart, stretch);
        m_charts.push_back(chart);
        return chart;
    };
    m_time = add("live.time", MarkerLabels::Show, [this] { return tokenTimeChart(m_tokens); }, 3);
    m_rate = add(
        "live.rate", MarkerLabels::Hide, [this] { return tokenRateChart(m_tokens, m_thresholds.tokensPerSecond); }, 2);
    m_memory = add("live.memory", MarkerLabels::Hide, [this] { return memoryChart(m_machine, m_originNs); }, 2);
    m_utilization =
        add("live.utilization", MarkerLabels::Hide, [this] { return utilizationChart(m_machine, m_originNs); }, 2);
    m_temperature =
        add("live.temperature", MarkerLabels::Hide, [this] { return temperatureChart(m_machine, m_originNs); }, 2);
    m_power = add("live.power", MarkerLabels::Hide, [this] { return powerChart(m_machine, m_originNs); }, 2);
    m_absent->setObjectName(QStringLiteral("live.absent"));
    m_absent->setFont(scaled(font(), smallPoints));
    m_absent->setWordWrap(true);
    column->addWidget(m_absent);
    return m_content;
}

void LivePane::setThresholds(const Thresholds& thresholds) {
    m_thresholds = thresholds;
    m_rate->refresh();
}

// ---- what comes ----

void LivePane::mark(MarkerKind kind, std::optional<double> milliseconds) {
    m_tokens.mark(kind, milliseconds);
    m_machine.mark(kind, nowNs());
}

void LivePane::hold(std::uint64_t kvCacheBytes) {
    const auto& model = m_controller.model();
    m_machine.hold({.timeNs = nowNs(),
                    .weightsBytes = model ? model->report.weightsBytes : 0,
                    .kvCacheBytes = kvCacheBytes,
                    .device = model ? measure::cudaIndex(model->device) : std::nullopt});
    showMemoryWords();
}

/// The device stays the one that is shown.
void LivePane::holdNothing() {
    m_machine.hold({.timeNs = nowNs(), .device = m_machine.holding().device});
}

void LivePane::onArm(const worker::ArmLoaded& loaded) {
    const auto device = measure::cudaIndex(loaded.device);
    const MachineSeries::Holding& before = m_machine.holding();
    const MachineSeries::Holding other = device == before.device ? before : MachineSeries::Holding{};
    m_machine.hold({.timeNs = nowNs(),
                    .weightsBytes = other.weightsBytes + loaded.report->weightsBytes,
                    .kvCacheBytes = other.kvCacheBytes + loaded.kvCacheBytes,
                    .device = device});
    showMemoryWords();
}

void LivePane::onProgress(const evaluate::WorkProgress& work) {
    const worker::RunId run = m_controller.currentRun();
    if (work.progress.phase != "bandwidth" || std::exchange(m_probedRun, run) == run) return;
    m_machine.mark(MarkerKind::BandwidthProbe, nowNs());
    refreshMachine();
}

void LivePane::onStarted(const worker::RunStarted& started) {
    const bool isMeasuring = isMeasured(started.kind);
    for (SeriesChart* chart : m_charts)
        chart->setPace(isMeasuring ? measuredPace : livePace);
    if (isMeasuring) {
        // Its tokens are not drawn, and nobody shall take those of before for them.
        m_tokens.clear();
        m_machine.mark(MarkerKind::Measure, nowNs());
        m_isAfterMeasuring = true;
        retranslate();
    } else if (std::exchange(m_isAfterMeasuring, false)) {
        retranslate();
    }
    if (started.kind == worker::CommandKind::Generate) mark(MarkerKind::Prefill);
    // The worker lets go of the old model before it reads the new one.
    if (started.kind == worker::CommandKind::Load || started.kind == worker::CommandKind::Unload) holdNothing();
    refreshTokens();
}

void LivePane::onSession(std::uint64_t kvCacheBytes) {
    hold(kvCacheBytes);
}

void LivePane::onTokens(const std::vector<worker::TokenMetric>& tokens) {
    m_tokens.add(tokens);
    if (!tokens.empty() && tokens.front().index == 0) m_machine.mark(MarkerKind::FirstToken, tokens.front().timeNs);
    if (const auto rate = m_tokens.rateTokensPerSecond()) emit rateChanged(rate);
    refreshTokens();
}

void LivePane::onFinished(const worker::RunFinished& finished) {
    for (SeriesChart* chart : m_charts)
        chart->setPace(livePace);
    if (finished.kind != worker::CommandKind::Generate) hold(0);
    const auto* summary = std::get_if<std::shared_ptr<const worker::LoadSummary>>(&finished.payload);
    if (summary) {
        m_tokens.restartStatistics();
        mark(m_shownModel ? MarkerKind::Swap : MarkerKind::Load, static_cast<double>((*summary)->report.wallNs) * 1e-6);
        m_shownModel = *summary;
    } else if (finished.outcome == worker::RunOutcome::Cancelled && finished.kind == worker::CommandKind::Generate) {
        mark(MarkerKind::Stop);
    }
    if (!m_controller.model()) m_shownModel.reset();
    // The rate of the whole answer is what remains on screen.
    if (const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload)) {
        const auto rate = (*record)->result.decodeRateTokensPerSecond();
        m_tokens.endAnswer(rate);
        emit rateChanged(rate);
    }
    refreshTokens();
}

void LivePane::poll() {
    if (!m_services.samples) return;
    const std::vector<measure::SystemSample> samples = m_services.samples(m_sampledNs);
    if (samples.empty()) return;
    m_sampledNs = samples.back().timeNs;
    m_machine.add(samples);
    refreshMachine();
}

// ---- what is shown ----

void LivePane::refreshTokens() {
    m_time->refresh();
    m_rate->refresh();
}

void LivePane::refreshMachine() {
    for (SeriesChart* chart : {m_memory, m_utilization, m_temperature, m_power})
        chart->refresh();
    const auto has = [this](std::optional<double> MachinePoint::* value) {
        return std::ranges::any_of(m_machine.points(),
                                   [value](const MachinePoint& point) { return (point.*value).has_value(); });
    };
    const bool hasTemperature = has(&MachinePoint::temperature);
    const bool hasPower = has(&MachinePoint::gpuWatts) || has(&MachinePoint::cpuWatts);
    m_temperature->setVisible(hasTemperature);
    m_power->setVisible(hasPower);
    QString absent;
    if (m_machine.points().empty())
        absent.clear();  // nobody knows yet
    else if (!hasTemperature && !hasPower)
        absent =
            tr("Temperature and power are not shown: there is no GPU here, and the CPU's energy counter is not "
               "readable.");
    else if (!hasTemperature)
        absent = tr("Temperature is not shown: there is no GPU here that reports it.");
    else if (!hasPower)
        absent = tr("Power is not shown: neither the GPU nor the CPU reports it here.");
    m_absent->setText(absent);
    m_absent->setVisible(!absent.isEmpty());
}

void LivePane::setPaused(bool isPaused) {
    for (SeriesChart* chart : m_charts)
        chart->setPaused(isPaused);
    retranslate();
}

// ---- export ----

void LivePane::exportCharts() {
    auto* dialog = new QFileDialog(this, tr("Export charts"));
    dialog->setObjectName(QStringLiteral("live.exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Every value as a table (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(QStringLiteral("autoglm-live.png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("csv")) ? QStringLiteral("csv") : QStringLiteral("png"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { write(file.toStdString()); });
    dialog->open();
}

void LivePane::write(const std::filesystem::path& path) {
    const bool isTable = path.extension() == ".csv";
    const QImage picture = isTable ? QImage() : m_content->grab().toImage();
    const auto bytesOf = [isTable, picture, tokens = m_tokens, machine = m_machine] {
        if (isTable) return liveCsv(tokens, machine);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        picture.save(&buffer, "PNG");
        return bytes.toStdString();
    };
    inBackground(
        this, [bytesOf, path, write = m_services.write] { return write(path, bytesOf()); },
        [this, path](const Status& written) {
            if (written)
                emit messageRaised({.kind = BannerKind::Notice, .words = [path] {
                                        return BannerWords{tr("The charts were written"),
                                                           QString::fromStdString(path.string())};
                                    }});
            else
                emit messageRaised({.words =
                                        [error = written.error()] {
                                            return BannerWords{tr("The charts were not written"), sentenceOf(error),
                                                               tr("Export elsewhere…")};
                                        },
                                    .onAction = [this] { exportCharts(); }});
        });
}

void LivePane::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_power) restyle();
    if (event->type() == QEvent::LanguageChange && m_power) retranslate();
    QWidget::changeEvent(event);
}

void LivePane::restyle() {
    setTextColor(m_absent, colorsOf(palette()).secondary);
}

void LivePane::showMemoryWords() {
    const bool isOnDevice = m_machine.holding().device.has_value();
    m_memory->setWords(isOnDevice ? tr("GPU memory") : tr("Program memory"), tr("seconds since the window opened"),
                       tr("The first sample appears here within a second."));
    m_memory->setHint(
        isOnDevice
            ? tr("What is in use on the GPU. Rest: workspace, libraries, and other programs")
            : tr("What this program holds of the machine's memory. Rest: libraries, the window, workspace, what is "
                 "being loaded, and for a moment the buffer that a comparison measures the speed of memory with"));
}

void LivePane::retranslate() {
    m_pause->setText(m_pause->isChecked() ? tr("Continue") : tr("Pause"));
    m_pause->setToolTip(tr("Stop drawing; what comes meanwhile is kept"));
    m_reset->setText(tr("Reset zoom"));
    m_reset->setToolTip(tr("Follow the newest values again. Wheel and drag zoom and move a chart"));
    m_export->setText(tr("Export…"));
    m_export->setToolTip(tr("The charts as a picture, or every value as a table"));
    const QString token = tr("token since the last comparison or start");
    const QString seconds = tr("seconds since the window opened");
    const QString noTokens =
        m_isAfterMeasuring
            ? tr("The tokens of a comparison are not drawn, so that drawing does not disturb it; its own pane shows "
                 "what was measured. The next answer appears here.")
            : tr("The time of every token appears here while the model answers, with marks for load, prefill, first "
                 "token and stop.");
    const QString noRate = tr("The speed of the answer appears here.");
    const QString noSample = tr("The first sample appears here within a second.");
    m_time->setWords(tr("Time per token"), token, noTokens);
    m_rate->setWords(tr("Speed"), token, noRate);
    m_utilization->setWords(m_machine.hasGpu() ? tr("GPU load") : tr("CPU load of the machine"), seconds, noSample);
    m_utilization->setHint(m_machine.hasGpu() ? tr("How much of the time the GPU computed, for all programs")
                                              : tr("Of all cores together. All programs: this one and every other"));
    m_temperature->setWords(tr("Temperature"), seconds, noSample);
    m_power->setWords(tr("Power"), seconds, noSample);
    showMemoryWords();
    refreshMachine();
}

}  // namespace autoglm::ui

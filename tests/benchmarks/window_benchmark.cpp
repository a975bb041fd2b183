// What the window costs: how long it is kept from answering while the console streams 1000 tokens per second, how fast
// a chart of 100,000 points is moved, and what decoding loses to a visible window. Prints one table; see the README.
#include <QProcess>
#include <QTest>
#include <QtWidgets>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/thread_spinning.h"
#include "tests/ui/real_window.h"
#include "tests/ui/window_harness.h"
#include "ui/widgets/series_chart.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

namespace {

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void row(const char* what, const std::vector<double>& values, const char* unit) {
    std::printf("%-58s P50 %8.2f  P99 %8.2f  worst %8.2f %s  (%zu)\n", what, percentile(values, 0.5),
                percentile(values, 0.99), percentile(values, 1), unit, values.size());
    std::fflush(stdout);
}

/// Asks the event loop every 2 ms from a thread of its own and keeps how long each answer took, in milliseconds.
class Heartbeat {
  public:
    Heartbeat() : m_thread([this](const std::stop_token& stop) { beat(stop); }) {}
    std::vector<double> take() {
        m_thread.request_stop();
        m_thread.join();
        QCoreApplication::processEvents();
        return m_answers;
    }

  private:
    void beat(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            QMetaObject::invokeMethod(
                &m_receiver,
                [this, asked = nowNs()] { m_answers.push_back(1e-6 * static_cast<double>(nowNs() - asked)); },
                Qt::QueuedConnection);
        }
    }

    QObject m_receiver;
    std::vector<double> m_answers;
    std::jthread m_thread;
};

bool waitFor(worker::WorkerState state, app::MainWindow& window) {
    return QTest::qWaitFor([&] { return window.controller().state() == state; }, 300'000);
}

void measureConsole() {
    constexpr int tokens = 10'000;
    const std::int64_t start = nowNs() + 1'000'000'000;
    const auto count = std::make_shared<std::atomic<int>>(0);
    engine::ScriptedBehaviour behaviour;
    behaviour.next = [start, count](engine::TokenId last) {
        std::this_thread::sleep_until(
            std::chrono::steady_clock::time_point(std::chrono::nanoseconds(start + 1'000'000LL * count->fetch_add(1))));
        return (last + 1) % 30;
    };
    WindowHarness harness(behaviour);
    if (!waitFor(WorkerState::Ready, harness.window)) qFatal("the scripted model did not load");
    harness.find<QLineEdit>("console.max-tokens")->setText(QString::number(tokens));
    harness.type(QStringLiteral("a"));
    harness.send();
    Heartbeat heartbeat;
    if (!waitFor(WorkerState::Ready, harness.window)) qFatal("the answer did not end");
    const std::vector<double> answers = heartbeat.take();
    const double seconds = 1e-9 * static_cast<double>(nowNs() - start);
    const int made = count->load();
    std::printf("console: %d tokens in %.2f s, %.0f tok/s, transcript of %lld characters\n", made, seconds,
                made / seconds, static_cast<long long>(harness.transcript().size()));
    row("console: the event loop answers within", answers, "ms");
}

void measureChart() {
    constexpr int points = 100'000;
    constexpr int moves = 120;
    ui::ChartData data;
    data.unit = QStringLiteral("ms");
    data.lines.resize(1);
    for (int i = 0; i < points; ++i) {
        data.lines[0].x.push_back(i);
        data.lines[0].y.push_back(10 + 5 * std::sin(i * 0.01) + 0.001 * ((i * 7919) % 1000));
    }
    data.window = {0, points};
    ui::SeriesChart chart([&data] { return data; }, QStringLiteral("chart"), ui::MarkerLabels::Hide);
    chart.resize(900, 400);
    chart.show();
    QTest::qWait(200);
    std::vector<double> pictures;
    for (int i = 0; i < moves; ++i) {
        const int drawn = chart.replotCount();
        const std::int64_t begin = nowNs();
        QTest::keyClick(&chart, i % 2 ? Qt::Key_Left : Qt::Key_Right);
        while (chart.replotCount() == drawn)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        pictures.push_back(1e-6 * static_cast<double>(nowNs() - begin));
    }
    row("chart of 100,000 points: from one picture to the next", pictures, "ms");
}

double aloneTokensPerSecond(const QString& model, int tokens) {
    QProcess process;
    process.start(QString::fromStdString((programFolder() / "autoglm").string()),
                  {QStringLiteral("run"), model, QStringLiteral("--prompt"), QStringLiteral("1 + 1 = ?"),
                   QStringLiteral("--raw"), QStringLiteral("--json"), QStringLiteral("--max-tokens"),
                   QString::number(tokens), QStringLiteral("--temperature"), QStringLiteral("0")});
    process.waitForFinished(-1);
    const auto document = parseJson(process.readAllStandardOutput().toStdString(), "the answer");
    if (!document) qFatal("autoglm run: %s", process.readAllStandardError().constData());
    return document->value("decode_rate_tok_per_s", 0.0);
}

void measureCost(const QString& model, int tokens, int rounds) {
    TemporaryFolder home;
    app::MainWindow window(installedServices(home), model);
    window.resize(1280, 800);
    window.show();
    if (!waitFor(WorkerState::Ready, window)) qFatal("the model did not load");
    double inWindow = 0;
    double ttftMs = 0;
    QObject::connect(
        &window.controller(), &ui::EngineController::runFinished, &window, [&](const worker::RunFinished& finished) {
            const auto* record = std::get_if<std::shared_ptr<const worker::GenerationRecord>>(&finished.payload);
            if (!record) return;
            inWindow = (*record)->result.decodeRateTokensPerSecond().value_or(0);
            ttftMs = 1e3 * (*record)->result.ttftSeconds().value_or(0);
        });
    auto* prompt = window.findChild<ui::PromptEdit*>(QStringLiteral("console.prompt"));
    window.findChild<QLineEdit*>(QStringLiteral("console.max-tokens"))->setText(QString::number(tokens));
    window.findChild<QLineEdit*>(QStringLiteral("console.temperature"))->setText(QStringLiteral("0"));
    // The demo answers this with eight tokens, which say nothing; as a text it goes on with as many as it may.
    window.findChild<QAbstractButton*>(QStringLiteral("console.raw"))->click();
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        const double alone = aloneTokensPerSecond(model, tokens);
        prompt->setPlainText(QStringLiteral("1 + 1 = ?"));
        QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
        if (!waitFor(WorkerState::Ready, window)) qFatal("the answer did not end");
        window.findChild<QAbstractButton*>(QStringLiteral("console.clear"))->click();
        std::printf("window: %.1f tok/s alone, %.1f in the visible window, first token after %.1f ms\n", alone,
                    inWindow, ttftMs);
        std::fflush(stdout);
        if (alone > 0) ratios.push_back(100 * (1 - inWindow / alone));
    }
    row("window: decoding loses", ratios, "%");
    window.close();
}

}  // namespace

int main(int argc, char** argv) {
    boundThreadSpinning();
    QApplication application(argc, argv);
    const QString model = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("demo");
    const int tokens = argc > 2 ? std::atoi(argv[2]) : 200;
    ui::applyTheme(application, ui::ThemeChoice::Light);
    measureChart();
    measureConsole();
    measureCost(model, tokens, 6);
    return 0;
}

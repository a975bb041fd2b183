// The main job as a person does it, in the real window on the real engine with the demo model: five clicks from the
// open window to an exported report, and an event loop that answers all the while.
//
// The window's own long events come back in every run; those of a machine that paused do not. A run in which only the
// event loop was too slow is therefore repeated, in a new process, so that everything is the first time again.
#include <malloc.h>
#include <unistd.h>

#include <QFileDialog>
#include <QLineEdit>

#include "app/window/logging.h"
#include "core/base/file.h"
#include "core/base/paths.h"
#include "core/measure/samplers.h"
#include "tests/ui/event_watch.h"
#include "tests/ui/real_window.h"
#include "tests/ui/window_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

namespace {

/// What the user feels as immediate; see the window's README.
constexpr double longestMs = 50;
constexpr int mostRuns = 3;
constexpr int patienceMs = 180'000;

EventWatch& watch() {
    return *static_cast<EventWatch*>(QCoreApplication::instance());
}

/// What this process has allocated and not freed; unlike resident memory it does not depend on how the allocator's
/// arenas, one per thread, happen to be cut.
std::uint64_t allocatedBytes() {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

}  // namespace

class TestFirstMinute : public QObject {
    Q_OBJECT
  public:
    TestFirstMinute() {
        qputenv("XDG_DATA_HOME", QByteArray::fromStdString((m_home / "data").string()));
        m_services.log = app::startLogging();
        ui::applyTheme(watch(), ui::ThemeChoice::Light);
    }
    bool onlySlow() const { return !m_slow.isEmpty() && m_otherwiseRight; }

  private slots:
    void watchSeesABlockedLoop();
    void fiveClicksToAReport();
    void loadsLeaveNothingBehind();

  private:
    void answered(const char* what);
    void click(const char* name);

    TemporaryFolder m_home;
    app::WindowServices m_services = installedServices(m_home);
    app::MainWindow* m_window = nullptr;
    int m_clicks = 0;
    QStringList m_slow;  ///< events above the limit, and when
    bool m_otherwiseRight = false;
};

void TestFirstMinute::answered(const char* what) {
    qInfo("%s: longest event %.1f ms (%s)", what, watch().longestMs(), qPrintable(watch().longest()));
    if (watch().longestMs() > longestMs)
        m_slow.append(QStringLiteral("%1: %2 ms in %3")
                          .arg(QString::fromUtf8(what))
                          .arg(watch().longestMs(), 0, 'f', 1)
                          .arg(watch().longest()));
    watch().reset();
}

void TestFirstMinute::click(const char* name) {
    auto* button = m_window->findChild<QAbstractButton*>(QString::fromUtf8(name));
    QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
    QTest::mouseClick(button, Qt::LeftButton);
    ++m_clicks;
}

void TestFirstMinute::watchSeesABlockedLoop() {
    watch().reset();
    QTimer::singleShot(0, this, [] { QThread::msleep(80); });
    QTest::qWait(10);
    QVERIFY(watch().longestMs() >= 80);
    watch().reset();
}

void TestFirstMinute::fiveClicksToAReport() {
    app::MainWindow window(m_services, QStringLiteral("demo"));
    m_window = &window;
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    watch().reset();  // what stands between a start and its first picture is measured elsewhere
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
    answered("load and hash");

    // Talking is no part of the five clicks.
    auto* prompt = window.findChild<ui::PromptEdit*>(QStringLiteral("console.prompt"));
    prompt->setPlainText(QStringLiteral("12 + 30 = ?"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
    const QString transcript = window.findChild<QTextEdit*>(QStringLiteral("console.transcript"))->toPlainText();
    QVERIFY2(transcript.contains(QStringLiteral("42")), qPrintable(transcript));
    answered("prefill and decode");

    click("rail.compare");
    click("compare.start");
    auto* exportButton = window.findChild<QAbstractButton*>(QStringLiteral("compare.export"));
    QTRY_VERIFY_WITH_TIMEOUT(exportButton->isVisible() && exportButton->isEnabled(), patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
    answered("compare");

    click("compare.export");
    auto* dialog = window.findChild<QFileDialog*>(QStringLiteral("compare.exportDialog"));
    QVERIFY(dialog);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    const QString report = QString::fromStdString((m_home / "report.html").string());
    dialog->findChild<QLineEdit*>()->setText(report);
    QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    ++m_clicks;  // Return stands for a click on Save
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), patienceMs);
    answered("export");
    QVERIFY2(m_clicks <= 5, qPrintable(QString::number(m_clicks)));

    QFile file(report);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray html = file.readAll();
    for (const char* expected : {"FP16", "INT8", "same", "sha256"})
        QVERIFY2(html.contains(expected), expected);

    for (const char* pane : {"rail.environment", "rail.weights", "rail.console", "rail.quantize", "rail.compare",
                             "rail.reports", "rail.log", "rail.settings"}) {
        click(pane);
        QTest::qWait(100);
        answered(pane);
    }
    window.close();
    m_otherwiseRight = !QTest::currentTestFailed();
    QVERIFY2(m_slow.isEmpty(), qPrintable(m_slow.join(QStringLiteral("; "))));
}

/// Fifty loads, answers and unloads after thirty that fill caches and arenas: less than one model stays, by far.
void TestFirstMinute::loadsLeaveNothingBehind() {
    app::MainWindow window(m_services, QStringLiteral("demo"));
    window.show();
    auto* load = window.findChild<QAction*>(QStringLiteral("action.load"));
    auto* prompt = window.findChild<ui::PromptEdit*>(QStringLiteral("console.prompt"));
    std::vector<std::uint64_t> resident;
    std::vector<std::uint64_t> allocated;
    for (int cycle = 0; cycle < 80; ++cycle) {
        QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
        prompt->setPlainText(QStringLiteral("1 + 1 = ?"));
        QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
        window.findChild<QAbstractButton*>(QStringLiteral("console.clear"))->click();
        load->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Idle, patienceMs);
        resident.push_back(measure::readProcessMemory().residentBytes.value());
        allocated.push_back(allocatedBytes());
        load->trigger();
    }
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), WorkerState::Ready, patienceMs);
    // The demo's weights are 4.2 MB; charts, log and conversations that were set aside keep some kilobytes each time.
    const auto growth = [](const std::vector<std::uint64_t>& bytes) {
        return static_cast<std::int64_t>(bytes.back()) - static_cast<std::int64_t>(bytes[29]);
    };
    qInfo("fifty cycles: allocated %+.2f MB, resident %+.2f MB", static_cast<double>(growth(allocated)) * 1e-6,
          static_cast<double>(growth(resident)) * 1e-6);
    QVERIFY2(growth(allocated) < 4'000'000, qPrintable(QString::number(growth(allocated))));
    QVERIFY2(growth(resident) < 40'000'000, qPrintable(QString::number(growth(resident))));  // fifty models: 210 MB
    window.close();
}

int main(int argc, char** argv) {
    EventWatch application(argc, argv);
    auto test = std::make_unique<TestFirstMinute>();
    const int result = QTest::qExec(test.get(), argc, argv);
    const int run = qEnvironmentVariableIntValue("AUTOGLM_FIRST_MINUTE_RUN") + 1;
    if (result == 1 && test->onlySlow() && run < mostRuns) {
        test.reset();  // and its folder
        qputenv("AUTOGLM_FIRST_MINUTE_RUN", QByteArray::number(run));
        ::execv("/proc/self/exe", argv);
    }
    return result;
}
#include "tst_first_minute.moc"

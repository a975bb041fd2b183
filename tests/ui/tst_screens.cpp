// Pictures of the window for people to look at, in both themes, both languages and two sizes; and a check that no label
// or button is smaller than its words.
#include <QAbstractButton>
#include <QDir>
#include <QStackedWidget>
#include <QTableView>

#include "app/window/language.h"
#include "core/base/clock.h"
#include "tests/ui/window_harness.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestScreens : public QObject {
    Q_OBJECT
  private slots:
    void everyState_data();
    void everyState();
};

namespace {

/// Words that do not fit their widget, as "name: text".
QStringList clipped(const QWidget& window) {
    QStringList out;
    for (const auto* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            out << button->objectName() + QStringLiteral(": ") + button->text();
    for (const auto* label : window.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty()) continue;
        const bool isTooLow = label->wordWrap() && label->height() < label->heightForWidth(label->width());
        const bool isTooNarrow = !label->wordWrap() && label->width() < label->minimumSizeHint().width();
        if (isTooLow || isTooNarrow) out << label->objectName() + QStringLiteral(": ") + label->text();
    }
    return out;
}

}  // namespace

void TestScreens::everyState_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    for (const bool dark : {false, true})
        for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")})
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)})
                QTest::addRow("%s-%s-%d", dark ? "dark" : "light", qPrintable(language), size.width())
                    << dark << language << size;
}

void TestScreens::everyState() {
    QFETCH(bool, dark);
    QFETCH(QString, language);
    QFETCH(QSize, size);
    app::applyLanguage(language);
    ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()),
                   dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    WindowHarness harness({.decodeError = {}, .noise = 0.01});
    harness.samples = [](std::int64_t) {
        measure::SystemSample sample;
        sample.timeNs = nowNs();
        sample.memory.residentBytes = 180'000'000;
        sample.ownCpuShare = 0.4;
        sample.otherCpuShare = 0.1;
        return std::vector{sample};
    };
    harness.window.resize(size);
    const QDir folder(QStringLiteral(SCREENS_FOLDER));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const auto shoot = [&](const char* what) {
        QTest::qWait(40);  // a queued replot
        const QString file = folder.filePath(
            QStringLiteral("%1-%2.png").arg(QString::fromUtf8(QTest::currentDataTag()), QString::fromUtf8(what)));
        QVERIFY2(harness.window.grab().save(file), qPrintable(file));
        QCOMPARE(clipped(harness.window).join(QLatin1Char('\n')), QString());
    };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    shoot("console-empty");
    harness.type(QStringLiteral("ab"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    shoot("console-answer");
    QTest::mouseClick(harness.find<QWidget>("console.parametersFold"), Qt::LeftButton);
    harness.type(QStringLiteral("a<e>"));
    harness.find<QTextEdit>("console.transcript")->setFocus();
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Down);
    QTest::keyClick(harness.find<QTextEdit>("console.transcript"), Qt::Key_Space);
    shoot("console-parameters");
    QTest::mouseClick(harness.find<QWidget>("rail.environment"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QStackedWidget>("environment.pages")->currentIndex(), 1);
    shoot("environment");
    QTest::mouseClick(harness.find<QWidget>("rail.log"), Qt::LeftButton);
    QTRY_COMPARE(harness.find<QTableView>("log.table")->model()->rowCount(), 3);
    shoot("log");
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    shoot("compare-empty");
    harness.gate->close();
    harness.click("compare.start");
    harness.gate->awaitArrival();
    shoot("compare-busy");
    harness.gate->open();
    QTRY_COMPARE_WITH_TIMEOUT(harness.find<QStackedWidget>("compare.pages")->currentIndex(), 2, 60'000);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    shoot("compare-verdict");
}

QTEST_MAIN(TestScreens)
#include "tst_screens.moc"

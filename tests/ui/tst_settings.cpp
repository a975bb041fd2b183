// The settings pane: each setting has its effect, survives another start, and nothing wrong is taken.
#include <QtTest/qtestwheel.h>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QWindow>

#include "app/window/comparison_service.h"
#include "app/window/language.h"
#include "app/window/logging.h"
#include "core/base/file.h"
#include "tests/ui/window_harness.h"
#include "tests/unit/report/sample_documents.h"
#include "ui/models/finding_groups.h"
#include "ui/panes/settings_pane.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestSettings : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        app::applyLanguage(QStringLiteral("en"));
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void languageAndThemeAtOnce();
    void wheelScrollsAndChangesNothing();
    void threadsOfTheNextLoad();
    void foldersAreChecked();
    void numbersAreChecked();
    void budgetsOnAndOff();
    void surviveAnotherStart();
    void resetPerGroup();
    void damagedFile_data();
    void damagedFile();
    void notWritable();
    void languageWithoutATranslation();
    void logTellsWhatHappened();
    void jsonRoundTrip();
};

namespace {

class SettingsHarness : public WindowHarness {
  public:
    explicit SettingsHarness(const std::filesystem::path& file = {})
        : WindowHarness({}, QStringLiteral("alphabet"), std::make_shared<app::SettingsStore>(file)) {}
    void open() {
        QTRY_COMPARE(state(), WorkerState::Ready);
        QTest::mouseClick(find<QWidget>("rail.settings"), Qt::LeftButton);
    }
    /// As a person does: type and leave the field.
    void enter(const char* name, const QString& text) {
        auto* edit = find<QLineEdit>(name);
        edit->clear();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    void pick(const char* name, int index) {
        auto* box = find<QComboBox>(name);
        box->setCurrentIndex(index);
        emit box->activated(index);
    }
    QString problem(const char* name) {
        auto* label = find<QLabel>((std::string(name) + ".problem").c_str());
        return label->isVisibleTo(&window) ? label->text() : QString();
    }
};

}  // namespace

void TestSettings::languageAndThemeAtOnce() {
    SettingsHarness harness;
    harness.open();
    harness.pick("settings.language", 2);
    QTRY_COMPARE(harness.label("status.state"), "就绪");
    QVERIFY(harness.settings->get().language == QStringLiteral("zh_CN"));
    harness.pick("settings.language", 1);
    QTRY_COMPARE(harness.label("status.state"), "Ready");
    harness.pick("settings.theme", 2);
    QTRY_COMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Dark);
    harness.pick("settings.theme", 1);
    QTRY_COMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Light);
    // By the palette too, and the pane shows it.
    harness.find<QAction>("action.palette")->trigger();
    auto* search = harness.find<QLineEdit>("palette.search");
    QTest::keyClicks(search, QStringLiteral("theme dark"));
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(ui::themeOf(harness.window.palette()), ui::Theme::Dark);
    QCOMPARE(harness.find<QComboBox>("settings.theme")->currentIndex(), 2);
}

void TestSettings::wheelScrollsAndChangesNothing() {
    SettingsHarness harness;
    harness.open();
    harness.window.resize(harness.window.minimumSize());
    auto* box = harness.find<QComboBox>("settings.language");
    QCOMPARE(box->focusPolicy(), Qt::StrongFocus);
    QWidget* outer = box;
    while (outer && !qobject_cast<QScrollArea*>(outer))
        outer = outer->parentWidget();
    QVERIFY(outer);
    const QScrollBar& bar = *static_cast<QScrollArea*>(outer)->verticalScrollBar();
    QTRY_VERIFY(bar.maximum() > 0);
    const auto turn = [&] {
        QTest::wheelEvent(harness.window.windowHandle(), box->mapTo(&harness.window, box->rect().center()),
                          QPoint(0, -120));
        QCoreApplication::processEvents();
    };
    const int before = box->currentIndex();
    QVERIFY(!box->hasFocus());
    turn();
    QCOMPARE(box->currentIndex(), before);
    QVERIFY(bar.value() > 0);
    QVERIFY(!box->hasFocus());
}

void TestSettings::threadsOfTheNextLoad() {
    SettingsHarness harness;
    harness.open();
    harness.enter("settings.threads", QStringLiteral("3"));
    QCOMPARE(harness.settings->get().threads, 3);
    harness.click("precision.int8");
    QTRY_VERIFY(harness.state() == WorkerState::Ready && harness.window.controller().model()->threads == 3);
    for (const char* wrong : {"-1", "many", "1.5", "5000"}) {
        harness.enter("settings.threads", QString::fromLatin1(wrong));
        QVERIFY(harness.problem("settings.threads").contains(QString::fromLatin1(wrong)));
        QCOMPARE(harness.find<QLineEdit>("settings.threads")->text(), QString::fromLatin1(wrong));
        QCOMPARE(harness.settings->get().threads, 3);
    }
    harness.enter("settings.threads", QStringLiteral("0"));
    QCOMPARE(harness.problem("settings.threads"), QString());
    QCOMPARE(harness.settings->get().threads, 0);
}

void TestSettings::foldersAreChecked() {
    const ScopedEnvironment hub("HF_HUB_CACHE", "");
    SettingsHarness harness;
    harness.open();
    harness.enter("settings.reportFolder", QStringLiteral("reports"));
    QVERIFY(harness.problem("settings.reportFolder").contains(QStringLiteral("no full path")));
    const std::filesystem::path file = harness.home / "file";
    writeBytes(file, "x");
    harness.enter("settings.reportFolder", QString::fromStdString((file / "below").string()));
    QTRY_VERIFY(harness.problem("settings.reportFolder").contains(QStringLiteral("below")));
    QVERIFY(harness.settings->get().reportFolder.empty());
    harness.enter("settings.reportFolder", QString::fromStdString((harness.home / "new").string()));
    QTRY_COMPARE(harness.settings->get().reportFolder, harness.home / "new");
    QCOMPARE(app::reportFolder(harness.settings->get()), harness.home / "new");
    QCOMPARE(harness.problem("settings.reportFolder"), QString());

    harness.enter("settings.modelCache", QString::fromStdString((harness.home / "hub").string()));
    QTRY_COMPARE(harness.settings->get().modelCache, harness.home / "hub");
    QCOMPARE(qgetenv("HF_HUB_CACHE").toStdString(), (harness.home / "hub").string());
    std::filesystem::create_directories(harness.home / "hub" / "models--org--name" / "snapshots" / "abc");
    writeBytes(harness.home / "hub" / "models--org--name" / "snapshots" / "abc" / "config.json", "{}");
    VERIFY_OK(model::resolveModel("org/name"));
    harness.enter("settings.modelCache", QString());
    QTRY_VERIFY(harness.settings->get().modelCache.empty());
    QVERIFY(!model::resolveModel("org/name"));
}

void TestSettings::numbersAreChecked() {
    SettingsHarness harness;
    harness.open();
    harness.enter("settings.threshold.ttft_ms", QStringLiteral("650.5"));
    QCOMPARE(harness.settings->get().thresholds.ttftMs, 650.5);
    for (const char* wrong : {"0", "-5", "fast", "inf", "nan", ""}) {
        harness.enter("settings.threshold.ttft_ms", QString::fromLatin1(wrong));
        QVERIFY(harness.problem("settings.threshold.ttft_ms").contains(QStringLiteral("above 0")));
        QCOMPARE(harness.settings->get().thresholds.ttftMs, 650.5);
    }
    harness.enter("settings.threshold.relative_l2_error", QStringLiteral("2e-6"));
    QCOMPARE(harness.settings->get().thresholds.relativeL2Error, 2e-6);
}

void TestSettings::budgetsOnAndOff() {
    SettingsHarness harness;
    harness.open();
    const auto kept = [&] { return QString::fromStdString(evaluate::budgetsText(harness.settings->get().budgets)); };
    harness.enter("settings.budget.kld", QStringLiteral("0.05"));
    QCOMPARE(kept(), "kld=0.05");
    harness.find<QCheckBox>("settings.budget.memory.on")->click();
    QCOMPARE(kept(), "kld=0.05,memory=off");
    QVERIFY(!harness.find<QLineEdit>("settings.budget.memory")->isEnabled());
    harness.enter("settings.budget.speedup", QStringLiteral("quick"));
    QVERIFY(harness.problem("settings.budget.speedup").contains(QStringLiteral("quick")));
    harness.find<QCheckBox>("settings.budget.memory.on")->click();
    QCOMPARE(kept(), "kld=0.05");
}

void TestSettings::surviveAnotherStart() {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "settings" / "settings.json";
    {
        SettingsHarness harness(file);
        harness.open();
        harness.enter("settings.threads", QStringLiteral("2"));
        harness.enter("settings.threshold.tokens_per_s", QStringLiteral("55"));
        harness.find<QCheckBox>("settings.budget.kld.on")->click();
        harness.pick("settings.theme", 2);
    }
    QThreadPool::globalInstance()->waitForDone();
    SettingsHarness again(file);
    again.open();
    QCOMPARE(again.find<QLineEdit>("settings.threads")->text(), "2");
    QCOMPARE(again.find<QLineEdit>("settings.threshold.tokens_per_s")->text(), "55");
    QVERIFY(!again.find<QCheckBox>("settings.budget.kld.on")->isChecked());
    QCOMPARE(again.find<QComboBox>("settings.theme")->currentText(), "Dark");
    QCOMPARE(again.window.controller().model()->threads, 2);
}

void TestSettings::resetPerGroup() {
    SettingsHarness harness;
    harness.open();
    harness.enter("settings.threads", QStringLiteral("2"));
    harness.enter("settings.budget.kld", QStringLiteral("0.5"));
    harness.enter("settings.budget.speedup", QStringLiteral("wrong"));
    harness.click("settings.reset.budgets");
    QCOMPARE(evaluate::budgetsText(harness.settings->get().budgets), std::string());
    QCOMPARE(harness.find<QLineEdit>("settings.budget.kld")->text(), "0.02");
    QCOMPARE(harness.problem("settings.budget.speedup"), QString());
    QCOMPARE(harness.settings->get().threads, 2);
    harness.click("settings.reset.engine");
    QCOMPARE(harness.settings->get().threads, 0);
}

void TestSettings::damagedFile_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("fragment");
    QTest::addRow("no JSON") << QByteArray("{\"threads\": ") << "settings.json";
    QTest::addRow("no object") << QByteArray("[]") << "expected an object";
    QTest::addRow("threads") << QByteArray(R"({"threads": "two"})") << "'threads' is \"two\"";
    QTest::addRow("language") << QByteArray(R"({"language": "fr"})") << "'language' is \"fr\"";
    QTest::addRow("theme") << QByteArray(R"({"theme": "pink"})") << "'theme' is \"pink\"";
    QTest::addRow("folder") << QByteArray(R"({"report_folder": "here"})") << "'report_folder' is \"here\"";
    QTest::addRow("threshold") << QByteArray(R"({"thresholds": {"ttft_ms": -1}})") << "'thresholds.ttft_ms' is -1";
    QTest::addRow("budgets") << QByteArray(R"({"budgets": "kld=much"})") << "much";
}

void TestSettings::damagedFile() {
    QFETCH(QByteArray, content);
    QFETCH(QString, fragment);
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "settings.json";
    writeBytes(file, content.toStdString());
    SettingsHarness harness(file);
    harness.open();
    QVERIFY2(harness.label("settings.file").contains(fragment), qPrintable(harness.label("settings.file")));
    QCOMPARE(ui::settingsToJson(harness.settings->get()), ui::settingsToJson({}));
    QVERIFY(!std::filesystem::exists(file));
    const auto aside = std::filesystem::directory_iterator(folder.path())->path();
    QCOMPARE(readBytes(aside), content.toStdString());
}

void TestSettings::notWritable() {
    const TemporaryFolder folder;
    writeBytes(folder / "file", "x");
    SettingsHarness harness(folder / "file" / "settings.json");
    harness.open();
    harness.enter("settings.threads", QStringLiteral("2"));
    QTRY_COMPARE(harness.label("banner.title"), "The settings were not kept");
    QCOMPARE(harness.settings->get().threads, 2);  // they hold for this run
}

/// A language without a translation has the words of English, and its singulars.
void TestSettings::languageWithoutATranslation() {
    app::applyLanguage(QStringLiteral("fi"));
    environment::Finding one;
    one.state = environment::State::Warning;
    QCOMPARE(ui::findingsSummary({one}), "1 warning");
    app::applyLanguage(QStringLiteral("en"));
}

void TestSettings::logTellsWhatHappened() {
    const TemporaryFolder folder;
    const ScopedEnvironment data("XDG_DATA_HOME", folder.path().string());
    const QtMessageHandler before = qInstallMessageHandler(nullptr);
    const ui::LogServices log = app::startLogging();
    qInstallMessageHandler(before);  // the test's own words stay out of it
    QStringList lines;
    const auto says = [&](const char* words) {
        for (const ui::LogRecord& record : log.take())
            lines << record.text;
        return lines.join(QLatin1Char('\n')).contains(QString::fromUtf8(words));
    };
    {
        SettingsHarness harness;
        harness.open();
        QTRY_VERIFY(says("loaded alphabet in bf16 on cpu"));
        harness.enter("settings.threads", QStringLiteral("3"));
        QVERIFY2(says("setting threads: 3 instead of 0"), qPrintable(lines.join('\n')));
        QVERIFY(!says("setting theme"));
        harness.gate->close();
        harness.click("precision.int8");
        harness.gate->awaitArrival();
        harness.window.controller().stop();
        harness.gate->open();
        QTRY_VERIFY(says("was stopped"));
    }
    {
        WindowHarness compares({.noise = 0.01});
        QTRY_COMPARE(compares.state(), WorkerState::Ready);
        QTest::mouseClick(compares.find<QWidget>("rail.compare"), Qt::LeftButton);
        compares.click("compare.start");
        QTRY_VERIFY(says("comparison of alphabet FP16 / INT8 began"));
        QTRY_VERIFY_WITH_TIMEOUT(says("comparison of alphabet FP16 / INT8 ended: "), 60'000);
    }
    const auto settings = std::make_shared<app::SettingsStore>();
    const ui::CompareServices services = app::compareServices(std::make_shared<app::SharedFacts>(), settings);
    const auto result = std::make_shared<const evaluate::ComparisonResult>(sampleComparison());
    VERIFY_OK(services.exportTo(result, folder / "out.md"));
    QVERIFY(says("the report of this comparison was written to "));
    WindowHarness mismatch({.loadError = Error{ErrorCode::HashMismatch, "'a' is not the expected file", "a"}});
    QTRY_COMPARE(mismatch.find<QPushButton>("banner.action")->text(), "Load anyway");
    mismatch.click("banner.action");
    QTRY_COMPARE(mismatch.state(), WorkerState::Ready);
    QVERIFY2(says("loaded although the hash of a is 1111"), qPrintable(lines.join('\n')));
    QCOMPARE(mismatch.label("banner.title"), "Weights are not as expected: a");
}

void TestSettings::jsonRoundTrip() {
    ui::Settings settings;
    settings.language = QStringLiteral("zh_CN");
    settings.theme = ui::ThemeChoice::Dark;
    settings.threads = 7;
    settings.reportFolder = "/a/b";
    settings.modelCache = "/c";
    settings.thresholds.errorRatePercent = 0.1;
    settings.budgets = evaluate::parseBudgets("kld=0.1,memory=off").value();
    const auto again = ui::settingsFromJson(ui::settingsToJson(settings));
    VERIFY_OK(again);
    QCOMPARE(ui::settingsToJson(*again), ui::settingsToJson(settings));
    QVERIFY(ui::settingsToJson(*again) != ui::settingsToJson({}));
    VERIFY_OK(ui::settingsFromJson(Json::object()));
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"

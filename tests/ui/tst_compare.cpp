// The compare pane as a person uses it: what is set decides what is measured, what was found can be looked into.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLocale>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <cmath>

#include "app/window/language.h"
#include "core/base/file.h"
#include "core/measure/validity.h"
#include "tests/ui/window_harness.h"
#include "ui/models/comparison_model.h"
#include "ui/models/core_sentences.h"
#include "ui/models/top_tokens_model.h"
#include "ui/widgets/budgets_dialog.h"
#include "ui/widgets/comparison_setup.h"
#include "ui/widgets/divergence_strip.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestCompare : public QObject {
    Q_OBJECT
  private slots:
    void budgetsChangeTheVerdict();
    void remainingTimeIsToldOnceItIsKnown();
    void promptsFromAFile();
    void devicesWhereThereAreSeveral();
    void eachArmHasItsModel();
    void anArmTakesAFolder();
    void aModelIsListedOnce();
    void aReplacedResultSaysWhereItIs();
    void tablesSortByNumber();
    void voidIsSaidFirst();
    void answersStreamAndDifferencesAreMarked();
    void stripOpensTheLikeliestTokens();
    void tableIsCopiedInFull();
    void sentencesOfCoreAreKnown();
};

namespace {

struct Comparing : WindowHarness {
    explicit Comparing(double noise = 6) : WindowHarness({.noise = noise}) {}

    void show() {
        QTRY_COMPARE(state(), WorkerState::Ready);
        QTest::mouseClick(find<QWidget>("rail.compare"), Qt::LeftButton);
    }
    void compare() {
        click("compare.start");
        QTRY_COMPARE_WITH_TIMEOUT(find<QStackedWidget>("compare.pages")->currentIndex(), 2, 60'000);
        QTRY_COMPARE(state(), WorkerState::Ready);
    }
    QString marked(const char* name) {
        const auto selections = find<QTextEdit>(name)->extraSelections();
        return selections.isEmpty() ? QString() : selections.front().cursor.selectedText();
    }
    void choosePrompts(const std::filesystem::path& file) {
        auto* box = find<QComboBox>("compare.prompts");
        const int last = box->count() - 1;
        box->setCurrentIndex(last);
        emit box->activated(last);
        auto* dialog = find<QFileDialog>("compare.promptsDialog");
        dialog->selectFile(QString::fromStdString(file.string()));
        QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
        QTRY_VERIFY(!window.findChild<QFileDialog*>("compare.promptsDialog"));
    }
};

}  // namespace

void TestCompare::budgetsChangeTheVerdict() {
    Comparing harness;
    harness.show();
    const auto judge = [&harness](double limit) {
        harness.click("compare.budgets");
        for (const char* name : {"same_top", "ppl_ratio", "task_drop", "speedup", "memory"})
            harness.find<QCheckBox>(qPrintable(QStringLiteral("budget.") + QString::fromUtf8(name)))->setChecked(false);
        harness.find<QDoubleSpinBox>("budget.limit.kld")->setValue(limit);
        harness.click("budgets.use");
        QTRY_VERIFY(!harness.window.findChild<ui::BudgetsDialog*>("compare.budgetsDialog"));
        harness.compare();
    };
    judge(0.00001);
    QCOMPARE(harness.label("verdict.word"), "FAIL");
    QCOMPARE(harness.find<QPushButton>("compare.budgets")->text(), "Budgets: 1 set…");
    judge(50);
    QCOMPARE(harness.label("verdict.word"), "PASS");
}

/// The warm-up's own end is not the comparison's: minutes may follow.
void TestCompare::remainingTimeIsToldOnceItIsKnown() {
    Comparing harness;
    harness.show();
    auto& controller = harness.window.controller();
    const auto told = [&](const char* phase) {
        emit controller.progressed(worker::CommandKind::Compare,
                                   {.progress = {.phase = phase, .done = 1, .total = 4, .unit = "runs", .detail = {}},
                                    .remainingNs = 300'000'000'000});
        return harness.label("compare.remaining");
    };
    QCOMPARE(told("load A"), "time left: known after the warm-up");
    QCOMPARE(told("warm-up"), "time left: known after the warm-up");
    QVERIFY(told("pilot").contains(QStringLiteral("5 min")));
}

void TestCompare::promptsFromAFile() {
    Comparing harness;
    TemporaryFolder folder;
    harness.show();
    auto* box = harness.find<QComboBox>("compare.prompts");
    QTRY_VERIFY(box->currentText().startsWith(QStringLiteral("built-in, ")));
    VERIFY_OK(writeFileAtomically(folder / "bad.jsonl", "{\"prompt\": 3}\n"));
    harness.choosePrompts(folder / "bad.jsonl");
    QTRY_COMPARE(harness.label("banner.title"), "The prompts were not taken");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("bad.jsonl:1")));
    QVERIFY(box->currentText().startsWith(QStringLiteral("built-in")));
    VERIFY_OK(writeFileAtomically(folder / "good.txt", "a\n\nb\nc\n"));
    harness.choosePrompts(folder / "good.txt");
    QTRY_COMPARE(box->currentText(), "good.txt, 3");
    harness.compare();
    QVERIFY(!harness.find<QWidget>("banner.title")->isVisible());
    auto* prompts = harness.find<QComboBox>("compare.answers.prompt");
    QCOMPARE(prompts->count(), 3);
    QCOMPARE(prompts->itemText(2), "3  c");
}

void TestCompare::devicesWhereThereAreSeveral() {
    Comparing harness;
    harness.show();
    QVERIFY(!harness.find<QComboBox>("compare.deviceA")->isVisible());
    harness.devices = {"cpu", "cuda:0"};
    harness.type(QStringLiteral("a"));
    harness.send();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    auto* device = harness.find<QComboBox>("compare.deviceB");
    QTRY_VERIFY(device->isVisible());
    QCOMPARE(device->currentText(), "cpu");
    QCOMPARE(device->itemText(1), "cuda:0");
}

namespace {

void chooseItem(QComboBox* box, const QString& text) {
    const int item = box->findText(text);
    QVERIFY2(item >= 0, qPrintable(text));
    box->setCurrentIndex(item);
    emit box->activated(item);
}

}  // namespace

void TestCompare::eachArmHasItsModel() {
    Comparing harness;
    harness.library.add({.name = "tuned", .path = "/models/tuned"});
    harness.show();
    auto* ofB = harness.find<QComboBox>("compare.modelB");
    QTRY_VERIFY(ofB->findText(QStringLiteral("tuned")) >= 0);
    QCOMPARE(ofB->currentText(), "alphabet");
    chooseItem(ofB, QStringLiteral("tuned"));
    QCOMPARE(harness.find<QPushButton>("compare.startEmpty")->text(), "Compare alphabet FP16 with tuned INT8");
    harness.compare();
    const auto* table = harness.find<QTableView>("compare.table");
    QCOMPARE(table->model()->headerData(ui::ComparisonModel::ArmA, Qt::Horizontal).toString(), "A alphabet FP16");
    QCOMPARE(table->model()->headerData(ui::ComparisonModel::ArmB, Qt::Horizontal).toString(), "B tuned INT8");
    QVERIFY2(harness.label("verdict.headline").startsWith(QStringLiteral("tuned INT8 ")),
             qPrintable(harness.label("verdict.headline")));
    QVERIFY(harness.label("verdict.headline").endsWith(QStringLiteral("compared with alphabet FP16.")));
    QCOMPARE(harness.label("compare.about"), "A alphabet, B tuned");
    QVERIFY(harness.find<QWidget>("compare.strip")->isVisible());  // one tokenizer: position by position
    // The other arm follows the open model; a choice is taken back by choosing it.
    QCOMPARE(harness.find<QComboBox>("compare.modelA")->currentText(), "alphabet");
    chooseItem(ofB, QStringLiteral("alphabet"));
    QCOMPARE(harness.find<QPushButton>("compare.startEmpty")->text(), "Compare FP16 with INT8");
}

void TestCompare::anArmTakesAFolder() {
    Comparing harness;
    TemporaryFolder folder;
    std::filesystem::create_directories(folder / "mine");
    harness.show();
    auto* ofA = harness.find<QComboBox>("compare.modelA");
    chooseItem(ofA, QStringLiteral("Choose a folder…"));
    QCOMPARE(ofA->currentText(), "alphabet");
    auto* dialog = harness.find<QFileDialog>("compare.modelDialog");
    dialog->selectFile(QString::fromStdString((folder / "mine").string()));
    QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
    QTRY_COMPARE(ofA->currentText(), "mine");
    QCOMPARE(harness.find<QPushButton>("compare.startEmpty")->text(), "Compare mine FP16 with alphabet INT8");
}

/// The demo model is opened by its name at the start, by its folder later.
void TestCompare::aModelIsListedOnce() {
    ui::ComparisonSetup setup;
    model::ModelLibrary library;
    library.models = {{.name = "demo", .path = "/shipped/demo-model", .source = model::ModelSource::Demo},
                      {.name = "other", .path = "/models/other", .source = model::ModelSource::Recent},
                      {.name = "demo", .path = "/mine/demo", .source = model::ModelSource::Recent}};
    setup.setLibrary(library);
    const auto* box = setup.findChild<QComboBox*>(QStringLiteral("compare.modelB"));
    const auto listed = [&] {
        QStringList models;
        for (int item = 0; item < box->count() - 1; ++item)
            models << box->itemData(item, Qt::ToolTipRole).toString();
        return models.join(QLatin1Char(' '));
    };
    setup.setModel(QStringLiteral("demo"));
    QCOMPARE(listed(), "demo /models/other /mine/demo");
    setup.chooseModel(1, QStringLiteral("/shipped/demo-model"));
    QCOMPARE(setup.model(1), setup.model(0));  // one and the same
    QCOMPARE(setup.armName(1), "INT8");
    setup.setModel(QStringLiteral("/models/other"));
    QCOMPARE(listed(), "/models/other /shipped/demo-model /mine/demo");
    QCOMPARE(setup.model(1), "/shipped/demo-model");
}

void TestCompare::aReplacedResultSaysWhereItIs() {
    Comparing harness;
    harness.show();
    auto* link = harness.find<QPushButton>("compare.kept");
    QVERIFY(!link->isVisible());
    harness.compare();
    QTRY_VERIFY(harness.find<QPushButton>("compare.open")->isEnabled());  // kept
    worker::RunFinished loaded{.run = 1, .kind = worker::CommandKind::Load};
    const auto folder = std::make_shared<model::ModelFolder>();
    folder->path = "/models/other";
    worker::LoadSummary summary;
    summary.folder = folder;
    loaded.payload = std::make_shared<const worker::LoadSummary>(summary);
    emit harness.window.controller().runFinished(loaded);
    QVERIFY(link->isVisible());
    QCOMPARE(link->text(), "The comparison of FP16 / INT8 alphabet is kept in Reports");
    link->click();
    QVERIFY(harness.find<QToolButton>("rail.reports")->isChecked());
}

void TestCompare::tablesSortByNumber() {
    Comparing harness;
    harness.show();
    harness.compare();
    auto* strip = harness.find<ui::DivergenceStrip>("compare.strip");
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellRect(3).center());
    for (const auto& [name, column, role] :
         {std::tuple("compare.table", int(ui::ComparisonModel::ArmA), int(ui::ComparisonModel::SortRole)),
          std::tuple("compare.top", int(ui::TopTokensModel::ShareB), int(ui::TopTokensModel::SortRole))}) {
        auto* table = harness.find<QTableView>(name);
        const auto words = [&] {
            QStringList all;
            for (int row = 0; row < table->model()->rowCount(); ++row)
                all << table->model()->index(row, column).data().toString();
            return all;
        };
        const auto click = [&] {
            QHeaderView* header = table->horizontalHeader();
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              {header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 8});
        };
        const auto isSorted = [&](auto inOrder) {
            for (int row = 1; row < table->model()->rowCount(); ++row) {
                const QVariant above = table->model()->index(row - 1, column).data(role);
                const QVariant below = table->model()->index(row, column).data(role);
                if (above.isValid() && below.isValid() && !inOrder(above.toDouble(), below.toDouble())) return false;
            }
            return true;
        };
        const QStringList before = words();
        click();
        QVERIFY2(isSorted(std::less_equal()) && words() != before, name);
        click();
        QVERIFY2(isSorted(std::greater_equal()), name);
        click();
        QCOMPARE(words(), before);
    }
    // What is copied stands as it is shown.
    auto* table = harness.find<QTableView>("compare.table");
    table->sortByColumn(ui::ComparisonModel::Metric, Qt::DescendingOrder);
    harness.click("compare.copy");
    QCOMPARE(QApplication::clipboard()->text().section(QLatin1Char('\n'), 1, 1).section(QLatin1Char('\t'), 0, 0),
             table->model()->index(0, 0).data().toString());
}

void TestCompare::voidIsSaidFirst() {
    Comparing harness(std::nan(""));
    harness.show();
    harness.compare();
    QCOMPARE(harness.label("verdict.word"), "VOID");
    QVERIFY2(harness.label("verdict.headline").startsWith(QStringLiteral("These numbers are void: ")),
             qPrintable(harness.label("verdict.headline")));
    QVERIFY(!harness.find<QLabel>("verdict.doubt")->isVisible());
    QVERIFY(!harness.label("verdict.details").contains(QStringLiteral("void")));
    QCOMPARE(harness.label("banner.title"), "The comparison is void");
    app::applyLanguage(QStringLiteral("zh_CN"));
    QTRY_VERIFY(!harness.label("verdict.headline").contains(QStringLiteral("void")));
    app::applyLanguage(QStringLiteral("en"));
}

void TestCompare::answersStreamAndDifferencesAreMarked() {
    Comparing harness;
    harness.show();
    int pageOfStream = -1;
    connect(&harness.window.controller(), &ui::EngineController::answersArrived, this,
            [&] { pageOfStream = harness.find<QStackedWidget>("compare.pages")->currentIndex(); });
    harness.compare();
    QCOMPARE(pageOfStream, 1);
    const auto text = [&](const char* name) { return harness.find<QTextEdit>(name)->toPlainText(); };
    QCOMPARE(text("compare.stream.a"), "bcd");
    QCOMPARE(text("compare.answers.a"), "bcd");
    QCOMPARE(text("compare.stream.b"), text("compare.answers.b"));
    QVERIFY(text("compare.answers.b") != QStringLiteral("bcd"));
    const qsizetype at = harness.label("compare.answers.note").section(QLatin1Char(' '), -1).toInt() - 1;
    QVERIFY(at >= 0);
    QCOMPARE(harness.marked("compare.answers.a"), text("compare.answers.a").mid(at, 1));
    QCOMPARE(harness.marked("compare.answers.b"), text("compare.answers.b").mid(at, 1));
    QVERIFY(harness.marked("compare.answers.a") != harness.marked("compare.answers.b"));
}

void TestCompare::stripOpensTheLikeliestTokens() {
    Comparing harness;
    harness.show();
    harness.compare();
    auto* strip = harness.find<ui::DivergenceStrip>("compare.strip");
    auto* top = harness.find<QTableView>("compare.top");
    QVERIFY(strip->cells().size() > 10);
    QVERIFY(!top->isVisible());
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellRect(3).center());
    QCOMPARE(strip->current(), 3);
    QVERIFY(top->isVisible());
    QCOMPARE(top->model()->rowCount(), 10);
    const auto& peak = *strip->cells()[3].peak;
    const auto shown = [&](int row, int column) { return top->model()->index(row, column).data().toString(); };
    QCOMPARE(shown(0, ui::TopTokensModel::TokenA), QString::fromStdString(peak.a[0].text));
    QCOMPARE(shown(9, ui::TopTokensModel::ShareB), QString::number(100 * peak.b[9].probability, 'f', 2));
    QVERIFY(harness.label("compare.topContext").contains(QString::fromStdString(peak.before)));
    // By keyboard, with what is chosen told in words.
    strip->setFocus();
    QTest::keyClick(strip, Qt::Key_Right);
    QCOMPARE(strip->current(), 4);
    QCOMPARE(harness.label("compare.stripLine"), strip->describe(4));
    QCOMPARE(strip->accessibleDescription(), strip->describe(4));
    QCOMPARE(shown(0, ui::TopTokensModel::TokenA), QString::fromStdString(peak.a[0].text));
    QTest::keyClick(strip, Qt::Key_Return);
    QCOMPARE(shown(0, ui::TopTokensModel::TokenA), QString::fromStdString(strip->cells()[4].peak->a[0].text));
    QTest::keyClick(strip, Qt::Key_End);
    QTest::keyClick(strip, Qt::Key_Right);
    QCOMPARE(strip->current(), static_cast<int>(strip->cells().size()) - 1);
    QTest::keyClick(strip, Qt::Key_Home);
    QTest::keyClick(strip, Qt::Key_Left);
    QCOMPARE(strip->current(), 0);
    harness.click("compare.topCopy");
    QCOMPARE(QApplication::clipboard()->text().count(QLatin1Char('\n')), 11);
}

void TestCompare::tableIsCopiedInFull() {
    Comparing harness;
    harness.show();
    harness.compare();
    auto* table = harness.find<QTableView>("compare.table");
    const auto* model = harness.window.findChild<ui::ComparisonModel*>();
    QApplication::clipboard()->clear();
    table->setFocus();
    if (!QTest::qWaitForWindowActive(&harness.window)) QFAIL("the window is not active");
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QApplication::clipboard()->text();
    QCOMPARE(copied, model->toTsv());
    const QStringList rate = copied.section(QLatin1Char('\n'), 1, 1).split(QLatin1Char('\t'));
    QCOMPARE(rate.size(), 11);
    QVERIFY2(rate[1].size() > 10, qPrintable(rate[1]));
    QVERIFY(rate[2].toDouble() < rate[1].toDouble() && rate[1].toDouble() < rate[3].toDouble());
    QApplication::clipboard()->clear();
    harness.click("compare.copy");
    QCOMPARE(QApplication::clipboard()->text(), copied);
}

void TestCompare::sentencesOfCoreAreKnown() {
    measure::ValidityInputs inputs;
    inputs.warmUpConverged = false;
    inputs.clockReasons = ~std::uint64_t{0};
    inputs.otherDeviceProcesses = 2;
    inputs.otherCpuShare = 0.5;
    inputs.governorSavesPower = true;
    inputs.weightsBytes = 5'000'000;
    inputs.lastLevelCacheBytes = 32'000'000;
    inputs.nonFiniteLogits = 3;
    const auto reasons = measure::assessValidity(inputs).reasons;
    QCOMPARE(reasons.size(), 7U);
    for (const std::string& reason : reasons) {
        const QString english = QString::fromStdString(reason);
        QVERIFY2(ui::isKnownCoreSentence(english), reason.c_str());
        QCOMPARE(ui::coreSentence(english), english);
    }
    QVERIFY(!ui::isKnownCoreSentence(QStringLiteral("nobody says this")));
    app::applyLanguage(QStringLiteral("zh_CN"));
    QStringList chinese;
    for (const std::string& reason : reasons)
        chinese << ui::coreSentence(QString::fromStdString(reason));
    const QString joined = ui::coreSentence(QStringLiteral(
        "Read the speed with care: the CPU's frequency governor saves power; 3 logits were not finite."));
    app::applyLanguage(QStringLiteral("en"));
    for (std::size_t i = 0; i < reasons.size(); ++i)
        QVERIFY2(chinese[static_cast<qsizetype>(i)] != QString::fromStdString(reasons[i]), reasons[i].c_str());
    QVERIFY2(!joined.contains(QStringLiteral("governor saves")) && joined.contains(QLatin1Char('3')),
             qPrintable(joined));
}

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"

// What a finished comparison shows: card, table and answers, each figure rounded once, all of it to be read at once.
#include <QAbstractItemModelTester>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "core/evaluate/verdict.h"
#include "core/report/compare_json.h"
#include "core/report/comparison_report.h"
#include "core/report/run_forms.h"
#include "tests/ui/window_harness.h"
#include "tests/unit/report/sample_documents.h"
#include "ui/models/comparison_model.h"
#include "ui/models/verdict_text.h"
#include "ui/widgets/answers_view.h"
#include "ui/widgets/verdict_card.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

class TestCompareResult : public QObject {
    Q_OBJECT
  private slots:
    void suspectIsMarked();
    void aDecidedBudgetSaysWhyNoDifferenceIsClaimed();
    void oneFigureHasOneRounding();
    void windowAndReportsShowTheSameFigures();
    void everythingIsReadAtTheSmallestSize();
    void otherTokensPartByCharacter();
    void validityMarksRows();
    void otherLanguagesHaveTheInterval();
    void absurdIntervalsAreNotShown();
};

namespace {

struct Comparing : WindowHarness {
    Comparing() : WindowHarness({.noise = 6}) {}

    void compare() {
        QTRY_COMPARE(state(), WorkerState::Ready);
        QTest::mouseClick(find<QWidget>("rail.compare"), Qt::LeftButton);
        click("compare.start");
        QTRY_COMPARE_WITH_TIMEOUT(find<QStackedWidget>("compare.pages")->currentIndex(), 2, 60'000);
        QTRY_COMPARE(state(), WorkerState::Ready);
    }
};

evaluate::ComparisonResult smallResult() {
    evaluate::ComparisonResult result;
    result.arms.resize(2);
    result.arms[1].precision = model::Precision::Int8;
    result.arms[0].decodeRate = evaluate::sampledMetric({44.0, 44.2, 44.1});
    result.arms[1].decodeRate = evaluate::sampledMetric({80.25, 80.5, 80.75});
    result.decodeRateRatio.estimate = measure::ratioEstimate(std::vector<double>{0.59, 0.6, 0.61});
    return result;
}

}  // namespace

void TestCompareResult::suspectIsMarked() {
    auto result = smallResult();
    result.validity = {measure::ValidityState::Suspect, {"the CPU's frequency governor saves power"}};
    result.verdict.doubt = "Read the speed with care: the CPU's frequency governor saves power.";
    result.verdict.sentences = {"INT8 is faster.", result.verdict.doubt, "More."};
    ui::VerdictCard card;
    card.setResult(std::make_shared<const evaluate::ComparisonResult>(result));
    const auto label = [&](const char* name) { return card.findChild<QLabel*>(QString::fromUtf8(name)); };
    QVERIFY(!label("verdict.doubt")->isHidden());
    card.resize(600, 300);
    card.show();
    QTRY_VERIFY(label("verdict.doubt")->y() > label("verdict.headline")->y());  // as texts and reports have it
    QCOMPARE(label("verdict.doubt")->text(), QString::fromStdString(result.verdict.doubt));
    QCOMPARE(label("verdict.headline")->text(), "INT8 is faster.");
    QVERIFY(label("verdict.details")->text().startsWith(QStringLiteral("More.")));
    QVERIFY(!label("verdict.details")->text().contains(QStringLiteral("care")));
    result.validity = {};
    result.verdict.doubt.clear();
    card.setResult(std::make_shared<const evaluate::ComparisonResult>(result));
    QVERIFY(label("verdict.doubt")->isHidden());
}

void TestCompareResult::aDecidedBudgetSaysWhyNoDifferenceIsClaimed() {
    auto result = smallResult();
    result.decodeRateRatio.estimate->ratio = 1.115;
    result.decodeRateRatio.estimate->interval95 = measure::Interval{1.108, 1.122};
    result.decodeRateRatio.noiseFloorLog = 0.2;
    result.decodeRateRatio.sameArmLogRatios = {0.2, -0.2};
    result.arms[1].peakMemoryBytes = 3'000;
    result.deviceMemoryBytes = 10'000'000;
    result.verdict = evaluate::makeVerdict(result, evaluate::defaultBudgets());
    ui::VerdictCard card;
    const auto label = [&](const char* name) { return card.findChild<QLabel*>(QString::fromUtf8(name)); };
    const auto show = [&] { card.setResult(std::make_shared<const evaluate::ComparisonResult>(result)); };
    show();
    QVERIFY(!label("verdict.reasons")->isHidden());
    QCOMPARE(label("verdict.reasons")->text(),
             "Speed-up PASS by its interval alone: the ratio lies within the noise floor, so no difference in speed is "
             "claimed.");
    QVERIFY(label("verdict.headline")->text().contains(QStringLiteral("cannot be told apart in speed")));
    // The noise floor is told once, in the sentence of its own; percents say of what.
    QCOMPARE(label("verdict.details")->text().count(QStringLiteral("The noise floor")), 1);
    QVERIFY(!label("verdict.headline")->text().contains(QStringLiteral("noise floor")));
    const auto saysOfWhat = [](const QLabel* one) {
        return one->text().contains(QStringLiteral("0.0300 % of the device's memory, limit ≤ 100 %"));
    };
    QVERIFY(std::ranges::any_of(card.findChildren<QLabel*>(), saysOfWhat));
    // The details fold, and have the reason too.
    auto* fold = card.findChild<QToolButton*>(QStringLiteral("verdict.fold"));
    QVERIFY(label("verdict.details")->isHidden());
    fold->click();
    QVERIFY(!label("verdict.details")->isHidden());
    QVERIFY(label("verdict.reasons")->isHidden());
    QVERIFY(label("verdict.details")->text().contains(QStringLiteral("passed by its interval")));
    // In a void run nothing passes.
    result.validity = {measure::ValidityState::Void, {"3 logits were not finite"}};
    result.verdict = evaluate::makeVerdict(result, evaluate::defaultBudgets());
    show();
    const auto passes = [](const QLabel* one) { return one->text().contains(QStringLiteral("PASS")); };
    QVERIFY(std::ranges::none_of(card.findChildren<QLabel*>(), passes));
}

/// Sentence, card and table, each made by itself.
void TestCompareResult::oneFigureHasOneRounding() {
    Comparing harness;
    harness.compare();
    const auto* table = harness.find<QTableView>("compare.table");
    // No row hides behind another scroll bar than the page's, and what a ratio is stands below.
    QVERIFY(table->viewport()->rect().contains(
        table->visualRect(table->model()->index(table->model()->rowCount() - 1, 0))));
    QVERIFY(harness.label("compare.paired").contains(QStringLiteral("geometric mean of B / A")));
    const auto cell = [&](const QString& name, int column) {
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, ui::ComparisonModel::Metric).data().toString() == name)
                return table->model()->index(row, column).data(ui::ComparisonModel::ValueRole).toString();
        return QString();
    };
    const QString sentences =
        (harness.label("verdict.headline") + harness.label("verdict.details")).replace(QChar(0xA0), QLatin1Char(' '));
    QString budgets;
    for (const QLabel* label : harness.find<ui::VerdictCard>("compare.verdict")->findChildren<QLabel*>())
        if (label->text().contains(QStringLiteral("limit"))) budgets += label->text() + QLatin1Char('\n');
    for (const char* name : {"KL divergence (nats)", "Same top token (%)", "Perplexity"}) {
        const bool isPerplexity = QByteArray(name) == "Perplexity";
        const QString value =
            cell(QString::fromUtf8(name), isPerplexity ? ui::ComparisonModel::ArmA : ui::ComparisonModel::Change);
        QVERIFY2(value.size() > 1 && sentences.contains(QLatin1Char(' ') + value + QLatin1Char(' ')),
                 qPrintable(value + QStringLiteral(" in ") + sentences));
        if (!isPerplexity)
            QVERIFY2(budgets.contains(QLatin1Char('\n') + value + QLatin1Char(' ')),
                     qPrintable(value + QStringLiteral(" in ") + budgets));
    }
    const QString speed = cell(QStringLiteral("Decode rate (tok/s)"), ui::ComparisonModel::Change).chopped(1);
    QVERIFY2(budgets.contains(speed + QStringLiteral(" ×, limit ≥ 1 ×")), qPrintable(speed + budgets));
}

/// 1280 x 800: verdict and six metrics at once; every metric and the answers by scrolling the page.
/// The compare pane's table is made from the result, that of every report from its document.
void TestCompareResult::windowAndReportsShowTheSameFigures() {
    const auto result = sampleComparison();
    const Json document = report::comparisonToJson(result);
    const report::FigureTable table = report::comparisonFigures(document);
    const std::string html = report::comparisonHtml(document).value();
    const std::string markdown = report::comparisonMarkdown(document).value();
    const std::string text = report::comparisonText(document).value();
    const auto first = [](const QString& cell) { return cell.section(QLatin1Char(' '), 0, 0); };
    std::size_t compared = 0;
    for (const auto& [inWindow, inReport] : {std::pair("Decode rate (tok/s)", "Decode rate, tok/s"),
                                             {"Time to first token (ms)", "Time to first token, ms"},
                                             {"Time per token (ms)", "Time per output token, ms"},
                                             {"Prefill rate (tok/s)", "Prefill rate, tok/s"},
                                             {"Weights (MB)", "Weights, MB"},
                                             {"Peak memory (MB)", "Peak memory, MB"},
                                             {"Perplexity", "Perplexity"},
                                             {"KL divergence (nats)", "KL divergence, mean, nats"},
                                             {"Same top token (%)", "Same most likely token, %"},
                                             {"Task accuracy (%; points)", "Task accuracy, %"}}) {
        const auto rows = ui::comparisonRows(result);
        const auto shown = std::ranges::find(rows, QString::fromUtf8(inWindow), &ui::ComparisonRow::name);
        const auto written =
            std::ranges::find(table.rows, std::string(inReport), [](const auto& row) { return row[0]; });
        QVERIFY2(shown != rows.end() && written != table.rows.end(), inWindow);
        const std::array cells = {&shown->a, &shown->b, &shown->change};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i]->exact) continue;
            const std::string& cell = (*written)[i + 1];
            QCOMPARE(first(QString::fromStdString(cell)), cells[i]->value);
            QVERIFY2(markdown.contains(cell) && text.contains(cell), cell.c_str());
            // HTML sets the fraction in a box of its own.
            const std::string number = cells[i]->value.section(QStringLiteral("×"), 0, 0).toStdString();
            const std::size_t dot = std::min(number.find('.'), number.size());
            const std::string boxes =
                "<span class=\"i\">" + number.substr(0, dot) + "</span><span class=\"f\">" + number.substr(dot);
            QVERIFY2(html.contains(boxes), boxes.c_str());
            ++compared;
        }
    }
    QCOMPARE(compared, 24U);
    // Of load times only the report's unit is asked for: it gives no ratio.
    const auto rows = ui::comparisonRows(result);
    QVERIFY(std::ranges::find(rows, "Load time (ms)", &ui::ComparisonRow::name) != rows.end());
    QVERIFY(std::ranges::any_of(table.rows, [](const auto& row) { return row[0] == "Load time, ms"; }));
}

void TestCompareResult::everythingIsReadAtTheSmallestSize() {
    Comparing harness;
    harness.window.resize(1280, 800);
    harness.compare();
    QTest::qWait(50);
    const auto* scroll = harness.find<QScrollArea>("compare.scroll");
    const QRect seen(scroll->viewport()->mapToGlobal(QPoint(0, 0)), scroll->viewport()->size());
    const auto placeOf = [](const QWidget* widget) { return QRect(widget->mapToGlobal(QPoint(0, 0)), widget->size()); };
    for (const char* name : {"verdict.headline", "compare.verdict"})
        QVERIFY2(seen.contains(placeOf(harness.find<QWidget>(name))), name);
    const auto* table = harness.find<QTableView>("compare.table");
    QVERIFY(table->model()->rowCount() > 6);
    const QRect sixth = table->visualRect(table->model()->index(5, 0));
    QVERIFY(table->viewport()->rect().contains(sixth));
    QVERIFY(seen.contains(QRect(table->viewport()->mapToGlobal(sixth.topLeft()), sixth.size())));
    // No metric hides behind a scroll bar of the table's own: the page scrolls, to the answers too.
    const int last = table->model()->rowCount() - 1;
    QVERIFY(table->viewport()->rect().contains(table->visualRect(table->model()->index(last, 0))));
    for (const char* name : {"compare.answers.a", "compare.answers.b"}) {
        const auto* answer = harness.find<QWidget>(name);
        const auto isReadable = [&] {  // once what was measured has its place
            auto* page = harness.find<QScrollArea>("compare.scroll");
            page->ensureVisible(0, answer->mapTo(page->widget(), answer->rect().bottomLeft()).y());
            return seen.intersected(placeOf(answer)).height() >= 3 * harness.window.fontMetrics().lineSpacing();
        };
        QTRY_VERIFY2(isReadable(), name);
    }
}

void TestCompareResult::otherTokensPartByCharacter() {
    ui::AnswersView view(QStringLiteral("view"));
    evaluate::AnswerPair pair{"p", {1}, "天气b", "天气c", {1}, {2}, {}, 2};
    pair.differenceA = pair.differenceB = evaluate::TextSpan{6, 7};
    view.setAnswers({pair});
    QCOMPARE(view.findChild<QLabel*>(QStringLiteral("view.note"))->text(), "First different character: number 3");
    const auto selections = view.findChild<QTextEdit*>(QStringLiteral("view.b"))->extraSelections();
    QCOMPARE(selections.front().cursor.selectedText(), "c");
    // Of two tokenizers not even equal ids are the same token.
    view.setAnswers({{.prompt = "p",
                      .promptIds = {1},
                      .a = "x",
                      .b = "x",
                      .idsA = {1},
                      .idsB = {1},
                      .firstDivergence = {},
                      .comparedBy = evaluate::AnswerUnit::Character}});
    QCOMPARE(view.findChild<QLabel*>(QStringLiteral("view.note"))->text(), "The texts are the same");
    view.setAnswers({{"p", {1}, "x", "x", {1}, {1}, {}}});
    QCOMPARE(view.findChild<QLabel*>(QStringLiteral("view.note"))->text(), "All tokens are the same");
    auto result = smallResult();
    result.ownQuality[0] = evaluate::OwnQuality{.ppl = {.ppl = 4, .lnStderr = {}, .pplStderr = {}, .interval95 = {}},
                                                .bitsPerByte = 0.5,
                                                .bitsPerByteStderr = 0.01};
    result.ownQuality[1] = result.ownQuality[0];
    const auto rows = ui::comparisonRows(result);
    const auto bits = std::ranges::find(rows, QStringLiteral("Bits per byte of text"), &ui::ComparisonRow::name);
    QVERIFY(bits != rows.end());
    QCOMPARE(bits->a.value, "0.500");
    QVERIFY(!bits->change.exact);
}

void TestCompareResult::validityMarksRows() {
    auto result = smallResult();
    ui::ComparisonModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto words = [&] {
        model.setResult(std::make_shared<const evaluate::ComparisonResult>(result));
        return model.index(0, ui::ComparisonModel::Valid).data().toString() + QLatin1Char(' ') +
               model.index(4, ui::ComparisonModel::Valid).data().toString();
    };
    QCOMPARE(words(), "ok ok");
    QCOMPARE(model.index(0, ui::ComparisonModel::ArmA).data(ui::ComparisonModel::ValueRole).toString(), "44.1");
    QVERIFY(model.index(0, ui::ComparisonModel::Change).data().toString().startsWith(QStringLiteral("1.82× (")));
    result.validity = {measure::ValidityState::Suspect, {"the CPU's frequency governor saves power"}};
    QCOMPARE(words(), "suspect ok");
    QVERIFY(model.index(0, ui::ComparisonModel::Valid)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("governor")));
    result.validity.state = measure::ValidityState::Void;
    QCOMPARE(words(), "void void");
}

void TestCompareResult::otherLanguagesHaveTheInterval() {
    const auto result = smallResult();
    const auto& range = *result.decodeRateRatio.estimate->interval95;
    const QString text = ui::composedHeadline(result);  // no difference was told
    QVERIFY2(text.contains(QString::number(range.low, 'f', 2)) && text.contains(QString::number(range.high, 'f', 2)),
             qPrintable(text));
    auto ofOneBlock = smallResult();
    ofOneBlock.decodeRateRatio.estimate = measure::ratioEstimate(std::vector<double>{0.6});
    QCOMPARE(ui::composedHeadline(ofOneBlock), "Compared with FP32, INT8 cannot be told apart in speed (ratio 1.82).");
}

void TestCompareResult::absurdIntervalsAreNotShown() {
    auto result = smallResult();
    result.decodeRateRatio.estimate = measure::ratioEstimate(std::vector<double>{-0.8, 2.0});
    QVERIFY(result.decodeRateRatio.estimate->interval95->high > 100'000);
    const QString why = QStringLiteral("interval too wide to say anything: its 2 blocks differ too much");
    QCOMPARE(ui::composedHeadline(result),
             QStringLiteral("Compared with FP32, INT8 cannot be told apart in speed (ratio 1.82, %1).").arg(why));
    ui::ComparisonModel model;
    model.setResult(std::make_shared<const evaluate::ComparisonResult>(result));
    const QModelIndex ratio = model.index(0, ui::ComparisonModel::Change);
    QCOMPARE(ratio.data().toString(), "1.82× (interval too wide)");
    QCOMPARE(ratio.data(Qt::ToolTipRole).toString(), "1.82×: " + why);
    QVERIFY(model.toTsv().contains(QString::number(result.decodeRateRatio.estimate->interval95->high, 'g', 17)));
}

QTEST_MAIN(TestCompareResult)
#include "tst_compare_result.moc"

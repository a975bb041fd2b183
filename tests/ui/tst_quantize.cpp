// The quantize pane and the toolbar's segments: what each precision costs, what cannot run here and why, apply.
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QStackedWidget>
#include <QTableView>

#include "core/model/ledger.h"
#include "tests/ui/window_harness.h"
#include "ui/models/elided_text.h"
#include "ui/models/figures.h"
#include "ui/models/precision_model.h"
#include "ui/models/table_filter.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;

namespace {

class QuantizeHarness : public WindowHarness {
  public:
    explicit QuantizeHarness(const QString& model = QStringLiteral("alphabet")) : WindowHarness({}, model) { front(); }
    void front() {
        QTest::mouseClick(find<QWidget>("rail.console"), Qt::LeftButton);
        QTest::mouseClick(find<QWidget>("rail.quantize"), Qt::LeftButton);
    }
    QTableView& table() { return *find<QTableView>("quantize.table"); }
    QString cell(model::Precision precision, int column) {
        return table().model()->index(static_cast<int>(precision), column).data().toString();
    }
    void choose(model::Precision precision) { table().selectRow(static_cast<int>(precision)); }
    QPushButton& apply() { return *find<QPushButton>("quantize.apply"); }
};

model::ModelConfig smallConfig() {
    return windowAssets({.model = "alphabet"})->folder->config;
}

}  // namespace

class TestQuantize : public QObject {
    Q_OBJECT
  private slots:
    void elidedTextsKeepWhatTellsThemApart();
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void costsAreTheLedgers();
    void partsAreTheWhole();
    void obstacles();
    void applyIsOneLoad();
    void everyColumnIsSeen();
    void whatCannotRunIsDisabled();
    void memoryThatDoesNotSuffice();
    void unknownModel();
    void itemModel();
};

void TestQuantize::costsAreTheLedgers() {
    QuantizeHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.table().model()->rowCount(), static_cast<int>(model::allPrecisions.size()));
    for (const model::Precision precision : model::allPrecisions) {
        const model::Scheme scheme = model::makeScheme(precision);
        const auto ledger = model::computeLedger(smallConfig(), scheme, 2048);
        QCOMPARE(harness.cell(precision, ui::PrecisionModel::Memory), ui::bytes(ledger.totalBytes()));
        QCOMPARE(harness.cell(precision, ui::PrecisionModel::Weights), ui::bytes(ledger.weightsBytes));
        QCOMPARE(harness.cell(precision, ui::PrecisionModel::Scheme), QString::fromStdString(scheme.describe()));
        QCOMPARE(harness.cell(precision, ui::PrecisionModel::RunsHere), "yes");
    }
    QCOMPARE(harness.cell(model::Precision::Bf16, ui::PrecisionModel::AgainstNow), "loaded");
    QVERIFY(harness.cell(model::Precision::Fp32, ui::PrecisionModel::AgainstNow).startsWith(QLatin1Char('+')));
    QVERIFY(harness.label("quantize.now").startsWith(QStringLiteral("Loaded is BF16, its weights measured 2.00 MB.")));
    // Two layers of four matrices, and the head; two norms each, the last norm, the embedding.
    QVERIFY(
        harness.cell(model::Precision::Int8, ui::PrecisionModel::Quantized).startsWith(QStringLiteral("9 matrices, ")));
    QVERIFY(harness.cell(model::Precision::Int8, ui::PrecisionModel::Kept).startsWith(QStringLiteral("6 tensors, ")));
    harness.click("quantize.copy");
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("Precision\tWeights\tMemory in all\t")));
}

void TestQuantize::partsAreTheWhole() {
    model::ModelConfig config = smallConfig();
    for (const bool isTied : {false, true})
        for (const bool hasBias : {false, true})
            for (const model::Precision precision : model::allPrecisions) {
                config.tieWordEmbeddings = isTied;
                config.attentionBias = hasBias;
                const model::Scheme scheme = model::makeScheme(precision);
                const model::WeightParts parts = model::computeWeightParts(config, scheme);
                QCOMPARE(parts.linearBytes + parts.otherBytes, model::computeLedger(config, scheme, 1).weightsBytes);
                QCOMPARE(parts.linearCount, isTied && !scheme.isQuantized() ? 8U : 9U);
                QCOMPARE(parts.otherCount, hasBias ? 8U : 6U);
            }
}

void TestQuantize::obstacles() {
    ui::PrecisionSituation situation{.config = smallConfig()};
    const auto obstacle = [&](model::Precision precision) { return ui::precisionCost(situation, precision).obstacle; };
    QCOMPARE(obstacle(model::Precision::Int8), "");
    situation.facts = scriptedFacts({"fp32"});
    QCOMPARE(obstacle(model::Precision::Int8), "INT8 does not run on cpu (scripted).");
    QCOMPARE(obstacle(model::Precision::Fp32), "");
    situation.freeBytes = 1000;
    QVERIFY(obstacle(model::Precision::Fp32).startsWith(QStringLiteral("Does not fit: ")));
    situation.freeBytes = ui::precisionCost(situation, model::Precision::Fp32).ledger.totalBytes();
    QCOMPARE(obstacle(model::Precision::Fp32), "");
    --*situation.freeBytes;
    QVERIFY(obstacle(model::Precision::Fp32).endsWith(QStringLiteral("are free on cpu.")));
    situation.loaded = {.precision = model::Precision::Fp32, .bytes = 1};
    QCOMPARE(obstacle(model::Precision::Fp32), "");
    situation.device = "cuda:3";
    QCOMPARE(obstacle(model::Precision::Int8), "The device cuda:3 is not there.");
}

void TestQuantize::applyIsOneLoad() {
    QuantizeHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.choose(model::Precision::Bf16);
    QVERIFY(!harness.apply().isEnabled());  // it is what is loaded
    harness.choose(model::Precision::Int8);
    QCOMPARE(harness.apply().text(), "Apply INT8");
    QVERIFY(harness.label("quantize.details").contains(QStringLiteral("W8A16 per-channel, BF16 activations")));
    harness.gate->close();
    harness.click("quantize.apply");
    QCOMPARE(harness.state(), WorkerState::Loading);
    QVERIFY(!harness.apply().isEnabled());
    QTRY_VERIFY(harness.find<QWidget>("quantize.loading")->isVisible());
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Int8);
    QVERIFY(harness.find<QPushButton>("precision.int8")->isChecked());
    QTRY_COMPARE(harness.cell(model::Precision::Int8, ui::PrecisionModel::AgainstNow), "loaded");
    QVERIFY(!harness.find<QWidget>("quantize.loading")->isVisible());
    // One that the toolbar has no segment for: none is checked then.
    harness.choose(model::Precision::Int4Group32);
    harness.click("quantize.apply");
    QTRY_COMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Int4Group32);
    QVERIFY(!harness.find<QPushButton>("precision.int8")->isChecked());
    // By the keyboard: Run is Apply here.
    harness.choose(model::Precision::Fp32);
    harness.find<QAction>("action.run")->trigger();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Fp32);
}

void TestQuantize::everyColumnIsSeen() {
    WindowHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.window.resize(1280, 800);
    QTest::mouseClick(harness.find<QWidget>("rail.quantize"), Qt::LeftButton);
    QTest::qWait(20);
    const auto* table = harness.find<QTableView>("quantize.table");
    QCOMPARE(table->model()->rowCount(), static_cast<int>(model::allPrecisions.size()));
    for (int column = 0; column < table->model()->columnCount(); ++column)
        QVERIFY2(table->columnViewportPosition(column) + table->columnWidth(column) <= table->viewport()->width(),
                 qPrintable(table->model()->headerData(column, Qt::Horizontal).toString()));
}

void TestQuantize::whatCannotRunIsDisabled() {
    QuantizeHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.facts = scriptedFacts({"fp32", "bf16"});
    harness.front();
    QCOMPARE(harness.cell(model::Precision::Int8, ui::PrecisionModel::RunsHere),
             "no: INT8 does not run on cpu (scripted).");
    harness.choose(model::Precision::Int8);
    QVERIFY(!harness.apply().isEnabled());
    QVERIFY(!harness.isEnabled("action.run"));
    auto* segment = harness.find<QPushButton>("precision.int8");
    QVERIFY(!segment->isEnabled());
    QCOMPARE(segment->toolTip(), "INT8 W8A16 per-channel: INT8 does not run on cpu (scripted).");
    QVERIFY(harness.find<QPushButton>("precision.fp32")->isEnabled());
}

void TestQuantize::memoryThatDoesNotSuffice() {
    QuantizeHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.freeBytes = 0;
    harness.front();
    // 2 MB come back from the loaded model.
    const auto needed = [](model::Precision precision) {
        return model::computeLedger(smallConfig(), model::makeScheme(precision), 2048).totalBytes();
    };
    for (const model::Precision precision : {model::Precision::Fp32, model::Precision::Int8})
        QCOMPARE(harness.cell(precision, ui::PrecisionModel::RunsHere) == QStringLiteral("yes"),
                 needed(precision) <= 2'000'000);
    QVERIFY(harness.cell(model::Precision::Fp32, ui::PrecisionModel::RunsHere)
                .contains(QStringLiteral("2.00 MB are free")));
    QVERIFY(harness.find<QPushButton>("precision.fp32")->toolTip().startsWith(QStringLiteral("FP32: Does not fit")));
}

void TestQuantize::unknownModel() {
    QuantizeHarness harness(QStringLiteral("missing"));
    QTRY_COMPARE(harness.find<QStackedWidget>("quantize.pages")->currentIndex(), 2);
    QVERIFY(harness.label("quantize.fault.sentence").contains(QStringLiteral("does not exist")));
    QVERIFY(!harness.apply().isEnabled());
}

void TestQuantize::itemModel() {
    ui::PrecisionModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCosts(ui::precisionCosts({.config = smallConfig()}));
    QCOMPARE(model.rowOf(model::Precision::Int8), 3);
    QCOMPARE(ui::tableText(model, {0}).section(QLatin1Char('\n'), 0, 0),
             "Precision\tWeights\tMemory in all\tAgainst now\tRuns here\tQuantized\tNot quantized\tScheme");
    QVERIFY(ui::tableText(model, {0})
                .endsWith(QStringLiteral("\t–\tyes\tnothing\tall 15 tensors, %1\tFP32 weights, FP32 activations, FP32 "
                                         "KV, FP32 accumulation\n")
                              .arg(ui::bytes(model.cost(0).ledger.weightsBytes))));
    model.setCosts({});
    QCOMPARE(model.rowCount(), 0);
}

void TestQuantize::elidedTextsKeepWhatTellsThemApart() {
    const QFontMetrics metrics{QFont()};
    const auto width = [&](const char* text) { return metrics.horizontalAdvance(QString::fromUtf8(text)); };
    const QString sentence = QStringLiteral("9 matrices, 80.0 kB: every linear layer");
    QCOMPARE(ui::elidedWords(sentence, metrics, metrics.horizontalAdvance(sentence)), sentence);
    QCOMPARE(ui::elidedWords(sentence, metrics, width("9 matrices, 80.0 kB…")), "9 matrices, 80.0 kB…");
    QCOMPARE(ui::elidedWords(sentence, metrics, width("9 matrices, 80")), "9 matrices…");
    QCOMPARE(ui::elidedWords(QStringLiteral("9 个矩阵，80.0 kB：所有"), metrics, width("9 个矩阵，80")), "9 个矩阵…");
    QVERIFY(ui::elidedWords(QStringLiteral("unbreakable"), metrics, width("unbre…")).endsWith(QStringLiteral("…")));
    const QString name = QStringLiteral("model.layers.13.self_attn.q_proj.weight");
    QCOMPARE(ui::elidedTensor(name, metrics, metrics.horizontalAdvance(name)), name);
    QCOMPARE(ui::elidedTensor(name, metrics, width("…13.self_attn.q_proj.weight") + 1), "…13.self_attn.q_proj.weight");
    const QString narrow = ui::elidedTensor(name, metrics, width("…13…n.q_proj.weight"));
    QVERIFY2(narrow.startsWith(QStringLiteral("…13…")) && narrow.endsWith(QStringLiteral("q_proj.weight")),
             qPrintable(narrow));
    QVERIFY(ui::elidedTensor(QStringLiteral("model.embed_tokens.weight"), metrics, width("…tokens.weight") + 2)
                .endsWith(QStringLiteral("tokens.weight")));
}

QTEST_MAIN(TestQuantize)
#include "tst_quantize.moc"

// The weights pane as a person uses it: choose, look, verify, drop, load, unload; its tables as printed text.
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <condition_variable>

#include "app/window/language.h"
#include "core/base/paths.h"
#include "core/model/ledger.h"
#include "tests/ui/window_harness.h"
#include "ui/models/figures.h"
#include "ui/models/model_list_model.h"
#include "ui/models/table_filter.h"
#include "ui/models/tensor_model.h"
#include "ui/models/weight_file_model.h"

using namespace autoglm;
using namespace autoglm::test;
using worker::WorkerState;
namespace fs = std::filesystem;

namespace {

enum Page { NothingPage, InspectingPage, FolderPage, FaultPage };

QString pathText(const fs::path& path) {
    return QString::fromStdString(path.string());
}

/// The window with its weights pane in front, the first load over.
class WeightsHarness : public WindowHarness {
  public:
    explicit WeightsHarness(const QString& model = QStringLiteral("alphabet"), engine::ScriptedBehaviour behaviour = {})
        : WindowHarness(std::move(behaviour), model) {
        QTest::mouseClick(find<QWidget>("rail.weights"), Qt::LeftButton);
    }
    int page() { return find<QStackedWidget>("weights.pages")->currentIndex(); }
    QTableView& table(const char* name) { return *find<QTableView>(name); }
    QString cell(const char* name, int row, int column) {
        return table(name).model()->index(row, column).data().toString();
    }
    bool can(const char* button) { return find<QPushButton>(button)->isEnabled(); }
    void show(const fs::path& folder) {
        click("weights.open");
        auto* dialog = find<QFileDialog>("weights.openDialog");
        emit dialog->fileSelected(pathText(folder));
        dialog->close();
    }
    void drop(const fs::path& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(pathText(path))});
        QDragEnterEvent enter({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        accepted = enter.isAccepted();
        if (!accepted) return;
        QDropEvent event({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &event);
    }
    bool accepted = false;
};

void copyModel(const fs::path& to) {
    fs::copy(fixture("glm"), to, fs::copy_options::recursive);
}

}  // namespace

class TestWeights : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::applyTheme(*qobject_cast<QApplication*>(QCoreApplication::instance()), ui::ThemeChoice::Light);
    }
    void ledgerBesideWhatWasMeasured();
    void contextThatDoesNotFit();
    void choosesFilterAndLoads();
    void missingFolderIsAFault();
    void wrongFolderLeavesTheLoadedModel();
    void openFolderShowsOnly();
    void tensorsBeforeAndAfterALoad();
    void verifiesMismatch();
    void verifyCancelled();
    void theShippedModel();
    void dropsFoldersAndFiles();
    void loadCancelledAndFailed();
    void enabledPerState();
    void itemModels();
};

void TestWeights::ledgerBesideWhatWasMeasured() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    QCOMPARE(harness.label("weights.name"), "alphabet");
    const auto loaded = harness.window.controller().model();
    const auto expected = [&](model::Precision precision, std::int64_t context) {
        const auto ledger = model::computeLedger(loaded->folder->config, model::makeScheme(precision), context);
        return QStringList{ui::bytes(ledger.weightsBytes), ui::bytes(ledger.kvCacheBytes),
                           ui::bytes(ledger.workspaceBytes), ui::bytes(ledger.totalBytes())};
    };
    const auto shown = [&] {
        return QStringList{harness.label("ledger.weights"), harness.label("ledger.kvCache"),
                           harness.label("ledger.workspace"), harness.label("ledger.total")};
    };
    QCOMPARE(shown(), expected(model::Precision::Bf16, 2048));
    harness.find<QSpinBox>("ledger.context")->setValue(5000);
    QCOMPARE(shown(), expected(model::Precision::Bf16, 5000));
    QCOMPARE(harness.find<QAbstractSlider>("ledger.slider")->value(), 5000);
    QCOMPARE(harness.find<QAbstractSlider>("ledger.slider")->maximum(), 20'000);
    QCOMPARE(harness.label("ledger.verdict"), "Fits.");
    const auto ledger = model::computeLedger(loaded->folder->config, loaded->scheme, 5000);
    const double error =
        100.0 * (static_cast<double>(loaded->report.weightsBytes) / static_cast<double>(ledger.weightsBytes) - 1);
    QCOMPARE(harness.label("ledger.measured"),
             QStringLiteral("Loaded: weights measured 2.00 MB, +%1 % from the ledger").arg(error, 0, 'f', 1));
    // Another precision was not measured.
    auto* precision = harness.find<QComboBox>("ledger.precision");
    precision->setCurrentIndex(precision->findText(QStringLiteral("INT8")));
    QCOMPARE(shown(), expected(model::Precision::Int8, 5000));
    QVERIFY(!harness.label("ledger.measured").contains(QStringLiteral("measured 2")));
}

void TestWeights::contextThatDoesNotFit() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    harness.freeBytes = 3'000'000;  // and 2 MB that the loaded model gives back
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QCOMPARE(harness.label("ledger.free"), "5.00 MB");
    auto* precision = harness.find<QComboBox>("ledger.precision");
    precision->setCurrentIndex(precision->findText(QStringLiteral("FP32")));
    harness.find<QSpinBox>("ledger.context")->setValue(16);
    QCOMPARE(harness.label("ledger.verdict"), "Fits.");
    harness.find<QSpinBox>("ledger.context")->setValue(20'000);
    QVERIFY2(harness.label("ledger.verdict").startsWith(QStringLiteral("Does not fit: ")),
             qPrintable(harness.label("ledger.verdict")));
}

void TestWeights::choosesFilterAndLoads() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.table("weights.list").model()->rowCount(), 1);  // what was loaded is remembered
    harness.library.add({.name = "glm-fixture", .path = fixture("glm"), .source = model::ModelSource::Registry});
    harness.library.add({.name = "gone", .path = "/no/such/folder", .isThere = false});
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QTRY_COMPARE(harness.table("weights.list").model()->rowCount(), 3);
    QCOMPARE(ui::tableText(*harness.table("weights.list").model()),
             "Model\tFrom\ngone\tmissing\nglm-fixture\tregistry\nalphabet\trecent\n");
    QTest::keyClicks(harness.find<QLineEdit>("weights.filter"), QStringLiteral("FIXTURE"));
    QCOMPARE(harness.table("weights.list").model()->rowCount(), 1);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::qWait(0);
    QCOMPARE(harness.label("weights.name"), "alphabet");  // a filter chooses nothing
    QTableView& list = harness.table("weights.list");
    const QPoint row = list.visualRect(list.model()->index(0, 0)).center();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, row);
    QTRY_COMPARE(harness.label("weights.architecture"), "GlmForCausalLM (glm)");
    QCOMPARE(harness.label("weights.path"), pathText(fixture("glm")));
    QCOMPARE(harness.window.controller().model()->folder->name, std::string("alphabet"));
    auto* precision = harness.find<QComboBox>("ledger.precision");
    precision->setCurrentIndex(precision->findText(QStringLiteral("FP16")));
    QTest::mouseDClick(list.viewport(), Qt::LeftButton, {}, row);
    QTRY_COMPARE(harness.window.controller().model()->folder->path, fixture("glm"));
    QCOMPARE(harness.window.controller().model()->scheme.precision, model::Precision::Fp16);
    QVERIFY(harness.find<QPushButton>("precision.fp16")->isChecked());
    harness.find<QLineEdit>("weights.filter")->clear();
    QTRY_COMPARE(harness.cell("weights.list", 0, 1), "recent");
    QCOMPARE(harness.cell("weights.list", 0, 0), "glm");
}

void TestWeights::missingFolderIsAFault() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    harness.show("/no/such/folder");
    QTRY_COMPARE(harness.page(), static_cast<int>(FaultPage));
    QVERIFY(harness.label("weights.fault.sentence").contains(QStringLiteral("'/no/such/folder' does not exist")));
    // Named by the sentence; the code says nothing to people.
    QVERIFY(!harness.find<QLabel>("weights.fault.details")->isVisible());
    app::applyLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    QVERIFY(!harness.label("weights.fault.title").contains(QStringLiteral("model")));
    QVERIFY(!harness.label("weights.fault.sentence").contains(QStringLiteral("exist")));
    app::applyLanguage(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    harness.click("weights.fault.other");
    QCOMPARE(harness.page(), static_cast<int>(FolderPage));
    QCOMPARE(harness.label("weights.name"), "alphabet");
}

/// What could not be opened leaves the loaded model, here and in what was compared.
void TestWeights::wrongFolderLeavesTheLoadedModel() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    QTest::mouseClick(harness.find<QWidget>("rail.compare"), Qt::LeftButton);
    harness.click("compare.start");
    auto* compared = harness.find<QStackedWidget>("compare.pages");
    QTRY_COMPARE_WITH_TIMEOUT(compared->currentIndex(), 2, 60'000);
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.window.call({.model = QStringLiteral("missing")});
    QTRY_COMPARE(harness.label("banner.title"), "The model could not be loaded");
    QCOMPARE(harness.state(), WorkerState::Ready);
    QCOMPARE(compared->currentIndex(), 2);
    // The banner is of what went wrong: it stays, in the language of now.
    app::applyLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::sendPostedEvents();
    QVERIFY(!harness.label("banner.title").contains(QStringLiteral("model")));
    app::applyLanguage(QStringLiteral("en"));
    QCoreApplication::sendPostedEvents();
    QTest::mouseClick(harness.find<QWidget>("rail.weights"), Qt::LeftButton);
    QVERIFY(harness.find<QWidget>("banner")->isVisible());
    QCOMPARE(harness.page(), static_cast<int>(FolderPage));
    QVERIFY(harness.can("weights.load"));
    // Another model takes what was measured of this one away.
    harness.show(fixture("glm"));
    QTRY_COMPARE(harness.label("weights.name"), "glm");
    harness.click("weights.load");
    QTRY_COMPARE(compared->currentIndex(), 0);
}

void TestWeights::openFolderShowsOnly() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.show(fixture("glm"));
    QTRY_COMPARE(harness.label("weights.name"), "glm");
    QCOMPARE(harness.window.controller().model()->folder->name, std::string("alphabet"));
    harness.click("weights.load");
    QTRY_COMPARE(harness.window.controller().model()->folder->path, fixture("glm"));
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.click("weights.unload");
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QVERIFY(!harness.can("weights.unload"));
    QCOMPARE(harness.label("weights.name"), "glm");
}

void TestWeights::tensorsBeforeAndAfterALoad() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.show(fixture("glm"));
    QTRY_COMPARE(harness.label("weights.name"), "glm");
    harness.find<QTabWidget>("weights.tabs")->setCurrentIndex(2);
    QTableView& table = harness.table("weights.tensors");
    const int all = table.model()->rowCount();
    QCOMPARE(all, static_cast<int>(model::openModelFolder(fixture("glm")).value()->tensors.size()));
    QTest::keyClicks(harness.find<QLineEdit>("weights.tensorFilter"), QStringLiteral("embed_tokens"));
    QCOMPARE(table.model()->rowCount(), 1);
    QCOMPARE(harness.cell("weights.tensors", 0, ui::TensorModel::Minimum), "–");
    QVERIFY(harness.label("weights.tensorHint").startsWith(QStringLiteral("A load fills")));
    harness.click("weights.load");
    QTRY_COMPARE(harness.cell("weights.tensors", 0, ui::TensorModel::Minimum), "-1.00");
    QCOMPARE(harness.cell("weights.tensors", 0, ui::TensorModel::NaN), "0");
    harness.click("weights.copyTensors");
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.value(0), "Tensor\tType\tShape\tSize\tMin\tMax\tNaN\tInf");
    QVERIFY(lines.value(1).startsWith(QStringLiteral("model.embed_tokens.weight\t")));
    // Sorted by bytes, not by their text.
    harness.find<QLineEdit>("weights.tensorFilter")->clear();
    table.sortByColumn(ui::TensorModel::Size, Qt::DescendingOrder);
    quint64 before = std::numeric_limits<quint64>::max();
    for (int row = 0; row < all; ++row) {
        const quint64 size = table.model()->index(row, ui::TensorModel::Size).data(ui::valueRole).toULongLong();
        QVERIFY(size <= before);
        before = size;
    }
}

void TestWeights::verifiesMismatch() {
    TemporaryFolder folder;
    copyModel(folder / "m");
    const std::string digest =
        model::hashFolder(folder / "m", std::nullopt, makeOpensslDigest, {}, {})->files[0].sha256;
    const std::string wrong(64, 'a');
    writeBytes(folder / "m/SHA256SUMS", wrong + "  model.safetensors\n");
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.find<QWidget>("banner")->hide();
    harness.show(folder / "m");
    QTRY_COMPARE(harness.label("weights.name"), "m");
    harness.find<QTabWidget>("weights.tabs")->setCurrentIndex(1);
    QCOMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::State), "not checked");
    QCOMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::Expected), QString::fromStdString(wrong));
    harness.click("weights.verify");
    QTRY_COMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::State), "MISMATCH");
    QCOMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::Actual), QString::fromStdString(digest));
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("model.safetensors (SHA256SUMS)")));
    QVERIFY(harness.label("weights.filesSummary")
                .endsWith(QStringLiteral("Other hashes than those in SHA256SUMS: model.safetensors")));
    QVERIFY(!harness.find<QWidget>("weights.verifying")->isVisible());
    QTableView& table = harness.table("weights.files");
    table.selectRow(0);
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains(QString::fromStdString(digest)));  // whole, not elided
    writeBytes(folder / "m/SHA256SUMS", digest + "  model.safetensors\n");
    harness.click("weights.verify");
    QTRY_COMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::State), "match");
}

void TestWeights::verifyCancelled() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    harness.hash = [](const ProgressCallback& progress, std::stop_token stop) -> Result<model::FolderHashes> {
        progress({.phase = "hash", .done = 10'000'000, .total = 40'000'000, .unit = "bytes", .detail = {}});
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait(lock, stop, [] { return false; });
        return fail(ErrorCode::Cancelled, "hashing was cancelled");
    };
    harness.find<QTabWidget>("weights.tabs")->setCurrentIndex(1);
    harness.click("weights.verify");
    QVERIFY(!harness.can("weights.verify"));
    QTRY_VERIFY(harness.label("weights.verifying.amount").startsWith(QStringLiteral("10.0 MB of 40.0 MB  ·  ")));
    QVERIFY(harness.label("weights.verifying.amount").endsWith(QStringLiteral("per second")));
    QVERIFY(!harness.label("weights.verifying.remaining").isEmpty());
    harness.click("weights.verifying.cancel");
    QTRY_VERIFY(!harness.find<QWidget>("weights.verifying")->isVisible());
    QVERIFY(harness.can("weights.verify"));
    QCOMPARE(harness.page(), static_cast<int>(FolderPage));
}

void TestWeights::theShippedModel() {
    const auto resources = resourceFolder();
    VERIFY_OK(resources);
    const fs::path demo = *resources / "demo-model";
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.show(demo);
    QTRY_COMPARE(harness.label("weights.name"), "demo-model");
    QCOMPARE(harness.label("weights.architecture"), "GlmForCausalLM (glm)");
    QCOMPARE(harness.label("weights.heads"), "6 for queries, 2 for keys and values, dimension 32");
    QCOMPARE(harness.label("weights.context"), "1024 tokens");
    QCOMPARE(harness.label("weights.stored"), "BF16");
    QCOMPARE(harness.label("weights.parameters"), "2.09 M (2,092,672)");
    QCOMPARE(harness.find<QSpinBox>("ledger.context")->maximum(), 1024);
    harness.find<QTabWidget>("weights.tabs")->setCurrentIndex(1);
    QCOMPARE(harness.table("weights.files").model()->rowCount(), 2);
    QCOMPARE(harness.cell("weights.files", 0, ui::WeightFileModel::Source), "SHA256SUMS");
    harness.click("weights.verify");
    // Who says so is named; that they were published nobody knows.
    QTRY_VERIFY(
        harness.label("weights.filesSummary").endsWith(QStringLiteral("Every file has the hash in SHA256SUMS.")));
    harness.window.resize(1280, 800);
    QTest::qWait(20);
    const QTableView& files = harness.table("weights.files");
    for (int column = 0; column < files.model()->columnCount(); ++column)
        QVERIFY2(files.columnViewportPosition(column) + files.columnWidth(column) <= files.viewport()->width(),
                 qPrintable(files.model()->headerData(column, Qt::Horizontal).toString()));
}

void TestWeights::dropsFoldersAndFiles() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTest::mouseClick(harness.find<QWidget>("rail.console"), Qt::LeftButton);
    harness.drop(fixture("glm") / "config.json");
    QVERIFY(harness.accepted);
    QTRY_COMPARE(harness.label("weights.name"), "glm");
    QVERIFY(harness.find<QWidget>("weights.tabs")->isVisible());
    QCOMPARE(harness.window.controller().model()->folder->name, std::string("alphabet"));
    harness.drop(fixture("qwen2"));
    QTRY_COMPARE(harness.label("weights.architecture"), "Qwen2ForCausalLM (qwen2)");
    TemporaryFolder empty;
    harness.drop(empty.path());
    QTRY_COMPARE(harness.label("banner.title"), "What was dropped is no model that can be loaded");
    QVERIFY(harness.label("banner.sentence").contains(QStringLiteral("config.json")));
    QCOMPARE(harness.label("weights.name"), "qwen2");
    harness.gate->close();
    harness.click("weights.load");
    harness.drop(fixture("glm"));
    QVERIFY(!harness.accepted);  // the engine is at work
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
}

void TestWeights::loadCancelledAndFailed() {
    WeightsHarness harness;
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(harness.page(), static_cast<int>(FolderPage));
    harness.gate->close();
    harness.click("weights.load");
    QTRY_VERIFY(harness.find<QWidget>("weights.loading")->isVisible());
    harness.gate->release(1);
    QTRY_VERIFY(!harness.label("weights.loading.amount").isEmpty());
    harness.click("weights.loading.cancel");
    QCOMPARE(harness.state(), WorkerState::Stopping);
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QVERIFY(!harness.find<QWidget>("weights.loading")->isVisible());

    WeightsHarness broken(QStringLiteral("alphabet"), {.loadError = Error{ErrorCode::Corrupt, "byte 7 is wrong", "a"}});
    QTRY_COMPARE(broken.state(), WorkerState::Failed);
    QTRY_COMPARE(broken.page(), static_cast<int>(FaultPage));
    QCOMPARE(broken.label("weights.fault.title"), "The model could not be loaded");
    QCOMPARE(broken.label("weights.fault.sentence"), "byte 7 is wrong");
    QCOMPARE(broken.label("weights.fault.details"), "a");
    broken.click("weights.fault.action");
    QCOMPARE(broken.state(), WorkerState::Loading);
    QTRY_COMPARE(broken.state(), WorkerState::Failed);
}

void TestWeights::enabledPerState() {
    WeightsHarness harness;
    const auto enabled = [&] {
        QStringList out;
        for (const char* name : {"open", "load", "unload", "verify"})
            if (harness.can(qPrintable(QStringLiteral("weights.") + QString::fromUtf8(name))))
                out << QString::fromUtf8(name);
        return out.join(QLatin1Char(' '));
    };
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    QTRY_COMPARE(enabled(), "open load unload verify");
    // It is loaded as it is chosen: only the button's own words load it again, Ctrl+Enter does not.
    QCOMPARE(harness.find<QPushButton>("weights.load")->text(), "Load again");
    QVERIFY(!harness.isEnabled("action.run"));
    auto* precision = harness.find<QComboBox>("ledger.precision");
    const int chosen = precision->currentIndex();
    precision->setCurrentIndex(chosen + 1);
    QCOMPARE(harness.find<QPushButton>("weights.load")->text(), "Load");
    QVERIFY(harness.isEnabled("action.run"));
    precision->setCurrentIndex(chosen);
    harness.gate->close();
    harness.click("weights.load");
    QCOMPARE(harness.state(), WorkerState::Loading);
    QCOMPARE(enabled(), "");
    harness.gate->open();
    QTRY_COMPARE(harness.state(), WorkerState::Ready);
    harness.click("weights.unload");
    QTRY_COMPARE(harness.state(), WorkerState::Idle);
    QCOMPARE(enabled(), "open load verify");
}

void TestWeights::itemModels() {
    const auto folder = model::openModelFolder(fixture("glm"));
    VERIFY_OK(folder);
    ui::ModelListModel list;
    ui::WeightFileModel files;
    ui::TensorModel tensors;
    const QAbstractItemModelTester listTester(&list), fileTester(&files), tensorTester(&tensors);
    list.setModels({{.name = "org/x", .path = "/x", .source = model::ModelSource::HuggingFace},
                    {.name = "demo", .path = "/d", .source = model::ModelSource::Demo}});
    QCOMPARE(ui::tableText(list), "Model\tFrom\norg/x\tHugging Face\ndemo\tshipped\n");
    QCOMPARE(list.rowOf("/d"), 1);
    QCOMPARE(list.rowOf("/e"), -1);
    files.setFolder(**folder);
    engine::LoadReport report;
    report.files = {{.name = "a",
                     .sizeBytes = 1'000,
                     .sha256 = "12",
                     .expected = "12",
                     .expectedSource = "S",
                     .state = engine::FileState::Match},
                    {.name = "b",
                     .sizeBytes = 2'500'000,
                     .sha256 = "34",
                     .expected = "56",
                     .expectedSource = "S",
                     .state = engine::FileState::Mismatch}};
    files.setReport(report);
    QCOMPARE(ui::tableText(files),
             "File\tSize\tState\tExpected hash\tActual hash\tExpected by\n"
             "a\t1.00 kB\tmatch\t12\t12\tS\nb\t2.50 MB\tMISMATCH\t56\t34\tS\n");
    QCOMPARE(ui::tableText(files, {1}).count(QLatin1Char('\n')), 2);
    const QString unchanged = QStringLiteral("The files have not changed since they were last hashed");
    QVERIFY2(files.summary().contains(unchanged), qPrintable(files.summary()));
    report.hashNs = 1;
    files.setReport(report);
    QCOMPARE(files.summary(), QStringLiteral("2 files, 2.50 MB. Other hashes than those in S: b"));
    report.hashNs = 0;
    files.setReport(report);
    files.setHashes({.files = {{.name = "a", .sizeBytes = 1, .sha256 = "12", .expected = {}, .actual = {}}}});
    QVERIFY(!files.summary().contains(unchanged));
    for (engine::LoadedFile& file : report.files)
        file.sha256.clear();
    files.setReport(report);
    QVERIFY(!files.summary().contains(unchanged));
    tensors.setFolder(*folder);
    report.tensors = {{.name = (*folder)->tensors[0].name,
                       .dtype = {},
                       .shape = {},
                       .minimum = -0.5,
                       .maximum = 12.345,
                       .nanCount = 3,
                       .infCount = 0}};
    tensors.setReport(report);
    QVERIFY2(ui::tableText(tensors, {0}).endsWith(QStringLiteral("\t-0.500\t12.3\t3\t0\n")),
             qPrintable(ui::tableText(tensors, {0})));
}

QTEST_MAIN(TestWeights)
#include "tst_weights.moc"

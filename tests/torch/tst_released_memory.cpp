// What the process keeps of a model that is gone, as the kernel counts it: after an unload, after a load that was
// stopped, after a precision that replaced another.
#include <QElapsedTimer>
#include <QTest>

#include "core/measure/samplers.h"
#include "core/model/make_model.h"
#include "core/worker/engine_worker.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;
using worker::WorkerState;

class TestReleasedMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void unloadGivesItBack_data();
    void unloadGivesItBack();
    void stoppedLoadGivesItBack_data();
    void stoppedLoadGivesItBack();

  private:
    std::optional<worker::RunFinished> await(worker::RunId run);
    worker::LoadCommand load(Precision precision) const;
    /// Without mapped files: pages of libraries come and go.
    static double ownMegabytes() {
        const auto memory = measure::readProcessMemory();
        return static_cast<double>(*memory.residentBytes - *memory.fileBackedBytes) / 1e6;
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_model;
    std::unique_ptr<worker::EngineWorker> m_worker;
    double m_before = 0;
};

namespace {

/// What one thread of the loader reads into, and what small tensors leave behind.
constexpr double slackMegabytes = 24;

void addPrecisions() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : {Precision::Fp32, Precision::Fp16, Precision::Int8})
        QTest::addRow("%s", model::precisionName(precision)) << static_cast<int>(precision);
}

QByteArray said(double before, double after) {
    return QStringLiteral("%1 MB before, %2 MB after").arg(before).arg(after).toUtf8();
}

}  // namespace

/// The shape of a half-billion model, with fewer layers: matrices of 1.6 to 8.7 MB, below and above what the C library
/// maps by itself.
void TestReleasedMemory::initTestCase() {
    const Json config = {{"architectures", {"Qwen2ForCausalLM"}},
                         {"model_type", "qwen2"},
                         {"hidden_act", "silu"},
                         {"hidden_size", 896},
                         {"intermediate_size", 4864},
                         {"num_attention_heads", 14},
                         {"num_key_value_heads", 2},
                         {"head_dim", 64},
                         {"num_hidden_layers", 6},
                         {"vocab_size", 4000},
                         {"max_position_embeddings", 2048},
                         {"rms_norm_eps", 1e-6},
                         {"rope_theta", 10000.0},
                         {"tie_word_embeddings", true},
                         {"torch_dtype", "bfloat16"},
                         {"eos_token_id", 0}};
    writeBytes(m_folder / "config/config.json", config.dump());
    m_model = m_folder / "model";
    VERIFY_OK(model::makeModel(m_folder / "config", m_model, {}, makeOpensslDigest, {}, {}));
    m_worker = std::make_unique<worker::EngineWorker>(worker::WorkerOptions{
        .engine = []() -> Result<std::unique_ptr<engine::Engine>> { return torch_engine::createTorchEngine(); },
        .opener = worker::openModelAssets,
        .wake = [] {}});
    // What a first load leaves for good: threads, their arenas, the pages of libtorch.
    QVERIFY(await(m_worker->submit(load(Precision::Bf16)).value()));
    QCOMPARE(m_worker->state(), WorkerState::Ready);
    QVERIFY(await(m_worker->submit(worker::UnloadCommand{}).value()));
    m_before = ownMegabytes();
}

worker::LoadCommand TestReleasedMemory::load(Precision precision) const {
    return {.model = m_model,
            .scheme = model::makeScheme(precision),
            .threads = 2,
            .digests = makeOpensslDigest,
            .memory = evaluate::MemoryPolicy::Force};
}

std::optional<worker::RunFinished> TestReleasedMemory::await(worker::RunId run) {
    std::optional<worker::RunFinished> end;
    const bool came = QTest::qWaitFor(
        [&] {
            for (worker::Event& event : m_worker->take().events)
                if (auto* finished = std::get_if<worker::RunFinished>(&event); finished && finished->run == run)
                    end = *finished;
            return end.has_value();
        },
        60'000);
    return came ? end : std::nullopt;
}

void TestReleasedMemory::unloadGivesItBack_data() {
    addPrecisions();
}

void TestReleasedMemory::unloadGivesItBack() {
    QFETCH(int, precision);
    QVERIFY(await(m_worker->submit(load(static_cast<Precision>(precision))).value()));
    QVERIFY(await(m_worker->submit(worker::UnloadCommand{}).value()));
    const double after = ownMegabytes();
    QVERIFY2(after <= m_before + slackMegabytes, said(m_before, after).constData());
}

void TestReleasedMemory::stoppedLoadGivesItBack_data() {
    addPrecisions();
}

void TestReleasedMemory::stoppedLoadGivesItBack() {
    QFETCH(int, precision);
    const auto run = m_worker->submit(load(static_cast<Precision>(precision)));
    VERIFY_OK(run);
    std::optional<worker::RunFinished> end;
    const auto seen = [&](const worker::Updates& updates) {
        for (const worker::Event& event : updates.events)
            if (const auto* finished = std::get_if<worker::RunFinished>(&event)) end = *finished;
        return updates.progress && 2 * updates.progress->progress.done > updates.progress->progress.total;
    };
    while (!end && !seen(m_worker->take()))
        QTest::qWait(1);
    m_worker->stop();
    while (!end) {
        seen(m_worker->take());
        QTest::qWait(1);
    }
    const double after = ownMegabytes();
    QCOMPARE(end->outcome, worker::RunOutcome::Cancelled);
    QVERIFY2(after <= m_before + slackMegabytes, said(m_before, after).constData());
}

QTEST_GUILESS_MAIN(TestReleasedMemory)
#include "tst_released_memory.moc"

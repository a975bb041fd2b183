// What the ledger predicts against what the allocator counted, and what the process held at most while it loaded.
#include "core/measure/samplers.h"
#include "core/model/ledger.h"
#include "core/model/make_model.h"
#include "tests/torch/memory_check.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;

namespace {

struct Shape {
    const char* name;
    int hidden, intermediate, heads, kvHeads, headDim, layers, vocabulary;
    const char* architecture = "Qwen2ForCausalLM";
};

/// Wide layers, a wide vocabulary, one key-value head per head, the proportions of Qwen2.5-0.5B; the other blocks:
/// norms after attention and MLP, norms of wide heads, biases everywhere, a window shorter than the context.
constexpr Shape shapes[] = {
    {"wide", 1024, 4096, 16, 4, 64, 1, 4000},
    {"vocabulary", 256, 512, 4, 2, 64, 1, 60000},
    {"heads", 768, 2048, 12, 12, 64, 1, 4000},
    {"half billion", 896, 4864, 14, 2, 64, 1, 30000},
    {"sandwich norms", 1024, 2048, 8, 2, 128, 1, 4000, "Glm4ForCausalLM"},
    {"head norms", 768, 1024, 16, 4, 128, 1, 4000, "Qwen3ForCausalLM"},
    {"biases", 1024, 2816, 16, 16, 64, 1, 4000, "LlamaForCausalLM"},
    {"window", 768, 2048, 12, 4, 64, 1, 4000, "MistralForCausalLM"},
};

model::ModelFolderPtr makeShape(const TemporaryFolder& folder, const Shape& shape) {
    const Json config = {{"architectures", {shape.architecture}},
                         {"model_type", "any"},
                         {"attention_bias", true},
                         {"mlp_bias", true},
                         {"sliding_window", 300},
                         {"hidden_act", "silu"},
                         {"hidden_size", shape.hidden},
                         {"intermediate_size", shape.intermediate},
                         {"num_attention_heads", shape.heads},
                         {"num_key_value_heads", shape.kvHeads},
                         {"head_dim", shape.headDim},
                         {"num_hidden_layers", shape.layers},
                         {"vocab_size", shape.vocabulary},
                         {"max_position_embeddings", 8192},
                         {"rms_norm_eps", 1e-6},
                         {"rope_theta", 10000.0},
                         {"tie_word_embeddings", true},
                         {"torch_dtype", "bfloat16"},
                         {"eos_token_id", 0}};
    writeBytes(folder / "config/config.json", config.dump());
    if (!model::makeModel(folder / "config", folder / "model", {}, makeOpensslDigest, {}, {})) qFatal("make-model");
    return model::openModelFolder(folder / "model").value();
}

}  // namespace

class TestMemory : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { m_engine = torch_engine::createTorchEngine(); }
    void freedTensorsWaitForTheNextLayer();
    void allocatorCountsWhatIsHeld();
    void workspaceIsTheLedgers_data();
    void workspaceIsTheLedgers();
    void loadingHoldsTheModelAndOneChunk_data();
    void loadingHoldsTheModelAndOneChunk();

  private:
    std::unique_ptr<engine::Engine> m_engine;
};

void TestMemory::freedTensorsWaitForTheNextLayer() {
    const std::vector<std::string> faults = keptMemoryFaults();
    QVERIFY2(faults.empty(), qPrintable(QString::fromStdString(faults.empty() ? "" : faults.front())));
}

void TestMemory::allocatorCountsWhatIsHeld() {
    const auto before = m_engine->memory("cpu").allocatedBytes.value();
    auto model = loadFolder(*m_engine, fixture("glm"), Precision::Fp32);
    VERIFY_OK(model);
    const auto held = m_engine->memory("cpu").allocatedBytes.value() - before;
    const auto weights = (*model)->report().weightsBytes;
    QVERIFY2(held >= weights && held < weights + weights / 10 + 65536, qPrintable(QString::number(held)));
    model->reset();
    QCOMPARE(m_engine->memory("cpu").allocatedBytes.value(), before);
    QVERIFY(m_engine->memory("cpu").peakAllocatedBytes.value() >= before + held);
    m_engine->resetPeakMemory("cpu");
    QCOMPARE(m_engine->memory("cpu").peakAllocatedBytes.value(), before);
}

void TestMemory::workspaceIsTheLedgers_data() {
    QTest::addColumn<int>("shape");
    QTest::addColumn<int>("precision");
    QTest::addColumn<int>("context");
    for (int shape = 0; shape < static_cast<int>(std::size(shapes)); ++shape)
        for (const Precision precision : {Precision::Fp32, Precision::Fp16, Precision::Int8})
            for (const int context : {128, 1536})
                QTest::addRow("%s %s %d", shapes[shape].name, model::precisionName(precision), context)
                    << shape << static_cast<int>(precision) << context;
}

// The worst of a session: the last chunk of a second prompt that fills the context.
void TestMemory::workspaceIsTheLedgers() {
    QFETCH(int, shape);
    QFETCH(int, precision);
    QFETCH(int, context);
    const TemporaryFolder folder;
    const auto made = makeShape(folder, shapes[shape]);
    const std::uint64_t before = m_engine->memory("cpu").allocatedBytes.value();
    auto model = m_engine->load(loadRequest(made, static_cast<Precision>(precision)), {});
    VERIFY_OK(model);
    auto session = (*model)->createSession({context, 1});
    VERIFY_OK(session);
    const std::uint64_t held = m_engine->memory("cpu").allocatedBytes.value();
    const auto ledger = model::computeLedger(made->config, (*model)->scheme(), context);
    const std::vector<engine::TokenId> prompt(static_cast<std::size_t>(context), 7);
    VERIFY_OK((*session)->prefill(prompt, {}));
    VERIFY_OK((*session)->truncate(0));
    m_engine->resetPeakMemory("cpu");
    VERIFY_OK((*session)->prefill(prompt, {}));
    const auto workspace = static_cast<double>(m_engine->memory("cpu").peakAllocatedBytes.value() - held);
    const auto planned = static_cast<double>(ledger.workspaceBytes);
    const QString said = QString("ledger %1, allocator %2, ratio %3")
                             .arg(planned, 0, 'f', 0)
                             .arg(workspace, 0, 'f', 0)
                             .arg(planned / workspace, 0, 'f', 3);
    if (qEnvironmentVariableIsSet("AUTOGLM_SAY")) qInfo("%s", qPrintable(said));
    constexpr double panels = (1 << 20) + (1 << 14);  // of two threads, and ids and positions
    QVERIFY2(std::abs(planned - workspace) <= std::max(0.1 * workspace, panels), qPrintable(said));
    const auto total = static_cast<double>(m_engine->memory("cpu").peakAllocatedBytes.value() - before);
    QVERIFY(std::abs(static_cast<double>(ledger.totalBytes()) - total) <= std::max(0.1 * total, panels));
}

void TestMemory::loadingHoldsTheModelAndOneChunk_data() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : model::allPrecisions)
        QTest::addRow("%s", model::precisionName(precision)) << static_cast<int>(precision);
}

// A second copy, even of the widest matrix's file, would be found: the stored weights are 120 MB.
void TestMemory::loadingHoldsTheModelAndOneChunk() {
    QFETCH(int, precision);
    if (!measure::resetPeakRss()) QSKIP("this kernel does not reset the peak of resident memory");
    const TemporaryFolder folder;
    const auto made = makeShape(folder, {"file", 1024, 4096, 16, 4, 64, 4, 4000});
    // Pages of libraries and of the allocator are touched by a first load.
    VERIFY_OK(m_engine->load(loadRequest(made, static_cast<Precision>(precision)), {}));
    VERIFY_OK(measure::resetPeakRss());
    const auto before = measure::readProcessMemory().residentBytes.value();
    auto model = m_engine->load(loadRequest(made, static_cast<Precision>(precision)), {});
    VERIFY_OK(model);
    const auto peak = measure::readProcessMemory().peakResidentBytes.value() - before;
    const auto weights = (*model)->report().weightsBytes;
    constexpr std::uint64_t chunk = 16U << 20U;
    constexpr std::uint64_t slack = 12U << 20U;  // rows in conversion, and what malloc keeps
    QVERIFY2(peak <= weights + chunk + slack, qPrintable(QString("%1 for %2 of weights").arg(peak).arg(weights)));
}

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"

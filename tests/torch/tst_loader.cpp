// Loading: what a file says is what the engine holds, hashes are checked in the same pass, faults are found, nothing is
// kept twice.
#include <cmath>
#include <fstream>
#include <thread>

#include "core/base/text_format.h"
#include "core/model/ledger.h"
#include "core/model/make_model.h"
#include "tests/support/safetensors_builder.h"
#include "tests/torch/load_check.h"
#include "tests/torch/quantization_check.h"
#include "tests/torch/torch_support.h"

using namespace autoglm;
using namespace autoglm::test;
using model::Precision;
using Sentences = std::vector<std::string>;
namespace fs = std::filesystem;

class TestLoader : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { m_engine = torch_engine::createTorchEngine(); }
    void ledgerEqualsWhatIsAllocated_data();
    void ledgerEqualsWhatIsAllocated();
    void quantizedWeightsAreWithinHalfAStep_data();
    void quantizedWeightsAreWithinHalfAStep();
    void matchingHashIsSaid();
    void mismatchIsRefusedUnlessAllowed();
    void nanInWeightsIsWarnedOf();
    void truncationAfterOpeningIsFound();
    void cancelDuringLoad();
    void unknownDevices();
    void shardsGiveTheSameModel();
    void unusedTensorsAreHashedOnly();
    void deviceOperationsAreTheRowKernels();
    void deviceLoadsWhatTheCpuLoads_data();
    void deviceLoadsWhatTheCpuLoads();
    void deviceLoadsInManyChunks_data();
    void deviceLoadsInManyChunks();
    void aFileIsHashedOnce();

  private:
    /// A copy of the glm fixture that a test may spoil.
    static fs::path copyOfGlm(const TemporaryFolder& folder) {
        fs::copy(fixture("glm"), folder / "glm");
        return folder / "glm";
    }
    std::unique_ptr<engine::Engine> m_engine;
};

void TestLoader::ledgerEqualsWhatIsAllocated_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<int>("precision");
    for (const char* family :
         {"glm", "qwen2", "models/chatglm", "models/glm4-yarn-tied", "models/qwen3-window", "models/llama-llama3",
          "models/llama-dynamic", "models/llama-head-only", "models/mistral-window"})
        for (const Precision precision : model::allPrecisions)
            QTest::addRow("%s %s", family, model::precisionName(precision)) << family << static_cast<int>(precision);
}

void TestLoader::ledgerEqualsWhatIsAllocated() {
    QFETCH(QString, family);
    QFETCH(int, precision);
    auto model = loadFolder(*m_engine, fixture(family.toStdString()), static_cast<Precision>(precision));
    VERIFY_OK(model);
    const auto ledger = model::computeLedger((*model)->folder().config, (*model)->scheme(), 96);
    QCOMPARE((*model)->report().weightsBytes, ledger.weightsBytes);
    auto session = (*model)->createSession({96, 1});
    VERIFY_OK(session);
    QCOMPARE((*session)->kvCacheBytes(), ledger.kvCacheBytes);
}

void TestLoader::quantizedWeightsAreWithinHalfAStep_data() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : model::allPrecisions)
        if (model::makeScheme(precision).isQuantized())
            QTest::newRow(model::precisionName(precision)) << static_cast<int>(precision);
}

void TestLoader::quantizedWeightsAreWithinHalfAStep() {
    QFETCH(int, precision);
    const auto folder = model::openModelFolder(fixture("glm"));
    VERIFY_OK(folder);
    const auto errors = quantizationErrors(loadRequest(*folder, static_cast<Precision>(precision)),
                                           loadRequest(*folder, Precision::Fp32));
    VERIFY_OK(errors);
    QCOMPARE(errors->size(), 1 + 4 * static_cast<std::size_t>((*folder)->config.layerCount));
    for (const QuantizationError& error : *errors) {
        QVERIFY2(error.isWithinHalfStep, error.matrix.c_str());
        QVERIFY2(error.largest > 0, error.matrix.c_str());
    }
}

void TestLoader::matchingHashIsSaid() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    const std::string bytes = readBytes(path / "model.safetensors");
    writeBytes(path / "SHA256SUMS", sha256Hex(std::as_bytes(std::span(bytes))) + "  model.safetensors\n");
    auto model = loadFolder(*m_engine, path, Precision::Fp32);
    VERIFY_OK(model);
    const engine::LoadedFile& file = (*model)->report().files.at(0);
    QCOMPARE(engine::fileStateName(file.state), "match");
    QCOMPARE(file.sha256, sha256Hex(std::as_bytes(std::span(bytes))));
    QCOMPARE(file.expectedSource, std::string("SHA256SUMS"));
}

void TestLoader::mismatchIsRefusedUnlessAllowed() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    writeBytes(path / "SHA256SUMS", std::string(64, 'a') + "  model.safetensors\n");
    const auto opened = model::openModelFolder(path);
    VERIFY_OK(opened);
    engine::LoadRequest request = loadRequest(*opened, Precision::Fp32);
    const auto refused = m_engine->load(request, {});
    VERIFY_FAILS(refused, ErrorCode::HashMismatch,
                 "'model.safetensors' is not the expected file: expected " + std::string(64, 'a'));
    const std::string bytes = readBytes(path / "model.safetensors");
    QVERIFY(refused.error().message.find(sha256Hex(std::as_bytes(std::span(bytes)))) != std::string::npos);

    request.mismatch = engine::MismatchPolicy::AllowAndReport;
    const auto allowed = m_engine->load(request, {});
    VERIFY_OK(allowed);
    QVERIFY((*allowed)->report().hasMismatch());
    QCOMPARE((*allowed)->report().warnings.size(), 1U);
}

void TestLoader::nanInWeightsIsWarnedOf() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    auto tensors = readSafetensors(path / "model.safetensors");
    BuiltTensor* spoiled = nullptr;
    for (BuiltTensor& tensor : tensors)
        if (tensor.name == "model.layers.1.mlp.down_proj.weight") spoiled = &tensor;
    QVERIFY(spoiled);
    const float nan = std::nanf("");
    std::memcpy(spoiled->bytes.data() + 40, &nan, sizeof nan);
    writeBytes(path / "model.safetensors", buildSafetensors(tensors));
    for (const Precision precision : model::allPrecisions) {
        auto model = loadFolder(*m_engine, path, precision);
        VERIFY_OK(model);
        QCOMPARE((*model)->report().warnings.size(), 1U);
        QVERIFY((*model)->report().warnings[0].find("'model.layers.1.mlp.down_proj.weight' holds 1 NaN") !=
                std::string::npos);
        // The fault must not be hidden by quantization: it reaches the logits.
        const auto rows = allLogits(**model, {1, 2, 3});
        VERIFY_OK(rows);
        QVERIFY(std::isnan(rows->back()[0]));
        const auto differences = loadDifferences(loadRequest(model::openModelFolder(path).value(), precision));
        VERIFY_OK(differences);
        QCOMPARE(*differences, Sentences{});
    }
}

void TestLoader::truncationAfterOpeningIsFound() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    const auto opened = model::openModelFolder(path);
    VERIFY_OK(opened);
    fs::resize_file(path / "model.safetensors", fs::file_size(path / "model.safetensors") / 2);
    VERIFY_FAILS(m_engine->load(loadRequest(*opened, Precision::Fp32), {}), ErrorCode::Corrupt,
                 "when the folder was opened");

    // Cut while it is being read: after the first progress report half the file is gone.
    const TemporaryFolder second;
    const fs::path other = copyOfGlm(second);
    const auto openedToo = model::openModelFolder(other);
    VERIFY_OK(openedToo);
    engine::LoadRequest request = loadRequest(*openedToo, Precision::Fp32);
    const std::string whole = readBytes(other / "model.safetensors");
    const auto cutOnce = [&] {
        writeBytes(other / "model.safetensors", whole);
        request.progress = [&, isCut = false](const Progress&) mutable {
            if (!std::exchange(isCut, true)) fs::resize_file(other / "model.safetensors", 100'000);
        };
    };
    cutOnce();
    VERIFY_FAILS(m_engine->load(request, {}), ErrorCode::Corrupt, "the file was truncated");
    cutOnce();
    VERIFY_FAILS(loadByDevice(request, {}), ErrorCode::Corrupt, "the file was truncated");
}

void TestLoader::cancelDuringLoad() {
    const auto folder = model::openModelFolder(fixture("glm"));
    VERIFY_OK(folder);
    std::stop_source stop;
    engine::LoadRequest request = loadRequest(*folder, Precision::Int8);
    request.progress = [&](const Progress&) { stop.request_stop(); };
    VERIFY_FAILS(m_engine->load(request, stop.get_token()), ErrorCode::Cancelled, "cancelled");
    stop = {};
    VERIFY_FAILS(loadByDevice(request, stop.get_token()), ErrorCode::Cancelled, "cancelled");
}

void TestLoader::unknownDevices() {
    const auto folder = model::openModelFolder(fixture("glm"));
    VERIFY_OK(folder);
    engine::LoadRequest request = loadRequest(*folder, Precision::Fp32);
    request.device = "tpu";
    VERIFY_FAILS(m_engine->load(request, {}), ErrorCode::InvalidArgument, "the device 'tpu' is unknown");
    request.device = "cuda:99";
    VERIFY_FAILS(m_engine->load(request, {}), ErrorCode::Device, "'cuda:99' was asked for");
}

void TestLoader::shardsGiveTheSameModel() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    const auto tensors = readSafetensors(path / "model.safetensors");
    Json map = Json::object();
    std::vector<std::vector<BuiltTensor>> shards(3);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        shards[i % 3].push_back(tensors[i]);
        map[tensors[i].name] = concat("model-0000", i % 3 + 1, "-of-00003.safetensors");
    }
    for (std::size_t i = 0; i < 3; ++i)
        writeBytes(path / concat("model-0000", i + 1, "-of-00003.safetensors"), buildSafetensors(shards[i]));
    writeBytes(path / "model.safetensors.index.json", Json{{"weight_map", map}}.dump());
    fs::remove(path / "model.safetensors");
    Result<std::unique_ptr<engine::LoadedModel>> sharded = fail(ErrorCode::Internal, "not loaded yet");
    int threads = 0;
    std::jthread([&] {  // a thread that ATen has not seen before
        auto request = loadRequest(model::openModelFolder(path).value(), Precision::Fp32);
        request.threads = 2;
        sharded = m_engine->load(request, {});
        if (sharded) threads = (*sharded)->threads();
    })
        .join();
    auto single = loadFolder(*m_engine, fixture("glm"), Precision::Fp32);
    VERIFY_OK(sharded);
    VERIFY_OK(single);
    QCOMPARE((*sharded)->report().files.size(), 3U);
    QCOMPARE(threads, 2);  // shards are converted by threads of one each
    const std::vector<engine::TokenId> ids = {5, 6, 7, 8};
    QCOMPARE(allLogits(**sharded, ids).value(), allLogits(**single, ids).value());
}

// Bytes of another type would be NaN and a warning of damage if they were taken for FP32.
void TestLoader::unusedTensorsAreHashedOnly() {
    const TemporaryFolder folder;
    const fs::path path = copyOfGlm(folder);
    auto tensors = readSafetensors(path / "model.safetensors");
    tensors.push_back({"attention.mask", "U8", {3, 70}, std::string(210, '\xff')});
    writeBytes(path / "model.safetensors", buildSafetensors(tensors));
    auto model = loadFolder(*m_engine, path, Precision::Fp32);
    VERIFY_OK(model);
    QCOMPARE((*model)->report().warnings.size(), 1U);
    QVERIFY((*model)->report().warnings[0].find("1 stored tensor is not used") != std::string::npos);
    const auto differences = loadDifferences(loadRequest(model::openModelFolder(path).value(), Precision::Fp32));
    QCOMPARE(differences.value(), Sentences{});
}

void TestLoader::deviceOperationsAreTheRowKernels() {
    const auto differences = chunkDifferences("cpu");
    VERIFY_OK(differences);
    QCOMPARE(*differences, Sentences{});
}

void TestLoader::deviceLoadsWhatTheCpuLoads_data() {
    ledgerEqualsWhatIsAllocated_data();
}

void TestLoader::deviceLoadsWhatTheCpuLoads() {
    QFETCH(QString, family);
    QFETCH(int, precision);
    const auto folder = model::openModelFolder(fixture(family.toStdString()));
    VERIFY_OK(folder);
    const auto differences = loadDifferences(loadRequest(*folder, static_cast<Precision>(precision)));
    VERIFY_OK(differences);
    QCOMPARE(*differences, Sentences{});
}

void TestLoader::deviceLoadsInManyChunks_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<qulonglong>("shardBytes");
    for (const Precision precision : {Precision::Fp16, Precision::Int8, Precision::Int4Group64})
        for (const qulonglong shardBytes : {2'000'000'000ULL, 8'000'000ULL})
            QTest::addRow("%s, shards of %llu bytes", model::precisionName(precision), shardBytes)
                << static_cast<int>(precision) << shardBytes;
}

// An embedding of two buffers and more, a tied head, every buffer of the ring used again.
void TestLoader::deviceLoadsInManyChunks() {
    QFETCH(int, precision);
    QFETCH(qulonglong, shardBytes);
    const TemporaryFolder folder;
    fs::create_directories(folder / "config");
    Json config = readJsonFile(fixture("qwen2") / "config.json").value();
    config["vocab_size"] = 300'001;
    config["tie_word_embeddings"] = true;
    writeBytes(folder / "config/config.json", config.dump());
    model::MakeModelOptions options;
    options.shardBytes = shardBytes;
    VERIFY_OK(model::makeModel(folder / "config", folder / "model", options, makeOpensslDigest, {}, {}));
    const auto made = model::openModelFolder(folder / "model");
    VERIFY_OK(made);
    const model::TensorInfo& embedding = (*made)->tensors.at((*made)->plan.front().source);
    QVERIFY(embedding.sizeBytes > (32U << 20U));
    // NaN, 100 and -100 in BF16, in the first chunk alone: the later ones must not forget them.
    std::fstream file((*made)->files.at(embedding.fileIndex).path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(embedding.offsetBytes));
    file.write("\xc0\x7f\xc8\x42\xc8\xc2", 6);
    file.close();
    QVERIFY(file.good());
    engine::LoadRequest request = loadRequest(*made, static_cast<Precision>(precision));
    request.mismatch = engine::MismatchPolicy::AllowAndReport;
    const auto differences = loadDifferences(request);
    VERIFY_OK(differences);
    QCOMPARE(*differences, Sentences{});
}

void TestLoader::aFileIsHashedOnce() {
    const auto folder = model::openModelFolder(fixture("glm"));
    VERIFY_OK(folder);
    engine::LoadRequest request = loadRequest(*folder, Precision::Fp32);
    request.digests = rememberingDigests();
    const auto first = m_engine->load(request, {});
    VERIFY_OK(first);
    QVERIFY((*first)->report().hashNs > 0);
    request.scheme = model::makeScheme(Precision::Int8);
    const auto second = m_engine->load(request, {});
    VERIFY_OK(second);
    QCOMPARE((*second)->report().hashNs, 0);
    QCOMPARE((*second)->report().files.at(0).sha256, (*first)->report().files.at(0).sha256);
    QCOMPARE((*second)->report().files.at(0).state, (*first)->report().files.at(0).state);
}

QTEST_GUILESS_MAIN(TestLoader)
#include "tst_loader.moc"

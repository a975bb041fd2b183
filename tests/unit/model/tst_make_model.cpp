// Generated weights: they open as a model, are normal, are the same for the same seed, and leave nothing when stopped.
#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/json.h"
#include "core/base/openssl_digest.h"
#include "core/model/file_hashes.h"
#include "core/model/make_model.h"
#include "core/model/random_weights.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

Result<MadeModel> make(const fs::path& config, const fs::path& out, const MakeModelOptions& options = {},
                       const ProgressCallback& progress = {}, std::stop_token stop = {}) {
    return makeModel(config, out, options, makeOpensslDigest, progress, std::move(stop));
}

}  // namespace

class TestMakeModel : public QObject {
    Q_OBJECT
  private slots:
    void roundsAsIeee();
    void drawsANormalDistribution();
    void opensAndMatchesItsHashes();
    void shardsFollowTheLimit();
    void theSeedDecidesEveryByte();
    void formatsHoldTheSameValues();
    void refusesWhatIsThere();
    void refusesTooLittleDisk();
    void stoppedLeavesNothing();
};

void TestMakeModel::roundsAsIeee() {
    // numpy.float16 of the same values: [1.0, 65504, 65520, 6.1e-5, 5.96e-8, 0.1, -0.02, 1.00048828125].
    QCOMPARE(toF16(1.0F), 0x3C00);
    QCOMPARE(toF16(65504.0F), 0x7BFF);
    QCOMPARE(toF16(65520.0F), 0x7C00);
    QCOMPARE(toF16(6.1e-5F), 0x03FF);
    QCOMPARE(toF16(5.96e-8F), 0x0001);
    QCOMPARE(toF16(0.1F), 0x2E66);
    QCOMPARE(toF16(-0.02F), 0xA51F);
    QCOMPARE(toF16(1.00048828125F), 0x3C00);  // half way: to even
    // torch.tensor([1.0, 0.1, -0.02, 1.00390625]).bfloat16()
    QCOMPARE(toBf16(1.0F), 0x3F80);
    QCOMPARE(toBf16(0.1F), 0x3DCD);
    QCOMPARE(toBf16(-0.02F), 0xBCA4);
    QCOMPARE(toBf16(1.00390625F), 0x3F80);  // half way: to even
}

void TestMakeModel::drawsANormalDistribution() {
    const RandomWeights weights(DType::F32, 7);
    std::vector<float> values(1'000'000);
    weights.fill(3, 0, std::as_writable_bytes(std::span(values)));
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    int insideOneSigma = 0;
    for (const float value : values) {
        const double z = static_cast<double>(value) / 0.02;
        sum += z;
        squares += z * z;
        fourth += z * z * z * z;
        insideOneSigma += std::abs(z) < 1;
    }
    const double n = 1e6;
    // Five standard errors of each for a normal sample: 1/sqrt(n), sqrt(2/n), sqrt(96/n), sqrt(p(1-p)/n).
    QVERIFY(std::abs(sum / n) < 5e-3);
    QVERIFY(std::abs(squares / n - 1) < 7.1e-3);
    QVERIFY(std::abs(fourth / n - 3) < 4.9e-2);
    QVERIFY(std::abs(insideOneSigma / n - 0.682689) < 2.4e-3);
    std::vector<float> other(1000);
    weights.fill(3, 1, std::as_writable_bytes(std::span(other)));
    QVERIFY(std::memcmp(other.data(), values.data(), 4000) != 0);
}

void TestMakeModel::opensAndMatchesItsHashes() {
    TemporaryFolder folder;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    const auto made = make(fixture("glm"), folder / "m", {}, [&](const Progress& progress) {
        done = progress.done;
        total = progress.total;
    });
    VERIFY_OK(made);
    QCOMPARE(made->parameterCount, 875776U / 4);
    QCOMPARE(made->sizeBytes, 875776U / 2);
    QCOMPARE(made->fileCount, 1U);
    QCOMPARE(done, made->sizeBytes);
    QCOMPARE(total, made->sizeBytes);

    const auto opened = openModelFolder(folder / "m");
    VERIFY_OK(opened);
    QCOMPARE((*opened)->parameterCount, made->parameterCount);
    QVERIFY((*opened)->config.storedDtype == DType::BF16);
    QVERIFY((*opened)->tensors[0].dtype == DType::BF16);
    QCOMPARE(readBytes(folder / "m/tokenizer.json"), readBytes(fixture("glm/tokenizer.json")));
    const auto hashes = hashFolder(folder / "m", std::nullopt, makeOpensslDigest, {}, {});
    VERIFY_OK(hashes);
    QVERIFY(hashes->files[0].state == HashState::Match);
    for (const BuiltTensor& tensor : readSafetensors(folder / "m/model.safetensors")) {
        std::uint16_t first = 0;
        std::memcpy(&first, tensor.bytes.data(), 2);
        if (tensor.name.find("norm") != std::string::npos) QCOMPARE(first, 0x3F80);
        if (tensor.name.ends_with("bias")) QVERIFY(tensor.bytes == std::string(tensor.bytes.size(), '\0'));
        if (tensor.name.ends_with("proj.weight")) QVERIFY(first != 0);
    }
}

void TestMakeModel::shardsFollowTheLimit() {
    TemporaryFolder folder;
    MakeModelOptions options;
    options.shardBytes = 100'000;
    const auto made = make(fixture("qwen2"), folder / "m", options);
    VERIFY_OK(made);
    QVERIFY(made->fileCount > 3);
    const auto opened = openModelFolder(folder / "m");
    VERIFY_OK(opened);
    QCOMPARE((*opened)->files.size(), made->fileCount);
    for (const WeightFile& file : (*opened)->files) {
        QVERIFY(file.sizeBytes - file.dataOffsetBytes <= options.shardBytes);
        QVERIFY(file.expected.has_value());
    }
    const Json index = *readJsonFile(folder / "m/model.safetensors.index.json");
    QCOMPARE(index["metadata"]["total_size"].get<std::uint64_t>(), made->sizeBytes);
    QVERIFY(!hashFolder(folder / "m", std::nullopt, makeOpensslDigest, {}, {})->hasMismatch());
}

void TestMakeModel::theSeedDecidesEveryByte() {
    TemporaryFolder folder;
    MakeModelOptions seven;
    seven.seed = 7;
    VERIFY_OK(make(fixture("glm"), folder / "a", seven));
    VERIFY_OK(make(fixture("glm"), folder / "b", seven));
    VERIFY_OK(make(fixture("glm"), folder / "c"));
    QVERIFY(readBytes(folder / "a/model.safetensors") == readBytes(folder / "b/model.safetensors"));
    QVERIFY(readBytes(folder / "a/model.safetensors") != readBytes(folder / "c/model.safetensors"));
}

void TestMakeModel::formatsHoldTheSameValues() {
    TemporaryFolder folder;
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16}) {
        MakeModelOptions options;
        options.dtype = dtype;
        VERIFY_OK(make(fixture("glm"), folder / dtypeName(dtype), options));
    }
    const auto wide = readSafetensors(folder / "F32/model.safetensors");
    const auto half = readSafetensors(folder / "F16/model.safetensors");
    const auto brain = readSafetensors(folder / "BF16/model.safetensors");
    for (std::size_t tensor = 0; tensor < wide.size(); ++tensor)
        for (std::size_t i = 0; i < wide[tensor].bytes.size() / 4; ++i) {
            float value = 0;
            std::uint16_t f16 = 0;
            std::uint16_t bf16 = 0;
            std::memcpy(&value, wide[tensor].bytes.data() + 4 * i, 4);
            std::memcpy(&f16, half[tensor].bytes.data() + 2 * i, 2);
            std::memcpy(&bf16, brain[tensor].bytes.data() + 2 * i, 2);
            if (f16 != toF16(value) || bf16 != toBf16(value)) QFAIL(wide[tensor].name.c_str());
        }
    QCOMPARE((*readJsonFile(folder / "F16/config.json"))["dtype"].get<std::string>(), std::string("float16"));
}

void TestMakeModel::refusesWhatIsThere() {
    TemporaryFolder folder;
    writeBytes(folder / "full/notes.txt", "mine");
    VERIFY_FAILS(make(fixture("glm"), folder / "full"), ErrorCode::InvalidArgument, "is not empty");
    VERIFY_FAILS(make(fixture("glm"), folder / "full/notes.txt"), ErrorCode::InvalidArgument, "is a file");
    QCOMPARE(readBytes(folder / "full/notes.txt"), std::string("mine"));
    VERIFY_FAILS(make(fixture("glm"), folder / "no/such"), ErrorCode::NotFound, "no/such");
    VERIFY_FAILS(make(folder / "full", folder / "out"), ErrorCode::NotFound, "has no config.json");
    MakeModelOptions options;
    options.dtype = DType::I8;
    VERIFY_FAILS(make(fixture("glm"), folder / "out", options), ErrorCode::InvalidArgument, "I8");
    QVERIFY(!fs::exists(folder / "out"));
    fs::create_directory(folder / "empty");
    VERIFY_OK(make(fixture("glm"), folder / "empty"));
}

void TestMakeModel::refusesTooLittleDisk() {
    TemporaryFolder folder;
    Json config = *readJsonFile(fixture("glm/config.json"));
    config["vocab_size"] = 1 << 24;
    config["hidden_size"] = 1 << 20;
    writeBytes(folder / "c/config.json", config.dump());
    VERIFY_FAILS(make(folder / "c", folder / "out"), ErrorCode::Io, "the model needs 70");
    QVERIFY(!fs::exists(folder / "out"));
}

void TestMakeModel::stoppedLeavesNothing() {
    TemporaryFolder folder;
    MakeModelOptions options;
    options.shardBytes = 100'000;
    std::stop_source source;
    const auto stopAtHalf = [&](const Progress& progress) {
        if (progress.done > progress.total / 2) source.request_stop();
    };
    VERIFY_FAILS(make(fixture("glm"), folder / "m", options, stopAtHalf, source.get_token()), ErrorCode::Cancelled,
                 "cancelled");
    QVERIFY(!fs::exists(folder / "m"));
    fs::create_directory(folder / "mine");
    VERIFY_FAILS(make(fixture("glm"), folder / "mine", options, {}, source.get_token()), ErrorCode::Cancelled,
                 "cancelled");
    QVERIFY(fs::is_empty(folder / "mine"));
}

QTEST_GUILESS_MAIN(TestMakeModel)
#include "tst_make_model.moc"

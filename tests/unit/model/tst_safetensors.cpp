// Every lie that the header of a safetensors file can tell, one named fault each; and the truth.
#include "core/model/safetensors.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;

namespace {

Result<SafetensorsHeader> readFile(const std::string& bytes) {
    TemporaryFolder folder;
    writeBytes(folder / "w.safetensors", bytes);
    auto file = FileReader::open(folder / "w.safetensors");
    if (!file) return fail(file.error());
    return readSafetensorsHeader(*file);
}

Result<SafetensorsHeader> readHeader(const std::string& header, std::size_t dataBytes) {
    return readFile(safetensorsFromHeader(header, dataBytes));
}

/// One tensor "t" with these fields.
Result<SafetensorsHeader> readTensor(const std::string& fields, std::size_t dataBytes) {
    return readHeader("{\"t\":{" + fields + "}}", dataBytes);
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
  private slots:
    void readsTheReferenceFile();
    void acceptsWhatTheSpecificationAllows();
    void builtHeadersAreReadBack();
    void hostile_data();
    void hostile();
    void truncatedFileSaysWhatIsMissing();
    void deepNestingIsRefusedAtOnce();
};

void TestSafetensors::readsTheReferenceFile() {
    auto file = FileReader::open(fixture("glm/model.safetensors"));
    VERIFY_OK(file);
    const auto header = readSafetensorsHeader(*file);
    VERIFY_OK(header);
    // Read with Python's json from the same file: header of 3672 bytes, 36 tensors, lm_head first.
    QCOMPARE(header->dataOffsetBytes, 3680U);
    QCOMPARE(header->tensors.size(), 36U);
    QCOMPARE(header->metadata.at("format"), std::string("pt"));
    const TensorInfo& bias = header->tensors[6];
    QCOMPARE(bias.name, std::string("model.layers.0.self_attn.k_proj.bias"));
    QCOMPARE(bias.offsetBytes, 3680U + 504320U);
    QCOMPARE(bias.sizeBytes, 128U);
    QCOMPARE(bias.elementCount(), 32U);
    QVERIFY(bias.shape == std::vector<std::int64_t>{32});
}

void TestSafetensors::acceptsWhatTheSpecificationAllows() {
    VERIFY_OK(readHeader("{}", 0));
    VERIFY_OK(readHeader("{}      ", 0));
    const auto scalar = readTensor(R"("dtype":"F32","shape":[],"data_offsets":[0,4])", 4);
    VERIFY_OK(scalar);
    QCOMPARE(scalar->tensors[0].elementCount(), 1U);
    VERIFY_OK(readTensor(R"("dtype":"F32","shape":[0, 7],"data_offsets":[0,0])", 0));
    // The order of the names need not be the order of the bytes.
    const auto shuffled = readHeader(R"({"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]},)"
                                     R"("a":{"data_offsets":[0,2],"shape":[1],"dtype":"BF16"}})",
                                     5);
    VERIFY_OK(shuffled);
    QCOMPARE(shuffled->tensors[0].name, std::string("a"));
    QCOMPARE(shuffled->tensors[1].offsetBytes, shuffled->dataOffsetBytes + 2);
}

void TestSafetensors::builtHeadersAreReadBack() {
    TensorInfo a{"a", DType::BF16, {2, 3}, 0, 0, 12};
    TensorInfo b{"名", DType::F32, {1}, 0, 0, 4};
    const std::string header = buildSafetensorsHeader({a, b}, {{"format", "pt"}});
    QCOMPARE(header.size() % 8, 0U);
    const auto read = readFile(header + std::string(16, '\0'));
    VERIFY_OK(read);
    QCOMPARE(read->dataOffsetBytes, header.size());
    QCOMPARE(read->tensors[1].name, std::string("名"));
    QCOMPARE(read->tensors[1].offsetBytes, header.size() + 12);
    QCOMPARE(read->metadata.at("format"), std::string("pt"));
}

void TestSafetensors::hostile_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<bool>("isUnsupported");
    const auto raw = [](const char* name, const std::string& bytes, const char* fault, bool isUnsupported = false) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(fault) << isUnsupported;
    };
    const auto header = [&](const char* name, const std::string& text, std::size_t dataBytes, const char* fault) {
        raw(name, safetensorsFromHeader(text, dataBytes), fault);
    };
    const auto tensor = [&](const char* name, const std::string& fields, std::size_t dataBytes, const char* fault) {
        header(name, "{\"t\":{" + fields + "}}", dataBytes, fault);
    };
    raw("empty file", "", "has 0 bytes");
    raw("shorter than its length field", "1234567", "has 7 bytes");
    raw("header longer than the file", safetensorsFromHeader("{}", 0, 3), "but only 2 follow");
    raw("header above 100 MB", safetensorsFromHeader("{}", 0, 100'000'001), "at most 100000000");
    raw("header length near 2^64", safetensorsFromHeader("{}", 0, ~0ULL - 3), "at most 100000000");
    raw("header length zero", safetensorsFromHeader("", 4), "does not begin with '{'");
    header("header is a list", "[]", 0, "does not begin with '{'");
    header("header begins with white space", " {}", 0, "does not begin with '{'");
    header("header is not UTF-8", "{\"\xFF\":1}", 0, "not UTF-8");
    header("header is not JSON", "{\"t\":", 0, "not valid JSON");
    header("text after the header", "{}x", 0, "not valid JSON");
    header("zero byte in the header", std::string("{}\0{}", 5), 0, "zero byte");
    header("tensor is a number", "{\"t\":1}", 0, "an object was expected");
    header("tensor is a list", "{\"t\":[]}", 0, "an object was expected");
    header(
        "the same tensor twice",
        R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"t":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
        2, "names 't' twice");
    tensor("the same entry twice", R"("dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1])", 1, "'dtype' twice");
    tensor("unknown entry", R"("dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1)", 1, "unknown entry 'x'");
    tensor("no dtype", R"("shape":[1],"data_offsets":[0,1])", 1, "lacks one of");
    tensor("no offsets", R"("dtype":"U8","shape":[1])", 1, "lacks one of");
    raw("unknown dtype", safetensorsFromHeader(R"({"t":{"dtype":"F4","shape":[1],"data_offsets":[0,1]}})", 1),
        "dtype 'F4'", true);
    tensor("dtype is a number", R"("dtype":1,"shape":[1],"data_offsets":[0,1])", 1, "as its dtype");
    tensor("shape is a text", R"("dtype":"U8","shape":"1","data_offsets":[0,1])", 1, "a text");
    tensor("negative extent", R"("dtype":"U8","shape":[-1],"data_offsets":[0,1])", 1, "negative number -1");
    tensor("fractional extent", R"("dtype":"U8","shape":[1.5],"data_offsets":[0,1])", 1, "'1.5' in its shape");
    tensor("extent of 2^63", R"("dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1])", 1, "in its shape");
    tensor("extent above 2^64", R"("dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1])", 1,
           "in its shape");
    tensor("shape overflows", R"("dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0])", 0, "overflows");
    tensor("shape times dtype overflows", R"("dtype":"F64","shape":[4611686018427387904],"data_offsets":[0,0])", 0,
           "overflows");
    tensor("nested shape", R"("dtype":"U8","shape":[[1]],"data_offsets":[0,1])", 1, "a list in its shape");
    tensor("reversed offsets", R"("dtype":"U8","shape":[1],"data_offsets":[1,0])", 1, "reversed");
    tensor("negative offset", R"("dtype":"U8","shape":[1],"data_offsets":[-1,0])", 1, "negative number");
    tensor("one offset", R"("dtype":"U8","shape":[1],"data_offsets":[0])", 1, "has 1 data_offsets");
    tensor("three offsets", R"("dtype":"U8","shape":[1],"data_offsets":[0,1,2])", 1, "has 3 data_offsets");
    tensor("too few bytes for the shape", R"("dtype":"F32","shape":[2],"data_offsets":[0,4])", 4,
           "needs 8 bytes but its data_offsets give it 4");
    tensor("hole at the start", R"("dtype":"U8","shape":[1],"data_offsets":[1,2])", 2, "hole of 1 bytes");
    header(
        "hole between tensors",
        R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}})",
        4, "hole of 2 bytes before tensor 'b'");
    header(
        "overlap",
        R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}})",
        4, "overlap: 'b' begins at byte 2 of the data, before 'a' ends at 3");
    header(
        "two tensors on the same bytes",
        R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
        2, "overlap");
    tensor("offsets beyond the file", R"("dtype":"U8","shape":[10],"data_offsets":[0,10])", 4, "6 bytes are missing");
    tensor("bytes after the last tensor", R"("dtype":"U8","shape":[1],"data_offsets":[0,1])", 4, "3 bytes after");
    header("metadata value is a number", R"({"__metadata__":{"a":1}})", 0, "__metadata__ entry 'a'");
    header("metadata value is an object", R"({"__metadata__":{"a":{}}})", 0, "__metadata__ entry 'a'");
    header("metadata is a text", R"({"__metadata__":"x"})", 0, "an object was expected");
    header("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", 0, "'__metadata__' twice");
    header("metadata entry twice", R"({"__metadata__":{"a":"1","a":"2"}})", 0, "names 'a' twice");
}

void TestSafetensors::hostile() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, fault);
    QFETCH(bool, isUnsupported);
    const auto result = readFile(bytes.toStdString());
    VERIFY_FAILS(result, isUnsupported ? ErrorCode::Unsupported : ErrorCode::Corrupt, fault.toStdString());
    QVERIFY(result.error().subject.find("w.safetensors") != std::string::npos);
}

void TestSafetensors::truncatedFileSaysWhatIsMissing() {
    const std::string whole = readBytes(fixture("glm/model.safetensors"));
    VERIFY_OK(readFile(whole));
    VERIFY_FAILS(readFile(whole.substr(0, whole.size() - 1000)), ErrorCode::Corrupt,
                 "1000 bytes are missing of 879456");
}

void TestSafetensors::deepNestingIsRefusedAtOnce() {
    VERIFY_FAILS(readHeader("{\"t\":" + std::string(1'000'000, '['), 0), ErrorCode::Corrupt, "an object was expected");
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"

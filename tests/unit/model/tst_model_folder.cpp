// A model folder opened whole, in shards and in every broken way; and where a named model is looked for.
#include <unistd.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/model/model_folder.h"
#include "tests/support/safetensors_builder.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* indexFile = "model.safetensors.index.json";

void copyConfig(const fs::path& to, const char* name = "glm") {
    fs::create_directories(to);
    fs::copy_file(fixture(name) / "config.json", to / "config.json", fs::copy_options::overwrite_existing);
}

/// The GLM fixture with its tensors changed by `change`, in one file.
template <class Change>
void writeChanged(const fs::path& to, Change change) {
    copyConfig(to);
    std::vector<BuiltTensor> tensors = readSafetensors(fixture("glm") / "model.safetensors");
    change(tensors);
    writeBytes(to / "model.safetensors", buildSafetensors(tensors));
}

BuiltTensor& named(std::vector<BuiltTensor>& tensors, const std::string& name) {
    return *std::find_if(tensors.begin(), tensors.end(),
                         [&](const BuiltTensor& tensor) { return tensor.name == name; });
}

/// The GLM fixture in shards a and b with an index.
Json writeSharded(const fs::path& to) {
    copyConfig(to);
    const std::vector<BuiltTensor> tensors = readSafetensors(fixture("glm") / "model.safetensors");
    const auto half = tensors.begin() + 18;
    writeBytes(to / "a.safetensors", buildSafetensors({tensors.begin(), half}));
    writeBytes(to / "b.safetensors", buildSafetensors({half, tensors.end()}));
    Json index;
    for (auto tensor = tensors.begin(); tensor != tensors.end(); ++tensor)
        index["weight_map"][tensor->name] = tensor < half ? "a.safetensors" : "b.safetensors";
    writeBytes(to / indexFile, index.dump());
    return index;
}

}  // namespace

class TestModelFolder : public QObject {
    Q_OBJECT
  private slots:
    void opensGlm();
    void opensQwen2WithTiedHead();
    void opensShards();
    void missingFolderFileAndConfig();
    void otherWeightFormats();
    void damagedIndex_data();
    void damagedIndex();
    void shardsAgainstIndex();
    void tensorsAgainstConfig();
    void unreadableFolder();
    void resolvesFoldersAndDemo();
    void resolvesRegistry();
    void resolvesHuggingFaceCache();
    void resolvesModelScopeCache();
};

void TestModelFolder::opensGlm() {
    const auto opened = openModelFolder(fixture("glm"));
    VERIFY_OK(opened);
    const ModelFolder& folder = **opened;
    QCOMPARE(folder.name, std::string("glm"));
    QCOMPARE(folder.files.size(), 1U);
    QCOMPARE(folder.files[0].sizeBytes, 879456U);
    QCOMPARE(folder.files[0].dataOffsetBytes, 3680U);
    QCOMPARE(folder.plan.size(), 36U);
    QVERIFY(folder.unusedTensors.empty());
    QCOMPARE(folder.parameterCount, 875776U / 4);  // the whole data section, F32
    for (const PlannedTensor& planned : folder.plan)
        QCOMPARE(folder.tensors[planned.source].name, planned.name);
    QVERIFY((folder.eosIds() == std::vector<std::int64_t>{759, 765, 767}));
}

void TestModelFolder::opensQwen2WithTiedHead() {
    const auto opened = openModelFolder(fixture("qwen2"));
    VERIFY_OK(opened);
    QCOMPARE((*opened)->plan.size(), 38U);  // 3 layers of 12, embedding, norm
    QCOMPARE((*opened)->parameterCount, 679168U / 4);
}

void TestModelFolder::opensShards() {
    TemporaryFolder folder;
    writeSharded(folder.path());
    const auto opened = openModelFolder(folder.path());
    VERIFY_OK(opened);
    QCOMPARE((*opened)->files.size(), 2U);
    QCOMPARE((*opened)->files[1].name, std::string("b.safetensors"));
    QCOMPARE((*opened)->parameterCount, 875776U / 4);
    const auto& tensors = (*opened)->tensors;
    QVERIFY(std::is_sorted(tensors.begin(), tensors.end(), [](const TensorInfo& a, const TensorInfo& b) {
        return std::pair(a.fileIndex, a.offsetBytes) < std::pair(b.fileIndex, b.offsetBytes);
    }));
}

void TestModelFolder::missingFolderFileAndConfig() {
    TemporaryFolder folder;
    VERIFY_FAILS(openModelFolder(folder / "none"), ErrorCode::NotFound, "does not exist");
    writeBytes(folder / "file", "x");
    VERIFY_FAILS(openModelFolder(folder / "file"), ErrorCode::InvalidArgument, "is a file");
    VERIFY_FAILS(openModelFolder(folder / "file" / "below"), ErrorCode::NotFound, "does not exist");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::NotFound, "has no config.json");
    copyConfig(folder.path());
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::NotFound, "neither model.safetensors nor");
    fs::create_symlink("nowhere", folder / "model.safetensors");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::NotFound, "is missing");
}

void TestModelFolder::otherWeightFormats() {
    TemporaryFolder folder;
    copyConfig(folder.path());
    writeBytes(folder / "pytorch_model.bin", "x");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Unsupported,
                 "pytorch_model.bin'; only safetensors is read: convert it");
    writeBytes(folder / "model-00001-of-00002.safetensors", "x");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::NotFound,
                 "holds 'model-00001-of-00002.safetensors' but neither");
}

void TestModelFolder::damagedIndex_data() {
    QTest::addColumn<QByteArray>("index");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* name, const char* index, const char* fault) {
        QTest::newRow(name) << QByteArray(index) << QByteArray(fault);
    };
    row("not JSON", "{", "not valid JSON");
    row("a list", "[]", "has no weight_map");
    row("no weight_map", "{}", "has no weight_map");
    row("weight_map empty", R"({"weight_map": {}})", "has no weight_map");
    row("file is a number", R"({"weight_map": {"t": 1}})", "places tensor 't' in 1;");
    row("climbs out", R"({"weight_map": {"t": "../x.safetensors"}})", "'t' in \"../x.safetensors\"");
    row("climbs out deeper", R"({"weight_map": {"t": "a/../../x.safetensors"}})", "in the same folder was expected");
    row("absolute", R"({"weight_map": {"t": "/etc/x.safetensors"}})", "in the same folder was expected");
    row("empty name", R"({"weight_map": {"t": ""}})", "in the same folder was expected");
    row("no safetensors", R"({"weight_map": {"t": "config.json"}})", "in the same folder was expected");
}

void TestModelFolder::damagedIndex() {
    QFETCH(QByteArray, index);
    QFETCH(QByteArray, fault);
    TemporaryFolder folder;
    copyConfig(folder.path());
    writeBytes(folder / indexFile, index.toStdString());
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt, fault.toStdString());
}

void TestModelFolder::shardsAgainstIndex() {
    TemporaryFolder folder;
    Json index = writeSharded(folder.path());
    const auto rewrite = [&](const char* tensor, const char* file) {
        Json changed = index;
        changed["weight_map"][tensor] = file;
        writeBytes(folder / indexFile, changed.dump());
    };
    rewrite("lm_head.weight", "b.safetensors");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt, "'lm_head.weight' is not in 'b.safetensors'");
    rewrite("model.extra", "b.safetensors");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt, "'model.extra' is not in 'b.safetensors'");
    rewrite("model.extra", "c.safetensors");
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::NotFound,
                 "c.safetensors', which model.safetensors.index.json names, is missing");

    writeBytes(folder / indexFile, index.dump());
    const std::string shard = readBytes(folder / "b.safetensors");
    writeBytes(folder / "b.safetensors", shard.substr(0, shard.size() - 7));
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt, "7 bytes are missing");
    fs::copy_file(folder / "a.safetensors", folder / "b.safetensors", fs::copy_options::overwrite_existing);
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt,
                 "stored twice, in 'a.safetensors' and in 'b.safetensors'");
}

void TestModelFolder::tensorsAgainstConfig() {
    const std::string name = "model.layers.1.mlp.down_proj.weight";
    TemporaryFolder folder;
    writeChanged(folder.path(), [&](auto& tensors) {
        std::erase_if(tensors, [&](const BuiltTensor& tensor) { return tensor.name == name; });
    });
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Corrupt, "'" + name + "' is in no weight file");

    writeChanged(folder.path(), [&](auto& tensors) { named(tensors, name).shape = {144, 64}; });
    const auto reshaped = openModelFolder(folder.path());
    VERIFY_FAILS(reshaped, ErrorCode::Corrupt,
                 "'" + name + "' has the shape [144, 64], but config.json asks for [64, 144]");
    QCOMPARE(reshaped.error().subject, name);

    writeChanged(folder.path(), [&](auto& tensors) { named(tensors, name) = zeroTensor(name, "I8", {64, 144}, 1); });
    VERIFY_FAILS(openModelFolder(folder.path()), ErrorCode::Unsupported, "'" + name + "' is stored as I8");

    writeChanged(folder.path(), [&](auto& tensors) { named(tensors, name) = zeroTensor(name, "BF16", {64, 144}, 2); });
    VERIFY_OK(openModelFolder(folder.path()));

    writeChanged(folder.path(),
                 [&](auto& tensors) { tensors.push_back(zeroTensor("rotary.inv_freq", "I64", {4}, 8)); });
    const auto extra = openModelFolder(folder.path());
    VERIFY_OK(extra);
    QVERIFY((*extra)->unusedTensors == std::vector<std::string>{"rotary.inv_freq"});
}

void TestModelFolder::unreadableFolder() {
    if (::geteuid() == 0) QSKIP("the superuser may read everything; run as another user to test permissions");
    TemporaryFolder folder;
    writeSharded(folder / "m");
    fs::permissions(folder / "m/a.safetensors", fs::perms::none);
    VERIFY_FAILS(openModelFolder(folder / "m"), ErrorCode::PermissionDenied, "a.safetensors");
    fs::permissions(folder / "m", fs::perms::none);
    VERIFY_FAILS(openModelFolder(folder / "m"), ErrorCode::PermissionDenied, "/m");
    fs::permissions(folder / "m", fs::perms::owner_all);
}

void TestModelFolder::resolvesFoldersAndDemo() {
    TemporaryFolder folder;
    const ScopedEnvironment resources("AUTOGLM_RESOURCES", folder.path().string());
    const ScopedEnvironment cache("XDG_CACHE_HOME", (folder / "cache").string());
    const ScopedEnvironment config("XDG_CONFIG_HOME", (folder / "config").string());
    const ScopedEnvironment huggingFaceHome("HF_HOME", ""), huggingFaceCache("HF_HUB_CACHE", "");
    const ScopedEnvironment modelScopeCache("MODELSCOPE_CACHE", "");
    QVERIFY(resolveModel(fixture("glm").string()) == fixture("glm"));
    QVERIFY(resolveModel("demo") == fs::weakly_canonical(folder.path()) / "demo-model");
    VERIFY_FAILS(resolveModel(""), ErrorCode::InvalidArgument, "no model was named");
    const auto missing = resolveModel("org/name");
    VERIFY_FAILS(missing, ErrorCode::NotFound, "cache/huggingface/hub/models--org--name'");
    VERIFY_FAILS(missing, ErrorCode::NotFound, "cache/modelscope/hub/models/org/name'");
    VERIFY_FAILS(missing, ErrorCode::NotFound, "config/autoglm-workbench/models.json'");
    VERIFY_FAILS(resolveModel("../no-such-folder"), ErrorCode::NotFound, "looked at");
}

void TestModelFolder::resolvesRegistry() {
    TemporaryFolder folder;
    const ScopedEnvironment config("XDG_CONFIG_HOME", folder.path().string());
    const fs::path registry = folder / "autoglm-workbench/models.json";
    writeBytes(registry,
               R"({"models": [{"name": "other", "path": "/a"}, {"name": "mine", "path": "rel/m", "device": "cpu"}]})");
    QVERIFY(resolveModel("mine") == folder / "autoglm-workbench/rel/m");
    QVERIFY(resolveModel("other") == fs::path("/a"));
    writeBytes(registry, R"({"models": [{"name": 3}]})");
    VERIFY_FAILS(resolveModel("mine"), ErrorCode::Corrupt, "without 'name' and 'path'");
    writeBytes(registry, "{");
    VERIFY_FAILS(resolveModel("mine"), ErrorCode::Corrupt, "not valid JSON");
}

void TestModelFolder::resolvesHuggingFaceCache() {
    TemporaryFolder folder;
    const ScopedEnvironment config("XDG_CONFIG_HOME", (folder / "config").string());
    const fs::path repository = folder / "hub/models--org--tiny";
    const fs::path snapshot = repository / "snapshots/0123abcd";
    copyConfig(snapshot);
    fs::create_directories(repository / "blobs");
    const std::string digest = "1e4be8bd7bc4d6ce8f06a3a0b5b1f2f6a7c1a7d5b4fbb3a29d0b14e0b6a3c9d8";
    fs::copy_file(fixture("glm/model.safetensors"), repository / "blobs" / digest);
    fs::create_symlink("../../blobs/" + digest, snapshot / "model.safetensors");

    const ScopedEnvironment home("HF_HOME", folder.path().string()), unset("HF_HUB_CACHE", "");
    QVERIFY(resolveModel("org/tiny") == snapshot);  // the only snapshot
    copyConfig(repository / "snapshots/ffff");
    VERIFY_FAILS(resolveModel("org/tiny"), ErrorCode::NotFound, "refs/main");
    writeBytes(repository / "refs/main", "0123abcd\n");
    QVERIFY(resolveModel("org/tiny") == snapshot);
    // A ref to a revision that was deleted is no reason to take another one.
    writeBytes(repository / "refs/main", "eeee");
    VERIFY_FAILS(resolveModel("org/tiny"), ErrorCode::NotFound, "snapshots/eeee");
    writeBytes(repository / "refs/main", "../../../etc");
    VERIFY_FAILS(resolveModel("org/tiny"), ErrorCode::NotFound, "refs/main");
    writeBytes(repository / "refs/main", "0123abcd");
    // Without an organisation, and a cache that lies elsewhere behind links.
    copyConfig(folder / "disk/models--old/snapshots/aa");
    fs::create_directory_symlink(folder / "disk/models--old", folder / "hub/models--old");
    QVERIFY(resolveModel("old") == folder / "hub/models--old/snapshots/aa");
    VERIFY_FAILS(resolveModel("older"), ErrorCode::NotFound, "models--older");
    {
        const ScopedEnvironment hub("HF_HUB_CACHE", (folder / "elsewhere").string());
        VERIFY_FAILS(resolveModel("org/tiny"), ErrorCode::NotFound, "elsewhere/models--org--tiny");
    }

    const auto opened = openModelFolder(snapshot);
    VERIFY_OK(opened);
    QCOMPARE((*opened)->name, std::string("org/tiny"));
    QCOMPARE((*opened)->files[0].path, snapshot / "model.safetensors");
    QCOMPARE((*opened)->files[0].expected.value().hex, digest);
}

void TestModelFolder::resolvesModelScopeCache() {
    TemporaryFolder folder;
    const ScopedEnvironment hub("HF_HUB_CACHE", (folder / "none").string());
    const ScopedEnvironment config("XDG_CONFIG_HOME", (folder / "config").string());
    const ScopedEnvironment cache("MODELSCOPE_CACHE", folder.path().string());
    copyConfig(folder / "org/old");
    copyConfig(folder / "models/org/new");
    copyConfig(folder / "models/org/Q2___5");
    QVERIFY(resolveModel("org/old") == folder / "org/old");
    QVERIFY(resolveModel("org/new") == folder / "models/org/new");
    QVERIFY(resolveModel("org/Q2.5") == folder / "models/org/Q2___5");
}

QTEST_GUILESS_MAIN(TestModelFolder)
#include "tst_model_folder.moc"

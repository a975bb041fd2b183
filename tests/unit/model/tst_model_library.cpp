// Which models there are to choose from: the places where they lie, each folder once, missing ones said to be so.
#include <algorithm>

#include "core/model/model_library.h"
#include "core/model/model_sources.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::model;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

/// Every place for models inside one folder.
struct Places {
    TemporaryFolder folder;
    ScopedEnvironment resources{"AUTOGLM_RESOURCES", (folder / "resources").string()};
    ScopedEnvironment config{"XDG_CONFIG_HOME", (folder / "config").string()};
    ScopedEnvironment huggingFace{"HF_HUB_CACHE", (folder / "hub").string()};
    ScopedEnvironment modelScope{"MODELSCOPE_CACHE", (folder / "scope").string()};

    Places() { addModel("resources/demo-model"); }
    fs::path addModel(const std::string& where) const {
        writeBytes(folder / where / "config.json", "{}");
        return folder / where;
    }
};

/// "demo shipped, org/x hf missing": name, source and whether it is there.
QString printed(const ModelLibrary& library) {
    QStringList out;
    for (const LibraryModel& model : library.models) {
        constexpr std::array<const char*, 5> sources = {"demo", "recent", "registry", "hf", "ms"};
        out << QString::fromStdString(model.name) + QLatin1Char(' ') +
                   QString::fromUtf8(sources[static_cast<std::size_t>(model.source)]) +
                   (model.isThere ? QString() : QStringLiteral(" missing"));
    }
    return out.join(QStringLiteral(", "));
}

}  // namespace

class TestModelLibrary : public QObject {
    Q_OBJECT
  private slots:
    void onlyTheDemo();
    void everySource();
    void recentFirstAndOnce();
    void damagedRegistryHidesNothingElse();
};

void TestModelLibrary::onlyTheDemo() {
    const Places places;
    const ModelLibrary library = listModels();
    QCOMPARE(printed(library), "demo demo");
    QVERIFY(library.faults.empty());
    QCOMPARE(library.models[0].path, fs::weakly_canonical(places.folder / "resources") / "demo-model");
}

void TestModelLibrary::everySource() {
    const Places places;
    const fs::path snapshot = places.addModel("hub/models--org--tiny/snapshots/0123abcd");
    places.addModel("hub/models--org--two/snapshots/aa");
    places.addModel("hub/models--org--two/snapshots/bb");  // ambiguous without refs/main
    places.addModel("hub/datasets--org--data/snapshots/aa");
    fs::create_directories(places.folder / "hub/models--org--empty/snapshots/aa");
    places.addModel("scope/models/Qwen/Qwen2___5-0___5B");
    writeBytes(registryPath(), R"({"models": [{"name": "mine", "path": "m"}, {"name": "gone", "path": "/no/such"}]})");
    places.addModel("config/autoglm-workbench/m");
    const ModelLibrary library = listModels();
    QCOMPARE(printed(library), "demo demo, mine registry, gone registry missing, org/tiny hf, Qwen/Qwen2.5-0.5B ms");
    QCOMPARE(library.models[3].path, snapshot);
}

void TestModelLibrary::recentFirstAndOnce() {
    const Places places;
    const fs::path snapshot = places.addModel("hub/models--org--tiny/snapshots/0123abcd");
    const fs::path own = places.addModel("own");
    const ModelLibrary library =
        listModels({{.name = "own", .path = own, .lastUsedUtc = "2026-01-01T00:00:00Z"},
                    {.name = "tiny", .path = snapshot / "..", .lastUsedUtc = "2026-01-03T00:00:00Z"},
                    {.name = "x", .path = snapshot, .lastUsedUtc = "2026-01-02T00:00:00Z"},
                    {.name = "left", .path = places.folder / "left", .lastUsedUtc = "2025-01-01T00:00:00Z"}});
    QCOMPARE(printed(library), "tiny recent missing, org/tiny hf, own recent, left recent missing, demo demo");
    QCOMPARE(library.models[1].lastUsedUtc, std::string("2026-01-02T00:00:00Z"));
}

void TestModelLibrary::damagedRegistryHidesNothingElse() {
    const Places places;
    writeBytes(registryPath(), "{");
    const ModelLibrary library = listModels();
    QCOMPARE(printed(library), "demo demo");
    QCOMPARE(library.faults.size(), 1U);
    QVERIFY(describe(library.faults[0]).find("models.json") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestModelLibrary)
#include "tst_model_library.moc"

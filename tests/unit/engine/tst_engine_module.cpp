// Loading the engine module, in this process and in a child that may die of it.
#include <csignal>

#include "core/base/file.h"
#include "core/engine/engine_module.h"
#include "core/engine/probe_cache.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::engine;
using namespace autoglm::test;
using namespace std::chrono_literals;

namespace {
ModuleProbe probe(const char* module, ProbeDepth depth = ProbeDepth::FactsOnly) {
    return probeEngineModule(AUTOGLM_PROBE_PROGRAM, module, depth, 30s);
}
bool says(const ModuleProbe& probe, const std::string& fragment) {
    if (probe.error.find(fragment) != std::string::npos) return true;
    qWarning("the probe said: %s", probe.error.c_str());
    return false;
}
}  // namespace

class TestEngineModule : public QObject {
    Q_OBJECT
  private slots:
    void goodModuleGivesAWorkingEngine();
    void loaderMessageIsInTheError();
    void otherInterfaceIsRefused();
    void probeReportsFactsAndPrecisions();
    void probeOfOneDevice();
    void probeNamesTheSignal();
    void probeReportsTheLoadersMessage();
    void probeEndsAHangingModule();
    void probeWithoutModuleOrHelper();
    void factsAreKeptWhileNothingChanges();
    void whatMayChangeIsNotKept();
    void factsSurviveJson();
    void damagedFactsAreAnError();
};

void TestEngineModule::goodModuleGivesAWorkingEngine() {
    auto engine = openEngineModule(AUTOGLM_MODULE_GOOD);
    VERIFY_OK(engine);
    QCOMPARE((*engine)->facts().name, std::string("scripted"));
    auto loaded = (*engine)->load({.folder = {}, .scheme = model::makeScheme(model::Precision::Fp32)}, {});
    VERIFY_OK(loaded);
    VERIFY_OK((*loaded)->createSession({}));
}

void TestEngineModule::loaderMessageIsInTheError() {
    VERIFY_FAILS(openEngineModule(AUTOGLM_MODULE_UNRESOLVED), ErrorCode::Device,
                 "undefined symbol: autoglmTestFunctionThatNobodyDefines");
    VERIFY_FAILS(openEngineModule("/nonexistent/libengine.so"), ErrorCode::Device, "No such file or directory");
    TemporaryFolder folder;
    writeBytes(folder / "text.so", "this is not a library, only a text that is long enough to be read as a header");
    VERIFY_FAILS(openEngineModule(folder / "text.so"), ErrorCode::Device, "invalid ELF header");
}

void TestEngineModule::otherInterfaceIsRefused() {
    VERIFY_FAILS(openEngineModule(AUTOGLM_MODULE_WRONG_ABI), ErrorCode::Unsupported, "speaks interface version 999");
    VERIFY_FAILS(openEngineModule(AUTOGLM_MODULE_EMPTY), ErrorCode::Unsupported, "autoglmEngineAbi is missing");
}

void TestEngineModule::probeReportsFactsAndPrecisions() {
    const ModuleProbe facts = probe(AUTOGLM_MODULE_GOOD);
    QCOMPARE(facts.error, std::string());
    QCOMPARE(facts.facts->name, std::string("scripted"));
    QCOMPARE(facts.facts->devices.at(0).precisions.size(), model::allPrecisions.size());
    QVERIFY(facts.precisions.empty());

    const ModuleProbe precisions = probe(AUTOGLM_MODULE_GOOD, ProbeDepth::FactsAndPrecisions);
    QCOMPARE(precisions.error, std::string());
    QCOMPARE(precisions.precisions.size(), model::allPrecisions.size());
    QCOMPARE(precisions.precisions.at(3).precision, std::string("int8"));
    QVERIFY(precisions.precisions.at(3).passed);
}

void TestEngineModule::probeOfOneDevice() {
    const auto on = [](const char* device) {
        return probeEngineModule(AUTOGLM_PROBE_PROGRAM, AUTOGLM_MODULE_GOOD, ProbeDepth::FactsAndPrecisions, 30s,
                                 device);
    };
    QVERIFY(!on("cpu").precisions.empty());
    const ModuleProbe absent = on("cuda:7");
    QVERIFY(absent.facts && absent.precisions.empty());
}

void TestEngineModule::probeNamesTheSignal() {
    const ModuleProbe died = probe(AUTOGLM_MODULE_ABORTING);
    QVERIFY(!died.facts);
    QVERIFY(says(died, "ended by signal 6 (SIGABRT, Aborted); its last words: no usable instruction set"));
}

void TestEngineModule::probeReportsTheLoadersMessage() {
    const ModuleProbe unresolved = probe(AUTOGLM_MODULE_UNRESOLVED);
    QVERIFY(!unresolved.facts);
    QVERIFY(says(unresolved, "undefined symbol: autoglmTestFunctionThatNobodyDefines"));
    QVERIFY(says(probe(AUTOGLM_MODULE_WRONG_ABI), "interface version 999"));
    QVERIFY(says(probeEngineModule("/bin/true", AUTOGLM_MODULE_GOOD, ProbeDepth::FactsOnly, 30s),
                 "ended with exit code 0 and without an answer"));
}

void TestEngineModule::probeEndsAHangingModule() {
    const ModuleProbe hung =
        probeEngineModule(AUTOGLM_PROBE_PROGRAM, AUTOGLM_MODULE_HANGING, ProbeDepth::FactsOnly, 300ms);
    QVERIFY(!hung.facts);
    QVERIFY(says(hung, "did not load within 300.0 ms"));
}

void TestEngineModule::probeWithoutModuleOrHelper() {
    TemporaryFolder folder;
    const ScopedEnvironment programs("AUTOGLM_BIN_DIR", folder.path().string());
    QVERIFY(says(probeEngineModule(ProbeDepth::FactsOnly), "libautoglm_engine_torch.so"));
    VERIFY_FAILS(openDefaultEngine(), ErrorCode::NotFound, "libautoglm_engine_torch.so");
    writeBytes(folder / "libautoglm_engine_torch.so", "x");
    QVERIFY(says(probeEngineModule(ProbeDepth::FactsOnly), "autoglm-helper"));
    std::filesystem::create_symlink(AUTOGLM_PROBE_PROGRAM, folder / "autoglm-helper");
    QVERIFY(says(probeEngineModule(ProbeDepth::FactsOnly), "file too short"));
}

void TestEngineModule::factsAreKeptWhileNothingChanges() {
    TemporaryFolder folder;
    const auto module = folder / "module.so";
    const auto file = folder / "cache" / "engine-facts.json";
    std::filesystem::copy_file(AUTOGLM_MODULE_GOOD, module);
    const ModuleProbe read = probe(module.c_str());
    QVERIFY(std::ranges::find(read.libraries, module) != read.libraries.end());
    QVERIFY(read.libraries.size() > 3);  // the C++ library at least
    QVERIFY(read.readAt.empty());
    QVERIFY(!keptProbe(file, module));
    keepProbe(file, module, read);
    const auto kept = keptProbe(file, module);
    QVERIFY(kept);
    QCOMPARE(toJson(*kept->facts), toJson(*read.facts));
    QCOMPARE(kept->readAt.size(), std::string("2026-11-21T00:00:00Z").size());

    {
        const ScopedEnvironment kernels("ATEN_CPU_CAPABILITY", "default");
        QVERIFY(!keptProbe(file, module));
    }
    QVERIFY(keptProbe(file, module));
    QVERIFY(!keptProbe(file, AUTOGLM_MODULE_GOOD));
    std::filesystem::last_write_time(module, std::filesystem::last_write_time(module) + 1s);
    QVERIFY(!keptProbe(file, module));
    keepProbe(file, module, read);
    QVERIFY(keptProbe(file, module));
    for (const char* damaged : {"", "[]", "{", R"({"facts":{},"libraries":[1],"read_at":""})"}) {
        writeBytes(file, damaged);
        QVERIFY2(!keptProbe(file, module), damaged);
    }
}

void TestEngineModule::whatMayChangeIsNotKept() {
    TemporaryFolder folder;
    const auto file = folder / "engine-facts.json";
    ModuleProbe read = probe(AUTOGLM_MODULE_GOOD);
    const ModuleProbe good = read;
    read.facts->cudaVersion = "12.4";
    keepProbe(file, AUTOGLM_MODULE_GOOD, read);
    QVERIFY(!std::filesystem::exists(file));
    keepProbe(file, AUTOGLM_MODULE_GOOD, good);
    QVERIFY(keptProbe(file, AUTOGLM_MODULE_GOOD));
    keepProbe(file, AUTOGLM_MODULE_GOOD, probe(AUTOGLM_MODULE_ABORTING));  // now it does not load: nothing is known
    QVERIFY(!std::filesystem::exists(file));
}

void TestEngineModule::factsSurviveJson() {
    EngineFacts facts;
    facts.name = "libtorch";
    facts.cudaArchitectures = {"sm_80", "sm_90"};
    facts.hasMkldnn = true;
    facts.threads = 3;
    facts.devices.push_back({"cuda:0", "T4", "7.5", 16'000'000'000, {"fp32", "fp16"}});
    const auto back = engineFactsFromJson(toJson(facts));
    VERIFY_OK(back);
    QCOMPARE(toJson(*back).dump(), toJson(facts).dump());
    QCOMPARE(back->devices.at(0).totalMemoryBytes, 16'000'000'000ULL);

    const auto unmeasured =
        precisionProbeFromJson(toJson(PrecisionProbe{"int8", "cpu", std::nan(""), 0.01, 0, false, "no"}));
    VERIFY_OK(unmeasured);
    QCOMPARE(unmeasured->error, std::string("no"));
}

void TestEngineModule::damagedFactsAreAnError() {
    VERIFY_FAILS(engineFactsFromJson(Json::object()), ErrorCode::Corrupt, "name");
    VERIFY_FAILS(engineFactsFromJson(Json::array()), ErrorCode::Corrupt, "engine facts");
    Json wrongKind = toJson(EngineFacts{});
    wrongKind["threads"] = "many";
    VERIFY_FAILS(engineFactsFromJson(wrongKind), ErrorCode::Corrupt, "number");
}

QTEST_GUILESS_MAIN(TestEngineModule)
#include "tst_engine_module.moc"

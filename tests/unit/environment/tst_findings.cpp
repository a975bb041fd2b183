// Every finding on machines made for it: a server without a GPU, one with an H200, and the ways an installation is
// broken.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "core/environment/findings.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::environment;
using namespace autoglm::test;
namespace fs = std::filesystem;

namespace {

CompatibilityTable table() {
    return loadCompatibility(COMPATIBILITY_FILE).value();
}

/// A quiet machine with a good CPU, Debian's libtorch with OpenBLAS, and no GPU.
EnvironmentInputs cpuMachine() {
    EnvironmentInputs inputs;
    SystemInfo& system = inputs.system;
    system.cpuModel = "Test CPU";
    system.physicalCores = 8;
    system.logicalCores = 16;
    system.usableCores = 16;
    system.isaFlags = {"avx2", "fma", "f16c"};
    system.memoryTotalBytes = 64'000'000'000;
    system.memoryAvailableBytes = 60'000'000'000;
    system.loadAverage1 = 0.3;
    system.governor = "performance";
    inputs.gpuError = Error{ErrorCode::NotFound, "libnvidia-ml.so.1: cannot open shared object file", ""};
    inputs.torch.version = "2.6.0";
    inputs.torch.cxx11Abi = true;
    inputs.torch.blas = "openblas";
    inputs.torch.hasMkldnn = true;
    inputs.torch.cpuCapability = "AVX2";
    inputs.torch.threads = 8;
    inputs.compatibility = table();
    inputs.disks = {{"/data", 500'000'000'000, true}};
    inputs.ports = {{8000, false}, {8080, false}};
    return inputs;
}

EnvironmentInputs gpuMachine() {
    EnvironmentInputs inputs = cpuMachine();
    inputs.gpuError.reset();
    NvmlDevice device;
    device.name = "NVIDIA H200";
    device.capability = "9.0";
    device.memoryTotalBytes = 150'000'000'000;
    device.memoryFreeBytes = 149'000'000'000;
    device.clockReasons = 0x01;
    device.processes.emplace();
    inputs.gpus = NvmlSnapshot{"550.54.15", "12.4", {device}};
    inputs.ownPid = 77;
    inputs.torch.version = "2.6.0+cu124";
    inputs.torch.cudaVersion = "12.4";
    inputs.torch.cudaArchitectures = {"sm_50", "sm_80", "sm_86", "sm_90"};
    inputs.torch.cudnnVersion = "9.1.0";
    inputs.torch.devices = {{"cuda:0", "NVIDIA H200", "9.0"}};
    return inputs;
}

Finding find(const EnvironmentInputs& inputs, const std::string& id) {
    for (const Finding& finding : collectFindings(inputs))
        if (finding.id == id) return finding;
    Finding missing;
    missing.id = "no finding " + id;
    return missing;
}

std::string notPassing(const EnvironmentInputs& inputs) {
    std::string out;
    for (const Finding& finding : collectFindings(inputs))
        if (finding.state != State::Pass) out += finding.id + ": " + finding.seen + "\n";
    return out;
}

}  // namespace

#define EXPECT_FINDING(inputs, findingId, expectedState, fragment)                                                \
    do {                                                                                                          \
        const Finding found = find(inputs, findingId);                                                            \
        QCOMPARE(found.id, std::string(findingId));                                                               \
        QCOMPARE(QString(stateName(found.state)), QString(stateName(expectedState)));                             \
        QVERIFY2((found.seen + " | " + found.advice + " | " + found.command).find(fragment) != std::string::npos, \
                 (found.seen + " | " + found.advice + " | " + found.command).c_str());                            \
        QVERIFY(!found.why.empty() && !found.title.empty() && !found.seen.empty());                               \
        if (found.state == State::Failure) QVERIFY(!found.advice.empty());                                        \
    } while (false)

class TestFindings : public QObject {
    Q_OBJECT
  private slots:
    void machineWithoutGpuPassesWithANote();
    void machineWithGpuPasses();
    void emptyInputsInventNothing();
    void driverFaults();
    void gpuLoadIsSeen();
    void libtorchThatDoesNotLoadIsExplained_data();
    void libtorchThatDoesNotLoadIsExplained();
    void libtorchBuildsAreJudged();
    void blasIsRecognised_data();
    void blasIsRecognised();
    void blasLinksAreFollowed();
    void runtimeAgainstDriver_data();
    void runtimeAgainstDriver();
    void architectureAgainstDevice();
    void devicesHiddenFromLibtorch();
    void systemFaults();
    void storageFaults();
    void probesAreJudgedByTheirTolerance();
    void gatheringReadsFixtures();
    void gatheringSeesARealListener();
    void jsonAndTextSayTheSame();
    void oneFindingNeedsNoMore();
};

void TestFindings::machineWithoutGpuPassesWithANote() {
    QCOMPARE(notPassing(cpuMachine()), std::string());
    EXPECT_FINDING(cpuMachine(), "driver", State::Pass, "Models run on the CPU");
    EXPECT_FINDING(cpuMachine(), "cuda-runtime", State::Pass, "not needed");
}

void TestFindings::machineWithGpuPasses() {
    QCOMPARE(notPassing(gpuMachine()), std::string());
    EXPECT_FINDING(gpuMachine(), "gpu-devices", State::Pass, "NVIDIA H200, compute capability 9.0, 149 GB free");
    EXPECT_FINDING(gpuMachine(), "architecture", State::Pass, "NVIDIA H200 (9.0)");
    EXPECT_FINDING(gpuMachine(), "cudnn", State::Pass, "9.1.0");
}

void TestFindings::emptyInputsInventNothing() {
    for (const Finding& finding : collectFindings({})) {
        QVERIFY2(finding.state == State::Unknown || finding.id == "driver" || finding.id == "display",
                 finding.id.c_str());
        QVERIFY(!finding.seen.empty());
    }
}

void TestFindings::driverFaults() {
    EnvironmentInputs inputs = cpuMachine();
    inputs.nvidiaPciDevices = 1;
    EXPECT_FINDING(inputs, "driver", State::Warning, "sudo apt install nvidia-driver");
    inputs.nvidiaDriverLoaded = true;
    EXPECT_FINDING(inputs, "driver", State::Failure, "libnvidia-ml1");
    inputs.gpuError = Error{ErrorCode::Device, "does not start: Driver/library version mismatch (code 18)", ""};
    EXPECT_FINDING(inputs, "driver", State::Failure, "sudo reboot");
    inputs.gpuError = Error{ErrorCode::Device, "does not start: Driver Not Loaded (code 9)", ""};
    EXPECT_FINDING(inputs, "driver", State::Failure, "sudo modprobe nvidia");
    inputs = gpuMachine();
    inputs.gpus->devices.clear();
    EXPECT_FINDING(inputs, "driver", State::Warning, "sees no GPU");
}

void TestFindings::gpuLoadIsSeen() {
    EnvironmentInputs inputs = gpuMachine();
    inputs.gpus->devices[0].processes = {{77, 5}, {4242, 3'100'000'000}};
    inputs.processNames[4242] = "python3";
    EXPECT_FINDING(inputs, "gpu-processes", State::Warning, "python3 (4242) on GPU 0 holds 3.10 GB");
    inputs.gpus->devices[0].processes = {{77, 5}};
    EXPECT_FINDING(inputs, "gpu-processes", State::Pass, "none");
    inputs.gpus->devices[0].processes.reset();
    EXPECT_FINDING(inputs, "gpu-processes", State::Unknown, "does not list");
    inputs.gpus->devices[0].clockReasons = 0x41;
    EXPECT_FINDING(inputs, "gpu-devices", State::Warning, "hardware thermal slowdown");
}

void TestFindings::libtorchThatDoesNotLoadIsExplained_data() {
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("fragment");
    QTest::newRow("missing") << "libtorch.so.2.6: cannot open shared object file" << 0 << "apt install";
    QTest::newRow("cuda library") << "libcublas.so.12: cannot open shared object file" << 0 << "A CUDA library";
    QTest::newRow("too new") << "libtorch.so: version `GLIBC_2.38' not found" << 0 << "newer system";
    QTest::newRow("symbol") << "undefined symbol: _ZN2at4_ops" << 0 << "built against another libtorch";
    QTest::newRow("illegal instruction") << "ended by signal 4" << SIGILL << "instructions that the CPU lacks";
    QTest::newRow("crash") << "ended by signal 11" << SIGSEGV << "installation is broken";
}

void TestFindings::libtorchThatDoesNotLoadIsExplained() {
    QFETCH(QString, message);
    QFETCH(int, signal);
    QFETCH(QString, fragment);
    EnvironmentInputs inputs = cpuMachine();
    inputs.torch = {};
    inputs.torch.loadError = message.toStdString();
    if (signal) inputs.torch.endedBySignal = signal;
    EXPECT_FINDING(inputs, "libtorch", State::Failure, fragment.toStdString());
    QCOMPARE(find(inputs, "libtorch").seen, message.toStdString());
    QCOMPARE(find(inputs, "blas").id, std::string("no finding blas"));
}

void TestFindings::libtorchBuildsAreJudged() {
    EnvironmentInputs inputs = cpuMachine();
    EXPECT_FINDING(inputs, "libtorch", State::Pass, "2.6.0, CPU build, CPU kernels AVX2, oneDNN");
    inputs.torch.hasMkldnn = false;
    EXPECT_FINDING(inputs, "libtorch", State::Pass, "without oneDNN");
    inputs.torch.version = "2.5.1";
    EXPECT_FINDING(inputs, "libtorch", State::Failure, "2.6 or later");
    inputs.torch.cxx11Abi = false;
    EXPECT_FINDING(inputs, "libtorch", State::Failure, "old C++ ABI");
    inputs = cpuMachine();
    inputs.torch.cpuCapability = "DEFAULT";
    EXPECT_FINDING(inputs, "libtorch", State::Warning, "ATEN_CPU_CAPABILITY");
    inputs.torch.version.clear();
    EXPECT_FINDING(inputs, "libtorch", State::Unknown, "was not asked");
}

void TestFindings::blasIsRecognised_data() {
    QTest::addColumn<QString>("blas");
    QTest::addColumn<int>("state");
    const auto row = [](const char* name, const char* blas, State state) {
        QTest::newRow(name) << blas << static_cast<int>(state);
    };
    row("openblas", "OpenBLAS 0.3.29 /nowhere/openblas-pthread/libblas.so.3", State::Pass);
    row("mkl", "/nowhere/libmkl_rt.so.2", State::Pass);
    row("serial", "/nowhere/openblas-serial/libblas.so.3", State::Warning);
    row("reference", "/nowhere/blas/libblas.so.3.12.1", State::Warning);
    row("named reference", "reference", State::Warning);
    row("unheard of", "/nowhere/libfoo.so", State::Unknown);
    row("silent", "", State::Unknown);
}

void TestFindings::blasIsRecognised() {
    QFETCH(QString, blas);
    QFETCH(int, state);
    EnvironmentInputs inputs = cpuMachine();
    inputs.torch.blas = blas.toStdString();
    const Finding found = find(inputs, "blas");
    QCOMPARE(QString(stateName(found.state)), QString(stateName(static_cast<State>(state))));
    if (found.state == State::Warning) QCOMPARE(found.command, std::string("sudo apt install libopenblas0-pthread"));
}

void TestFindings::blasLinksAreFollowed() {
    // As Debian's alternatives: libblas.so.3 names no provider, the file behind it does.
    const TemporaryFolder folder;
    fs::create_directory(folder / "openblas-pthread");
    writeBytes(folder / "openblas-pthread/libblas.so.3", "x");
    fs::create_symlink(folder / "openblas-pthread/libblas.so.3", folder / "libblas.so.3");
    EnvironmentInputs inputs = cpuMachine();
    inputs.torch.blas = (folder / "libblas.so.3").string();
    EXPECT_FINDING(inputs, "blas", State::Pass, "openblas-pthread");
}

void TestFindings::runtimeAgainstDriver_data() {
    QTest::addColumn<QString>("runtime");
    QTest::addColumn<QString>("driver");
    QTest::addColumn<QString>("served");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("fragment");
    const auto row = [](const char* name, const char* runtime, const char* driver, const char* served, State state,
                        const char* fragment) {
        QTest::newRow(name) << runtime << driver << served << static_cast<int>(state) << fragment;
    };
    row("same", "12.4", "550.54.15", "12.4", State::Pass, "CUDA 12.4 on driver 550.54.15");
    row("newer driver", "11.8", "580.65.06", "13.0", State::Pass, "CUDA 11.8");
    row("minor version", "12.8", "535.104.05", "12.2", State::Pass, "minor-version compatibility");
    row("too old", "13.0", "570.86.10", "12.8", State::Failure, "580.65.06 or later");
    row("older major", "12.1", "470.57.02", "11.4", State::Failure, "525.60.13 or later");
    row("forward package", "13.0", "570.86.10", "13.0", State::Pass, "CUDA 13.0");
    row("unlisted minor", "13.9", "580.65.06", "13.0", State::Pass, "CUDA 13.9");
    row("unlisted major", "14.0", "580.65.06", "13.0", State::Unknown, "newer than the compatibility table");
    row("no words", "12.4", "550.54.15", "", State::Pass, "CUDA 12.4");
    row("cpu build", "", "550.54.15", "12.4", State::Warning, "the GPU lies idle");
}

void TestFindings::runtimeAgainstDriver() {
    QFETCH(QString, runtime);
    QFETCH(QString, driver);
    QFETCH(QString, served);
    QFETCH(int, state);
    QFETCH(QString, fragment);
    EnvironmentInputs inputs = gpuMachine();
    inputs.torch.cudaVersion = runtime.toStdString();
    inputs.gpus->driverVersion = driver.toStdString();
    inputs.gpus->cudaDriverVersion = served.isEmpty() ? std::nullopt : std::optional(served.toStdString());
    EXPECT_FINDING(inputs, "cuda-runtime", static_cast<State>(state), fragment.toStdString());
}

void TestFindings::architectureAgainstDevice() {
    EnvironmentInputs inputs = gpuMachine();
    inputs.torch.cudaArchitectures = {"sm_80", "compute_80"};
    EXPECT_FINDING(inputs, "architecture", State::Warning, "by PTX");
    inputs.torch.devices[0].capability = "7.0";
    EXPECT_FINDING(inputs, "architecture", State::Failure, "built for compute capability 7.0");
    inputs.torch.cudaVersion = "13.0";
    EXPECT_FINDING(inputs, "architecture", State::Failure, "no longer serves compute capability 7.0");
    inputs.torch.devices[0].capability = "";
    EXPECT_FINDING(inputs, "architecture", State::Unknown, "unknown capability");
    inputs.torch.cudaArchitectures.clear();
    EXPECT_FINDING(inputs, "architecture", State::Unknown, "does not say");
    inputs.torch.cudnnVersion.clear();
    EXPECT_FINDING(inputs, "cudnn", State::Warning, "not found");
}

void TestFindings::devicesHiddenFromLibtorch() {
    EnvironmentInputs inputs = gpuMachine();
    inputs.torch.devices.clear();
    EXPECT_FINDING(inputs, "cuda-devices", State::Failure, "nvidia_uvm");
    EXPECT_FINDING(inputs, "architecture", State::Pass, "NVIDIA H200 (9.0)");  // judged by what the driver says
    inputs.variables["CUDA_VISIBLE_DEVICES"] = "-1";
    EXPECT_FINDING(inputs, "cuda-devices", State::Warning, "CUDA_VISIBLE_DEVICES='-1'");
}

void TestFindings::systemFaults() {
    EnvironmentInputs inputs = cpuMachine();
    inputs.system.isaFlags = std::vector<std::string>{};
    EXPECT_FINDING(inputs, "cpu", State::Warning, "no AVX2");
    inputs.system.memoryAvailableBytes = 900'000'000;
    inputs.system.memoryLimitBytes = 1'000'000'000;
    EXPECT_FINDING(inputs, "memory", State::Warning, "limits this process to 1.00 GB");
    inputs.system.loadAverage1 = 12;
    EXPECT_FINDING(inputs, "cpu-load", State::Warning, "12.00 runnable tasks on 16 cores");
    inputs.system.governor = "powersave";
    EXPECT_FINDING(inputs, "cpu-governor", State::Warning, "scaling_governor");
    inputs.system.governor.reset();
    EXPECT_FINDING(inputs, "cpu-governor", State::Unknown, "no governor");

    EXPECT_FINDING(cpuMachine(), "threads", State::Pass, "libtorch uses 8");
    for (const char* bad : {"1", "64", "many", "0"}) {
        EnvironmentInputs threads = cpuMachine();
        threads.variables["OMP_NUM_THREADS"] = bad;
        EXPECT_FINDING(threads, "threads", State::Warning, "set it to 8");
    }
    for (const char* good : {"8", "16", "8,1"}) {
        EnvironmentInputs threads = cpuMachine();
        threads.variables["OMP_NUM_THREADS"] = good;
        EXPECT_FINDING(threads, "threads", State::Pass, "OMP_NUM_THREADS");
    }
    inputs = cpuMachine();
    inputs.variables["DISPLAY"] = ":0";
    EXPECT_FINDING(inputs, "display", State::Pass, "DISPLAY=:0");
}

void TestFindings::storageFaults() {
    EnvironmentInputs inputs = cpuMachine();
    inputs.disks = {{"/a", 500'000'000, true}, {"/b", std::nullopt, true}};
    EXPECT_FINDING(inputs, "disk", State::Warning, "500 MB free in '/a'");
    inputs.disks = {{"/a", 1'000'000, true}};
    EXPECT_FINDING(inputs, "disk", State::Failure, "Free some space");
    inputs.disks = {{"/a", 5'000'000'000, false}};
    EXPECT_FINDING(inputs, "disk", State::Failure, "writable for this user");
    inputs.modelFolder = FolderFact{"/m", {"'model.safetensors' cannot be read by this user"}};
    EXPECT_FINDING(inputs, "model-folder", State::Failure, "model.safetensors");
    inputs.ports = {{8000, true}, {8080, false}};
    EXPECT_FINDING(inputs, "ports", State::Pass, "8000 in use, 8080 free");
    inputs.ports = {{8000, std::nullopt}};
    EXPECT_FINDING(inputs, "ports", State::Unknown, "8000 cannot be told");
}

void TestFindings::probesAreJudgedByTheirTolerance() {
    EnvironmentInputs inputs = cpuMachine();
    ProbeFacts probe;
    probe.precision = "bf16";
    probe.device = "cpu";
    probe.relativeError = 0.002;
    probe.gflops = 12.34;
    probe.ok = true;
    inputs.probes = {probe};
    EXPECT_FINDING(inputs, "probe-bf16-cpu", State::Pass, "relative error 2.0e-03, allowed 1.6e-02, 12.3 GFLOP/s");
    inputs.probes[0].precision = "int8-dynamic";
    QCOMPARE(find(inputs, "probe-int8-dynamic-cpu").title, std::string("INT8 dynamic on cpu"));
    inputs.probes[0].precision = "bf16";
    inputs.probes[0].relativeError = 0.05;
    EXPECT_FINDING(inputs, "probe-bf16-cpu", State::Failure, "Do not use this precision");
    inputs.probes[0].tolerance = 0.1;
    EXPECT_FINDING(inputs, "probe-bf16-cpu", State::Pass, "allowed 1.0e-01");
    inputs.probes[0].relativeError = std::nan("");
    EXPECT_FINDING(inputs, "probe-bf16-cpu", State::Failure, "not finite");
    inputs.probes[0].error = "BF16 is not supported here";
    EXPECT_FINDING(inputs, "probe-bf16-cpu", State::Warning, "not supported");
}

void TestFindings::gatheringReadsFixtures() {
    const TemporaryFolder folder;
    const auto write = [&](const std::string& name, const std::string& content) {
        fs::create_directories((folder / name).parent_path());
        writeBytes(folder / name, content);
    };
    write("proc/driver/nvidia/version", "NVRM version: 550\n");
    write("proc/4242/comm", "trainer\n");
    write("proc/net/tcp",
          "  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 0:0\n   1: "
          "0100007F:1F40 0100007F:0050 01 0:0\n");
    write("sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de\n");
    write("sys/bus/pci/devices/0000:01:00.0/class", "0x030200\n");
    write("sys/bus/pci/devices/0000:01:00.1/vendor", "0x10de\n");
    write("sys/bus/pci/devices/0000:01:00.1/class", "0x040300\n");  // its sound function is no GPU
    write("model/config.json", "{}");
    fs::create_symlink(folder / "blobs/missing", folder / "model/model.safetensors");

    const ScopedEnvironment pid("FAKE_NVML_PID", "4242");
    const ScopedEnvironment threads("OMP_NUM_THREADS", "3");
    GatherRequest request;
    request.roots = {folder / "proc", folder / "sys", folder / "etc"};
    request.nvmlLibrary = FAKE_NVML;
    request.compatibilityFile = COMPATIBILITY_FILE;
    request.modelFolder = folder / "model";
    request.dataFolders = {folder / "not/yet/there"};
    const EnvironmentInputs inputs = gatherInputs(request);
    QVERIFY(inputs.nvidiaDriverLoaded);
    QCOMPARE(inputs.nvidiaPciDevices, 1);
    QCOMPARE(inputs.gpus->devices.size(), 1U);
    QCOMPARE(inputs.processNames.at(4242), std::string("trainer"));
    QVERIFY(inputs.compatibility);
    QCOMPARE(inputs.ports[0].inUse.value(), false);  // 8000 has a connection, no listener
    QCOMPARE(inputs.ports[1].inUse.value(), true);
    QCOMPARE(inputs.modelFolder->problems.size(), 1U);
    QVERIFY(inputs.modelFolder->problems[0].find("link to a missing file") != std::string::npos);
    QCOMPARE(inputs.disks[0].path, folder.path());
    QVERIFY(inputs.disks[0].writable && inputs.disks[0].freeBytes.value() > 0);
    QCOMPARE(inputs.variables.at("OMP_NUM_THREADS"), std::string("3"));
    EXPECT_FINDING(inputs, "gpu-processes", State::Warning, "trainer (4242)");

    request.modelFolder = folder / "absent";
    request.nvmlLibrary = "libnvidia-ml-of-nobody.so.1";
    const EnvironmentInputs without = gatherInputs(request);
    QVERIFY(!without.gpus && without.gpuError->code == ErrorCode::NotFound);
    EXPECT_FINDING(without, "model-folder", State::Failure, "cannot be opened");
}

void TestFindings::gatheringSeesARealListener() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    QCOMPARE(bind(listener, generic, length), 0);
    QCOMPARE(listen(listener, 1), 0);
    QCOMPARE(getsockname(listener, generic, &length), 0);
    GatherRequest request;
    request.ports = {ntohs(address.sin_port)};
    QCOMPARE(gatherInputs(request).ports[0].inUse, std::optional(true));
    close(listener);
    QCOMPARE(gatherInputs(request).ports[0].inUse, std::optional(false));
}

void TestFindings::jsonAndTextSayTheSame() {
    EnvironmentInputs inputs = cpuMachine();
    inputs.torch.blas = "reference";
    inputs.system.governor.reset();
    inputs.torch.version = "2.5";
    const auto findings = collectFindings(inputs);
    const Json json = findingsToJson(findings, systemJson(inputs));
    QVERIFY(json["findings"].size() == findings.size());
    for (const Json& finding : json["findings"]) {
        std::vector<std::string> keys;
        for (const auto& [key, value] : finding.items())
            keys.push_back(key);
        QVERIFY(keys == std::vector<std::string>({"id", "title", "state", "seen", "why", "advice", "command"}));
    }
    QCOMPARE(json["summary"]["failure"].get<int>(), 1);
    QCOMPARE(json["summary"]["warning"].get<int>(), 1);
    QCOMPARE(json["summary"]["unknown"].get<int>(), 1);
    QCOMPARE(json["summary"]["pass"].get<std::size_t>(), findings.size() - 3);
    QCOMPARE(json["system"]["cpu_model"].get<std::string>(), std::string("Test CPU"));
    QVERIFY(json["system"]["nvidia"].is_null());
    QVERIFY(dumpJson(json).has_value());

    const std::string text = findingsToText(findings);
    QVERIFY2(text.find("warning  BLAS provider") != std::string::npos, text.c_str());
    QVERIFY(text.find("         $ sudo apt install libopenblas0-pthread\n") != std::string::npos);
    QVERIFY(text.find(std::to_string(findings.size() - 3) + " pass, 1 warning, 1 failure, 1 unknown\n") !=
            std::string::npos);
}

/// Each finding again, from what it says it needs and nothing else, is the same.
void TestFindings::oneFindingNeedsNoMore() {
    for (EnvironmentInputs all : {cpuMachine(), gpuMachine()}) {
        all.probes = {{"fp16", "cpu", 1e-4, 0, 3, true, {}}, {"int8-dynamic", "cpu", 1e-3, 0, 3, true, {}}};
        if (all.gpus) all.probes.push_back({"fp16", "cuda:0", 1e-4, 0, 900, true, {}});
        const std::vector<Finding> findings = collectFindings(all);
        for (const Finding& before : findings) {
            const FindingNeeds needs = needsOf(before.id);
            EnvironmentInputs less = all;
            if (!needs.torch) less.torch = {};
            std::erase_if(less.probes, [&](const ProbeFacts& probe) { return probe.device != needs.probedDevice; });
            const Finding again = find(less, before.id);
            QCOMPARE(again.seen, before.seen);
            QCOMPARE(again.state, before.state);
        }
        QVERIFY(std::ranges::any_of(findings, [](const Finding& one) { return one.id == "probe-int8-dynamic-cpu"; }));
    }
    QVERIFY(!needsOf("cpu-load").torch);
    QCOMPARE(needsOf("probe-int8-dynamic-cuda:0").probedDevice, std::string("cuda:0"));
}

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"

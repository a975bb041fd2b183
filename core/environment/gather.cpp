#include <unistd.h>

#include <cstdlib>
#include <set>

#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/environment/findings.h"

namespace autoglm::environment {

namespace fs = std::filesystem;

namespace {

/// Ports with a listener, from the kernel's tables: nothing is bound, so nothing is disturbed.
std::optional<std::set<int>> listeningPorts(const SystemRoots& roots) {
    std::optional<std::set<int>> out;
    for (const char* name : {"net/tcp", "net/tcp6"}) {
        const auto table = readKernelText(roots.proc / name);
        if (!table) continue;
        if (!out) out.emplace();
        for (const std::string& line : split(*table, '\n')) {
            // "  0: 0100007F:1F90 00000000:0000 0A ...": address:port in hexadecimal, state 0A is LISTEN
            std::istringstream fields(line);
            std::string number;
            std::string local;
            std::string remote;
            std::string state;
            if (!(fields >> number >> local >> remote >> state) || state != "0A") continue;
            const auto colon = local.rfind(':');
            if (colon != std::string::npos)
                out->insert(static_cast<int>(std::strtol(local.c_str() + colon + 1, nullptr, 16)));
        }
    }
    return out;
}

std::vector<PortFact> portFacts(const GatherRequest& request) {
    const auto listening = listeningPorts(request.roots);
    std::vector<PortFact> out;
    for (const int port : request.ports)
        out.push_back({port, listening ? std::optional(listening->contains(port)) : std::nullopt});
    return out;
}

FolderFact folderFact(const fs::path& folder) {
    FolderFact out{folder, {}};
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) {
        out.problems.push_back("'" + folder.string() + "' cannot be opened: " + error.message());
        return out;
    }
    constexpr std::size_t most = 5;  // one sentence per file would fill the screen where a whole folder is locked
    for (; entries != fs::directory_iterator(); entries.increment(error)) {
        if (error || out.problems.size() == most) break;
        const fs::path& path = entries->path();
        std::error_code ignored;
        if (fs::is_symlink(path, ignored) && !fs::exists(path, ignored))
            out.problems.push_back("'" + path.filename().string() + "' is a link to a missing file");
        else if (access(path.c_str(), R_OK) != 0)
            out.problems.push_back("'" + path.filename().string() + "' cannot be read by this user");
    }
    return out;
}

/// Of the nearest folder that exists: the asked one is made when it is first written to.
DiskFact diskFact(fs::path folder) {
    std::error_code error;
    while (!folder.empty() && !fs::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    DiskFact out{folder, std::nullopt, access(folder.c_str(), W_OK) == 0};
    const auto space = fs::space(folder, error);
    if (!error && space.available != static_cast<std::uintmax_t>(-1)) out.freeBytes = space.available;
    return out;
}

/// Display controllers (PCI class 03) of NVIDIA (vendor 10de).
int countNvidiaDevices(const SystemRoots& roots) {
    int count = 0;
    std::error_code ignored;
    for (const auto& device : fs::directory_iterator(roots.sys / "bus/pci/devices", ignored))
        if (readKernelLine(device.path() / "vendor") == "0x10de" &&
            readKernelLine(device.path() / "class").value_or("").starts_with("0x03"))
            ++count;
    return count;
}

void gatherGpus(const GatherRequest& request, EnvironmentInputs& inputs) {
    std::error_code ignored;
    inputs.nvidiaDriverLoaded = fs::exists(request.roots.proc / "driver/nvidia/version", ignored);
    inputs.nvidiaPciDevices = countNvidiaDevices(request.roots);
    auto nvml = Nvml::open(request.nvmlLibrary);
    if (!nvml) {
        inputs.gpuError = std::move(nvml).error();
        return;
    }
    inputs.gpus = (*nvml)->snapshot();
    for (const NvmlDevice& device : inputs.gpus->devices)
        for (const NvmlProcess& process : device.processes.value_or(std::vector<NvmlProcess>{}))
            if (const auto name = readKernelLine(request.roots.proc / std::to_string(process.pid) / "comm"))
                inputs.processNames[process.pid] = *name;
}

std::optional<CompatibilityTable> gatherTable(const GatherRequest& request) {
    fs::path file;
    if (request.compatibilityFile) {
        file = *request.compatibilityFile;
    } else {
        const auto folder = resourceFolder();
        if (!folder) return std::nullopt;
        file = *folder / "compatibility/cuda.json";
    }
    auto table = loadCompatibility(file);
    return table ? std::optional(std::move(*table)) : std::nullopt;
}

}  // namespace

EnvironmentInputs gatherInputs(const GatherRequest& request) {
    EnvironmentInputs inputs;
    inputs.system = readSystemInfo(request.roots);
    inputs.ownPid = static_cast<std::uint32_t>(getpid());
    gatherGpus(request, inputs);
    inputs.compatibility = gatherTable(request);
    for (const fs::path& folder : request.dataFolders)
        inputs.disks.push_back(diskFact(folder));
    if (request.modelFolder) inputs.modelFolder = folderFact(*request.modelFolder);
    inputs.ports = portFacts(request);
    for (const char* name : {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_PROC_BIND",
                             "KMP_AFFINITY", "CUDA_VISIBLE_DEVICES", "DISPLAY", "WAYLAND_DISPLAY"})
        if (const char* value = std::getenv(name)) inputs.variables[name] = value;
    return inputs;
}

}  // namespace autoglm::environment

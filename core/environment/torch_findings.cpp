#include <algorithm>
#include <cctype>
#include <csignal>

#include "core/base/text_format.h"
#include "core/environment/finding_groups.h"

namespace autoglm::environment {

namespace fs = std::filesystem;

namespace {

constexpr const char* installLibtorch = "sudo apt install --reinstall libtorch-dev libopenblas0-pthread";
constexpr const char* installCudaLibtorch = "python3 -m pip install torch";

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// What helps against the loader's message or the signal that ended the child.
Finding& concludeLoadError(Finding& out, const TorchFacts& torch) {
    const std::string seen = sanitizeUtf8(torch.loadError);
    if (torch.endedBySignal == SIGILL)
        return conclude(out, State::Failure, seen,
                        "This build uses instructions that the CPU lacks: install Debian's build.", installLibtorch);
    if (torch.endedBySignal)
        return conclude(out, State::Failure, seen, "The installation is broken: install libtorch again.",
                        installLibtorch);
    if (contains(seen, "libcu") || contains(seen, "libnv"))
        return conclude(
            out, State::Failure, seen,
            "A CUDA library that this libtorch was built with is missing: install it from the same source as libtorch.",
            installCudaLibtorch);
    if (contains(seen, "GLIBC"))
        return conclude(out, State::Failure, seen,
                        "libtorch was built for a newer system than this: install the one for this system.",
                        installLibtorch);
    if (contains(seen, "undefined symbol"))
        return conclude(out, State::Failure, seen,
                        "The engine was built against another libtorch: build again with the one in place.",
                        "./packaging/run");
    return conclude(out, State::Failure, seen, "Install libtorch, then build again.", installLibtorch);
}

Finding libtorchFinding(const EnvironmentInputs& inputs) {
    const TorchFacts& torch = inputs.torch;
    Finding out = finding("libtorch", "libtorch", "The engine computes with libtorch; without it no model runs.");
    if (!torch.loadError.empty()) return concludeLoadError(out, torch);
    if (torch.version.empty()) return conclude(out, State::Unknown, "was not asked");
    const std::string seen = concat(sanitizeUtf8(torch.version),
                                    torch.cudaVersion.empty() ? ", CPU build" : ", built for CUDA " + torch.cudaVersion,
                                    torch.cpuCapability.empty() ? "" : ", CPU kernels " + torch.cpuCapability,
                                    torch.hasMkldnn ? ", oneDNN" : ", without oneDNN",
                                    torch.readAt.empty() ? "" : ", as read at " + torch.readAt);
    if (torch.cxx11Abi == false)
        return conclude(
            out, State::Failure, seen + ", old C++ ABI",
            "This build has the old C++ ABI, which nothing here can be linked with: install the cxx11-abi build.",
            installLibtorch);
    const auto version = Version::parse(torch.version);
    if (version && inputs.compatibility && *version < inputs.compatibility->oldestLibtorch)
        return conclude(out, State::Failure, seen,
                        "Version " + inputs.compatibility->oldestLibtorchText + " or later is needed.",
                        installLibtorch);
    if (torch.cpuCapability == "DEFAULT" && inputs.system.hasIsa("avx2"))
        return conclude(
            out, State::Warning, seen,
            "libtorch uses none of this CPU's vector instructions: unset ATEN_CPU_CAPABILITY or install another build.",
            "unset ATEN_CPU_CAPABILITY");
    return conclude(out, State::Pass, seen);
}

/// The BLAS in lower case, with every path in it followed to the file behind it: Debian's libblas.so.3 is a link.
std::string resolveBlas(const std::string& blas) {
    std::string out;
    for (const std::string& word : split(blas, ' ')) {
        std::error_code ignored;
        const std::string resolved = word.starts_with('/') ? fs::weakly_canonical(word, ignored).string() : word;
        out += (out.empty() ? "" : " ") + (resolved.empty() ? word : resolved);
    }
    return out;
}

Finding blasFinding(const TorchFacts& torch) {
    Finding out = finding("blas", "BLAS provider",
                          "Attention to a long prompt is computed by BLAS on the CPU; the reference BLAS is up to 90 "
                          "times slower than OpenBLAS.");
    const std::string seen = sanitizeUtf8(resolveBlas(torch.blas));
    std::string lower = seen;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr const char* install = "sudo apt install libopenblas0-pthread";
    if (lower.empty()) return conclude(out, State::Unknown, "libtorch does not say which library it uses");
    if (contains(lower, "openblas-serial"))
        return conclude(out, State::Warning, seen, "This OpenBLAS uses one thread only: install the one with threads.",
                        install);
    for (const char* fast : {"openblas", "mkl", "blis", "aocl", "accelerate", "atlas"})
        if (contains(lower, fast)) return conclude(out, State::Pass, seen);
    if (contains(lower, "reference") || contains(lower, "refblas") || contains(lower, "libblas.so"))
        return conclude(out, State::Warning, "reference BLAS: " + seen,
                        "Install OpenBLAS; libtorch uses it from the next start on.", install);
    return conclude(out, State::Unknown, seen, "This BLAS is not known here; the precision probes show its speed.",
                    "autoglm env --probe");
}

Finding runtimeFinding(const EnvironmentInputs& inputs) {
    const TorchFacts& torch = inputs.torch;
    const bool gpu = inputs.gpus && !inputs.gpus->devices.empty();
    Finding out =
        finding("cuda-runtime", "CUDA runtime", "The CUDA that libtorch was built for must be served by the driver.");
    if (torch.cudaVersion.empty()) {
        if (!gpu) return conclude(out, State::Pass, "not needed: no GPU and a CPU build of libtorch");
        return conclude(out, State::Warning, "libtorch was built without CUDA: the GPU lies idle",
                        "Install a CUDA build of libtorch, then build again; packaging/run finds it.",
                        installCudaLibtorch);
    }
    std::string seen = "CUDA " + torch.cudaVersion;
    if (!inputs.gpus) return conclude(out, State::Pass, seen + ", and no driver: only the CPU is used");
    seen += " on driver " + inputs.gpus->driverVersion;
    const auto runtime = Version::parse(torch.cudaVersion);
    const auto driver = Version::parse(inputs.gpus->driverVersion);
    if (!runtime || !driver || !inputs.compatibility)
        return conclude(out, State::Unknown, seen + ": the compatibility table cannot be applied");

    // The driver's own word comes first: it also counts forward-compatibility packages.
    const auto served = Version::parse(inputs.gpus->cudaDriverVersion.value_or(""));
    if (served && *served >= *runtime) return conclude(out, State::Pass, seen);
    const CudaRelease* exact = inputs.compatibility->find(*runtime);
    const CudaRelease* release = exact ? exact : inputs.compatibility->findMajor(*runtime);
    if (!release) return conclude(out, State::Unknown, seen + ": this CUDA is newer than the compatibility table");
    if (*driver >= release->minimumDriver) {
        if (exact && *driver < exact->releaseDriver)
            return conclude(
                out, State::Pass, seen,
                "Works by minor-version compatibility; all features need driver " + exact->releaseDriverText + ".");
        return conclude(out, State::Pass, seen);
    }
    return conclude(
        out, State::Failure, seen + ", which is too old",
        concat("Install driver ", release->minimumDriverText, " or later, or a libtorch built for an older CUDA."),
        "sudo apt install nvidia-driver");
}

Finding visibleDevicesFinding(const EnvironmentInputs& inputs) {
    Finding out =
        finding("cuda-devices", "Devices seen by libtorch", "A device that libtorch does not see cannot be chosen.");
    std::vector<std::string> names;
    for (const TorchDevice& device : inputs.torch.devices)
        names.push_back(sanitizeUtf8(device.id + " " + device.name));
    if (names.size() == inputs.gpus->devices.size()) return conclude(out, State::Pass, join(names, ", "));
    const std::string seen = concat(names.size(), " of ", inputs.gpus->devices.size(), " GPUs",
                                    names.empty() ? "" : ": ", join(names, ", "));
    if (const auto visible = variable(inputs, "CUDA_VISIBLE_DEVICES"))
        return conclude(out, names.empty() ? State::Warning : State::Pass, seen,
                        "CUDA_VISIBLE_DEVICES='" + sanitizeUtf8(*visible) + "' hides the others.",
                        "unset CUDA_VISIBLE_DEVICES");
    return conclude(out, names.empty() ? State::Failure : State::Warning, seen,
                    "CUDA could not start on them: load its memory module and look at the log.",
                    "sudo modprobe nvidia_uvm");
}

/// The devices' capabilities: as libtorch sees them, else as the driver does.
std::vector<std::pair<std::string, std::string>> capabilities(const EnvironmentInputs& inputs) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const TorchDevice& device : inputs.torch.devices)
        out.emplace_back(device.name, device.capability);
    if (out.empty())
        for (const NvmlDevice& device : inputs.gpus->devices)
            out.emplace_back(device.name, device.capability.value_or(""));
    return out;
}

Finding architectureFinding(const EnvironmentInputs& inputs) {
    const TorchFacts& torch = inputs.torch;
    Finding out =
        finding("architecture", "GPU architecture",
                "libtorch runs only on architectures it was built for; newer ones need PTX, older ones do not run.");
    const std::string built = "built for " + join(torch.cudaArchitectures, " ");
    if (torch.cudaArchitectures.empty())
        return conclude(out, State::Unknown, "libtorch does not say what it was built for");
    State state = State::Pass;
    std::vector<std::string> seen;
    std::string advice;
    const auto runtime = Version::parse(torch.cudaVersion);
    const CudaRelease* release = inputs.compatibility && runtime ? inputs.compatibility->find(*runtime) : nullptr;
    for (const auto& [name, text] : capabilities(inputs)) {
        const auto capability = Version::parse(text);
        if (!capability) {
            if (state == State::Pass) state = State::Unknown;
            seen.push_back(sanitizeUtf8(name) + " of unknown capability");
            continue;
        }
        const ArchitectureMatch match = matchArchitecture(torch.cudaArchitectures, *capability);
        seen.push_back(sanitizeUtf8(name) + " (" + text + ")" +
                       (match == ArchitectureMatch::Ptx    ? " by PTX"
                        : match == ArchitectureMatch::None ? " not served"
                                                           : ""));
        if (match == ArchitectureMatch::Ptx && state != State::Failure) {
            state = State::Warning;
            advice =
                "The driver compiles every kernel at its first use, which is slow once; a build for this architecture "
                "is better.";
        }
        if (match != ArchitectureMatch::None) continue;
        state = State::Failure;
        advice = "Install a libtorch built for compute capability " + text + ", or choose the CPU.";
        if (release && *capability < release->oldestCapability)
            advice = concat("CUDA ", torch.cudaVersion, " no longer serves compute capability ", text,
                            ": install a libtorch built for an older CUDA.");
    }
    return conclude(out, state, join(seen, ", ") + "; " + built, advice);
}

Finding cudnnFinding(const TorchFacts& torch) {
    Finding out = finding("cudnn", "cuDNN", "Attention kernels of newer GPUs come from cuDNN.");
    if (!torch.cudnnVersion.empty()) return conclude(out, State::Pass, sanitizeUtf8(torch.cudnnVersion));
    return conclude(out, State::Warning, "not found",
                    "Models run without it, attention may be slower; install the cuDNN that belongs to this libtorch.",
                    installCudaLibtorch);
}

}  // namespace

void addTorchFindings(const EnvironmentInputs& inputs, Findings& out) {
    out.push_back(libtorchFinding(inputs));
    if (!inputs.torch.loadError.empty() || inputs.torch.version.empty()) return;
    out.push_back(blasFinding(inputs.torch));
    out.push_back(runtimeFinding(inputs));
    if (inputs.torch.cudaVersion.empty() || !inputs.gpus || inputs.gpus->devices.empty()) return;
    out.push_back(visibleDevicesFinding(inputs));
    out.push_back(architectureFinding(inputs));
    out.push_back(cudnnFinding(inputs.torch));
}

}  // namespace autoglm::environment

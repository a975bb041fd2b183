#include "core/torch/facts.h"

#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/version.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include "core/base/clock.h"
#include "core/base/system_info.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/cpu_memory.h"
#include "core/torch/guard.h"
#include "core/torch/kernels/cpu/row_kernels.h"
#include "core/torch/linear.h"
#ifdef AUTOGLM_CUDA
#include "core/torch/kernels/cuda/cuda_stream.h"
#endif

namespace autoglm::torch_engine {
namespace {

/// The file that answers BLAS calls, links resolved: Debian's alternatives hide which library it is.
std::string blasLibrary() {
    void* function = dlsym(RTLD_DEFAULT, "sgemm_");
    Dl_info info{};
    if (!function || dladdr(function, &info) == 0 || !info.dli_fname) return "inside libtorch";
    char* resolved = ::realpath(info.dli_fname, nullptr);
    const std::string path = resolved ? resolved : info.dli_fname;
    std::free(resolved);
    return path;
}

std::uint64_t totalMemoryBytes() {
    return kernelTableBytes(readKernelText("/proc/meminfo").value_or(""), "MemTotal").value_or(0);
}

/// ‖got - exact‖ / ‖exact‖ in float64.
double relativeError(const at::Tensor& got, const at::Tensor& exact) {
    return ((got.to(at::kCPU, at::kDouble) - exact).norm() / exact.norm()).item<double>();
}

struct ProbeShape {
    std::int64_t rows;
    std::int64_t in;
    std::int64_t out;
};

/// The largest error that rounding inputs and outputs of the type allows for these shapes, with a factor of four.
double tolerance(model::Precision precision) {
    switch (precision) {
        case model::Precision::Fp32:
            return 1e-5;
        case model::Precision::Fp16:
            return 2e-3;
        case model::Precision::Int8Dynamic:
            return 2e-2;  // activations of 8 bits
        default:
            return 1.6e-2;
    }
}

Linear randomLinear(const model::Scheme& scheme, const ProbeShape& shape, const at::Device& device,
                    const at::Generator& generator) {
    Linear linear = allocateLinear(scheme, shape.out, shape.in, at::kCPU);
    storeOnCpu(at::randn({shape.out, shape.in}, generator, at::kFloat),
               {linear.weight, linear.scales, scheme.int4Group()});
    linear.weight = linear.weight.to(device);
    if (linear.scales.defined()) linear.scales = linear.scales.to(device);
    return linear;
}

at::Tensor exactProduct(const Linear& linear, const at::Tensor& x) {
    return at::mm(x.to(at::kCPU, at::kDouble), dequantized(linear).t());
}

Status probeOne(const at::Device& device, engine::PrecisionProbe& probe, const model::Scheme& scheme) {
    const at::ScalarType activation = scalarType(scheme.activation);
    const at::Generator generator = at::detail::createCPUGenerator(1234);
    // One row takes the decode path, 33 rows the prefill path; both must be right.
    for (const ProbeShape& shape : {ProbeShape{1, 251, 130}, ProbeShape{33, 251, 130}, ProbeShape{256, 512, 512}}) {
        const Linear linear = randomLinear(scheme, shape, device, generator);
        const at::Tensor x = at::randn({shape.rows, shape.in}, generator, at::kFloat).to(activation).to(device);
        at::Tensor y = applyLinear(linear, x, activation);
        probe.relativeError = std::max(probe.relativeError, relativeError(y, exactProduct(linear, x)));
        const std::int64_t begin = nowNs();
        y = applyLinear(linear, x, activation);
        (void)y.sum().item<float>();  // waits for a GPU
        const double seconds = static_cast<double>(nowNs() - begin) * 1e-9;
        probe.gflops = 2.0 * static_cast<double>(shape.rows * shape.in * shape.out) / seconds * 1e-9;
    }
    probe.passed = probe.relativeError <= probe.tolerance;
    return {};
}

}  // namespace

int defaultThreads() {
    // Two hardware threads of one core share its load units: counting cores by their siblings lists.
    std::set<std::string> cores;
    const unsigned logical = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < logical; ++i) {
        std::ifstream in("/sys/devices/system/cpu/cpu" + std::to_string(i) + "/topology/thread_siblings_list");
        std::string siblings;
        if (std::getline(in, siblings)) cores.insert(siblings);
    }
    return cores.empty() ? static_cast<int>(logical) : static_cast<int>(cores.size());
}

void keepBlasOnItsThread() {
    using SetThreads = void (*)(int);
    const auto setThreads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (setThreads) setThreads(1);
}

engine::EngineFacts collectFacts() {
    engine::EngineFacts facts;
    facts.name = "libtorch";
    facts.version = TORCH_VERSION;
    facts.blas = blasLibrary();
    facts.hasMkldnn = at::hasMKLDNN();
    facts.cpuCapability = at::get_cpu_capability();
    facts.threads = defaultThreads();
    facts.buildConfig = at::show_config();
    facts.devices.push_back(
        {"cpu", cpu::bestRowKernels().name, facts.cpuCapability, totalMemoryBytes(), model::precisionNames()});
#ifdef AUTOGLM_CUDA
    cuda::addFacts(facts);
#endif
    return facts;
}

std::vector<engine::PrecisionProbe> probePrecisions(const at::Device& device, const std::string& name) {
    std::vector<engine::PrecisionProbe> probes;
    for (const model::Precision precision : model::allPrecisions) {
        if (!runsOn(device, model::makeScheme(precision))) continue;
        engine::PrecisionProbe probe;
        probe.precision = model::precisionName(precision);
        probe.device = name;
        probe.tolerance = tolerance(precision);
        const Status done =
            guarded("multiply matrices", [&] { return probeOne(device, probe, model::makeScheme(precision)); });
        if (!done) probe.error = done.error().message;
        probes.push_back(std::move(probe));
    }
    return probes;
}

engine::DeviceMemory deviceMemory(const at::Device& device) {
#ifdef AUTOGLM_CUDA
    if (device.is_cuda()) return cuda::deviceMemory(device.index());
#endif
    engine::DeviceMemory memory;
    if (!device.is_cpu()) return memory;
    const CpuMemory counted = cpuMemory();
    memory.allocatedBytes = counted.allocatedBytes;
    memory.peakAllocatedBytes = counted.peakAllocatedBytes;
    memory.freeBytes = readAvailableMemory();
    if (const std::uint64_t total = totalMemoryBytes()) memory.totalBytes = total;
    return memory;
}

void resetPeak(const at::Device& device) {
    if (device.is_cpu()) resetCpuPeak();
#ifdef AUTOGLM_CUDA
    if (device.is_cuda()) cuda::resetPeak(device.index());
#endif
}

}  // namespace autoglm::torch_engine

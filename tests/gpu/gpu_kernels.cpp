// Our kernels on a GPU against double arithmetic (kernel_checks.h).
//   gpu_kernels [few]     few: what an emulation on a CPU is given; for compute-sanitizer, under which all takes too
//   long
#include <cuda_runtime.h>

#include "tests/gpu/gpu_report.h"
#include "tests/gpu/kernel_checks.h"

namespace {

using namespace autoglm;

class DeviceMemory final : public test::KernelMemory {
  public:
    DeviceMemory() = default;
    DeviceMemory(const DeviceMemory&) = delete;
    DeviceMemory& operator=(const DeviceMemory&) = delete;
    ~DeviceMemory() override {
        for (void* data : m_placed)
            cudaFree(data);
    }
    std::byte* place(std::span<const std::byte> bytes) override {
        void* data = nullptr;
        if (cudaMalloc(&data, bytes.size()) != cudaSuccess) return nullptr;
        m_placed.push_back(data);
        if (cudaMemcpy(data, bytes.data(), bytes.size(), cudaMemcpyHostToDevice) != cudaSuccess) return nullptr;
        return static_cast<std::byte*>(data);
    }
    bool read(const std::byte* from, std::span<std::byte> into) override {
        return cudaDeviceSynchronize() == cudaSuccess &&
               cudaMemcpy(into.data(), from, into.size(), cudaMemcpyDeviceToHost) == cudaSuccess;
    }
    std::string error() const override { return cudaGetErrorString(cudaGetLastError()); }

  private:
    std::vector<void*> m_placed;
};

}  // namespace

int main(int argc, char** argv) {
    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) return test::skipped("no CUDA device");
    cudaDeviceProp properties{};
    cudaGetDeviceProperties(&properties, 0);
    std::cout << properties.name << ", compute capability " << properties.major << '.' << properties.minor << '\n';
    const auto effort = argc > 1 && std::string(argv[1]) == "few" ? test::Effort::Few : test::Effort::Many;
    test::Report report;
    const test::MakeMemory memory = [] { return std::make_unique<DeviceMemory>(); };
    const auto add = [&](const std::vector<test::KernelCheck>& checks) {
        for (const test::KernelCheck& check : checks)
            report.check(check.passed, check.what, check.detail);
    };
    using Format = torch_engine::cuda::Matrix::Format;
    const auto addProducts = [&](Format format, std::int64_t groupColumns) {
        add(test::checkGemv(memory, format, groupColumns, effort));
        add(test::checkTurnedProducts(memory, format, groupColumns));
    };
    for (const Format format : {Format::Float, Format::Int8})
        addProducts(format, 0);
    for (const std::int64_t groupColumns : {32, 64, 128})
        addProducts(Format::Int4, groupColumns);
    add(test::checkRmsNorm(memory, effort));
    add(test::checkGatedSilu(memory, effort));
    add(test::checkTurnHeads(memory));
    add(test::checkBeginStep(memory));
    add(test::checkAttend(memory, effort));
    add(test::checkChooseToken(memory));
    return report.exitCode();
}

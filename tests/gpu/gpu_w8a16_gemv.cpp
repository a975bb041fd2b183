// The INT8 matrix-vector kernel against double arithmetic: lengths that are multiples of nothing, every number of rows,
// every activation type. The allowed error is the rounding bound of its own sums (Higham: gamma_n · Σ|w·x|), not a
// chosen number.
#include <cuda_runtime.h>

#include <cmath>
#include <cstring>
#include <optional>
#include <random>
#include <vector>

#include "core/base/text_format.h"
#include "core/model/random_weights.h"
#include "core/torch/kernels/cuda/w8a16_gemv.h"
#include "tests/gpu/gpu_report.h"

namespace {

using namespace autoglm;
using namespace autoglm::torch_engine;

enum class Type { Fp32, Fp16, Bf16 };
constexpr const char* typeNames[] = {"FP32", "FP16", "BF16"};

constexpr float untouched = -12345.0F;
constexpr std::size_t marginFloats = 64;

/// Where in its buffer the first activation lies, in elements: 1 is no address for wide loads.
constexpr std::size_t activationOffsets[] = {0, 1};

/// A device buffer that holds a copy of `host`; freed with the object.
template <class T>
class DeviceCopy {
  public:
    explicit DeviceCopy(const std::vector<T>& host) : m_count(host.size()) {
        m_ok = cudaMalloc(&m_data, m_count * sizeof(T)) == cudaSuccess &&
               cudaMemcpy(m_data, host.data(), m_count * sizeof(T), cudaMemcpyHostToDevice) == cudaSuccess;
    }
    DeviceCopy(const DeviceCopy&) = delete;
    DeviceCopy& operator=(const DeviceCopy&) = delete;
    ~DeviceCopy() { cudaFree(m_data); }
    bool ok() const { return m_ok; }
    T* data() const { return static_cast<T*>(m_data); }
    bool read(std::vector<T>& host) const {
        host.resize(m_count);
        return cudaMemcpy(host.data(), m_data, m_count * sizeof(T), cudaMemcpyDeviceToHost) == cudaSuccess;
    }

  private:
    void* m_data = nullptr;
    std::size_t m_count;
    bool m_ok = false;
};

/// Value of 16 bits by the definition of the formats (finite, as all that are made here).
double valueOf(std::uint16_t bits, Type type) {
    if (type == Type::Bf16) {
        const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
        float value = 0;
        std::memcpy(&value, &wide, sizeof value);
        return static_cast<double>(value);
    }
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

struct Problem {
    std::size_t out;
    std::size_t in;
    std::size_t rows;
    Type type;
    std::size_t offset;
    std::vector<std::int8_t> weights;
    std::vector<float> scales;
    std::vector<std::byte> activations;  // as stored, from `offset` elements on
    std::vector<double> values;          // what they mean
};

Problem makeProblem(std::size_t out, std::size_t in, std::size_t rows, Type type, std::size_t offset,
                    std::mt19937& random) {
    Problem problem{out, in, rows, type, offset, std::vector<std::int8_t>(out * in), {}, {}, {}};
    for (std::int8_t& weight : problem.weights)
        weight = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < out; ++i)
        problem.scales.push_back(0.001F + 0.0001F * static_cast<float>(random() % 100));
    const std::size_t bytes = type == Type::Fp32 ? 4 : 2;
    problem.activations.resize((offset + rows * in) * bytes);
    for (std::size_t i = 0; i < rows * in; ++i) {
        const float value = normal(random);
        std::byte* at = problem.activations.data() + (offset + i) * bytes;
        if (type == Type::Fp32) {
            std::memcpy(at, &value, sizeof value);
            problem.values.push_back(static_cast<double>(value));
            continue;
        }
        const std::uint16_t bits = type == Type::Fp16 ? model::toF16(value) : model::toBf16(value);
        std::memcpy(at, &bits, sizeof bits);
        problem.values.push_back(valueOf(bits, type));
    }
    return problem;
}

/// [rows, out] and a margin behind it, as the device left them; nothing where CUDA failed.
std::optional<std::vector<float>> runOnDevice(const Problem& problem, std::string& error) {
    const DeviceCopy<std::int8_t> weights(problem.weights);
    const DeviceCopy<float> scales(problem.scales);
    const DeviceCopy<std::byte> activations(problem.activations);
    const DeviceCopy<float> out(std::vector<float>(problem.rows * problem.out + marginFloats, untouched));
    std::vector<float> result;
    if (weights.ok() && scales.ok() && activations.ok() && out.ok()) {
        const int bytes = problem.type == Type::Fp32 ? 4 : 2;
        const cuda::W8A16Gemv call{weights.data(),
                                   scales.data(),
                                   activations.data() + problem.offset * static_cast<std::size_t>(bytes),
                                   bytes,
                                   problem.type == Type::Bf16,
                                   out.data(),
                                   static_cast<int>(problem.rows),
                                   static_cast<std::int64_t>(problem.out),
                                   static_cast<std::int64_t>(problem.in)};
        const char* refused = cuda::w8a16Gemv(call, nullptr);
        if (!refused && cudaDeviceSynchronize() == cudaSuccess && out.read(result)) return result;
        if (refused) error = refused;
    }
    if (error.empty()) error = cudaGetErrorString(cudaGetLastError());
    return {};
}

/// The largest error as a part of what rounding allows; at most 1 is right. Infinity where a value beyond the end was
/// written.
double worstError(const Problem& problem, const std::vector<float>& got) {
    // Longest chain of roundings behind one value: the sums of one lane, five steps between lanes, the scale.
    const double roundings = static_cast<double>(problem.in) / 32 + 16 + 5 + 1;
    double worst = 0;
    for (std::size_t m = 0; m < problem.rows; ++m) {
        for (std::size_t n = 0; n < problem.out; ++n) {
            double sum = 0;
            double magnitude = 0;
            for (std::size_t k = 0; k < problem.in; ++k) {
                const double term = problem.weights[n * problem.in + k] * problem.values[m * problem.in + k];
                sum += term;
                magnitude += std::abs(term);
            }
            const double scale = static_cast<double>(problem.scales[n]);
            const double allowed = roundings * std::ldexp(1.0, -24) * magnitude * scale + 1e-30;
            const double error = std::abs(static_cast<double>(got[m * problem.out + n]) - sum * scale);
            worst = std::isfinite(error) ? std::max(worst, error / allowed) : std::numeric_limits<double>::infinity();
        }
    }
    for (std::size_t i = problem.rows * problem.out; i < got.size(); ++i)
        if (got[i] != untouched) return std::numeric_limits<double>::infinity();
    return worst;
}

void testRows(test::Report& report, Type type, std::size_t rows, std::mt19937& random) {
    double worst = 0;
    std::string error;
    std::string where;
    std::size_t cases = 0;
    for (const std::size_t out : {1U, 3U, 4U, 5U, 130U, 1024U}) {
        for (const std::size_t in : {1U, 15U, 16U, 17U, 33U, 251U, 512U, 528U, 1040U, 4096U, 4100U}) {
            for (const std::size_t offset : activationOffsets) {
                const Problem problem = makeProblem(out, in, rows, type, offset, random);
                const auto got = runOnDevice(problem, error);
                const double ratio = got ? worstError(problem, *got) : std::numeric_limits<double>::infinity();
                if (!(ratio <= 1) && where.empty())
                    where = concat(" at [", out, ", ", in, "] offset ", offset, " ", error);
                worst = std::max(worst, ratio);
                ++cases;
            }
        }
    }
    report.check(where.empty(), concat("w8a16Gemv ", typeNames[static_cast<int>(type)], ", ", rows, " row(s)"),
                 concat(cases, " shapes, largest error ", fixed(worst, 3), " of the rounding bound", where));
}

}  // namespace

int main() {
    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) return test::skipped("no CUDA device");
    cudaDeviceProp properties{};
    cudaGetDeviceProperties(&properties, 0);
    std::cout << properties.name << ", compute capability " << properties.major << '.' << properties.minor << '\n';
    test::Report report;
    std::mt19937 random(20261120);
    for (const Type type : {Type::Fp32, Type::Fp16, Type::Bf16})
        for (std::size_t rows = 1; rows <= cuda::maximumGemvRows; ++rows)
            testRows(report, type, rows, random);
    return report.exitCode();
}

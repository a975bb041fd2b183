#include "core/base/text_format.h"
#include "core/model/int4_layout.h"
#include "core/torch/kernels/cuda/w4a16_gemv.h"
#include "core/torch/kernels/cuda/w8a16_gemv.h"
#include "tests/gpu/kernel_values.h"

namespace autoglm::test {

using namespace torch_engine;

namespace {

constexpr std::size_t marginValues = 64;

struct Shape {
    std::size_t out;
    std::size_t in;
    std::size_t rows;
    ValueType type;
    std::size_t offset;  ///< of the first activation in its buffer, in elements: 1 is no address for wide loads
};

/// Weights as integers with their scales, beside their stored form.
struct Problem {
    Shape shape;
    std::size_t group;  // columns of a scale
    std::vector<int> integers;
    std::vector<float> scales;  // [out, groups]
    std::vector<std::uint8_t> stored;
    Values activations;
    std::vector<float> bias;  // empty: none
    ValueType outType;

    std::size_t groups() const { return (shape.in + group - 1) / group; }
};

/// core/model/int4_layout.h, column by column.
std::vector<std::uint8_t> int4Bytes(const Problem& problem) {
    const auto rowBytes = static_cast<std::size_t>(model::int4RowBytes(static_cast<std::int64_t>(problem.shape.in)));
    std::vector<std::uint8_t> bytes(problem.shape.out * rowBytes, 0x88);
    for (std::size_t n = 0; n < problem.shape.out; ++n) {
        for (std::size_t k = 0; k < problem.shape.in; ++k) {
            std::uint8_t& byte = bytes[n * rowBytes + k / 128 * 64 + k % 64];
            const auto nibble = static_cast<unsigned>(problem.integers[n * problem.shape.in + k] + 8);
            byte = static_cast<std::uint8_t>(k % 128 < 64 ? (byte & 0xF0U) | nibble : (byte & 0x0FU) | nibble << 4U);
        }
    }
    return bytes;
}

Problem makeProblem(const Shape& shape, std::int64_t groupColumns, std::mt19937& random) {
    const bool isInt4 = groupColumns > 0;
    Problem problem{shape, isInt4 ? static_cast<std::size_t>(groupColumns) : shape.in,
                    {},    {},
                    {},    normalValues(shape.type, shape.offset + shape.rows * shape.in, random),
                    {},    random() % 2 == 0 ? ValueType::F32 : shape.type};
    const int most = isInt4 ? 7 : 127;
    for (std::size_t i = 0; i < shape.out * shape.in; ++i)
        problem.integers.push_back(static_cast<int>(random() % static_cast<unsigned>(2 * most + 1)) - most);
    for (std::size_t i = 0; i < shape.out * problem.groups(); ++i)
        problem.scales.push_back(0.001F + 0.0001F * static_cast<float>(random() % 100));
    if (random() % 2 == 0)
        for (std::size_t n = 0; n < shape.out; ++n)
            problem.bias.push_back(static_cast<float>(random() % 100) * 0.01F);
    if (isInt4)
        problem.stored = int4Bytes(problem);
    else
        for (const int value : problem.integers)
            problem.stored.push_back(static_cast<std::uint8_t>(value));
    return problem;
}

/// [rows, out] and a margin behind it; empty where something failed.
Values run(const Problem& problem, std::int64_t groupColumns, KernelMemory& memory, std::string& error) {
    Values out = untouchedValues(problem.outType, problem.shape.rows * problem.shape.out + marginValues);
    std::byte* const to = memory.place(out.bytes);
    std::byte* const activations = memory.place(problem.activations.bytes);
    const std::uint8_t* weights = placed(memory, problem.stored);
    const float* scales = placed(memory, problem.scales);
    const float* bias = problem.bias.empty() ? nullptr : placed(memory, problem.bias);
    const cuda::GemvOperands operands{activations + problem.shape.offset * typeBytes(problem.shape.type),
                                      problem.shape.type,
                                      bias,
                                      to,
                                      problem.outType,
                                      static_cast<int>(problem.shape.rows),
                                      static_cast<std::int64_t>(problem.shape.out),
                                      static_cast<std::int64_t>(problem.shape.in)};
    const bool isPlaced = to && activations && weights && scales;
    const char* refused = nullptr;
    if (isPlaced && groupColumns > 0)
        refused = cuda::w4a16Gemv({weights, scales, groupColumns, operands}, nullptr);
    else if (isPlaced)
        refused = cuda::w8a16Gemv({reinterpret_cast<const std::int8_t*>(weights), scales, operands}, nullptr);
    if (!refused && isPlaced && memory.read(to, out.bytes)) return out;
    error = refused ? refused : memory.error();
    return {problem.outType, 0};
}

double worstError(const Problem& problem, const Values& got) {
    const auto& [out, in, rows, type, offset] = problem.shape;
    // Longest chain of roundings behind one value: products, the sums of one lane, scales, five steps between lanes,
    // the bias.
    const double roundings = static_cast<double>(in) / 32 + 2 * 16 + 1 + 1 + 5 + 1;
    WorstError worst;
    for (std::size_t m = 0; m < rows; ++m) {
        for (std::size_t n = 0; n < out; ++n) {
            double sum = problem.bias.empty() ? 0 : static_cast<double>(problem.bias[n]);
            double magnitude = std::abs(sum);
            for (std::size_t k = 0; k < in; ++k) {
                const double term = problem.integers[n * in + k] *
                                    static_cast<double>(problem.scales[n * problem.groups() + k / problem.group]) *
                                    problem.activations[offset + m * in + k];
                sum += term;
                magnitude += std::abs(term);
            }
            const double narrowing =
                problem.outType == ValueType::F32 ? 0 : typeRounding(problem.outType) * std::abs(sum) * 1.01 + 0x1p-25;
            worst.add(got[m * out + n], sum, roundings * floatRounding * magnitude + narrowing + 1e-30);
        }
    }
    for (std::size_t i = rows * out; i < got.size(); ++i)
        worst.require(got[i] == static_cast<double>(untouched));
    return worst.value();
}

}  // namespace

std::vector<KernelCheck> checkGemv(const MakeMemory& memory, std::int64_t groupColumns, Effort effort) {
    std::mt19937 random(20261120);
    std::vector<std::size_t> outs = {1, 9};
    std::vector<std::size_t> ins = {1, 16, 33, 251, 512, 1160};
    if (effort == Effort::Many) {
        outs.insert(outs.end(), {3, 4, 130, 1024});
        ins.insert(ins.end(), {15, 17, 64, 65, 128, 528, 1040, 4096, 4100});
    }
    std::vector<KernelCheck> checks;
    for (const ValueType type : allTypes) {
        for (std::size_t rows = 1; rows <= static_cast<std::size_t>(cuda::maximumGemvRows); ++rows) {
            double worst = 0;
            std::string where;
            std::size_t cases = 0;
            for (const std::size_t out : outs) {
                for (const std::size_t in : ins) {
                    for (const std::size_t offset : {0U, 1U}) {
                        const Problem problem = makeProblem({out, in, rows, type, offset}, groupColumns, random);
                        std::string error;
                        const Values got = run(problem, groupColumns, *memory(), error);
                        const double ratio =
                            got.size() > 0 ? worstError(problem, got) : std::numeric_limits<double>::infinity();
                        if (!(ratio <= 1) && where.empty())
                            where = concat(", first at [", out, ", ", in, "] offset ", offset, " ", error);
                        worst = std::max(worst, ratio);
                        ++cases;
                    }
                }
            }
            const std::string weights =
                groupColumns > 0 ? concat("INT4 in groups of ", groupColumns) : std::string("INT8");
            checks.push_back({concat(weights, " by ", rows, " row(s) in ", typeName(type)), where.empty(),
                              concat(cases, " shapes, largest error ", fixed(worst, 3), " of what is allowed", where)});
        }
    }
    return checks;
}

}  // namespace autoglm::test

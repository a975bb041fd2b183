// Products of a few rows: every format of weights, every number of rows, with and without a norm before and each end
// behind, however the work is cut.
#include "core/base/text_format.h"
#include "core/model/int4_layout.h"
#include "core/torch/kernels/cuda/gemv.h"
#include "tests/gpu/kernel_values.h"

namespace autoglm::test {

using namespace torch_engine;
using cuda::GemvEnd;
using cuda::Matrix;

namespace {

constexpr std::size_t marginValues = 64;
constexpr float normEps = 1e-5F;

struct Shape {
    std::size_t out;
    std::size_t in;
    std::size_t rows;
    ValueType type;
    std::size_t offset;  ///< of the first activation in its buffer, in elements: 1 is no address for wide loads
};

/// Weights as numbers with their scales, beside their stored form.
struct Problem {
    Shape shape;
    Matrix::Format format;
    std::size_t group;  // columns of a scale
    std::vector<double> numbers;
    std::vector<float> scales;  // [features, groups]
    std::vector<std::byte> stored;
    Values activations;
    std::vector<float> norm;  // empty: none
    std::vector<float> bias;  // empty: none
    GemvEnd end;
    ValueType outType;
    cuda::GemvLaunch cut;

    std::size_t features() const { return end == GemvEnd::GatedSilu ? 2 * shape.out : shape.out; }
    std::size_t groups() const { return (shape.in + group - 1) / group; }
    double weight(std::size_t n, std::size_t k) const {
        const double scale = scales.empty() ? 1.0 : static_cast<double>(scales[n * groups() + k / group]);
        return numbers[n * shape.in + k] * scale;
    }
};

/// core/model/int4_layout.h, column by column.
std::vector<std::byte> int4Bytes(const Problem& problem) {
    const auto rowBytes = static_cast<std::size_t>(model::int4RowBytes(static_cast<std::int64_t>(problem.shape.in)));
    std::vector<std::byte> bytes(problem.features() * rowBytes, std::byte{0x88});
    for (std::size_t n = 0; n < problem.features(); ++n) {
        for (std::size_t k = 0; k < problem.shape.in; ++k) {
            std::byte& byte = bytes[n * rowBytes + k / 128 * 64 + k % 64];
            const auto nibble = static_cast<std::byte>(static_cast<int>(problem.numbers[n * problem.shape.in + k]) + 8);
            byte = k % 128 < 64 ? (byte & std::byte{0xF0}) | nibble : (byte & std::byte{0x0F}) | nibble << 4;
        }
    }
    return bytes;
}

void makeWeights(Problem& problem, std::mt19937& random) {
    const std::size_t count = problem.features() * problem.shape.in;
    if (problem.format == Matrix::Format::Float) {
        const Values values = normalValues(problem.shape.type, count, random);
        for (std::size_t i = 0; i < count; ++i)
            problem.numbers.push_back(values[i]);
        problem.stored = values.bytes;
        return;
    }
    const int most = problem.format == Matrix::Format::Int4 ? 7 : 127;
    for (std::size_t i = 0; i < count; ++i)
        problem.numbers.push_back(static_cast<int>(random() % static_cast<unsigned>(2 * most + 1)) - most);
    for (std::size_t i = 0; i < problem.features() * problem.groups(); ++i)
        problem.scales.push_back(0.001F + 0.0001F * static_cast<float>(random() % 100));
    if (problem.format == Matrix::Format::Int4) {
        problem.stored = int4Bytes(problem);
        return;
    }
    for (const double value : problem.numbers)
        problem.stored.push_back(static_cast<std::byte>(static_cast<std::int8_t>(value)));
}

Problem makeProblem(const Shape& shape, Matrix::Format format, std::int64_t groupColumns, std::mt19937& random) {
    const bool isNormed = random() % 3 == 0;
    const auto end = static_cast<GemvEnd>(random() % 3);
    const ValueType outType = end == GemvEnd::AddTo || random() % 2 == 0 ? ValueType::F32 : shape.type;
    const std::size_t activations = shape.offset + shape.rows * shape.in;
    Problem problem{shape,
                    format,
                    groupColumns > 0 ? static_cast<std::size_t>(groupColumns) : shape.in,
                    {},
                    {},
                    {},
                    normalValues(isNormed ? ValueType::F32 : shape.type, activations, random),
                    {},
                    {},
                    end,
                    outType,
                    cuda::gemvLaunches[random() % std::size(cuda::gemvLaunches)]};
    makeWeights(problem, random);
    const bool isBiased = random() % 2 == 0;
    for (std::size_t k = 0; isNormed && k < shape.in; ++k)
        problem.norm.push_back(static_cast<float>(random() % 200) * 0.01F - 0.5F);
    for (std::size_t n = 0; isBiased && n < problem.features(); ++n)
        problem.bias.push_back(static_cast<float>(random() % 100) * 0.01F);
    return problem;
}

/// What lies at the output before: [rows, out] and a margin.
Values before(const Problem& problem) {
    return untouchedValues(problem.outType, problem.shape.rows * problem.shape.out + marginValues);
}

/// As before(), after the product; empty where something failed.
Values run(const Problem& problem, KernelMemory& memory, std::string& error) {
    Values out = before(problem);
    std::byte* const to = memory.place(out.bytes);
    std::byte* const activations = memory.place(problem.activations.bytes);
    const Matrix matrix{problem.format,
                        problem.shape.type,
                        placed(memory, problem.stored),
                        problem.scales.empty() ? nullptr : placed(memory, problem.scales),
                        static_cast<std::int64_t>(problem.group),
                        static_cast<std::int64_t>(problem.features()),
                        static_cast<std::int64_t>(problem.shape.in)};
    cuda::GemvOperands operands{};
    operands.activations = activations + problem.shape.offset * typeBytes(problem.activations.type);
    operands.activationType = problem.activations.type;
    operands.norm = problem.norm.empty() ? nullptr : placed(memory, problem.norm);
    operands.eps = normEps;
    operands.bias = problem.bias.empty() ? nullptr : placed(memory, problem.bias);
    operands.out = to;
    operands.outType = problem.outType;
    operands.end = problem.end;
    operands.rows = static_cast<int>(problem.shape.rows);
    const bool isPlaced = to && activations && matrix.weights;
    const char* refused = isPlaced ? cuda::gemv(matrix, operands, problem.cut, nullptr) : nullptr;
    if (!refused && isPlaced && memory.read(to, out.bytes)) return out;
    error = refused ? refused : memory.error();
    return {problem.outType, 0};
}

/// A product in double, and how far one in FP32 may be from it.
struct Product {
    double value;
    double allowed;
};

Product exactProduct(const Problem& problem, std::size_t m, std::size_t n, double normFactor) {
    const auto& [out, in, rows, type, offset] = problem.shape;
    // Longest chain of roundings behind one value: products, the sums of one lane, scales, five steps between lanes,
    // the bias; the mean of squares and its root, and the two factors of a normed activation.
    const double roundings = static_cast<double>(in) / 32 + 2 * 16 + 1 + 1 + 5 + 1 +
                             (problem.norm.empty() ? 0 : (static_cast<double>(in) / 32 + 32 + 5) / 2 + 6);
    double sum = problem.bias.empty() ? 0 : static_cast<double>(problem.bias[n]);
    double magnitude = std::abs(sum);
    for (std::size_t k = 0; k < in; ++k) {
        const double norm = problem.norm.empty() ? 1.0 : static_cast<double>(problem.norm[k]) * normFactor;
        const double term = problem.weight(n, k) * problem.activations[offset + m * in + k] * norm;
        sum += term;
        magnitude += std::abs(term);
    }
    return {sum, roundings * floatRounding * magnitude};
}

double worstError(const Problem& problem, const Values& got) {
    const auto& [out, in, rows, type, offset] = problem.shape;
    WorstError worst;
    for (std::size_t m = 0; m < rows; ++m) {
        double squares = 0;
        for (std::size_t k = 0; k < in; ++k)
            squares += std::pow(problem.activations[offset + m * in + k], 2);
        const double factor = 1 / std::sqrt(squares / static_cast<double>(in) + static_cast<double>(normEps));
        for (std::size_t n = 0; n < out; ++n) {
            const Product y = exactProduct(problem, m, n, factor);
            double exact = y.value;
            double allowed = y.allowed + 1e-30;
            if (problem.end == GemvEnd::AddTo) {
                exact += static_cast<double>(untouched);
                allowed += floatRounding * std::abs(exact) * 1.01;
            } else if (problem.end == GemvEnd::GatedSilu) {
                const Product up = exactProduct(problem, m, n + out, factor);
                const double silu = y.value / (1 + std::exp(-y.value));
                exact = silu * up.value;
                // The slope of SiLU is at most 1.1; behind it exp, a sum, a quotient and a product.
                allowed = 1.1 * y.allowed * (std::abs(up.value) + up.allowed) + std::abs(silu) * up.allowed +
                          8 * floatRounding * std::abs(exact) + 1e-30;
            }
            worst.add(got[m * out + n], exact,
                      allowed + (problem.outType == ValueType::F32 ? 0.0 : narrowing(problem.outType, exact)));
        }
    }
    for (std::size_t i = rows * out; i < got.size(); ++i)
        worst.require(got[i] == static_cast<double>(untouched));
    return worst.value();
}

std::string formatName(Matrix::Format format, std::int64_t groupColumns) {
    if (format == Matrix::Format::Int4) return concat("INT4 in groups of ", groupColumns);
    return format == Matrix::Format::Int8 ? "INT8" : "Weights of the activations' type";
}

}  // namespace

std::vector<KernelCheck> checkGemv(const MakeMemory& memory, Matrix::Format format, std::int64_t groupColumns,
                                   Effort effort) {
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
                        const Problem problem =
                            makeProblem({out, in, rows, type, offset}, format, groupColumns, random);
                        std::string error;
                        const Values got = run(problem, *memory(), error);
                        const double ratio =
                            got.size() > 0 ? worstError(problem, got) : std::numeric_limits<double>::infinity();
                        if (!(ratio <= 1) && where.empty())
                            where = concat(", first at [", out, ", ", in, "] offset ", offset, " end ",
                                           static_cast<int>(problem.end), problem.norm.empty() ? "" : " normed", " ",
                                           error);
                        worst = std::max(worst, ratio);
                        ++cases;
                    }
                }
            }
            checks.push_back({concat(formatName(format, groupColumns), " by ", rows, " row(s) in ", typeName(type)),
                              where.empty(),
                              concat(cases, " shapes, largest error ", fixed(worst, 3), " of what is allowed", where)});
        }
    }
    return checks;
}

}  // namespace autoglm::test

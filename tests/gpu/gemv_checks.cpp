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

Problem makeProblem(const Shape& shape, Matrix::Format format, std::int64_t groupColumns, GemvEnd end,
                    std::mt19937& random) {
    const bool isNormed = random() % 3 == 0;
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

/// What the kernel reads, put into its memory.
Matrix placedMatrix(const Problem& problem, KernelMemory& memory) {
    return {problem.format,
            problem.shape.type,
            placed(memory, problem.stored),
            problem.scales.empty() ? nullptr : placed(memory, problem.scales),
            static_cast<std::int64_t>(problem.group),
            static_cast<std::int64_t>(problem.features()),
            static_cast<std::int64_t>(problem.shape.in)};
}

cuda::GemvOperands placedOperands(const Problem& problem, KernelMemory& memory, void* out) {
    std::byte* const activations = memory.place(problem.activations.bytes);
    cuda::GemvOperands operands{};
    operands.activations = activations + problem.shape.offset * typeBytes(problem.activations.type);
    operands.activationType = problem.activations.type;
    operands.norm = problem.norm.empty() ? nullptr : placed(memory, problem.norm);
    operands.eps = normEps;
    operands.bias = problem.bias.empty() ? nullptr : placed(memory, problem.bias);
    operands.out = out;
    operands.outType = problem.outType;
    operands.end = problem.end;
    operands.rows = static_cast<int>(problem.shape.rows);
    return operands;
}

/// As before(), after the product; empty where something failed.
Values run(const Problem& problem, KernelMemory& memory, std::string& error) {
    Values out = before(problem);
    std::byte* const to = memory.place(out.bytes);
    const Matrix matrix = placedMatrix(problem, memory);
    const cuda::GemvOperands operands = placedOperands(problem, memory, to);
    const bool isPlaced = to && operands.activations && matrix.weights;
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

double normFactor(const Problem& problem, std::size_t m) {
    const std::size_t in = problem.shape.in;
    double squares = 0;
    for (std::size_t k = 0; k < in; ++k)
        squares += std::pow(problem.activations[problem.shape.offset + m * in + k], 2);
    return 1 / std::sqrt(squares / static_cast<double>(in) + static_cast<double>(normEps));
}

double worstError(const Problem& problem, const Values& got) {
    const auto& [out, in, rows, type, offset] = problem.shape;
    WorstError worst;
    for (std::size_t m = 0; m < rows; ++m) {
        const double factor = normFactor(problem, m);
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

/// Heads of a product that ends with their rotation and their place in a cache.
struct HeadShape {
    std::size_t heads, kvHeads, headDim, half;
    bool isInterleaved;
    static constexpr std::size_t context = 5;

    std::size_t features() const { return (heads + 2 * kvHeads) * headDim; }
};

struct RotationInputs {
    std::vector<std::int64_t> positions;
    Values cosines, sines;
};

struct HeadResults {
    Values queries, keys, values;
};

RotationInputs makeRotation(const HeadShape& heads, std::size_t rows, std::mt19937& random) {
    RotationInputs in{{}, Values(ValueType::F32, rows * heads.half + 1), Values(ValueType::F32, rows * heads.half + 1)};
    for (std::size_t m = 0; m < rows; ++m)
        in.positions.push_back(static_cast<std::int64_t>((2 * m + 1) % HeadShape::context));
    for (std::size_t i = 0; i < in.cosines.size(); ++i) {
        const double angle = static_cast<double>(random() % 628) * 0.01;
        in.cosines.set(i, static_cast<float>(std::cos(angle)));
        in.sines.set(i, static_cast<float>(std::sin(angle)));
    }
    return in;
}

std::string runTurned(const Problem& problem, const HeadShape& heads, const RotationInputs& in, KernelMemory& memory,
                      HeadResults& out) {
    std::byte* const queries = memory.place(out.queries.bytes);
    std::byte* const keys = memory.place(out.keys.bytes);
    std::byte* const values = memory.place(out.values.bytes);
    cuda::GemvOperands operands = placedOperands(problem, memory, queries);
    const auto headStride = static_cast<std::int64_t>(HeadShape::context * heads.headDim);
    operands.heads = {placed(memory, in.positions),
                      reinterpret_cast<const float*>(memory.place(in.cosines.bytes)),
                      reinterpret_cast<const float*>(memory.place(in.sines.bytes)),
                      keys,
                      values,
                      headStride * static_cast<std::int64_t>(heads.kvHeads),
                      headStride,
                      static_cast<int>(heads.heads),
                      static_cast<int>(heads.kvHeads),
                      static_cast<int>(heads.headDim),
                      static_cast<int>(heads.half),
                      heads.isInterleaved};
    if (const char* refused = cuda::gemv(placedMatrix(problem, memory), operands, problem.cut, nullptr)) return refused;
    const bool isRead = memory.read(queries, out.queries.bytes) && memory.read(keys, out.keys.bytes) &&
                        memory.read(values, out.values.bytes);
    return isRead ? std::string() : memory.error();
}

/// One head of one row, whose features are those from `feature` on and whose values lie in `got` from `to` on.
void checkTurnedHead(const Problem& problem, const HeadShape& heads, const RotationInputs& in, std::size_t m,
                     std::size_t feature, bool isTurned, const Values& got, std::size_t to, WorstError& worst) {
    const double factor = problem.norm.empty() ? 1 : normFactor(problem, m);
    const auto y = [&](std::size_t k) { return exactProduct(problem, m, feature + k, factor); };
    const auto check = [&](std::size_t k, double exact, double allowed) {
        worst.add(got[to + k], exact, allowed + narrowing(problem.outType, std::abs(exact) + allowed) + 1e-30);
    };
    const std::size_t half = isTurned ? heads.half : 0;
    for (std::size_t i = 0; i < half; ++i) {
        const std::size_t first = heads.isInterleaved ? 2 * i : i;
        const std::size_t second = heads.isInterleaved ? 2 * i + 1 : i + half;
        const double cosine = in.cosines[m * half + i];
        const double sine = in.sines[m * half + i];
        const Product a = y(first);
        const Product b = y(second);
        const auto turned = [&](std::size_t k, double by, const Product& one, double otherBy, const Product& other) {
            const double exact = by * one.value + otherBy * other.value;
            check(k, exact,
                  std::abs(by) * one.allowed + std::abs(otherBy) * other.allowed +
                      3 * floatRounding * (std::abs(by * one.value) + std::abs(otherBy * other.value)));
        };
        turned(first, cosine, a, -sine, b);
        turned(second, cosine, b, sine, a);
    }
    for (std::size_t k = 2 * half; k < heads.headDim; ++k)
        check(k, y(k).value, y(k).allowed);
}

void checkTurned(const Problem& problem, const HeadShape& heads, KernelMemory& memory, std::mt19937& random,
                 WorstError& worst, std::string& error) {
    const std::size_t rows = problem.shape.rows;
    const std::size_t cached = rows * heads.kvHeads * HeadShape::context * heads.headDim;
    const RotationInputs in = makeRotation(heads, rows, random);
    HeadResults out{untouchedValues(problem.outType, rows * heads.heads * heads.headDim + marginValues),
                    untouchedValues(problem.outType, cached), untouchedValues(problem.outType, cached)};
    if (error = runTurned(problem, heads, in, memory, out); !error.empty()) return;
    std::size_t untouchedKeys = 0;
    for (std::size_t m = 0; m < rows; ++m) {
        for (std::size_t h = 0; h < heads.heads; ++h)
            checkTurnedHead(problem, heads, in, m, h * heads.headDim, true, out.queries,
                            (m * heads.heads + h) * heads.headDim, worst);
        for (std::size_t h = 0; h < heads.kvHeads; ++h) {
            const std::size_t position =
                (m * heads.kvHeads + h) * HeadShape::context + static_cast<std::size_t>(in.positions[m]);
            const std::size_t key = (heads.heads + h) * heads.headDim;
            checkTurnedHead(problem, heads, in, m, key, true, out.keys, position * heads.headDim, worst);
            checkTurnedHead(problem, heads, in, m, key + heads.kvHeads * heads.headDim, false, out.values,
                            position * heads.headDim, worst);
        }
    }
    for (std::size_t i = 0; i < cached; ++i)
        untouchedKeys +=
            out.keys[i] == static_cast<double>(untouched) && out.values[i] == static_cast<double>(untouched);
    worst.require(untouchedKeys == cached - cached / HeadShape::context);
    for (std::size_t i = rows * heads.heads * heads.headDim; i < out.queries.size(); ++i)
        worst.require(out.queries[i] == static_cast<double>(untouched));
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
    if (effort == Effort::Many) {  // what is exact takes the host longer than the kernel takes a GPU
        outs.insert(outs.end(), {4, 130});
        ins.insert(ins.end(), {15, 64, 65, 1040, 4096, 4100});
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
                        if (out > 9 && offset > 0) continue;
                        const auto end = static_cast<GemvEnd>(random() % 3);
                        const Problem problem =
                            makeProblem({out, in, rows, type, offset}, format, groupColumns, end, random);
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

std::vector<KernelCheck> checkTurnedProducts(const MakeMemory& memory, Matrix::Format format,
                                             std::int64_t groupColumns) {
    std::mt19937 random(20261126);
    std::vector<KernelCheck> checks;
    for (const ValueType type : allTypes) {
        WorstError worst;
        std::string error;
        std::size_t cases = 0;
        for (const bool isInterleaved : {false, true})
            for (const HeadShape& heads : {HeadShape{4, 2, 16, 8, isInterleaved}, HeadShape{3, 1, 10, 2, isInterleaved},
                                           HeadShape{2, 2, 6, 3, isInterleaved}, HeadShape{1, 1, 8, 0, isInterleaved}})
                for (const std::size_t rows : {1U, 2U, 3U, 8U}) {
                    const Problem problem =
                        makeProblem({heads.features(), rows == 2 ? std::size_t{33} : 64, rows, type, 0}, format,
                                    groupColumns, GemvEnd::TurnHeads, random);
                    std::string failed;
                    checkTurned(problem, heads, *memory(), random, worst, failed);
                    if (error.empty()) error = failed;
                    ++cases;
                }
        checks.push_back(checkOf(concat(formatName(format, groupColumns), " turned into heads in ", typeName(type)),
                                 worst, cases, error));
    }
    return checks;
}

}  // namespace autoglm::test

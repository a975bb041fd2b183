// What is between the products: RMS norm, gated SiLU, rotation and cache.
#include "core/base/text_format.h"
#include "core/torch/kernels/cuda/gated_silu.h"
#include "core/torch/kernels/cuda/rms_norm.h"
#include "core/torch/kernels/cuda/turn_heads.h"
#include "tests/gpu/kernel_values.h"

namespace autoglm::test {

using namespace torch_engine;

namespace {

/// x, what is added (none: another type of nothing) and what comes out.
struct NormCase {
    std::size_t rows;
    std::size_t columns;
    ValueType outType;
    const ValueType* addedType;
    cuda::NormEnd end;
};

void checkNorm(const NormCase& one, KernelMemory& memory, std::mt19937& random, WorstError& worst, std::string& error) {
    const std::size_t count = one.rows * one.columns;
    const Values x = normalValues(ValueType::F32, count, random);
    const Values added = normalValues(one.addedType ? *one.addedType : ValueType::F32, count, random);
    const Values weight = normalValues(ValueType::F32, one.columns, random);
    Values out = untouchedValues(one.outType, count + 8);
    Values sum(ValueType::F32, count);
    constexpr float eps = 1e-5F;
    auto* const inPlace = reinterpret_cast<float*>(memory.place(x.bytes));
    std::byte* const to = memory.place(out.bytes);
    const char* refused =
        cuda::rmsNorm({inPlace, one.addedType ? memory.place(added.bytes) : nullptr, added.type, inPlace,
                       reinterpret_cast<const float*>(memory.place(weight.bytes)), eps, to, one.outType, one.end,
                       static_cast<std::int64_t>(one.rows), static_cast<std::int64_t>(one.columns)},
                      nullptr);
    if (refused || !memory.read(to, out.bytes) ||
        !memory.read(reinterpret_cast<const std::byte*>(inPlace), sum.bytes)) {
        error = refused ? refused : memory.error();
        return;
    }
    const double roundings = static_cast<double>(one.columns) / 256 + 2 + 5 + 8 + 6;
    for (std::size_t m = 0; m < one.rows; ++m) {
        double squares = 0;
        for (std::size_t i = m * one.columns; i < (m + 1) * one.columns; ++i) {
            const auto exact = static_cast<float>(x[i] + (one.addedType ? added[i] : 0.0));
            worst.require(sum[i] == static_cast<double>(exact));
            squares += sum[i] * sum[i];
        }
        const double factor = 1 / std::sqrt(squares / static_cast<double>(one.columns) + static_cast<double>(eps));
        for (std::size_t k = 0; k < one.columns; ++k) {
            const double normed = sum[m * one.columns + k] * factor * weight[k];
            const double exact = normed + (one.end == cuda::NormEnd::AddTo ? static_cast<double>(untouched) : 0.0);
            worst.add(out[m * one.columns + k], exact,
                      roundings * floatRounding * std::abs(normed) + narrowing(one.outType, exact));
        }
    }
    for (std::size_t i = count; i < out.size(); ++i)
        worst.require(out[i] == static_cast<double>(untouched));
}

/// A rotation of some tokens with caches that hold other things.
struct Heads {
    std::size_t batch, tokens, heads, kvHeads, headDim, half;
    bool isPerSequence, isInterleaved, isNormed;
    ValueType type;
    static constexpr std::size_t context = 7;

    std::size_t all() const { return heads + 2 * kvHeads; }
    std::size_t place(std::size_t sequence, std::size_t token) const {
        return (isPerSequence ? sequence * tokens : 0) + token;
    }
};

struct TurnedHeads {
    Values queries, keys, values;
};

/// What the kernel reads.
struct HeadInputs {
    Values qkv, cosines, sines, queryNorm, keyNorm;
    std::vector<std::int64_t> positions;
};

HeadInputs makeInputs(const Heads& heads, std::mt19937& random) {
    const std::size_t places = (heads.isPerSequence ? heads.batch : 1) * heads.tokens;
    HeadInputs in{normalValues(heads.type, heads.batch * heads.tokens * heads.all() * heads.headDim, random),
                  normalValues(ValueType::F32, places * heads.half, random),
                  normalValues(ValueType::F32, places * heads.half, random),
                  normalValues(ValueType::F32, heads.headDim, random),
                  normalValues(ValueType::F32, heads.headDim, random),
                  {}};
    for (std::size_t i = 0; i < places; ++i)  // another beginning for each sequence
        in.positions.push_back(static_cast<std::int64_t>(i % heads.tokens + (1 + i / heads.tokens) % 3));
    return in;
}

constexpr float headEps = 1e-6F;

std::string runHeads(const Heads& heads, const HeadInputs& in, KernelMemory& memory, TurnedHeads& out) {
    const auto floats = [&](const Values& values) {
        return reinterpret_cast<const float*>(memory.place(values.bytes));
    };
    std::byte* const queries = memory.place(out.queries.bytes);
    std::byte* const keys = memory.place(out.keys.bytes);
    std::byte* const values = memory.place(out.values.bytes);
    cuda::TurnHeads call{};
    call.qkv = memory.place(in.qkv.bytes);
    call.type = heads.type;
    call.batch = static_cast<std::int64_t>(heads.batch);
    call.tokens = static_cast<std::int64_t>(heads.tokens);
    call.heads = static_cast<std::int64_t>(heads.heads);
    call.kvHeads = static_cast<std::int64_t>(heads.kvHeads);
    call.headDim = static_cast<std::int64_t>(heads.headDim);
    call.queryNorm = heads.isNormed ? floats(in.queryNorm) : nullptr;
    call.keyNorm = heads.isNormed ? floats(in.keyNorm) : nullptr;
    call.eps = headEps;
    call.positions = placed(memory, in.positions);
    call.cosines = floats(in.cosines);
    call.sines = floats(in.sines);
    call.half = static_cast<std::int64_t>(heads.half);
    call.isPerSequence = heads.isPerSequence;
    call.isInterleaved = heads.isInterleaved;
    call.queries = queries;
    call.keys = keys;
    call.values = values;
    call.headStride = static_cast<std::int64_t>(Heads::context * heads.headDim);
    call.batchStride = call.headStride * call.kvHeads;
    const char* refused = cuda::turnHeads(call, nullptr);
    if (refused) return refused;
    const bool isRead = memory.read(queries, out.queries.bytes) && memory.read(keys, out.keys.bytes) &&
                        memory.read(values, out.values.bytes);
    return isRead ? std::string() : memory.error();
}

/// One head by the definition: norm, rounded (which may go either way), then rotation.
void checkHead(const Heads& heads, const HeadInputs& in, std::size_t from, const Values* norm, std::size_t place,
               const Values& got, std::size_t to, WorstError& worst) {
    double squares = 0;
    for (std::size_t k = 0; k < heads.headDim; ++k)
        squares += in.qkv[from + k] * in.qkv[from + k];
    const double factor = 1 / std::sqrt(squares / static_cast<double>(heads.headDim) + static_cast<double>(headEps));
    const auto value = [&](std::size_t k) { return in.qkv[from + k] * (norm ? factor * (*norm)[k] : 1.0); };
    const double inner = norm ? typeRounding(heads.type) * 1.01 + 24 * floatRounding : 0;
    const auto check = [&](std::size_t k, double exact, double magnitude) {
        worst.add(got[to + k], exact,
                  (inner + 3 * floatRounding) * magnitude + narrowing(heads.type, std::abs(exact) + inner * magnitude) +
                      (heads.type == ValueType::F16 ? 0x1p-23 : 0.0));
    };
    for (std::size_t i = 0; i < heads.half; ++i) {
        const std::size_t first = heads.isInterleaved ? 2 * i : i;
        const std::size_t second = heads.isInterleaved ? 2 * i + 1 : i + heads.half;
        const double cosine = in.cosines[place * heads.half + i];
        const double sine = in.sines[place * heads.half + i];
        const double a = value(first);
        const double b = value(second);
        check(first, a * cosine - b * sine, std::abs(a * cosine) + std::abs(b * sine));
        check(second, b * cosine + a * sine, std::abs(b * cosine) + std::abs(a * sine));
    }
    for (std::size_t k = 2 * heads.half; k < heads.headDim; ++k)
        check(k, value(k), std::abs(value(k)));
}

void checkHeads(const Heads& heads, KernelMemory& memory, std::mt19937& random, WorstError& worst, std::string& error) {
    const HeadInputs in = makeInputs(heads, random);
    const std::size_t cached = heads.batch * heads.kvHeads * Heads::context * heads.headDim;
    TurnedHeads out{untouchedValues(heads.type, heads.batch * heads.tokens * heads.heads * heads.headDim),
                    untouchedValues(heads.type, cached), untouchedValues(heads.type, cached)};
    if (error = runHeads(heads, in, memory, out); !error.empty()) return;
    std::vector<bool> isWritten(cached, false);
    for (std::size_t token = 0; token < heads.batch * heads.tokens; ++token) {
        const std::size_t sequence = token / heads.tokens;
        const std::size_t place = heads.place(sequence, token % heads.tokens);
        const std::size_t from = token * heads.all() * heads.headDim;
        for (std::size_t h = 0; h < heads.heads; ++h)
            checkHead(heads, in, from + h * heads.headDim, heads.isNormed ? &in.queryNorm : nullptr, place, out.queries,
                      (token * heads.heads + h) * heads.headDim, worst);
        for (std::size_t h = 0; h < heads.kvHeads; ++h) {
            const std::size_t to =
                ((sequence * heads.kvHeads + h) * Heads::context + static_cast<std::size_t>(in.positions[place])) *
                heads.headDim;
            const std::size_t key = from + (heads.heads + h) * heads.headDim;
            checkHead(heads, in, key, heads.isNormed ? &in.keyNorm : nullptr, place, out.keys, to, worst);
            for (std::size_t k = 0; k < heads.headDim; ++k) {
                worst.require(out.values[to + k] == in.qkv[key + heads.kvHeads * heads.headDim + k]);
                isWritten[to + k] = true;
            }
        }
    }
    for (std::size_t i = 0; i < cached; ++i)
        worst.require(isWritten[i] || (out.keys[i] == static_cast<double>(untouched) &&
                                       out.values[i] == static_cast<double>(untouched)));
}

}  // namespace

std::vector<KernelCheck> checkRmsNorm(const MakeMemory& memory, Effort effort) {
    std::mt19937 random(20261121);
    std::vector<std::size_t> columns = {1, 31, 255, 256, 515};
    if (effort == Effort::Many) columns.insert(columns.end(), {896, 4096, 13697});
    std::vector<KernelCheck> checks;
    for (const ValueType outType : allTypes) {
        WorstError worst;
        std::string error;
        std::size_t cases = 0;
        for (const std::size_t width : columns)
            for (const std::size_t rows : {1U, 5U})
                for (const ValueType* added : {static_cast<const ValueType*>(nullptr), &allTypes[0], &outType}) {
                    checkNorm({rows, width, outType, added, cuda::NormEnd::Store}, *memory(), random, worst, error);
                    ++cases;
                    if (outType != ValueType::F32) continue;
                    checkNorm({rows, width, outType, added, cuda::NormEnd::AddTo}, *memory(), random, worst, error);
                    ++cases;
                }
        checks.push_back(checkOf(concat("RMS norm to ", typeName(outType)), worst, cases, error));
    }
    return checks;
}

std::vector<KernelCheck> checkGatedSilu(const MakeMemory& memory, Effort effort) {
    std::mt19937 random(20261122);
    std::vector<KernelCheck> checks;
    for (const ValueType type : allTypes) {
        WorstError worst;
        std::string error;
        const std::vector<std::size_t> widths =
            effort == Effort::Many ? std::vector<std::size_t>{1, 255, 13696} : std::vector<std::size_t>{1, 255, 300};
        for (const std::size_t columns : widths) {
            const std::size_t count = 3 * columns;
            const auto own = memory();
            Values gateUp = normalValues(type, 2 * count, random);
            gateUp.set(0, -60.0F);  // exp(60) and more must not make a NaN
            Values out = untouchedValues(type, count + 8);
            std::byte* const to = own->place(out.bytes);
            const char* refused =
                cuda::gatedSilu({own->place(gateUp.bytes), to, type, 3, static_cast<std::int64_t>(columns)}, nullptr);
            if (refused || !own->read(to, out.bytes)) {
                error = refused ? refused : own->error();
                continue;
            }
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t at = i / columns * 2 * columns + i % columns;
                const double gate = gateUp[at];
                const double up = gateUp[at + columns];
                const double silu = gate / (1 + std::exp(-gate));
                // Two roundings to the type, and those of exp, a sum and a quotient in FP32.
                worst.add(out[i], silu * up,
                          narrowing(type, silu) * std::abs(up) + narrowing(type, silu * up) +
                              8 * floatRounding * std::abs(silu * up) +
                              typeRounding(type) * narrowing(type, silu * up));
            }
            for (std::size_t i = count; i < out.size(); ++i)
                worst.require(out[i] == static_cast<double>(untouched));
        }
        checks.push_back(checkOf(concat("gated SiLU in ", typeName(type)), worst, widths.size(), error));
    }
    return checks;
}

std::vector<KernelCheck> checkTurnHeads(const MakeMemory& memory) {
    std::mt19937 random(20261123);
    std::vector<KernelCheck> checks;
    for (const ValueType type : allTypes) {
        WorstError worst;
        std::string error;
        std::size_t cases = 0;
        for (const bool isInterleaved : {false, true})
            for (const bool isNormed : {false, true})
                for (const Heads& heads : {Heads{1, 1, 4, 2, 64, 32, false, isInterleaved, isNormed, type},
                                           Heads{2, 1, 3, 1, 70, 16, true, isInterleaved, isNormed, type},
                                           Heads{2, 4, 2, 2, 10, 5, false, isInterleaved, isNormed, type},
                                           Heads{3, 2, 6, 2, 128, 64, true, isInterleaved, isNormed, type}}) {
                    std::string failed;
                    checkHeads(heads, *memory(), random, worst, failed);
                    if (error.empty()) error = failed;
                    ++cases;
                }
        checks.push_back(checkOf(concat("rotation and cache in ", typeName(type)), worst, cases, error));
    }
    return checks;
}

}  // namespace autoglm::test

// The beginning and the end of a decode step, and attention of one token over caches of different lengths.
#include <algorithm>

#include "core/base/text_format.h"
#include "core/torch/kernels/cuda/attend.h"
#include "core/torch/kernels/cuda/begin_step.h"
#include "core/torch/kernels/cuda/choose_token.h"
#include "tests/gpu/kernel_values.h"

namespace autoglm::test {

using namespace torch_engine;

namespace {

/// Positions of the present tokens are those of `positions`, one for each sequence.
struct AttendCase {
    std::size_t heads, kvHeads, headDim;
    std::vector<std::int64_t> positions;
    std::int64_t window;
    std::int64_t splits;
    std::size_t context;
};

struct AttendInputs {
    Values queries, keys, values;
};

AttendInputs makeInputs(const AttendCase& one, ValueType type, std::mt19937& random) {
    const std::size_t batch = one.positions.size();
    const std::size_t cached = batch * one.kvHeads * one.context * one.headDim;
    AttendInputs in{normalValues(type, batch * one.heads * one.headDim, random), normalValues(type, cached, random),
                    normalValues(type, cached, random)};
    // Nothing behind a sequence's present token may be looked at.
    for (std::size_t i = 0; i < cached; ++i) {
        const std::size_t position = i / one.headDim % one.context;
        const std::size_t sequence = i / one.headDim / one.context / one.kvHeads;
        if (static_cast<std::int64_t>(position) <= one.positions[sequence]) continue;
        in.keys.set(i, std::numeric_limits<float>::quiet_NaN());
        in.values.set(i, std::numeric_limits<float>::quiet_NaN());
    }
    return in;
}

std::string run(const AttendCase& one, const AttendInputs& in, KernelMemory& memory, Values& out) {
    const std::size_t batch = one.positions.size();
    // A share that no block has written is not to be read.
    Values shares(ValueType::F32, batch * one.heads * static_cast<std::size_t>(one.splits) * (one.headDim + 2));
    for (std::size_t i = 0; i < shares.size(); ++i)
        shares.set(i, std::numeric_limits<float>::quiet_NaN());
    std::byte* const to = memory.place(out.bytes);
    cuda::Attend call{};
    call.queries = memory.place(in.queries.bytes);
    call.keys = memory.place(in.keys.bytes);
    call.values = memory.place(in.values.bytes);
    call.type = in.queries.type;
    call.headStride = static_cast<std::int64_t>(one.context * one.headDim);
    call.batchStride = call.headStride * static_cast<std::int64_t>(one.kvHeads);
    call.positions = placed(memory, one.positions);
    call.window = one.window;
    call.batch = static_cast<std::int64_t>(batch);
    call.heads = static_cast<std::int64_t>(one.heads);
    call.kvHeads = static_cast<std::int64_t>(one.kvHeads);
    call.headDim = static_cast<std::int64_t>(one.headDim);
    call.splits = one.splits;
    call.shares = reinterpret_cast<float*>(memory.place(shares.bytes));
    call.out = to;
    std::vector<unsigned> counters(batch * one.kvHeads * static_cast<std::size_t>(cuda::attentionCounters), 0);
    call.counters = placed(memory, counters);
    if (const char* refused = cuda::attend(call, nullptr)) return refused;
    const bool isRead = memory.read(to, out.bytes) && memory.read(reinterpret_cast<const std::byte*>(call.counters),
                                                                  std::as_writable_bytes(std::span(counters)));
    if (!isRead) return memory.error();
    return std::ranges::all_of(counters, [](unsigned count) { return count == 0; }) ? std::string()
                                                                                    : "a counter is not 0 again";
}

/// One head in double. Scores are off by the roundings of their sums, so weights by that part of themselves, and the
/// result by the weighted sum of it, once for the values and once for the sum of weights.
void checkHead(const AttendCase& one, const AttendInputs& in, std::size_t sequence, std::size_t head, const Values& out,
               WorstError& worst) {
    const std::size_t kvHead = head / (one.heads / one.kvHeads);
    const std::size_t query = (sequence * one.heads + head) * one.headDim;
    const std::size_t cached = (sequence * one.kvHeads + kvHead) * one.context * one.headDim;
    const auto count = static_cast<std::size_t>(one.positions[sequence]) + 1;
    const auto window = static_cast<std::size_t>(one.window);
    const std::size_t first = window > 0 && count > window ? count - window : 0;
    const double scale = 1 / std::sqrt(static_cast<double>(one.headDim));
    std::vector<double> scores;
    double highest = -std::numeric_limits<double>::infinity();
    double scoreError = 0;
    for (std::size_t p = first; p < count; ++p) {
        double score = 0;
        double magnitude = 0;
        for (std::size_t k = 0; k < one.headDim; ++k) {
            const double term = in.queries[query + k] * in.keys[cached + p * one.headDim + k] * scale;
            score += term;
            magnitude += std::abs(term);
        }
        scores.push_back(score);
        highest = std::max(highest, score);
        scoreError = std::max(scoreError, (8 + 5 + 4) * floatRounding * magnitude);
    }
    double total = 0;
    for (double& score : scores)
        total += score = std::exp(score - highest);
    const double roundings =
        static_cast<double>(count - first) + 5 + 4 + static_cast<double>(one.splits) + 16;  // of a sum, at worst
    for (std::size_t k = 0; k < one.headDim; ++k) {
        double sum = 0;
        double magnitude = 0;
        for (std::size_t p = first; p < count; ++p) {
            const double term = scores[p - first] / total * in.values[cached + p * one.headDim + k];
            sum += term;
            magnitude += std::abs(term);
        }
        const double allowed = 2 * (2 * scoreError + roundings * floatRounding) * magnitude;
        worst.add(out[query + k], sum, allowed + narrowing(out.type, std::abs(sum) + allowed));
    }
}

std::vector<AttendCase> attendCases(Effort effort) {
    // Groups of 1 to 16 heads, every width of a lane's row, lengths within and beyond a split, windows before and
    // behind the length.
    std::vector<AttendCase> cases = {
        {4, 4, 8, {0, 5, 39}, 0, 1, 40},         {4, 1, 16, {30, 3}, 12, 3, 31},       {6, 3, 24, {40}, 0, 4, 48},
        {3, 1, 32, {99, 17, 64}, 40, 5, 100},    {7, 1, 64, {70}, 0, 2, 71},           {32, 2, 128, {150}, 0, 6, 160},
        {2, 1, 96, {15, 16, 31, 32}, 0, 2, 40},  {2, 2, 256, {37}, 20, 2, 40},         {24, 1, 40, {50}, 0, 2, 51},
        {6, 2, 16, {290, 140, 127}, 0, 19, 300}, {2, 1, 8, {2047, 100}, 0, 128, 2048},
    };
    if (effort == Effort::Many)
        for (const auto& [heads, kvHeads, headDim] :
             {std::array<std::size_t, 3>{32, 2, 128}, {14, 2, 64}, {32, 8, 128}, {16, 16, 256}})
            for (const auto& [position, window] :
                 {std::pair<std::int64_t, std::int64_t>{511, 0}, {2047, 0}, {2047, 1000}})
                cases.push_back({heads,
                                 kvHeads,
                                 headDim,
                                 {position, position / 2},
                                 window,
                                 cuda::attentionSplits(2, static_cast<std::int64_t>(kvHeads), 2048),
                                 2048});
    return cases;
}

/// Tokens and positions of some sequences; angles in double, whose cosine an FP32 angle misses by its rounding.
void checkBegin(ValueType type, KernelMemory& memory, std::mt19937& random, WorstError& worst, std::string& error) {
    constexpr std::size_t width = 300;
    constexpr std::size_t half = 20;
    constexpr float factor = 1.25F;
    const std::vector<std::int64_t> tokens = {5, 0, 8};
    const std::vector<std::int64_t> positions = {0, 77, 3000};
    const Values embedding = normalValues(type, 9 * width, random);
    std::vector<float> inverse;
    for (std::size_t i = 0; i < half; ++i)
        inverse.push_back(static_cast<float>(std::pow(10000.0, -static_cast<double>(i) / half)));
    Values hidden = untouchedValues(ValueType::F32, tokens.size() * width + 8);
    Values cosines = untouchedValues(ValueType::F32, tokens.size() * half + 8);
    Values sines = cosines;
    cuda::BeginStep call{};
    call.tokens = placed(memory, tokens);
    call.positions = placed(memory, positions);
    call.embedding = memory.place(embedding.bytes);
    call.embeddingType = type;
    call.inverse = placed(memory, inverse);
    call.factor = factor;
    call.batch = static_cast<std::int64_t>(tokens.size());
    call.hiddenSize = width;
    call.half = half;
    std::byte* const toHidden = memory.place(hidden.bytes);
    std::byte* const toCosines = memory.place(cosines.bytes);
    std::byte* const toSines = memory.place(sines.bytes);
    call.hidden = reinterpret_cast<float*>(toHidden);
    call.cosines = reinterpret_cast<float*>(toCosines);
    call.sines = reinterpret_cast<float*>(toSines);
    const char* refused = cuda::beginStep(call, nullptr);
    if (refused || !memory.read(toHidden, hidden.bytes) || !memory.read(toCosines, cosines.bytes) ||
        !memory.read(toSines, sines.bytes)) {
        error = refused ? refused : memory.error();
        return;
    }
    for (std::size_t b = 0; b < tokens.size(); ++b) {
        for (std::size_t k = 0; k < width; ++k)
            worst.require(hidden[b * width + k] == embedding[static_cast<std::size_t>(tokens[b]) * width + k]);
        for (std::size_t i = 0; i < half; ++i) {
            const double angle = static_cast<double>(positions[b]) * static_cast<double>(inverse[i]);
            const double allowed = static_cast<double>(factor) * floatRounding * (std::abs(angle) * 1.01 + 4);
            worst.add(cosines[b * half + i], std::cos(angle) * static_cast<double>(factor), allowed);
            worst.add(sines[b * half + i], std::sin(angle) * static_cast<double>(factor), allowed);
        }
    }
    for (std::size_t i = 0; i < 8; ++i)
        worst.require(hidden[tokens.size() * width + i] == static_cast<double>(untouched) &&
                      cosines[tokens.size() * half + i] == static_cast<double>(untouched));
}

constexpr std::size_t choosingBatch = 3;

/// As the host's sampler has it (core/engine/sampling.h): the first of the largest, a NaN never before a number.
std::int64_t likeliest(const float* logits, std::size_t vocab) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < vocab; ++i)
        if (logits[i] > logits[best] || (std::isnan(logits[best]) && !std::isnan(logits[i]))) best = i;
    return static_cast<std::int64_t>(best);
}

void checkChoice(const std::vector<float>& logits, std::size_t vocab, KernelMemory& memory, WorstError& worst,
                 std::string& error) {
    std::vector<std::int64_t> expected;
    for (std::size_t b = 0; b < choosingBatch; ++b)
        expected.push_back(likeliest(logits.data() + b * vocab, vocab));
    const std::vector<cuda::Candidate> candidates(choosingBatch * cuda::mostChoosingBlocks);
    std::vector<unsigned> counters(choosingBatch, 0);
    std::vector<std::int64_t> tokens(choosingBatch, 77);
    std::vector<std::int64_t> positions = {0, 4, 3000};
    std::vector<std::int32_t> chosen(choosingBatch, 77);
    cuda::ChooseToken call{};
    call.logits = placed(memory, logits);
    call.batch = static_cast<std::int64_t>(choosingBatch);
    call.vocabSize = static_cast<std::int64_t>(vocab);
    call.candidates = placed(memory, candidates);
    call.counters = placed(memory, counters);
    call.tokens = placed(memory, tokens);
    call.positions = placed(memory, positions);
    call.chosen = placed(memory, chosen);
    const char* refused = cuda::chooseToken(call, nullptr);
    const auto read = [&](const auto* from, auto& into) {
        return memory.read(reinterpret_cast<const std::byte*>(from), std::as_writable_bytes(std::span(into)));
    };
    if (refused || !read(call.tokens, tokens) || !read(call.positions, positions) || !read(call.chosen, chosen) ||
        !read(call.counters, counters)) {
        error = refused ? refused : memory.error();
        return;
    }
    worst.require(tokens == expected && std::ranges::equal(chosen, expected) &&
                  positions == std::vector<std::int64_t>{1, 5, 3001} &&
                  counters == std::vector<unsigned>(choosingBatch, 0));
}

}  // namespace

std::vector<KernelCheck> checkAttend(const MakeMemory& memory, Effort effort) {
    std::mt19937 random(20261124);
    std::vector<KernelCheck> checks;
    const std::vector<AttendCase> cases = attendCases(effort);
    for (const ValueType type : allTypes) {
        WorstError worst;
        std::string error;
        for (const AttendCase& one : cases) {
            const AttendInputs in = makeInputs(one, type, random);
            const std::size_t count = one.positions.size() * one.heads * one.headDim;
            Values out = untouchedValues(type, count + 8);
            const auto own = memory();
            if (const std::string failed = run(one, in, *own, out); !failed.empty()) {
                error = failed;
                continue;
            }
            for (std::size_t sequence = 0; sequence < one.positions.size(); ++sequence)
                for (std::size_t head = 0; head < one.heads; ++head)
                    checkHead(one, in, sequence, head, out, worst);
            for (std::size_t i = count; i < out.size(); ++i)
                worst.require(out[i] == static_cast<double>(untouched));
        }
        checks.push_back(checkOf(concat("attention in ", typeName(type)), worst, cases.size(), error));
    }
    return checks;
}

/// Vocabularies shorter and longer than all threads take at once; equal logits, NaN anywhere and nothing else.
std::vector<KernelCheck> checkChooseToken(const MakeMemory& memory) {
    std::mt19937 random(20261127);
    WorstError worst;
    std::string error;
    std::size_t cases = 0;
    for (const std::size_t vocab : {1U, 33U, 8192U, 20011U})
        for (const bool isFlat : {false, true}) {
            std::vector<float> logits;
            for (std::size_t i = 0; i < choosingBatch * vocab; ++i)
                logits.push_back(isFlat ? static_cast<float>(random() % 2) : static_cast<float>(random()) * 0x1p-20F);
            logits[0] = std::numeric_limits<float>::quiet_NaN();
            if (isFlat) std::fill(logits.end() - static_cast<std::ptrdiff_t>(vocab), logits.end(), logits[0]);
            checkChoice(logits, vocab, *memory(), worst, error);
            ++cases;
        }
    return {checkOf("the likeliest token", worst, cases, error)};
}

std::vector<KernelCheck> checkBeginStep(const MakeMemory& memory) {
    std::mt19937 random(20261125);
    std::vector<KernelCheck> checks;
    for (const ValueType type : allTypes) {
        WorstError worst;
        std::string error;
        checkBegin(type, *memory(), random, worst, error);
        checks.push_back(checkOf(concat("beginning of a step in ", typeName(type)), worst, 1, error));
    }
    return checks;
}

}  // namespace autoglm::test

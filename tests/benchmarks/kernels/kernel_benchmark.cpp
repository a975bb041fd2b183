// Matrix products of the engine on this CPU beside ATen's own, for the matrices of three models: bytes of weights read
// a second, as a share of what a read-only probe reaches in the same process, and operations a second. Weights rotate
// through more memory than the caches hold. Google Benchmark's options apply, for example
// --benchmark_filter='int4/qwen2-0.5b.*/rows:1/'.
#include <ATen/CPUGeneratorImpl.h>
#include <benchmark/benchmark.h>
#include <omp.h>

#include <cstdio>
#include <memory>

#include "core/base/system_info.h"
#include "core/base/text_format.h"
#include "core/measure/read_bandwidth.h"
#include "core/torch/chunk_sink.h"
#include "core/torch/cpu_ops.h"
#include "core/torch/facts.h"
#include "core/torch/linear.h"

namespace {

using namespace autoglm;
using torch_engine::Linear;

struct Matrix {
    const char* name;
    std::int64_t out;
    std::int64_t in;
};

constexpr Matrix matrices[] = {
    {"qwen2-0.5b.qkv", 1152, 896},     {"qwen2-0.5b.output", 896, 896},     {"qwen2-0.5b.gate-up", 9728, 896},
    {"qwen2-0.5b.down", 896, 4864},    {"qwen2-0.5b.head", 151936, 896},    {"qwen2-1.5b.qkv", 2048, 1536},
    {"qwen2-1.5b.output", 1536, 1536}, {"qwen2-1.5b.gate-up", 17920, 1536}, {"qwen2-1.5b.down", 1536, 8960},
    {"glm-4-9b.qkv", 4608, 4096},      {"glm-4-9b.output", 4096, 4096},     {"glm-4-9b.gate-up", 27392, 4096},
    {"glm-4-9b.down", 4096, 13696},
};

/// Where the copies of a matrix together are larger than this, none is in a cache when its turn comes.
constexpr std::int64_t rotatedBytes = 768 << 20;

double probeBytesPerS = 0;

at::Tensor randomRows(std::int64_t rows, std::int64_t columns) {
    return at::randn({rows, columns}, at::detail::createCPUGenerator(5), at::kFloat).mul_(0.05);
}

/// One matrix is quantized or converted, the others are copies.
std::vector<Linear> rotated(const Matrix& matrix, const model::Scheme& scheme) {
    std::vector<Linear> out;
    for (std::int64_t bytes = 0; bytes < rotatedBytes || out.size() < 2; bytes += out.back().weight.nbytes()) {
        out.push_back(torch_engine::allocateLinear(scheme, matrix.out, matrix.in, at::kCPU));
        Linear& linear = out.back();
        if (out.size() > 1) {
            linear.weight.copy_(out.front().weight);
            if (linear.scales.defined()) linear.scales.copy_(out.front().scales);
            continue;
        }
        constexpr std::int64_t rowsAtOnce = 1024;
        for (std::int64_t first = 0; first < matrix.out; first += rowsAtOnce) {
            const std::int64_t rows = std::min(rowsAtOnce, matrix.out - first);
            const torch_engine::Target whole{linear.weight, linear.scales, scheme.int4Group()};
            torch_engine::storeOnCpu(randomRows(rows, matrix.in), whole.rows(first, rows));
        }
    }
    return out;
}

void report(benchmark::State& state, const Matrix& matrix, std::int64_t rows, double weightBytes) {
    const auto steps = static_cast<double>(state.iterations());
    state.counters["GB/s"] = benchmark::Counter(weightBytes * steps * 1e-9, benchmark::Counter::kIsRate);
    state.counters["GFLOP/s"] = benchmark::Counter(2e-9 * static_cast<double>(matrix.out * matrix.in * rows) * steps,
                                                   benchmark::Counter::kIsRate);
    state.counters["of probe"] = benchmark::Counter(weightBytes * steps / probeBytesPerS, benchmark::Counter::kIsRate);
}

void ours(benchmark::State& state, const Matrix& matrix, std::int64_t rows, model::Precision precision) {
    const c10::InferenceMode inference;
    const std::vector<Linear> weights = rotated(matrix, model::makeScheme(precision));
    const at::Tensor x = randomRows(rows, matrix.in);
    std::size_t next = 0;
    for ([[maybe_unused]] auto step : state)
        benchmark::DoNotOptimize(torch_engine::applyLinear(weights[next++ % weights.size()], x, at::kFloat).data_ptr());
    const Linear& one = weights.front();
    const auto scales = one.scales.defined() ? one.scales.nbytes() : 0;
    report(state, matrix, rows, static_cast<double>(one.weight.nbytes() + scales));
}

/// `multiply` is given one of the copies of `weight` and activations of the right type.
template <class Multiply>
void atens(benchmark::State& state, const Matrix& matrix, const at::Tensor& weight, const at::Tensor& x,
           const Multiply& multiply) {
    std::vector<at::Tensor> weights = {weight};
    const auto bytes = static_cast<std::int64_t>(weight.nbytes());
    while (std::ssize(weights) * bytes < rotatedBytes || weights.size() < 2)
        weights.push_back(weight.clone());
    std::size_t next = 0;
    for ([[maybe_unused]] auto step : state)
        benchmark::DoNotOptimize(multiply(weights[next++ % weights.size()], x).data_ptr());
    report(state, matrix, x.size(0), static_cast<double>(bytes));
}

void atenMm(benchmark::State& state, const Matrix& matrix, std::int64_t rows, at::ScalarType type) {
    const c10::InferenceMode inference;
    atens(state, matrix, randomRows(matrix.out, matrix.in).to(type), randomRows(rows, matrix.in).to(type),
          [](const at::Tensor& weight, const at::Tensor& x) { return at::mm(x, weight.t()); });
}

void atenInt8(benchmark::State& state, const Matrix& matrix, std::int64_t rows) {
    const c10::InferenceMode inference;
    const at::Tensor scales = at::full({matrix.out}, 0.001, at::kBFloat16);
    atens(state, matrix, randomRows(matrix.out, matrix.in).mul_(1000).to(at::kChar),
          randomRows(rows, matrix.in).to(at::kBFloat16),
          [&](const at::Tensor& weight, const at::Tensor& x) { return at::_weight_int8pack_mm(x, weight, scales); });
}

void atenInt4(benchmark::State& state, const Matrix& matrix, std::int64_t rows) {
    const c10::InferenceMode inference;
    constexpr std::int64_t group = 128;
    const at::Tensor values = at::randint(0, 16, {matrix.out, matrix.in}, at::kInt);
    const at::Tensor scales = at::full({matrix.in / group, matrix.out, 2}, 0.001, at::kBFloat16);
    atens(state, matrix, at::_convert_weight_to_int4pack_for_cpu(values, 1),
          randomRows(rows, matrix.in).to(at::kBFloat16), [&](const at::Tensor& weight, const at::Tensor& x) {
              return at::_weight_int4pack_mm_for_cpu(x, weight, group, scales);
          });
}

/// Heads of one layer's attention.
struct Heads {
    const char* name;
    std::int64_t heads;
    std::int64_t kvHeads;
    std::int64_t headDim;
};

constexpr Heads shapesOfHeads[] = {{"qwen2-0.5b", 14, 2, 64}, {"qwen2-1.5b", 12, 2, 128}, {"glm-4-9b", 32, 2, 128}};

/// One token by the keys and values of `positions` before it, each layer's in its turn.
void attention(benchmark::State& state, const Heads& shape, std::int64_t positions) {
    std::vector<at::Tensor> caches;
    for (std::int64_t bytes = 0; bytes < rotatedBytes; bytes += static_cast<std::int64_t>(caches.back().nbytes()))
        caches.push_back(randomRows(2 * shape.kvHeads * positions, shape.headDim).to(at::kBFloat16));
    const std::int64_t group = shape.heads / shape.kvHeads;
    const at::Tensor queries = randomRows(shape.heads, shape.headDim);
    const std::int64_t chunks = torch_engine::attentionChunks(positions);
    const std::int64_t share = torch_engine::attentionShare(group, shape.headDim);
    const at::Tensor scores =
        at::zeros({omp_get_max_threads(), torch_engine::cpu::maximumDotBatch * torch_engine::attentionChunk});
    const at::Tensor shares = at::zeros({shape.kvHeads, chunks, share});
    const at::Tensor out = at::zeros_like(queries);
    std::size_t next = 0;
    for ([[maybe_unused]] auto step : state) {
        const auto* cache = static_cast<const std::byte*>(caches[next++ % caches.size()].const_data_ptr());
#pragma omp parallel for schedule(dynamic)
        for (std::int64_t task = 0; task < shape.kvHeads * chunks; ++task) {
            const std::int64_t head = task / chunks;
            const std::int64_t first = task % chunks * torch_engine::attentionChunk;
            const auto rows = [&](std::int64_t from) {
                return torch_engine::cpu::WeightRows{.type = torch_engine::cpu::WeightType::BF16,
                                                     .weights = cache + (from * positions + first) * shape.headDim * 2,
                                                     .columns = shape.headDim};
            };
            torch_engine::attendChunk(
                rows(head), rows(shape.kvHeads + head), std::min(torch_engine::attentionChunk, positions - first),
                queries.const_data_ptr<float>() + head * group * shape.headDim, group,
                scores[omp_get_thread_num()].data_ptr<float>(), shares.data_ptr<float>() + task * share);
        }
        for (std::int64_t head = 0; head < shape.kvHeads; ++head)
            torch_engine::mergeShares(shares[head].const_data_ptr<float>(), chunks, group, shape.headDim,
                                      out.data_ptr<float>() + head * group * shape.headDim);
    }
    const double read = static_cast<double>(caches.front().nbytes()) * static_cast<double>(state.iterations());
    state.counters["GB/s"] = benchmark::Counter(read * 1e-9, benchmark::Counter::kIsRate);
    state.counters["of probe"] = benchmark::Counter(read / probeBytesPerS, benchmark::Counter::kIsRate);
}

void registerAll() {
    for (const Heads& shape : shapesOfHeads)
        for (const std::int64_t positions : {512, 4096})
            benchmark::RegisterBenchmark(
                concat("autoglm/attention/", shape.name, "/positions:", positions).c_str(),
                [&shape, positions](benchmark::State& state) { attention(state, shape, positions); })
                ->UseRealTime()
                ->MinTime(0.2)
                ->Unit(benchmark::kMicrosecond);
    for (const Matrix& matrix : matrices)
        for (const std::int64_t rows : {1, 4, 8, 128, 512}) {
            if (matrix.out > 100'000 && rows > 8) continue;  // prefill asks for the logits of its last token alone
            const auto add = [&](const std::string& who, auto&& run) {
                benchmark::RegisterBenchmark(concat(who, "/", matrix.name, "/rows:", rows).c_str(), run)
                    ->UseRealTime()
                    ->MinTime(0.2)
                    ->Unit(benchmark::kMicrosecond);
            };
            for (const model::Precision precision : model::allPrecisions)
                add(concat("autoglm/", model::precisionName(precision)),
                    [&matrix, rows, precision](benchmark::State& state) { ours(state, matrix, rows, precision); });
            add("aten/fp32", [&matrix, rows](benchmark::State& state) { atenMm(state, matrix, rows, at::kFloat); });
            add("aten/bf16", [&matrix, rows](benchmark::State& state) { atenMm(state, matrix, rows, at::kBFloat16); });
            add("aten/int8", [&matrix, rows](benchmark::State& state) { atenInt8(state, matrix, rows); });
            add("aten/int4", [&matrix, rows](benchmark::State& state) { atenInt4(state, matrix, rows); });
        }
}

}  // namespace

int main(int argc, char** argv) {
    // The engine keeps BLAS on one thread; here at::mm is to have what it would take for itself: all of them.
    at::set_num_threads(torch_engine::defaultThreads());
    const auto probe = measure::measureReadBandwidth({.threads = at::get_num_threads(), .bufferBytes = 1ULL << 30U});
    if (!probe) {
        std::fprintf(stderr, "%s\n", probe.error().message.c_str());
        return 1;
    }
    probeBytesPerS = probe->bestBytesPerS;
    std::printf("%d threads; reading alone: best %.1f, median %.1f GB/s\n", probe->threads, probe->bestBytesPerS * 1e-9,
                probe->medianBytesPerS * 1e-9);
    benchmark::Initialize(&argc, argv);
    registerAll();
    benchmark::RunSpecifiedBenchmarks();
    const auto after = measure::measureReadBandwidth({.threads = at::get_num_threads(), .bufferBytes = 1ULL << 30U});
    if (after)
        std::printf("reading alone, afterwards: best %.1f, median %.1f GB/s\n", after->bestBytesPerS * 1e-9,
                    after->medianBytesPerS * 1e-9);
    return 0;
}

#include "tests/torch/cuda_ops_check.h"

#include <ATen/CPUGeneratorImpl.h>

#include "core/base/text_format.h"
#include "core/torch/guard.h"
#include "core/torch/kernels/cuda/cuda_ops.h"
#include "core/torch/kernels/cuda/cuda_stream.h"
#include "core/torch/kv_cache.h"

namespace autoglm::torch_engine::cuda {

/// The emulation has none.
void* currentStream(int) {
    return nullptr;
}

std::string deviceName(int) {
    return "emulated";
}

}  // namespace autoglm::torch_engine::cuda

namespace autoglm::test {

using namespace torch_engine;
using Sentences = std::vector<std::string>;

namespace {

/// The sequence of operations that a norm is, in FP32.
at::Tensor normed(const at::Tensor& x, const at::Tensor& weight, double eps) {
    const at::Tensor wide = x.to(at::kFloat);
    return wide * wide.square().mean(-1, true).add(eps).rsqrt() * weight;
}

struct Comparison {
    const model::ModelConfig& config;
    at::ScalarType type;
    at::Generator random = at::detail::createCPUGenerator(23);
    Sentences differences{};

    at::Tensor normal(at::IntArrayRef shape) { return at::randn(shape, random, at::kFloat); }

    /// A value may round to its neighbour where sums are in another order.
    void compare(const std::string& name, const at::Tensor& got, const at::Tensor& expected) {
        const double step = type == at::kFloat ? 1e-5 : type == at::kHalf ? 0x1p-9 : 0x1p-6;
        if (got.scalar_type() != expected.scalar_type() || got.sizes() != expected.sizes())
            differences.push_back(name + " has another type or shape");
        else if (!at::allclose(got.to(at::kDouble), expected.to(at::kDouble), step, step / 8))
            differences.push_back(concat(name, " differs in ", at::toString(type)));
    }

    void hidden() {
        const std::int64_t width = config.hiddenSize;
        const at::Tensor weight = normal({width});
        for (const at::ScalarType addedType : {at::kFloat, type}) {
            const at::Tensor before = normal({2, 3, width});
            const at::Tensor added = normal({2, 3, width}).to(addedType);
            at::Tensor x = before.clone();
            const at::Tensor got = cuda::addAndNorm(x, added, weight, config.rmsNormEps, type);
            if (!at::equal(x, before + added)) differences.push_back("the hidden state differs");
            compare("norm", got, normed(x, weight, config.rmsNormEps).to(type));
        }
        const at::Tensor gateUp = normal({3, 2 * config.intermediateSize}).to(type);
        compare("gated SiLU", cuda::gatedSilu(gateUp),
                at::silu(gateUp.narrow(1, 0, config.intermediateSize))
                    .mul(gateUp.narrow(1, config.intermediateSize, config.intermediateSize)));
    }

    /// Two sequences, the second of which is longer by `ahead`.
    void heads(std::int64_t ahead, std::int64_t tokens, bool hasNorms) {
        const std::int64_t heads = config.headCount;
        const std::int64_t kvHeads = config.kvHeadCount;
        KvCache own(config, type, at::kCPU, 2, 12);
        KvCache expected(config, type, at::kCPU, 2, 12);
        for (KvCache* cache : {&own, &expected}) {
            cache->setLength(0, 3);
            cache->setLength(1, 3 + ahead);
        }
        const RotaryEmbedding rotary(config, at::kCPU);
        const at::Tensor positions = own.positions(tokens);
        const Rotation rotation = rotary.at(positions);
        const at::Tensor qkv = normal({2, tokens, heads + 2 * kvHeads, config.headDim}).to(type);
        const at::Tensor queryNorm = hasNorms ? normal({config.headDim}) : at::Tensor{};
        const at::Tensor keyNorm = hasNorms ? normal({config.headDim}) : at::Tensor{};
        const auto whole = [&](KvCache& cache) {
            return std::pair(cache.keys(1, 0, cache.contextLength()), cache.values(1, 0, cache.contextLength()));
        };
        const auto [keys, values] = whole(own);
        const at::Tensor queries = cuda::turnHeads(
            {qkv, queryNorm, keyNorm, config.rmsNormEps, positions, rotation, config.rotary.interleaved, keys, values});
        const auto turned = [&](std::int64_t first, std::int64_t count, const at::Tensor& norm) {
            const at::Tensor part = qkv.narrow(2, first, count);
            return rotary.apply(norm.defined() ? normed(part, norm, config.rmsNormEps).to(type) : part, rotation);
        };
        expected.write(1, turned(heads, kvHeads, keyNorm), qkv.narrow(2, heads + kvHeads, kvHeads));
        const auto [expectedKeys, expectedValues] = whole(expected);
        const std::string name = concat(tokens, " token(s), ", ahead, " ahead: ");
        compare(name + "queries", queries, turned(0, heads, queryNorm));
        compare(name + "keys", keys, expectedKeys);
        if (!at::equal(values, expectedValues)) differences.push_back(name + "values differ");
    }
};

}  // namespace

Result<Sentences> cudaOpsDifferences(const model::ModelConfig& config) {
    return guarded("compare operations", [&]() -> Result<Sentences> {
        Sentences all;
        for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
            Comparison comparison{config, type};
            comparison.hidden();
            for (const bool hasNorms : {false, true}) {
                comparison.heads(0, 4, hasNorms);
                comparison.heads(0, 1, hasNorms);
                comparison.heads(2, 1, hasNorms);
            }
            all.insert(all.end(), comparison.differences.begin(), comparison.differences.end());
        }
        return all;
    });
}

}  // namespace autoglm::test

#include "tests/torch/decode_step_check.h"

#include "core/engine/sampling.h"
#include "core/torch/cuda_decode_step.h"
#include "core/torch/guard.h"
#include "core/torch/loader.h"
#include "core/torch/transformer.h"

namespace autoglm::test {

using namespace torch_engine;
using engine::TokenId;

namespace {

/// A model with two caches that are filled alike, one of which the step decodes into.
class BothWays {
  public:
    BothWays(const StepCase& one, model::ModelFolderPtr folder, LoadedWeights loaded, const at::Device& device,
             std::int64_t batch, std::int64_t context)
        : m_folder(std::move(folder)),
          m_loaded(std::move(loaded)),
          m_device(device),
          m_activation(scalarType(one.scheme.activation)),
          m_transformer(m_folder->config, m_loaded.weights, m_activation),
          m_rotary(m_folder->config, device),
          m_step(m_folder->config, m_loaded.weights, m_activation, {one.tuning, one.runAhead, one.earlyKernels}),
          m_stepCache(m_folder->config, m_activation, device, batch, context),
          m_forwardCache(m_folder->config, m_activation, device, batch, context) {}

    void prefill(std::int64_t sequence, std::span<const TokenId> ids) {
        m_step.settle();
        for (KvCache* cache : {&m_stepCache, &m_forwardCache}) {
            KvCache own = cache->sequences(sequence, 1);
            reach(own.longest() + std::ssize(ids));
            m_transformer.forward(tensorOf(ids, 1).to(m_device), own, m_rotary, {});
            cache->setLength(sequence, own.longest());
        }
    }

    /// One id for each of the first sequences.
    void decode(std::span<const TokenId> ids) {
        const std::int64_t batch = std::ssize(ids);
        KvCache stepCache = m_stepCache.sequences(0, batch);
        KvCache forwardCache = m_forwardCache.sequences(0, batch);
        reach(stepCache.longest() + 1);
        keep(m_step.run(tensorOf(ids, batch), stepCache, m_rotary), rows.step);
        const at::Tensor hidden = m_transformer.forward(tensorOf(ids, batch).to(m_device), forwardCache, m_rotary, {});
        keep(m_transformer.logits(hidden.select(1, 0)).to(at::kCPU), rows.forward);
        for (std::int64_t i = 0; i < batch; ++i) {
            m_stepCache.setLength(i, stepCache.length(i));
            m_forwardCache.setLength(i, forwardCache.length(i));
        }
        rows.isRecorded = m_step.isRecorded(batch);
    }

    /// The likeliest token of each of the first sequences, `count` times.
    void decodeGreedily(std::size_t batch, int count) {
        for (int i = 0; i < count; ++i) {
            std::vector<TokenId> next;
            for (std::size_t row = rows.step.size() - batch; row < rows.step.size(); ++row)
                next.push_back(engine::argmax(rows.step[row]));
            decode(next);
        }
    }

    void endPart() { rows.stepsAhead.push_back(m_step.stepsAhead()); }

    std::int64_t room() const { return m_stepCache.contextLength() - m_stepCache.longest(); }

    void truncate(std::int64_t length) {
        m_step.settle();
        m_stepCache.truncate(length);
        m_forwardCache.truncate(length);
    }

    StepRows rows;

  private:
    void reach(std::int64_t length) {
        m_longest = std::max(m_longest, length);
        m_rotary.reach(m_longest);
    }

    static at::Tensor tensorOf(std::span<const TokenId> ids, std::int64_t batch) {
        at::Tensor tensor = at::empty({batch, std::ssize(ids) / batch}, at::kLong);
        std::ranges::copy(ids, tensor.data_ptr<std::int64_t>());
        return tensor;
    }

    static void keep(const at::Tensor& logits, std::vector<std::vector<float>>& into) {
        for (std::int64_t i = 0; i < logits.size(0); ++i) {
            const auto* row = logits.const_data_ptr<float>() + i * logits.size(1);
            into.emplace_back(row, row + logits.size(1));
        }
    }

    model::ModelFolderPtr m_folder;
    LoadedWeights m_loaded;
    at::Device m_device;
    at::ScalarType m_activation;
    Transformer m_transformer;
    RotaryEmbedding m_rotary;
    CudaDecodeStep m_step;
    KvCache m_stepCache;
    KvCache m_forwardCache;
    std::int64_t m_longest = 0;
};

template <class Use>
Result<StepRows> withModel(const StepCase& one, std::int64_t batch, std::int64_t context, const Use& use) {
    AUTOGLM_TRY(const model::ModelFolderPtr folder, model::openModelFolder(one.folder));
    engine::LoadRequest request;
    request.folder = folder;
    request.scheme = one.scheme;
    request.device = one.device;
    const at::Device device(one.device);
    AUTOGLM_TRY(LoadedWeights loaded, loadWeights(request, device, {}));
    return guarded("decode both ways", [&]() -> Result<StepRows> {
        BothWays both(one, folder, std::move(loaded), device, batch, context);
        use(both);
        return std::move(both.rows);
    });
}

}  // namespace

Result<StepRows> decodeBothWays(const StepCase& one, const std::vector<TokenId>& ids, std::size_t prefilled) {
    return withModel(one, 1, std::ssize(ids), [&](BothWays& both) {
        both.prefill(0, std::span(ids).first(prefilled));
        for (std::size_t i = prefilled; i < ids.size(); ++i)
            both.decode(std::span(ids).subspan(i, 1));
        both.truncate(3);
        for (std::size_t i = ids.size() - 3; i < ids.size(); ++i)
            both.decode(std::span(ids).subspan(i, 1));
    });
}

Result<StepRows> decodeSequencesBothWays(const StepCase& one, const std::vector<TokenId>& ids) {
    return withModel(one, 3, std::ssize(ids), [&](BothWays& both) {
        const std::span<const TokenId> all(ids);
        both.prefill(0, all.first(9));
        both.prefill(1, all.subspan(4, 2));
        both.prefill(2, all.subspan(1, 5));
        for (const std::size_t batch : {3U, 3U, 3U, 2U, 2U, 2U, 3U})
            both.decode(all.subspan(both.rows.step.size() % 7, batch));
    });
}

Result<StepRows> decodeGreedyBothWays(const StepCase& one, const std::vector<TokenId>& ids) {
    return withModel(one, 2, 48, [&](BothWays& both) {
        const std::span<const TokenId> all(ids);
        const auto decodeOne = [&](std::size_t i) { both.decode(all.subspan(i, 1)); };
        both.prefill(0, all.first(6));
        decodeOne(6);
        both.decodeGreedily(1, 9);
        both.endPart();
        for (const std::size_t other : {7U, 8U, 9U})
            decodeOne(other);
        both.decodeGreedily(1, 8);
        both.endPart();
        both.truncate(5);
        decodeOne(5);
        both.decodeGreedily(1, 8);
        both.endPart();
        // The expected token at the expected place, but behind others.
        const std::int64_t length = 5 + 1 + 8;
        both.truncate(0);
        both.prefill(0, all.first(static_cast<std::size_t>(length)));
        both.decodeGreedily(1, 1);
        both.endPart();
        both.decodeGreedily(1, static_cast<int>(both.room()));
        both.truncate(45);
        for (const std::size_t i : {2U, 3U, 4U})
            decodeOne(i);
        both.endPart();
        both.truncate(0);
        both.prefill(0, all.first(5));
        both.prefill(1, all.subspan(3, 9));
        both.decode(all.subspan(2, 2));
        both.decodeGreedily(2, 6);
        both.decodeGreedily(1, 6);
        both.endPart();
    });
}

}  // namespace autoglm::test

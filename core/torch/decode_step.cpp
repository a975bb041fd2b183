#include "core/torch/decode_step.h"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/torch/cpu_ops.h"
#include "core/torch/linear.h"
#include "core/torch/meeting.h"

namespace autoglm::torch_engine {
namespace {

/// Of weights in one task: short enough to wait for, long enough not to be seen beside its reading.
constexpr std::int64_t taskBytes = 64 << 10;
constexpr std::int64_t lineBytes = 64;
/// Room for shares of attention grows by this many chunks, not with every one.
constexpr std::int64_t chunkStep = 8;

std::int64_t wholeLines(std::int64_t bytes) {
    return (bytes + lineBytes - 1) / lineBytes * lineBytes;
}

}  // namespace

/// What one thread of the team does; every thread calls the same members in the same order.
class DecodeStep::Team {
  public:
    Team(DecodeStep& step, KvCache& cache, const Rotation& rotation, Meeting& meeting, std::byte* scratch)
        : m_step(step),
          m_cache(cache),
          m_rotation(rotation),
          m_meeting(meeting),
          m_batch(step.m_hidden.size(0)),
          m_scratch(scratch) {}

    void layer(std::int64_t index) const {
        const LayerWeights& weights = m_step.m_weights.layers[static_cast<std::size_t>(index)];
        const std::int64_t intermediate = m_step.m_config.intermediateSize;
        float* const x = data(m_step.m_hidden);

        float* const qkv = data(m_step.m_qkv);
        multiply(weights.qkv, normed(weights.qkv, x, weights.attentionNorm), qkv,
                 [&](std::int64_t first, std::int64_t last) { round(first, last, qkv, weights.qkv.outFeatures()); });
        attention(weights, index);
        addBlock(weights.attentionOutput, prepared(weights.attentionOutput, data(m_step.m_mixed)),
                 weights.postAttentionNorm);

        // The rows of gate and up belong together: who made both multiplies them.
        const Prepared normedX = normed(weights.gateUp, x, weights.mlpNorm);
        const cpu::WeightRows rows = weightRows(weights.gateUp);
        float* const gateUp = data(m_step.m_gateUp);
        float* const gated = data(m_step.m_gated);
        forTasks(rows, intermediate, [&](std::int64_t first, std::int64_t last) {
            for (const std::int64_t part : {std::int64_t{0}, intermediate}) {
                dot(rows, normedX, part + first, part + last, gateUp, 2 * intermediate);
                addBias(weights.gateUp, part + first, part + last, gateUp, 2 * intermediate);
                round(part + first, part + last, gateUp, 2 * intermediate);
            }
            for (std::int64_t m = 0; m < m_batch; ++m) {
                const float* gate = gateUp + m * 2 * intermediate + first;
                m_step.m_kernels.gatedSilu(gate, gate + intermediate, last - first, gated + m * intermediate + first);
            }
        });
        addBlock(weights.down, prepared(weights.down, gated), weights.postMlpNorm);
    }

    void logits() const {
        const Linear& head = m_step.m_weights.head;
        const Prepared x = normed(head, data(m_step.m_hidden), m_step.m_weights.finalNorm);
        multiply(head, x, data(m_step.m_logits), [](std::int64_t, std::int64_t) {});
    }

  private:
    /// Activations in the form in which a matrix takes them; made by every thread for itself.
    struct Prepared {
        const void* values = nullptr;                ///< for dotPrepared
        std::optional<cpu::Int8Activations> int8{};  ///< in place of it
    };

    static float* data(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }

    /// Calls work(first, last) for rows of about taskBytes each, on whichever thread is free; all meet at the end.
    template <class Work>
    void forTasks(const cpu::WeightRows& rows, std::int64_t count, const Work& work) const {
        const std::int64_t each = std::max<std::int64_t>(1, taskBytes / rows.rowBytes() / 4) * 4;
        m_meeting.forTasks((count + each - 1) / each,
                           [&](std::int64_t task) { work(task * each, std::min(count, (task + 1) * each)); });
    }

    void dot(const cpu::WeightRows& rows, const Prepared& x, std::int64_t first, std::int64_t last, float* out,
             std::int64_t stride) const {
        const cpu::RowTask task{rows, first, last, out + first, stride};
        if (x.int8)
            m_step.m_kernels.dotRowsInt8(task, *x.int8, static_cast<int>(m_batch));
        else
            m_step.m_kernels.dotPrepared(task, x.values, static_cast<int>(m_batch));
    }

    /// To the activation type, as a device would keep it.
    void round(std::int64_t first, std::int64_t last, float* out, std::int64_t stride) const {
        for (std::int64_t m = 0; m < m_batch; ++m)
            m_step.m_kernels.roundRow(storedType(m_step.m_activation), out + m * stride + first, last - first);
    }

    void addBias(const Linear& linear, std::int64_t first, std::int64_t last, float* out, std::int64_t stride) const {
        if (!linear.bias.defined()) return;
        const auto* bias = linear.bias.const_data_ptr<float>();
        for (std::int64_t m = 0; m < m_batch; ++m)
            for (std::int64_t r = first; r < last; ++r)
                out[m * stride + r] += bias[r];
    }

    /// Every row of `linear` by x, then its bias, then after(first, last) for the rows that a thread has made.
    template <class After>
    void multiply(const Linear& linear, const Prepared& x, float* out, const After& after) const {
        const cpu::WeightRows rows = weightRows(linear);
        const std::int64_t count = linear.outFeatures();
        forTasks(rows, count, [&](std::int64_t first, std::int64_t last) {
            dot(rows, x, first, last, out, count);
            addBias(linear, first, last, out, count);
            after(first, last);
        });
    }

    /// hidden += norm(linear · x); without a norm each row is added by who made it.
    void addBlock(const Linear& linear, const Prepared& x, const at::Tensor& norm) const {
        const std::int64_t width = m_step.m_config.hiddenSize;
        float* const hidden = data(m_step.m_hidden);
        float* const added = data(m_step.m_added);
        const auto add = [&](std::int64_t first, std::int64_t last) {
            for (std::int64_t m = 0; m < m_batch; ++m)
                for (std::int64_t r = m * width + first; r < m * width + last; ++r)
                    hidden[r] += added[r];
        };
        if (!norm.defined()) return multiply(linear, x, added, add);
        multiply(linear, x, added, [](std::int64_t, std::int64_t) {});
        m_meeting.forTasks(1, [&](std::int64_t) {
            for (std::int64_t m = 0; m < m_batch; ++m)
                normRow(added + m * width, norm, width, added + m * width);
            add(0, width);
        });
    }

    void normRow(const float* x, const at::Tensor& weight, std::int64_t count, float* out) const {
        m_step.m_kernels.normRow(x, weight.const_data_ptr<float>(), static_cast<float>(m_step.m_config.rmsNormEps),
                                 count, out);
    }

    /// norm(x), prepared for `linear`, in this thread's scratch: all of them need all of it, and making it costs less
    /// than waiting for one that does.
    Prepared normed(const Linear& linear, const float* x, const at::Tensor& norm) const {
        const std::int64_t width = m_step.m_config.hiddenSize;
        auto* const out = reinterpret_cast<float*>(m_scratch);
        for (std::int64_t m = 0; m < m_batch; ++m)
            normRow(x + m * width, norm, width, out + m * width);
        return prepared(linear, out);
    }

    /// x: [batch, in]; behind what normed() wrote.
    Prepared prepared(const Linear& linear, const float* x) const {
        const auto batch = static_cast<int>(m_batch);
        std::byte* at = m_scratch + normedBytes(m_step.m_config, m_batch);
        if (linear.scheme.precision == model::Precision::Int8Dynamic) {
            const std::int64_t columns = linear.inFeatures;
            auto* const scales = reinterpret_cast<float*>(at);
            auto* const sums = reinterpret_cast<std::int32_t*>(at + lineBytes);
            auto* const values = reinterpret_cast<std::int8_t*>(at + 2 * lineBytes);
            for (std::int64_t m = 0; m < m_batch; ++m)
                scales[m] =
                    m_step.m_kernels.quantizeActivations(x + m * columns, columns, values + m * columns, sums[m]);
            return {nullptr, cpu::Int8Activations{values, scales, sums}};
        }
        const cpu::WeightRows rows = weightRows(linear);
        if (m_step.m_kernels.preparedBytes(rows, batch) == 0) return {x};
        m_step.m_kernels.prepare(rows, x, batch, at);
        return {at};
    }

    void attention(const LayerWeights& weights, std::int64_t layer) const {
        const std::int64_t kvHeads = m_step.m_config.kvHeadCount;
        const std::int64_t chunks = attentionChunks(m_cache.longest() + 1);
        m_meeting.forTasks(m_batch * kvHeads * chunks, [&](std::int64_t i) {
            attendPart(weights, layer, i / chunks / kvHeads, i / chunks % kvHeads, i % chunks);
        });
    }

    /// Some positions of a key-value head by the query heads that read it. Who is the last of a head to finish makes
    /// its output.
    void attendPart(const LayerWeights& weights, std::int64_t layer, std::int64_t sequence, std::int64_t kvHead,
                    std::int64_t chunk) const {
        const model::ModelConfig& config = m_step.m_config;
        const std::int64_t dim = config.headDim;
        const std::int64_t group = config.headCount / config.kvHeadCount;
        const std::int64_t position = m_cache.length(sequence);
        const std::int64_t window = config.window(layer);
        const std::int64_t visible = window > 0 ? std::min(window, position + 1) : position + 1;
        const std::int64_t chunks = attentionChunks(visible);
        if (chunk >= chunks) return;

        if (chunk == chunks - 1) keep(weights, layer, sequence, kvHead, position);
        const std::int64_t first = position + 1 - visible + chunk * attentionChunk;
        const std::int64_t count = std::min(attentionChunk, position + 1 - first);
        const KvCache::Rows rows = m_cache.rows(layer, sequence, kvHead);
        const cpu::WeightType type = storedType(m_step.m_activation);
        const cpu::WeightRows keys{.type = type, .weights = rows.keys + first * rows.rowBytes, .columns = dim};
        const cpu::WeightRows values{.type = type, .weights = rows.values + first * rows.rowBytes, .columns = dim};
        auto* const queries = reinterpret_cast<float*>(m_scratch);
        turnQueries(weights, sequence, kvHead, queries);
        const std::int64_t head = sequence * config.kvHeadCount + kvHead;
        float* const shares = data(m_step.m_shares) + head * m_step.m_shares.size(1);
        attendChunk(keys, values, count, queries, group, queries + group * dim,
                    shares + chunk * attentionShare(group, dim));
        std::atomic<std::int64_t>& finished = m_step.m_finished[static_cast<std::size_t>(head)];
        if (finished.fetch_add(1, std::memory_order_acq_rel) + 1 < chunks) return;
        finished.store(0, std::memory_order_relaxed);
        mergeShares(shares, chunks, group, dim,
                    data(m_step.m_mixed) + (sequence * config.headCount + kvHead * group) * dim);
    }

    /// The new token's key, turned, and its value, into the cache.
    void keep(const LayerWeights& weights, std::int64_t layer, std::int64_t sequence, std::int64_t kvHead,
              std::int64_t position) const {
        const model::ModelConfig& config = m_step.m_config;
        const KvCache::Rows rows = m_cache.rows(layer, sequence, kvHead);
        const cpu::WeightType type = storedType(m_step.m_activation);
        float* const key = headOf(sequence, config.headCount + kvHead);
        turn(key, weights.keyNorm, sequence);
        m_step.m_kernels.narrowRow(type, key, config.headDim, rows.keys + position * rows.rowBytes);
        m_step.m_kernels.narrowRow(type, headOf(sequence, config.headCount + config.kvHeadCount + kvHead),
                                   config.headDim, rows.values + position * rows.rowBytes);
    }

    /// The query heads that read a key-value head, turned and scaled, into `out`.
    void turnQueries(const LayerWeights& weights, std::int64_t sequence, std::int64_t kvHead, float* out) const {
        const std::int64_t dim = m_step.m_config.headDim;
        const std::int64_t group = m_step.m_config.headCount / m_step.m_config.kvHeadCount;
        const auto scale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(dim)));
        std::copy_n(headOf(sequence, kvHead * group), group * dim, out);
        for (float* query = out; query < out + group * dim; query += dim) {
            turn(query, weights.queryNorm, sequence);
            for (std::int64_t k = 0; k < dim; ++k)
                query[k] *= scale;
        }
    }

    /// Query heads first, then keys, then values.
    float* headOf(std::int64_t sequence, std::int64_t head) const {
        const model::ModelConfig& config = m_step.m_config;
        return data(m_step.m_qkv) + (sequence * (config.headCount + 2 * config.kvHeadCount) + head) * config.headDim;
    }

    /// One head: its norm where the family has one, then the rotation of its position.
    void turn(float* head, const at::Tensor& norm, std::int64_t sequence) const {
        if (norm.defined()) normRow(head, norm, m_step.m_config.headDim, head);
        const std::int64_t half = m_step.m_config.rotary.rotatedDim(m_step.m_config.headDim) / 2;
        const std::int64_t row = m_rotation.cos.numel() > half ? sequence : 0;
        rotateHead(head, m_rotation.cos.const_data_ptr<float>() + row * half,
                   m_rotation.sin.const_data_ptr<float>() + row * half, half, m_step.m_config.rotary.interleaved);
    }

  public:
    static std::int64_t normedBytes(const model::ModelConfig& config, std::int64_t batch) {
        return wholeLines(batch * config.hiddenSize * static_cast<std::int64_t>(sizeof(float)));
    }

  private:
    DecodeStep& m_step;
    KvCache& m_cache;
    const Rotation& m_rotation;
    Meeting& m_meeting;
    const std::int64_t m_batch;
    std::byte* const m_scratch;
};

void DecodeStep::makeBuffers(std::int64_t batch, std::int64_t context) {
    const model::ModelConfig& config = m_config;
    const std::int64_t headWidth = config.headCount * config.headDim;
    const auto make = [&](at::Tensor& tensor, std::int64_t columns, at::ScalarType type) {
        if (!tensor.defined() || tensor.size(0) != batch) tensor = at::empty({batch, columns}, type);
    };
    make(m_hidden, config.hiddenSize, at::kFloat);
    make(m_added, config.hiddenSize, at::kFloat);
    make(m_qkv, headWidth + 2 * config.kvHeadCount * config.headDim, at::kFloat);
    make(m_mixed, headWidth, at::kFloat);
    make(m_gateUp, 2 * config.intermediateSize, at::kFloat);
    make(m_gated, config.intermediateSize, at::kFloat);
    make(m_logits, config.vocabSize, at::kFloat);

    std::int64_t prepared = 0;
    const auto count = [&](const Linear& linear) {
        const std::int64_t int8 = batch * linear.inFeatures + 2 * lineBytes;
        prepared =
            std::max({prepared, int8,
                      static_cast<std::int64_t>(m_kernels.preparedBytes(weightRows(linear), static_cast<int>(batch)))});
    };
    const LayerWeights& layer = m_weights.layers.front();
    for (const Linear* linear : {&layer.qkv, &layer.attentionOutput, &layer.gateUp, &layer.down, &m_weights.head})
        count(*linear);
    const std::int64_t group = config.headCount / config.kvHeadCount;
    const std::int64_t chunks = (attentionChunks(context) + chunkStep - 1) / chunkStep * chunkStep;
    const std::int64_t shares = chunks * attentionShare(group, config.headDim);
    const std::int64_t heads = batch * config.kvHeadCount;
    if (!m_shares.defined() || m_shares.size(0) != heads || m_shares.size(1) < shares)
        m_shares = at::empty({heads, shares}, at::kFloat);
    if (std::ssize(m_finished) != heads)
        m_finished = std::vector<std::atomic<std::int64_t>>(static_cast<std::size_t>(heads));

    const std::int64_t attention =
        (group * config.headDim + cpu::maximumDotBatch * attentionChunk) * static_cast<std::int64_t>(sizeof(float));
    const std::int64_t bytes = wholeLines(std::max(attention, Team::normedBytes(config, batch) + prepared));
    const std::int64_t threads = at::get_num_threads();
    if (!m_scratch.defined() || m_scratch.size(0) < threads || m_scratch.size(1) < bytes)
        m_scratch = at::empty({threads, bytes}, at::kByte);
}

at::Tensor DecodeStep::run(const at::Tensor& ids, KvCache& cache, const RotaryEmbedding& rotary) {
    const std::int64_t batch = cache.batch();
    makeBuffers(batch, cache.longest() + 1);
    const Rotation rotation = rotary.at(cache.positions(1));
    const cpu::WeightRows table{.type = storedType(m_weights.embedding.scalar_type()),
                                .weights = m_weights.embedding.const_data_ptr(),
                                .columns = m_config.hiddenSize};
    for (std::int64_t m = 0; m < batch; ++m)
        m_kernels.expandRow(table, ids.const_data_ptr<std::int64_t>()[m], 0, m_config.hiddenSize,
                            m_hidden.data_ptr<float>() + m * m_config.hiddenSize);
    std::optional<Meeting> meeting;
#pragma omp parallel num_threads(at::get_num_threads())
    {
#pragma omp single
        meeting.emplace(omp_get_num_threads());  // which may be fewer than were asked for
        auto* const scratch = static_cast<std::byte*>(m_scratch.data_ptr()) + omp_get_thread_num() * m_scratch.size(1);
        const Team team(*this, cache, rotation, *meeting, scratch);
        for (std::int64_t layer = 0; layer < m_config.layerCount; ++layer)
            team.layer(layer);
        team.logits();
    }
    cache.advance(1);
    return m_logits;
}

}  // namespace autoglm::torch_engine

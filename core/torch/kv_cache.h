// Keys and values of every layer, allocated once for the whole context. Tokens are appended behind each sequence's
// length; truncation only moves lengths. Owned by a session; engine thread.
#pragma once

#include <algorithm>
#include <vector>

#include "core/model/config.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

class KvCache {
  public:
    KvCache(const model::ModelConfig& config, at::ScalarType type, const at::Device& device, std::int64_t batch,
            std::int64_t contextLength);

    /// The sequences from `first` on as a cache of their own: the same storage, lengths that go their own way.
    KvCache sequences(std::int64_t first, std::int64_t count) const;

    /// Writes [batch, tokens, kvHeads, headDim] of `layer` behind the present lengths; of different ones one token
    /// each.
    void write(std::int64_t layer, const at::Tensor& keys, const at::Tensor& values);

    /// Of the next `tokens` tokens, INT64: [1, tokens] where all sequences are equally long, else [batch, tokens].
    at::Tensor positions(std::int64_t tokens) const;

    /// `count` positions of `layer` from `first` on: [batch, kvHeads, count, headDim], a view.
    at::Tensor keys(std::int64_t layer, std::int64_t first, std::int64_t count) const;
    at::Tensor values(std::int64_t layer, std::int64_t first, std::int64_t count) const;

    /// One head of one sequence on a CPU: positions from 0 on, one after the other, each of `rowBytes`.
    struct Rows {
        std::byte* keys;
        std::byte* values;
        std::int64_t rowBytes;
    };
    Rows rows(std::int64_t layer, std::int64_t sequence, std::int64_t kvHead) const;

    void advance(std::int64_t tokens);
    void truncate(std::int64_t length) { m_lengths.assign(m_lengths.size(), length); }
    void setLength(std::int64_t sequence, std::int64_t length) {
        m_lengths[static_cast<std::size_t>(sequence)] = length;
    }
    /// Sequence `to` holds what `from` holds.
    void copy(std::int64_t from, std::int64_t to);

    std::int64_t length(std::int64_t sequence) const { return m_lengths[static_cast<std::size_t>(sequence)]; }
    std::int64_t longest() const { return std::ranges::max(m_lengths); }
    std::int64_t shortest() const { return std::ranges::min(m_lengths); }
    std::int64_t contextLength() const { return m_keys.size(3); }
    std::int64_t batch() const { return m_keys.size(1); }
    std::uint64_t sizeBytes() const { return m_keys.nbytes() + m_values.nbytes(); }

  private:
    KvCache() = default;
    bool isEven() const { return shortest() == longest(); }
    at::Tensor lengths() const;  // [batch]

    at::Tensor m_keys;    // [layers, batch, kvHeads, context, headDim]
    at::Tensor m_values;  // [layers, batch, kvHeads, context, headDim]
    std::vector<std::int64_t> m_lengths;
};

}  // namespace autoglm::torch_engine

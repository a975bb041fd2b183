// Keys and values of every layer, allocated once for the whole context. Tokens are appended; truncation only moves the
// length. Owned by a session; engine thread.
#pragma once

#include "core/model/config.h"
#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

class KvCache {
  public:
    KvCache(const model::ModelConfig& config, at::ScalarType type, const at::Device& device, std::int64_t batch,
            std::int64_t contextLength);

    /// Writes [batch, tokens, kvHeads, headDim] of `layer` behind the present length.
    void write(std::int64_t layer, const at::Tensor& keys, const at::Tensor& values);

    /// `count` positions of `layer` from `first` on: [batch, kvHeads, count, headDim], a view.
    at::Tensor keys(std::int64_t layer, std::int64_t first, std::int64_t count) const;
    at::Tensor values(std::int64_t layer, std::int64_t first, std::int64_t count) const;

    void advance(std::int64_t tokens) { m_length += tokens; }
    void truncate(std::int64_t length) { m_length = length; }
    std::int64_t length() const { return m_length; }
    std::int64_t contextLength() const { return m_keys.size(3); }
    std::int64_t batch() const { return m_keys.size(1); }
    std::uint64_t sizeBytes() const { return m_keys.nbytes() + m_values.nbytes(); }

  private:
    at::Tensor m_keys;    // [layers, batch, kvHeads, context, headDim]
    at::Tensor m_values;  // [layers, batch, kvHeads, context, headDim]
    std::int64_t m_length = 0;
};

}  // namespace autoglm::torch_engine

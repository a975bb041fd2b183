// Rotary position embedding of one model as config.json describes it, scaling resolved to numbers. Values; any thread.
// Source: huggingface/transformers, modeling_rope_utils.py.
#pragma once

#include <cstdint>

#include "core/base/result.h"

namespace autoglm::model {

class Fields;
struct Family;

/// How frequencies are changed for contexts beyond the one a model was trained on.
enum class RotaryScaling {
    None,
    Linear,   ///< every frequency divided by `factor`
    Dynamic,  ///< a larger base from `originalPositions` on, by the longest length seen
    Llama3,   ///< low frequencies divided by `factor`, high ones kept, a ramp between
    Yarn,     ///< as Llama3 with another ramp; cosines and sines times `attentionFactor`
};

struct RotaryConfig {
    double theta = 10000.0;
    double partialFactor = 1.0;  ///< share of headDim that is rotated
    bool interleaved = false;    ///< GLM rotates neighbouring pairs (2i, 2i+1), Llama and Qwen halves (i, i+d/2)

    RotaryScaling scaling = RotaryScaling::None;
    double factor = 1.0;
    std::int64_t originalPositions = 0;  ///< the context the model was trained on; 0 without scaling
    double attentionFactor = 1.0;
    double lowFrequencyFactor = 1.0;   ///< Llama3
    double highFrequencyFactor = 4.0;  ///< Llama3
    double betaFast = 32.0;            ///< Yarn: rotations in the original context above which a frequency is kept
    double betaSlow = 1.0;             ///< Yarn: rotations below which it is divided by `factor`
    bool truncate = true;              ///< Yarn: the ramp starts and ends at whole dimensions

    /// How many of a head's dimensions are rotated.
    std::int64_t rotatedDim(std::int64_t headDim) const {
        return static_cast<std::int64_t>(static_cast<double>(headDim) * partialFactor);
    }
};

/// `maxPositions` is max_position_embeddings. Errors: Corrupt, Unsupported (a scaling that is not listed above).
Result<RotaryConfig> readRotary(const Fields& top, const Family& family, std::int64_t maxPositions);

/// Tokens a context may hold: `maxPositions`, or what the scaling makes of the original context where that is more.
std::int64_t scaledPositions(const RotaryConfig& rotary, std::int64_t maxPositions);

}  // namespace autoglm::model

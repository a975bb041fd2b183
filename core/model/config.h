// What config.json and generation_config.json say, in the spelling of transformers 4 and 5, as one value. Any thread.
// Errors: Corrupt (not JSON, a value of the wrong kind or range), Unsupported (architecture, rope type,
// quantization_config), NotFound. Source of the fields: huggingface/transformers configuration_glm.py and its siblings,
// THUDM configuration_chatglm.py.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/precision.h"
#include "core/model/rotary_config.h"

namespace autoglm::model {

struct ModelConfig {
    std::string architecture;  ///< "GlmForCausalLM"
    std::string modelType;     ///< "glm"
    std::int64_t vocabSize = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t layerCount = 0;
    std::int64_t headCount = 0;
    std::int64_t kvHeadCount = 0;
    std::int64_t headDim = 0;
    std::int64_t maxPositions = 0;  ///< tokens a context may hold, with the scaling of positions
    double rmsNormEps = 1e-5;
    bool attentionBias = false;        ///< of query, key and value
    bool attentionOutputBias = false;  ///< of the output projection
    bool mlpBias = false;
    bool queryKeyNorms = false;  ///< RMS norm of each query and key head before it is rotated
    bool sandwichNorms = false;  ///< RMS norms of what attention and MLP add, too
    bool tieWordEmbeddings = false;
    RotaryConfig rotary;
    std::int64_t slidingWindow = 0;   ///< tokens that a sliding layer sees, the present one included; 0: no such layer
    std::vector<bool> slidingLayers;  ///< by layer; empty: none slides
    DType storedDtype = DType::F32;
    std::optional<std::int64_t> bosId;
    std::optional<std::int64_t> padId;
    std::vector<std::int64_t> eosIds;

    /// Tokens that `layer` sees, the present one included; 0: all.
    std::int64_t window(std::int64_t layer) const {
        return !slidingLayers.empty() && slidingLayers[static_cast<std::size_t>(layer)] ? slidingWindow : 0;
    }
};

/// Defaults of generation that a model folder asks for; absent where it says nothing.
struct GenerationConfig {
    std::optional<bool> doSample;
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<std::int64_t> topK;
    std::optional<double> minP;
    std::optional<double> repetitionPenalty;
    std::optional<std::int64_t> maxNewTokens;
    std::vector<std::int64_t> eosIds;  ///< empty: those of config.json
};

/// `subject` is the file's path for messages. Every number is range-checked, so that later products cannot overflow.
Result<ModelConfig> parseModelConfig(const Json& json, const std::string& subject);
Result<ModelConfig> loadModelConfig(const std::filesystem::path& folder);
/// A missing file gives an empty configuration.
Result<GenerationConfig> loadGenerationConfig(const std::filesystem::path& folder);

}  // namespace autoglm::model

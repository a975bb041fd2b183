// Which stored tensors a model needs, of what shape, and which rows of which engine matrix they become. The differences
// between model families are this table, family.h and ModelConfig; the engine has one transformer. Values; any thread.
// Stored linear weights are [out, in], as in torch.nn.Linear.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/model/slot.h"

namespace autoglm::model {

struct PlannedTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    Slot slot = Slot::TokenEmbedding;
    std::int64_t layer = -1;     ///< -1 outside the layers
    std::int64_t rowOffset = 0;  ///< first row (or element) in the slot's matrix
    std::size_t source = 0;      ///< index into ModelFolder::tensors
};

/// The full shape of a slot's matrix for `config`.
std::vector<std::int64_t> slotShape(const ModelConfig& config, Slot slot);

/// The slots that every layer of `config` has; beside them there are TokenEmbedding, FinalNorm and OutputHead.
std::vector<Slot> layerSlots(const ModelConfig& config);

/// Every tensor that must be stored for `config`, `source` not yet set. Empty where the architecture is not in
/// family.h.
std::vector<PlannedTensor> planTensors(const ModelConfig& config);

}  // namespace autoglm::model

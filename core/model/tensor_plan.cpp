#include "core/model/tensor_plan.h"

#include <algorithm>

#include "core/model/family.h"

namespace autoglm::model {
namespace {

struct Rows {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

Rows rowsOf(const ModelConfig& config, Slot slot, Part part) {
    const std::int64_t query = config.headCount * config.headDim;
    const std::int64_t key = config.kvHeadCount * config.headDim;
    switch (part) {
        case Part::Query:
            return {0, query};
        case Part::Key:
            return {query, key};
        case Part::Value:
            return {query + key, key};
        case Part::Gate:
            return {0, config.intermediateSize};
        case Part::Up:
            return {config.intermediateSize, config.intermediateSize};
        case Part::All:
            break;
    }
    return {0, slotShape(config, slot)[0]};
}

}  // namespace

std::vector<std::int64_t> slotShape(const ModelConfig& config, Slot slot) {
    const std::int64_t qkvRows = (config.headCount + 2 * config.kvHeadCount) * config.headDim;
    switch (slot) {
        case Slot::TokenEmbedding:
        case Slot::OutputHead:
            return {config.vocabSize, config.hiddenSize};
        case Slot::QkvWeight:
            return {qkvRows, config.hiddenSize};
        case Slot::QkvBias:
            return {qkvRows};
        case Slot::QueryNorm:
        case Slot::KeyNorm:
            return {config.headDim};
        case Slot::AttentionOutput:
            return {config.hiddenSize, config.headCount * config.headDim};
        case Slot::GateUpWeight:
            return {2 * config.intermediateSize, config.hiddenSize};
        case Slot::GateUpBias:
            return {2 * config.intermediateSize};
        case Slot::DownWeight:
            return {config.hiddenSize, config.intermediateSize};
        default:
            return {config.hiddenSize};  // norms, and biases of what is added to the hidden state
    }
}

std::vector<Slot> layerSlots(const ModelConfig& config) {
    std::vector<Slot> slots = {Slot::AttentionNorm, Slot::QkvWeight,    Slot::AttentionOutput,
                               Slot::MlpNorm,       Slot::GateUpWeight, Slot::DownWeight};
    if (config.attentionBias) slots.push_back(Slot::QkvBias);
    if (config.attentionOutputBias) slots.push_back(Slot::AttentionOutputBias);
    if (config.mlpBias) slots.insert(slots.end(), {Slot::GateUpBias, Slot::DownBias});
    if (config.queryKeyNorms) slots.insert(slots.end(), {Slot::QueryNorm, Slot::KeyNorm});
    if (config.sandwichNorms) slots.insert(slots.end(), {Slot::PostAttentionNorm, Slot::PostMlpNorm});
    return slots;
}

std::vector<PlannedTensor> planTensors(const ModelConfig& config) {
    std::vector<PlannedTensor> plan;
    const Family* family = findFamily(config.architecture);
    if (!family) return plan;
    const TensorLayout& layout = *family->layout;
    const auto add = [&](std::string name, Slot slot, std::int64_t layer = -1, Part part = Part::All) {
        const Rows rows = rowsOf(config, slot, part);
        std::vector<std::int64_t> shape = slotShape(config, slot);
        shape[0] = rows.count;
        plan.push_back({std::move(name), std::move(shape), slot, layer, rows.first, 0});
    };
    const std::vector<Slot> slots = layerSlots(config);
    add(std::string(layout.embedding), Slot::TokenEmbedding);
    for (std::int64_t layer = 0; layer < config.layerCount; ++layer) {
        const std::string prefix = std::string(layout.layers) + std::to_string(layer) + ".";
        for (const StoredName& stored : layout.layer)
            if (std::ranges::find(slots, stored.slot) != slots.end())
                add(prefix + std::string(stored.name), stored.slot, layer, stored.part);
    }
    add(std::string(layout.finalNorm), Slot::FinalNorm);
    if (!config.tieWordEmbeddings) add(std::string(layout.head), Slot::OutputHead);
    return plan;
}

}  // namespace autoglm::model

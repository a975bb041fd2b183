// What each precision costs on this machine before it is applied, and why one cannot run: one pure function behind the
// quantize pane, the toolbar's segments and the ledger of the weights pane. Sentences are translated. GUI thread.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/engine/engine_facts.h"
#include "core/model/ledger.h"

namespace autoglm::ui {

struct LoadedWeights {
    model::Precision precision = model::Precision::Bf16;
    std::uint64_t bytes = 0;  ///< measured
};

struct PrecisionSituation {
    model::ModelConfig config;
    std::string device = "cpu";
    std::int64_t contextTokens = 2048;           ///< not above what the model was made for
    std::optional<std::uint64_t> freeBytes{};    ///< for a new model: with what the loaded one would give back
    std::optional<engine::EngineFacts> facts{};  ///< absent: nothing is known of the device yet
    std::optional<LoadedWeights> loaded{};       ///< of the same model
};

struct PrecisionCost {
    model::Scheme scheme;
    model::MemoryLedger ledger;
    model::WeightParts parts;
    std::optional<std::uint64_t> measuredBytes;  ///< weights, of the loaded precision
    QString obstacle;                            ///< a sentence; empty where it can run here
    bool runs() const { return obstacle.isEmpty(); }
};

PrecisionCost precisionCost(const PrecisionSituation& situation, model::Precision precision);
/// In the order of model::allPrecisions.
std::vector<PrecisionCost> precisionCosts(const PrecisionSituation& situation);

QString quantizedSentence(const PrecisionCost& cost);  ///< what is stored in the precision, with count and bytes
QString keptSentence(const PrecisionCost& cost);       ///< what stays, with count and bytes

}  // namespace autoglm::ui

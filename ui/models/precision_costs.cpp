#include "ui/models/precision_costs.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/figures.h"
#include "ui/models/wording.h"

namespace autoglm::ui {

namespace {

struct CostWords {
    Q_DECLARE_TR_FUNCTIONS(PrecisionCosts)
};

QString deviceObstacle(const PrecisionSituation& situation, model::Precision precision) {
    if (!situation.facts) return {};
    const auto& devices = situation.facts->devices;
    const auto device = std::ranges::find(devices, situation.device, &engine::DeviceFacts::id);
    const QString name = QString::fromStdString(situation.device);
    if (device == devices.end()) return CostWords::tr("The device %1 is not there.").arg(name);
    if (std::ranges::find(device->precisions, model::precisionName(precision)) != device->precisions.end()) return {};
    return CostWords::tr("%1 does not run on %2 (%3).")
        .arg(precisionWord(precision), name, QString::fromStdString(device->name));
}

QString memoryObstacle(const PrecisionSituation& situation, const model::MemoryLedger& ledger) {
    if (!situation.freeBytes || ledger.totalBytes() <= *situation.freeBytes) return {};
    return CostWords::tr("Does not fit: %1 are needed, %2 are free on %3.")
        .arg(bytes(ledger.totalBytes()), bytes(*situation.freeBytes), QString::fromStdString(situation.device));
}

}  // namespace

PrecisionCost precisionCost(const PrecisionSituation& situation, model::Precision precision) {
    PrecisionCost cost;
    cost.scheme = model::makeScheme(precision);
    cost.ledger = model::computeLedger(situation.config, cost.scheme, situation.contextTokens);
    cost.parts = model::computeWeightParts(situation.config, cost.scheme);
    if (situation.loaded && situation.loaded->precision == precision) {
        cost.measuredBytes = situation.loaded->bytes;
        return cost;  // it does run
    }
    cost.obstacle = deviceObstacle(situation, precision);
    if (cost.obstacle.isEmpty()) cost.obstacle = memoryObstacle(situation, cost.ledger);
    return cost;
}

std::vector<PrecisionCost> precisionCosts(const PrecisionSituation& situation) {
    std::vector<PrecisionCost> out;
    for (const model::Precision precision : model::allPrecisions)
        out.push_back(precisionCost(situation, precision));
    return out;
}

QString quantizedSentence(const PrecisionCost& cost) {
    if (!cost.scheme.isQuantized()) return CostWords::tr("nothing");
    return CostWords::tr("%n matrices, %1: every linear layer and the output head", nullptr,
                         static_cast<int>(cost.parts.linearCount))
        .arg(bytes(cost.parts.linearBytes));
}

QString keptSentence(const PrecisionCost& cost) {
    if (!cost.scheme.isQuantized())
        return CostWords::tr("all %n tensors, %1", nullptr,
                             static_cast<int>(cost.parts.linearCount + cost.parts.otherCount))
            .arg(bytes(cost.ledger.weightsBytes));
    return CostWords::tr("%n tensors, %1: embedding, norms and biases", nullptr,
                         static_cast<int>(cost.parts.otherCount))
        .arg(bytes(cost.parts.otherBytes));
}

}  // namespace autoglm::ui

#include <limits>

#include "core/model/config.h"
#include "core/model/ledger.h"
#include "core/model/tensor_plan.h"
#include "tests/fuzz/fuzz_targets.h"

namespace autoglm::fuzz {
namespace {

void computeLedgers(const model::ModelConfig& config) {
    constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
    for (const model::Precision precision : model::allPrecisions) {
        const model::Scheme scheme = model::makeScheme(precision);
        std::uint64_t before = 0;
        for (const std::int64_t context : {std::int64_t{0}, std::int64_t{1}, config.maxPositions, endless}) {
            const std::uint64_t total = model::computeLedger(config, scheme, context).totalBytes();
            require(total >= before, "a longer context takes no less memory");
            before = total;
        }
        const std::uint64_t many = model::computeLedger(config, scheme, endless, endless).totalBytes();
        require(many >= before, "more sequences take no less memory");
    }
}

}  // namespace

Outcome config(std::string_view json) {
    static const ScratchFolder folder;
    folder.write("generation_config.json", json);
    if (const auto generation = model::loadGenerationConfig(folder.path()); !generation) refused(generation.error());
    const auto parsed = parseJson(json, "config.json");
    if (!parsed) return refused(parsed.error());
    const auto config = model::parseModelConfig(*parsed, "config.json");
    if (!config) return refused(config.error());
    const auto plan = model::planTensors(*config);
    require(!plan.empty(), "an accepted architecture has tensors");
    for (const model::PlannedTensor& tensor : plan) {
        const std::vector<std::int64_t> whole = model::slotShape(*config, tensor.slot);
        require(tensor.shape.size() == whole.size() && tensor.shape[0] > 0 && tensor.rowOffset >= 0 &&
                    tensor.rowOffset + tensor.shape[0] <= whole[0],
                "every tensor lies within its matrix");
    }
    computeLedgers(*config);
    return Outcome::Accepted;
}

}  // namespace autoglm::fuzz

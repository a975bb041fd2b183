#include "core/model/rotary_config.h"

#include <algorithm>
#include <array>

#include "core/model/config_fields.h"
#include "core/model/family.h"

namespace autoglm::model {
namespace {

struct ScalingName {
    std::string_view name;
    RotaryScaling scaling;
};
constexpr std::array scalingNames = std::to_array<ScalingName>({{"default", RotaryScaling::None},
                                                                {"linear", RotaryScaling::Linear},
                                                                {"dynamic", RotaryScaling::Dynamic},
                                                                {"llama3", RotaryScaling::Llama3},
                                                                {"yarn", RotaryScaling::Yarn}});

Result<RotaryScaling> readScalingName(const Fields& rope) {
    AUTOGLM_TRY(const std::string oldName, rope.text("type", "default"));
    AUTOGLM_TRY(const std::string name, rope.text("rope_type", oldName));
    const auto* found = std::ranges::find(scalingNames, name, &ScalingName::name);
    if (found == scalingNames.end())
        return rope.unsupported("rotary embedding of type '" + sanitizeUtf8(name) + "'",
                                "'default', 'linear', 'dynamic', 'llama3' or 'yarn'");
    return found->scaling;
}

/// What transformers multiplies cosines and sines by; mscale and mscale_all_dim are DeepSeek's spelling of it.
Result<double> readYarnAttentionFactor(const Fields& rope, double factor) {
    if (rope.find("attention_factor")) return rope.number("attention_factor", 1e6, Fields::Zero::Refused, 1.0);
    AUTOGLM_TRY(const double mscale, rope.number("mscale", 1e6, Fields::Zero::Accepted, 0.0));
    AUTOGLM_TRY(const double mscaleAll, rope.number("mscale_all_dim", 1e6, Fields::Zero::Accepted, 0.0));
    const auto scaled = [&](double scale) { return factor <= 1.0 ? 1.0 : 0.1 * scale * std::log(factor) + 1.0; };
    return mscale != 0 && mscaleAll != 0 ? scaled(mscale) / scaled(mscaleAll) : scaled(1.0);
}

Status readYarn(const Fields& rope, RotaryConfig& rotary) {
    if (rotary.theta <= 1.0) return rope.wrong("rope_theta", rotary.theta, "a number above 1 for 'yarn'");
    AUTOGLM_TRY(rotary.attentionFactor, readYarnAttentionFactor(rope, rotary.factor));
    const auto orDefault = [](double value, double fallback) { return value != 0 ? value : fallback; };
    AUTOGLM_TRY(const double fast, rope.number("beta_fast", 1e6, Fields::Zero::Accepted, 0.0));
    AUTOGLM_TRY(const double slow, rope.number("beta_slow", 1e6, Fields::Zero::Accepted, 0.0));
    rotary.betaFast = orDefault(fast, rotary.betaFast);
    rotary.betaSlow = orDefault(slow, rotary.betaSlow);
    AUTOGLM_TRY(rotary.truncate, rope.flag("truncate", true));
    return {};
}

Status readLlama3(const Fields& rope, RotaryConfig& rotary) {
    for (const char* key : {"low_freq_factor", "high_freq_factor"})
        if (!rope.find(key)) return rope.missing(key, "a number above 0");
    AUTOGLM_TRY(rotary.lowFrequencyFactor, rope.number("low_freq_factor", 1e6, Fields::Zero::Refused, 1.0));
    AUTOGLM_TRY(rotary.highFrequencyFactor, rope.number("high_freq_factor", 1e6, Fields::Zero::Refused, 4.0));
    if (rotary.highFrequencyFactor <= rotary.lowFrequencyFactor)
        return rope.wrong("high_freq_factor", rotary.highFrequencyFactor,
                          concat("a number above low_freq_factor = ", rotary.lowFrequencyFactor));
    return {};
}

Status readScaling(const Fields& top, const Fields& rope, std::int64_t maxPositions, RotaryConfig& rotary) {
    AUTOGLM_TRY(rotary.scaling, readScalingName(rope));
    if (rotary.scaling == RotaryScaling::None) return {};
    rotary.originalPositions = maxPositions;
    if (rotary.scaling == RotaryScaling::Llama3 || rotary.scaling == RotaryScaling::Yarn) {
        // As transformers: the one beside the object wins over the one inside.
        const Fields& source = top.find("original_max_position_embeddings") ? top : rope;
        AUTOGLM_TRY(rotary.originalPositions,
                    source.integer("original_max_position_embeddings", 1, maximumPositions, maxPositions));
    }
    const bool canDerive = rotary.scaling == RotaryScaling::Yarn;
    if (!canDerive && !rope.find("factor")) return rope.missing("factor", "a number above 0");
    const double derived = static_cast<double>(maxPositions) / static_cast<double>(rotary.originalPositions);
    AUTOGLM_TRY(rotary.factor, rope.number("factor", 1e6, Fields::Zero::Refused, derived));
    if (rotary.scaling == RotaryScaling::Llama3) return readLlama3(rope, rotary);
    if (rotary.scaling == RotaryScaling::Yarn) return readYarn(rope, rotary);
    return {};
}

}  // namespace

/// transformers 5 keeps everything in rope_parameters; transformers 4 spreads it over rope_theta and rope_scaling,
/// which wins where both are there.
Result<RotaryConfig> readRotary(const Fields& top, const Family& family, std::int64_t maxPositions) {
    RotaryConfig rotary;
    rotary.interleaved = family.rotaryPairs == RotaryPairs::Neighbours;
    rotary.partialFactor = family.defaultPartialFactor;
    if (family.rotaryKeys == RotaryKeys::BaseRatio) {
        AUTOGLM_TRY(const double ratio, top.number("rope_ratio", 1e11, Fields::Zero::Refused, 1.0));
        rotary.theta *= ratio;
        return rotary;
    }
    const Json* scaling = top.find("rope_scaling");
    const char* key = scaling && !scaling->empty() ? "rope_scaling" : "rope_parameters";
    const Json* inner = top.find(key);
    const Json none = Json::object();
    if (inner && !inner->is_object()) return top.wrong(key, *inner, "an object");
    const Fields rope(inner ? *inner : none, top.subject());
    if (inner)
        for (const auto& [name, value] : inner->items())
            if (value.is_object())
                return top.unsupported("a rotary embedding that differs by layer (" + sanitizeUtf8(name) + ")",
                                       "one for all layers");

    const auto pick = [&](const char* name) -> const Fields& { return rope.find(name) ? rope : top; };
    AUTOGLM_TRY(rotary.theta, pick("rope_theta").number("rope_theta", 1e15, Fields::Zero::Refused, 10000.0));
    if (family.hasPartialRotary) {
        AUTOGLM_TRY(rotary.partialFactor,
                    pick("partial_rotary_factor")
                        .number("partial_rotary_factor", 1.0, Fields::Zero::Refused, family.defaultPartialFactor));
    }
    AUTOGLM_CHECK(readScaling(top, rope, maxPositions, rotary));
    return rotary;
}

std::int64_t scaledPositions(const RotaryConfig& rotary, std::int64_t maxPositions) {
    // Llama 3.x states the whole context in max_position_embeddings; the others leave it to whoever scales.
    if (rotary.scaling == RotaryScaling::None || rotary.scaling == RotaryScaling::Llama3) return maxPositions;
    const double scaled = static_cast<double>(rotary.originalPositions) * rotary.factor;
    return std::max(maxPositions, static_cast<std::int64_t>(std::min(scaled, static_cast<double>(maximumPositions))));
}

}  // namespace autoglm::model

#include "core/model/config.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/model/config_fields.h"
#include "core/model/family.h"

namespace autoglm::model {
namespace {

Result<const Family*> readFamily(const Fields& fields, ModelConfig& config) {
    const Json* list = fields.find("architectures");
    if (!list) return fields.missing("architectures", "the name of a model class");
    if (!list->is_array() || list->empty() || !list->front().is_string())
        return fields.wrong("architectures", *list, "a list with the name of a model class");
    config.architecture = list->front().get<std::string>();
    const Family* family = findFamily(config.architecture);
    if (!family)
        return fields.unsupported("the architecture '" + sanitizeUtf8(config.architecture) + "'",
                                  supportedArchitectures());
    return family;
}

/// What to take instead of weights that another program quantized.
constexpr const char* unquantized =
    "F32, F16 or BF16 weights, which are quantized on loading: take the unquantized model";

Status refuseQuantized(const Fields& fields) {
    const Json* quantization = fields.find("quantization_config");
    if (!quantization) {
        AUTOGLM_TRY(const std::int64_t bits, fields.integer("quantization_bit", 0, 64, 0));
        if (bits != 0) return fields.unsupported(concat("weights of ", bits, " bits (quantization_bit)"), unquantized);
        return {};
    }
    struct Method {
        const char* name;
        const char* title;
    };
    constexpr std::array methods = std::to_array<Method>({{"gptq", "GPTQ"},
                                                          {"awq", "AWQ"},
                                                          {"fp8", "FP8"},
                                                          {"bitsandbytes", "bitsandbytes"},
                                                          {"compressed-tensors", "compressed-tensors"}});
    std::string title = "an unknown method";
    if (quantization->is_object() && quantization->contains("quant_method")) {
        const Json& named = (*quantization)["quant_method"];
        title = sanitizeUtf8(named.is_string() ? named.get<std::string>() : named.dump());
    }
    for (const Method& method : methods)
        if (title == method.name) title = method.title;
    return fields.unsupported("weights that " + title + " has quantized (quantization_config)", unquantized);
}

/// Families of models that are recognised, but not computed: by their own fields, and by their names where a family
/// brings them.
Status refuseOtherKinds(const Fields& fields) {
    std::string name;
    if (const Json* list = fields.find("architectures"); list && list->is_array() && !list->empty())
        if (list->front().is_string()) name = list->front().get<std::string>();
    const auto nameHas = [&](std::initializer_list<const char*> parts) {
        return std::ranges::any_of(parts, [&](const char* part) { return name.find(part) != std::string::npos; });
    };
    const auto refuse = [&](const std::string& kind, const char* why, const char* instead) {
        return fields.unsupported(concat(kind, " (", why, ")"), instead);
    };
    const char* dense = "a dense model: take one whose layers have no experts";
    for (const char* key : {"num_experts", "num_local_experts", "n_routed_experts"})
        if (const Json* experts = fields.find(key); experts && *experts != 0)
            return refuse("a mixture of experts", key, dense);
    if (nameHas({"Moe", "MoE", "Mixtral"})) return refuse("a mixture of experts", sanitizeUtf8(name).c_str(), dense);
    const char* textOnly = "a model of text alone: take the language model of the same family";
    for (const char* key : {"vision_config", "audio_config", "visual"})
        if (fields.find(key)) return refuse("images or sound", key, textOnly);
    if (nameHas({"VL", "Vision", "Llava", "Glm4v"}))
        return refuse("images or sound", sanitizeUtf8(name).c_str(), textOnly);
    return {};
}

/// Whatever would change the arithmetic without changing a shape is refused rather than ignored.
Status refuseVariants(const Fields& fields, const Family& family) {
    AUTOGLM_TRY(const std::string activation, fields.text("hidden_act", "silu"));
    if (activation != "silu") return fields.unsupported("hidden_act '" + sanitizeUtf8(activation) + "'", "'silu'");
    for (const RequiredFlag& flag : family.required) {
        AUTOGLM_TRY(const bool value, fields.flag(flag.key, flag.fallback));
        if (value != flag.required)
            return fields.unsupported(concat(flag.key, value ? " = true" : " = false"),
                                      flag.required ? "true" : "false");
    }
    if (fields.find("pre_seq_len"))
        return fields.unsupported("a trained prefix (pre_seq_len)", "a model without one: take the base model");
    return {};
}

Status readShape(const Fields& fields, const Family& family, ModelConfig& config) {
    const ConfigKeys& keys = family.keys;
    AUTOGLM_TRY(config.vocabSize, fields.integer(keys.vocabSize, 1, maximumVocab));
    AUTOGLM_TRY(config.hiddenSize, fields.integer("hidden_size", 1, maximumWidth));
    AUTOGLM_TRY(config.intermediateSize, fields.integer(keys.intermediateSize, 1, maximumWidth));
    AUTOGLM_TRY(config.layerCount, fields.integer(keys.layerCount, 1, maximumLayers));
    AUTOGLM_TRY(config.headCount, fields.integer("num_attention_heads", 1, maximumWidth));
    // As transformers: a missing number takes the family's default, null means one per head.
    const bool takesDefault = family.defaultKvHeads > 0 && !fields.has(keys.kvHeadCount);
    AUTOGLM_TRY(config.kvHeadCount, fields.integer(keys.kvHeadCount, 1, config.headCount,
                                                   takesDefault ? family.defaultKvHeads : config.headCount));
    const bool isDivided = !fields.find(keys.headDim) && (family.defaultHeadDim == 0 || fields.has(keys.headDim));
    AUTOGLM_TRY(config.headDim,
                fields.integer(keys.headDim, 1, maximumWidth / config.headCount,
                               isDivided ? config.hiddenSize / config.headCount : family.defaultHeadDim));
    AUTOGLM_TRY(config.maxPositions, fields.integer(keys.maxPositions, 1, maximumPositions));
    AUTOGLM_TRY(config.rmsNormEps,
                fields.number(keys.rmsNormEps, 1.0, Fields::Zero::Refused, family.defaultRmsNormEps));
    if (config.headCount % config.kvHeadCount != 0)
        return fields.wrong(keys.kvHeadCount, config.kvHeadCount,
                            concat("a divisor of the ", config.headCount, " attention heads"));
    if (isDivided && config.hiddenSize % config.headCount != 0)
        return fields.wrong("hidden_size", config.hiddenSize,
                            concat("a multiple of the ", config.headCount, " attention heads"));
    return {};
}

Status readBlocks(const Fields& fields, const Family& family, ModelConfig& config) {
    AUTOGLM_TRY(const bool hasBias, fields.flag(family.keys.attentionBias, family.defaultAttentionBias));
    config.attentionBias =
        family.attentionBias == AttentionBias::QkvAlways || (family.attentionBias != AttentionBias::Never && hasBias);
    config.attentionOutputBias = family.attentionBias == AttentionBias::QkvAndOutput && hasBias;
    AUTOGLM_TRY(const bool hasMlpBias, fields.flag("mlp_bias", false));
    config.mlpBias = family.hasMlpBias && hasMlpBias;
    config.queryKeyNorms = family.hasQueryKeyNorms;
    config.sandwichNorms = family.hasSandwichNorms;
    AUTOGLM_TRY(config.tieWordEmbeddings, fields.flag("tie_word_embeddings", false));
    return {};
}

/// The rotated dimensions must be pairs, and a scaled base needs more than one of them.
Status readPositions(const Fields& fields, const Family& family, ModelConfig& config) {
    AUTOGLM_TRY(config.rotary, readRotary(fields, family, config.maxPositions));
    config.maxPositions = scaledPositions(config.rotary, config.maxPositions);
    const std::int64_t rotated = config.rotary.rotatedDim(config.headDim);
    const std::int64_t least = config.rotary.scaling == RotaryScaling::Dynamic ? 4 : 2;
    if (rotated < least || rotated % 2 != 0)
        return fields.wrong(family.keys.headDim, config.headDim,
                            concat("an even number of rotated dimensions from ", least, ", not ", rotated, ","));
    return {};
}

/// layer_types where it is given, else the layers from max_window_layers on.
Status readSlidingLayers(const Fields& fields, ModelConfig& config) {
    const auto layers = static_cast<std::size_t>(config.layerCount);
    const Json* types = fields.find("layer_types");
    if (!types) {
        AUTOGLM_TRY(const std::int64_t full, fields.integer("max_window_layers", 0, maximumPositions, 28));
        for (std::size_t i = 0; i < layers; ++i)
            config.slidingLayers.push_back(config.slidingWindow > 0 && static_cast<std::int64_t>(i) >= full);
        return {};
    }
    if (!types->is_array() || types->size() != layers)
        return fields.wrong("layer_types", *types, concat("a list of ", layers, " names"));
    for (const Json& type : *types) {
        if (type != "full_attention" && type != "sliding_attention")
            return fields.unsupported("layer_types with " + sanitizeUtf8(type.dump()),
                                      "'full_attention' and 'sliding_attention'");
        config.slidingLayers.push_back(type == "sliding_attention");
        if (config.slidingLayers.back() && config.slidingWindow == 0)
            return fields.missing("sliding_window' with 'use_sliding_window", "a number of tokens for the layer_types");
    }
    return {};
}

Status readSlidingWindow(const Fields& fields, const Family& family, ModelConfig& config) {
    AUTOGLM_TRY(const bool isUsed, fields.flag("use_sliding_window", false));
    if (family.slidingWindow == SlidingWindow::Never) {
        const Json* types = fields.find("layer_types");
        const bool slides = isUsed || (types && types->is_array() && std::ranges::any_of(*types, [](const Json& type) {
                                           return type != "full_attention";
                                       }));
        if (slides)
            return fields.unsupported("sliding window attention (use_sliding_window or layer_types)",
                                      "full attention in every layer of " + config.architecture);
        return {};
    }
    const bool isEvery = family.slidingWindow == SlidingWindow::EveryLayer;
    constexpr std::int64_t whereAbsent = 4096;
    if (isEvery || isUsed) {
        AUTOGLM_TRY(config.slidingWindow, fields.integer("sliding_window", 1, maximumPositions,
                                                         fields.has("sliding_window") ? 0 : whereAbsent));
    }
    if (!isEvery) AUTOGLM_CHECK(readSlidingLayers(fields, config));
    if (isEvery) config.slidingLayers.assign(static_cast<std::size_t>(config.layerCount), config.slidingWindow > 0);
    if (std::ranges::find(config.slidingLayers, true) == config.slidingLayers.end()) {
        config.slidingWindow = 0;
        config.slidingLayers.clear();
    }
    return {};
}

Status readStoredDtype(const Fields& fields, ModelConfig& config) {
    AUTOGLM_TRY(const std::string oldDtype, fields.text("torch_dtype", "float32"));
    AUTOGLM_TRY(const std::string dtype, fields.text("dtype", oldDtype));
    const std::optional<DType> stored = dtypeFromTorch(dtype);
    if (!stored)
        return fields.unsupported("the number format '" + sanitizeUtf8(dtype) + "'", "float32, float16 or bfloat16");
    config.storedDtype = *stored;
    return {};
}

Status readTokens(const Fields& fields, ModelConfig& config) {
    AUTOGLM_TRY(config.eosIds, fields.tokenIds("eos_token_id"));
    AUTOGLM_TRY(const std::vector<std::int64_t> bos, fields.tokenIds("bos_token_id"));
    if (!bos.empty()) config.bosId = bos.front();
    AUTOGLM_TRY(const std::vector<std::int64_t> pad, fields.tokenIds("pad_token_id"));
    if (!pad.empty()) config.padId = pad.front();
    return {};
}

}  // namespace

Result<ModelConfig> parseModelConfig(const Json& json, const std::string& subject) {
    if (!json.is_object())
        return fail(ErrorCode::Corrupt, "'" + subject + "' is not a JSON object; a model configuration was expected",
                    subject);
    const Fields fields(json, subject);
    ModelConfig config;
    AUTOGLM_CHECK(refuseQuantized(fields));
    AUTOGLM_CHECK(refuseOtherKinds(fields));
    AUTOGLM_TRY(const Family* family, readFamily(fields, config));
    AUTOGLM_CHECK(refuseVariants(fields, *family));
    AUTOGLM_TRY(config.modelType, fields.text("model_type", ""));
    AUTOGLM_CHECK(readShape(fields, *family, config));
    AUTOGLM_CHECK(readBlocks(fields, *family, config));
    AUTOGLM_CHECK(readPositions(fields, *family, config));
    AUTOGLM_CHECK(readSlidingWindow(fields, *family, config));
    AUTOGLM_CHECK(readStoredDtype(fields, config));
    AUTOGLM_CHECK(readTokens(fields, config));
    return config;
}

Result<ModelConfig> loadModelConfig(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "config.json";
    auto json = readJsonFile(path);
    if (!json && json.error().code == ErrorCode::NotFound)
        return fail(
            ErrorCode::NotFound,
            concat("'", folder.string(), "' has no config.json; a model folder in Hugging Face layout was expected"),
            path.string());
    if (!json) return fail(json.error());
    return parseModelConfig(*json, path.string());
}

Result<GenerationConfig> loadGenerationConfig(const std::filesystem::path& folder) {
    const std::string subject = (folder / "generation_config.json").string();
    auto json = readJsonFile(subject);
    if (!json && json.error().code == ErrorCode::NotFound) return GenerationConfig{};
    if (!json) return fail(json.error());
    if (!json->is_object()) return fail(ErrorCode::Corrupt, "'" + subject + "' is not a JSON object", subject);
    const Fields fields(*json, subject);
    GenerationConfig generation;
    if (fields.find("do_sample")) {
        AUTOGLM_TRY(generation.doSample, fields.flag("do_sample", false));
    }
    const auto number = [&](const char* key, double high, Fields::Zero zero, std::optional<double>& out) -> Status {
        if (!fields.find(key)) return {};
        AUTOGLM_TRY(out, fields.number(key, high, zero, 0));
        return {};
    };
    AUTOGLM_CHECK(number("temperature", 1e6, Fields::Zero::Accepted, generation.temperature));
    AUTOGLM_CHECK(number("top_p", 1.0, Fields::Zero::Accepted, generation.topP));
    AUTOGLM_CHECK(number("min_p", 1.0, Fields::Zero::Accepted, generation.minP));
    AUTOGLM_CHECK(number("repetition_penalty", 1e6, Fields::Zero::Refused, generation.repetitionPenalty));
    if (fields.find("top_k")) {
        AUTOGLM_TRY(generation.topK, fields.integer("top_k", -1, maximumVocab));
    }
    if (fields.find("max_new_tokens")) {
        AUTOGLM_TRY(generation.maxNewTokens, fields.integer("max_new_tokens", 1, maximumPositions));
    }
    AUTOGLM_TRY(generation.eosIds, fields.tokenIds("eos_token_id"));
    return generation;
}

}  // namespace autoglm::model

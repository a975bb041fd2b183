#include "core/model/config.h"

#include <cmath>
#include <limits>

#include "core/base/text_format.h"
#include "core/model/family.h"

namespace autoglm::model {
namespace {

// Bounds far above any published model; below them no product of shapes can leave 63 bits.
constexpr std::int64_t maximumVocab = 1LL << 24;
constexpr std::int64_t maximumWidth = 1LL << 20;
constexpr std::int64_t maximumLayers = 1LL << 12;
constexpr std::int64_t maximumPositions = 1LL << 30;
constexpr std::int64_t maximumTokenId = std::numeric_limits<std::int32_t>::max();

/// Reads typed values out of one JSON object; null counts as absent, as in transformers.
class Fields {
  public:
    Fields(const Json& json, const std::string& subject) : m_json(json), m_subject(subject) {}

    const Json* find(const char* key) const {
        const auto found = m_json.find(key);
        return found == m_json.end() || found->is_null() ? nullptr : &*found;
    }

    Result<std::int64_t> integer(const char* key, std::int64_t low, std::int64_t high,
                                 std::optional<std::int64_t> fallback = std::nullopt) const {
        const Json* value = find(key);
        if (!value && fallback) return *fallback;
        if (!value) return missing(key, "a whole number");
        const std::string range = concat("a whole number from ", low, " to ", high);
        if (!value->is_number_integer()) return wrong(key, *value, range);
        if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high))
            return wrong(key, *value, range);
        const auto number = value->get<std::int64_t>();
        if (number < low || number > high) return wrong(key, *value, range);
        return number;
    }

    /// A number in (low, high], or in [low, high] where `low` is 0 and zero means something.
    enum class Zero { Refused, Accepted };
    Result<double> number(const char* key, double high, Zero zero, double fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        const bool isFine = value->is_number() && std::isfinite(value->get<double>()) && value->get<double>() <= high &&
                            (value->get<double>() > 0 || (zero == Zero::Accepted && value->get<double>() == 0));
        if (!isFine)
            return wrong(key, *value,
                         concat("a number ", zero == Zero::Accepted ? "from" : "above", " 0 up to ", high));
        return value->get<double>();
    }

    Result<bool> flag(const char* key, bool fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        if (!value->is_boolean()) return wrong(key, *value, "true or false");
        return value->get<bool>();
    }

    Result<std::string> text(const char* key, const std::string& fallback) const {
        const Json* value = find(key);
        if (!value) return fallback;
        if (!value->is_string()) return wrong(key, *value, "a text");
        return value->get<std::string>();
    }

    /// A token id or a list of them; absent gives none.
    Result<std::vector<std::int64_t>> tokenIds(const char* key) const {
        const Json* value = find(key);
        if (!value) return std::vector<std::int64_t>{};
        std::vector<std::int64_t> ids;
        const Json list = value->is_array() ? *value : Json::array({*value});
        for (const Json& id : list) {
            if (!id.is_number_integer() || id > maximumTokenId) return wrong(key, *value, "token ids");
            if (id >= 0) ids.push_back(id.get<std::int64_t>());  // -1 stands for none in some files
        }
        return ids;
    }

    std::unexpected<Error> missing(const char* key, const std::string& expected) const {
        return fail(ErrorCode::Corrupt,
                    concat("'", m_subject, "' has no '", key, "'; ", expected,
                           " was expected: check that this is the config.json of a language model"),
                    m_subject);
    }
    std::unexpected<Error> wrong(const char* key, const Json& value, const std::string& expected) const {
        std::string found = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (found.size() > 60) found = found.substr(0, 60) + "...";
        return fail(ErrorCode::Corrupt,
                    concat("'", m_subject, "' has ", key, " = ", sanitizeUtf8(found), "; ", expected, " was expected"),
                    m_subject);
    }
    std::unexpected<Error> unsupported(const std::string& found, const std::string& supported) const {
        return fail(ErrorCode::Unsupported, concat("'", m_subject, "' asks for ", found, "; supported is ", supported),
                    m_subject);
    }

  private:
    const Json& m_json;
    const std::string& m_subject;
};

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

/// Whatever would change the arithmetic without changing a shape is refused rather than ignored.
Status refuseVariants(const Fields& fields) {
    if (const Json* quantization = fields.find("quantization_config")) {
        std::string method = "unknown";
        if (quantization->is_object()) method = quantization->value("quant_method", Json("unknown")).dump();
        return fields.unsupported(
            "weights that are already quantized (quantization_config, method " + sanitizeUtf8(method) + ")",
            "F32, F16 or BF16 weights, which are quantized on loading");
    }
    for (const char* key : {"num_experts", "num_local_experts", "n_routed_experts"})
        if (const Json* experts = fields.find(key); experts && *experts != 0)
            return fields.unsupported(concat("a mixture of experts (", key, ")"), "a dense model");
    AUTOGLM_TRY(const std::string activation, fields.text("hidden_act", "silu"));
    if (activation != "silu") return fields.unsupported("hidden_act '" + sanitizeUtf8(activation) + "'", "'silu'");
    AUTOGLM_TRY(const bool slides, fields.flag("use_sliding_window", false));
    if (slides) return fields.unsupported("sliding window attention (use_sliding_window)", "full attention");
    if (const Json* types = fields.find("layer_types"); types && types->is_array())
        for (const Json& type : *types)
            if (type != "full_attention")
                return fields.unsupported("layer_types with " + sanitizeUtf8(type.dump()),
                                          "'full_attention' in every layer");
    return {};
}

/// transformers 5 keeps everything in rope_parameters; transformers 4 spreads it over rope_theta and rope_scaling.
Result<RotaryConfig> readRotary(const Fields& top, const Json& json, const std::string& subject, const Family& family) {
    const char* key = top.find("rope_parameters") ? "rope_parameters" : "rope_scaling";
    const Json* inner = top.find(key);
    const Json none = Json::object();
    if (inner && !inner->is_object()) return top.wrong(key, *inner, "an object");
    const Fields rope(inner ? *inner : none, subject);

    AUTOGLM_TRY(const std::string oldType, rope.text("type", "default"));
    AUTOGLM_TRY(const std::string type, rope.text("rope_type", oldType));
    if (type != "default") return top.unsupported("rotary embedding of type '" + sanitizeUtf8(type) + "'", "'default'");
    if (inner)
        for (const auto& [name, value] : inner->items())
            if (value.is_object())
                return top.unsupported("a rotary embedding that differs by layer (" + sanitizeUtf8(name) + ")",
                                       "one for all layers");

    RotaryConfig rotary;
    rotary.interleaved = family.rotaryPairs == RotaryPairs::Neighbours;
    const auto pick = [&](const char* name) -> const Fields& {
        return rope.find(name) || !json.contains(name) ? rope : top;
    };
    AUTOGLM_TRY(rotary.theta, pick("rope_theta").number("rope_theta", 1e15, Fields::Zero::Refused, 10000.0));
    if (family.hasPartialRotary) {
        const Fields& source = pick("partial_rotary_factor");
        AUTOGLM_TRY(rotary.partialFactor,
                    source.number("partial_rotary_factor", 1.0, Fields::Zero::Refused, family.defaultPartialFactor));
    }
    return rotary;
}

Status readShape(const Fields& fields, ModelConfig& config) {
    AUTOGLM_TRY(config.vocabSize, fields.integer("vocab_size", 1, maximumVocab));
    AUTOGLM_TRY(config.hiddenSize, fields.integer("hidden_size", 1, maximumWidth));
    AUTOGLM_TRY(config.intermediateSize, fields.integer("intermediate_size", 1, maximumWidth));
    AUTOGLM_TRY(config.layerCount, fields.integer("num_hidden_layers", 1, maximumLayers));
    AUTOGLM_TRY(config.headCount, fields.integer("num_attention_heads", 1, maximumWidth));
    AUTOGLM_TRY(config.kvHeadCount, fields.integer("num_key_value_heads", 1, config.headCount, config.headCount));
    AUTOGLM_TRY(config.headDim,
                fields.integer("head_dim", 1, maximumWidth / config.headCount, config.hiddenSize / config.headCount));
    AUTOGLM_TRY(config.maxPositions, fields.integer("max_position_embeddings", 1, maximumPositions));
    if (config.headCount % config.kvHeadCount != 0)
        return fields.wrong("num_key_value_heads", config.kvHeadCount,
                            concat("a divisor of the ", config.headCount, " attention heads"));
    if (!fields.find("head_dim") && config.hiddenSize % config.headCount != 0)
        return fields.wrong("hidden_size", config.hiddenSize,
                            concat("a multiple of the ", config.headCount, " attention heads"));
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
    AUTOGLM_TRY(const Family* family, readFamily(fields, config));
    AUTOGLM_TRY(config.modelType, fields.text("model_type", ""));
    AUTOGLM_CHECK(refuseVariants(fields));
    AUTOGLM_CHECK(readShape(fields, config));
    AUTOGLM_TRY(config.rmsNormEps, fields.number("rms_norm_eps", 1.0, Fields::Zero::Refused, 1e-6));
    AUTOGLM_TRY(config.attentionBias, fields.flag("attention_bias", family->defaultAttentionBias));
    if (family->qkvBias == QkvBias::Always) config.attentionBias = true;
    AUTOGLM_TRY(config.tieWordEmbeddings, fields.flag("tie_word_embeddings", false));
    AUTOGLM_TRY(config.rotary, readRotary(fields, json, subject, *family));
    const auto rotated = static_cast<std::int64_t>(static_cast<double>(config.headDim) * config.rotary.partialFactor);
    if (rotated < 2 || rotated % 2 != 0)
        return fields.wrong("head_dim", config.headDim,
                            concat("an even number of rotated dimensions, not ", rotated, ","));
    AUTOGLM_TRY(const std::string oldDtype, fields.text("torch_dtype", "float32"));
    AUTOGLM_TRY(const std::string dtype, fields.text("dtype", oldDtype));
    const std::optional<DType> stored = dtypeFromTorch(dtype);
    if (!stored)
        return fields.unsupported("the number format '" + sanitizeUtf8(dtype) + "'", "float32, float16 or bfloat16");
    config.storedDtype = *stored;
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

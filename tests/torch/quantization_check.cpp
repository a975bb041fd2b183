#include "tests/torch/quantization_check.h"

#include <algorithm>
#include <cmath>

#include "core/base/text_format.h"
#include "core/torch/guard.h"
#include "core/torch/loader.h"

namespace autoglm::test {

using torch_engine::Linear;

namespace {

/// What is stored of one weight, by the layout's description, and the scale that belongs to it.
struct StoredWeight {
    double value;
    double scale;
};

StoredWeight storedWeight(const Linear& matrix, std::int64_t row, std::int64_t column) {
    const std::int64_t group = matrix.scheme.int4Group();
    if (group == 0) return {matrix.weight[row][column].item<double>(), matrix.scales[row].item<double>()};
    const std::int64_t inBlock = column % 128;
    const auto byte = matrix.weight[row][column / 128 * 64 + inBlock % 64].item<std::uint8_t>();
    return {(inBlock < 64 ? byte % 16 : byte / 16) - 8.0, matrix.scales[row][column / group].item<double>()};
}

QuantizationError errorOf(const std::string& name, const Linear& quantized, const Linear& exact) {
    const at::ScalarType type = quantized.scheme.int4Group() ? at::kByte : at::kChar;
    QuantizationError out{name, quantized.weight.scalar_type() == type, 0};
    // Every seventh element: elements are slow to read one by one.
    for (std::int64_t at = 0; at < exact.weight.numel(); at += 7) {
        const std::int64_t row = at / exact.inFeatures;
        const std::int64_t column = at % exact.inFeatures;
        const StoredWeight stored = storedWeight(quantized, row, column);
        const double error = std::abs(stored.value * stored.scale - exact.weight[row][column].item<double>());
        out.isWithinHalfStep = out.isWithinHalfStep && error <= stored.scale / 2;
        out.largest = std::max(out.largest, error);
    }
    return out;
}

}  // namespace

Result<std::vector<QuantizationError>> quantizationErrors(const engine::LoadRequest& quantized,
                                                          const engine::LoadRequest& exact) {
    AUTOGLM_TRY(const torch_engine::LoadedWeights q, torch_engine::loadWeights(quantized, at::kCPU, {}));
    AUTOGLM_TRY(const torch_engine::LoadedWeights w, torch_engine::loadWeights(exact, at::kCPU, {}));
    return torch_engine::guarded("compare weights", [&]() -> Result<std::vector<QuantizationError>> {
        std::vector<QuantizationError> out = {errorOf("output head", q.weights.head, w.weights.head)};
        for (std::size_t i = 0; i < w.weights.layers.size(); ++i) {
            const auto add = [&](const char* name, Linear torch_engine::LayerWeights::* matrix) {
                out.push_back(
                    errorOf(concat("layer ", i, " ", name), q.weights.layers[i].*matrix, w.weights.layers[i].*matrix));
            };
            add("qkv", &torch_engine::LayerWeights::qkv);
            add("attention output", &torch_engine::LayerWeights::attentionOutput);
            add("gate and up", &torch_engine::LayerWeights::gateUp);
            add("down", &torch_engine::LayerWeights::down);
        }
        return out;
    });
}

}  // namespace autoglm::test

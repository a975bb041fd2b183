#include "tests/torch/quantization_check.h"

#include "core/base/text_format.h"
#include "core/torch/guard.h"
#include "core/torch/loader.h"

namespace autoglm::test {

using torch_engine::Linear;

namespace {

QuantizationError errorOf(const std::string& name, const Linear& quantized, const Linear& exact) {
    const at::Tensor scales = quantized.scales.to(at::kDouble).unsqueeze(1);  // [out, 1]
    const at::Tensor error =
        (quantized.weight.to(at::kDouble) * scales - exact.weight.to(at::kDouble)).abs();  // [out, in]
    const bool isQuantized = quantized.weight.scalar_type() == at::kChar;
    return {name, isQuantized && (error <= scales / 2).all().item<bool>(), error.max().item<double>()};
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

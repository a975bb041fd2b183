#include "core/environment/findings.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/text_format.h"
#include "core/environment/finding_groups.h"

namespace autoglm::environment {

std::optional<double> probeTolerance(const std::string& precision) {
    if (precision == "fp32") return std::ldexp(1.0, -20);
    if (precision == "fp16") return std::ldexp(1.0, -9);
    if (precision == "bf16") return std::ldexp(1.0, -6);
    if (precision.starts_with("int8")) return 0.02;
    if (precision.starts_with("int4")) return 0.2;
    return std::nullopt;
}

namespace {

std::string scientific(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1e", value);
    return text;
}

/// "INT8 dynamic" of "int8-dynamic".
std::string titleOf(std::string precision) {
    const std::size_t kind = std::min(precision.find('-'), precision.size());
    std::transform(precision.begin(), precision.begin() + static_cast<std::ptrdiff_t>(kind), precision.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (kind < precision.size()) precision[kind] = ' ';
    return precision;
}

}  // namespace

void addProbeFindings(const EnvironmentInputs& inputs, Findings& out) {
    for (const ProbeFacts& probe : inputs.probes) {
        Finding one =
            finding("probe-" + probe.precision + "-" + probe.device, titleOf(probe.precision) + " on " + probe.device,
                    "A small matrix product must agree with float64, or no result in this precision can be trusted.");
        if (!probe.error.empty()) {
            out.push_back(
                conclude(one, State::Warning, sanitizeUtf8(probe.error), "Choose another precision on this device."));
            continue;
        }
        const double tolerance = probe.tolerance > 0 ? probe.tolerance : probeTolerance(probe.precision).value_or(0);
        std::string seen =
            std::isfinite(probe.relativeError)
                ? concat("relative error ", scientific(probe.relativeError), ", allowed ", scientific(tolerance))
                : "the product is not finite";
        if (probe.gflops > 0) seen += concat(", ", fixed(probe.gflops, 1), " GFLOP/s");
        const bool good = probe.ok && std::isfinite(probe.relativeError) && probe.relativeError <= tolerance;
        out.push_back(good ? conclude(one, State::Pass, seen)
                           : conclude(one, State::Failure, seen,
                                      "Do not use this precision here: the library or the hardware computes wrongly."));
    }
}

std::vector<Finding> collectFindings(const EnvironmentInputs& inputs) {
    Findings out;
    addDriverFindings(inputs, out);
    addTorchFindings(inputs, out);
    addSystemFindings(inputs, out);
    addStorageFindings(inputs, out);
    addProbeFindings(inputs, out);
    return out;
}

FindingNeeds needsOf(const std::string& id) {
    // "probe-int8-dynamic-cuda:0": a precision may hold a hyphen, a device does not.
    if (id.starts_with("probe-")) return {.torch = true, .probedDevice = id.substr(id.rfind('-') + 1)};
    for (const char* known : {"libtorch", "blas", "cuda-runtime", "cuda-devices", "architecture", "cudnn", "threads"})
        if (id == known) return {.torch = true, .probedDevice = {}};
    return {};
}

Json systemJson(const EnvironmentInputs& inputs) {
    Json json = toJson(inputs.system);
    json["nvidia"] = inputs.gpus ? toJson(*inputs.gpus) : Json(nullptr);
    json["libtorch"] = inputs.torch.version.empty() ? Json(nullptr)
                                                    : Json{{"version", inputs.torch.version},
                                                           {"cuda_version", inputs.torch.cudaVersion},
                                                           {"blas", inputs.torch.blas},
                                                           {"cpu_capability", inputs.torch.cpuCapability}};
    return json;
}

}  // namespace autoglm::environment

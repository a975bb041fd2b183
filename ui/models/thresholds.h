// What a deployment is usually asked to keep. Shown as reference lines and never part of a verdict; those are budgets
// (core/evaluate/budgets.h). Defaults from the deployment guides of the GLM models.
#pragma once

namespace autoglm::ui {

struct Thresholds {
    double ttftMs = 800;
    double requestP99Ms = 900;  ///< end to end
    double tokensPerSecond = 100;
    double deviceMemoryPercent = 95;
    double errorRatePercent = 5;    ///< answers other than 2xx / requests
    double relativeL2Error = 1e-5;  ///< of FP32 logits against a reference
};

}  // namespace autoglm::ui

#include "core/base/text_format.h"
#include "core/environment/finding_groups.h"

namespace autoglm::environment {

namespace {

bool hasGpu(const EnvironmentInputs& inputs) {
    return inputs.gpus && !inputs.gpus->devices.empty();
}

Finding driverFinding(const EnvironmentInputs& inputs) {
    Finding out = finding("driver", "NVIDIA driver",
                          "CUDA reaches the GPU through the driver; without one, models run on the CPU.");
    if (inputs.gpus) {
        std::string seen = "driver " + inputs.gpus->driverVersion;
        if (inputs.gpus->cudaDriverVersion) seen += ", serves CUDA up to " + *inputs.gpus->cudaDriverVersion;
        if (hasGpu(inputs)) return conclude(out, State::Pass, seen);
        return conclude(
            out, State::Warning, seen + ", and no device",
            "The driver sees no GPU: in a container, hand the devices in; else look at the kernel's messages.",
            "sudo dmesg | grep -i nvrm");
    }
    const std::string words = inputs.gpuError ? inputs.gpuError->message : "";
    if (inputs.gpuError && inputs.gpuError->code != ErrorCode::NotFound)
        return conclude(out, State::Failure, words,
                        words.find("mismatch") != std::string::npos
                            ? "Driver and library are of different versions, as after an update: restart the machine."
                            : "Load the kernel module; where that fails, reinstall the driver.",
                        words.find("mismatch") != std::string::npos ? "sudo reboot" : "sudo modprobe nvidia");
    if (inputs.nvidiaDriverLoaded)
        return conclude(out, State::Failure, "the kernel module is loaded and its library is missing: " + words,
                        "Install the driver's libraries; in a container, start it with the NVIDIA runtime.",
                        "sudo apt install libnvidia-ml1 libcuda1");
    if (inputs.nvidiaPciDevices > 0)
        return conclude(out, State::Warning,
                        concat(inputs.nvidiaPciDevices, " NVIDIA GPU in this machine and no driver"),
                        "Install the driver to use it.", "sudo apt install nvidia-driver");
    return conclude(out, State::Pass, "no NVIDIA GPU", "Models run on the CPU.");
}

Finding devicesFinding(const NvmlSnapshot& gpus) {
    Finding out = finding("gpu-devices", "GPU", "Weights and KV cache must fit into the free memory of the device.");
    std::vector<std::string> seen;
    std::vector<std::string> slow;
    for (const NvmlDevice& device : gpus.devices) {
        std::string text = concat(device.index, ": ", device.name);
        if (device.capability) text += ", compute capability " + *device.capability;
        if (device.memoryTotalBytes && device.memoryFreeBytes)
            text +=
                concat(", ", formatBytes(*device.memoryFreeBytes), " free of ", formatBytes(*device.memoryTotalBytes));
        if (device.temperatureCelsius) text += concat(", ", *device.temperatureCelsius, " °C");
        seen.push_back(text);
        const auto reasons = device.clockReasons.value_or(0) & nvmlSlowdownReasons;
        if (reasons != 0) slow.push_back(concat(device.index, ": ", join(clockReasonNames(reasons), ", ")));
    }
    if (slow.empty()) return conclude(out, State::Pass, join(seen, "; "));
    return conclude(out, State::Warning, join(seen, "; ") + "; clocks held down now (" + join(slow, "; ") + ")",
                    "Let the device cool down or raise its power limit before measuring.",
                    "nvidia-smi -q -d PERFORMANCE");
}

Finding processesFinding(const EnvironmentInputs& inputs) {
    Finding out = finding("gpu-processes", "Other processes on the GPU",
                          "They take memory and time, and make measurements suspect.");
    std::vector<std::string> seen;
    bool known = true;
    for (const NvmlDevice& device : inputs.gpus->devices) {
        known = known && device.processes.has_value();
        for (const NvmlProcess& process : device.processes.value_or(std::vector<NvmlProcess>{})) {
            if (process.pid == inputs.ownPid) continue;
            const auto name = inputs.processNames.find(process.pid);
            std::string text = name == inputs.processNames.end() ? "process" : sanitizeUtf8(name->second);
            text += concat(" (", process.pid, ") on GPU ", device.index);
            if (process.usedBytes) text += " holds " + formatBytes(*process.usedBytes);
            seen.push_back(text);
        }
    }
    if (!seen.empty())
        return conclude(out, State::Warning, join(seen, "; "), "End them or choose another device before measuring.",
                        "nvidia-smi");
    return known ? conclude(out, State::Pass, "none")
                 : conclude(out, State::Unknown, "the driver does not list processes here");
}

}  // namespace

void addDriverFindings(const EnvironmentInputs& inputs, Findings& out) {
    out.push_back(driverFinding(inputs));
    if (!hasGpu(inputs)) return;
    out.push_back(devicesFinding(*inputs.gpus));
    out.push_back(processesFinding(inputs));
}

}  // namespace autoglm::environment

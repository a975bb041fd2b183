#include <algorithm>

#include "core/base/text_format.h"
#include "core/environment/finding_groups.h"

namespace autoglm::environment {

namespace {

Finding cpuFinding(const SystemInfo& system) {
    Finding out = finding(
        "cpu", "CPU", "Matrix products use AVX2 and FMA at least; AVX-512, VNNI and AMX make narrow precisions fast.");
    if (!system.isaFlags)
        return conclude(out, State::Unknown,
                        system.cpuModel.value_or("the CPU's instruction sets cannot be read here"));
    std::string seen = system.cpuModel.value_or("unnamed CPU");
    if (system.physicalCores) seen += concat(", ", *system.physicalCores, " cores");
    if (system.usableCores && system.usableCores != system.logicalCores)
        seen += concat(" (", *system.usableCores, " usable here)");
    seen += ", " + (system.isaFlags->empty() ? "no AVX2" : join(*system.isaFlags, " "));
    if (system.hasIsa("avx2") && system.hasIsa("fma")) return conclude(out, State::Pass, seen);
    return conclude(out, State::Warning, seen,
                    "Expect a fraction of the usual speed; in a virtual machine, pass the host's CPU model through.");
}

Finding memoryFinding(const SystemInfo& system) {
    Finding out =
        finding("memory", "Memory",
                "Weights, KV cache and workspace must fit into free memory; nothing is read from the disk twice.");
    if (!system.memoryAvailableBytes || !system.memoryTotalBytes)
        return conclude(out, State::Unknown, "the kernel does not say how much memory there is");
    std::string seen =
        concat(formatBytes(*system.memoryAvailableBytes), " free of ", formatBytes(*system.memoryTotalBytes));
    if (system.memoryLimitBytes)
        seen += concat("; a control group limits this process to ", formatBytes(*system.memoryLimitBytes));
    constexpr std::uint64_t scarce = 2'000'000'000;
    if (*system.memoryAvailableBytes >= scarce) return conclude(out, State::Pass, seen);
    return conclude(out, State::Warning, seen,
                    "Close other programs or raise the limit; models of 1 B parameters need 2 GB in BF16.",
                    "ps aux --sort=-rss | head");
}

Finding loadFinding(const SystemInfo& system) {
    Finding out = finding("cpu-load", "CPU load", "Other work on the same cores makes every measurement noisy.");
    if (!system.loadAverage1) return conclude(out, State::Unknown, "the load of this machine cannot be read");
    const int cores = system.logicalCores.value_or(1);
    const std::string seen =
        concat(fixed(*system.loadAverage1, 2), " runnable tasks on ", cores, " cores in the last minute");
    if (*system.loadAverage1 <= 0.5 * cores) return conclude(out, State::Pass, seen);
    return conclude(out, State::Warning, seen,
                    "Let other work finish before measuring; results will be marked suspect.", "top -o %CPU");
}

Finding governorFinding(const SystemInfo& system) {
    Finding out = finding("cpu-governor", "CPU frequency governor",
                          "A governor that saves power changes the clock while a measurement runs.");
    const auto saves = system.governorSavesPower();
    if (!saves) return conclude(out, State::Unknown, "no governor to be seen, as in most virtual machines");
    std::string seen = *system.governor;
    if (system.frequencyDriver) seen += " (" + *system.frequencyDriver + ")";
    if (system.energyPreference) seen += ", preference " + *system.energyPreference;
    if (!*saves) return conclude(out, State::Pass, seen);
    return conclude(out, State::Warning, seen, "Switch to the performance governor while measuring.",
                    "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

Finding threadsFinding(const EnvironmentInputs& inputs) {
    Finding out =
        finding("threads", "Threads",
                "One thread per physical core is best; fewer leave cores idle, more make them wait for each other.");
    const SystemInfo& system = inputs.system;
    std::vector<std::string> seen;
    if (inputs.torch.threads) seen.push_back(concat("libtorch uses ", *inputs.torch.threads));
    for (const char* name :
         {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_PROC_BIND", "KMP_AFFINITY"})
        if (const auto value = variable(inputs, name)) seen.push_back(concat(name, "=", sanitizeUtf8(*value)));
    if (system.cpuQuotaCores)
        seen.push_back(concat("a control group grants ", fixed(*system.cpuQuotaCores, 1), " cores"));
    if (seen.empty()) seen.emplace_back("no thread setting in the environment");
    const std::string text = join(seen, ", ");
    if (!system.usableCores) return conclude(out, State::Unknown, text);

    const int best = std::min(system.physicalCores.value_or(*system.usableCores), *system.usableCores);
    for (const char* name : {"OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"}) {
        const auto value = variable(inputs, name);
        if (!value || value->empty()) continue;
        // OMP_NUM_THREADS may be a list, one number per nesting level; the first counts here.
        const auto number = parseUnsigned(std::string_view(*value).substr(0, value->find(',')));
        if (number && *number >= static_cast<std::uint64_t>(best) &&
            *number <= static_cast<std::uint64_t>(*system.usableCores))
            continue;
        return conclude(out, State::Warning, text,
                        concat("Unset ", name, " or set it to ", best, ", the cores this process may use."),
                        concat("unset ", name));
    }
    if (inputs.torch.threads && *inputs.torch.threads > *system.usableCores)
        return conclude(out, State::Warning, text,
                        concat("Use ", best, " threads: only so many cores may be used here."));
    return conclude(out, State::Pass, text);
}

Finding displayFinding(const EnvironmentInputs& inputs) {
    Finding out = finding("display", "Display", "The window needs a display; the command line does not.");
    for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
        if (const auto value = variable(inputs, name); value && !value->empty())
            return conclude(out, State::Pass, concat(name, "=", sanitizeUtf8(*value)));
    return conclude(out, State::Pass, "none",
                    "Everything is reachable through the command autoglm; over ssh, -X brings the window.");
}

}  // namespace

void addSystemFindings(const EnvironmentInputs& inputs, Findings& out) {
    out.push_back(cpuFinding(inputs.system));
    out.push_back(memoryFinding(inputs.system));
    out.push_back(loadFinding(inputs.system));
    out.push_back(governorFinding(inputs.system));
    out.push_back(threadsFinding(inputs));
    out.push_back(displayFinding(inputs));
}

}  // namespace autoglm::environment

#include "core/base/text_format.h"
#include "core/environment/finding_groups.h"

namespace autoglm::environment {

namespace {

Finding diskFinding(const std::vector<DiskFact>& disks) {
    Finding out =
        finding("disk", "Disk space", "History, reports and logs are written here; a full disk loses results.");
    if (disks.empty()) return conclude(out, State::Unknown, "no folder was named");
    constexpr std::uint64_t scarce = 1'000'000'000;
    constexpr std::uint64_t empty = 50'000'000;
    State state = State::Pass;
    std::vector<std::string> seen;
    std::string advice;
    for (const DiskFact& disk : disks) {
        const std::string path = sanitizeUtf8(disk.path.string());
        State one = State::Pass;
        if (!disk.freeBytes) {
            seen.push_back("'" + path + "' cannot be asked");
            one = State::Unknown;
        } else {
            seen.push_back(
                concat(formatBytes(*disk.freeBytes), " free in '", path, "'", disk.writable ? "" : ", not writable"));
            if (*disk.freeBytes < scarce) one = State::Warning;
            if (*disk.freeBytes < empty || !disk.writable) one = State::Failure;
        }
        if (one == State::Failure)
            advice =
                disk.writable ? "Free some space in '" + path + "'." : "Make '" + path + "' writable for this user.";
        else if (one == State::Warning && advice.empty())
            advice = "Free some space in '" + path + "'.";
        const auto rank = [](State s) {
            return s == State::Pass ? 0 : s == State::Unknown ? 1 : s == State::Warning ? 2 : 3;
        };
        if (rank(one) > rank(state)) state = one;
    }
    return conclude(out, state, join(seen, ", "), advice, advice.empty() ? "" : "df -h");
}

Finding modelFolderFinding(const FolderFact& folder) {
    Finding out =
        finding("model-folder", "Model folder", "Every file of the model must be readable to be hashed and loaded.");
    const std::string path = sanitizeUtf8(folder.path.string());
    if (folder.problems.empty()) return conclude(out, State::Pass, "'" + path + "' is readable throughout");
    std::string quoted = "'";
    for (const char c : path)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    quoted += "'";
    return conclude(out, State::Failure, sanitizeUtf8(join(folder.problems, "; ")),
                    "Give this user the right to read it, or name another folder.", "ls -la " + quoted);
}

Finding portsFinding(const std::vector<PortFact>& ports) {
    Finding out = finding("ports", "Network ports", "A model served on a port that is taken cannot start there.");
    std::vector<std::string> seen;
    std::string taken;
    bool unknown = false;
    for (const PortFact& port : ports) {
        const char* words = !port.inUse ? " cannot be told" : *port.inUse ? " in use" : " free";
        seen.push_back(concat(port.port, words));
        unknown = unknown || !port.inUse;
        if (port.inUse == true && taken.empty()) taken = std::to_string(port.port);
    }
    // Nothing here serves yet, so a port in use is a note, not a warning.
    const State state = unknown ? State::Unknown : State::Pass;
    if (taken.empty()) return conclude(out, state, join(seen, ", "));
    return conclude(out, state, join(seen, ", "), "Choose another port to serve on, or see who listens.",
                    "ss -ltnp 'sport = :" + taken + "'");
}

}  // namespace

void addStorageFindings(const EnvironmentInputs& inputs, Findings& out) {
    out.push_back(diskFinding(inputs.disks));
    if (inputs.modelFolder) out.push_back(modelFolderFinding(*inputs.modelFolder));
    if (!inputs.ports.empty()) out.push_back(portsFinding(inputs.ports));
}

}  // namespace autoglm::environment

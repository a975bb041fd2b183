#include "ui/models/finding_groups.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>

#include "ui/models/core_sentences.h"

namespace autoglm::ui {

using environment::Finding;
using environment::State;

namespace {

struct FindingWords {
    Q_DECLARE_TR_FUNCTIONS(Findings)
};

enum Group { ToLookAt, Libtorch, Gpu, Precisions, Machine, Model, GroupCount };

Group groupOf(const std::string& id) {
    const auto isOneOf = [&id](std::initializer_list<const char*> ids) {
        return std::ranges::find(ids, id) != ids.end();
    };
    if (id.starts_with("probe-")) return Precisions;
    if (isOneOf({"libtorch", "blas", "cuda-runtime", "cudnn"})) return Libtorch;
    if (isOneOf({"driver", "gpu-devices", "gpu-processes", "cuda-devices", "architecture"})) return Gpu;
    return id == "model-folder" ? Model : Machine;
}

/// The least is the worst.
int severity(State state) {
    switch (state) {
        case State::Failure:
            return 0;
        case State::Warning:
            return 1;
        case State::Unknown:
            return 2;
        case State::Pass:
            break;
    }
    return 3;
}

QString groupTitle(Group group) {
    switch (group) {
        case ToLookAt:
            return FindingWords::tr("To look at, the worst first");
        case Libtorch:
            return FindingWords::tr("libtorch");
        case Gpu:
            return FindingWords::tr("GPU and driver");
        case Precisions:
            return FindingWords::tr("Precisions, each checked against float64");
        case Machine:
            return FindingWords::tr("Machine");
        default:
            return FindingWords::tr("Model");
    }
}

}  // namespace

std::vector<FindingGroup> groupFindings(const std::vector<Finding>& findings) {
    std::array<FindingGroup, GroupCount> groups;
    for (const Finding& finding : findings)
        groups[finding.state == State::Pass ? groupOf(finding.id) : ToLookAt].findings.push_back(finding);
    std::ranges::stable_sort(groups[ToLookAt].findings, {}, [](const Finding& one) { return severity(one.state); });
    std::vector<FindingGroup> filled;
    for (int i = 0; i < GroupCount; ++i) {
        FindingGroup& group = groups[static_cast<std::size_t>(i)];
        group.title = groupTitle(static_cast<Group>(i));
        if (!group.findings.empty()) filled.push_back(std::move(group));
    }
    return filled;
}

QString findingStateWord(State state) {
    switch (state) {
        case State::Pass:
            return FindingWords::tr("Pass");
        case State::Warning:
            return FindingWords::tr("Warning");
        case State::Failure:
            return FindingWords::tr("Failure");
        case State::Unknown:
            return FindingWords::tr("Unknown");
    }
    return {};
}

Finding translated(Finding finding) {
    for (std::string* text : {&finding.title, &finding.seen, &finding.why, &finding.advice})
        *text = coreSentence(*text).toStdString();
    return finding;
}

QString findingsText(const std::vector<Finding>& findings) {
    constexpr int stateWidth = 7;
    const QString indent(stateWidth + 2, QLatin1Char(' '));
    const QString newLine(QLatin1Char('\n'));
    qsizetype titleWidth = 0;
    for (const Finding& finding : findings)
        titleWidth = std::max(titleWidth, coreSentence(finding.title).size());
    QString text;
    for (const Finding& finding : findings) {
        const auto say = [&](const char* line, const std::string& words) {
            if (!words.empty())
                text += indent + QCoreApplication::translate("CoreSentences", line).arg(coreSentence(words)) + newLine;
        };
        text += coreSentence(std::string(environment::stateName(finding.state))).leftJustified(stateWidth) +
                QStringLiteral("  ") + coreSentence(finding.title).leftJustified(titleWidth) + QStringLiteral("  ") +
                coreSentence(finding.seen) + newLine;
        if (finding.state != State::Pass) say(QT_TRANSLATE_NOOP("CoreSentences", "why: %1"), finding.why);
        say(finding.state == State::Pass ? QT_TRANSLATE_NOOP("CoreSentences", "note: %1")
                                         : QT_TRANSLATE_NOOP("CoreSentences", "do: %1"),
            finding.advice);
        if (!finding.command.empty())
            text += indent + QStringLiteral("$ ") + QString::fromStdString(finding.command) + newLine;
    }
    return text + newLine + findingsSummary(findings) + newLine;
}

QString findingsSummary(const std::vector<Finding>& findings) {
    const environment::Summary count = environment::summarize(findings);
    QStringList parts;
    if (count.failure > 0) parts << FindingWords::tr("%n failures", nullptr, count.failure);
    if (count.warning > 0) parts << FindingWords::tr("%n warnings", nullptr, count.warning);
    if (count.unknown > 0) parts << FindingWords::tr("%n unknown", nullptr, count.unknown);
    if (count.pass > 0) parts << FindingWords::tr("%n pass", nullptr, count.pass);
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace autoglm::ui

#include "ui/models/wording.h"

#include <QCoreApplication>

#include "core/base/figure.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"

namespace autoglm::ui {

namespace {

struct WordingWords {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

QString unitWord(const std::string& unit, quint64 count) {
    const int n = static_cast<int>(count);
    if (unit == "prompts") return WordingWords::tr("%n prompts", nullptr, n);
    if (unit == "tasks") return WordingWords::tr("%n tasks", nullptr, n);
    if (unit == "runs") return WordingWords::tr("%n runs", nullptr, n);
    if (unit == "blocks") return WordingWords::tr("%n blocks", nullptr, n);
    if (unit == "windows") return WordingWords::tr("%n windows", nullptr, n);
    if (unit == "tokens") return WordingWords::tr("%n tokens", nullptr, n);
    return QString::number(count) + QLatin1Char(' ') + QString::fromStdString(unit);
}

}  // namespace

QString stateWord(worker::WorkerState state, worker::CommandKind kind) {
    using worker::WorkerState;
    switch (state) {
        case WorkerState::Idle:
            return WordingWords::tr("No model");
        case WorkerState::Loading:
            return WordingWords::tr("Loading");
        case WorkerState::Ready:
            return WordingWords::tr("Ready");
        case WorkerState::Running:
            return kind == worker::CommandKind::Compare ? WordingWords::tr("Comparing") : WordingWords::tr("Running");
        case WorkerState::Stopping:
            return WordingWords::tr("Stopping");
        case WorkerState::Failed:
            return WordingWords::tr("Failed");
    }
    return {};
}

QString phaseSentence(const std::string& phase) {
    if (phase == "load") return WordingWords::tr("Loading and verifying the weights");
    if (phase == "load A") return WordingWords::tr("Loading arm A");
    if (phase == "load B") return WordingWords::tr("Loading arm B");
    if (phase == "prompts") return WordingWords::tr("Preparing the prompts");
    if (phase == "bandwidth")
        return WordingWords::tr("Measuring the speed of memory, with a buffer several times the CPU's cache");
    if (phase == "machine") return WordingWords::tr("Looking at the machine");
    if (phase == "warm-up") return WordingWords::tr("Warming up");
    if (phase == "pilot") return WordingWords::tr("Trial blocks, to fix how many are needed");
    if (phase == "measure") return WordingWords::tr("Measuring speed, A B B A");
    if (phase == "quality") return WordingWords::tr("Comparing every prediction over a text");
    if (phase == "answers") return WordingWords::tr("Answering the prompts with both arms");
    if (phase == "hash") return WordingWords::tr("Reading and hashing the weight files");
    if (phase == "score") return WordingWords::tr("Scoring a text");
    if (phase == "tasks") return WordingWords::tr("Questions with exact answers");
    return QString::fromStdString(phase);
}

QString progressAmount(const Progress& progress) {
    if (progress.total == 0) return {};
    if (progress.unit == "bytes") return WordingWords::tr("%1 of %2").arg(bytes(progress.done), bytes(progress.total));
    return WordingWords::tr("%1 of %2").arg(QString::number(progress.done), unitWord(progress.unit, progress.total));
}

QString progressRate(const Progress& progress, std::int64_t elapsedNs) {
    if (progress.done == 0 || elapsedNs <= 0) return {};
    const double rate = static_cast<double>(progress.done) / (static_cast<double>(elapsedNs) * 1e-9);
    if (progress.unit == "bytes") return WordingWords::tr("%1 per second").arg(bytes(static_cast<std::uint64_t>(rate)));
    // Nobody reads a rate below one.
    return rate < 1 ? WordingWords::tr("%1 s each").arg(figure(1 / rate))
                    : WordingWords::tr("%1 per second").arg(figure(rate));
}

QString progressSentence(const evaluate::WorkProgress& work, std::int64_t elapsedNs) {
    QStringList parts = {progressAmount(work.progress), progressRate(work.progress, elapsedNs)};
    if (work.remainingNs) parts << remainingTime(*work.remainingNs);
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

QString outcomeWord(evaluate::Outcome outcome) {
    switch (outcome) {
        case evaluate::Outcome::Pass:
            return WordingWords::tr("PASS");
        case evaluate::Outcome::Fail:
            return WordingWords::tr("FAIL");
        case evaluate::Outcome::Inconclusive:
            return WordingWords::tr("INCONCLUSIVE");
    }
    return {};
}

QString budgetWord(evaluate::BudgetName name) {
    switch (name) {
        case evaluate::BudgetName::Kld:
            return WordingWords::tr("Divergence (KLD)");
        case evaluate::BudgetName::SameTop:
            return WordingWords::tr("Same top token");
        case evaluate::BudgetName::PplRatio:
            return WordingWords::tr("Perplexity ratio");
        case evaluate::BudgetName::TaskDrop:
            return WordingWords::tr("Task accuracy drop");
        case evaluate::BudgetName::Speedup:
            return WordingWords::tr("Speed-up");
        case evaluate::BudgetName::Memory:
            return WordingWords::tr("Memory");
    }
    return {};
}

QString budgetUnitWord(evaluate::BudgetName name) {
    switch (name) {
        case evaluate::BudgetName::TaskDrop:
            return WordingWords::tr("points");
        case evaluate::BudgetName::Speedup:
        case evaluate::BudgetName::PplRatio:
            return QStringLiteral("×");
        default:
            return QString::fromUtf8(evaluate::budgetUnit(name));
    }
}

QString budgetMeaning(evaluate::BudgetName name) {
    switch (name) {
        case evaluate::BudgetName::Kld:
            return WordingWords::tr("How far the probabilities of the next token move, on average over a text.");
        case evaluate::BudgetName::SameTop:
            return WordingWords::tr("How often both arms hold the same token for the likeliest.");
        case evaluate::BudgetName::PplRatio:
            return WordingWords::tr("Perplexity of B over that of A: above 1, B is more surprised by the text.");
        case evaluate::BudgetName::TaskDrop:
            return WordingWords::tr("How many points fewer questions B answers rightly; needs a model with tasks.");
        case evaluate::BudgetName::Speedup:
            return WordingWords::tr("Decode rate of B over that of A: above 1, B is faster.");
        case evaluate::BudgetName::Memory:
            return WordingWords::tr("Peak memory of B as a share of the memory of its device.");
    }
    return {};
}

QString budgetValue(const evaluate::BudgetResult& result) {
    if (!result.measured) return WordingWords::tr("not measured");
    const QString relation = evaluate::budgetSide(result.budget.name) == evaluate::BudgetSide::AtMost
                                 ? QStringLiteral("≤")
                                 : QStringLiteral("≥");
    const QString unit = QLatin1Char(' ') + budgetUnitWord(result.budget.name);
    const QString measured = figure(result.measured->value, result.measured->interval95) + unit;
    const bool isOnePoint = result.budget.name == evaluate::BudgetName::TaskDrop && result.budget.limit == 1;
    const QString limit =
        isOnePoint ? WordingWords::tr("1 point") : QString::fromStdString(exactText(result.budget.limit)) + unit;
    if (result.budget.name == evaluate::BudgetName::Memory)
        return WordingWords::tr("%1 of the device's memory, limit %2 %3").arg(measured, relation, limit);
    return WordingWords::tr("%1, limit %2 %3").arg(measured, relation, limit);
}

QString shortName(const QString& model) {
    return model.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
}

QString precisionWord(model::Precision precision) {
    return QString::fromUtf8(model::precisionTitle(precision));
}

QString precisionShortWord(model::Precision precision) {
    return precision == model::Precision::Int8Dynamic ? QStringLiteral("INT8d") : precisionWord(precision);
}

QString schemeWord(const model::Scheme& scheme) {
    const QString word = precisionWord(scheme.precision);
    if (!scheme.isQuantized()) return word;
    const std::string sentence = scheme.describe();
    return word + QLatin1Char(' ') + coreSentence(sentence.substr(0, sentence.find(',')));
}

QString precisionMemory(const model::MemoryLedger& ledger, std::int64_t contextTokens) {
    return WordingWords::tr("weights %1, KV cache %2 for %3 tokens, workspace %4: %5 in all")
        .arg(bytes(ledger.weightsBytes), bytes(ledger.kvCacheBytes), QString::number(contextTokens),
             bytes(ledger.workspaceBytes), bytes(ledger.totalBytes()));
}

QString sentenceOf(const Error& error) {
    const QString sentence = coreSentence(error.message);
    if (error.subject.empty() || error.message.find(error.subject) != std::string::npos) return sentence;
    return sentence + QCoreApplication::translate("CoreSentences", " (%1)").arg(coreSentence(error.subject));
}

}  // namespace autoglm::ui

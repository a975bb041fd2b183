// Words for what core names by enumeration or key: states, phases, verdicts, budgets; translated. Pure; GUI thread.
#pragma once

#include <QString>

#include "core/evaluate/budgets.h"
#include "core/model/ledger.h"
#include "core/worker/records.h"
#include "core/worker/worker_state.h"

namespace autoglm::ui {

/// "Ready", "Running"; "Comparing" where the kind says more.
QString stateWord(worker::WorkerState state, worker::CommandKind kind);

/// What a comparison, load or benchmark is doing, from Progress::phase; unknown phases as they are.
QString phaseSentence(const std::string& phase);

/// "3 of 8 prompts", "12 MB of 40 MB"; empty where the total is unknown.
QString progressAmount(const Progress& progress);

/// "12 MB of 40 MB  ·  120 MB per second  ·  a few seconds left", as far as it is known.
QString progressSentence(const evaluate::WorkProgress& work, std::int64_t elapsedNs);

/// "1.3 per second", "120 MB per second"; empty where there is nothing to divide.
QString progressRate(const Progress& progress, std::int64_t elapsedNs);

QString outcomeWord(evaluate::Outcome outcome);     ///< "PASS", "FAIL", "INCONCLUSIVE"
QString budgetWord(evaluate::BudgetName name);      ///< "Speed", "Divergence (KLD)", ...
QString budgetUnitWord(evaluate::BudgetName name);  ///< "nats", "%", "points", "×"
QString budgetMeaning(evaluate::BudgetName name);   ///< one sentence
/// "1.82 ≥ 1.00", "not measured".
QString budgetValue(const evaluate::BudgetResult& result);

/// The last part of a model's path or id.
QString shortName(const QString& model);

QString precisionWord(model::Precision precision);
QString precisionShortWord(model::Precision precision);  ///< "INT8d" for INT8 dynamic
/// "INT8 W8A16 per-channel"; the precision alone where nothing is quantized.
QString schemeWord(const model::Scheme& scheme);
/// What a ledger says: "weights 4.7 MB, KV cache 3.1 MB at 2048 tokens, workspace 9 MB: 17 MB in all".
QString precisionMemory(const model::MemoryLedger& ledger, std::int64_t contextTokens);

/// What went wrong, in the words of the window; its subject in brackets where the sentence does not name it.
QString sentenceOf(const Error& error);

}  // namespace autoglm::ui

#include "ui/models/run_words.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/figure.h"
#include "ui/models/core_sentences.h"
#include "ui/models/figures.h"

namespace autoglm::ui {
namespace {

struct RunWords {
    Q_DECLARE_TR_FUNCTIONS(Run)
};

/// As core/report and core/store spell them; found by lupdate here, looked up by figureWord().
[[maybe_unused]] constexpr const char* reportWords[] = {
    QT_TRANSLATE_NOOP("Run", "metric"),
    QT_TRANSLATE_NOOP("Run", "B vs A"),
    QT_TRANSLATE_NOOP("Run", "95 % interval"),
    QT_TRANSLATE_NOOP("Run", "faster"),
    QT_TRANSLATE_NOOP("Run", "slower"),
    QT_TRANSLATE_NOOP("Run", "cannot tell"),
    QT_TRANSLATE_NOOP("Run", "Decode rate"),
    QT_TRANSLATE_NOOP("Run", "Time to first token"),
    QT_TRANSLATE_NOOP("Run", "Time per output token"),
    QT_TRANSLATE_NOOP("Run", "Inter-token latency, P50"),
    QT_TRANSLATE_NOOP("Run", "Inter-token latency, P99"),
    QT_TRANSLATE_NOOP("Run", "Prefill rate"),
    QT_TRANSLATE_NOOP("Run", "Memory bandwidth used"),
    QT_TRANSLATE_NOOP("Run", "Load time"),
    QT_TRANSLATE_NOOP("Run", "Weights"),
    QT_TRANSLATE_NOOP("Run", "KV cache"),
    QT_TRANSLATE_NOOP("Run", "Peak memory"),
    QT_TRANSLATE_NOOP("Run", "Memory"),
    QT_TRANSLATE_NOOP("Run", "Perplexity"),
    QT_TRANSLATE_NOOP("Run", "Perplexity ratio, logarithm"),
    QT_TRANSLATE_NOOP("Run", "Perplexity over its own tokens"),
    QT_TRANSLATE_NOOP("Run", "Bits per byte of text"),
    QT_TRANSLATE_NOOP("Run", "Task accuracy"),
    QT_TRANSLATE_NOOP("Run", "KL divergence, mean"),
    QT_TRANSLATE_NOOP("Run", "KL divergence, median"),
    QT_TRANSLATE_NOOP("Run", "KL divergence, P99"),
    QT_TRANSLATE_NOOP("Run", "KL divergence, largest"),
    QT_TRANSLATE_NOOP("Run", "Same most likely token"),
    QT_TRANSLATE_NOOP("Run", "Change of the right token's probability"),
    QT_TRANSLATE_NOOP("Run", "points"),
    QT_TRANSLATE_NOOP("Run", "model"),
    QT_TRANSLATE_NOOP("Run", "params"),
    QT_TRANSLATE_NOOP("Run", "precision"),
    QT_TRANSLATE_NOOP("Run", "weights"),
    QT_TRANSLATE_NOOP("Run", "device"),
    QT_TRANSLATE_NOOP("Run", "threads"),
    QT_TRANSLATE_NOOP("Run", "test"),
    QT_TRANSLATE_NOOP("Run", "valid"),
};

/// The ids of core/store/run_diff.h in the words above.
QString metricWord(const QString& id) {
    static const std::pair<const char*, const char*> names[] = {
        {"decode_rate", "Decode rate"},
        {"ttft", "Time to first token"},
        {"tpot", "Time per output token"},
        {"load_time", "Load time"},
        {"weights", "Weights"},
        {"peak_memory", "Peak memory"},
        {"memory", "Memory"},
        {"kld", "KL divergence, mean"},
        {"same_top", "Same most likely token"},
        {"ppl", "Perplexity"},
        {"ln_ppl_ratio", "Perplexity ratio, logarithm"},
        {"bits_per_byte", "Bits per byte of text"},
        {"task_accuracy", "Task accuracy"},
    };
    for (const auto& [known, name] : names)
        if (id == QLatin1String(known)) return figureWord(name);
    return {};
}

/// "A decode_rate" as "Decode rate, A"; a benchmark's test as it is.
QString diffMetric(const std::string& metric) {
    const QString text = QString::fromStdString(metric);
    if (const QString word = metricWord(text); !word.isEmpty()) return word;
    for (const QString& arm : {QStringLiteral("B vs A"), QStringLiteral("A"), QStringLiteral("B")}) {
        QString id;
        if (text.startsWith(arm + QLatin1Char(' '))) id = text.mid(arm.size() + 1);
        if (text.endsWith(QLatin1Char(' ') + arm)) id = text.chopped(arm.size() + 1);
        const QString shown = arm.size() > 1 ? figureWord(arm.toStdString()) : arm;
        if (const QString word = metricWord(id); !word.isEmpty()) return word + QStringLiteral(", ") + shown;
    }
    return text;
}

QString diffValue(const std::optional<double>& value, const std::string& unit) {
    if (!value) return figure(value);
    if (unit == "B" && *value >= 0) return bytes(static_cast<std::uint64_t>(*value));
    if (unit == "s") return milliseconds(*value * 1000);
    if (unit == "share") return figure(*value * 100) + QStringLiteral(" %");
    const bool isBare = unit.empty() || unit == "ratio";
    return figure(*value) + (isBare ? QString() : QLatin1Char(' ') + QString::fromStdString(unit));
}

QString diffChange(const std::optional<store::Change>& change) {
    if (!change) return figure(std::nullopt);
    const int decimals = figureDecimals(change->value, change->low95, change->high95);
    const auto part = [&](double value) {
        const QString number = QString::number(value, 'f', decimals);
        if (change->scale == store::ChangeScale::Ratio) return number + QStringLiteral("×");
        return (value > 0 ? QStringLiteral("+") : QString()) + number;
    };
    if (!change->low95 || !change->high95) return part(change->value);
    if (change->scale == store::ChangeScale::Ratio && isTooWide(*change->low95, *change->high95))
        return QStringLiteral("%1 (%2)").arg(part(change->value), coreSentence(tooWideText()));
    return RunWords::tr("%1 (%2 to %3)").arg(part(change->value), part(*change->low95), part(*change->high95));
}

TextRow diffRow(const store::DiffRow& row) {
    static const std::pair<QString, const char*> verdicts[] = {
        {QStringLiteral("better"), QT_TRANSLATE_NOOP("Run", "Better")},
        {QStringLiteral("worse"), QT_TRANSLATE_NOOP("Run", "Worse")},
        {QStringLiteral("same"), QT_TRANSLATE_NOOP("Run", "Same")},
        {QStringLiteral("inconclusive"), QT_TRANSLATE_NOOP("Run", "Cannot tell")}};
    const auto& [state, word] = verdicts[static_cast<std::size_t>(row.verdict)];
    return {{diffMetric(row.metric), diffValue(row.a, row.unit), diffValue(row.b, row.unit), diffChange(row.change),
             RunWords::tr(word)},
            state};
}

}  // namespace

QString figureWord(const std::string& words) {
    const auto translated = [](const std::string& text) {
        return text.empty() ? QString() : QCoreApplication::translate("Run", text.c_str());
    };
    // The unit stands after the last comma, which some names have too.
    const QString whole = translated(words);
    const std::size_t comma = words.rfind(", ");
    if (whole != QString::fromStdString(words)) return whole;
    if (comma == std::string::npos) return coreSentence(words);  // "1.79 to 1.83", a reason of validity
    return translated(words.substr(0, comma)) + QStringLiteral(", ") + translated(words.substr(comma + 2));
}

std::vector<TextColumn> figureColumns(const report::FigureTable& table) {
    std::vector<TextColumn> columns;
    for (const TextTable::Column& column : table.columns)
        columns.push_back({figureWord(column.title), column.align == Align::Right ? Qt::AlignRight : Qt::AlignLeft});
    return columns;
}

std::vector<TextRow> figureRows(const report::FigureTable& table) {
    std::vector<TextRow> rows;
    for (const auto& cells : table.rows) {
        TextRow row;
        for (const std::string& cell : cells)
            row.cells << figureWord(cell);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<TextColumn> diffColumns() {
    return {{RunWords::tr("Metric")},
            {RunWords::tr("First run"), Qt::AlignRight},
            {RunWords::tr("Second run"), Qt::AlignRight},
            {RunWords::tr("Second against first (95 %)"), Qt::AlignRight},
            {RunWords::tr("Verdict")}};
}

std::vector<TextRow> diffRows(const store::RunDiff& diff) {
    std::vector<TextRow> rows;
    for (const store::DiffRow& row : diff.rows)
        rows.push_back(diffRow(row));
    return rows;
}

std::vector<ExportForm> exportForms(const std::string& kind) {
    std::vector<ExportForm> forms;
    const auto add = [&](const char* form, const char* extension, const QString& word) {
        const QString ending = QString::fromLatin1(extension);
        forms.push_back({QString::fromLatin1(form), ending, QStringLiteral("%1 (*.%2)").arg(word, ending)});
    };
    const std::vector<std::string> known = report::runForms(kind);
    for (const std::string& form : known) {
        if (form == "html") add("html", "html", RunWords::tr("Report in one file"));
        if (form == "md") add("md", "md", RunWords::tr("Markdown"));
        if (form == "csv") add("csv", "csv", RunWords::tr("Table"));
        if (form == "json") add("json", "json", RunWords::tr("Data"));
        if (form == "llama-bench") add("llama-bench", "json", RunWords::tr("As llama-bench"));
    }
    if (known.size() > 1) add("pdf", "pdf", RunWords::tr("Printed report"));
    return forms;
}

QString formOf(const std::vector<ExportForm>& forms, const QString& file, const QString& filter) {
    const QString extension = QFileInfo(file).suffix().toLower();
    QString found;
    for (const ExportForm& one : forms) {
        if (one.extension != extension) continue;
        if (found.isEmpty() || one.filter == filter) found = one.form;
    }
    return found;
}

}  // namespace autoglm::ui

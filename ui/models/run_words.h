// What reports and diffs of runs say, as the window shows it: names of metrics in the current language, figures as they
// were recorded; and which file forms a run can be exported in. Pure; GUI thread.
#pragma once

#include <QString>
#include <vector>

#include "core/report/run_forms.h"
#include "core/store/run_diff.h"
#include "ui/models/table_text.h"

namespace autoglm::ui {

/// "Decode rate, tok/s" in the current language; what is not known stays as it is.
QString figureWord(const std::string& words);

std::vector<TextColumn> figureColumns(const report::FigureTable& table);
std::vector<TextRow> figureRows(const report::FigureTable& table);

std::vector<TextColumn> diffColumns();
/// The verdict last, as word and state.
std::vector<TextRow> diffRows(const store::RunDiff& diff);

struct ExportForm {
    QString form;       ///< as core/report/run_forms.h, or "pdf"
    QString extension;  ///< without dot
    QString filter;     ///< for a file dialog: "Markdown (*.md)"
};

/// The best for people first.
std::vector<ExportForm> exportForms(const std::string& kind);
/// The form of `file`: by its extension, which `filter` decides where two forms share it; empty where there is none.
QString formOf(const std::vector<ExportForm>& forms, const QString& file, const QString& filter);

}  // namespace autoglm::ui

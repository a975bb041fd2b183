// What becomes of a comparison's result: its report kept, opened, exported.
#include <QFileDialog>
#include <utility>

#include "ui/bridge/background.h"
#include "ui/models/core_sentences.h"
#include "ui/models/wording.h"
#include "ui/panes/compare_pane.h"

namespace autoglm::ui {

void ComparePane::keepReport() {
    if (!m_services.keep) return;
    inBackground(
        this, [keep = m_services.keep, result = m_result] { return keep(result); },
        [this, result = m_result](Result<KeptReport> kept) {
            if (result != m_result) return;
            if (!kept) {
                emit messageRaised({.words =
                                        [error = kept.error()] {
                                            return BannerWords{tr("The report was not kept"), sentenceOf(error),
                                                               tr("Export report…")};
                                        },
                                    .onAction = [this] { exportReport(); }});
                return;
            }
            m_report = kept->html;
            emit reportKept();
            if (!kept->notice.empty())
                emit messageRaised({.kind = BannerKind::Notice, .words = [notice = kept->notice] {
                                        return BannerWords{tr("The report was kept"), coreSentence(notice)};
                                    }});
            updateActions();
        });
}

void ComparePane::openReport() {
    if (m_report) openReportFile(*this, m_services.openFile, *m_report);
}

void ComparePane::exportReport() {
    auto* dialog = new QFileDialog(this, tr("Export report"));
    dialog->setObjectName(QStringLiteral("compare.exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Report in one file (*.html)"), tr("Markdown (*.md)"), tr("Table (*.csv)"),
                            tr("Data (*.json)"), tr("Printed report (*.pdf)")});
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("autoglm-report.html"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, result = m_result](const QString& file) {
        const std::filesystem::path path = file.toStdString();
        inBackground(
            this, [exportTo = m_services.exportTo, result, path] { return exportTo(result, path); },
            [this, path](const Status& written) {
                if (written) return tellReportWritten(*this, m_services.openFile, path);
                emit messageRaised({.words =
                                        [error = written.error()] {
                                            return BannerWords{tr("The report was not written"), sentenceOf(error),
                                                               tr("Export elsewhere…")};
                                        },
                                    .onAction = [this] { exportReport(); }});
            });
    });
    dialog->open();
}

}  // namespace autoglm::ui

#include "ui/panes/report_files.h"

#include <QCoreApplication>

#include "ui/panes/pane.h"

namespace autoglm::ui {
namespace {

struct ReportFileWords {
    Q_DECLARE_TR_FUNCTIONS(ReportFiles)
};

}  // namespace

void openReportFile(Pane& pane, const FileOpener& open, const std::filesystem::path& path) {
    if (open && open(path)) return;
    emit pane.messageRaised({.kind = BannerKind::Notice, .words = [path] {
                                 return BannerWords{ReportFileWords::tr("No program opens the report here"),
                                                    QString::fromStdString(path.string())};
                             }});
}

void tellReportWritten(Pane& pane, const FileOpener& open, const std::filesystem::path& path) {
    emit pane.messageRaised({.kind = BannerKind::Notice,
                             .words =
                                 [path] {
                                     return BannerWords{ReportFileWords::tr("The report was written"),
                                                        QString::fromStdString(path.string()),
                                                        ReportFileWords::tr("Open")};
                                 },
                             .onAction = [&pane, open, path] { openReportFile(pane, open, path); }});
}

}  // namespace autoglm::ui

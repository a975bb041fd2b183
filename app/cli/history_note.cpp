#include "app/cli/history_note.h"

#include <cstdio>

#include "app/composition/run_history.h"

namespace autoglm::cli {

void noteInHistory(const std::string& kind, const Json& document) {
    Result<store::OpenedHistory> opened = app::openHistory();
    if (!opened) {
        std::fprintf(stderr, "autoglm: warning: this run was not put into the history: %s\n",
                     describe(opened.error()).c_str());
        return;
    }
    if (!opened->notice.empty()) std::fprintf(stderr, "autoglm: %s\n", opened->notice.c_str());
    const Result<std::int64_t> id =
        app::remember(opened->history, kind, document, app::summaryOf(document, kind), app::resultOf(document));
    if (!id)
        std::fprintf(stderr, "autoglm: warning: this run was not put into the history: %s\n",
                     describe(id.error()).c_str());
    else
        std::fprintf(stderr, "autoglm: kept as run %lld; 'autoglm history show %lld' shows it again\n",
                     static_cast<long long>(*id), static_cast<long long>(*id));
}

}  // namespace autoglm::cli

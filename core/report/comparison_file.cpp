#include "core/base/text_format.h"
#include "core/report/comparison_report.h"

namespace autoglm::report {

Result<std::string> comparisonFile(const Json& document, const std::filesystem::path& path,
                                   const std::string& subject) {
    const std::string extension = path.extension().string();
    if (extension == ".md") return comparisonMarkdown(document);
    if (extension == ".csv") return comparisonCsv(document);
    if (extension == ".json") return dumpJson(document);
    if (extension == ".html" || extension == ".htm") return comparisonHtml(document);
    return fail(ErrorCode::InvalidArgument,
                concat("the report '", path.string(), "' has no known format; name it .html, .md, .csv or .json"),
                subject);
}

}  // namespace autoglm::report

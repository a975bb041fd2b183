// A paired comparison as HTML, Markdown and CSV, made from its JSON document, so that a run of the history can be
// written again. Pure; any thread. Errors: InvalidArgument for a document of another kind, Unsupported for a newer
// schema. HTML: one file, no network, no scripts; well-formed XML too. Light and dark by the reader's system; prints on
// A4. CSV (RFC 4180, one header row): record,name,unit,arm,run,index,value,ci95_low,ci95_high,note. record is "arm"
// (name: its model; note: precision, scheme, device, digest and path), "metric" (one row per metric and arm; arm is A,
// B or "B/A", "B-A" and "A,B" for what both make together), "budget" (value; note is limit and result), or a raw
// sample: "token_ns" (ns from submission to the token; run and index from 0), "block_ratio" (index: block), "kld"
// (index: position).
#pragma once

#include <filesystem>
#include <string>

#include "core/base/json.h"

namespace autoglm::report {

/// For a terminal: verdict with what limits it, budgets, metrics, answers.
Result<std::string> comparisonText(const Json& document);
Result<std::string> comparisonHtml(const Json& document);
Result<std::string> comparisonMarkdown(const Json& document);
Result<std::string> comparisonCsv(const Json& document);

/// In the format that the extension of `path` asks for: .html, .htm, .md, .csv or .json; InvalidArgument about
/// `subject` for any other, whatever the document.
Result<std::string> comparisonFile(const Json& document, const std::filesystem::path& path, const std::string& subject);

}  // namespace autoglm::report

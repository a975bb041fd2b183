// A benchmark as terminal table, Markdown, CSV and llama-bench's JSON, made from its JSON document. Pure; any thread.
// Errors: InvalidArgument for a document of another kind, Unsupported for a newer schema.
// CSV: one row per test:
// model,precision,scheme,device,threads,test,depth,batch,tok_per_s,stddev_tok_per_s,ci95_low,ci95_high,n,
// mbu,weights_bytes,kv_cache_bytes,allocated_peak_bytes,validity,samples_ns (joined by blanks),
// hash_mismatch_overridden; unknown is empty.
//
// llama-bench: the keys of ggml-org/llama.cpp tools/llama-bench in their order and types. Batches above 1 are left out,
// since it has no such key; options that do not exist here stand at "off"; build_commit is the program's version where
// it is given.
#pragma once

#include <string>

#include "core/base/json.h"

namespace autoglm::report {

/// Of one of the document's results: "tg32", "tg32 @ d512", "pp128 x 4" sequences.
std::string benchTestName(const Json& result);

Result<std::string> benchTable(const Json& document);
Result<std::string> benchMarkdown(const Json& document);
Result<std::string> benchCsv(const Json& document);
Result<std::string> benchLlamaBench(const Json& document);

}  // namespace autoglm::report

// What comparisons and scores are fed with: prompts, a text and tasks, read from files or the shipped defaults,
// rendered by the chat template and encoded. Any thread; rendering starts a child process per prompt. Errors: NotFound,
// Corrupt naming file and line, those of tokenizer and template.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/evaluate/comparison.h"
#include "core/text/chat_template.h"

namespace autoglm::evaluate {

/// Lines of a text file, or {"prompt": "..."} per line of a .jsonl file. Without a file: the shipped prompts.
Result<std::vector<std::string>> loadPrompts(const std::optional<std::filesystem::path>& file);

/// Ids of the prompt as one user message; `chat` null: of the text as it is, with the tokenizer's own special tokens.
Result<std::vector<engine::TokenId>> preparePrompt(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                                   const std::string& prompt);

struct PreparedText {
    std::vector<engine::TokenId> ids;     ///< without special tokens
    std::vector<engine::TokenId> prefix;  ///< what the tokenizer puts before a text
};
Result<PreparedText> prepareText(const text::Tokenizer& tokenizer, const std::filesystem::path& file);

struct ComparisonFiles {
    std::optional<std::filesystem::path> prompts;  ///< absent: the shipped ones
    std::optional<std::filesystem::path> text;     ///< absent: eval.txt of arm A's folder, of B's, else the shipped one
    std::optional<std::filesystem::path> tasks;    ///< absent: tasks.jsonl of arm A's folder, of B's, else none
};

/// Fills prompts, tasks and both arms' inputs of `plan`, whose folders are set; two arms of one folder share them. A
/// model without a chat template gets plain prompts. Where a model has no tokenizer, both arms get prompts and a text
/// of token ids drawn at random, always the same, unless a file was named.
Status loadComparisonInputs(ComparisonPlan& plan, const ComparisonFiles& files, const ProgressCallback& progress,
                            std::stop_token stop);

}  // namespace autoglm::evaluate

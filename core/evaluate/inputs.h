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

/// The prompt as one user message; `chat` null: the text as it is, with the tokenizer's own special tokens.
Result<PreparedPrompt> preparePrompt(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                     const std::string& prompt);
Result<std::vector<PreparedPrompt>> preparePrompts(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                                   const std::vector<std::string>& prompts,
                                                   const ProgressCallback& progress, std::stop_token stop);

struct PreparedText {
    std::vector<engine::TokenId> ids;     ///< without special tokens
    std::vector<engine::TokenId> prefix;  ///< what the tokenizer puts before a text
};
Result<PreparedText> prepareText(const text::Tokenizer& tokenizer, const std::filesystem::path& file);

struct ComparisonFiles {
    std::optional<std::filesystem::path> prompts;  ///< absent: the shipped ones
    std::optional<std::filesystem::path> text;     ///< absent: eval.txt of the model folder, else the shipped one
    std::optional<std::filesystem::path> tasks;    ///< absent: tasks.jsonl of the model folder, else none
};

/// Fills tokenizer, prompts, text and tasks of `plan`, whose folder is set. A model without a chat template gets plain
/// prompts, one without a tokenizer prompts and a text of token ids drawn at random, always the same, unless a file was
/// named.
Status loadComparisonInputs(ComparisonPlan& plan, const ComparisonFiles& files, const ProgressCallback& progress,
                            std::stop_token stop);

}  // namespace autoglm::evaluate

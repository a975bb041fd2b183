// What a model folder gives beside its weights: the opened folder, its tokenizer and its chat template. Immutable, any
// thread. A folder without tokenizer or template can still be loaded; what is missing says so when it is needed.
#pragma once

#include <functional>
#include <vector>

#include "core/text/chat_template.h"
#include "core/text/tokenizer.h"
#include "core/worker/commands.h"

namespace autoglm::worker {

struct ModelAssets {
    model::ModelFolderPtr folder;
    Result<text::Tokenizer> tokenizer;
    Result<text::ChatTemplate> chatTemplate;
};

/// Called on the engine thread.
using ModelOpener = std::function<Result<ModelAssets>(const LoadCommand& command)>;

/// Opens `command.model`; fails only where the folder itself cannot be used.
Result<ModelAssets> openModelAssets(const LoadCommand& command);

/// Ids of a prompt. Chat is rendered and encoded without adding special tokens; raw text as the tokenizer's own rule
/// says. `specials`: whether special tokens spelled in what was typed count as such.
Result<std::vector<engine::TokenId>> promptIds(const ModelAssets& assets, const Prompt& prompt,
                                               text::ParseSpecial specials = text::ParseSpecial::Yes);

}  // namespace autoglm::worker

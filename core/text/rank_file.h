// The tokenizer.model of ChatGLM (glm-4-9b-chat): tiktoken's ranks, one line "base64 of the bytes, space, id" each,
// with the special tokens of tokenizer_config.json beside it. What else is called tokenizer.model (SentencePiece) is
// refused with a sentence that says how to get a tokenizer.json. Any thread. Source of the format: openai/tiktoken,
// load.py; pattern and prefix: zai-org/glm-4-9b-chat, tokenization_chatglm.py.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/text/bpe_model.h"

namespace autoglm::text {

struct RankFile {
    Vocabulary ranks;         ///< in the byte-level spelling
    ComponentJson tokenizer;  ///< as a tokenizer.json without its model
};

/// `ranks` is the content of tokenizer.model, `config` that of tokenizer_config.json.
/// Errors: Corrupt, Unsupported; `path` names the file in them. May throw nlohmann's exceptions on `config`.
Result<RankFile> readRankFile(std::string_view ranks, std::string_view config, const std::string& path);

}  // namespace autoglm::text

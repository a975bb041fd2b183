// The model folder's chat template (Jinja), rendered as transformers' apply_chat_template does. Immutable, any thread.
// Rendering runs in the program autoglm-helper with limits on time and memory, since a template is a program that may
// never end; copies share one such process, and it goes with the last of them. The result holds the special tokens as
// text: encode it with AddSpecial::No and ParseSpecial::Yes. Errors: NotFound (no template, no helper), InvalidArgument
// (the template refuses the messages), Corrupt (cannot be parsed), OutOfMemory, Unsupported (did not end in time,
// crashed, failed while rendering).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/text/chat_messages.h"

namespace autoglm::text {

enum class GenerationPrompt { Add, Omit };

struct RenderOptions {
    GenerationPrompt generationPrompt = GenerationPrompt::Add;
    Json variables =
        Json::object();  ///< more for the template, for example {"enable_thinking": false} or {"tools": []}
    std::chrono::milliseconds timeout{5'000};
    std::uint64_t memoryBytes = 512U << 20U;
};

class TemplateRenderer;

class ChatTemplate {
  public:
    /// chat_template.jinja and additional_chat_templates/NAME.jinja, else chat_template of tokenizer_config.json (one
    /// text or a named list), else chat_template.json. Of several the one called `name`; with the default name, the one
    /// called "tool_use" where tools are given.
    static Result<ChatTemplate> load(const std::filesystem::path& folder, const std::string& name = "default");

    /// A template given as text; `specialTokens` are its variables bos_token, eos_token and so on.
    ChatTemplate(std::string source, Json specialTokens, std::string subject);

    Result<std::string> render(const std::vector<Message>& messages, const RenderOptions& options = {}) const;

    const std::string& source() const { return m_source; }
    /// {"bos_token": "...", ...}: the special tokens that tokenizer_config.json names.
    const Json& specialTokens() const { return m_specialTokens; }

  private:
    std::string m_source;
    std::optional<std::string> m_toolSource;
    Json m_specialTokens;
    std::string m_subject;
    std::shared_ptr<TemplateRenderer> m_renderer;
};

}  // namespace autoglm::text

#include "core/text/chat_template.h"

#include <map>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/text/template_renderer.h"

namespace autoglm::text {

namespace fs = std::filesystem;

namespace {

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// A token is given as text or as {"content": ...}; lists of tokens go to the template as lists of texts.
Json tokenText(const Json& value) {
    if (value.is_object() && value.contains("content")) return value["content"];
    if (!value.is_array()) return value.is_string() ? value : Json();
    Json list = Json::array();
    for (const Json& item : value)
        list.push_back(tokenText(item));
    return list;
}

Json specialTokensOf(const Json& config) {
    Json tokens = Json::object();
    for (const char* key : {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
                            "additional_special_tokens"}) {
        if (!config.is_object() || !config.contains(key)) continue;
        if (Json text = tokenText(config[key]); !text.is_null() && !text.empty()) tokens[key] = std::move(text);
    }
    return tokens;
}

using NamedTemplates = std::map<std::string, std::string>;

/// The templates of a "chat_template" value: a text, or a list of {"name", "template"}.
Result<NamedTemplates> templatesOf(const Json& value, const std::string& subject) {
    NamedTemplates templates;
    if (value.is_string()) templates["default"] = value.get<std::string>();
    if (value.is_array()) {
        for (const Json& entry : value)
            if (entry.is_object() && entry.contains("name") && entry["name"].is_string() &&
                entry.contains("template") && entry["template"].is_string())
                templates[entry["name"].get<std::string>()] = entry["template"].get<std::string>();
    }
    if (templates.empty())
        return fail(ErrorCode::Corrupt,
                    "the chat_template of '" + subject + "' is neither text nor a list of named templates", subject);
    return templates;
}

/// chat_template.jinja and additional_chat_templates/NAME.jinja.
Result<NamedTemplates> templateFiles(const fs::path& folder) {
    NamedTemplates templates;
    if (const fs::path path = folder / "chat_template.jinja"; isThere(path)) {
        AUTOGLM_TRY(templates["default"], readTextFile(path));
    }
    std::error_code absent;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / "additional_chat_templates", absent))
        if (entry.path().extension() == ".jinja") {
            AUTOGLM_TRY(templates[entry.path().stem().string()], readTextFile(entry.path()));
        }
    return templates;
}

/// The chat_template of a JSON file; none where it has no such key.
Result<NamedTemplates> templatesInJson(const Json& file, const fs::path& path) {
    if (!file.is_object() || !file.contains("chat_template") || file["chat_template"].is_null())
        return NamedTemplates{};
    return templatesOf(file["chat_template"], path.string());
}

}  // namespace

ChatTemplate::ChatTemplate(std::string source, Json specialTokens, std::string subject)
    : m_source(std::move(source)),
      m_specialTokens(std::move(specialTokens)),
      m_subject(std::move(subject)),
      m_renderer(std::make_shared<TemplateRenderer>()) {}

Result<ChatTemplate> ChatTemplate::load(const fs::path& folder, const std::string& name) {
    Json config;
    const fs::path configPath = folder / "tokenizer_config.json";
    if (isThere(configPath)) {
        AUTOGLM_TRY(config, readJsonFile(configPath));
    }
    fs::path subject = folder / "chat_template.jinja";
    AUTOGLM_TRY(NamedTemplates templates, templateFiles(folder));
    if (templates.empty()) {
        subject = configPath;
        AUTOGLM_TRY(templates, templatesInJson(config, configPath));
    }
    if (const fs::path path = folder / "chat_template.json"; templates.empty() && isThere(path)) {
        subject = path;
        AUTOGLM_TRY(const Json file, readJsonFile(path));
        AUTOGLM_TRY(templates, templatesInJson(file, path));
    }
    if (templates.empty())
        return fail(ErrorCode::NotFound, "this model has no chat template; give it a raw prompt", folder.string());
    const auto chosen = templates.find(name);
    if (chosen == templates.end()) {
        std::vector<std::string> names;
        for (const auto& [known, source] : templates)
            names.push_back("'" + known + "'");
        return fail(ErrorCode::NotFound,
                    "'" + subject.string() + "' has no chat template named '" + name + "'; it has " + join(names, ", "),
                    subject.string());
    }
    ChatTemplate out(chosen->second, specialTokensOf(config), subject.string());
    if (const auto forTools = templates.find("tool_use"); name == "default" && forTools != templates.end())
        out.m_toolSource = forTools->second;
    return out;
}

Result<std::string> ChatTemplate::render(const std::vector<Message>& messages, const RenderOptions& options) const {
    // As transformers hands them over: tools and documents exist, without a value.
    Json variables{{"messages", toJson(messages)}, {"tools", nullptr}, {"documents", nullptr}};
    variables["add_generation_prompt"] = options.generationPrompt == GenerationPrompt::Add;
    variables.update(m_specialTokens);
    variables.update(options.variables);
    const bool hasTools = !variables["tools"].is_null();
    return m_renderer->render(hasTools ? m_toolSource.value_or(m_source) : m_source, std::move(variables),
                              {options.timeout, options.memoryBytes}, m_subject);
}

}  // namespace autoglm::text

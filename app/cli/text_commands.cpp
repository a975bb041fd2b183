// tokenize, detokenize and render: what needs the tokenizer and the chat template, but no weights.
#include <cstdio>

#include "app/cli/model_options.h"
#include "app/cli/option_checks.h"
#include "core/base/file.h"
#include "core/model/model_folder.h"
#include "core/text/chat_template.h"

namespace autoglm::cli {
namespace {

struct TextOptions {
    std::string model;
    std::string text;
    std::string ids;
    std::string messages;
    bool noSpecial = false;
    bool skipSpecial = false;
    bool json = false;
};

Result<text::Tokenizer> loadTokenizer(const std::string& model) {
    AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(model));
    return text::Tokenizer::load(path);
}

Result<int> tokenize(const TextOptions& options) {
    AUTOGLM_TRY(const text::Tokenizer tokenizer, loadTokenizer(options.model));
    const text::EncodeOptions encoding =
        options.noSpecial ? text::EncodeOptions{text::AddSpecial::No, text::ParseSpecial::No} : text::EncodeOptions{};
    AUTOGLM_TRY(const std::vector<engine::TokenId> ids, tokenizer.encode(options.text, encoding));
    if (options.json) {
        Json pieces = Json::array();
        for (const engine::TokenId id : ids)
            pieces.push_back(tokenizer.piece(id));
        AUTOGLM_CHECK(printJson({{"ids", ids}, {"pieces", std::move(pieces)}}));
        return Done;
    }
    for (const engine::TokenId id : ids)
        std::printf("%7d  %s\n", id, tokenizer.piece(id).c_str());
    return Done;
}

Result<int> detokenize(const TextOptions& options) {
    AUTOGLM_TRY(const text::Tokenizer tokenizer, loadTokenizer(options.model));
    AUTOGLM_TRY(const std::vector<engine::TokenId> ids, parseIds(options.ids, "--ids"));
    for (const engine::TokenId id : ids)
        if (static_cast<std::size_t>(id) >= tokenizer.vocabSize())
            return fail(ErrorCode::InvalidArgument,
                        "token id " + std::to_string(id) + " is outside the tokenizer's vocabulary of " +
                            std::to_string(tokenizer.vocabSize()),
                        "--ids");
    const std::string text =
        tokenizer.decode(ids, options.skipSpecial ? text::SkipSpecial::Yes : text::SkipSpecial::No);
    if (options.json)
        AUTOGLM_CHECK(printJson({{"text", text}}));
    else
        std::puts(text.c_str());
    return Done;
}

Result<int> render(const TextOptions& options) {
    AUTOGLM_TRY(const std::filesystem::path path, model::resolveModel(options.model));
    AUTOGLM_TRY(const std::string content, readTextFile(options.messages));
    AUTOGLM_CHECK(requireUtf8(content, options.messages));
    AUTOGLM_TRY(const text::Conversation conversation, text::parseConversation(content, options.messages));
    AUTOGLM_TRY(const text::ChatTemplate chat, text::ChatTemplate::load(path));
    AUTOGLM_TRY(const std::string rendered, chat.render(conversation.messages, {.variables = conversation.variables}));
    if (!options.json) {
        std::puts(rendered.c_str());
        return Done;
    }
    AUTOGLM_TRY(const text::Tokenizer tokenizer, text::Tokenizer::load(path));
    AUTOGLM_TRY(const std::vector<engine::TokenId> ids,
                tokenizer.encode(rendered, {text::AddSpecial::No, text::ParseSpecial::Yes}));
    AUTOGLM_CHECK(printJson({{"text", rendered}, {"ids", ids}}));
    return Done;
}

/// Every text command: MODEL, --json, and what `addOwn` adds.
template <class AddOwn>
void addTextCommand(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                    Result<int> (*execute)(const TextOptions&), AddOwn&& addOwn) {
    auto options = std::make_shared<TextOptions>();
    CLI::App* command = app.add_subcommand(name, description);
    command->add_option("MODEL", options->model, "folder, 'demo', or id in the Hugging Face cache")->required();
    command->add_flag("--json", options->json, "one JSON document on standard output");
    addOwn(*command, *options);
    command->callback([&context, options, execute] { context.run = [options, execute] { return execute(*options); }; });
}

}  // namespace

void addTokenizeCommand(CLI::App& app, Context& context) {
    addTextCommand(
        app, context, "tokenize", "text to token ids", tokenize, [](CLI::App& command, TextOptions& options) {
            command.add_option("--text", options.text, "the text; may be empty")->required()->check(utf8Text());
            command.add_flag("--no-special", options.noSpecial,
                             "add no special tokens and read them in the text as ordinary characters");
        });
}

void addDetokenizeCommand(CLI::App& app, Context& context) {
    addTextCommand(
        app, context, "detokenize", "token ids to text", detokenize, [](CLI::App& command, TextOptions& options) {
            command.add_option("--ids", options.ids, "ids with commas between; empty is an empty text")->required();
            command.add_flag("--skip-special", options.skipSpecial, "leave special tokens out");
        });
}

void addRenderCommand(CLI::App& app, Context& context) {
    addTextCommand(app, context, "render", "apply the chat template to a list of messages", render,
                   [](CLI::App& command, TextOptions& options) {
                       command
                           .add_option(
                               "--messages", options.messages,
                               "JSON file: [{\"role\": \"user\", \"content\": \"...\"}, ...], or {\"messages\": "
                               "[...]} with \"tools\", \"documents\" and other variables of the template")
                           ->required()
                           ->check(someText("a file"));
                   });
}

}  // namespace autoglm::cli

#include "core/worker/model_assets.h"

#include "core/base/system_info.h"
#include "core/base/text_format.h"

namespace autoglm::worker {

Result<ModelAssets> openModelAssets(const LoadCommand& command) {
    AUTOGLM_TRY(model::ModelFolderPtr folder, model::openModelFolder(command.model, command.expectFile));
    const std::filesystem::path path = folder->path;
    return ModelAssets{.folder = std::move(folder),
                       .tokenizer = text::Tokenizer::load(path),
                       .chatTemplate = text::ChatTemplate::load(path)};
}

namespace {

// Noncharacters, which no text contains: they hold the place of a special token while the template is rendered.
constexpr std::string_view placeBegin = "\uFDD0";
constexpr std::string_view placeEnd = "\uFDD1";

struct Spelled {
    std::string text;
    std::vector<text::TextRange> plain;  ///< special tokens that are to be read as characters
};

/// Takes the special tokens out of the messages' contents, into `taken`.
ChatPrompt withPlaces(const text::Tokenizer& tokenizer, ChatPrompt messages, std::vector<std::string>& taken) {
    for (text::Message& message : messages) {
        if (!message.content.is_string()) continue;
        const auto typed = message.content.get<std::string>();
        std::string content;
        std::size_t done = 0;
        for (const text::TextRange& range : tokenizer.specialsIn(typed)) {
            content += typed.substr(done, range.begin - done);
            content += concat(placeBegin, taken.size(), placeEnd);
            taken.push_back(typed.substr(range.begin, range.end - range.begin));
            done = range.end;
        }
        message.content = content + typed.substr(done);
    }
    return messages;
}

/// Puts them back into the rendered text. A template may have left out or repeated a message.
Spelled withoutPlaces(std::string_view rendered, const std::vector<std::string>& taken) {
    Spelled out;
    while (true) {
        const auto begin = rendered.find(placeBegin);
        const auto end = begin == std::string_view::npos ? begin : rendered.find(placeEnd, begin);
        out.text += rendered.substr(0, begin);
        if (end == std::string_view::npos) break;
        const auto number = parseUnsigned(rendered.substr(begin + placeBegin.size(), end - begin - placeBegin.size()));
        if (number && *number < taken.size()) {
            out.plain.push_back({out.text.size(), out.text.size() + taken[*number].size()});
            out.text += taken[*number];
        }
        rendered.remove_prefix(end + placeEnd.size());
    }
    return out;
}

Result<std::vector<engine::TokenId>> chatIds(const ModelAssets& assets, const ChatPrompt& messages,
                                             text::ParseSpecial specials) {
    const text::EncodeOptions options{.add = text::AddSpecial::No, .parse = text::ParseSpecial::Yes};
    std::vector<std::string> taken;
    if (specials == text::ParseSpecial::Yes) {
        AUTOGLM_TRY(const std::string text, assets.chatTemplate->render(messages));
        return assets.tokenizer->encode(text, options);
    }
    AUTOGLM_TRY(const std::string text, assets.chatTemplate->render(withPlaces(*assets.tokenizer, messages, taken)));
    const Spelled spelled = withoutPlaces(text, taken);
    return assets.tokenizer->encode(spelled.text, options, spelled.plain);
}

}  // namespace

Result<std::vector<engine::TokenId>> promptIds(const ModelAssets& assets, const Prompt& prompt,
                                               text::ParseSpecial specials) {
    if (const auto* ids = std::get_if<IdsPrompt>(&prompt)) return *ids;
    if (!assets.tokenizer) return fail(assets.tokenizer.error());
    if (const auto* raw = std::get_if<RawPrompt>(&prompt))
        return assets.tokenizer->encode(raw->text, {.add = text::AddSpecial::Yes, .parse = specials});
    if (!assets.chatTemplate) return fail(assets.chatTemplate.error());
    return chatIds(assets, std::get<ChatPrompt>(prompt), specials);
}

}  // namespace autoglm::worker

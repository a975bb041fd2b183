#include "core/worker/model_assets.h"

namespace autoglm::worker {

Result<ModelAssets> openModelAssets(const LoadCommand& command) {
    AUTOGLM_TRY(model::ModelFolderPtr folder, model::openModelFolder(command.model, command.expectFile));
    const std::filesystem::path path = folder->path;
    return ModelAssets{.folder = std::move(folder),
                       .tokenizer = text::Tokenizer::load(path),
                       .chatTemplate = text::ChatTemplate::load(path)};
}

Result<std::vector<engine::TokenId>> promptIds(const ModelAssets& assets, const Prompt& prompt) {
    if (const auto* ids = std::get_if<IdsPrompt>(&prompt)) return *ids;
    if (!assets.tokenizer) return fail(assets.tokenizer.error());
    if (const auto* raw = std::get_if<RawPrompt>(&prompt)) return assets.tokenizer->encode(raw->text);
    if (!assets.chatTemplate) return fail(assets.chatTemplate.error());
    AUTOGLM_TRY(const std::string text, assets.chatTemplate->render(std::get<ChatPrompt>(prompt)));
    return assets.tokenizer->encode(text, {.add = text::AddSpecial::No, .parse = text::ParseSpecial::Yes});
}

}  // namespace autoglm::worker

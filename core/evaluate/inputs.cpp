#include "core/evaluate/inputs.h"

#include <random>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/text_format.h"

namespace autoglm::evaluate {

namespace fs = std::filesystem;

namespace {

Result<std::string> promptOfLine(const std::string& line, const std::string& subject) {
    AUTOGLM_TRY(const Json json, parseJson(line, subject));
    if (!json.is_object() || !json.contains("prompt") || !json["prompt"].is_string() ||
        json["prompt"].get<std::string>().empty())
        return fail(ErrorCode::Corrupt, "a line needs a \"prompt\" that is text and not empty", subject);
    return json["prompt"].get<std::string>();
}

/// `given`, else `name` in the model folder where it is there, else nothing.
std::optional<fs::path> orOfModel(const std::optional<fs::path>& given, const fs::path& folder, const char* name) {
    if (given) return given;
    std::error_code ignored;
    const fs::path own = folder / name;
    return fs::is_regular_file(own, ignored) ? std::optional(own) : std::nullopt;
}

/// Speed and memory of a shape need no words.
void drawInputs(ComparisonPlan& plan) {
    std::mt19937_64 random(1);
    const auto draw = [&](std::size_t count) {
        std::vector<engine::TokenId> ids(count);
        for (engine::TokenId& id : ids)
            id = static_cast<engine::TokenId>(random() % static_cast<std::uint64_t>(plan.folder->config.vocabSize));
        return ids;
    };
    for (int i = 1; i <= 8; ++i)
        plan.prompts.push_back({.text = concat("32 random tokens, draw ", i), .ids = draw(32)});
    plan.textIds = draw(4096);
}

}  // namespace

Result<std::vector<std::string>> loadPrompts(const std::optional<fs::path>& file) {
    fs::path path;
    if (file) {
        path = *file;
    } else {
        AUTOGLM_TRY(const fs::path resources, resourceFolder());
        path = resources / "prompts" / "default.jsonl";
    }
    AUTOGLM_TRY(const std::string content, readTextFile(path));
    const bool isJsonLines = path.extension() == ".jsonl";
    std::vector<std::string> prompts;
    std::size_t number = 0;
    for (const std::string& line : split(content, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        if (!isJsonLines) {
            prompts.push_back(sanitizeUtf8(trim(line)));
            continue;
        }
        AUTOGLM_TRY(std::string prompt, promptOfLine(line, concat(path.string(), ":", number)));
        prompts.push_back(std::move(prompt));
    }
    if (prompts.empty())
        return fail(ErrorCode::Corrupt, "the file holds no prompt; one per line was expected", path.string());
    return prompts;
}

Result<PreparedPrompt> preparePrompt(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                     const std::string& prompt) {
    PreparedPrompt prepared{.text = prompt, .ids = {}};
    if (!chat) {
        AUTOGLM_TRY(prepared.ids, tokenizer.encode(prompt));
        return prepared;
    }
    AUTOGLM_TRY(const std::string rendered, chat->render({{.role = "user", .content = prompt}}));
    AUTOGLM_TRY(prepared.ids,
                tokenizer.encode(rendered, {.add = text::AddSpecial::No, .parse = text::ParseSpecial::Yes}));
    return prepared;
}

Result<std::vector<PreparedPrompt>> preparePrompts(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                                   const std::vector<std::string>& prompts,
                                                   const ProgressCallback& progress, std::stop_token stop) {
    std::vector<PreparedPrompt> prepared;
    for (const std::string& prompt : prompts) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the preparation of prompts was stopped");
        AUTOGLM_TRY(PreparedPrompt one, preparePrompt(tokenizer, chat, prompt));
        prepared.push_back(std::move(one));
        if (progress)
            progress({.phase = "prompts",
                      .done = prepared.size(),
                      .total = prompts.size(),
                      .unit = "prompts",
                      .detail = {}});
    }
    return prepared;
}

Result<PreparedText> prepareText(const text::Tokenizer& tokenizer, const fs::path& file) {
    AUTOGLM_TRY(const std::string content, readTextFile(file));
    PreparedText prepared;
    AUTOGLM_TRY(prepared.ids,
                tokenizer.encode(content, {.add = text::AddSpecial::No, .parse = text::ParseSpecial::No}));
    AUTOGLM_TRY(prepared.prefix, tokenizer.encode(""));
    return prepared;
}

Status loadComparisonInputs(ComparisonPlan& plan, const ComparisonFiles& files, const ProgressCallback& progress,
                            std::stop_token stop) {
    const fs::path& folder = plan.folder->path;
    auto tokenizer = text::Tokenizer::load(folder);
    if (!tokenizer) {
        if (tokenizer.error().code != ErrorCode::NotFound || files.prompts || files.text || files.tasks)
            return fail(tokenizer.error());
        drawInputs(plan);
        return {};
    }
    plan.tokenizer = std::move(*tokenizer);
    auto chat = text::ChatTemplate::load(folder);
    if (!chat && chat.error().code != ErrorCode::NotFound) return fail(chat.error());
    const text::ChatTemplate* chatOrNull = chat ? &*chat : nullptr;

    AUTOGLM_TRY(const auto prompts, loadPrompts(files.prompts));
    AUTOGLM_TRY(plan.prompts, preparePrompts(*plan.tokenizer, chatOrNull, prompts, progress, stop));

    auto textFile = orOfModel(files.text, folder, "eval.txt");
    if (!textFile) {
        AUTOGLM_TRY(const fs::path resources, resourceFolder());
        textFile = resources / "prompts" / "default_text.txt";
    }
    AUTOGLM_TRY(PreparedText prepared, prepareText(*plan.tokenizer, *textFile));
    plan.textIds = std::move(prepared.ids);
    plan.textPrefix = std::move(prepared.prefix);

    if (const auto taskFile = orOfModel(files.tasks, folder, "tasks.jsonl")) {
        AUTOGLM_TRY(plan.tasks, loadTasks(*taskFile));
        std::vector<std::string> questions;
        for (const Task& task : plan.tasks)
            questions.push_back(task.prompt);
        AUTOGLM_TRY(auto rendered, preparePrompts(*plan.tokenizer, chatOrNull, questions, progress, stop));
        for (std::size_t i = 0; i < rendered.size(); ++i) {
            AUTOGLM_TRY(const auto expected, plan.tokenizer->encode(plan.tasks[i].answer));
            plan.preparedTasks.push_back({std::move(rendered[i].ids), 2 * std::ssize(expected) + 16});
        }
    }
    return {};
}

}  // namespace autoglm::evaluate

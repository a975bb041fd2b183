#include "core/evaluate/inputs.h"

#include <algorithm>
#include <random>
#include <utility>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/text_format.h"
#include "core/evaluate/scoring.h"

namespace autoglm::evaluate {

namespace fs = std::filesystem;

namespace {

/// What a file of texts holds; one that is not UTF-8 would be measured as something that nobody wrote.
Result<std::string> readUtf8File(const fs::path& path) {
    AUTOGLM_TRY(std::string content, readTextFile(path));
    if (const auto at = invalidUtf8At(content))
        return fail(ErrorCode::Corrupt,
                    concat("'", path.string(), "' is not UTF-8 at byte ", *at, "; save it as UTF-8"), path.string());
    return content;
}

Result<std::string> promptOfLine(const std::string& line, const std::string& subject) {
    AUTOGLM_TRY(const Json json, parseJson(line, subject));
    if (!json.is_object() || !json.contains("prompt") || !json["prompt"].is_string() ||
        json["prompt"].get<std::string>().empty())
        return fail(ErrorCode::Corrupt, "a line needs a \"prompt\" that is text and not empty", subject);
    return json["prompt"].get<std::string>();
}

/// `given`, else `name` in the folder of the first arm that has it, else nothing.
std::optional<fs::path> orOfModels(const std::optional<fs::path>& given, const ComparisonPlan& plan, const char* name) {
    if (given) return given;
    for (const ArmPlan* arm : {&plan.a, &plan.b}) {
        std::error_code ignored;
        const fs::path own = arm->folder->path / name;
        if (fs::is_regular_file(own, ignored)) return own;
    }
    return std::nullopt;
}

/// Speed and memory of a shape need no words.
void drawInputs(ComparisonPlan& plan) {
    const auto vocabulary =
        static_cast<std::uint64_t>(std::min(plan.a.folder->config.vocabSize, plan.b.folder->config.vocabSize));
    std::mt19937_64 random(1);
    const auto draw = [&](std::size_t count) {
        std::vector<engine::TokenId> ids(count);
        for (engine::TokenId& id : ids)
            id = static_cast<engine::TokenId>(random() % vocabulary);
        return ids;
    };
    ArmInputs inputs;
    for (int i = 1; i <= 8; ++i) {
        plan.prompts.push_back(concat("32 random tokens, draw ", i));
        inputs.prompts.push_back(draw(32));
    }
    inputs.textIds = draw(4096);
    plan.a.inputs = plan.b.inputs = std::make_shared<const ArmInputs>(std::move(inputs));
}

/// Counts the prompts and questions of both arms as they are rendered.
class RenderProgress {
  public:
    RenderProgress(const ProgressCallback& report, std::size_t total, std::stop_token stop)
        : m_report(report), m_total(total), m_stop(std::move(stop)) {}
    Result<std::vector<engine::TokenId>> render(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                                const std::string& prompt) {
        if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "the preparation of prompts was stopped");
        auto ids = preparePrompt(tokenizer, chat, prompt);
        ++m_done;
        if (ids && m_report)
            m_report({.phase = "prompts", .done = m_done, .total = m_total, .unit = "prompts", .detail = {}});
        return ids;
    }

  private:
    const ProgressCallback& m_report;
    std::size_t m_done = 0;
    std::size_t m_total;
    std::stop_token m_stop;
};

Result<std::shared_ptr<const ArmInputs>> inputsOf(const fs::path& folder, text::Tokenizer tokenizer,
                                                  const ComparisonPlan& plan, const fs::path& textFile,
                                                  RenderProgress& progress) {
    auto chat = text::ChatTemplate::load(folder);
    if (!chat && chat.error().code != ErrorCode::NotFound) return fail(chat.error());
    const text::ChatTemplate* chatOrNull = chat ? &*chat : nullptr;
    ArmInputs inputs;
    // First, because each prompt costs a process of its own.
    AUTOGLM_TRY(PreparedText text, prepareText(tokenizer, textFile));
    AUTOGLM_CHECK(checkTextLength(std::ssize(text.ids), textFile.string()));
    inputs.textIds = std::move(text.ids);
    inputs.textPrefix = std::move(text.prefix);
    for (const std::string& prompt : plan.prompts) {
        AUTOGLM_TRY(auto ids, progress.render(tokenizer, chatOrNull, prompt));
        inputs.prompts.push_back(std::move(ids));
    }
    for (const Task& task : plan.tasks) {
        AUTOGLM_TRY(auto ids, progress.render(tokenizer, chatOrNull, task.prompt));
        AUTOGLM_TRY(const auto expected, tokenizer.encode(task.answer));
        const std::int64_t tokens = std::ssize(expected);
        inputs.tasks.push_back({.ids = std::move(ids), .answerTokens = tokens, .maxTokens = 2 * tokens + 16});
    }
    inputs.tokenizer = std::move(tokenizer);
    return std::make_shared<const ArmInputs>(std::move(inputs));
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
    AUTOGLM_TRY(const std::string content, readUtf8File(path));
    const bool isJsonLines = path.extension() == ".jsonl";
    std::vector<std::string> prompts;
    std::size_t number = 0;
    for (const std::string& line : split(content, '\n')) {
        ++number;
        if (trim(line).empty()) continue;
        if (!isJsonLines) {
            prompts.emplace_back(trim(line));
            continue;
        }
        AUTOGLM_TRY(std::string prompt, promptOfLine(line, concat(path.string(), ":", number)));
        prompts.push_back(std::move(prompt));
    }
    if (prompts.empty())
        return fail(ErrorCode::Corrupt, "the file holds no prompt; one per line was expected", path.string());
    return prompts;
}

Result<std::vector<engine::TokenId>> preparePrompt(const text::Tokenizer& tokenizer, const text::ChatTemplate* chat,
                                                   const std::string& prompt) {
    if (!chat) return tokenizer.encode(prompt);
    AUTOGLM_TRY(const std::string rendered, chat->render({{.role = "user", .content = prompt}}));
    return tokenizer.encode(rendered, {.add = text::AddSpecial::No, .parse = text::ParseSpecial::Yes});
}

Result<PreparedText> prepareText(const text::Tokenizer& tokenizer, const fs::path& file) {
    AUTOGLM_TRY(const std::string content, readUtf8File(file));
    PreparedText prepared;
    AUTOGLM_TRY(prepared.ids,
                tokenizer.encode(content, {.add = text::AddSpecial::No, .parse = text::ParseSpecial::No}));
    AUTOGLM_TRY(prepared.prefix, tokenizer.encode(""));
    return prepared;
}

Status loadComparisonInputs(ComparisonPlan& plan, const ComparisonFiles& files, const ProgressCallback& progress,
                            std::stop_token stop) {
    const bool isOneModel = plan.a.folder->path == plan.b.folder->path;
    auto tokenizerA = text::Tokenizer::load(plan.a.folder->path);
    auto tokenizerB = isOneModel ? tokenizerA : text::Tokenizer::load(plan.b.folder->path);
    for (const auto* tokenizer : {&tokenizerA, &tokenizerB}) {
        if (*tokenizer) continue;
        if (tokenizer->error().code != ErrorCode::NotFound || files.prompts || files.text || files.tasks)
            return fail(tokenizer->error());
        drawInputs(plan);
        return {};
    }
    AUTOGLM_TRY(plan.prompts, loadPrompts(files.prompts));
    if (const auto taskFile = orOfModels(files.tasks, plan, "tasks.jsonl")) {
        AUTOGLM_TRY(plan.tasks, loadTasks(*taskFile));
    }
    auto textFile = orOfModels(files.text, plan, "eval.txt");
    if (!textFile) {
        AUTOGLM_TRY(const fs::path resources, resourceFolder());
        textFile = resources / "prompts" / "default_text.txt";
    }
    RenderProgress render(progress, (plan.prompts.size() + plan.tasks.size()) * (isOneModel ? 1 : 2), std::move(stop));
    AUTOGLM_TRY(plan.a.inputs, inputsOf(plan.a.folder->path, std::move(*tokenizerA), plan, *textFile, render));
    plan.b.inputs = plan.a.inputs;
    if (!isOneModel) {
        AUTOGLM_TRY(plan.b.inputs, inputsOf(plan.b.folder->path, std::move(*tokenizerB), plan, *textFile, render));
    }
    return {};
}

}  // namespace autoglm::evaluate

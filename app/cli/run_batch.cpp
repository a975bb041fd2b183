// run --batch: a file of requests, answered line by line. A line that cannot be answered gets a row with "error" and
// does not cost the others; with --output, rows survive an interrupt and the next run goes on after them.
#include <algorithm>
#include <cstdio>
#include <map>

#include "app/cli/batch_output.h"
#include "app/cli/option_checks.h"
#include "app/cli/progress_line.h"
#include "core/base/file.h"
#include "core/base/text_format.h"

namespace autoglm::cli {
namespace {

/// {"prompt": "..."} or {"messages": [...]} with "tools" and other variables of the template; an "id" may be added.
Result<Request> parseLine(const RunOptions& options, const RunTools& tools, const Json& json,
                          const std::string& subject) {
    Request out;
    if (json.is_object() && json.contains("messages")) {
        if (options.raw || !options.system.empty())
            return fail(ErrorCode::InvalidArgument,
                        subject + " has \"messages\", which go through the chat template as they are; leave " +
                            (options.raw ? "--raw" : "--system") + " out",
                        subject);
        Json own = json;
        own.erase("id");
        AUTOGLM_TRY(const text::Conversation conversation, text::parseConversation(own.dump(), subject));
        AUTOGLM_TRY(out.ids, conversationIds(tools, conversation));
        return out;
    }
    if (!json.is_object() || !json.contains("prompt") || !json["prompt"].is_string())
        return fail(ErrorCode::InvalidArgument, subject + " has neither a \"prompt\" text nor \"messages\"", subject);
    for (const auto& [key, value] : json.items())
        if (key != "prompt" && key != "id")
            return fail(ErrorCode::InvalidArgument,
                        concat(subject, " has \"", key,
                               "\", which a prompt does not take; what holds for all lines is "
                               "an option of the command"),
                        subject);
    out.prompt = json["prompt"].get<std::string>();
    AUTOGLM_TRY(out.ids, promptIds(options, tools, out.prompt, subject));
    return out;
}

BatchLine readLine(const RunOptions& options, const RunTools& tools, const model::ModelFolder& folder,
                   const std::string& line, std::size_t number) {
    const std::string subject = concat(*options.batch, ":", number);
    const Status isText = requireUtf8(line, subject);
    const Result<Json> json = isText ? parseJson(line, subject) : fail(isText.error());
    BatchLine out{number, number, json ? parseLine(options, tools, *json, subject) : fail(json.error())};
    if (json && json->is_object() && json->contains("id") && !(*json)["id"].is_null()) out.id = (*json)["id"];
    if (!out.request) return out;
    out.request->id = out.id;
    if (const auto context = contextFor(options, folder, out.request->ids, subject); !context)
        out.request = fail(context.error());
    return out;
}

/// Rows in the order of the lines, whatever order they end in; what waits for an earlier one comes with flush().
class OrderedRows {
  public:
    OrderedRows(RowWriter& writer, std::size_t count) : m_writer(writer), m_rows(count) {}

    Status put(std::size_t line, Json row) {
        m_rows[line] = std::move(row);
        for (; m_next < m_rows.size() && m_rows[m_next]; ++m_next)
            AUTOGLM_CHECK(m_writer.write(*m_rows[m_next]));
        return {};
    }
    Status flush() {
        for (; m_next < m_rows.size(); ++m_next)
            if (m_rows[m_next]) AUTOGLM_CHECK(m_writer.write(*m_rows[m_next]));
        return {};
    }

  private:
    RowWriter& m_writer;
    std::vector<std::optional<Json>> m_rows;
    std::size_t m_next = 0;
};

/// The sentence names the line, whoever speaks it.
Json errorRow(const RunOptions& options, const BatchLine& line, const Error& error) {
    const std::string place = concat(*options.batch, ":", line.number);
    const bool isNamed = error.message.find(place) != std::string::npos;
    return {{"id", line.id},
            {"error",
             {{"message", isNamed ? error.message : concat(place, ": ", error.message)},
              {"subject", error.subject},
              {"line", line.number}}}};
}

Json answerRow(const BatchLine& line, const engine::GenerationResult& result, const RunTools& tools, const Json& how) {
    Json row = {{"id", line.id}, {"asked", how}, {"prompt_sha256", promptDigest(line.request->ids)}};
    if (!line.request->prompt.empty()) row["prompt"] = line.request->prompt;
    row.update(resultJson(result, tools));
    return row;
}

/// What an answer depends on, as howAsked() puts it, of the model that is loaded.
Json howAsked(const RunOptions& options, const LoadedForCommand& loaded) {
    std::map<std::string, std::string> hashes;
    for (const engine::LoadedFile& file : loaded.model->report().files)
        hashes[file.name] = file.sha256;
    return howAsked(options, *loaded.folder, loaded.model->scheme(), hashes);
}

}  // namespace

Result<Batch> readBatch(const RunOptions& options, const RunTools& tools, const model::ModelFolder& folder,
                        std::stop_token stop) {
    AUTOGLM_TRY(const std::string content, readTextFile(*options.batch));
    AnsweredRows answered;
    if (options.output) {
        AUTOGLM_TRY(answered, readAnsweredRows(options, folder, stop));
    }
    Batch batch{.lines = {}, .tornAt = answered.tornAt};
    std::map<std::string, std::size_t> numbers;
    std::size_t skipped = 0;
    const std::vector<std::string> texts = split(content, '\n');
    ProgressLine progress;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (trim(texts[i]).empty()) continue;
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, concat("the batch was stopped while line ", i + 1, " of ", texts.size(),
                                                     " was read; nothing was answered"));
        progress.show({.phase = "read", .done = i, .total = texts.size(), .unit = "lines", .detail = {}});
        BatchLine line = readLine(options, tools, folder, texts[i], i + 1);
        const auto [first, isNew] = numbers.emplace(line.id.dump(), i + 1);
        if (!isNew && options.output)
            return fail(ErrorCode::InvalidArgument,
                        concat("lines ", first->second, " and ", i + 1, " of '", *options.batch, "' have the same id ",
                               line.id.dump(), "; with --output every id stands once"),
                        *options.batch);
        const auto before = answered.promptDigests.find(line.id.dump());
        if (before == answered.promptDigests.end()) {
            batch.lines.push_back(std::move(line));
            continue;
        }
        if (line.request && before->second != promptDigest(line.request->ids))
            return fail(
                ErrorCode::InvalidArgument,
                concat("'", *options.output, "' holds the answer to another prompt under the id ", line.id.dump(),
                       " (line ", i + 1, " of '", *options.batch, "'); name another file for --output"),
                *options.output);
        ++skipped;
    }
    if (numbers.empty())
        return fail(ErrorCode::InvalidArgument,
                    "'" + *options.batch +
                        R"(' holds no requests; lines of {"prompt": "..."} or {"messages": [...]} were expected)",
                    *options.batch);
    progress.clear();
    if (skipped > 0)
        std::fprintf(stderr, "[%zu of %zu lines were answered before and are skipped]\n", skipped, numbers.size());
    return batch;
}

std::int64_t sequencesFor(const RunOptions& options, const model::ModelFolder& folder,
                          const std::vector<BatchLine>& lines) {
    // Scaled by its length, a sequence's rotation is its own.
    if (folder.config.rotary.scaling == model::RotaryScaling::Dynamic) return 1;
    const auto requests = std::ranges::count_if(lines, [](const BatchLine& line) { return line.request.has_value(); });
    return std::clamp<std::int64_t>(requests, 1, options.parallel);
}

Result<int> runBatch(const RunOptions& options, const RunTools& tools, const Batch& batch, std::int64_t contextTokens,
                     std::stop_token stop) {
    const std::vector<BatchLine>& lines = batch.lines;
    AUTOGLM_TRY(RowWriter writer, RowWriter::create(options, batch.tornAt));
    OrderedRows rows(writer, lines.size());
    std::vector<std::size_t> asked;  // the line of each request
    std::vector<engine::BatchRequest> requests;
    std::size_t faults = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].request) {
            asked.push_back(i);
            requests.push_back({lines[i].request->ids, parametersOf(options, *tools.loaded.folder)});
        } else {
            ++faults;
            AUTOGLM_CHECK(rows.put(i, errorRow(options, lines[i], lines[i].request.error())));
        }
    }
    if (!requests.empty()) {
        AUTOGLM_TRY(const std::unique_ptr<engine::Session> session,
                    tools.loaded.model->createSession(
                        {.contextLength = contextTokens, .batch = sequencesFor(options, *tools.loaded.folder, lines)}));
        // Where no row can be written any more, nobody needs the rest.
        std::stop_source unread;
        const std::stop_callback interrupted(stop, [&unread] { unread.request_stop(); });
        const Json how = howAsked(options, tools.loaded);
        Status written;
        // Rows that go to standard output show by themselves how far it is.
        std::optional<ProgressLine> progress;
        if (options.output) progress.emplace();
        std::size_t finished = 0;
        const auto onFinished = [&](std::size_t index, const Result<engine::GenerationResult>& result) {
            const BatchLine& line = lines[asked[index]];
            Json row = result ? answerRow(line, *result, tools, how) : errorRow(options, line, result.error());
            faults += result ? 0 : 1;
            if (written) written = rows.put(asked[index], std::move(row));
            if (!written || writer.isUnread()) unread.request_stop();
            ++finished;
            if (progress)
                progress->show(
                    {.phase = "answers", .done = finished, .total = requests.size(), .unit = "lines", .detail = {}});
        };
        const Status ended = engine::generateBatch(*session, tools.tokenizer ? &*tools.tokenizer : nullptr, requests,
                                                   onFinished, unread.get_token());
        progress.reset();
        AUTOGLM_CHECK(written);
        AUTOGLM_CHECK(rows.flush());
        if (stop.stop_requested()) {
            std::fprintf(stderr, "autoglm: the batch was stopped; %zu of %zu lines were answered%s\n", finished,
                         requests.size(), options.output ? ", and the same command goes on after them" : "");
            return Interrupted;
        }
        if (writer.isUnread()) return Done;  // main says what there is to say
        AUTOGLM_CHECK(ended);
    }
    if (faults == 0) return Done;
    std::fprintf(stderr, "autoglm: %zu of %zu lines were not answered; their rows say why in \"error\"\n", faults,
                 lines.size());
    return BadUse;
}

}  // namespace autoglm::cli

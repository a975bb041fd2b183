// run --batch: a file of requests, answered line by line. A line that cannot be answered gets a row with "error" and
// does not cost the others; with --output, rows survive an interrupt and the next run goes on after them.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

#include "app/cli/run_requests.h"
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
    const Result<Json> json = parseJson(line, subject);
    BatchLine out{number, json ? parseLine(options, tools, *json, subject) : fail(json.error())};
    if (json && json->is_object() && json->contains("id") && !(*json)["id"].is_null()) out.id = (*json)["id"];
    if (!out.request) return out;
    out.request->id = out.id;
    if (const auto context = contextFor(options, folder, out.request->ids, subject); !context)
        out.request = fail(context.error());
    return out;
}

/// The ids that --output holds answers to, with the prompts that were answered where they were texts. A row that an
/// interrupt tore is cut off; rows with "error" are asked again.
Result<std::map<std::string, Json>> answeredIds(const std::string& path) {
    std::map<std::string, Json> ids;
    std::error_code absent;
    if (!std::filesystem::exists(path, absent)) return ids;
    AUTOGLM_TRY(std::string content, readTextFile(path));
    const std::size_t whole = content.rfind('\n') == std::string::npos ? 0 : content.rfind('\n') + 1;
    const std::vector<std::string> rows = split(std::string_view(content).substr(0, whole), '\n');
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (trim(rows[i]).empty()) continue;
        const Result<Json> row = parseJson(rows[i], path);
        if (!row || !row->is_object() || !row->contains("id"))
            return fail(ErrorCode::InvalidArgument,
                        concat("'", path, "' holds something else than answers of a batch (line ", i + 1,
                               "); name another file for --output"),
                        path);
        if (!row->contains("error")) ids[(*row)["id"].dump()] = row->value("prompt", Json());
    }
    if (whole < content.size()) {
        std::error_code fault;
        std::filesystem::resize_file(path, whole, fault);
        if (fault) return fail(ErrorCode::Io, "'" + path + "' cannot be written: " + fault.message(), path);
    }
    return ids;
}

/// Rows go to standard output, or to the end of --output.
class RowWriter {
  public:
    static Result<RowWriter> create(const RunOptions& options) {
        RowWriter out;
        if (!options.output) return out;
        out.m_file.reset(std::fopen(options.output->c_str(), "ab"));
        if (!out.m_file)
            return fail(ErrorCode::Io, "'" + *options.output + "' cannot be opened for writing", *options.output);
        return out;
    }

    Status write(const Json& row) const {
        AUTOGLM_TRY(std::string text, dumpJson(row, -1));
        text += '\n';
        std::FILE* file = m_file ? m_file.get() : stdout;
        if (std::fwrite(text.data(), 1, text.size(), file) != text.size() || std::fflush(file) != 0)
            return fail(ErrorCode::Io, "an answer could not be written; is the disk full?", "--output");
        return {};
    }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> m_file;
};

/// Rows in the order of the lines, whatever order they end in; what waits for an earlier one comes with flush().
class OrderedRows {
  public:
    OrderedRows(const RowWriter& writer, std::size_t count) : m_writer(writer), m_rows(count) {}

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
    const RowWriter& m_writer;
    std::vector<std::optional<Json>> m_rows;
    std::size_t m_next = 0;
};

Json errorRow(const Json& id, const Error& error) {
    return {{"id", id}, {"error", {{"message", error.message}, {"subject", error.subject}}}};
}

}  // namespace

Result<std::vector<BatchLine>> readBatch(const RunOptions& options, const RunTools& tools,
                                         const model::ModelFolder& folder) {
    AUTOGLM_TRY(const std::string content, readTextFile(*options.batch));
    std::map<std::string, Json> answered;
    if (options.output) {
        AUTOGLM_TRY(answered, answeredIds(*options.output));
    }
    std::vector<BatchLine> lines;
    std::map<std::string, std::size_t> numbers;
    std::size_t skipped = 0;
    const std::vector<std::string> texts = split(content, '\n');
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (trim(texts[i]).empty()) continue;
        BatchLine line = readLine(options, tools, folder, texts[i], i + 1);
        const auto [first, isNew] = numbers.emplace(line.id.dump(), i + 1);
        if (!isNew && options.output)
            return fail(ErrorCode::InvalidArgument,
                        concat("lines ", first->second, " and ", i + 1, " of '", *options.batch, "' have the same id ",
                               line.id.dump(), "; with --output every id stands once"),
                        *options.batch);
        const auto before = answered.find(line.id.dump());
        if (before == answered.end()) {
            lines.push_back(std::move(line));
            continue;
        }
        if (before->second.is_string() && line.request && !line.request->prompt.empty() &&
            before->second != Json(line.request->prompt))
            return fail(
                ErrorCode::InvalidArgument,
                concat("'", *options.output, "' holds the answer to another prompt under the id ", line.id.dump(),
                       " (line ", i + 1, " of '", *options.batch, "'); name another file for --output"),
                *options.output);
        ++skipped;
    }
    if (skipped > 0)
        std::fprintf(stderr, "[%zu of %zu lines were answered before and are skipped]\n", skipped, numbers.size());
    return lines;
}

std::int64_t sequencesFor(const RunOptions& options, const model::ModelFolder& folder,
                          const std::vector<BatchLine>& lines) {
    // Scaled by its length, a sequence's rotation is its own.
    if (folder.config.rotary.scaling == model::RotaryScaling::Dynamic) return 1;
    const auto requests = std::ranges::count_if(lines, [](const BatchLine& line) { return line.request.has_value(); });
    return std::clamp<std::int64_t>(requests, 1, options.parallel);
}

Result<int> runBatch(const RunOptions& options, const RunTools& tools, const std::vector<BatchLine>& lines,
                     std::int64_t contextTokens, std::stop_token stop) {
    AUTOGLM_TRY(const RowWriter writer, RowWriter::create(options));
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
            AUTOGLM_CHECK(rows.put(i, errorRow(lines[i].id, lines[i].request.error())));
        }
    }
    if (!requests.empty()) {
        AUTOGLM_TRY(const std::unique_ptr<engine::Session> session,
                    tools.loaded.model->createSession(
                        {.contextLength = contextTokens, .batch = sequencesFor(options, *tools.loaded.folder, lines)}));
        // Where no row can be written any more, nobody needs the rest.
        std::stop_source unread;
        const std::stop_callback interrupted(stop, [&unread] { unread.request_stop(); });
        Status written;
        const auto onFinished = [&](std::size_t index, const Result<engine::GenerationResult>& result) {
            const BatchLine& line = lines[asked[index]];
            Json row = {{"id", line.id}};
            if (result) {
                if (!line.request->prompt.empty()) row["prompt"] = line.request->prompt;
                row.update(resultJson(*result, tools));
            } else {
                ++faults;
                row = errorRow(line.id, result.error());
            }
            if (written) written = rows.put(asked[index], std::move(row));
            if (!written) unread.request_stop();
        };
        const Status ended = engine::generateBatch(*session, tools.tokenizer ? &*tools.tokenizer : nullptr, requests,
                                                   onFinished, unread.get_token());
        AUTOGLM_CHECK(written);
        AUTOGLM_CHECK(rows.flush());
        if (stop.stop_requested()) return Interrupted;
        AUTOGLM_CHECK(ended);
    }
    if (faults == 0) return Done;
    std::fprintf(stderr, "autoglm: %zu of %zu lines were not answered; their rows say why in \"error\"\n", faults,
                 lines.size());
    return BadUse;
}

}  // namespace autoglm::cli

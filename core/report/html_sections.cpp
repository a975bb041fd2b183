#include "core/report/html_sections.h"

#include <algorithm>

#include "core/base/text_format.h"
#include "core/base/utf8.h"
#include "core/report/comparison_rows.h"
#include "core/report/document.h"
#include "core/report/markup.h"

namespace autoglm::report {
namespace {

/// Marks what stands first after the common part, up to the next blank, at most a few characters.
std::string markedText(const std::string& text, std::size_t from) {
    if (from >= text.size())
        return escapeMarkup(text) + "<mark title=\"first difference: the text ends here\">∎</mark>";
    std::size_t to = from + 1;
    while (to < text.size() && to < from + 24 && text[to] != ' ' && text[to] != '\n')
        ++to;
    while (to < text.size() && isContinuation(text[to]))
        ++to;
    return concat(escapeMarkup(text.substr(0, from)), "<mark title=\"first difference\">",
                  escapeMarkup(text.substr(from, to - from)), "</mark>", escapeMarkup(text.substr(to)));
}

std::string answerBlock(const Json& answer) {
    const std::string a = textAt(answer, "/a");
    const std::string b = textAt(answer, "/b");
    const std::string difference = firstDifference(answer);
    const bool textsDiffer = a != b;
    const std::size_t from = commonPrefix(a, b);
    const std::string note = difference.empty() ? sameness(answer) : "first difference: " + difference;
    const auto shown = [&](const std::string& text) {
        return textsDiffer ? markedText(text, from) : escapeMarkup(text);
    };
    return concat("<div class=\"answer\"><div class=\"prompt\"><span>", escapeMarkup(textAt(answer, "/prompt")),
                  "</span><span class=\"second\">", note, "</span></div><div class=\"answers\"><div class=\"said a\">",
                  shown(a), "</div><div class=\"said b\">", shown(b), "</div></div></div>\n");
}

std::string pairRow(const std::string& name, const std::string& value) {
    return concat("<tr><td>", escapeMarkup(name), "</td><td>", escapeMarkup(value), "</td></tr>\n");
}

std::string scalarText(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    return value.is_null() ? "unknown" : value.dump();
}

/// Every value of a nested document under its path.
void flatten(const Json& value, const std::string& path, std::string& rows) {
    const bool isPlainList =
        value.is_array() && std::ranges::none_of(value, [](const Json& item) { return item.is_structured(); });
    if (isPlainList) {
        std::vector<std::string> items;
        for (const Json& item : value)
            items.push_back(scalarText(item));
        rows += pairRow(path, join(items, ", "));
    } else if (value.is_structured()) {
        std::size_t index = 0;
        for (auto item = value.begin(); item != value.end(); ++item) {
            const std::string name = value.is_object() ? item.key() : concat(++index);
            flatten(*item, path.empty() ? name : path + " · " + name, rows);
        }
    } else {
        rows += pairRow(path, scalarText(value));
    }
}

/// What was found wrong or unknown comes first; what passed is folded away.
std::string findingsTable(const Json& document) {
    std::string open;
    std::string passed;
    for (const Json& finding : listAt(document, "/environment/findings")) {
        const std::string state = textAt(finding, "/state");
        std::string& rows = state == "pass" ? passed : open;
        rows += concat("<tr><td>", stateBadge(state, state), "</td><th scope=\"row\">",
                       escapeMarkup(textAt(finding, "/title")), "</th><td>", escapeMarkup(textAt(finding, "/seen")),
                       "</td></tr>\n");
    }
    const auto table = [](const std::string& rows) {
        return concat("<div class=\"card\"><table><tbody>", rows, "</tbody></table></div>");
    };
    std::string text;
    if (!open.empty()) text += table(open) + "\n";
    if (!passed.empty())
        text += concat("<details><summary>Checks that passed</summary>", table(passed), "</details>\n");
    return text;
}

std::string countText(const Json& document, const std::string& pointer) {
    const auto value = numberAt(document, pointer);
    return value ? fixed(*value, 0) : "an unknown number of";
}

std::string designText(const Json& document) {
    std::string text =
        concat("Both arms stayed loaded and took turns in blocks A B B A: ", countText(document, "/method/blocks"),
               " blocks of ", countText(document, "/method/decode_tokens_per_run"),
               " tokens per run (end of sequence ignored), and ", countText(document, "/method/same_arm_blocks"),
               " blocks A A A A for the noise floor. ", countText(document, "/method/warm_up_runs"),
               " warm-up runs were made and are in no number. ");
    if (const std::string reason = textAt(document, "/method/blocks_reason"); !reason.empty())
        text += "There were " + reason + ". ";
    if (const auto ratio = numberAt(document, "/method/planned_smallest_findable_ratio"))
        text += concat(
            "The number of blocks was fixed before the run, from a pilot that was thrown away: by it, differences "
            "from ",
            figureText(100 * (*ratio - 1)), " % up were to be found with 80 % probability. ");
    if (const auto ratio = numberAt(document, "/method/smallest_findable_ratio"))
        text += concat("By the spread of the measured blocks and the noise floor, differences from ",
                       figureText(100 * (*ratio - 1)), " % up are found with 80 % probability. ");
    if (const auto noise = numberAt(document, "/noise_floor"))
        text += concat("Noise floor: ", figureText(100 * *noise), " %; a ratio nearer to 1 is noise. ");
    return text;
}

std::string modelWeights(const std::string& arm, const Json& model) {
    std::string rows;
    for (const Json& file : listAt(model, "/files")) {
        const std::string state = textAt(file, "/state");
        const std::string sha = textAt(file, "/sha256");
        rows += concat("<tr><th>", escapeMarkup(textAt(file, "/name")), "</th><td>",
                       escapeMarkup(formatBytes(
                           static_cast<std::uint64_t>(std::max(0.0, numberAt(file, "/size_bytes").value_or(0))))),
                       "</td><td class=\"mono hash\">", sha.empty() ? "not computed" : escapeMarkup(sha));
        if (const std::string expected = textAt(file, "/expected"); !expected.empty() && state == "mismatch")
            rows += concat("<br/>expected ", escapeMarkup(expected));
        rows += concat("</td><td>", stateBadge(state, state), " <small>",
                       escapeMarkup(textAt(file, "/expected_source")), "</small></td></tr>\n");
    }
    const std::string digest = textAt(model, "/weights_sha256");
    std::string text = concat("<p>", arm.empty() ? "" : "<b>" + arm + "</b> ", "<span class=\"mono hash\">",
                              escapeMarkup(textAt(model, "/path")), "</span>");
    if (const std::string architecture = textAt(model, "/architecture"); !architecture.empty())
        text += ", " + escapeMarkup(architecture);
    if (const auto parameters = numberAt(model, "/parameters"))
        text += concat(", ", fixed(*parameters / 1e6, 2), " M parameters");
    text += "</p>\n";
    if (!rows.empty())
        text += concat(
            "<div class=\"card "
            "scroll\"><table><thead><tr><th>file</th><th>size</th><th>SHA-256</th><th>state</th></tr></thead>"
            "<tbody>",
            rows, "</tbody></table></div>\n");
    if (!digest.empty())
        text += concat("<p><small>All weights: <span class=\"mono hash\">", escapeMarkup(digest),
                       "</span> (SHA-256 of ", escapeMarkup(textAt(model, "/weights_sha256_of")), ")</small></p>\n");
    return text;
}

}  // namespace

std::string answersSection(const Json& document) {
    const Json& answers = listAt(document, "/answers");
    if (answers.empty()) return {};
    std::string body;
    for (const Json& answer : answers)
        body += answerBlock(answer);
    const auto equal =
        std::ranges::count_if(answers, [](const Json& answer) { return firstDifference(answer).empty(); });
    return concat(
        "<h2>Answers</h2>\n<p class=\"second\">Greedy continuations of the same prompts: <span class=\"arm-a\">A "
        "left</span>, "
        "<span class=\"arm-b\">B right</span>. ",
        equal, " of ", answers.size(),
        " are equal. A different token is a diagnostic, not a quality score (<span "
        "class=\"id\">first_divergence</span>).</p>\n<div class=\"card\">",
        body, "</div>\n");
}

std::string weightsSection(const Json& document) {
    std::string text = "<h2>Weights</h2>\n";
    for (const auto& [arm, model] : modelsOf(document))
        text += modelWeights(arm, *model);
    return text;
}

std::string environmentSection(const Json& document) {
    const Json* environment = find(document, "/environment");
    std::string rows;
    if (environment != nullptr && environment->is_object()) {
        Json facts = *environment;
        facts.erase("findings");
        flatten(facts, "", rows);
    }
    for (const char* key : {"read_bandwidth_bytes_per_s", "device_memory_bytes"})
        if (const auto value = numberAt(document, std::string("/") + key)) rows += pairRow(key, exactText(*value));
    const std::string findings = findingsTable(document);
    if (rows.empty() && findings.empty())
        return "<h2>Environment</h2>\n<p>Nothing was recorded about the machine.</p>\n";
    return concat("<h2>Environment</h2>\n", findings, "<details><summary>The machine and the engine</summary>",
                  "<div class=\"card\"><table class=\"pairs\"><tbody>", rows, "</tbody></table></div></details>\n");
}

std::string methodSection(const Json& document) {
    std::string text = concat("<h2>Method</h2>\n<p>", escapeMarkup(designText(document)), "</p>\n");
    text +=
        "<p>Ratios are exp(mean of ln(B/A)) over blocks with Student's 95 % interval on the logarithms. A ratio is "
        "called faster or "
        "slower only where its interval excludes 1 and it lies beyond the noise floor. A budget passes where the whole "
        "interval keeps "
        "the limit, fails where the whole interval breaks it, and is inconclusive otherwise. Values of one arm: mean "
        "and Student's "
        "95 % interval over runs; percentiles by linear interpolation, P99 only from 100 values up.</p>\n";
    if (numberAt(document, "/quality/tokens"))
        text += concat("<p>Quality: ", countText(document, "/quality/tokens"), " positions in ",
                       countText(document, "/quality/windows"), " windows of at most ",
                       countText(document, "/quality/window_tokens"),
                       " tokens, teacher-forced over the same ids; log-softmax in float32, sums in float64. A is the "
                       "base arm, not the "
                       "truth.</p>\n");
    if (const std::string reason = textAt(document, "/quality/not_compared"); !reason.empty())
        text += concat("<p>Quality per token was left out: ", escapeMarkup(reason),
                       ". Each arm was scored over its own tokens of the same text (",
                       countText(document, "/quality/tokens_a"), " and ", countText(document, "/quality/tokens_b"),
                       " positions); bits per byte are −Σ ln p / bytes / ln 2 of the text that these tokens stand "
                       "for.</p>\n");
    text +=
        "<p><small><span class=\"id\">decode_rate</span> (tokens − 1) / (last − first token), sampling included. <span "
        "class=\"id\">ttft</span> first token minus submission. <span class=\"id\">tpot</span> (last − first token) / "
        "(tokens − 1); "
        "GuideLLM's TPOT includes the first token, vLLM's is this one. <span class=\"id\">itl</span> gaps between "
        "successive tokens. "
        "<span class=\"id\">pp</span> prompt tokens / prefill time. <span class=\"id\">mbu</span> bytes read per token "
        "/ tpot / measured "
        "read bandwidth. <span class=\"id\">kld</span> mean over tokens of Σ P·(ln P − ln Q), nats. <span "
        "class=\"id\">same_top</span> "
        "share of positions with the same most likely token, Wilson interval. <span class=\"id\">ppl</span> exp(mean "
        "negative "
        "log-likelihood). <span class=\"id\">task_accuracy</span> exact match; the arms compared by McNemar's test and "
        "the interval of "
        "Agresti and Min.</small></p>\n";
    return text;
}

}  // namespace autoglm::report

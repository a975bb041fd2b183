#include "core/report/markup.h"

#include "core/base/text_format.h"

namespace autoglm::report {

std::string escapeMarkup(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : sanitizeUtf8(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
                    out += "␣";
                else
                    out += c;
        }
    }
    return out;
}

const char* stateClass(std::string_view state) {
    if (state == "pass" || state == "valid" || state == "match") return "pass";
    if (state == "fail" || state == "failure" || state == "void" || state == "mismatch") return "fail";
    if (state == "inconclusive" || state == "suspect" || state == "warning") return "warn";
    return "unknown";
}

std::string stateIcon(std::string_view state) {
    const std::string_view kind = stateClass(state);
    const char* path = "M5 8h6";
    if (kind == "pass") path = "M4.8 8.3l2.2 2.2 4.2-4.8";
    if (kind == "fail") path = "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2";
    if (kind == "warn") path = "M8 4.4v4.4M8 10.9v.6";
    return concat(
        "<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"8\" cy=\"8\" r=\"6.6\"/><path "
        "d=\"",
        path, "\"/></svg>");
}

std::string stateBadge(std::string_view state, std::string_view word) {
    return concat("<span class=\"state ", stateClass(state), "\">", stateIcon(state), escapeMarkup(word), "</span>");
}

}  // namespace autoglm::report

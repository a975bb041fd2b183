// Text and table rows for Markdown; what comes from outside cannot leave its cell or become markup. Pure. Private to
// core/report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/text_format.h"

namespace autoglm::report {

inline std::string markdownText(std::string_view text) {
    std::string out;
    for (const char c : sanitizeUtf8(text)) {
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '\n' || c == '\r')
            out += ' ';
        else {
            if (std::string_view("|\\`*_[]").find(c) != std::string_view::npos) out += '\\';
            out += c;
        }
    }
    return out;
}

inline std::string markdownRow(const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells)
        out += " " + markdownText(cell) + " |";
    return out + "\n";
}

}  // namespace autoglm::report

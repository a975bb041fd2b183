#include "core/base/text_table.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace autoglm {
namespace {

constexpr std::size_t gap = 2;

struct Character {
    std::size_t bytes = 1;
    std::size_t columns = 1;
};

Character characterAt(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && at + k < text.size(); ++k)
        point = (point << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
    const bool isCombining = point >= 0x300 && point <= 0x36F;
    const bool isWide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
                        (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                        (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                        point >= 0x1F300;
    return {length, isCombining ? 0U : isWide ? 2U : 1U};
}

std::string cleaned(std::string text) {
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
}

}  // namespace

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Character next = characterAt(text, i);
        width += next.columns;
        i += next.bytes;
    }
    return width;
}

std::string elided(std::string_view text, std::size_t width) {
    if (displayWidth(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::size_t end = 0;
    for (std::size_t used = 1;;) {  // of the ellipsis
        const Character next = characterAt(text, end);
        used += next.columns;
        if (used > width) break;
        end += next.bytes;
    }
    if (const std::size_t blank = text.substr(0, end + 1).find_last_of(' '); blank != std::string_view::npos)
        end = text.find_last_not_of(' ', blank) + 1;
    return std::string(text.substr(0, end)) + "…";
}

TextTable::TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {
    for (Column& column : m_columns)
        column.title = cleaned(column.title);
}

void TextTable::addRow(std::vector<std::string> cells) {
    cells.resize(m_columns.size());
    for (std::string& cell : cells)
        cell = cleaned(cell);
    m_rows.push_back(std::move(cells));
}

std::vector<std::size_t> TextTable::widths(std::size_t maxWidth) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        std::size_t width = displayWidth(m_columns[i].title);
        for (const auto& row : m_rows)
            width = std::max(width, displayWidth(row[i]));
        widths.push_back(width);
    }
    const std::size_t gaps = widths.empty() ? 0 : gap * (widths.size() - 1);
    const auto widestOf = [&](Fit fit) {
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const bool canGive = m_columns[i].fit == fit && widths[i] > displayWidth(m_columns[i].title);
            if (canGive && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
        }
        return widest;
    };
    for (std::size_t total = std::reduce(widths.begin(), widths.end(), gaps); maxWidth > 0 && total > maxWidth;
         --total) {
        std::size_t* gives = widestOf(Fit::ElidedFirst);
        if (gives == nullptr) gives = widestOf(Fit::Elided);
        if (gives == nullptr) break;
        --*gives;
    }
    return widths;
}

std::string TextTable::text(std::size_t maxWidth) const {
    const std::vector<std::size_t> columns = widths(maxWidth);
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        titles.push_back(m_columns[i].title);
        rules.emplace_back(columns[i], '-');
    }
    std::string out = line(titles, columns) + line(rules, columns);
    for (const auto& row : m_rows)
        out += line(row, columns);
    return out;
}

std::string TextTable::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string cell = elided(cells[i], widths[i]);
        const std::string padding(widths[i] - displayWidth(cell), ' ');
        out += m_columns[i].align == Align::Left ? cell + padding : padding + cell;
        out.append(gap, ' ');
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out + "\n";
}

}  // namespace autoglm

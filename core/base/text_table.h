// Plain-text tables with aligned columns, for terminals. Widths are display columns: East Asian wide characters count
// two. Any thread. Cells are one line each; control characters from outside (terminal escapes too) become spaces.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace autoglm {

/// Columns a terminal needs for valid UTF-8.
inline std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        const bool isCombining = point >= 0x300 && point <= 0x36F;
        const bool isWide = (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
                            (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
                            (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
                            point >= 0x1F300;
        width += isCombining ? 0 : isWide ? 2 : 1;
        i += length;
    }
    return width;
}

enum class Align { Left, Right };

class TextTable {
  public:
    struct Column {
        std::string title;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {
        for (Column& column : m_columns)
            column.title = cleaned(column.title);
    }

    /// Missing cells are empty, cells beyond the last column are dropped.
    void addRow(std::vector<std::string> cells) {
        cells.resize(m_columns.size());
        for (std::string& cell : cells)
            cell = cleaned(cell);
        m_rows.push_back(std::move(cells));
    }

    /// Titles, a rule, rows; every line ends with a line break and has no trailing blanks.
    std::string text() const {
        std::vector<std::size_t> widths;
        std::vector<std::string> titles;
        std::vector<std::string> rules;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            std::size_t width = displayWidth(m_columns[i].title);
            for (const auto& row : m_rows)
                width = std::max(width, displayWidth(row[i]));
            widths.push_back(width);
            titles.push_back(m_columns[i].title);
            rules.emplace_back(width, '-');
        }
        std::string out = line(titles, widths) + line(rules, widths);
        for (const auto& row : m_rows)
            out += line(row, widths);
        return out;
    }

  private:
    static std::string cleaned(std::string text) {
        std::replace_if(
            text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
        return text;
    }

    std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
        std::string out;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string padding(widths[i] - displayWidth(cells[i]), ' ');
            out += m_columns[i].align == Align::Left ? cells[i] + padding : padding + cells[i];
            out += "  ";
        }
        out.erase(out.find_last_not_of(' ') + 1);
        return out + "\n";
    }

    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace autoglm

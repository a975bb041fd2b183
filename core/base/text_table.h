// Plain-text tables with aligned columns, for terminals. Widths are display columns: East Asian wide characters count
// two. Any thread. Cells are one line each; control characters from outside (terminal escapes too) become spaces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace autoglm {

/// Columns a terminal needs for valid UTF-8.
std::size_t displayWidth(std::string_view text);

/// Valid UTF-8 in at most `width` columns, "…" where its end was left out: whole words go, so that no number is cut in
/// two; a name without blanks loses its last letters.
std::string elided(std::string_view text, std::size_t width);

enum class Align { Left, Right };
enum class Fit { Whole, Elided, ElidedFirst };

class TextTable {
  public:
    struct Column {
        std::string title;
        Align align = Align::Left;
        Fit fit = Fit::Whole;  ///< what happens to its cells where the table is wider than it may be
    };

    explicit TextTable(std::vector<Column> columns);

    /// Missing cells are empty, cells beyond the last column are dropped.
    void addRow(std::vector<std::string> cells);

    /// Titles, a rule, rows; every line ends with a line break and has no trailing blanks. The widest columns to be
    /// elided give way, those to be elided first before the others, until `maxWidth` holds the table or they are as
    /// narrow as their titles; 0 is no limit.
    std::string text(std::size_t maxWidth = 0) const;

  private:
    std::vector<std::size_t> widths(std::size_t maxWidth) const;
    std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace autoglm

// Figures as people read them: one rounding, so that a quantity looks the same in a sentence, a table, a card and a
// report. Three significant digits, and more only where an end of its interval would otherwise look like the value
// itself, six at most. '.' always. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace autoglm {

/// Digits after the point for `value` and both ends of its interval.
int figureDecimals(double value, std::optional<double> low = {}, std::optional<double> high = {});

/// "12.4", "0.0112", "1820"; "0" for nothing. `value` is finite.
std::string figureText(double value, std::optional<double> low = {}, std::optional<double> high = {});

/// As figureText; small ones as "2e-11", because no p is 0.
std::string probabilityText(double p);

/// Whether the interval of a ratio says nothing: it holds 1 and its ends lie a factor of 100 apart, as from two blocks
/// that differ much. Its ends are shown nowhere; tooWideText() stands in their place.
bool isTooWide(double low, double high);
/// "interval too wide to say anything: its 2 blocks differ too much"; without the reason where `blocks` is 0.
std::string tooWideText(std::size_t blocks = 0);

/// As short as it is exact: what people set ("0.02") and what stands in a document.
std::string exactText(double value);

}  // namespace autoglm

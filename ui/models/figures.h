// Figures as people read them, always with '.' and the unit: one place, so that a quantity looks the same everywhere.
// Pure; any thread. Absent values are an en dash.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>

#include "core/measure/statistics.h"

namespace autoglm::ui {

/// As core/base/figure.h rounds, so as reports and sentences do: "12.4", "0.0112", "1820".
QString figure(double value);
/// Its interval decides the digits with it.
QString figure(double value, const std::optional<measure::Interval>& interval95);
QString figure(const std::optional<double>& value);

QString milliseconds(const std::optional<double>& value);     ///< "12.4 ms"
QString tokensPerSecond(const std::optional<double>& value);  ///< "80.6 tok/s"
QString bytes(std::uint64_t value);                           ///< "4.71 MB"

/// "+0.4 %", "−12.5 %": how far `value` lies from `reference`; a dash where that is nothing.
QString percentFrom(double value, double reference);

/// "about 4 min", "about 20 s", "a few seconds"; translated.
QString remainingTime(std::int64_t ns);

}  // namespace autoglm::ui

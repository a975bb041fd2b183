// The statistics every reported number is made with: percentiles, Student intervals, paired log-ratios over blocks,
// noise floor, Wilson intervals, McNemar's test. Pure functions; any thread. Too few values give an absent optional,
// never a zero. Definitions: percentile as numpy's default ('linear'); sample standard deviation with n - 1; intervals
// at 95 %. Sources: Student and beta: Abramowitz & Stegun 26.5 and 26.7; Wilson 1927; McNemar exact: two-sided
// binomial; difference of paired proportions: Agresti & Min 2005 (half a count added to each cell).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace autoglm::measure {

/// 97.5 % quantile of the standard normal distribution (Abramowitz & Stegun table 26.1, continued to double precision).
inline constexpr double normal975 = 1.959963984540054;

struct Interval {
    double low = 0;
    double high = 0;
};

/// A mean with its Student interval; spread and interval are absent for fewer than two values.
struct MeanEstimate {
    std::size_t n = 0;
    double mean = 0;
    std::optional<double> stddev;
    std::optional<Interval> interval95;
};

/// exp(mean of ln(b/a)) over blocks, the interval from Student's on the logarithms.
struct RatioEstimate {
    std::size_t n = 0;
    double ratio = 1;
    std::optional<double> logStddev;
    std::optional<Interval> interval95;
};

/// Share of successes with its Wilson interval.
struct Proportion {
    std::size_t successes = 0;
    std::size_t n = 0;
    double share = 0;
    Interval interval95;
};

/// Linear interpolation at (n - 1)·p of values in any order; absent where there are none. p in [0, 1].
std::optional<double> percentile(std::span<const double> values, double p);

/// The same, absent where n is too small to speak of it: n·min(p, 1 - p) < 1, so 10 values for P90 and 100 for P99.
std::optional<double> percentileIfEnough(std::span<const double> values, double p);

std::optional<double> mean(std::span<const double> values);
std::optional<double> sampleStddev(std::span<const double> values);  ///< absent for n < 2

/// Regularized incomplete beta function I_x(a, b).
double regularizedBeta(double a, double b, double x);
/// P(T <= t) of Student's distribution.
double studentCdf(double t, double degreesOfFreedom);
/// The t with P(T <= t) = p, 0 < p < 1.
double studentQuantile(double p, double degreesOfFreedom);

std::optional<MeanEstimate> meanEstimate(std::span<const double> values);  ///< absent where there are none

/// ln(b/a) per block in, ratio out; absent where there are none.
std::optional<RatioEstimate> ratioEstimate(std::span<const double> blockLogRatios);

/// 95 % percentile interval of the ratio over resampled blocks; a check on the Student interval. Absent for n < 2.
std::optional<Interval> bootstrapRatio(std::span<const double> blockLogRatios, std::uint64_t seed,
                                       int resamples = 10'000);

/// Ratios closer to 1 than exp(this) are noise: 97.5th percentile of |mean ln ratio| over resampled A/A blocks, at
/// least ln 1.005.
double noiseFloorLog(std::span<const double> sameArmBlockLogRatios, std::uint64_t seed, int resamples = 10'000);

/// The ratio (above 1) that `blocks` blocks find with 80 % probability where ln ratios spread by `logStddev`, not
/// below 1.005. Absent for fewer than two blocks.
std::optional<double> smallestFindableRatio(double logStddev, std::size_t blocks);

std::optional<Proportion> wilson(std::size_t successes, std::size_t n);  ///< absent for n = 0

/// Two-sided exact McNemar p: `onlyFirst` and `onlySecond` are the questions that just one arm answered rightly.
double mcnemarExact(std::size_t onlyFirst, std::size_t onlySecond);

/// 95 % interval of (share of the first) - (share of the second) over the same `n` questions.
Interval pairedDifferenceInterval(std::size_t onlyFirst, std::size_t onlySecond, std::size_t n);

}  // namespace autoglm::measure

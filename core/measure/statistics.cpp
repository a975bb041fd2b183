#include "core/measure/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace autoglm::measure {

namespace {

constexpr double minimumNoiseRatio = 1.005;

/// Lentz's evaluation of the continued fraction of the incomplete beta function (A&S 26.5.8).
double betaFraction(double a, double b, double x) {
    constexpr double tiny = 1e-300;
    const auto guarded = [](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / guarded(1 - (a + b) * x / (a + 1));
    double result = d;
    for (int m = 1; m <= 500; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / guarded(1 + even * d);
        c = guarded(1 + even / c);
        result *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / guarded(1 + odd * d);
        c = guarded(1 + odd / c);
        const double step = d * c;
        result *= step;
        if (std::abs(step - 1) < 1e-15) break;
    }
    return result;
}

/// Means of `values` resampled with replacement, `resamples` of them.
std::vector<double> resampledMeans(std::span<const double> values, std::uint64_t seed, int resamples) {
    std::mt19937_64 random(seed);
    std::vector<double> means;
    means.reserve(static_cast<std::size_t>(resamples));
    for (int r = 0; r < resamples; ++r) {
        double sum = 0;
        // The modulo's bias is below 2^-50 for any number of blocks, and unlike std distributions it is the same
        // everywhere.
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += values[random() % values.size()];
        means.push_back(sum / static_cast<double>(values.size()));
    }
    return means;
}

}  // namespace

std::optional<double> percentile(std::span<const double> values, double p) {
    if (values.empty()) return std::nullopt;
    std::vector<double> parted(values.begin(), values.end());
    const double rank = static_cast<double>(parted.size() - 1) * p;
    const auto below = parted.begin() + static_cast<std::ptrdiff_t>(rank);
    std::ranges::nth_element(parted, below);
    if (below + 1 == parted.end()) return *below;
    const double above = *std::min_element(below + 1, parted.end());
    return *below + (above - *below) * (rank - std::floor(rank));
}

std::optional<double> percentileIfEnough(std::span<const double> values, double p) {
    const double tail = std::min(p, 1 - p);
    // 0.9 is not exact in binary: 10 · (1 - 0.9) is a hair below 1.
    if (static_cast<double>(values.size()) * tail < 1 - 1e-9) return std::nullopt;
    return percentile(values, p);
}

std::optional<double> mean(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<double> sampleStddev(std::span<const double> values) {
    if (values.size() < 2) return std::nullopt;
    const double center = *mean(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - center) * (value - center);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double regularizedBeta(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    // The fraction converges fast on one side of the mean only; the other side by symmetry.
    if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, 1 - x) / b;
}

double studentCdf(double t, double degreesOfFreedom) {
    const double tail = 0.5 * regularizedBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t));
    return t > 0 ? 1 - tail : tail;
}

double studentQuantile(double p, double degreesOfFreedom) {
    if (p < 0.5) return -studentQuantile(1 - p, degreesOfFreedom);
    double low = 0;
    double high = 1;
    while (studentCdf(high, degreesOfFreedom) < p && high < 1e300)
        high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-14 * high; ++i) {
        const double middle = low + (high - low) / 2;
        (studentCdf(middle, degreesOfFreedom) < p ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

std::optional<MeanEstimate> meanEstimate(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    MeanEstimate result{.n = values.size(), .mean = *mean(values), .stddev = sampleStddev(values), .interval95 = {}};
    if (result.stddev) {
        const double n = static_cast<double>(result.n);
        const double half = studentQuantile(0.975, n - 1) * *result.stddev / std::sqrt(n);
        result.interval95 = Interval{result.mean - half, result.mean + half};
    }
    return result;
}

std::optional<RatioEstimate> ratioEstimate(std::span<const double> blockLogRatios) {
    const auto logs = meanEstimate(blockLogRatios);
    if (!logs) return std::nullopt;
    RatioEstimate result{.n = logs->n, .ratio = std::exp(logs->mean), .logStddev = logs->stddev, .interval95 = {}};
    if (logs->interval95)
        result.interval95 = Interval{std::exp(logs->interval95->low), std::exp(logs->interval95->high)};
    return result;
}

std::optional<Interval> bootstrapRatio(std::span<const double> blockLogRatios, std::uint64_t seed, int resamples) {
    if (blockLogRatios.size() < 2) return std::nullopt;
    const auto means = resampledMeans(blockLogRatios, seed, resamples);
    return Interval{std::exp(*percentile(means, 0.025)), std::exp(*percentile(means, 0.975))};
}

double noiseFloorLog(std::span<const double> sameArmBlockLogRatios, std::uint64_t seed, int resamples) {
    const double least = std::log(minimumNoiseRatio);
    if (sameArmBlockLogRatios.empty()) return least;
    auto means = resampledMeans(sameArmBlockLogRatios, seed, resamples);
    for (double& value : means)
        value = std::abs(value);
    return std::max(least, *percentile(means, 0.975));
}

std::optional<double> smallestFindableRatio(double logStddev, std::size_t blocks) {
    if (blocks < 2) return std::nullopt;
    const double n = static_cast<double>(blocks);
    // Half-width of the interval plus the margin by which 80 % of the runs stay outside of it.
    const double reach = studentQuantile(0.975, n - 1) + studentQuantile(0.8, n - 1);
    return std::max(minimumNoiseRatio, std::exp(reach * logStddev / std::sqrt(n)));
}

std::optional<Proportion> wilson(std::size_t successes, std::size_t n) {
    if (n == 0) return std::nullopt;
    const double count = static_cast<double>(n);
    const double share = static_cast<double>(successes) / count;
    const double z2 = normal975 * normal975;
    const double center = (share + z2 / (2 * count)) / (1 + z2 / count);
    const double half =
        normal975 / (1 + z2 / count) * std::sqrt(share * (1 - share) / count + z2 / (4 * count * count));
    // At the ends the formula meets 0 and 1 exactly; rounding must not step over.
    return Proportion{successes, n, share,
                      Interval{successes == 0 ? 0.0 : std::max(0.0, center - half),
                               successes == n ? 1.0 : std::min(1.0, center + half)}};
}

double mcnemarExact(std::size_t onlyFirst, std::size_t onlySecond) {
    const std::size_t n = onlyFirst + onlySecond;
    const std::size_t fewer = std::min(onlyFirst, onlySecond);
    if (n == 0) return 1;
    double tail = 0;
    for (std::size_t k = 0; k <= fewer; ++k) {
        const double count = static_cast<double>(n);
        const double hits = static_cast<double>(k);
        tail += std::exp(std::lgamma(count + 1) - std::lgamma(hits + 1) - std::lgamma(count - hits + 1) -
                         count * std::log(2.0));
    }
    return std::min(1.0, 2 * tail);
}

Interval pairedDifferenceInterval(std::size_t onlyFirst, std::size_t onlySecond, std::size_t n) {
    const double first = static_cast<double>(onlyFirst) + 0.5;
    const double second = static_cast<double>(onlySecond) + 0.5;
    const double total = static_cast<double>(n) + 2;
    const double difference = (first - second) / total;
    const double error = std::sqrt(((first + second) - (first - second) * (first - second) / total)) / total;
    return {std::max(-1.0, difference - normal975 * error), std::min(1.0, difference + normal975 * error)};
}

}  // namespace autoglm::measure

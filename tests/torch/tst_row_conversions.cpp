// Every instruction set's conversions of rows: stored types to FP32 and back, the scan, quantization.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/torch/kernel_cases.h"

using namespace autoglm::test;
using namespace autoglm::torch_engine::cpu;

class TestRowConversions : public QObject {
    Q_OBJECT
  private slots:
    void expandRow_data() { everyKernelCase(); }
    void expandRow();
    void narrowRow_data() { everyKernelSet(); }
    void narrowRow();
    void scanFindsWhatIsThere_data() { everyKernelSet(); }
    void scanFindsWhatIsThere();
    void quantizationErrorIsAtMostHalfAStep_data() { everyKernelSet(); }
    void quantizationErrorIsAtMostHalfAStep();
    void quantizationOfOddRows_data() { everyKernelSet(); }
    void quantizationOfOddRows();
    void int4ByDefinition_data() { everyKernelSet(); }
    void int4ByDefinition();
    void activationsByDefinition_data() { everyKernelSet(); }
    void activationsByDefinition();
};

void TestRowConversions::expandRow() {
    std::mt19937 random(11);
    for (const std::int64_t columns : {1, 7, 16, 33, 130, 300}) {
        const Stored stored = makeStored(format(), columns, random);
        for (std::int64_t first = 0; first < columns; first += 128) {
            const std::int64_t count = columns - first;
            std::vector<float> out(static_cast<std::size_t>(count + 1), -1e30F);
            kernels().expandRow(stored.rows(), 3, first, count, out.data());
            for (std::int64_t k = 0; k < count; ++k)
                QVERIFY(out[static_cast<std::size_t>(k)] == static_cast<float>(stored.at(3, first + k)));
            QCOMPARE(out.back(), -1e30F);
        }
    }
}

// Between any two neighbours of a narrow type: the middle goes to the even one, what is beside it to the nearer.
void TestRowConversions::narrowRow() {
    struct Narrow {
        WeightType type;
        std::uint16_t infinity;
        double beyond;  // what the neighbour of the largest number would be
    };
    for (const Narrow narrow : {Narrow{WeightType::F16, 0x7C00, 65536}, Narrow{WeightType::BF16, 0x7F80, 0x1p128}}) {
        const auto valueOf = [&](std::uint16_t bits) {
            if (bits == narrow.infinity) return narrow.beyond;
            return narrow.type == WeightType::F16 ? halfValue(bits) : std::bit_cast<float>(std::uint32_t{bits} << 16U);
        };
        std::vector<float> values;
        std::vector<std::uint16_t> expected;
        for (std::uint16_t bits = 0; bits < narrow.infinity; ++bits) {
            const auto above = static_cast<std::uint16_t>(bits + 1);
            const auto middle = static_cast<float>((valueOf(bits) + valueOf(above)) / 2);
            for (const auto& [value, nearest] : {std::pair(middle, bits % 2 ? above : bits),
                                                 {std::nextafter(middle, 0.0F), bits},
                                                 {std::nextafter(middle, INFINITY), above},
                                                 {static_cast<float>(valueOf(bits)), bits}})
                for (const std::uint16_t sign : {std::uint16_t{0}, std::uint16_t{0x8000}}) {
                    values.push_back(sign ? -value : value);
                    expected.push_back(nearest | sign);
                }
        }
        values.push_back(INFINITY);
        expected.push_back(narrow.infinity);
        const auto count = static_cast<std::int64_t>(values.size());
        std::vector<std::uint16_t> got(values.size());
        kernels().narrowRow(narrow.type, values.data(), count, got.data());
        QVERIFY(got == expected);
        std::vector<float> rounded = values;
        kernels().roundRow(narrow.type, rounded.data(), count);
        for (std::size_t i = 0; i + 1 < values.size(); ++i)
            if ((expected[i] & 0x7FFFU) != narrow.infinity)
                QCOMPARE(static_cast<double>(std::abs(rounded[i])), valueOf(expected[i] & 0x7FFFU));
        float nan = std::numeric_limits<float>::quiet_NaN();
        kernels().roundRow(narrow.type, &nan, 1);
        QVERIFY(std::isnan(nan));
    }
}

void TestRowConversions::scanFindsWhatIsThere() {
    std::vector<float> values(100, 0.5F);
    values[3] = -7.25F;
    values[50] = 9.5F;
    values[51] = std::numeric_limits<float>::quiet_NaN();
    values[99] = -std::numeric_limits<float>::infinity();
    std::vector<float> out(values.size());
    ScanCounts counts{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0, 0};
    kernels().convertAndScan(WeightType::F32, values.data(), 100, out.data(), counts);
    QCOMPARE(counts.minimum, -7.25F);
    QCOMPARE(counts.maximum, 9.5F);
    QCOMPARE(counts.nanCount, 1U);
    QCOMPARE(counts.infCount, 1U);
    QCOMPARE(out[50], 9.5F);
}

void TestRowConversions::quantizationErrorIsAtMostHalfAStep() {
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (int trial = 0; trial < 400; ++trial) {
        const std::int64_t columns = 1 + static_cast<std::int64_t>(random() % 700);
        std::vector<float> row(static_cast<std::size_t>(columns));
        // Every fourth row holds exact ties of its own scale, one whose inverse is rounded.
        const float step = static_cast<float>(1 + random() % 1000) / 4096;
        for (float& value : row)
            value = trial % 4 ? normal(random) : (static_cast<float>(random() % 254) - 126.5F) * step;
        if (trial % 4 == 0) row[0] = 127.0F * step;
        std::vector<std::int8_t> quantized(row.size());
        const float scale = kernels().quantizeRow(row.data(), columns, quantized.data());
        for (std::size_t i = 0; i < row.size(); ++i) {
            QVERIFY(quantized[i] >= -127);
            const auto wide = static_cast<double>(row[i]);
            const double nearest = std::nearbyint(wide / static_cast<double>(scale));  // half to even
            QCOMPARE(static_cast<double>(quantized[i]), std::clamp(nearest, -127.0, 127.0));
            const double error = std::abs(static_cast<double>(quantized[i]) * static_cast<double>(scale) - wide);
            QVERIFY2(error <= static_cast<double>(scale) / 2,
                     qPrintable(QString("w %1 scale %2 error %3").arg(row[i]).arg(scale).arg(error)));
        }
    }
}

void TestRowConversions::quantizationOfOddRows() {
    std::vector<std::int8_t> quantized(3, 1);
    const std::vector<float> zeros(3, 0.0F);
    QCOMPARE(kernels().quantizeRow(zeros.data(), 3, quantized.data()), 0.0F);
    QCOMPARE(quantized, std::vector<std::int8_t>(3, 0));
    const std::vector<float> broken = {1.0F, std::numeric_limits<float>::quiet_NaN(), 2.0F};
    QVERIFY(std::isnan(kernels().quantizeRow(broken.data(), 3, quantized.data())));
    const std::vector<float> infinite = {1.0F, std::numeric_limits<float>::infinity(), 2.0F};
    QVERIFY(std::isnan(kernels().quantizeRow(infinite.data(), 3, quantized.data())));
}

void TestRowConversions::int4ByDefinition() {
    std::mt19937 random(41);
    for (const std::int64_t group : {32, 64, 128})
        for (const std::int64_t columns : {1, 31, 64, 129, 250, 384, 897}) {
            std::vector<float> row = normalRow(columns, random);
            for (std::int64_t k = 64; k < std::min<std::int64_t>(96, columns); ++k)
                row[static_cast<std::size_t>(k)] = static_cast<float>(k % 15) - 7.5F;  // ties of a scale near one
            if (columns > 140) std::fill(row.begin() + 128, row.end(), 0.0F);
            if (columns > 300) row[260] = std::numeric_limits<float>::quiet_NaN();
            std::vector<int> values;
            std::vector<float> scales;
            for (std::int64_t k = 0; k < columns; ++k) {
                if (k % group == 0) {
                    float largest = 0;
                    for (std::int64_t i = k; i < std::min(k + group, columns); ++i)
                        largest = std::isnan(row[static_cast<std::size_t>(i)]) || std::isnan(largest)
                                      ? std::numeric_limits<float>::quiet_NaN()
                                      : std::max(largest, std::abs(row[static_cast<std::size_t>(i)]));
                    scales.push_back(largest / 7.0F);
                }
                const auto w = static_cast<double>(row[static_cast<std::size_t>(k)]);
                const auto scale = static_cast<double>(scales.back());
                values.push_back(scale > 0 ? std::clamp(static_cast<int>(std::nearbyint(w / scale)), -7, 7) : 0);
                if (scale > 0) QVERIFY(std::abs(values.back() * scale - w) <= scale / 2);
            }
            std::vector<std::byte> expected;
            appendInt4Row(values, expected);
            std::vector<std::byte> got(expected.size());
            std::vector<float> gotScales(scales.size());
            kernels().quantizeRowInt4(row.data(), columns, group, reinterpret_cast<std::uint8_t*>(got.data()),
                                      gotScales.data());
            QVERIFY(got == expected);
            for (std::size_t i = 0; i < scales.size(); ++i)
                QVERIFY(gotScales[i] == scales[i] || (std::isnan(gotScales[i]) && std::isnan(scales[i])));
        }
}

void TestRowConversions::activationsByDefinition() {
    std::mt19937 random(43);
    for (const std::int64_t columns : lengths) {
        std::vector<float> x = normalRow(columns, random);
        float largest = 0;
        for (const float value : x)
            largest = std::max(largest, std::abs(value));
        std::vector<std::int8_t> got(x.size());
        std::int32_t sum = 0;
        QVERIFY(kernels().quantizeActivations(x.data(), columns, got.data(), sum) == largest / 127.0F);
        std::int32_t expectedSum = 0;
        for (std::size_t k = 0; k < x.size(); ++k) {
            const float scaled = x[k] * (127.0F / largest);
            const int expected = std::clamp(static_cast<int>(std::nearbyint(scaled)), -127, 127);
            QCOMPARE(static_cast<int>(got[k]), expected);
            expectedSum += expected;
        }
        QCOMPARE(sum, expectedSum);
    }
    std::vector<std::int8_t> got(3, 1);
    std::int32_t sum = 1;
    const float zeros[3] = {};
    QCOMPARE(kernels().quantizeActivations(zeros, 3, got.data(), sum), 0.0F);
    QCOMPARE(got, std::vector<std::int8_t>(3, 0));
    QCOMPARE(sum, 0);
    const float broken[3] = {1, std::numeric_limits<float>::infinity(), 2};
    QVERIFY(std::isnan(kernels().quantizeActivations(broken, 3, got.data(), sum)));
}

QTEST_GUILESS_MAIN(TestRowConversions)
#include "tst_row_conversions.moc"

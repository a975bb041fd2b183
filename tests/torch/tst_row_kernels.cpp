// Every instruction set's row kernels against plain double arithmetic, over lengths that are multiples of nothing.
#include <QtTest>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "core/torch/kernels/cpu/row_kernels.h"

using namespace autoglm::torch_engine::cpu;

namespace {

constexpr std::int64_t rowCount = 5;

/// Stored values of a type beside what they mean.
struct Stored {
    std::vector<std::byte> bytes;
    std::vector<double> values;
    std::vector<float> scales;
};

std::uint16_t bfloatBits(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return static_cast<std::uint16_t>(bits >> 16U);
}

/// Value of half bits by the definition of IEEE 754 binary16, independent of the kernels' own conversion.
double halfValue(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}

Stored makeStored(WeightType type, std::int64_t columns, std::mt19937& random) {
    Stored out;
    std::normal_distribution<float> normal(0.0F, 1.0F);
    for (std::int64_t r = 0; r < rowCount; ++r)
        out.scales.push_back(type == WeightType::I8 ? 0.01F + 0.003F * static_cast<float>(r) : 1.0F);
    const auto append = [&](auto bits) {
        const auto* at = reinterpret_cast<const std::byte*>(&bits);
        out.bytes.insert(out.bytes.end(), at, at + sizeof bits);
    };
    for (std::int64_t i = 0; i < rowCount * columns; ++i) {
        switch (type) {
            case WeightType::F32: {
                const float value = normal(random);
                append(value);
                out.values.push_back(static_cast<double>(value));
                break;
            }
            case WeightType::F16: {
                // Every finite bit pattern may come, subnormal ones too.
                const auto bits = static_cast<std::uint16_t>(random() & (random() % 8 == 0 ? 0x83FFU : 0xBFFFU));
                append(bits);
                out.values.push_back(halfValue(bits));
                break;
            }
            case WeightType::BF16: {
                const std::uint16_t bits = bfloatBits(normal(random));
                append(bits);
                const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
                float value = 0;
                std::memcpy(&value, &wide, sizeof value);
                out.values.push_back(static_cast<double>(value));
                break;
            }
            case WeightType::I8: {
                const auto value = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
                append(value);
                out.values.push_back(static_cast<double>(value) *
                                     static_cast<double>(out.scales[static_cast<std::size_t>(i / columns)]));
                break;
            }
        }
    }
    return out;
}

}  // namespace

class TestRowKernels : public QObject {
    Q_OBJECT
  private slots:
    void dotRows_data() { everyCase(); }
    void dotRows();
    void expandRows_data() { everyCase(); }
    void expandRows();
    void scanFindsWhatIsThere_data() { everySet(); }
    void scanFindsWhatIsThere();
    void quantizationErrorIsAtMostHalfAStep_data() { everySet(); }
    void quantizationErrorIsAtMostHalfAStep();
    void quantizationOfOddRows_data() { everySet(); }
    void quantizationOfOddRows();

  private:
    static void everySet();
    static void everyCase();
    static const RowKernels& kernels() {
        QFETCH(int, set);
        return *availableRowKernels().sets[set];
    }
};

void TestRowKernels::everySet() {
    QTest::addColumn<int>("set");
    const RowKernelList list = availableRowKernels();
    for (int i = 0; i < list.count; ++i)
        QTest::newRow(list.sets[i]->name) << i;
}

void TestRowKernels::everyCase() {
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("type");
    const RowKernelList list = availableRowKernels();
    const char* names[] = {"F32", "F16", "BF16", "I8"};
    for (int i = 0; i < list.count; ++i)
        for (int type = 0; type < 4; ++type)
            QTest::addRow("%s %s", list.sets[i]->name, names[type]) << i << type;
}

void TestRowKernels::dotRows() {
    QFETCH(int, type);
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0.0F, 1.0F);
    for (const std::int64_t columns : {1, 3, 8, 15, 16, 17, 31, 64, 65, 127, 250, 897}) {
        const Stored stored = makeStored(static_cast<WeightType>(type), columns, random);
        const WeightRows rows{static_cast<WeightType>(type), stored.bytes.data(), stored.scales.data(), columns};
        for (int batch = 1; batch <= maximumDotBatch; ++batch) {
            std::vector<float> x(static_cast<std::size_t>(batch * columns));
            for (float& value : x)
                value = normal(random);
            constexpr std::int64_t first = 1;
            constexpr std::int64_t stride = 7;
            std::vector<float> out(static_cast<std::size_t>(batch * stride), -1e30F);
            kernels().dotRows(rows, first, rowCount, x.data(), batch, out.data(), stride);
            for (int m = 0; m < batch; ++m) {
                for (std::int64_t r = first; r < rowCount; ++r) {
                    double exact = 0;
                    double size = 0;
                    for (std::int64_t k = 0; k < columns; ++k) {
                        const double term = stored.values[static_cast<std::size_t>(r * columns + k)] *
                                            static_cast<double>(x[static_cast<std::size_t>(m * columns + k)]);
                        exact += term;
                        size += std::abs(term);
                    }
                    const double error =
                        std::abs(static_cast<double>(out[static_cast<std::size_t>(m * stride + r - first)]) - exact);
                    QVERIFY2(error <= 1e-6 * size + 1e-30,
                             qPrintable(QString("columns %1 row %2 batch %3: off by %4 of %5")
                                            .arg(columns)
                                            .arg(r)
                                            .arg(m)
                                            .arg(error)
                                            .arg(size)));
                }
            }
            // Nothing beside the rows asked for was written.
            for (int m = 0; m < batch; ++m)
                for (std::int64_t at = rowCount - first; at < stride; ++at)
                    QCOMPARE(out[static_cast<std::size_t>(m * stride + at)], -1e30F);
        }
    }
}

void TestRowKernels::expandRows() {
    QFETCH(int, type);
    std::mt19937 random(11);
    for (const std::int64_t columns : {1, 7, 16, 33, 130}) {
        const Stored stored = makeStored(static_cast<WeightType>(type), columns, random);
        std::vector<float> out(static_cast<std::size_t>(2 * columns));
        kernels().expandRows({static_cast<WeightType>(type), stored.bytes.data(), stored.scales.data(), columns}, 2, 4,
                             out.data());
        for (std::size_t i = 0; i < out.size(); ++i)
            QCOMPARE(out[i], static_cast<float>(stored.values[static_cast<std::size_t>(2 * columns) + i]));
    }
}

void TestRowKernels::scanFindsWhatIsThere() {
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

void TestRowKernels::quantizationErrorIsAtMostHalfAStep() {
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (int trial = 0; trial < 400; ++trial) {
        const std::int64_t columns = 1 + static_cast<std::int64_t>(random() % 700);
        std::vector<float> row(static_cast<std::size_t>(columns));
        // Every fourth row holds exact ties of its own scale.
        for (float& value : row)
            value = trial % 4 ? normal(random) : (static_cast<float>(random() % 254) - 126.5F) * 0.25F;
        if (trial % 4 == 0) row[0] = 127.0F * 0.25F;
        std::vector<std::int8_t> quantized(row.size());
        const float scale = kernels().quantizeRow(row.data(), columns, quantized.data());
        for (std::size_t i = 0; i < row.size(); ++i) {
            QVERIFY(quantized[i] >= -127);
            const double error =
                std::abs(static_cast<double>(quantized[i]) * static_cast<double>(scale) - static_cast<double>(row[i]));
            QVERIFY2(error <= static_cast<double>(scale) / 2,
                     qPrintable(QString("w %1 scale %2 error %3").arg(row[i]).arg(scale).arg(error)));
        }
    }
}

void TestRowKernels::quantizationOfOddRows() {
    std::vector<std::int8_t> quantized(3, 1);
    const std::vector<float> zeros(3, 0.0F);
    QCOMPARE(kernels().quantizeRow(zeros.data(), 3, quantized.data()), 0.0F);
    QCOMPARE(quantized, std::vector<std::int8_t>(3, 0));
    const std::vector<float> broken = {1.0F, std::numeric_limits<float>::quiet_NaN(), 2.0F};
    QVERIFY(std::isnan(kernels().quantizeRow(broken.data(), 3, quantized.data())));
    const std::vector<float> infinite = {1.0F, std::numeric_limits<float>::infinity(), 2.0F};
    QVERIFY(std::isnan(kernels().quantizeRow(infinite.data(), 3, quantized.data())));
}

QTEST_GUILESS_MAIN(TestRowKernels)
#include "tst_row_kernels.moc"

// Every instruction set's row kernels against plain double and integer arithmetic, over lengths that are multiples of
// nothing.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/torch/kernel_cases.h"

using namespace autoglm::test;
using namespace autoglm::torch_engine::cpu;

namespace {

/// Empty, or how a product of weight row r by x is further from the exact one than sums in FP32 explain.
QString productFault(const Stored& stored, std::int64_t r, const float* x, float got) {
    double exact = 0;
    double size = 0;
    for (std::int64_t k = 0; k < stored.columns; ++k) {
        const double term = stored.at(r, k) * static_cast<double>(x[k]);
        exact += term;
        size += std::abs(term);
    }
    const double error = std::abs(static_cast<double>(got) - exact);
    if (error <= 1e-6 * size + 1e-30) return {};
    return QString("columns %1 row %2: off by %3 of %4").arg(stored.columns).arg(r).arg(error).arg(size);
}

struct RandomInt8 {
    std::vector<std::int8_t> values;
    std::vector<float> scales;
    std::vector<std::int32_t> sums;

    RandomInt8(std::int64_t rows, std::int64_t columns, std::mt19937& random) {
        for (std::int64_t m = 0; m < rows; ++m) {
            scales.push_back(0.02F + 0.001F * static_cast<float>(m));
            sums.push_back(0);
            for (std::int64_t k = 0; k < columns; ++k) {
                values.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
                sums.back() += values.back();
            }
        }
    }
    Int8Activations view() const { return {values.data(), scales.data(), sums.data()}; }
    /// The definition, with nothing rounded before the sum is complete.
    float product(const Stored& stored, std::int64_t r, std::int64_t m) const {
        std::int64_t sum = 0;
        for (std::int64_t k = 0; k < stored.columns; ++k) {
            const auto weight =
                static_cast<std::int8_t>(stored.bytes[static_cast<std::size_t>(r * stored.columns + k)]);
            sum += weight * values[static_cast<std::size_t>(m * stored.columns + k)];
        }
        return static_cast<float>(sum) *
               (stored.scales[static_cast<std::size_t>(r)] * scales[static_cast<std::size_t>(m)]);
    }
};

/// Memory aligned as the kernels ask for it.
struct AlignedBytes {
    std::vector<std::byte> memory;
    std::byte* data;
    explicit AlignedBytes(std::int64_t bytes) : memory(static_cast<std::size_t>(bytes + 64), std::byte{0xFF}) {
        const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
        data = memory.data() + (64 - address % 64) % 64;
    }
};

}  // namespace

class TestRowKernels : public QObject {
    Q_OBJECT
  private slots:
    void dotRows_data() { everyKernelCase(); }
    void dotRows();
    void productsDependOnNothingElse_data() { everyKernelCase(); }
    void productsDependOnNothingElse();
    void int8Products_data() { everyKernelSet(); }
    void int8Products();
    void manyRows_data() { everyKernelCase(); }
    void manyRows();
    void manyRowsOfInt8_data() { everyKernelSet(); }
    void manyRowsOfInt8();
    void brokenActivationsAreSeen_data() { everyKernelCase(); }
    void brokenActivationsAreSeen();
    void betweenProducts_data() { everyKernelSet(); }
    void betweenProducts();
    void scoreRows_data() { everyKernelSet(); }
    void scoreRows();
    void mixRows_data() { everyKernelSet(); }
    void mixRows();
};

void TestRowKernels::dotRows() {
    std::mt19937 random(7);
    for (const std::int64_t columns : lengths) {
        const Stored stored = makeStored(format(), columns, random);
        for (int batch = 1; batch <= maximumDotBatch; ++batch) {
            const std::vector<float> x = normalRow(batch * columns, random);
            constexpr std::int64_t first = 1;
            constexpr std::int64_t stride = 9;
            std::vector<float> out(static_cast<std::size_t>(batch * stride), -1e30F);
            const WeightRows rows = stored.rows();
            kernels().dotRows({rows, first, rowCount, out.data(), stride}, x.data(), batch);
            for (int m = 0; m < batch; ++m) {
                const float* got = out.data() + m * stride;
                for (std::int64_t r = first; r < rowCount; ++r) {
                    const QString fault = productFault(stored, r, x.data() + m * columns, got[r - first]);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault));
                }
                for (std::int64_t at = rowCount - first; at < stride; ++at)
                    QCOMPARE(got[at], -1e30F);  // nothing beside the rows asked for was written
            }
        }
    }
}

// Threads share rows out as they like, and a batch answers as each of its sequences alone does.
void TestRowKernels::productsDependOnNothingElse() {
    std::mt19937 random(19);
    constexpr std::int64_t columns = 333;
    const Stored stored = makeStored(format(), columns, random);
    const WeightRows rows = stored.rows();
    const std::vector<float> x = normalRow(maximumDotBatch * columns, random);
    std::vector<float> together(static_cast<std::size_t>(maximumDotBatch * rowCount));
    kernels().dotRows({rows, 0, rowCount, together.data(), rowCount}, x.data(), maximumDotBatch);
    for (std::int64_t m = 0; m < maximumDotBatch; ++m)
        for (std::int64_t r = 0; r < rowCount; ++r) {
            float alone = 0;
            kernels().dotRows({rows, r, r + 1, &alone, 1}, x.data() + m * columns, 1);
            QVERIFY(alone == together[static_cast<std::size_t>(m * rowCount + r)]);  // to the last bit
        }
    const std::size_t bytes = kernels().preparedBytes(rows, maximumDotBatch);
    const AlignedBytes memory(static_cast<std::int64_t>(bytes));
    if (bytes > 0) kernels().prepare(rows, x.data(), maximumDotBatch, memory.data);
    std::vector<float> prepared(together.size());
    for (const auto& [first, last] : {std::pair<std::int64_t, std::int64_t>(0, 2), {2, rowCount}})
        kernels().dotPrepared({rows, first, last, prepared.data() + first, rowCount},
                              bytes > 0 ? static_cast<const void*>(memory.data) : x.data(), maximumDotBatch);
    QVERIFY(prepared == together);
}

void TestRowKernels::int8Products() {
    std::mt19937 random(23);
    for (const std::int64_t columns : lengths) {
        const Stored stored = makeStored({"I8", WeightType::I8}, columns, random);
        const WeightRows rows = stored.rows();
        const RandomInt8 x(maximumDotBatch, columns, random);
        for (int batch = 1; batch <= maximumDotBatch; ++batch) {
            std::vector<float> out(static_cast<std::size_t>(batch * rowCount));
            kernels().dotRowsInt8({rows, 1, rowCount, out.data(), rowCount}, x.view(), batch);
            for (std::int64_t m = 0; m < batch; ++m)
                for (std::int64_t r = 1; r < rowCount; ++r)
                    QVERIFY(out[static_cast<std::size_t>(m * rowCount + r - 1)] == x.product(stored, r, m));
        }
    }
}

void TestRowKernels::manyRows() {
    std::mt19937 random(29);
    for (const std::int64_t columns : {1, 3, 128, 255, 256, 257, 1100})
        for (const std::int64_t count : {1, 9, 16, 17, 33, 70}) {
            const Stored stored = makeStored(format(), columns, random);
            const WeightRows rows = stored.rows();
            const std::vector<float> x = normalRow(count * columns, random);
            const AlignedBytes memory(kernels().packedBytes(count, columns));
            const AlignedBytes scratch(kernels().scratchBytes(count, rowCount));
            const PackedActivations packed{count, columns, memory.data};
            kernels().packFloat(packed, x.data(), 0, (count + kernels().blockRows - 1) / kernels().blockRows);
            std::vector<float> out(static_cast<std::size_t>(count * rowCount), -1e30F);
            kernels().multiplyFloat({rows, 2, rowCount, out.data(), rowCount}, packed, scratch.data);
            for (std::int64_t m = 0; m < count; ++m)
                for (std::int64_t r = 2; r < rowCount; ++r) {
                    const QString fault = productFault(stored, r, x.data() + m * columns,
                                                       out[static_cast<std::size_t>(m * rowCount + r - 2)]);
                    QVERIFY2(fault.isEmpty(), qPrintable(fault));
                }
            QCOMPARE(out[rowCount - 2], -1e30F);
        }
}

void TestRowKernels::manyRowsOfInt8() {
    std::mt19937 random(31);
    for (const std::int64_t columns : {1, 3, 128, 1023, 1024, 1025, 2300})
        for (const std::int64_t count : {1, 9, 16, 17, 33, 70}) {
            const Stored stored = makeStored({"I8", WeightType::I8}, columns, random);
            const WeightRows rows = stored.rows();
            const RandomInt8 x(count, columns, random);
            const AlignedBytes memory(kernels().packedBytes(count, columns));
            const AlignedBytes scratch(kernels().scratchBytes(count, rowCount));
            const PackedActivations packed{count, columns, memory.data};
            kernels().packInt8(packed, x.values.data(), 0, (count + kernels().blockRows - 1) / kernels().blockRows);
            std::vector<float> out(static_cast<std::size_t>(count * rowCount));
            kernels().multiplyInt8({rows, 2, rowCount, out.data(), rowCount}, packed, x.view(), scratch.data);
            for (std::int64_t m = 0; m < count; ++m)
                for (std::int64_t r = 2; r < rowCount; ++r)
                    QVERIFY(out[static_cast<std::size_t>(m * rowCount + r - 2)] == x.product(stored, r, m));
        }
}

void TestRowKernels::brokenActivationsAreSeen() {
    std::mt19937 random(37);
    constexpr std::int64_t columns = 200;
    const Stored stored = makeStored(format(), columns, random);
    const WeightRows rows = stored.rows();
    for (const float broken : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        std::vector<float> x = normalRow(2 * columns, random);
        x[static_cast<std::size_t>(columns + 77)] = broken;
        float out[2] = {};
        kernels().dotRows({rows, 0, 1, out, 1}, x.data(), 2);
        QVERIFY(std::isfinite(out[0]));
        QVERIFY(!std::isfinite(out[1]) || stored.at(0, 77) == 0);
    }
}

void TestRowKernels::betweenProducts() {
    std::mt19937 random(47);
    const auto isClose = [](float got, double exact) {
        return std::abs(static_cast<double>(got) - exact) <= 1e-6 * std::abs(exact) + 1e-37;
    };
    for (const std::int64_t columns : lengths) {
        const auto count = static_cast<std::size_t>(columns);
        const std::vector<float> x = normalRow(columns, random);
        const std::vector<float> y = normalRow(columns, random);
        std::vector<float> out(count);
        kernels().normRow(x.data(), y.data(), 1e-5F, columns, out.data());
        double square = 0;
        for (const float value : x)
            square += static_cast<double>(value) * static_cast<double>(value);
        const double root = std::sqrt(square / static_cast<double>(columns) + static_cast<double>(1e-5F));
        for (std::size_t i = 0; i < count; ++i)
            QVERIFY(isClose(out[i], static_cast<double>(x[i]) / root * static_cast<double>(y[i])));

        std::vector<float> gate = x;
        for (std::size_t i = 0; i < count; ++i)
            gate[i] *= i % 5 == 0 ? 40.0F : 3.0F;  // where e^-x is 0 and infinite too
        kernels().gatedSilu(gate.data(), y.data(), columns, out.data());
        for (std::size_t i = 0; i < count; ++i) {
            const auto g = static_cast<double>(gate[i]);
            QVERIFY(isClose(out[i], g / (1 + std::exp(-g)) * static_cast<double>(y[i])) || g < -80);
        }

        out = gate;
        const Exponentials found = kernels().exponentials(out.data(), columns);
        QCOMPARE(found.largest, *std::max_element(gate.begin(), gate.end()));
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const double below = static_cast<double>(found.largest) - static_cast<double>(gate[i]);
            sum += std::exp(-below);
            // The difference itself is rounded.
            const double tolerance = std::exp(-below) * (1e-6 + std::ldexp(below, -23)) + 1e-37;
            QVERIFY(std::abs(static_cast<double>(out[i]) - std::exp(-below)) <= tolerance);
        }
        QVERIFY(isClose(found.total, sum));
    }
    float broken[3] = {1, std::numeric_limits<float>::quiet_NaN(), 2};
    QVERIFY(std::isnan(kernels().exponentials(broken, 3).total));
}

void TestRowKernels::scoreRows() {
    std::mt19937 random(59);
    constexpr std::int64_t stride = rowCount + 2;
    for (const Format& one : {formats[0], formats[1], formats[2]})
        for (const std::int64_t columns : {3, 32, 64, 80, 128}) {
            const Stored stored = makeStored(one, columns, random);
            const std::vector<float> queries = normalRow(maximumDotBatch * columns, random);
            std::vector<float> alone(static_cast<std::size_t>(maximumDotBatch * rowCount));
            for (std::int64_t i = 0; i < maximumDotBatch * rowCount; ++i) {
                WeightRows row = stored.rows();
                row.weights = static_cast<const std::byte*>(row.weights) + i % rowCount * row.rowBytes();
                kernels().scoreRows(row, 1, queries.data() + i / rowCount * columns, 1,
                                    &alone[static_cast<std::size_t>(i)], 1);
            }
            for (int heads = 1; heads <= maximumDotBatch; ++heads) {
                std::vector<float> scores(static_cast<std::size_t>(heads * stride), -1e30F);
                kernels().scoreRows(stored.rows(), rowCount, queries.data(), heads, scores.data(), stride);
                for (int m = 0; m < heads; ++m)
                    for (std::int64_t r = 0; r < stride; ++r) {
                        const float got = scores[static_cast<std::size_t>(m * stride + r)];
                        if (r >= rowCount) {
                            QCOMPARE(got, -1e30F);
                            continue;
                        }
                        const QString fault = productFault(stored, r, queries.data() + m * columns, got);
                        QVERIFY2(fault.isEmpty(), qPrintable(fault));
                        QCOMPARE(std::bit_cast<std::uint32_t>(got),  // whoever else is scored
                                 std::bit_cast<std::uint32_t>(alone[static_cast<std::size_t>(m * rowCount + r)]));
                    }
            }
        }
}

void TestRowKernels::mixRows() {
    std::mt19937 random(53);
    for (const Format& one : {formats[0], formats[1], formats[2]})
        for (const std::int64_t columns : {3, 32, 64, 80, 128})
            for (int batch = 1; batch <= maximumDotBatch; ++batch) {
                const Stored stored = makeStored(one, columns, random);
                const std::vector<float> shares = normalRow(batch * (rowCount + 2), random);
                std::vector<float> out(static_cast<std::size_t>(batch * columns));
                kernels().mixRows(stored.rows(), rowCount, shares.data(), rowCount + 2, batch, out.data());
                for (int m = 0; m < batch; ++m)
                    for (std::int64_t k = 0; k < columns; ++k) {
                        double exact = 0;
                        double size = 0;
                        for (std::int64_t r = 0; r < rowCount; ++r) {
                            const double term =
                                stored.at(r, k) *
                                static_cast<double>(shares[static_cast<std::size_t>(m * (rowCount + 2) + r)]);
                            exact += term;
                            size += std::abs(term);
                        }
                        const auto got = static_cast<double>(out[static_cast<std::size_t>(m * columns + k)]);
                        QVERIFY(std::abs(got - exact) <= 1e-6 * size);
                    }
            }
}

QTEST_GUILESS_MAIN(TestRowKernels)
#include "tst_row_kernels.moc"

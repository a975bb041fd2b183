// The text of our CUDA kernels, compiled by the C++ compiler and run thread by thread (cuda_emulation/README.md),
// against double arithmetic; and that the emulation finds what a GPU would not forgive.
#include <QtTest>
#include <cstring>
#include <new>

#include "tests/gpu/kernel_checks.h"
#include "tests/torch/cuda_emulation/emulated_faults.h"
#include "tests/torch/cuda_ops_check.h"
#include "tests/torch/torch_support.h"

using namespace autoglm::test;
using Format = autoglm::torch_engine::cuda::Matrix::Format;

namespace {

/// Exactly as long as asked for, so that a sanitizer sees what is read beyond it.
class HostMemory final : public KernelMemory {
  public:
    HostMemory() = default;
    HostMemory(const HostMemory&) = delete;
    HostMemory& operator=(const HostMemory&) = delete;
    ~HostMemory() override {
        for (std::byte* data : m_placed)
            ::operator delete(data, alignment);
    }
    std::byte* place(std::span<const std::byte> bytes) override {
        auto* const data = static_cast<std::byte*>(::operator new(bytes.size(), alignment));
        m_placed.push_back(data);
        std::memcpy(data, bytes.data(), bytes.size());
        return data;
    }
    bool read(const std::byte* from, std::span<std::byte> into) override {
        std::memcpy(into.data(), from, into.size());
        return true;
    }
    std::string error() const override { return {}; }

  private:
    static constexpr std::align_val_t alignment{64};
    std::vector<std::byte*> m_placed;
};

std::unique_ptr<KernelMemory> hostMemory() {
    return std::make_unique<HostMemory>();
}

void verify(const std::vector<KernelCheck>& checks) {
    QVERIFY(!checks.empty());
    for (const KernelCheck& check : checks)
        QVERIFY2(check.passed, (check.what + ": " + check.detail).c_str());
}

}  // namespace

class TestCudaKernels : public QObject {
    Q_OBJECT
  private slots:
    void productsOfFewRows_data();
    void productsOfFewRows();
    void rmsNorm() { verify(checkRmsNorm(hostMemory, Effort::Few)); }
    void gatedSilu() { verify(checkGatedSilu(hostMemory, Effort::Few)); }
    void turnHeads() { verify(checkTurnHeads(hostMemory)); }
    void beginStep() { verify(checkBeginStep(hostMemory)); }
    void attend() { verify(checkAttend(hostMemory, Effort::Few)); }
    void chooseToken() { verify(checkChooseToken(hostMemory)); }
    void operationsAreThoseOfAten_data();
    void operationsAreThoseOfAten();
    void missingThreadsAreFound();
};

void TestCudaKernels::productsOfFewRows_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("groupColumns");
    QTest::newRow("of the activations' type") << static_cast<int>(Format::Float) << 0;
    QTest::newRow("INT8") << static_cast<int>(Format::Int8) << 0;
    for (const int groupColumns : {32, 64, 128})
        QTest::addRow("INT4 in groups of %d", groupColumns) << static_cast<int>(Format::Int4) << groupColumns;
}

void TestCudaKernels::productsOfFewRows() {
    QFETCH(int, format);
    QFETCH(int, groupColumns);
    verify(checkGemv(hostMemory, static_cast<Format>(format), groupColumns, Effort::Few));
    verify(checkTurnedProducts(hostMemory, static_cast<Format>(format), groupColumns));
}

void TestCudaKernels::operationsAreThoseOfAten_data() {
    QTest::addColumn<QString>("family");
    for (const char* family : {"glm", "qwen2", "models/qwen3-window"})
        QTest::newRow(family) << family;
}

void TestCudaKernels::operationsAreThoseOfAten() {
    QFETCH(QString, family);
    const auto folder = autoglm::model::openModelFolder(fixture(family.toStdString()));
    VERIFY_OK(folder);
    const auto differences = cudaOpsDifferences((*folder)->config);
    VERIFY_OK(differences);
    QCOMPARE(*differences, std::vector<std::string>{});
}

void TestCudaKernels::missingThreadsAreFound() {
    QCOMPARE(QString(runMissedBarrier()),
             QString("some threads wait at __syncthreads for others that never come there"));
    QCOMPARE(QString(runEndedLane()), QString("a shuffle names a lane that has ended"));
}

QTEST_GUILESS_MAIN(TestCudaKernels)
#include "tst_cuda_kernels.moc"

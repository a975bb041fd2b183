// The read-only bandwidth probe: its arithmetic, its limits, and that caches are faster than memory.
#include "core/base/clock.h"
#include "core/measure/read_bandwidth.h"
#include "tests/support/test_support.h"

using namespace autoglm;
using namespace autoglm::measure;

class TestReadBandwidth : public QObject {
    Q_OBJECT
  private slots:
    void samplesBestAndMedianAgree();
    void rateIsBytesOverWallTime();
    void memoryIsSlowerThanCache();
    void impossibleRequestsAreRefused();
    void cancelledIsAnOutcome();
    void workingThreadsStayWithinLimits();
};

void TestReadBandwidth::samplesBestAndMedianAgree() {
    ReadBandwidthOptions options;
    options.threads = 2;
    options.bufferBytes = (32U << 20U) + 777;
    options.repetitions = 5;
    const auto result = measureReadBandwidth(options);
    VERIFY_OK(result);
    QCOMPARE(result->threads, 2);
    QVERIFY(result->bufferBytes <= *options.bufferBytes && result->bufferBytes % (2 * 4096) == 0);
    auto sorted = result->samplesBytesPerS;
    QCOMPARE(sorted.size(), 5U);
    std::sort(sorted.begin(), sorted.end());
    QCOMPARE(result->bestBytesPerS, sorted[4]);
    QCOMPARE(result->medianBytesPerS, sorted[2]);
}

void TestReadBandwidth::rateIsBytesOverWallTime() {
    ReadBandwidthOptions options;
    options.threads = 1;
    options.bufferBytes = 64U << 20U;
    options.repetitions = 20;
    const std::int64_t begin = nowNs();
    const auto result = measureReadBandwidth(options);
    const double seconds = static_cast<double>(nowNs() - begin) / 1e9;
    VERIFY_OK(result);
    double passes = 0;
    for (const double rate : result->samplesBytesPerS)
        passes += static_cast<double>(result->bufferBytes) / rate;
    QVERIFY2(passes < seconds, "the passes took longer than the whole call");
    // No machine reads a byte of memory slower than 50 MB/s or faster than 10 TB/s.
    QVERIFY(result->medianBytesPerS > 5e7 && result->bestBytesPerS < 1e13);
}

void TestReadBandwidth::memoryIsSlowerThanCache() {
    ReadBandwidthOptions cached;
    cached.threads = 1;
    cached.bufferBytes = 16U << 10U;
    cached.repetitions = 2000;
    ReadBandwidthOptions options;
    options.threads = 1;
    const auto memory = measureReadBandwidth(options);
    if (!memory && memory.error().code == ErrorCode::OutOfMemory) QSKIP("too little memory for the probe");
    VERIFY_OK(memory);
    const auto cache = measureReadBandwidth(cached);
    VERIFY_OK(cache);
    QVERIFY2(cache->bestBytesPerS > memory->bestBytesPerS,
             "reading memory must not look faster than the first-level cache: the probe reads something cached");
}

void TestReadBandwidth::impossibleRequestsAreRefused() {
    ReadBandwidthOptions options;
    options.threads = -1;
    VERIFY_FAILS(measureReadBandwidth(options), ErrorCode::InvalidArgument, "threads");
    options = {};
    options.threads = 2;
    options.bufferBytes = 4096;
    VERIFY_FAILS(measureReadBandwidth(options), ErrorCode::InvalidArgument, "4096 bytes per thread");
    options = {};
    options.memoryShare = 0;
    VERIFY_FAILS(measureReadBandwidth(options), ErrorCode::OutOfMemory, "last-level cache");
    options = {};
    options.bufferBytes = 1ULL << 60U;
    VERIFY_FAILS(measureReadBandwidth(options), ErrorCode::OutOfMemory, "no room");
}

void TestReadBandwidth::cancelledIsAnOutcome() {
    std::stop_source source;
    source.request_stop();
    ReadBandwidthOptions options;
    options.bufferBytes = 1U << 20U;
    VERIFY_FAILS(measureReadBandwidth(options, source.get_token()), ErrorCode::Cancelled, "cancelled");
}

void TestReadBandwidth::workingThreadsStayWithinLimits() {
    SystemInfo system;
    system.physicalCores = 16;
    system.usableCores = 3;
    QCOMPARE(workingThreads(system), 3);
    system.usableCores = 32;
    QCOMPARE(workingThreads(system), 16);
    QVERIFY(workingThreads({}) >= 1);
}

QTEST_GUILESS_MAIN(TestReadBandwidth)
#include "tst_read_bandwidth.moc"

#include "core/measure/read_bandwidth.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstring>
#include <memory>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::measure {

namespace {

using SumFunction = std::uint64_t(const std::byte* data, std::size_t bytes);

// Eight independent accumulators keep enough loads in flight; the sum is handed out so that none can be left away.
// `bytes` is a multiple of blockBytes and `data` is aligned to a page.
constexpr std::size_t blockBytes = 4096;

std::uint64_t sumScalar(const std::byte* data, std::size_t bytes) {
    std::uint64_t sums[8] = {};
    for (std::size_t i = 0; i < bytes; i += sizeof(sums)) {
        std::uint64_t words[8];
        std::memcpy(words, data + i, sizeof(words));
        for (int k = 0; k < 8; ++k)
            sums[k] += words[k];
    }
    std::uint64_t total = 0;
    for (const std::uint64_t sum : sums)
        total += sum;
    return total;
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] std::uint64_t sumAvx2(const std::byte* data, std::size_t bytes) {
    __m256i sums[8];
    for (__m256i& sum : sums)
        sum = _mm256_setzero_si256();
    for (std::size_t i = 0; i < bytes; i += sizeof(sums)) {
        const auto* at = reinterpret_cast<const __m256i*>(data + i);
        for (int k = 0; k < 8; ++k)
            sums[k] = _mm256_add_epi64(sums[k], _mm256_load_si256(at + k));
    }
    for (int k = 1; k < 8; ++k)
        sums[0] = _mm256_add_epi64(sums[0], sums[k]);
    alignas(32) std::uint64_t words[4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(words), sums[0]);
    return words[0] + words[1] + words[2] + words[3];
}

[[gnu::target("avx512f")]] std::uint64_t sumAvx512(const std::byte* data, std::size_t bytes) {
    __m512i sums[8];
    for (__m512i& sum : sums)
        sum = _mm512_setzero_si512();
    for (std::size_t i = 0; i < bytes; i += sizeof(sums)) {
        const std::byte* at = data + i;
        for (int k = 0; k < 8; ++k)
            sums[k] = _mm512_add_epi64(sums[k], _mm512_load_si512(at + 64 * k));
    }
    for (int k = 1; k < 8; ++k)
        sums[0] = _mm512_add_epi64(sums[0], sums[k]);
    alignas(64) std::uint64_t words[8];
    _mm512_store_si512(words, sums[0]);
    std::uint64_t total = 0;
    for (const std::uint64_t word : words)
        total += word;
    return total;
}
#endif

struct Method {
    SumFunction* sum = sumScalar;
    const char* name = "scalar";
};

Method bestMethod() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return {sumAvx512, "avx512"};
    if (__builtin_cpu_supports("avx2")) return {sumAvx2, "avx2"};
#endif
    return {};
}

struct Unmap {
    std::size_t bytes = 0;
    void operator()(std::byte* data) const { munmap(data, bytes); }
};
using Buffer = std::unique_ptr<std::byte, Unmap>;

Result<Buffer> allocate(std::size_t bytes) {
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        return fail(ErrorCode::OutOfMemory, concat("no room for a bandwidth probe of ", formatBytes(bytes)));
    madvise(data, bytes, MADV_HUGEPAGE);  // as the weights are kept; small pages would measure address translation
    return Buffer(static_cast<std::byte*>(data), Unmap{bytes});
}

Result<std::uint64_t> chooseBufferBytes(const ReadBandwidthOptions& options, const SystemInfo& system) {
    if (options.bufferBytes) return *options.bufferBytes;
    constexpr std::uint64_t smallest = 256U << 20U;
    const std::uint64_t cache = system.lastLevelCacheBytes.value_or(smallest / 8);
    const std::uint64_t wanted = std::max(smallest, cache * 8);
    const double room = static_cast<double>(system.memoryAvailableBytes.value_or(wanted * 4)) * options.memoryShare;
    const auto bytes = static_cast<std::uint64_t>(std::min(static_cast<double>(wanted), room));
    if (bytes < cache * 3)
        return fail(ErrorCode::OutOfMemory, concat("memory bandwidth cannot be measured: ", formatBytes(bytes),
                                                   " may be used and more than three times the last-level cache of ",
                                                   formatBytes(cache), " is needed"));
    return bytes;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Each thread fills and then reads a part of its own; a pass is timed from the common start to the last one's end.
std::vector<double> timePasses(std::byte* data, std::size_t partBytes, int threads, int passes, SumFunction* sum,
                               const std::stop_token& stop) {
    std::vector<double> seconds;
    seconds.reserve(static_cast<std::size_t>(passes));
    std::atomic<std::uint64_t> sink = 0;
    std::int64_t startNs = 0;
    bool finished = false;
    const auto onStart = [&]() noexcept { startNs = nowNs(); };
    const auto onEnd = [&]() noexcept {
        seconds.push_back(static_cast<double>(nowNs() - startNs) / 1e9);
        finished = stop.stop_requested() || static_cast<int>(seconds.size()) == passes;
    };
    std::barrier starting(threads, onStart);
    std::barrier ending(threads, onEnd);
    const auto work = [&](int index) {
        std::byte* part = data + static_cast<std::size_t>(index) * partBytes;
        std::memset(part, index + 1, partBytes);
        do {
            starting.arrive_and_wait();
            sink.fetch_add(sum(part, partBytes), std::memory_order_relaxed);
            ending.arrive_and_wait();
        } while (!finished);
    };
    {
        std::vector<std::jthread> others;
        for (int i = 1; i < threads; ++i)
            others.emplace_back(work, i);
        work(0);
    }
    return seconds;
}

}  // namespace

int workingThreads(const SystemInfo& system) {
    const int usable = system.usableCores.value_or(static_cast<int>(std::thread::hardware_concurrency()));
    return std::max(1, std::min(system.physicalCores.value_or(usable), usable));
}

Result<ReadBandwidth> measureReadBandwidth(const ReadBandwidthOptions& options, std::stop_token stop) {
    if (options.threads < 0 || options.threads > 4096 || options.repetitions < 1 || options.repetitions > 10'000)
        return fail(ErrorCode::InvalidArgument,
                    "the bandwidth probe takes 0 to 4096 threads and 1 to 10000 repetitions");
    const SystemInfo system = readSystemInfo();
    ReadBandwidth out;
    out.threads = options.threads > 0 ? options.threads : workingThreads(system);
    const auto parts = static_cast<std::uint64_t>(out.threads);
    AUTOGLM_TRY(const std::uint64_t wanted, chooseBufferBytes(options, system));
    const std::uint64_t partBytes = wanted / parts / blockBytes * blockBytes;
    if (partBytes == 0)
        return fail(ErrorCode::InvalidArgument, concat("the bandwidth probe needs at least 4096 bytes per thread; ",
                                                       wanted, " were given for ", out.threads));
    out.bufferBytes = partBytes * parts;
    AUTOGLM_TRY(const Buffer buffer, allocate(out.bufferBytes));

    const Method method = bestMethod();
    out.method = method.name;
    const auto seconds = timePasses(buffer.get(), partBytes, out.threads, options.repetitions + 1, method.sum, stop);
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the bandwidth probe was cancelled");
    for (std::size_t i = 1; i < seconds.size(); ++i)  // the first pass also pays for the page tables
        out.samplesBytesPerS.push_back(static_cast<double>(out.bufferBytes) / std::max(seconds[i], 1e-9));
    out.bestBytesPerS = *std::max_element(out.samplesBytesPerS.begin(), out.samplesBytesPerS.end());
    out.medianBytesPerS = median(out.samplesBytesPerS);
    return out;
}

}  // namespace autoglm::measure

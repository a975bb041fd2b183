// Loading a model folder on this CPU, from the page cache: what reading alone and hashing alone reach, the weights of
// every precision with and without hashing, and what each part of a load took. `load_benchmark FOLDER [OPTIONS]`;
// Google Benchmark's options apply, for example --benchmark_filter=bf16. The first touch of fresh memory is part of
// every load; "touch" says what it costs for as many bytes as the files have.
#include <benchmark/benchmark.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "core/base/file.h"
#include "core/base/openssl_digest.h"
#include "core/base/text_format.h"
#include "core/model/model_folder.h"
#include "core/torch/facts.h"
#include "core/torch/loader.h"

namespace {

using namespace autoglm;

constexpr std::size_t chunkBytes = 16U << 20U;

std::int64_t fileBytes(const model::ModelFolder& folder) {
    std::int64_t total = 0;
    for (const model::WeightFile& file : folder.files)
        total += static_cast<std::int64_t>(file.sizeBytes);
    return total;
}

void countBytes(benchmark::State& state, const model::ModelFolder& folder) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * fileBytes(folder));
}

/// Every chunk of every file, one after another.
template <class Use>
void readAll(benchmark::State& state, const model::ModelFolder& folder, const Use& use) {
    std::vector<std::byte> buffer(chunkBytes);
    for (const model::WeightFile& file : folder.files) {
        const auto reader = FileReader::open(file.path);
        if (!reader) return state.SkipWithError(reader.error().message.c_str());
        for (std::uint64_t at = 0; at < file.sizeBytes; at += chunkBytes) {
            const std::span part(buffer.data(), std::min<std::uint64_t>(chunkBytes, file.sizeBytes - at));
            if (const Status read = reader->readExactly(at, part); !read)
                return state.SkipWithError(read.error().message.c_str());
            use(part);
        }
    }
}

void readAlone(benchmark::State& state, const model::ModelFolder& folder) {
    for ([[maybe_unused]] auto _ : state)
        readAll(state, folder, [](std::span<const std::byte>) {});
    countBytes(state, folder);
}

/// On one thread, without the reading.
void hashAlone(benchmark::State& state, const model::ModelFolder& folder) {
    const std::vector<std::byte> bytes(chunkBytes, std::byte{1});
    for ([[maybe_unused]] auto _ : state) {
        const auto digest = makeOpensslDigest(DigestAlgorithm::Sha256, {});
        for (std::int64_t done = 0; done < fileBytes(folder); done += chunkBytes)
            digest->update(bytes);
    }
    countBytes(state, folder);
}

void touchAlone(benchmark::State& state, const model::ModelFolder& folder) {
    const auto size = static_cast<std::size_t>(fileBytes(folder));
    for ([[maybe_unused]] auto _ : state) {
        void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        std::memset(memory, 1, size);
        ::munmap(memory, size);
    }
    countBytes(state, folder);
}

void load(benchmark::State& state, const model::ModelFolderPtr& folder, model::Precision precision,
          const DigestFactory& digests) {
    engine::LoadReport parts;
    for ([[maybe_unused]] auto _ : state) {
        auto loaded = torch_engine::loadWeights(
            {.folder = folder, .scheme = model::makeScheme(precision), .digests = digests}, at::kCPU, {});
        if (!loaded) return state.SkipWithError(loaded.error().message.c_str());
        parts = loaded->report;
        state.PauseTiming();
        loaded->weights = {};
        state.ResumeTiming();
    }
    countBytes(state, *folder);
    state.counters["read_s"] = 1e-9 * static_cast<double>(parts.readNs);
    state.counters["hash_s"] = 1e-9 * static_cast<double>(parts.hashNs);
    state.counters["convert_s"] = 1e-9 * static_cast<double>(parts.convertNs);
}

void registerAll(const model::ModelFolderPtr& folder) {
    const auto add = [](const std::string& name, auto&& run) {
        // One by one: a load for which the system first has to make huge pages free takes several times as long.
        benchmark::RegisterBenchmark(name.c_str(), run)
            ->UseRealTime()
            ->Iterations(1)
            ->Repetitions(5)
            ->ReportAggregatesOnly()
            ->ComputeStatistics("best", [](const std::vector<double>& values) { return std::ranges::min(values); })
            ->Unit(benchmark::kMillisecond);
    };
    add("read", [folder](benchmark::State& state) { readAlone(state, *folder); });
    add("hash", [folder](benchmark::State& state) { hashAlone(state, *folder); });
    add("touch", [folder](benchmark::State& state) { touchAlone(state, *folder); });
    for (const model::Precision precision : model::allPrecisions) {
        const std::string name = concat("load/", model::precisionName(precision));
        add(name, [=](benchmark::State& state) { load(state, folder, precision, makeOpensslDigest); });
        add(name + "/unhashed", [=](benchmark::State& state) { load(state, folder, precision, {}); });
    }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "use: load_benchmark FOLDER [--benchmark_... options]\n");
        return 2;
    }
    const auto folder = model::openModelFolder(argv[1]);
    if (!folder) {
        std::fprintf(stderr, "%s\n", folder.error().message.c_str());
        return 2;
    }
    at::set_num_threads(torch_engine::defaultThreads());
    registerAll(*folder);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

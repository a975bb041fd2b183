// Weights loaded through a GPU's ring of pinned buffers against those of the CPU's row kernels: bit by bit, with scans
// and hashes; and what a cancelled load leaves.
//   gpu_loader FIXTURES [DEVICE]     DEVICE: cuda:0 by default; cpu runs the same operations without a GPU
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/base/json.h"
#include "core/base/text_format.h"
#include "core/model/make_model.h"
#include "core/torch/torch_engine.h"
#include "tests/gpu/gpu_report.h"
#include "tests/torch/load_check.h"

namespace {

using namespace autoglm;
namespace fs = std::filesystem;

/// Depends on every byte and on the order of the chunks, which is what these checks need of a hash: FNV-1a of 64 bits.
class OrderedDigest final : public Digest {
  public:
    void update(std::span<const std::byte> bytes) override {
        for (const std::byte byte : bytes)
            m_state = (m_state ^ static_cast<std::uint64_t>(byte)) * 0x100000001b3U;
    }
    /// As long as a SHA-256, which is what make-model writes into SHA256SUMS.
    std::string finishHex() override {
        std::string hex(64, '0');
        for (std::size_t i = 0; i < 16; ++i)
            hex[63 - i] = "0123456789abcdef"[m_state >> (4 * i) & 15U];
        return hex;
    }

  private:
    std::uint64_t m_state = 0xcbf29ce484222325U;
};

std::unique_ptr<Digest> makeDigest(DigestAlgorithm, const FileIdentity&) {
    return std::make_unique<OrderedDigest>();
}

class LoaderChecks {
  public:
    LoaderChecks(engine::Engine& engine, test::Report& report, std::string device)
        : m_engine(engine), m_report(report), m_device(std::move(device)) {}

    void chunks() { check("rows that are hard to get right", test::chunkDifferences(m_device)); }

    void folder(const std::string& name, const fs::path& path) {
        const auto folder = model::openModelFolder(path);
        for (const model::Precision precision : model::allPrecisions) {
            const std::string what = concat(name, " in ", model::precisionTitle(precision));
            if (folder)
                check(what, test::loadDifferences(request(*folder, precision)));
            else
                m_report.check(false, what, describe(folder.error()));
        }
    }

    /// 130 MB in BF16 with matrices of several chunks; in shards, several threads share the ring's memory.
    void madeModel(const std::string& name, std::uint64_t shardBytes, const fs::path& fixtures) {
        const fs::path base = fs::temp_directory_path() / concat("autoglm-gpu-loader-", ::getpid());
        const Status done = makeAndCheck(name, shardBytes, fixtures, base);
        if (!done) m_report.check(false, name, describe(done.error()));
        std::error_code ignored;
        fs::remove_all(base, ignored);
    }

  private:
    Status makeAndCheck(const std::string& name, std::uint64_t shardBytes, const fs::path& fixtures,
                        const fs::path& base) {
        AUTOGLM_TRY(Json config, readJsonFile(fixtures / "qwen2/config.json"));
        config["vocab_size"] = 1'000'003;
        config["tie_word_embeddings"] = true;
        fs::create_directories(base / "config");
        AUTOGLM_CHECK(writeFileAtomically(base / "config/config.json", config.dump()));
        model::MakeModelOptions options;
        options.shardBytes = shardBytes;
        AUTOGLM_TRY(const auto made, model::makeModel(base / "config", base / "model", options, makeDigest, {}, {}));
        folder(concat(name, " (", formatBytes(made.sizeBytes), " in ", made.fileCount, ")"), base / "model");
        return cancelled(name, base / "model");
    }

    Status cancelled(const std::string& name, const fs::path& path) {
        AUTOGLM_TRY(const auto folder, model::openModelFolder(path));
        const auto before = m_engine.memory(m_device).allocatedBytes.value_or(0);
        std::stop_source stop;
        engine::LoadRequest half = request(folder, model::Precision::Int8);
        half.progress = [&](const Progress& progress) {
            if (2 * progress.done > progress.total) stop.request_stop();
        };
        const Status ended = test::loadByDevice(half, stop.get_token());
        const auto after = m_engine.memory(m_device).allocatedBytes.value_or(0);
        m_report.check(!ended && ended.error().code == ErrorCode::Cancelled && after == before,
                       name + ", cancelled half way",
                       concat(formatBytes(before), " allocated before, ", formatBytes(after), " after"));
        return {};
    }

    engine::LoadRequest request(const model::ModelFolderPtr& folder, model::Precision precision) const {
        engine::LoadRequest request;
        request.folder = folder;
        request.scheme = model::makeScheme(precision);
        request.device = m_device;
        request.digests = makeDigest;
        request.mismatch = engine::MismatchPolicy::AllowAndReport;
        return request;
    }

    void check(const std::string& what, const Result<std::vector<std::string>>& differences) {
        if (!differences)
            m_report.check(false, what, describe(differences.error()));
        else
            m_report.check(differences->empty(), what,
                           differences->empty() ? "as on the CPU"
                                                : concat(differences->front(), "; ", differences->size(), " in all"));
    }

    engine::Engine& m_engine;
    test::Report& m_report;
    std::string m_device;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::cerr << "usage: gpu_loader FIXTURES [DEVICE]\n";
        return 2;
    }
    const std::string device = argc == 3 ? argv[2] : "cuda:0";
    const auto engine = torch_engine::createTorchEngine();
    const engine::EngineFacts facts = engine->facts();
    if (std::ranges::find(facts.devices, device, &engine::DeviceFacts::id) == facts.devices.end())
        return test::skipped(device == "cuda:0" ? "no CUDA device" : "no device " + device);

    test::Report report;
    LoaderChecks checks(*engine, report, device);
    const fs::path fixtures = argv[1];
    checks.chunks();
    for (const char* family : {"glm", "qwen2", "models/glm4-yarn-tied"})
        checks.folder(family, fixtures / family);
    checks.madeModel("one file", 2'000'000'000, fixtures);
    checks.madeModel("shards", 30'000'000, fixtures);
    return report.exitCode();
}

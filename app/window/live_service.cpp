#include "app/window/live_service.h"

#include <QThreadPool>
#include <memory>
#include <mutex>

#include "core/base/file.h"

namespace autoglm::app {
namespace {

struct SharedSampler {
    std::mutex mutex;
    std::unique_ptr<measure::Sampler> sampler;
};

}  // namespace

ui::LiveServices liveServices() {
    auto shared = std::make_shared<SharedSampler>();
    QThreadPool::globalInstance()->start([shared] {
        measure::SamplerOptions options;
        if (auto nvml = Nvml::open()) options.nvml = std::move(*nvml);
        auto sampler = std::make_unique<measure::Sampler>(std::move(options));
        const std::lock_guard lock(shared->mutex);
        shared->sampler = std::move(sampler);
    });
    return {.samples =
                [shared](std::int64_t timeNs) {
                    const std::lock_guard lock(shared->mutex);
                    return shared->sampler ? shared->sampler->since(timeNs) : std::vector<measure::SystemSample>();
                },
            .write = [](const std::filesystem::path& path,
                        const std::string& bytes) { return writeFileAtomically(path, bytes); }};
}

}  // namespace autoglm::app

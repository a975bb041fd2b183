#include "ui/panes/hash_job.h"

#include <mutex>
#include <utility>

#include "ui/bridge/background.h"

namespace autoglm::ui {

constexpr int hashPollMs = 33;

struct HashJob::Shared {
    std::stop_source stop;
    std::mutex mutex;
    std::optional<evaluate::WorkProgress> latest;  ///< not yet taken
};

HashJob::HashJob(QObject* parent) : QObject(parent) {
    connect(&m_timer, &QTimer::timeout, this, &HashJob::poll);
}

HashJob::~HashJob() {
    cancel();
}

void HashJob::start(const ModelServices& services, const std::filesystem::path& folder) {
    if (m_shared) return;
    m_shared = std::make_shared<Shared>();
    m_timer.start(hashPollMs);
    inBackground(
        this,
        [hash = services.hash, folder, shared = m_shared]() -> Result<model::FolderHashes> {
            evaluate::ProgressTracker tracker([&](const evaluate::WorkProgress& work) {
                const std::lock_guard lock(shared->mutex);
                shared->latest = work;
            });
            tracker.begin("hash", 0, "bytes");
            // hashFolder calls back from several threads, one at a time.
            return hash(folder, [&](const Progress& progress) { tracker.report(progress); }, shared->stop.get_token());
        },
        [this, folder](const Result<model::FolderHashes>& hashes) {
            poll();
            m_timer.stop();
            m_shared.reset();
            emit finished({folder, hashes});
        });
}

void HashJob::cancel() {
    if (m_shared) m_shared->stop.request_stop();
}

void HashJob::poll() {
    std::optional<evaluate::WorkProgress> work;
    {
        const std::lock_guard lock(m_shared->mutex);
        work = std::exchange(m_shared->latest, std::nullopt);
    }
    if (work) emit progressed(*work);
}

}  // namespace autoglm::ui

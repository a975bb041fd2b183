// Hashing of a folder on a pool thread, its progress back on the GUI thread at most every 33 ms. One at a time; ends
// with one signal, also when cancelled. GUI thread; destroying it cancels.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "core/evaluate/progress_tracker.h"
#include "ui/panes/model_services.h"

namespace autoglm::ui {

struct HashOutcome {
    std::filesystem::path folder;
    Result<model::FolderHashes> hashes;
};

class HashJob : public QObject {
    Q_OBJECT
  public:
    explicit HashJob(QObject* parent = nullptr);
    ~HashJob() override;

    bool isRunning() const { return m_shared != nullptr; }
    void start(const ModelServices& services, const std::filesystem::path& folder);
    void cancel();

  signals:
    void progressed(const autoglm::evaluate::WorkProgress& work);
    void finished(const autoglm::ui::HashOutcome& outcome);

  private:
    struct Shared;
    void poll();
    std::shared_ptr<Shared> m_shared;  ///< of the work under way
    QTimer m_timer;
};

}  // namespace autoglm::ui

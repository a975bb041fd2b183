// How the window gets an engine and a model: the engine module tried in a child process first, models named as on the
// command line. The functions are called on the engine thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "core/engine/engine_facts.h"
#include "core/worker/model_assets.h"

namespace autoglm::app {

/// What the engine said of itself; written once on the engine thread, read anywhere.
class SharedFacts {
  public:
    void set(engine::EngineFacts facts);
    std::optional<engine::EngineFacts> get() const;

  private:
    mutable std::mutex m_mutex;
    std::optional<engine::EngineFacts> m_facts;
};

/// This installation's engine. A module that would end the process by a signal ends its child instead.
engine::EngineFactory installedEngine(std::shared_ptr<SharedFacts> facts);

/// As worker::openModelAssets, for a folder, "demo", a registered name or an id of a cache.
worker::ModelOpener modelByName();

/// Bytes free on "cpu"; of another device the engine itself knows.
std::optional<std::uint64_t> freeMemory(const std::string& device);

/// The load of `model` in `precision`: verified by hash, refused where the memory will not suffice.
worker::LoadCommand loadCommand(const std::string& model, model::Precision precision, const std::string& device);

}  // namespace autoglm::app

// Carries out commands on the engine thread: owns the engine (made by the first command that needs it), the loaded
// model and its tokenizer. Progress, text and intermediate results go to the mailbox; the end is returned. Everything
// but construction and the destruction of the emptied object happens on the engine thread.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/worker/mailbox.h"
#include "core/worker/model_assets.h"

namespace autoglm::worker {

struct Job {
    RunId run = 0;
    Command command;
    std::stop_token stop;
    std::int64_t submitNs = 0;
};

enum class DeviceHealth { Usable, Lost };

struct RunEnd {
    RunOutcome outcome = RunOutcome::Done;
    std::optional<Error> error{};
    RunPayload payload{};
    DeviceHealth device = DeviceHealth::Usable;  ///< Lost: CUDA failed and this process cannot use it any more
};

class CommandRunner {
  public:
    CommandRunner(engine::EngineFactory factory, ModelOpener opener, Mailbox& mailbox)
        : m_factory(std::move(factory)), m_opener(std::move(opener)), m_mailbox(mailbox) {}

    RunEnd run(const Job& job);
    /// Lets go of model and engine; the last call on the engine thread.
    void close();
    bool hasModel() const { return m_model != nullptr; }

  private:
    RunEnd execute(const LoadCommand& command, const Job& job);
    RunEnd execute(const UnloadCommand& command, const Job& job);
    RunEnd execute(const GenerateCommand& command, const Job& job);
    RunEnd execute(const ScoreCommand& command, const Job& job);
    RunEnd execute(const BenchCommand& command, const Job& job);
    RunEnd execute(const CompareCommand& command, const Job& job);
    RunEnd execute(const ProbeCommand& command, const Job& job);

    Status ensureEngine();
    Status checkLedger(const LoadCommand& command, const model::ModelFolder& folder, std::uint64_t releasedBytes);
    std::shared_ptr<const LoadSummary> summarize() const;
    Result<std::unique_ptr<engine::Session>> openSession(std::int64_t neededTokens, std::int64_t limitTokens);
    Result<engine::Session*> continueSession(std::span<const engine::TokenId> ids, std::int64_t neededTokens,
                                             std::int64_t limitTokens);
    ProgressCallback progressOf(const Job& job) const;
    evaluate::ComparisonCallbacks callbacksOf(const Job& job, const evaluate::ComparisonPlan& plan) const;
    void prepareFor(ResidentModel resident);
    void noteDevice(const std::string& device) { m_usesCuda = m_usesCuda || device.starts_with("cuda"); }
    void dropSession();
    void unload();

    const engine::EngineFactory m_factory;
    const ModelOpener m_opener;
    Mailbox& m_mailbox;
    // In the order of their lives: the engine outlives the model.
    std::unique_ptr<engine::Engine> m_engine;
    std::optional<ModelAssets> m_assets;
    std::unique_ptr<engine::LoadedModel> m_model;
    /// Of the last answer: the next question of the same conversation computes what is new alone.
    std::unique_ptr<engine::Session> m_session;
    std::vector<engine::TokenId> m_sessionIds;  ///< in its KV cache
    std::int64_t m_promisedContext = 0;         ///< tokens that the loaded model's memory was checked for
    bool m_usesCuda = false;                    ///< the command at hand
};

}  // namespace autoglm::worker

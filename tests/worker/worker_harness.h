// A worker on the scripted engine, and a consumer that waits for wake-ups instead of sleeping.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "core/engine/scripted_engine.h"
#include "core/worker/engine_worker.h"
#include "tests/support/test_support.h"

namespace autoglm::test {

/// 32 one-letter tokens; token n + 1 follows token n. Special tokens and a chat template there are none.
inline constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz012345";

inline Json alphabetTokenizerFile() {
    Json vocabulary = Json::object();
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        vocabulary[std::string(1, alphabet[i])] = i;
    const Json byteLevel = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}};
    return {{"version", "1.0"},
            {"added_tokens", Json::array()},
            {"normalizer", nullptr},
            {"pre_tokenizer", byteLevel},
            {"post_processor", nullptr},
            {"decoder", byteLevel},
            {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", Json::array()}}}};
}

inline text::Tokenizer alphabetTokenizer() {
    return text::Tokenizer::fromJson(alphabetTokenizerFile().dump(), "alphabet").value();
}

inline Result<worker::ModelAssets> alphabetAssets(const worker::LoadCommand& command) {
    if (command.model == "missing")
        return fail(ErrorCode::NotFound, "the folder 'missing' does not exist; choose another one", "missing");
    auto folder = std::make_shared<model::ModelFolder>();
    folder->path = command.model;
    folder->name = "alphabet";
    folder->config.vocabSize = static_cast<std::int64_t>(alphabet.size());
    folder->config.maxPositions = 20'000;
    if (command.model == "dynamic") folder->config.rotary.scaling = model::RotaryScaling::Dynamic;
    return worker::ModelAssets{
        .folder = folder,
        .tokenizer = alphabetTokenizer(),
        .chatTemplate =
            fail(ErrorCode::NotFound, "this model has no chat template; give it a raw prompt", "chat template")};
}

class WorkerHarness {
  public:
    explicit WorkerHarness(engine::ScriptedBehaviour behaviour = {})
        : WorkerHarness(engine::scriptedEngine(std::move(behaviour))) {}

    explicit WorkerHarness(engine::EngineFactory factory)
        : worker(std::make_unique<worker::EngineWorker>(worker::WorkerOptions{.engine = std::move(factory),
                                                                              .opener = alphabetAssets,
                                                                              .wake = [this] { onWake(); },
                                                                              .metricCapacity = 100})) {}

    /// Takes until the run has ended. Text and metrics of all runs so far are collected.
    worker::RunFinished await(worker::RunId run) {
        while (true) {
            awaitWake();
            worker::Updates updates = worker->take();
            text += updates.text;
            metrics.insert(metrics.end(), updates.metrics.begin(), updates.metrics.end());
            metricsDropped += updates.metricsDropped;
            if (updates.progress) progress = updates.progress;
            for (worker::Event& event : updates.events)
                events.push_back(std::move(event));
            for (const worker::Event& event : events)
                if (const auto* end = std::get_if<worker::RunFinished>(&event); end && end->run == run) return *end;
        }
    }

    worker::RunFinished run(worker::Command command) { return await(worker->submit(std::move(command)).value()); }

    int wakes() {
        const std::lock_guard lock(m_mutex);
        return m_wakes;
    }

    std::string text;
    std::vector<worker::TokenMetric> metrics;
    std::uint64_t metricsDropped = 0;
    std::optional<evaluate::WorkProgress> progress;
    std::vector<worker::Event> events;

  private:
    void onWake() {
        const std::lock_guard lock(m_mutex);
        ++m_wakes;
        m_isWoken = true;
        m_changed.notify_all();
    }
    void awaitWake() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isWoken; });
        m_isWoken = false;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_wakes = 0;
    bool m_isWoken = false;

  public:
    std::unique_ptr<worker::EngineWorker> worker;  ///< last: its thread calls onWake
};

inline worker::LoadCommand loadOf(model::Precision precision = model::Precision::Fp32, std::string device = "cpu") {
    return {.model = "alphabet", .scheme = model::makeScheme(precision), .device = std::move(device)};
}

inline worker::GenerateCommand generateOf(std::int64_t maxTokens, std::string prompt = "a") {
    return {.prompt = worker::RawPrompt{std::move(prompt)}, .parameters = {.maxTokens = maxTokens}};
}

}  // namespace autoglm::test

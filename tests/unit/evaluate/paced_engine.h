// The scripted engine with a pace per precision and a diary of what was asked of it, for tests of what is measured and
// in which order.
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/engine/scripted_engine.h"

namespace autoglm::test {

struct Pace {
    std::chrono::microseconds full{0};  ///< per step of FP32, FP16 and BF16
    std::chrono::microseconds int8{0};
};

struct Diary {
    std::vector<char> prefills;           ///< 'A' or 'B' by the order of loading, one per prefill
    std::int64_t mostLogitPositions = 0;  ///< asked for in one call
};

class PacedSession final : public engine::Session {
  public:
    PacedSession(std::unique_ptr<engine::Session> inner, std::chrono::microseconds pace, char name, Diary& diary)
        : m_inner(std::move(inner)), m_pace(pace), m_name(name), m_diary(diary) {}

    Status prefill(std::span<const engine::TokenId> ids, std::stop_token stop) override {
        m_diary.prefills.push_back(m_name);
        std::this_thread::sleep_for(m_pace);
        return m_inner->prefill(ids, stop);
    }
    Status decode(std::span<const engine::TokenId> ids) override {
        std::this_thread::sleep_for(m_pace);
        return m_inner->decode(ids);
    }
    Status prefillWithLogits(std::span<const engine::TokenId> ids, const engine::LogitsSink& sink,
                             std::stop_token stop) override {
        m_diary.mostLogitPositions = std::max(m_diary.mostLogitPositions, std::int64_t(ids.size()));
        return m_inner->prefillWithLogits(ids, sink, stop);
    }
    std::span<const float> logits() const override { return m_inner->logits(); }
    std::int64_t length() const override { return m_inner->length(); }
    Status truncate(std::int64_t length) override { return m_inner->truncate(length); }
    std::int64_t contextLength() const override { return m_inner->contextLength(); }
    std::uint64_t kvCacheBytes() const override { return m_inner->kvCacheBytes(); }
    std::int64_t sequenceCount() const override { return m_inner->sequenceCount(); }
    Status prefillSequence(std::int64_t sequence, std::span<const engine::TokenId> ids, std::stop_token stop) override {
        return m_inner->prefillSequence(sequence, ids, stop);
    }
    Status decodeSequences(std::span<const engine::TokenId> ids) override { return m_inner->decodeSequences(ids); }
    Status copySequence(std::int64_t from, std::int64_t to) override { return m_inner->copySequence(from, to); }

  private:
    std::unique_ptr<engine::Session> m_inner;
    std::chrono::microseconds m_pace;
    char m_name;
    Diary& m_diary;
};

class PacedModel final : public engine::LoadedModel {
  public:
    PacedModel(std::unique_ptr<engine::LoadedModel> inner, Pace pace, char name, Diary& diary)
        : m_inner(std::move(inner)), m_pace(pace), m_name(name), m_diary(diary) {}
    const engine::LoadReport& report() const override { return m_inner->report(); }
    const model::ModelFolder& folder() const override { return m_inner->folder(); }
    const model::Scheme& scheme() const override { return m_inner->scheme(); }
    std::string device() const override { return m_inner->device(); }
    int threads() const override { return m_inner->threads(); }
    std::uint64_t bytesReadPerToken() const override { return m_inner->bytesReadPerToken(); }
    Result<std::unique_ptr<engine::Session>> createSession(const engine::SessionOptions& options) override {
        auto session = m_inner->createSession(options);
        if (!session) return session;
        return std::make_unique<PacedSession>(std::move(*session), scheme().isQuantized() ? m_pace.int8 : m_pace.full,
                                              m_name, m_diary);
    }

  private:
    std::unique_ptr<engine::LoadedModel> m_inner;
    Pace m_pace;
    char m_name;
    Diary& m_diary;
};

class PacedEngine final : public engine::Engine {
  public:
    PacedEngine(engine::ScriptedBehaviour behaviour, Pace pace)
        : m_inner(engine::scriptedEngine(std::move(behaviour))().value()), m_pace(pace) {}
    engine::EngineFacts facts() override { return m_inner->facts(); }
    std::vector<engine::PrecisionProbe> probe(const std::string& device) override { return m_inner->probe(device); }
    Result<std::unique_ptr<engine::LoadedModel>> load(const engine::LoadRequest& request,
                                                      std::stop_token stop) override {
        auto model = m_inner->load(request, stop);
        if (!model) return model;
        return std::make_unique<PacedModel>(std::move(*model), m_pace, m_next++, diary);
    }
    engine::DeviceMemory memory(const std::string& device) override { return m_inner->memory(device); }
    void resetPeakMemory(const std::string& device) override { m_inner->resetPeakMemory(device); }

    Diary diary;

  private:
    std::unique_ptr<engine::Engine> m_inner;
    Pace m_pace;
    char m_next = 'A';
};

/// A folder of the scripted vocabulary, nothing of it on disk.
inline model::ModelFolderPtr scriptedFolder() {
    auto folder = std::make_shared<model::ModelFolder>();
    folder->name = "scripted";
    folder->path = "/models/scripted";
    folder->parameterCount = 1'000'000;
    model::ModelConfig& config = folder->config;
    config.architecture = "GlmForCausalLM";
    config.modelType = "glm";
    config.vocabSize = 32;
    config.hiddenSize = 8;
    config.intermediateSize = 16;
    config.layerCount = 1;
    config.headCount = 2;
    config.kvHeadCount = 1;
    config.headDim = 4;
    config.maxPositions = 4096;
    config.eosIds = {31};
    return folder;
}

}  // namespace autoglm::test

#include "core/engine/scripted_engine.h"

#include <algorithm>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/text_format.h"

namespace autoglm::engine {

void StepGate::open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
}

void StepGate::close() {
    const std::lock_guard lock(m_mutex);
    m_open = false;
    m_permits = 0;
}

void StepGate::release(int steps) {
    const std::lock_guard lock(m_mutex);
    m_permits += steps;
    m_changed.notify_all();
}

void StepGate::awaitArrival() {
    std::unique_lock lock(m_mutex);
    // A thread that has a permit waiting for it is on its way through, not held.
    m_changed.wait(lock, [this] { return m_waiting > 0 && m_permits == 0 && !m_open; });
}

bool StepGate::pass(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    m_changed.notify_all();
    const bool mayPass = m_changed.wait(lock, stop, [this] { return m_open || m_permits > 0; });
    --m_waiting;
    if (!m_open && mayPass) --m_permits;
    m_changed.notify_all();
    return mayPass && !stop.stop_requested();
}

namespace {

constexpr std::int64_t scanChunkTokens = 16;
constexpr std::int64_t scriptedParameters = 1'000'000;
constexpr std::uint64_t scriptedBytesPerPosition = 64;

std::unexpected<Error> cancelled() {
    return fail(ErrorCode::Cancelled, "stopped on request");
}

struct MemoryCounter {
    std::uint64_t allocatedBytes = 0;
    std::uint64_t peakBytes = 0;
};

/// Counted for as long as it lives.
class Reservation {
  public:
    Reservation(std::shared_ptr<MemoryCounter> counter, std::uint64_t bytes)
        : m_counter(std::move(counter)), m_bytes(bytes) {
        m_counter->allocatedBytes += m_bytes;
        m_counter->peakBytes = std::max(m_counter->peakBytes, m_counter->allocatedBytes);
    }
    ~Reservation() { m_counter->allocatedBytes -= m_bytes; }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    std::uint64_t bytes() const { return m_bytes; }

  private:
    std::shared_ptr<MemoryCounter> m_counter;
    std::uint64_t m_bytes;
};

struct Script {
    ScriptedBehaviour behaviour;
    std::shared_ptr<MemoryCounter> memory = std::make_shared<MemoryCounter>();

    bool pass(const std::stop_token& stop) const {
        return behaviour.gate ? behaviour.gate->pass(stop) : !stop.stop_requested();
    }
};
using ScriptPtr = std::shared_ptr<const Script>;

class ScriptedSession final : public Session {
  public:
    ScriptedSession(ScriptPtr script, const model::Scheme& scheme, const SessionOptions& options)
        : m_script(std::move(script)),
          m_noise(scheme.isQuantized() ? m_script->behaviour.noise : 0),
          m_options(options),
          m_cache(m_script->memory,
                  static_cast<std::uint64_t>(options.contextLength * options.batch) * scriptedBytesPerPosition),
          m_ids(static_cast<std::size_t>(options.batch)),
          m_logits(static_cast<std::size_t>(options.batch * m_script->behaviour.vocabSize)) {}

    Status prefill(std::span<const TokenId> ids, std::stop_token stop) override {
        m_stop = stop;
        if (!m_script->pass(stop)) return cancelled();
        return append(ids);
    }

    Status decode(std::span<const TokenId> ids) override {
        // No token comes with a decode step; waiting at the gate ends with the one of the prefill.
        if (!m_script->pass(m_stop)) return cancelled();
        const ScriptedBehaviour& behaviour = m_script->behaviour;
        if (behaviour.decodeError && m_decodes++ == behaviour.decodeErrorAt) return fail(*behaviour.decodeError);
        if (std::ssize(ids) != m_options.batch)
            return fail(ErrorCode::InvalidArgument,
                        concat("decode got ", ids.size(), " tokens for ", m_options.batch, " sequences"));
        return append(ids);
    }

    Status prefillWithLogits(std::span<const TokenId> ids, const LogitsSink& sink, std::stop_token stop) override {
        m_stop = stop;
        if (m_options.batch != 1) return fail(ErrorCode::InvalidArgument, "logits of every position need a batch of 1");
        if (!m_script->pass(stop)) return cancelled();
        const std::int64_t first = length();
        AUTOGLM_CHECK(append(ids));
        const auto vocab = static_cast<std::size_t>(m_script->behaviour.vocabSize);
        for (std::int64_t begin = first; begin < length(); begin += scanChunkTokens) {
            if (stop.stop_requested()) return cancelled();
            const std::int64_t count = std::min(scanChunkTokens, length() - begin);
            std::vector<float> logits(static_cast<std::size_t>(count) * vocab);  // [count, vocab]
            for (std::int64_t i = 0; i < count; ++i)
                fill(std::span(logits).subspan(static_cast<std::size_t>(i) * vocab, vocab),
                     m_ids[0][static_cast<std::size_t>(begin + i)]);
            sink(begin, count, logits);
        }
        return {};
    }

    std::span<const float> logits() const override { return m_logits; }
    std::int64_t length() const override { return std::ssize(m_ids[0]); }
    std::int64_t contextLength() const override { return m_options.contextLength; }
    std::uint64_t kvCacheBytes() const override { return m_cache.bytes(); }

    Status truncate(std::int64_t length) override {
        if (length < 0 || length > this->length())
            return fail(ErrorCode::InvalidArgument, concat("cannot truncate ", this->length(), " tokens to ", length));
        for (auto& ids : m_ids)
            ids.resize(static_cast<std::size_t>(length));
        refreshLogits();
        return {};
    }

    std::int64_t sequenceCount() const override { return m_options.batch; }

    Status prefillSequence(std::int64_t sequence, std::span<const TokenId> ids, std::stop_token stop) override {
        m_stop = stop;
        if (!m_script->pass(stop)) return cancelled();
        auto& own = m_ids[static_cast<std::size_t>(sequence)];
        own.assign(ids.begin(), ids.end());
        m_logits.resize(static_cast<std::size_t>(m_script->behaviour.vocabSize));
        fill(m_logits, own.back());
        return {};
    }

    Status decodeSequences(std::span<const TokenId> ids) override {
        if (!m_script->pass(m_stop)) return cancelled();
        const auto vocab = static_cast<std::size_t>(m_script->behaviour.vocabSize);
        m_logits.resize(ids.size() * vocab);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            m_ids[i].push_back(ids[i]);
            fill(std::span(m_logits).subspan(i * vocab, vocab), ids[i]);
        }
        return {};
    }

    Status copySequence(std::int64_t from, std::int64_t to) override {
        m_ids[static_cast<std::size_t>(to)] = m_ids[static_cast<std::size_t>(from)];
        return {};
    }

  private:
    Status append(std::span<const TokenId> ids) {
        const std::int64_t count = std::ssize(ids) / m_options.batch;
        if (count * m_options.batch != std::ssize(ids))
            return fail(ErrorCode::InvalidArgument,
                        concat(ids.size(), " tokens cannot be ", m_options.batch, " sequences of equal length"));
        if (count > contextLength() - length())
            return fail(ErrorCode::InvalidArgument, concat(count, " tokens do not fit: ", length(), " of ",
                                                           contextLength(), " positions are in use"));
        for (const TokenId id : ids)
            if (id < 0 || id >= m_script->behaviour.vocabSize)
                return fail(ErrorCode::InvalidArgument,
                            concat("token id ", id, " is outside 0 to ", m_script->behaviour.vocabSize - 1));
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            const auto row = ids.subspan(i * static_cast<std::size_t>(count), static_cast<std::size_t>(count));
            m_ids[i].insert(m_ids[i].end(), row.begin(), row.end());
        }
        refreshLogits();
        return {};
    }

    void refreshLogits() {
        if (length() == 0) return;
        const auto vocab = static_cast<std::size_t>(m_script->behaviour.vocabSize);
        for (std::size_t i = 0; i < m_ids.size(); ++i)
            fill(std::span(m_logits).subspan(i * vocab, vocab), m_ids[i].back());
    }

    /// A bounded, uneven background with one clear winner.
    void fill(std::span<float> out, TokenId last) const {
        const ScriptedBehaviour& behaviour = m_script->behaviour;
        const auto winner = behaviour.next ? behaviour.next(last) : (last + 1) % behaviour.vocabSize;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto x = static_cast<double>(i);
            const double value = std::sin(0.37 * x + 0.11 * last) + m_noise * std::sin(1.3 * x + last);
            out[i] = static_cast<float>(value + (std::cmp_equal(i, winner) ? 6.0 : 0.0));
        }
    }

    ScriptPtr m_script;
    double m_noise;
    SessionOptions m_options;
    Reservation m_cache;
    std::vector<std::vector<TokenId>> m_ids;  // [batch][length]
    std::vector<float> m_logits;              // [batch, vocab]
    std::stop_token m_stop;
    std::int64_t m_decodes = 0;
};

class ScriptedModel final : public LoadedModel {
  public:
    ScriptedModel(ScriptPtr script, const LoadRequest& request, std::int64_t wallNs)
        : m_script(std::move(script)),
          m_request(request),
          m_weights(m_script->memory, request.scheme.rowBytes(scriptedParameters)) {
        if (!m_request.folder) m_request.folder = std::make_shared<const model::ModelFolder>();
        for (const model::WeightFile& file : m_request.folder->files) {
            LoadedFile loaded;
            loaded.name = file.name;
            loaded.sizeBytes = file.sizeBytes;
            m_report.files.push_back(std::move(loaded));
        }
        for (const model::TensorInfo& tensor : m_request.folder->tensors)
            m_report.tensors.push_back(
                {.name = tensor.name, .dtype = tensor.dtype, .shape = tensor.shape, .minimum = -1, .maximum = 1});
        m_report.wallNs = wallNs;
        m_report.weightsBytes = m_weights.bytes();
    }

    void reportMismatch(const std::string& file) {
        m_report.files.push_back({.name = file,
                                  .sha256 = std::string(64, '1'),
                                  .expected = std::string(64, '0'),
                                  .expectedSource = "SHA256SUMS",
                                  .state = FileState::Mismatch});
        m_report.hashNs = 1;
    }

    const LoadReport& report() const override { return m_report; }
    const model::ModelFolder& folder() const override { return *m_request.folder; }
    const model::Scheme& scheme() const override { return m_request.scheme; }
    std::string device() const override { return m_request.device; }
    int threads() const override { return std::max(1, m_request.threads); }
    std::uint64_t bytesReadPerToken() const override { return m_weights.bytes(); }

    Result<std::unique_ptr<Session>> createSession(const SessionOptions& options) override {
        if (options.contextLength < 1 || options.batch < 1)
            return fail(ErrorCode::InvalidArgument,
                        concat("a session of ", options.batch, " sequences with a context of ", options.contextLength,
                               " tokens is not possible"));
        return std::make_unique<ScriptedSession>(m_script, m_request.scheme, options);
    }

  private:
    ScriptPtr m_script;
    LoadRequest m_request;
    Reservation m_weights;
    LoadReport m_report;
};

class ScriptedEngine final : public Engine {
  public:
    explicit ScriptedEngine(const ScriptedBehaviour& behaviour)
        : m_script(std::make_shared<Script>(Script{.behaviour = behaviour})) {}

    EngineFacts facts() override {
        EngineFacts facts;
        facts.name = "scripted";
        facts.version = "1";
        facts.threads = 1;
        facts.devices.push_back({"cpu", "scripted", "none", 0, model::precisionNames()});
        return facts;
    }

    std::vector<PrecisionProbe> probe(const std::string& device) override {
        std::vector<PrecisionProbe> probes;
        for (const model::Precision precision : model::allPrecisions)
            probes.push_back({model::precisionName(precision), device, 0, 1e-6, 0, true, {}});
        return probes;
    }

    Result<std::unique_ptr<LoadedModel>> load(const LoadRequest& request, std::stop_token stop) override {
        const std::int64_t begin = nowNs();
        const ScriptedBehaviour& behaviour = m_script->behaviour;
        const auto steps = static_cast<std::uint64_t>(behaviour.loadSteps);
        for (std::uint64_t step = 1; step <= steps; ++step) {
            if (!m_script->pass(stop)) return cancelled();
            if (request.progress)
                request.progress({.phase = "load", .done = step, .total = steps, .unit = "steps", .detail = {}});
        }
        const bool isAllowed = request.mismatch == MismatchPolicy::AllowAndReport && behaviour.loadError &&
                               behaviour.loadError->code == ErrorCode::HashMismatch;
        if (behaviour.loadError && !isAllowed) return fail(*behaviour.loadError);
        auto model = std::make_unique<ScriptedModel>(m_script, request, nowNs() - begin);
        if (isAllowed) model->reportMismatch(behaviour.loadError->subject);
        return model;
    }

    DeviceMemory memory(const std::string&) override {
        DeviceMemory memory;
        memory.allocatedBytes = m_script->memory->allocatedBytes;
        memory.peakAllocatedBytes = m_script->memory->peakBytes;
        return memory;
    }

    void resetPeakMemory(const std::string&) override {
        m_script->memory->peakBytes = m_script->memory->allocatedBytes;
    }

  private:
    ScriptPtr m_script;
};

}  // namespace

EngineFactory scriptedEngine(ScriptedBehaviour behaviour) {
    return [behaviour = std::move(behaviour)]() -> Result<std::unique_ptr<Engine>> {
        return std::make_unique<ScriptedEngine>(behaviour);
    };
}

}  // namespace autoglm::engine

// The engine as everybody but core/torch sees it: load a model, open a session with its KV cache, get logits.
// Threads: one engine thread owns Engine, LoadedModel and Session; none of them is thread-safe. Ownership: a Session
// must die before its LoadedModel, that before its Engine. Cancellation: the stop_token given with a call; the call
// then fails with ErrorCode::Cancelled and the object stays usable. Device errors: ErrorCode::Device; memory:
// OutOfMemory with the numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/engine_facts.h"
#include "core/model/model_folder.h"
#include "core/model/precision.h"

namespace autoglm::engine {

using TokenId = std::int32_t;

/// What happens when a weight file is not what was published.
enum class MismatchPolicy { Refuse, AllowAndReport };

struct LoadRequest {
    model::ModelFolderPtr folder{};
    model::Scheme scheme{};
    std::string device = "cpu";  ///< "cpu" or "cuda:N"
    int threads = 0;             ///< CPU threads; 0: the engine's default (physical cores)
    MismatchPolicy mismatch = MismatchPolicy::Refuse;
    DigestFactory digests{};      ///< empty: files are not hashed
    ProgressCallback progress{};  ///< phase "load", bytes of the weight files
};

enum class FileState { Match, Mismatch, Unknown, NotChecked };
const char* fileStateName(FileState state);

struct LoadedFile {
    std::string name;
    std::uint64_t sizeBytes = 0;
    std::string sha256;    ///< empty where not hashed
    std::string expected;  ///< in the algorithm of `expectedSource`; empty where nothing is expected
    std::string expectedSource;
    FileState state = FileState::NotChecked;
};

/// The scan made in the same pass as reading and hashing.
struct TensorScan {
    std::string name;
    model::DType dtype = model::DType::F32;
    std::vector<std::int64_t> shape;
    double minimum = 0;  ///< over finite values
    double maximum = 0;
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;
};

struct LoadReport {
    std::vector<LoadedFile> files;
    std::vector<TensorScan> tensors;
    std::int64_t readNs = 0;  ///< summed over chunks, like hash, convert (with quantization and scan) and upload
    std::int64_t hashNs = 0;
    std::int64_t convertNs = 0;
    std::int64_t uploadNs = 0;
    std::int64_t wallNs = 0;
    std::uint64_t weightsBytes = 0;  ///< allocated for weights and scales, measured from the tensors
    std::vector<std::string> warnings;
    bool hasMismatch() const;
    bool isVerified() const;  ///< every file is the expected one; false where nothing was expected
};

/// Memory as the engine counts it, in bytes. Absent where the device cannot say.
struct DeviceMemory {
    std::optional<std::uint64_t> allocatedBytes;      ///< by the allocator, now
    std::optional<std::uint64_t> peakAllocatedBytes;  ///< since resetPeak
    std::optional<std::uint64_t> peakReservedBytes;
    std::optional<std::uint64_t> freeBytes;  ///< on the device, now
    std::optional<std::uint64_t> totalBytes;
};

/// How a single token of each sequence goes through a model.
enum class DecodePath {
    Step,    ///< a way of its own, where the engine has one for the device and the model
    Chunks,  ///< as a chunk of one token; for comparison
};

/// Two things that a step does on a GPU, with the same results, to be fast; to be told apart by a measurement.
enum class RunAhead {
    Greedy,  ///< while the caller takes the likeliest tokens, the next step starts before it asks for it
    Never,
};
enum class EarlyKernels {
    Measured,  ///< a kernel begins while the one in front of it still runs, if that was found to be faster
    Always,
    Never,
};

struct SessionOptions {
    std::int64_t contextLength = 2048;  ///< tokens the KV cache is allocated for, per sequence
    std::int64_t batch = 1;             ///< sequences of equal length decoded together
    DecodePath decodePath = DecodePath::Step;
    RunAhead runAhead = RunAhead::Greedy;
    EarlyKernels earlyKernels = EarlyKernels::Measured;
};

/// Logits of `count` positions starting at `firstPosition`: FP32, [count, vocab], valid during the call only.
using LogitsSink = std::function<void(std::int64_t firstPosition, std::int64_t count, std::span<const float> logits)>;

class Session {
  public:
    virtual ~Session() = default;

    /// Appends ids to the KV cache in chunks; afterwards logits() are those of the last position. [batch, n] row-major.
    virtual Status prefill(std::span<const TokenId> ids, std::stop_token stop) = 0;

    /// Appends one token per sequence: [batch].
    virtual Status decode(std::span<const TokenId> ids) = 0;

    /// As prefill, handing out the logits of every appended position. batch must be 1.
    virtual Status prefillWithLogits(std::span<const TokenId> ids, const LogitsSink& sink, std::stop_token stop) = 0;

    /// FP32 [batch, vocab] of the last position, on the host; valid until the next call.
    virtual std::span<const float> logits() const = 0;

    /// Tokens in the cache, per sequence.
    virtual std::int64_t length() const = 0;

    /// Forgets everything after the first `length` tokens.
    virtual Status truncate(std::int64_t length) = 0;

    virtual std::int64_t contextLength() const = 0;
    virtual std::uint64_t kvCacheBytes() const = 0;

    // The sequences of a batch apart, each of its own length and as if it were alone. length() and truncate() are for
    // sequences of equal length: a session is used in one way or the other.

    virtual std::int64_t sequenceCount() const = 0;

    /// Replaces what `sequence` holds; logits() are then its own, [1, vocab]. Unsupported where the model's rotary
    /// scaling depends on the length and there is more than one sequence. Stopped, it holds nothing.
    virtual Status prefillSequence(std::int64_t sequence, std::span<const TokenId> ids, std::stop_token stop) = 0;

    /// One token more for each of the first ids.size() sequences; logits() are then [ids.size(), vocab].
    virtual Status decodeSequences(std::span<const TokenId> ids) = 0;

    /// `to` holds what `from` holds.
    virtual Status copySequence(std::int64_t from, std::int64_t to) = 0;
};

class LoadedModel {
  public:
    virtual ~LoadedModel() = default;
    virtual const LoadReport& report() const = 0;
    virtual const model::ModelFolder& folder() const = 0;
    virtual const model::Scheme& scheme() const = 0;
    virtual std::string device() const = 0;
    virtual int threads() const = 0;
    /// Weight bytes that one decode step must read (the embedding table is not counted, the output head is).
    virtual std::uint64_t bytesReadPerToken() const = 0;
    virtual Result<std::unique_ptr<Session>> createSession(const SessionOptions& options) = 0;
};

class Engine {
  public:
    virtual ~Engine() = default;
    virtual EngineFacts facts() = 0;
    /// Small matrix products per precision on `device`, checked against float64.
    virtual std::vector<PrecisionProbe> probe(const std::string& device) = 0;
    virtual Result<std::unique_ptr<LoadedModel>> load(const LoadRequest& request, std::stop_token stop) = 0;
    virtual DeviceMemory memory(const std::string& device) = 0;
    virtual void resetPeakMemory(const std::string& device) = 0;
};

/// Builds an engine. Called on the engine thread: it may link libraries for seconds.
using EngineFactory = std::function<Result<std::unique_ptr<Engine>>()>;

}  // namespace autoglm::engine

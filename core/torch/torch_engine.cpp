#include "core/torch/torch_engine.h"

#include <thread>

#include "core/base/text_format.h"
#include "core/torch/cpu_memory.h"
#include "core/torch/facts.h"
#include "core/torch/guard.h"
#include "core/torch/linear.h"
#include "core/torch/loader.h"
#include "core/torch/session.h"
#ifdef AUTOGLM_CUDA
#include "core/torch/kernels/cuda/cuda_stream.h"
#endif

namespace autoglm::torch_engine {
namespace {

Result<at::Device> parseDevice(const std::string& name) {
    if (name == "cpu") return at::Device(at::kCPU);
    const std::string digits = name.starts_with("cuda:") ? name.substr(5) : std::string();
    if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos)
        return fail(ErrorCode::InvalidArgument, "the device '" + name + "' is unknown; use cpu or cuda:0, cuda:1, ...",
                    "device");
#ifdef AUTOGLM_CUDA
    const int count = cuda::deviceCount();
    if (std::stoi(digits) >= count)
        return fail(ErrorCode::Device,
                    concat("'", name, "' was asked for, but ",
                           count == 0 ? "no CUDA device" : concat("only ", count, " CUDA device(s)"),
                           " can be used here; see autoglm env"),
                    "device");
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(std::stoi(digits)));
#else
    return fail(ErrorCode::Device,
                concat("'", name, "' was asked for, but this ", at::globalContext().hasCUDA() ? "program" : "libtorch",
                       " was built without CUDA; use the device cpu, or build against a CUDA libtorch"),
                "device");
#endif
}

class TorchModel final : public engine::LoadedModel {
  public:
    TorchModel(model::ModelFolderPtr folder, const model::Scheme& scheme, std::string deviceName,
               const at::Device& device, LoadedWeights loaded)
        : m_folder(std::move(folder)),
          m_scheme(scheme),
          m_deviceName(std::move(deviceName)),
          m_device(device),
          m_loaded(std::move(loaded)),
          m_transformer(m_folder->config, m_loaded.weights, scalarType(scheme.activation)) {}

    const engine::LoadReport& report() const override { return m_loaded.report; }
    const model::ModelFolder& folder() const override { return *m_folder; }
    const model::Scheme& scheme() const override { return m_scheme; }
    std::string device() const override { return m_deviceName; }
    int threads() const override { return at::get_num_threads(); }
    std::uint64_t bytesReadPerToken() const override { return m_loaded.weights.bytesReadPerToken(); }

    Result<std::unique_ptr<engine::Session>> createSession(const engine::SessionOptions& options) override {
        if (options.contextLength < 1 || options.contextLength > m_folder->config.maxPositions)
            return fail(ErrorCode::InvalidArgument,
                        concat("a context of ", options.contextLength, " tokens was asked for; this model takes 1 to ",
                               m_folder->config.maxPositions),
                        "context");
        if (options.batch < 1)
            return fail(ErrorCode::InvalidArgument,
                        concat("a batch of ", options.batch, " was asked for; at least 1 is needed"), "batch");
        return guarded("allocate the KV cache", [&]() -> Result<std::unique_ptr<engine::Session>> {
            return std::make_unique<TorchSession>(m_folder->config, m_transformer, scalarType(m_scheme.activation),
                                                  m_device, options);
        });
    }

  private:
    model::ModelFolderPtr m_folder;
    model::Scheme m_scheme;
    std::string m_deviceName;
    at::Device m_device;
    LoadedWeights m_loaded;
    Transformer m_transformer;
};

class TorchEngine final : public engine::Engine {
  public:
    TorchEngine() {
        keepBlasOnItsThread();
        countCpuMemory();
    }

    engine::EngineFacts facts() override { return collectFacts(); }

    std::vector<engine::PrecisionProbe> probe(const std::string& device) override {
        const Result<at::Device> parsed = parseDevice(device);
        if (parsed) return probePrecisions(*parsed, device);
        return {{"fp32", device, 0, 0, 0, false, parsed.error().message}};
    }

    Result<std::unique_ptr<engine::LoadedModel>> load(const engine::LoadRequest& request,
                                                      std::stop_token stop) override {
        if (!request.folder) return fail(ErrorCode::InvalidArgument, "no model folder was given to load");
        AUTOGLM_TRY(const at::Device device, parseDevice(request.device));
        if (!runsOn(device, request.scheme))
            return fail(ErrorCode::Unsupported,
                        concat(model::precisionTitle(request.scheme.precision), " does not run on '", request.device,
                               "' so far; choose fp32, fp16, bf16, int8 or int4 there, or the CPU"),
                        "--precision");
        at::set_num_threads(request.threads > 0 ? request.threads : defaultThreads());
        AUTOGLM_TRY(LoadedWeights loaded, loadWeights(request, device, stop));
        return std::make_unique<TorchModel>(request.folder, request.scheme, request.device, device, std::move(loaded));
    }

    engine::DeviceMemory memory(const std::string& device) override {
        const Result<at::Device> parsed = parseDevice(device);
        return parsed ? deviceMemory(*parsed) : engine::DeviceMemory{};
    }

    void resetPeakMemory(const std::string& device) override {
        if (const Result<at::Device> parsed = parseDevice(device)) resetPeak(*parsed);
    }
};

}  // namespace

std::unique_ptr<engine::Engine> createTorchEngine() {
    return std::make_unique<TorchEngine>();
}

}  // namespace autoglm::torch_engine

#include "core/torch/kernels/cuda/decode_graph.h"

#include <cuda_runtime.h>

namespace autoglm::torch_engine::cuda {
namespace {

/// Null, or CUDA's words, which the next call that asks does not say again.
const char* words(cudaError_t error) {
    if (error == cudaSuccess) return nullptr;
    (void)cudaGetLastError();
    return cudaGetErrorString(error);
}

}  // namespace

struct DecodeGraph::Executable {
    cudaGraphExec_t handle = nullptr;

    Executable() = default;
    Executable(const Executable&) = delete;
    Executable& operator=(const Executable&) = delete;
    ~Executable() {
        if (handle) (void)cudaGraphExecDestroy(handle);
    }
};

const char* DecodeGraph::record(const std::function<const char*(void* stream)>& start) {
    // The default stream cannot be recorded. Other threads of the process may allocate or copy meanwhile.
    cudaStream_t stream = nullptr;
    if (const char* refused = words(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking))) return refused;
    cudaGraph_t graph = nullptr;
    auto executable = std::make_shared<Executable>();
    const char* refused = words(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal));
    if (!refused) {
        const char* notStarted = start(stream);
        refused = words(cudaStreamEndCapture(stream, &graph));
        if (notStarted) refused = notStarted;
    }
    if (!refused) refused = words(cudaGraphInstantiate(&executable->handle, graph, 0));
    if (graph) (void)cudaGraphDestroy(graph);
    (void)cudaStreamDestroy(stream);
    if (!refused) m_executable = std::move(executable);
    return refused;
}

const char* DecodeGraph::launch(void* stream) const {
    return words(cudaGraphLaunch(m_executable->handle, static_cast<cudaStream_t>(stream)));
}

struct StreamPoint::Event {
    cudaEvent_t handle = nullptr;

    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    ~Event() {
        if (handle) (void)cudaEventDestroy(handle);
    }
};

const char* StreamPoint::set(void* stream) {
    if (!m_event) {
        auto event = std::make_shared<Event>();
        if (const char* refused = words(cudaEventCreateWithFlags(&event->handle, cudaEventDisableTiming)))
            return refused;
        m_event = std::move(event);
    }
    return words(cudaEventRecord(m_event->handle, static_cast<cudaStream_t>(stream)));
}

const char* StreamPoint::wait() const {
    return m_event ? words(cudaEventSynchronize(m_event->handle)) : nullptr;
}

const char* copyAsync(void* to, const void* from, std::size_t bytes, void* stream) {
    return words(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, static_cast<cudaStream_t>(stream)));
}

const char* waitFor(void* stream) {
    return words(cudaStreamSynchronize(static_cast<cudaStream_t>(stream)));
}

float timed(const std::function<const char*()>& start, void* stream) {
    cudaEvent_t begin = nullptr;
    cudaEvent_t end = nullptr;
    float milliseconds = -1;
    const auto onStream = static_cast<cudaStream_t>(stream);
    const bool isTimed = cudaEventCreate(&begin) == cudaSuccess && cudaEventCreate(&end) == cudaSuccess &&
                         cudaEventRecord(begin, onStream) == cudaSuccess && !start() &&
                         cudaEventRecord(end, onStream) == cudaSuccess && cudaEventSynchronize(end) == cudaSuccess &&
                         cudaEventElapsedTime(&milliseconds, begin, end) == cudaSuccess;
    if (begin) (void)cudaEventDestroy(begin);
    if (end) (void)cudaEventDestroy(end);
    if (!isTimed) (void)cudaGetLastError();
    return isTimed ? milliseconds : -1;
}

}  // namespace autoglm::torch_engine::cuda

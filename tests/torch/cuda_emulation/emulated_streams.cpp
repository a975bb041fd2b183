// Streams, graphs and events of the emulation: one thread, everything in the order in which it is given.
#include "tests/torch/cuda_emulation/emulated_streams.h"

#include <chrono>
#include <deque>
#include <vector>

#include "tests/torch/cuda_emulation/cuda_runtime.h"

using Work = std::function<cudaError_t()>;
using Clock = std::chrono::steady_clock;

struct CUstream_st {};
struct CUgraph_st {
    std::vector<Work> works;
    bool hasEarlyKernel;
};
struct CUgraphExec_st {
    std::vector<Work> works;
};
struct CUevent_st {
    Clock::time_point at;
    std::size_t place = 0;  // behind so many works
};

namespace {

cudaStream_t captured = nullptr;
std::vector<Work> recorded;
bool hasEarlyKernel = false;
std::deque<Work> waiting;  // of all streams: they are given what is to be in order
std::size_t given = 0;

/// Those of the first `count` that were given and have not run yet.
cudaError_t runFirst(std::size_t count) {
    while (!waiting.empty() && given - waiting.size() < count) {
        const Work work = std::move(waiting.front());
        waiting.pop_front();
        const cudaError_t ended = work();
        if (ended != cudaSuccess) return ended;
    }
    return cudaSuccess;
}

}  // namespace

cudaError_t autoglm::cuda_emulation::submit(cudaStream_t stream, Work work) {
    if (captured && stream == captured) {
        recorded.push_back(std::move(work));
        return cudaSuccess;
    }
    waiting.push_back(std::move(work));
    ++given;
    return isLate ? cudaSuccess : runFirst(given);
}

void autoglm::cuda_emulation::noteEarlyKernel() {
    hasEarlyKernel = true;
}

std::size_t autoglm::cuda_emulation::pendingWorks() {
    return waiting.size();
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
    *stream = new CUstream_st;
    return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    delete stream;
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    return captured && stream == captured ? cudaErrorStreamCaptureUnsupported : runFirst(given);
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
    if (captured) return cudaErrorIllegalState;
    if (!stream) return cudaErrorStreamCaptureUnsupported;
    captured = stream;
    recorded.clear();
    hasEarlyKernel = false;
    return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
    if (stream != captured) return cudaErrorIllegalState;
    captured = nullptr;
    *graph = new CUgraph_st{std::move(recorded), hasEarlyKernel};
    return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long) {
    if (graph->hasEarlyKernel && !autoglm::cuda_emulation::takesEarlyKernels) return cudaErrorNotSupported;
    *executable = new CUgraphExec_st{graph->works};
    return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
    delete graph;
    return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
    for (const Work& work : executable->works) {
        const cudaError_t ended = autoglm::cuda_emulation::submit(stream, work);
        if (ended != cudaSuccess) return ended;
    }
    return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
    delete executable;
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
    return autoglm::cuda_emulation::submit(stream, [=] {
        std::memcpy(to, from, bytes);
        return cudaSuccess;
    });
}

cudaError_t cudaEventCreate(cudaEvent_t* event) {
    *event = new CUevent_st{};
    return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
    return cudaEventCreate(event);
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    const cudaError_t done = autoglm::cuda_emulation::submit(stream, [event] {
        event->at = Clock::now();
        return cudaSuccess;
    });
    event->place = given;
    return done;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
    return runFirst(event->place);
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
    *milliseconds = std::chrono::duration<float, std::milli>(end->at - begin->at).count();
    return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
    delete event;
    return cudaSuccess;
}

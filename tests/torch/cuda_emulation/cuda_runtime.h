// The words of CUDA's language and runtime that our kernels use, run on this CPU (README.md). One launch at a time.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <tuple>

#define __global__
#define __device__
#define __shared__ static

struct dim3 {
    unsigned x = 1;
    unsigned y = 1;
    unsigned z = 1;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

/// Of the thread that runs; the scheduler sets them.
inline dim3 threadIdx, blockIdx, blockDim, gridDim;

using cudaStream_t = struct CUstream_st*;
using cudaGraph_t = struct CUgraph_st*;
using cudaGraphExec_t = struct CUgraphExec_st*;
using cudaEvent_t = struct CUevent_st*;
enum cudaError_t {
    cudaSuccess,
    cudaErrorInvalidConfiguration,
    cudaErrorLaunchFailure,
    cudaErrorStreamCaptureUnsupported,
    cudaErrorIllegalState,
    cudaErrorNotSupported,
};

#define CUDART_VERSION 12030
enum cudaLaunchAttributeID { cudaLaunchAttributeProgrammaticStreamSerialization };
struct cudaLaunchAttribute {
    cudaLaunchAttributeID id;
    struct {
        int programmaticStreamSerializationAllowed;
    } val;
};
struct cudaLaunchConfig_t {
    dim3 gridDim;
    dim3 blockDim;
    std::size_t dynamicSmemBytes;
    cudaStream_t stream;
    cudaLaunchAttribute* attrs;
    unsigned numAttrs;
};

namespace autoglm::cuda_emulation {

/// Runs `thread` for every thread of the grid.
cudaError_t runGrid(const cudaLaunchConfig_t& config, const std::function<void()>& thread);

/// Runs `work` now, or when it is waited for, or records it where `stream` is being captured.
cudaError_t submit(cudaStream_t stream, std::function<cudaError_t()> work);
/// What is recorded has a kernel that begins early.
void noteEarlyKernel();

/// What `sourceLane` of this warp hands over, when all lanes of `mask` have come here.
std::uint64_t exchange(unsigned mask, std::uint64_t bits, unsigned sourceLane);

inline unsigned laneIndex() {
    return threadIdx.x % 32;
}

}  // namespace autoglm::cuda_emulation

const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetLastError();
void __syncthreads();

// Streams run what they are given at once, or late (emulated_streams.h). A graph is a list of what was given to a
// stream that was captured.
constexpr unsigned cudaStreamNonBlocking = 1;
enum cudaStreamCaptureMode { cudaStreamCaptureModeThreadLocal };
enum cudaMemcpyKind { cudaMemcpyDefault };
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph, unsigned long long flags);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable);
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
constexpr unsigned cudaEventDisableTiming = 2;
cudaError_t cudaEventCreate(cudaEvent_t* event);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end);
cudaError_t cudaEventDestroy(cudaEvent_t event);

/// Arguments are copied, as CUDA copies them: a kernel that is recorded has those of the recording.
template <class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
    if (config->numAttrs > 0) autoglm::cuda_emulation::noteEarlyKernel();
    return autoglm::cuda_emulation::submit(
        config->stream, [config = *config, kernel, values = std::tuple<Parameters...>(arguments...)] {
            return autoglm::cuda_emulation::runGrid(config, [&] { std::apply(kernel, values); });
        });
}

template <class Value>
Value __shfl_sync(unsigned mask, Value value, int sourceLane) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto got = autoglm::cuda_emulation::exchange(mask, bits, static_cast<unsigned>(sourceLane));
    return std::bit_cast<Value>(static_cast<std::uint32_t>(got));
}

template <class Value>
Value __shfl_xor_sync(unsigned mask, Value value, int laneMask) {
    return __shfl_sync(mask, value, static_cast<int>(autoglm::cuda_emulation::laneIndex()) ^ laneMask);
}

template <class Value>
Value __ldcs(const Value* from) {
    return *from;
}
template <class Value>
Value __ldcg(const Value* from) {
    return *from;
}

/// Threads run one after the other.
inline void __threadfence() {}
inline unsigned atomicInc(unsigned* at, unsigned highest) {
    const unsigned before = *at;
    *at = before >= highest ? 0 : before + 1;
    return before;
}

inline float __uint_as_float(unsigned bits) {
    return std::bit_cast<float>(bits);
}

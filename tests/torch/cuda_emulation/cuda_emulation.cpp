#include <ucontext.h>

#include <string>
#include <vector>

#include "tests/torch/cuda_emulation/cuda_runtime.h"
#include "tests/torch/cuda_emulation/emulated_streams.h"

namespace autoglm::cuda_emulation {
namespace {

constexpr std::size_t stackBytes = 64 << 10;
constexpr unsigned warpLanes = 32;
constexpr unsigned mostThreads = 1024;

enum class State { Runnable, AtShuffle, AtBarrier, Done };

struct Thread {
    ucontext_t context{};
    std::vector<char> stack = std::vector<char>(stackBytes);
    State state = State::Runnable;
    unsigned mask = 0;
    unsigned sourceLane = 0;
    std::uint64_t bits = 0;  // handed over; then received
};

/// The threads of one block after the other; contexts are kept from block to block.
class Scheduler {
  public:
    cudaError_t runBlock(unsigned threadCount, bool isBackward, const std::function<void()>& body);
    void wait(State state);
    Thread& current() { return m_threads[m_current]; }
    std::string fault;

  private:
    static void enter();
    void resume(std::size_t index);
    bool releaseAll();
    bool releaseShuffle(std::size_t firstOfWarp, unsigned lane);
    bool stop(const char* why) {
        fault = why;
        return false;
    }

    std::vector<Thread> m_threads;
    std::size_t m_count = 0;
    std::size_t m_current = 0;
    ucontext_t m_main{};
    const std::function<void()>* m_body = nullptr;
};

Scheduler scheduler;

void Scheduler::enter() {
    (*scheduler.m_body)();
    scheduler.wait(State::Done);
}

void Scheduler::wait(State state) {
    Thread& thread = current();
    thread.state = state;
    swapcontext(&thread.context, &m_main);
}

void Scheduler::resume(std::size_t index) {
    m_current = index;
    threadIdx = {static_cast<unsigned>(index), 0, 0};
    swapcontext(&m_main, &m_threads[index].context);
}

cudaError_t Scheduler::runBlock(unsigned threadCount, bool isBackward, const std::function<void()>& body) {
    if (m_threads.size() < threadCount) m_threads.resize(threadCount);
    m_count = threadCount;
    m_body = &body;
    for (std::size_t i = 0; i < m_count; ++i) {
        Thread& thread = m_threads[i];
        thread.state = State::Runnable;
        getcontext(&thread.context);
        thread.context.uc_stack.ss_sp = thread.stack.data();
        thread.context.uc_stack.ss_size = thread.stack.size();
        thread.context.uc_link = nullptr;
        makecontext(&thread.context, &Scheduler::enter, 0);
    }
    do {
        for (std::size_t i = 0; i < m_count; ++i) {
            const std::size_t index = isBackward ? m_count - 1 - i : i;
            if (m_threads[index].state == State::Runnable) resume(index);
        }
    } while (releaseAll());
    return fault.empty() ? cudaSuccess : cudaErrorLaunchFailure;
}

/// Lets those go on whose meeting is complete; false when all have ended, or none ever will.
bool Scheduler::releaseAll() {
    std::size_t atBarrier = 0;
    std::size_t done = 0;
    bool isReleased = false;
    for (std::size_t i = 0; i < m_count; ++i) {
        atBarrier += m_threads[i].state == State::AtBarrier;
        done += m_threads[i].state == State::Done;
        if (m_threads[i].state == State::AtShuffle)
            isReleased |= releaseShuffle(i / warpLanes * warpLanes, static_cast<unsigned>(i % warpLanes));
        if (!fault.empty()) return false;
        isReleased |= m_threads[i].state == State::Runnable;
    }
    if (atBarrier == m_count) {
        for (std::size_t i = 0; i < m_count; ++i)
            m_threads[i].state = State::Runnable;
        return true;
    }
    if (isReleased || done == m_count) return isReleased;
    return stop(atBarrier > 0 ? "some threads wait at __syncthreads for others that never come there"
                              : "some lanes wait at a shuffle for others that never come there");
}

/// The lanes of one meeting get each other's values, all at once.
bool Scheduler::releaseShuffle(std::size_t firstOfWarp, unsigned lane) {
    const unsigned mask = m_threads[firstOfWarp + lane].mask;
    std::uint64_t handed[warpLanes] = {};
    for (unsigned i = 0; i < warpLanes; ++i) {
        if ((mask >> i & 1U) == 0) continue;
        if (firstOfWarp + i >= m_count) return stop("a shuffle names lanes that the block does not have");
        const Thread& other = m_threads[firstOfWarp + i];
        if (other.state == State::Done) return stop("a shuffle names a lane that has ended");
        if (other.state != State::AtShuffle || other.mask != mask) return false;
        handed[i] = other.bits;
    }
    for (unsigned i = 0; i < warpLanes; ++i) {
        if ((mask >> i & 1U) == 0) continue;
        Thread& other = m_threads[firstOfWarp + i];
        if ((mask >> other.sourceLane & 1U) == 0) return stop("a shuffle reads a lane that takes no part");
        other.bits = handed[other.sourceLane];
        other.state = State::Runnable;
    }
    return true;
}

}  // namespace

std::uint64_t exchange(unsigned mask, std::uint64_t bits, unsigned sourceLane) {
    Thread& thread = scheduler.current();
    thread.mask = mask;
    thread.bits = bits;
    thread.sourceLane = sourceLane;
    scheduler.wait(State::AtShuffle);
    return thread.bits;
}

cudaError_t runGrid(const cudaLaunchConfig_t& config, const std::function<void()>& thread) {
    scheduler.fault.clear();
    if (config.blockDim.x == 0 || config.blockDim.x > mostThreads || config.gridDim.x == 0)
        return cudaErrorInvalidConfiguration;
    earlyKernels += config.numAttrs;
    gridDim = config.gridDim;
    blockDim = config.blockDim;
    for (unsigned block = 0; block < config.gridDim.x; ++block) {
        blockIdx = {block, 0, 0};
        const cudaError_t ended = scheduler.runBlock(config.blockDim.x, block % 2 == 1, thread);
        if (ended != cudaSuccess) return ended;
    }
    return cudaSuccess;
}

}  // namespace autoglm::cuda_emulation

void __syncthreads() {
    autoglm::cuda_emulation::scheduler.wait(autoglm::cuda_emulation::State::AtBarrier);
}

const char* cudaGetErrorString(cudaError_t error) {
    switch (error) {
        case cudaErrorInvalidConfiguration:
            return "a grid or block of no or too many threads";
        case cudaErrorStreamCaptureUnsupported:
            return "a stream that is captured cannot be waited for, nor the default stream be captured";
        case cudaErrorIllegalState:
            return "no capture is under way, or another is";
        case cudaErrorNotSupported:
            return "kernels that begin early were refused";
        default:
            return autoglm::cuda_emulation::scheduler.fault.c_str();
    }
}

cudaError_t cudaGetLastError() {
    return cudaSuccess;
}

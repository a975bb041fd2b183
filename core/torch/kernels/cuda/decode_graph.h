// What was started on a stream once, recorded as a CUDA graph and started again by a single call. What is recorded
// holds addresses and numbers of the recording; what changes must lie in memory that the kernels read. Movable; its
// device must be current. Errors are CUDA's words, null where there is none.
#pragma once

#include <functional>
#include <memory>

namespace autoglm::torch_engine::cuda {

class DecodeGraph {
  public:
    /// Calls start(stream), which must do nothing but start kernels and copies there; none of them runs.
    const char* record(const std::function<const char*(void* stream)>& start);

    /// What record() has recorded, on `stream`; asynchronous.
    const char* launch(void* stream) const;

  private:
    struct Executable;  // cudaGraphExec_t
    std::shared_ptr<Executable> m_executable;
};

/// What a stream was given so far, to be waited for while it goes on with what it is given later. Movable, as above.
class StreamPoint {
  public:
    const char* set(void* stream);
    const char* wait() const;

  private:
    struct Event;  // cudaEvent_t
    std::shared_ptr<Event> m_event;
};

/// Between host and device memory, asynchronous where the host's is pinned; and a wait for all before it.
const char* copyAsync(void* to, const void* from, std::size_t bytes, void* stream);
const char* waitFor(void* stream);

/// Milliseconds that the device took for what start() has started on `stream`; below 0 where something failed.
float timed(const std::function<const char*()>& start, void* stream);

}  // namespace autoglm::torch_engine::cuda

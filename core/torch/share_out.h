// Work shared out over ATen's threads while it is done. Any thread; sees torch.
#pragma once

#include <atomic>

#include "core/torch/precompiled.h"

namespace autoglm::torch_engine {

/// Runs work(take) on every thread that is of use; take() gives it the first of the next `chunk` of `count` items, or
/// `count` and more when none are left. A thread that was held up gets fewer, and nobody waits for it.
template <class Work>
void shareOut(std::int64_t count, std::int64_t chunk, const Work& work) {
    std::atomic<std::int64_t> next = 0;
    const auto take = [&] { return next.fetch_add(chunk, std::memory_order_relaxed); };
    const std::int64_t threads = std::min<std::int64_t>(at::get_num_threads(), (count + chunk - 1) / chunk);
    at::parallel_for(0, threads, 1, [&](std::int64_t, std::int64_t) { work(take); });
}

}  // namespace autoglm::torch_engine

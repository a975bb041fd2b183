// Our CUDA kernels against double arithmetic: lengths that are multiples of nothing, every number of rows and every
// type. What is allowed is the rounding of the kernel's own sums (Higham: gamma_n · Σ|w·x|), not a chosen number. The
// same checks run on a GPU (gpu_kernels) and on a CPU that emulates one (tests/torch/tst_cuda_kernels).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/torch/kernels/cuda/gemv.h"

namespace autoglm::test {

/// Where kernels find what they read and leave what they write; all of it is freed with the object.
class KernelMemory {
  public:
    virtual ~KernelMemory() = default;
    /// A copy of `bytes`, aligned to 64 bytes or more; null where there is no room.
    virtual std::byte* place(std::span<const std::byte> bytes) = 0;
    /// When what was started has ended; false where it failed.
    virtual bool read(const std::byte* from, std::span<std::byte> into) = 0;
    /// Why something failed.
    virtual std::string error() const = 0;
};
using MakeMemory = std::function<std::unique_ptr<KernelMemory>()>;

struct KernelCheck {
    std::string what;
    bool passed;
    std::string detail;
};

/// Few: shapes for a CPU that emulates; Many: also those of models.
enum class Effort { Few, Many };

/// groupColumns: 32, 64 or 128 for INT4 weights, else 0.
std::vector<KernelCheck> checkGemv(const MakeMemory& memory, torch_engine::cuda::Matrix::Format format,
                                   std::int64_t groupColumns, Effort effort);
/// Products of Q, K and V that end with the rotation of heads and their place in the cache.
std::vector<KernelCheck> checkTurnedProducts(const MakeMemory& memory, torch_engine::cuda::Matrix::Format format,
                                             std::int64_t groupColumns);
std::vector<KernelCheck> checkRmsNorm(const MakeMemory& memory, Effort effort);
std::vector<KernelCheck> checkGatedSilu(const MakeMemory& memory, Effort effort);
std::vector<KernelCheck> checkTurnHeads(const MakeMemory& memory);
std::vector<KernelCheck> checkBeginStep(const MakeMemory& memory);
std::vector<KernelCheck> checkAttend(const MakeMemory& memory, Effort effort);
std::vector<KernelCheck> checkChooseToken(const MakeMemory& memory);

}  // namespace autoglm::test

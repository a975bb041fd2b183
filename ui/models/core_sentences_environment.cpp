// Sentences about what is found about the machine.
#include "ui/models/core_sentence_tables.h"

#include <QtGlobal>

namespace autoglm::ui {
namespace {

constexpr const char* environmentList[] = {
    QT_TRANSLATE_NOOP("CoreSentences", "NVIDIA driver"),
    QT_TRANSLATE_NOOP("CoreSentences", "CUDA reaches the GPU through the driver; without one, models run on the CPU."),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "The driver sees no GPU: in a container, hand the devices in; else look at the kernel's messages."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Driver and library are of different versions, as after an update: restart the machine."),
    QT_TRANSLATE_NOOP("CoreSentences", "Load the kernel module; where that fails, reinstall the driver."),
    QT_TRANSLATE_NOOP("CoreSentences", "the kernel module is loaded and its library is missing: %1"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Install the driver's libraries; in a container, start it with the NVIDIA runtime."),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 NVIDIA GPU in this machine and no driver"),
    QT_TRANSLATE_NOOP("CoreSentences", "Install the driver to use it."),
    QT_TRANSLATE_NOOP("CoreSentences", "no NVIDIA GPU"),
    QT_TRANSLATE_NOOP("CoreSentences", "Models run on the CPU."),
    QT_TRANSLATE_NOOP("CoreSentences", "Weights and KV cache must fit into the free memory of the device."),
    QT_TRANSLATE_NOOP("CoreSentences", "Let the device cool down or raise its power limit before measuring."),
    QT_TRANSLATE_NOOP("CoreSentences", "Other processes on the GPU"),
    QT_TRANSLATE_NOOP("CoreSentences", "They take memory and time, and make measurements suspect."),
    QT_TRANSLATE_NOOP("CoreSentences", "End them or choose another device before measuring."),
    QT_TRANSLATE_NOOP("CoreSentences", "the driver does not list processes here"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "A small matrix product must agree with float64, or no result in this precision can be trusted."),
    QT_TRANSLATE_NOOP("CoreSentences", "Choose another precision on this device."),
    QT_TRANSLATE_NOOP("CoreSentences", "Do not use this precision here: the library or the hardware computes wrongly."),
    QT_TRANSLATE_NOOP("CoreSentences", "Disk space"),
    QT_TRANSLATE_NOOP("CoreSentences", "History, reports and logs are written here; a full disk loses results."),
    QT_TRANSLATE_NOOP("CoreSentences", "no folder was named"),
    QT_TRANSLATE_NOOP("CoreSentences", "Free some space in '%1'."),
    QT_TRANSLATE_NOOP("CoreSentences", "Make '%1' writable for this user."),
    QT_TRANSLATE_NOOP("CoreSentences", "Model folder"),
    QT_TRANSLATE_NOOP("CoreSentences", "Every file of the model must be readable to be hashed and loaded."),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' is readable throughout"),
    QT_TRANSLATE_NOOP("CoreSentences", "Give this user the right to read it, or name another folder."),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' cannot be opened: %2"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' is a link to a missing file"),
    QT_TRANSLATE_NOOP("CoreSentences", "'%1' cannot be read by this user"),
    QT_TRANSLATE_NOOP("CoreSentences", "Network ports"),
    QT_TRANSLATE_NOOP("CoreSentences", "A model served on a port that is taken cannot start there."),
    QT_TRANSLATE_NOOP("CoreSentences", "Choose another port to serve on, or see who listens."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Matrix products use AVX2 and FMA at least; AVX-512, VNNI and AMX make narrow precisions fast."),
    QT_TRANSLATE_NOOP("CoreSentences", "the CPU's instruction sets cannot be read here"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Expect a fraction of the usual speed; in a virtual machine, pass the host's CPU model through."),
    QT_TRANSLATE_NOOP("CoreSentences", "Memory"),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "Weights, KV cache and workspace must fit into free memory; nothing is read from the disk twice."),
    QT_TRANSLATE_NOOP("CoreSentences", "the kernel does not say how much memory there is"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Close other programs or raise the limit; models of 1 B parameters need 2 GB in BF16."),
    QT_TRANSLATE_NOOP("CoreSentences", "CPU load"),
    QT_TRANSLATE_NOOP("CoreSentences", "Other work on the same cores makes every measurement noisy."),
    QT_TRANSLATE_NOOP("CoreSentences", "the load of this machine cannot be read"),
    QT_TRANSLATE_NOOP("CoreSentences", "%1 runnable tasks on %2 cores in the last minute"),
    QT_TRANSLATE_NOOP("CoreSentences", "Let other work finish before measuring; results will be marked suspect."),
    QT_TRANSLATE_NOOP("CoreSentences", "CPU frequency governor"),
    QT_TRANSLATE_NOOP("CoreSentences", "A governor that saves power changes the clock while a measurement runs."),
    QT_TRANSLATE_NOOP("CoreSentences", "no governor to be seen, as in most virtual machines"),
    QT_TRANSLATE_NOOP("CoreSentences", "Switch to the performance governor while measuring."),
    QT_TRANSLATE_NOOP("CoreSentences", "Threads"),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "One thread per physical core is best; fewer leave cores idle, more make them wait for each other."),
    QT_TRANSLATE_NOOP("CoreSentences", "Unset %1 or set it to %2, the cores this process may use."),
    QT_TRANSLATE_NOOP("CoreSentences", "Use %1 threads: only so many cores may be used here."),
    QT_TRANSLATE_NOOP("CoreSentences", "Display"),
    QT_TRANSLATE_NOOP("CoreSentences", "The window needs a display; the command line does not."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Everything is reachable through the command autoglm; over ssh, -X brings the window."),
    QT_TRANSLATE_NOOP("CoreSentences", "This build uses instructions that the CPU lacks: install Debian's build."),
    QT_TRANSLATE_NOOP("CoreSentences", "The installation is broken: install libtorch again."),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "A CUDA library that this libtorch was built with is missing: install it from the same source as libtorch."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "libtorch was built for a newer system than this: install the one for this system."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The engine was built against another libtorch: build again with the one in place."),
    QT_TRANSLATE_NOOP("CoreSentences", "Install libtorch, then build again."),
    QT_TRANSLATE_NOOP("CoreSentences", "The engine computes with libtorch; without it no model runs."),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "This build has the old C++ ABI, which nothing here can be linked with: install the cxx11-abi build."),
    QT_TRANSLATE_NOOP("CoreSentences", "Version %1 or later is needed."),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "libtorch uses none of this CPU's vector instructions: unset ATEN_CPU_CAPABILITY or install another build."),
    QT_TRANSLATE_NOOP("CoreSentences", "BLAS provider"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "Attention to a long prompt is computed by BLAS on the CPU; the reference BLAS is up to 90 times "
                      "slower than OpenBLAS."),
    QT_TRANSLATE_NOOP("CoreSentences", "libtorch does not say which library it uses"),
    QT_TRANSLATE_NOOP("CoreSentences", "This OpenBLAS uses one thread only: install the one with threads."),
    QT_TRANSLATE_NOOP("CoreSentences", "Install OpenBLAS; libtorch uses it from the next start on."),
    QT_TRANSLATE_NOOP("CoreSentences", "This BLAS is not known here; the precision probes show its speed."),
    QT_TRANSLATE_NOOP("CoreSentences", "CUDA runtime"),
    QT_TRANSLATE_NOOP("CoreSentences", "The CUDA that libtorch was built for must be served by the driver."),
    QT_TRANSLATE_NOOP("CoreSentences", "not needed: no GPU and a CPU build of libtorch"),
    QT_TRANSLATE_NOOP("CoreSentences", "libtorch was built without CUDA: the GPU lies idle"),
    QT_TRANSLATE_NOOP("CoreSentences", "Install a CUDA build of libtorch, then build again; packaging/run finds it."),
    QT_TRANSLATE_NOOP("CoreSentences", "Works by minor-version compatibility; all features need driver %1."),
    QT_TRANSLATE_NOOP("CoreSentences", "Install driver %1 or later, or a libtorch built for an older CUDA."),
    QT_TRANSLATE_NOOP("CoreSentences", "Devices seen by libtorch"),
    QT_TRANSLATE_NOOP("CoreSentences", "A device that libtorch does not see cannot be chosen."),
    QT_TRANSLATE_NOOP("CoreSentences", "CUDA_VISIBLE_DEVICES='%1' hides the others."),
    QT_TRANSLATE_NOOP("CoreSentences", "CUDA could not start on them: load its memory module and look at the log."),
    QT_TRANSLATE_NOOP("CoreSentences", "GPU architecture"),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "libtorch runs only on architectures it was built for; newer ones need PTX, older ones do not run."),
    QT_TRANSLATE_NOOP("CoreSentences", "libtorch does not say what it was built for"),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "The driver compiles every kernel at its first use, which is slow once; a build for this "
                      "architecture is better."),
    QT_TRANSLATE_NOOP("CoreSentences", "Install a libtorch built for compute capability %1, or choose the CPU."),
    QT_TRANSLATE_NOOP("CoreSentences",
                      "CUDA %1 no longer serves compute capability %2: install a libtorch built for an older CUDA."),
    QT_TRANSLATE_NOOP("CoreSentences", "Attention kernels of newer GPUs come from cuDNN."),
    QT_TRANSLATE_NOOP(
        "CoreSentences",
        "Models run without it, attention may be slower; install the cuDNN that belongs to this libtorch."),
};

}  // namespace

SentenceTable environmentSentences() {
    return environmentList;
}

}  // namespace autoglm::ui

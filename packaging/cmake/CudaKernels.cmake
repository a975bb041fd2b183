# The CUDA side of core/torch, included there where libtorch has CUDA. Plain .cu files, no torch headers: where there is no target
# autoglm_torch, the kernels alone.
# TORCH_CUDA_ARCH_LIST (variable or environment, as PyTorch writes it: "8.0;9.0", "9.0a+PTX") narrows the architectures.
set(architectures 75 80 86 89 90)
if(NOT TORCH_CUDA_ARCH_LIST AND DEFINED ENV{TORCH_CUDA_ARCH_LIST})
    set(TORCH_CUDA_ARCH_LIST "$ENV{TORCH_CUDA_ARCH_LIST}")
endif()
if(TORCH_CUDA_ARCH_LIST)
    string(REGEX REPLACE "[ ,]+" ";" wanted "${TORCH_CUDA_ARCH_LIST}")
    list(TRANSFORM wanted REPLACE "\\+PTX$|\\." "")
    set(named ${wanted})
    list(FILTER named EXCLUDE REGEX "^[0-9]+[af]?$")
    if(named)
        message(WARNING "TORCH_CUDA_ARCH_LIST names '${named}'; our kernels take numbers only (such as 9.0) and are built for ${architectures}")
    else()
        set(architectures ${wanted})
    endif()
endif()

# The newest also as PTX, which a driver can compile for devices that are newer still.
list(SORT architectures COMPARE NATURAL)
list(JOIN architectures ",sm_" architecture_names)
list(POP_BACK architectures newest)
list(TRANSFORM architectures APPEND "-real")
set(AUTOGLM_CUDA_TARGETS ${architectures} ${newest} CACHE INTERNAL "CUDA_ARCHITECTURES of our kernels")

enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
set(cuda_kernels float_gemv int8_gemv int4_gemv attend begin_step choose_token rms_norm gated_silu turn_heads)
list(TRANSFORM cuda_kernels REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/core/torch/kernels/cuda/\\1.cu")
autoglm_module(torch_cuda_kernels PLAIN SOURCES ${cuda_kernels})
target_link_libraries(autoglm_torch_cuda_kernels PRIVATE CUDA::cudart)
# Each source for itself: they use the same names for things of their own.
set_target_properties(autoglm_torch_cuda_kernels PROPERTIES CUDA_ARCHITECTURES "${AUTOGLM_CUDA_TARGETS}" UNITY_BUILD OFF)

if(TARGET autoglm_torch)
    target_sources(autoglm_torch PRIVATE kernels/cuda/cuda_stream.cpp kernels/cuda/cuda_ops.cpp kernels/cuda/decode_step.cpp kernels/cuda/decode_graph.cpp cuda_decode_step.cpp)
    target_compile_definitions(autoglm_torch PRIVATE AUTOGLM_CUDA AUTOGLM_CUDA_ARCHITECTURES="sm_${architecture_names}")
    target_link_libraries(autoglm_torch PRIVATE autoglm_torch_cuda_kernels CUDA::cudart)
endif()
# nvcc's host compiler may be older than the C++ compiler, and CMake hands its folders to the linker: ours go first, or an older
# libstdc++ would be found there.
set(own_folders ${CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES})
list(FILTER own_folders INCLUDE REGEX "/gcc/")
list(TRANSFORM own_folders PREPEND "-L")
foreach(library autoglm_torch autoglm_torch_cuda_kernels)
    if(TARGET ${library})
        target_link_options(${library} INTERFACE ${own_folders})
    endif()
endforeach()

# Chooses the libtorch that find_package(Torch) then takes: Torch_DIR or CMAKE_PREFIX_PATH (variable or environment), else the one
# of python3 where it serves, else the system's. Sets Torch_DIR in the cache; packaging/find-libtorch knows what serves.
# A second configure keeps the choice of the first.

function(autoglm_resolve_torch)
    if(Torch_DIR AND Torch_DIR STREQUAL "${AUTOGLM_TORCH_DIR}" AND EXISTS "${Torch_DIR}/TorchConfig.cmake")
        message(STATUS "libtorch: ${Torch_DIR} (${AUTOGLM_TORCH_FROM})")
        return()
    endif()

    set(prefixes "${CMAKE_PREFIX_PATH}" "$ENV{CMAKE_PREFIX_PATH}")
    list(JOIN prefixes ":" prefixes)
    string(REPLACE ";" ":" prefixes "${prefixes}")
    set(folder "$ENV{Torch_DIR}")
    if(Torch_DIR)
        set(folder "${Torch_DIR}")
    endif()
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -E env "Torch_DIR=${folder}" "CMAKE_PREFIX_PATH=${prefixes}" "${CMAKE_CURRENT_LIST_DIR}/../find-libtorch"
        RESULT_VARIABLE state OUTPUT_VARIABLE found ERROR_VARIABLE why OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)

    if(state EQUAL 0)
        string(REGEX MATCH "^([^\t]*)\t(.*)$" found "${found}")
        set(AUTOGLM_TORCH_FROM "${CMAKE_MATCH_2}" CACHE INTERNAL "Where this libtorch was named")
        set(Torch_DIR "${CMAKE_MATCH_1}" CACHE PATH "Folder of TorchConfig.cmake" FORCE)
    elseif(state EQUAL 1)
        find_path(Torch_DIR TorchConfig.cmake PATHS "/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/cmake/Torch" /usr/share/cmake/Torch NO_DEFAULT_PATH DOC "Folder of TorchConfig.cmake")
        if(NOT Torch_DIR)
            message(FATAL_ERROR "No libtorch: ${why}, and libtorch-dev is not installed. packaging/setup installs it; -DAUTOGLM_TORCH=OFF builds without.")
        endif()
        set(AUTOGLM_TORCH_FROM "the system's: ${why}" CACHE INTERNAL "Where this libtorch was named")
    else()
        message(FATAL_ERROR "${why}")
    endif()
    set(AUTOGLM_TORCH_DIR "${Torch_DIR}" CACHE INTERNAL "The libtorch chosen before")

    # A toolkit in its usual place that is not on PATH.
    find_program(AUTOGLM_NVCC nvcc HINTS "$ENV{CUDA_HOME}/bin" PATHS /usr/local/cuda/bin)
    if(AUTOGLM_NVCC AND NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
        set(CMAKE_CUDA_COMPILER "${AUTOGLM_NVCC}" CACHE FILEPATH "CUDA compiler")
    endif()
    message(STATUS "libtorch: ${Torch_DIR} (${AUTOGLM_TORCH_FROM})")
endfunction()

# Several libtorch look for NVTX in their own source tree and, not finding it, ask for a library that CUDA has no longer (13; 12.9
# in part). Headers alone do: those of the toolkit; where there are none either, a target that is empty, for we do not use it.
function(autoglm_resolve_nvtx)
    get_filename_component(toolkit "${CMAKE_CUDA_COMPILER}" DIRECTORY)
    find_path(nvtx3_dir nvtx3/nvToolsExt.h HINTS "${toolkit}/../include" "${AUTOGLM_NVCC}/../../include" "$ENV{CUDA_HOME}/include" PATHS /usr/local/cuda/include)
    mark_as_advanced(nvtx3_dir)
    find_library(AUTOGLM_NVTX nvToolsExt HINTS "${toolkit}/../lib64" "$ENV{CUDA_HOME}/lib64" PATHS /usr/local/cuda/lib64)
    if(NOT nvtx3_dir AND NOT AUTOGLM_NVTX AND NOT TARGET CUDA::nvToolsExt)
        add_library(CUDA::nvToolsExt INTERFACE IMPORTED GLOBAL)
    endif()
endfunction()

autoglm_resolve_torch()
autoglm_resolve_nvtx()

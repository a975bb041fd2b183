# Language, warnings, sanitizers and output folders of every target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# nvcc stops at C++20; unset, libtorch's package would take the standard of C++. The shared CUDA runtime is libtorch's own: a
# second one would keep its own current device and errors.
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_RUNTIME_LIBRARY Shared)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Programs are compiled as libraries are (-fPIC, not -fPIE), so that they share the precompiled headers.
set(CMAKE_CXX_COMPILE_OPTIONS_PIE "-fPIC")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# -O3 costs build time and gains nothing outside the kernels, which ask for it themselves.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# Programs and the engine module lie together; they find each other beside the executable.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(AUTOGLM_CCACHE ccache)
if(AUTOGLM_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    # ccache takes precompiled headers only where it is told that time stamps and macros in them do not matter.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${AUTOGLM_CCACHE}")
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
endif()

add_library(autoglm_flags INTERFACE)
target_include_directories(autoglm_flags INTERFACE "${PROJECT_SOURCE_DIR}")
set(warnings -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 to 14 report false overreads inside the standard library at -O2 and above.
    list(APPEND warnings -Wno-maybe-uninitialized -Wno-stringop-overread -Wno-restrict -Wno-dangling-reference)
endif()
target_compile_options(autoglm_flags INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${warnings}>")
if(AUTOGLM_SANITIZE)
    add_compile_options(-fsanitize=${AUTOGLM_SANITIZE} -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${AUTOGLM_SANITIZE})
endif()

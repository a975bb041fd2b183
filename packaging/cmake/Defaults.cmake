# Language, warnings, sanitizers and output folders of every target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# Programs and the engine module lie together; they find each other beside the executable.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(AUTOGLM_CCACHE ccache)
if(AUTOGLM_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${AUTOGLM_CCACHE}")
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

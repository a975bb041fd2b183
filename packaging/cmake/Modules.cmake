# autoglm_module(NAME [PLAIN] [PUBLIC lib...] [PRIVATE lib...] SOURCES file...): one static library per folder of core/ and ui/.
# PLAIN: without core's precompiled header (other flags or definitions).
function(autoglm_module name)
    cmake_parse_arguments(arg "PLAIN" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(autoglm_${name} STATIC ${arg_SOURCES})
    target_link_libraries(autoglm_${name} PUBLIC ${arg_PUBLIC} PRIVATE autoglm_flags ${arg_PRIVATE})
    target_include_directories(autoglm_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    if(name STREQUAL "base")
        target_precompile_headers(autoglm_base PRIVATE "${PROJECT_SOURCE_DIR}/core/precompiled.h")
    elseif(NOT arg_PLAIN)
        target_precompile_headers(autoglm_${name} REUSE_FROM autoglm_base)
    endif()
endfunction()

# autoglm_test(NAME LABEL label [PCH target] [LIBS lib...] [TIMEOUT s] [SOURCES file...]): a Qt Test program, NAME.cpp by default.
# PCH: whose precompiled header it shares, autoglm_test_support's by default; NONE without one.
function(autoglm_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT;PCH" "SOURCES;LIBS" ${ARGN})
    if(NOT arg_SOURCES)
        set(arg_SOURCES ${name}.cpp)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(NOT arg_PCH)
        set(arg_PCH autoglm_test_support)
    endif()
    # Without AUTOMOC, which would start CMake once more for every test; moc needs no more than the file with the test class.
    qt_generate_moc(${name}.cpp "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
    add_executable(${name} ${arg_SOURCES} "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests-bin")
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
    target_link_libraries(${name} PRIVATE autoglm_flags autoglm_test_support Qt6::Test ${arg_LIBS})
    # Tests are compiled often and run once.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
    if(NOT arg_PCH STREQUAL "NONE")
        target_precompile_headers(${name} REUSE_FROM ${arg_PCH})
    endif()
    # Threads that wait let go soon, as in the programs (core/base/thread_spinning.h): tests run beside one another.
    add_test(NAME ${arg_LABEL}.${name} COMMAND ${name})
    set_tests_properties(${arg_LABEL}.${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;AUTOGLM_BIN_DIR=${CMAKE_BINARY_DIR}/bin;LC_ALL=C.UTF-8;GOMP_SPINCOUNT=10000;${AUTOGLM_TEST_ENVIRONMENT}")
endfunction()

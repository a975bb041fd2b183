# autoglm_module(NAME [PUBLIC lib...] [PRIVATE lib...] SOURCES file...): one static library per folder of core/ and ui/.
function(autoglm_module name)
    cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(autoglm_${name} STATIC ${arg_SOURCES})
    target_link_libraries(autoglm_${name} PUBLIC ${arg_PUBLIC} PRIVATE autoglm_flags ${arg_PRIVATE})
    target_include_directories(autoglm_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endfunction()

# autoglm_test(NAME LABEL label [LIBS lib...] [TIMEOUT s] [SOURCES file...]): a Qt Test program, NAME.cpp by default.
function(autoglm_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBS" ${ARGN})
    if(NOT arg_SOURCES)
        set(arg_SOURCES ${name}.cpp)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests-bin")
    target_link_libraries(${name} PRIVATE autoglm_flags autoglm_test_support Qt6::Test ${arg_LIBS})
    add_test(NAME ${arg_LABEL}.${name} COMMAND ${name})
    set_tests_properties(${arg_LABEL}.${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;AUTOGLM_BIN_DIR=${CMAKE_BINARY_DIR}/bin;LC_ALL=C.UTF-8;${AUTOGLM_TEST_ENVIRONMENT}")
endfunction()

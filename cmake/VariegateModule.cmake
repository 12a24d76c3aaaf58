# variegate_module(NAME DEPENDS targets... [ROOMS folders...] [SOURCES files...]): one static library a folder, from
# every .cc file in it and in the folders below it that are named as its rooms, called variegate_NAME. A new file is
# picked up by itself.
function(variegate_module NAME)
  cmake_parse_arguments(ARG "" "" "DEPENDS;ROOMS;SOURCES" ${ARGN})
  set(patterns "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  foreach(room IN LISTS ARG_ROOMS)
    list(APPEND patterns "${CMAKE_CURRENT_SOURCE_DIR}/${room}/*.cc")
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  add_library(variegate_${NAME} STATIC ${sources} ${ARG_SOURCES})
  target_include_directories(variegate_${NAME} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_link_libraries(variegate_${NAME} PUBLIC ${ARG_DEPENDS} PRIVATE "$<BUILD_INTERFACE:variegate_warnings>")
  target_compile_features(variegate_${NAME} PUBLIC cxx_std_20)
endfunction()

# variegate_listed(FOLDER HEADER TYPE SPACE FUNCTION SOURCES): FUNCTION() lists what the files of a folder define, and
# SOURCES becomes those files and the list. ops/image/rotate.cc must define `const Op& variegate::image_ops::rotate()`,
# where TYPE is Op, from HEADER beside the folder, and SPACE is image_ops. A new file is picked up by itself. An explicit
# list cannot be dropped by the linker, as self-registering statics in an archive are.
function(variegate_listed FOLDER HEADER TYPE SPACE FUNCTION SOURCES)
  file(RELATIVE_PATH module "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/*.cc")
  set(declarations "")
  set(calls "")
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME_WE)
    string(APPEND declarations "const ${TYPE}& ${name}();\n")
    string(APPEND calls "    &${SPACE}::${name},\n")
  endforeach()
  set(list_file "${CMAKE_CURRENT_BINARY_DIR}/${FUNCTION}.cc")
  file(CONFIGURE OUTPUT "${list_file}" @ONLY CONTENT [[
// Generated from the file names in @module@/@FOLDER@; do not edit.
#include "@module@/@HEADER@"
namespace variegate {
namespace @SPACE@ {
@declarations@}
const std::vector<const @TYPE@& (*)()>& @FUNCTION@() {
  static const std::vector<const @TYPE@& (*)()> list{
@calls@  };
  return list;
}
}  // namespace variegate
]])
  # Such files are alike on purpose, down to the names of what they keep to themselves: each is a unit of its own.
  set_source_files_properties(${files} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set(${SOURCES} ${files} "${list_file}" PARENT_SCOPE)
endfunction()

# variegate_tests(NAME DEPENDS targets...): one GoogleTest program a folder, from every
# *_test.cc in it.
function(variegate_tests NAME)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc")
  if(NOT sources)
    return()
  endif()
  add_executable(${NAME}_tests ${sources})
  target_link_libraries(${NAME}_tests PRIVATE ${ARG_DEPENDS} test_support variegate_warnings GTest::gmock GTest::gtest_main)
  target_compile_options(${NAME}_tests PRIVATE ${VARIEGATE_QUICK_TO_COMPILE})
  target_precompile_headers(${NAME}_tests REUSE_FROM test_headers)
  # One ctest entry a program: discovering tests one by one starts the program once a test,
  # which for programs that load libtorch costs more than the tests themselves.
  add_test(NAME ${NAME} COMMAND ${NAME}_tests)
  set_tests_properties(${NAME} PROPERTIES TIMEOUT 1200 LABELS "${ARG_LABELS}")
endfunction()

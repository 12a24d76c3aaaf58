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
  # What is tested is optimised; the tests themselves compile in half the time with -O1.
  target_compile_options(${NAME}_tests PRIVATE -O1)
  target_precompile_headers(${NAME}_tests REUSE_FROM test_headers)
  # One ctest entry a program: discovering tests one by one starts the program once a test,
  # which for programs that load libtorch costs more than the tests themselves.
  add_test(NAME ${NAME} COMMAND ${NAME}_tests)
  set_tests_properties(${NAME} PROPERTIES TIMEOUT 600 LABELS "${ARG_LABELS}")
endfunction()

# Language level, warnings, ccache and sanitizers for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(VARIEGATE_CCACHE ccache)
if(VARIEGATE_CCACHE)
  # The base directory lets two checkouts share cached objects; the sloppiness is what a
  # precompiled header needs (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${VARIEGATE_CCACHE})
endif()

# What is tested is optimised. What tests it, and the command line, compile in half the time with less.
set(VARIEGATE_QUICK_TO_COMPILE -O1)

add_library(variegate_warnings INTERFACE)
target_compile_options(variegate_warnings INTERFACE
  # Errors only here: those who build it as a part of theirs have compilers we do not know.
  -Wall -Wextra -Wpedantic $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Werror> -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  # Sizes and indices mix signed and unsigned at every libjpeg, libpng and std::span border;
  # -Wconversion keeps the narrowing checks, which are the ones that find bugs.
  -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives from inlined std::string and std::vector code at -O2
  # (GCC bugs 105651, 105329, 107852).
  target_compile_options(variegate_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # In a unit of several files clang says of a local name what g++ does not: that a neighbouring file has it too.
  target_compile_options(variegate_warnings INTERFACE -Wno-shadow)
endif()

if(VARIEGATE_SANITIZE)
  add_compile_options(-fsanitize=${VARIEGATE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VARIEGATE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Under sanitizers g++ 12 takes std::regex's own members for uninitialised (GCC bug 105562).
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
endif()
if(VARIEGATE_FUZZ)
  # libFuzzer sees what an input reaches only in code that is instrumented for it.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

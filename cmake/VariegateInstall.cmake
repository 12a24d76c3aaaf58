# What other projects link, none of it with libtorch, whether it is installed (find_package) or a part of theirs
# (add_subdirectory):
#   variegate::apply      read data, run policies, load batches, write augmented copies
#   variegate::search     spaces, search methods, studies and their reports, and what variegate::apply has
#   variegate::variegate  both
set(variegate_modules core reference kernels data ops policy pipeline loader apply throughput space search store trial executor study report)
set(variegate_targets)
foreach(module IN LISTS variegate_modules)
  set_target_properties(variegate_${module} PROPERTIES EXPORT_NAME module_${module})
  list(APPEND variegate_targets variegate_${module})
endforeach()

function(variegate_public NAME)
  add_library(variegate_public_${NAME} INTERFACE)
  add_library(variegate::${NAME} ALIAS variegate_public_${NAME})
  set_target_properties(variegate_public_${NAME} PROPERTIES EXPORT_NAME ${NAME})
  target_link_libraries(variegate_public_${NAME} INTERFACE ${ARGN})
  set(variegate_targets ${variegate_targets} variegate_public_${NAME} PARENT_SCOPE)
endfunction()
variegate_public(apply variegate_apply variegate_loader)
variegate_public(search variegate_public_apply variegate_report)
variegate_public(variegate variegate_public_search variegate_throughput)

if(VARIEGATE_INSTALL)
  include(CMakePackageConfigHelpers)
  set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/variegate)
  install(TARGETS ${variegate_targets} EXPORT variegate-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT variegate-targets NAMESPACE variegate:: DESTINATION ${package_folder})
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/variegate" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h" PATTERN "*-inl.h" EXCLUDE PATTERN "variegate/train" EXCLUDE)
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/variegate-config-version.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/variegate-config.cmake" "${PROJECT_BINARY_DIR}/variegate-config-version.cmake"
    DESTINATION ${package_folder})
endif()

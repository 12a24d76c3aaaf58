# What other projects link: variegate::variegate, all of the library that needs no libtorch, whether it is installed
# (find_package) or a part of theirs (add_subdirectory).
set(variegate_modules core reference kernels data ops policy pipeline loader apply throughput space search store trial executor study report)

add_library(variegate_library INTERFACE)
add_library(variegate::variegate ALIAS variegate_library)
set_target_properties(variegate_library PROPERTIES EXPORT_NAME variegate)
set(variegate_targets variegate_library)
foreach(module IN LISTS variegate_modules)
  set_target_properties(variegate_${module} PROPERTIES EXPORT_NAME ${module})
  list(APPEND variegate_targets variegate_${module})
  target_link_libraries(variegate_library INTERFACE variegate_${module})
endforeach()

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

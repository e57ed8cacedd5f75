include(CMakePackageConfigHelpers)
set(csr_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/csr")

install(DIRECTORY include/csr DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
# Two export sets: whoever links the shared library needs none of the dependencies' development packages.
install(TARGETS csr EXPORT csr_shared)
install(TARGETS csr_static EXPORT csr_static)
install(EXPORT csr_shared NAMESPACE csr:: FILE csrShared.cmake DESTINATION "${csr_package_dir}")
install(EXPORT csr_static NAMESPACE csr:: FILE csrStatic.cmake DESTINATION "${csr_package_dir}")

configure_package_config_file(cmake/csrConfig.cmake.in "${PROJECT_BINARY_DIR}/csrConfig.cmake"
    INSTALL_DESTINATION "${csr_package_dir}" NO_SET_AND_CHECK_MACRO)
# Below 1.0 a minor release may change the API.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/csrConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/csrConfig.cmake" "${PROJECT_BINARY_DIR}/csrConfigVersion.cmake"
    DESTINATION "${csr_package_dir}")
foreach(dependency sqlite uuid utf8proc sodium)
    install(FILES cmake/dependencies/${dependency}.cmake DESTINATION "${csr_package_dir}/dependencies")
endforeach()

# csr.pc finds its prefix from where it lies. The way up is computed: it has one step more under lib/<multiarch>.
file(RELATIVE_PATH csr_pc_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" csr_pc_prefix "${csr_pc_prefix}")
configure_file(cmake/csr.pc.in "${PROJECT_BINARY_DIR}/csr.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/csr.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

if(TARGET csr_tool)
    install(TARGETS csr_tool)
endif()

# The man pages come from the headers and from the tool's own words; a build without python3 goes without them.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TARGET csr_tool AND Python3_FOUND AND PROJECT_IS_TOP_LEVEL)
    set(csr_docs "${PROJECT_BINARY_DIR}/docs")
    file(GLOB csr_reference CONFIGURE_DEPENDS "include/csr/*.h" "include/csr/sys/*.h" "cmake/scripts/*reference*.py")
    add_custom_command(OUTPUT "${csr_docs}/stamp"
        COMMAND "${CMAKE_COMMAND}" -E env PYTHONDONTWRITEBYTECODE=1 "${Python3_EXECUTABLE}"
            "${PROJECT_SOURCE_DIR}/cmake/scripts/reference.py" --out "${csr_docs}" --tool "$<TARGET_FILE:csr_tool>"
        COMMAND "${CMAKE_COMMAND}" -E touch "${csr_docs}/stamp"
        DEPENDS csr_tool ${csr_reference} COMMENT "The reference" VERBATIM)
    add_custom_target(csr_reference ALL DEPENDS "${csr_docs}/stamp")
    install(DIRECTORY "${csr_docs}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}")
endif()

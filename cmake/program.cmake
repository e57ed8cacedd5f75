# What every program of the tree (tool, demo, snippet, test, bench) has in common. They all link the static library: a
# tool is then one file to copy, and a test can reach what the shared object hides.
function(csr_add_program target)
    add_executable(${target} ${ARGN})
    target_compile_definitions(${target} PRIVATE CSR_EXPERIMENTAL)
    target_link_libraries(${target} PRIVATE csr::csr_static)
    csr_warnings(${target})
    csr_sanitize(${target})
endfunction()

# POSIX names (mkdtemp, clock_gettime, ...) are hidden by -std=c11 unless asked for.
function(csr_use_posix target)
    target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L)
endfunction()

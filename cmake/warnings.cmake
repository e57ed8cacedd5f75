# A function and not an interface library: an interface library would have to be exported with the static library.
function(csr_warnings target)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wswitch-enum
        $<$<BOOL:${CSR_WERROR}>:-Werror>)
endfunction()

function(csr_sanitize target)
    if(CSR_SANITIZE)
        target_compile_options(${target} PRIVATE
            -fsanitize=${CSR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
            # Checks between two statements hide from gcc what a number can be.
            $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>)
        target_link_options(${target} PRIVATE -fsanitize=${CSR_SANITIZE})
    endif()
endfunction()

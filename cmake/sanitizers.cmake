function(csr_sanitize target)
    if(CSR_SANITIZE)
        target_compile_options(${target} PRIVATE
            -fsanitize=${CSR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${CSR_SANITIZE})
    endif()
endfunction()

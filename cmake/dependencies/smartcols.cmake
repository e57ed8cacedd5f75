# Tables of the csr command line; the library itself does not use it.
pkg_check_modules(CSR_SMARTCOLS REQUIRED QUIET IMPORTED_TARGET GLOBAL smartcols)

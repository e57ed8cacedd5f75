# Reads policy documents, csr_call parameters and imports.
pkg_check_modules(CSR_JANSSON REQUIRED QUIET IMPORTED_TARGET GLOBAL jansson>=2.13)

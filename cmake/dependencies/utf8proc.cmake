# Normalisation and case folding of search and identity keys.
pkg_check_modules(CSR_UTF8PROC REQUIRED QUIET IMPORTED_TARGET GLOBAL libutf8proc>=2.5)

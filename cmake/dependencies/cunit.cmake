# Test framework; only tests/ uses it.
pkg_check_modules(CSR_CUNIT REQUIRED QUIET IMPORTED_TARGET GLOBAL cunit)

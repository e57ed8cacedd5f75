# The default store. 3.37 is the first release with STRICT tables.
pkg_check_modules(CSR_SQLITE REQUIRED QUIET IMPORTED_TARGET GLOBAL sqlite3>=3.37)

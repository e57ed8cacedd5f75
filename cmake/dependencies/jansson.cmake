# For the csr tool, and for tests: another reader of the JSON that the library reads and writes.
pkg_check_modules(CSR_JANSSON REQUIRED QUIET IMPORTED_TARGET GLOBAL jansson>=2.13)

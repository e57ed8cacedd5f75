# libuuid of util-linux: parsing and formatting of ids.
pkg_check_modules(CSR_UUID REQUIRED QUIET IMPORTED_TARGET GLOBAL uuid)

# BLAKE2b for the event chain, sealing of personal values.
pkg_check_modules(CSR_SODIUM REQUIRED QUIET IMPORTED_TARGET GLOBAL libsodium>=1.0.18)

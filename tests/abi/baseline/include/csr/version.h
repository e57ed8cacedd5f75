/**
 * Version of the library. The SONAME (ABI epoch) is independent of it and 0 before 1.0.
 */
#ifndef CSR_VERSION_H
#define CSR_VERSION_H

#include <csr/export.h>
#include <stdint.h>

CSR_BEGIN_DECLS

/** First number of the release that the headers are of. */
#define CSR_VERSION_MAJOR 0
/** Second number; before 1.0 it may break programs. */
#define CSR_VERSION_MINOR 1
/** Third number, for repairs. */
#define CSR_VERSION_PATCH 0
/** The three as one, major * 1000000 + minor * 1000 + patch, for comparing. */
#define CSR_VERSION_NUMBER (CSR_VERSION_MAJOR * 1000000 + CSR_VERSION_MINOR * 1000 + CSR_VERSION_PATCH)
/** The three as text. */
#define CSR_VERSION_TEXT "0.1.0"

/**
 * Version of the library that runs, which may be newer than the header compiled against.
 *
 * @return major * 1000000 + minor * 1000 + patch
 * @owner  nothing
 * @thread any
 * @cost   constant
 * @source docs/abi.md
 * @since  0.1
 */
CSR_API int32_t csr_version_number(void);

/**
 * The same version as text, for people.
 *
 * @return a static string such as "0.1.0"
 * @owner  static, never freed
 * @thread any
 * @cost   constant
 * @source docs/abi.md
 * @since  0.1
 */
CSR_API const char *csr_version_text(void);

CSR_END_DECLS

#endif

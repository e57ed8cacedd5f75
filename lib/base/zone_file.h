/**
 * Reading the file of a time zone: the one place that opens it. What stands in it, policy/zone.h knows.
 */
#ifndef CSRI_BASE_ZONE_FILE_H
#define CSRI_BASE_ZONE_FILE_H

#include "base/buffer.h"

/** Longest name of a zone, and largest file: the real ones have up to 32 bytes and 4 KB. */
#define CSRI_ZONE_NAME_BYTES 64
#define CSRI_ZONE_FILE_BYTES_MAX 131072

/**
 * Whether a text can be the name of a zone: letters, digits, "_", "-" and "+", in parts divided by "/".
 *
 * No part is empty and no dot is allowed, so that no name leads out of the directory.
 */
int csri_zone_name_valid(const char *name, size_t len);

/**
 * Append the bytes of a zone's file.
 *
 * @param directory  that holds the files; empty = where systems keep them, the first that has the zone
 * @param name       of the zone
 *
 * CSR_E_ARGUMENT (field "zone": no name of a zone; field "directory": it holds U+0000), CSR_E_NOT_FOUND (field "zone":
 * there is no such regular file, it cannot be read, or it is larger than a zone file); otherwise the buffer's status.
 */
csr_status csri_zone_file_read(const csr_str *directory, const csr_str *name, csri_buffer *out, csr_error *err);

#endif

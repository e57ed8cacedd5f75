/*
 * Names of files that come from outside: none of them may lead anywhere or look like what it is not.
 */
#ifndef CSRI_POLICY_FILE_NAME_H
#define CSRI_POLICY_FILE_NAME_H

#include "base/buffer.h"

/* Append a name that is safe to show and to save under. Without `clean` a name that is not is refused (err->field =
 * "name"); with it, what a name must not have becomes "_". */
csr_status csri_file_name(const csr_str *name, int clean, csri_buffer *out, csr_error *err);
/* Whether a text is a media type: two words of RFC 6838 with "/" between them. */
int csri_media_type_valid(const csr_str *type);

#endif

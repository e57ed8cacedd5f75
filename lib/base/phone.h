/**
 * Telephone numbers in the one form under which two of them are the same: E.164, "+" and digits.
 *
 * Read are numbers as people write them: blanks, dashes, dots, slashes, brackets and invisible direction marks between
 * the digits, digits of other scripts, "tel:" in front. What is not a digit of the number and not one of these is
 * refused rather than dropped: letters, extensions, a "+" in the middle.
 *
 * A number is international when it begins with "+", with "00", or with what its own country dials instead (011 from
 * +1 and +692, 0011 from +61, 010 from +81, 810 from +7, +375, +992, +993 and +998). "(0)" is then left out, as in
 * +44 (0)20 7946 0958, unless national numbers of that country begin with 0. Any other number is national: it gets
 * the calling code that is given in front, and loses the trunk prefix of that country, which is one 0 unless
 * phone.c's table says otherwise.
 *
 * Limits, on purpose: this is a key, not a check of numbering plans. Only lengths are looked at, 4 to 15 digits in
 * all, and for +1 its fixed eleven, which leaves out the 310-1234 of Canada. A local number without its area code and an international one without its "+"
 * are taken for national ones. Not known are carrier codes (Brazil, Colombia), the 15 of Argentine mobile numbers, the
 * old 1 of Mexican ones, international prefixes such as 001 and 009, and a trunk 0 behind the calling code without
 * brackets (+49 030...): what is written so gets a key of its own, or is refused for its length. Numbers in plain
 * international form have none of these doubts.
 */
#ifndef CSRI_BASE_PHONE_H
#define CSRI_BASE_PHONE_H

#include "base/buffer.h"
#include <csr/types.h>

/**
 * Append the E.164 form of a number.
 *
 * @param value         valid UTF-8
 * @param calling_code  of the country whose national numbers are taken, one to three digits; NULL or empty = none are
 *
 * CSR_E_ARGUMENT with field "value" or "calling_code", and nothing appended; otherwise the buffer's status.
 */
csr_status csri_phone_key(const csr_str *value, const csr_str *calling_code, csri_buffer *out, csr_error *err);

#endif

/**
 * Floating-point numbers as text, whatever the program's locale says about decimal points.
 */
#ifndef CSRI_BASE_NUMBER_H
#define CSRI_BASE_NUMBER_H

#include <stddef.h>

/** Bytes that csri_double_write() writes at most, its NUL included. */
#define CSRI_DOUBLE_TEXT 32

/**
 * Read a decimal number ("-1.5e3", "NaN", "Infinity"), all of len bytes, at most 127 of them: 1, or 0 when it is none, or
 * its digits are too large for a double.
 */
int csri_double_read(const char *ptr, size_t len, double *out);

/** Bytes that csri_double_convert() needs behind a number. */
#define CSRI_DOUBLE_SPARE 16

/**
 * Convert a decimal number of any length in place: text has CSRI_DOUBLE_SPARE bytes more than len, and is changed. 1, or
 * 0 when it is none, or too large; *out is infinite then.
 */
int csri_double_convert(char *text, size_t len, double *out);

/** Digits before the point from which on people are given a power of ten, and CEL. Up to 15 all of them are exact. */
#define CSRI_DOUBLE_PEOPLE 15
#define CSRI_DOUBLE_CEL 6

/**
 * Write the shortest text that reads back as the same number, NUL-ended ("1.5", "1e+23", "NaN", "+Inf"): with a power of ten
 * if there were more than `places` digits before the point, at most 15, or more than three zeros behind it. Its length.
 */
size_t csri_double_write(double number, int places, char *out);

#endif

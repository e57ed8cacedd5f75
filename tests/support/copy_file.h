#ifndef CSR_TEST_COPY_FILE_H
#define CSR_TEST_COPY_FILE_H

/* Write the bytes of a file into another, which is made or emptied; 1, or 0 when that was not possible as a whole. */
int csr_test_copy_file(const char *from, const char *to);

#endif

/*
 * The books once more, twice: as the events tell them, from the first to the last, and as the public functions show them.
 */
#ifndef CSR_TEST_MONEY_LOG_H
#define CSR_TEST_MONEY_LOG_H

#include "support/money_books.h"

#include <csr/session.h>

/* I18: what is wrong with the log, played from its beginning, or NULL. */
const char *log_wrong(csr_session *session, const money_books *b);

/* I19: what is wrong with what an agent is shown, or NULL. */
const char *shown_wrong(csr_session *session, const money_books *b);

#endif

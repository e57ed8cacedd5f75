/*
 * A desk where a refund waits to be paid.
 */
#ifndef CSR_TEST_DESK_REFUND_H
#define CSR_TEST_DESK_REFUND_H

#include "support/desk_fixture.h"

/* $a is a refund of 4.00, approved by $rosa, of $order, which was paid by $one, 3.00, and $two, 7.00, through a gateway; $line is
 * its line. An empty name is none. */
void desk_refund_begin(desk_fixture *f, const char *gateway);

#endif

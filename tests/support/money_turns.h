/*
 * More turns that a history of money takes: gateways that give money back by themselves or another amount than was planned,
 * people who find out, goods that come back, vouchers; and what csr_payout_review() names of all that is reserved.
 */
#ifndef CSR_TEST_MONEY_TURNS_H
#define CSR_TEST_MONEY_TURNS_H

#include "support/money_world.h"

/* A line of the gateway's report that nobody planned, or with one unit more or less than was; or such money comes back. */
csr_status turn_report(money_world *w);
/* Two people say what went where there is an incident, or one opens it again. */
csr_status turn_incident(money_world *w);
/* Goods come back, or a claim is made, and it is settled; somebody asks for the refund. */
csr_status turn_goods(money_world *w);
/* A voucher is issued, used, given back or taken back. */
csr_status turn_voucher(money_world *w);

/* Two people find out what became of a payout, as the gateway has it in its books. */
csr_status turn_attest(money_world *w, const csr_payout_view *payout);

/* That every amount which is reserved, and every incident, is named by the review; NULL, or what is not. */
const char *reserved_wrong(csr_session *session, const money_books *b);

#endif

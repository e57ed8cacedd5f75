/**
 * libcsr: the customer service desk as a library. This header includes every other public one but those in sys/,
 * which are for implementers of stores.
 */
#ifndef CSR_CSR_H
#define CSR_CSR_H

#include <csr/agent.h>
#include <csr/attachment.h>
#include <csr/calendar.h>
#include <csr/call.h>
#include <csr/care.h>
#include <csr/claim.h>
#include <csr/clock.h>
#include <csr/contact_point.h>
#include <csr/customer.h>
#include <csr/delivery.h>
#include <csr/desk.h>
#include <csr/draft.h>
#include <csr/duty.h>
#include <csr/escalation.h>
#include <csr/event.h>
#include <csr/exchange.h>
#include <csr/export.h>
#include <csr/expression.h>
#include <csr/field.h>
#include <csr/firing.h>
#include <csr/giving_back.h>
#include <csr/goodwill.h>
#include <csr/host.h>
#include <csr/interaction.h>
#include <csr/judgement.h>
#include <csr/link.h>
#include <csr/matcher.h>
#include <csr/money.h>
#include <csr/money_report.h>
#include <csr/note.h>
#include <csr/payout.h>
#include <csr/policy.h>
#include <csr/purchase.h>
#include <csr/reconcile.h>
#include <csr/refund.h>
#include <csr/refund_policy.h>
#include <csr/remedy.h>
#include <csr/remedy_policy.h>
#include <csr/result.h>
#include <csr/return.h>
#include <csr/rules.h>
#include <csr/session.h>
#include <csr/sla.h>
#include <csr/status.h>
#include <csr/ticket.h>
#include <csr/types.h>
#include <csr/version.h>
#include <csr/voucher.h>
#include <csr/watcher.h>

#endif

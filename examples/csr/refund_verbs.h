/*
 * csr refund VERB, where a verb is more than one operation.
 */
#ifndef CSR_TOOL_REFUND_VERBS_H
#define CSR_TOOL_REFUND_VERBS_H

struct tool;

int refund_request(struct tool *tool);
int refund_show(struct tool *tool);

#endif

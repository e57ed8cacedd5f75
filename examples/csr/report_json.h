/*
 * The traffic report as one document.
 */
#ifndef CSR_TOOL_REPORT_JSON_H
#define CSR_TOOL_REPORT_JSON_H

#include "tool.h"
#include "traffic.h"

/* {"summary":{...},"by_month":[...],"cases":[...]}, instants in the desk's display offset. */
json_t *report_json(struct tool *tool, const struct traffic *traffic);

#endif

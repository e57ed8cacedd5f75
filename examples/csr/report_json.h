/*
 * The traffic report as one document.
 */
#ifndef CSR_TOOL_REPORT_JSON_H
#define CSR_TOOL_REPORT_JSON_H

#include "promises.h"
#include "tool.h"
#include "traffic.h"

/* {"summary":{...},"by_month":[...],"cases":[...]}, instants in the desk's display offset; and "sla":{...} where something
 * was promised. */
json_t *report_json(struct tool *tool, const struct traffic *traffic, const struct promises *promises);

#endif

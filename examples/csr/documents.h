/*
 * Policy documents as people name them, and whether the library would take them.
 */
#ifndef CSR_TOOL_DOCUMENTS_H
#define CSR_TOOL_DOCUMENTS_H

#include "tool.h"

/*
 * The text of a document: of a file, which "-", a "/" or ".json" at the end tells for sure, else the policy of the desk of
 * this kind and name. 0 and a new text, or an exit code and a message.
 */
int document_read(struct tool *tool, const char *kind, const char *word, char **out, size_t *len);

/*
 * Everything that is wrong with the document in a file, as `csr policy check` shows it. Without a desk, calendars that an
 * SLA document names are looked for beside it.
 */
int document_check(struct tool *tool, const char *kind, const char *path);

/* Record the calendars that an SLA document names and that lie beside it, as NAME.json. */
csr_status document_calendars(csr_session *session, const char *path, const char *text, size_t len, csr_error *err);

#endif

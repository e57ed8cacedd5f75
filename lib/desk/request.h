/*
 * Request keys: the same key again gives the first answer and writes nothing.
 *
 * An operation takes one by a parameter `request_key` of the type of that name; there is nothing else to do. The
 * record is written in the transaction of what it stands for. It is no event: nothing of the desk has changed by it.
 */
#ifndef CSRI_DESK_REQUEST_H
#define CSRI_DESK_REQUEST_H

#include "desk/run.h"

/* Run the operation, unless its key has an answer already. Without a key this is operation->run() alone. */
csr_status csri_request_run(csri_call *call, const csri_operation *operation, const csr_id *id, const void *params,
                            void *out);

#endif

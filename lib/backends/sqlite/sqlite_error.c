#include "backends/sqlite/sqlite_error.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

csr_status csri_sqlite_status(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return CSR_E_NO_MEMORY;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: /* the lock of the WAL was contended for too long */ return CSR_E_STORE_BUSY;
    case SQLITE_NOMEM: return CSR_E_NO_MEMORY;
    case SQLITE_FULL: return CSR_E_STORE_FULL;
    case SQLITE_READONLY: return CSR_E_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return CSR_E_CORRUPT;
    case SQLITE_TOOBIG: return CSR_E_LIMIT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: /* of the WAL, once the file itself is open */
    case SQLITE_PERM: return CSR_E_STORE_IO;
    default: return CSR_E_INTERNAL;
    }
}

int csri_sqlite_unread(const char *complaint)
{
    static const char coded[] = "unable to get the page. error code=";

    for (const char *at = strstr(complaint, coded); at != NULL; at = strstr(at, coded)) {
        int code = 0;
        for (at += sizeof(coded) - 1; *at >= '0' && *at <= '9' && code < 1000000; at++)
            code = 10 * code + (*at - '0');
        if (csri_sqlite_status(code) != CSR_E_CORRUPT)
            return code;
    }
    /* Of a page of a chain it does not say why; a page that the file does not have it calls something else. */
    return strstr(complaint, "failed to get page") != NULL ? SQLITE_IOERR_READ : SQLITE_OK;
}

const char *csri_sqlite_errno_text(int number, char *out, size_t size)
{
    if (strerror_r(number, out, size) != 0)
        snprintf(out, size, "system error %d", number);
    return out;
}

csr_status csri_sqlite_fail(csr_error *err, int code, sqlite3 *db, const char *path)
{
    char reason[128];
    int number = db != NULL && (code & 0xff) == SQLITE_IOERR ? sqlite3_system_errno(db) : 0;

    if (number != 0)
        return csri_fail_backend(err, csri_sqlite_status(code), code, NULL, "%s: %s (%s)", path, sqlite3_errstr(code),
                                 csri_sqlite_errno_text(number, reason, sizeof(reason)));
    return csri_fail_backend(err, csri_sqlite_status(code), code, NULL, "%s: %s", path,
                             db != NULL && sqlite3_extended_errcode(db) == code ? sqlite3_errmsg(db)
                                                                                : sqlite3_errstr(code));
}

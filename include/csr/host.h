/**
 * What the embedding program may supply: memory, time, entropy, a place for log lines.
 *
 * One struct, given once to csr_desk_open() and copied there. NULL members get defaults: malloc (alloc, realloc and free come together
 * or not at all), the system's
 * real-time clock, the operating system's entropy, no log. A program that passes a clock and an entropy source of
 * its own gets the same bytes of state for the same calls, on every store.
 *
 * Memory of SQLite, libsodium and utf8proc does not pass through these functions.
 */
#ifndef CSR_HOST_H
#define CSR_HOST_H

#include <csr/export.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How grave a log line is. */
typedef int32_t csr_log_level;
enum {
    CSR_LOG_DEBUG = 1,   /**< For those who work on the library. */
    CSR_LOG_WARNING = 2, /**< Something a host should look at. */
    CSR_LOG_ERROR = 3    /**< Something failed that no call could report. */
};

/** The host's services; every callback runs on the caller's thread and must not call into the same desk. */
typedef struct csr_host {
    uint32_t struct_size;                    /**< sizeof(csr_host) of the caller. */
    uint32_t reserved;                       /**< Zero. */
    void *user;                              /**< Handed to every callback. */
    void *(*alloc)(void *user, size_t size); /**< size bytes aligned as malloc does, or NULL. */
    void *(*realloc)(void *user, void *ptr, size_t old_size, size_t new_size); /**< As realloc; both sizes above 0. */
    void (*free)(void *user, void *ptr, size_t size);       /**< ptr is never NULL; size as it was asked for. */
    csr_time (*now)(void *user);                            /**< Microseconds UTC. */
    int32_t (*entropy)(void *user, uint8_t *out, size_t n); /**< Fill n random bytes; 1 = done, 0 = failed. */
    void (*log)(void *user, csr_log_level level, const char *component, const char *message); /**< One line. */
} csr_host;

/** A host that takes every default. */
#define CSR_HOST_INIT                                                           \
    {                                                                           \
        (uint32_t)sizeof(csr_host), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL \
    }

CSR_END_DECLS

#endif

/* A host with its own clock, entropy and memory: the same calls give the same bytes, every time. */
#include <csr/csr.h>
#include <stdio.h>
#include <stdlib.h>

/* snippet: host */
/* What the callbacks work on. One thread only here; a desk that threads share needs a lock around it. */
typedef struct world {
    csr_time now;
    uint64_t seed;
    size_t bytes; /* held by the library at the moment */
} world;

static csr_time world_now(void *user)
{
    return ((world *)user)->now;
}

/* Enough for a test. Never for a real desk: ids and salts must not be guessed. */
static int32_t world_entropy(void *user, uint8_t *out, size_t n)
{
    world *w = user;

    for (size_t i = 0; i < n; i++) {
        w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
        out[i] = (uint8_t)(w->seed >> 56);
    }
    return 1;
}

static void *world_alloc(void *user, size_t size)
{
    void *ptr = malloc(size);

    ((world *)user)->bytes += ptr != NULL ? size : 0;
    return ptr;
}

static void *world_realloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
    void *moved = realloc(ptr, new_size);

    ((world *)user)->bytes += moved != NULL ? new_size - old_size : 0;
    return moved;
}

static void world_free(void *user, void *ptr, size_t size)
{
    ((world *)user)->bytes -= size;
    free(ptr);
}
/* end */

/* snippet: open */
static csr_status open_desk(world *w, csr_desk **desk, csr_error *err)
{
    csr_host host = CSR_HOST_INIT;
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;

    host.user = w;
    host.now = world_now;
    host.entropy = world_entropy;
    host.alloc = world_alloc; /* these three together, or none of them */
    host.realloc = world_realloc;
    host.free = world_free;
    params.host = &host; /* copied; w must live as long as the desk, its sessions and its results */
    return csr_desk_open("memory:", &params, desk, err);
}
/* end */

static csr_status play(csr_session *session, world *w, csr_error *err)
{
    csr_ticket_open_params matter = CSR_TICKET_OPEN_PARAMS_INIT;
    char text[CSR_ID_TEXT_BYTES];
    csr_id id;
    csr_status status;

    matter.subject = CSR_STR("The jacket came torn");
    w->now += 60 * 1000000;
    status = csr_ticket_open(session, &matter, &id, err);
    if (status != CSR_OK)
        return status;
    csr_id_format(&id, text);
    printf("%s\n", text); /* the same in every run */
    return CSR_OK;
}

int main(void)
{
    csr_error err = CSR_ERROR_INIT;
    csr_desk *desk = NULL;
    csr_session *session = NULL;
    world w = { 0, 1, 0 };
    csr_status status = csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &w.now, &err);

    if (status == CSR_OK)
        status = open_desk(&w, &desk, &err);
    if (status == CSR_OK)
        status = csr_session_open(desk, NULL, &session, &err);
    if (status == CSR_OK)
        status = play(session, &w, &err);
    if (status != CSR_OK)
        fprintf(stderr, "%s: %s\n", csr_status_name(status), err.message);
    csr_session_close(session);
    csr_desk_close(desk);
    return status == CSR_OK && w.bytes == 0 ? 0 : 1;
}

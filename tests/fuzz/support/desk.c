#include "support/desk.h"

#include "base/memory.h"
#include "base/time.h"
#include "support/doors.h"

#include <csr/csr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int32_t same_entropy(void *user, uint8_t *out, size_t n)
{
    (void)user;
    memset(out, 0x5a, n);
    return 1;
}

csr_status fuzz_desk_open(fuzz_desk *desk, const char *uri, uint32_t flags)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_status status;

    csr_test_host_init(&desk->host, CSR_TEST_MONDAY, 1);
    desk->host.host.entropy = same_entropy;
    desk->session = NULL;
    params.host = &desk->host.host;
    params.flags = flags;
    status = csr_desk_open(uri, &params, &desk->desk, NULL);
    return status != CSR_OK ? status : csr_session_open(desk->desk, NULL, &desk->session, NULL);
}

void fuzz_desk_close(fuzz_desk *desk)
{
    csr_session_close(desk->session);
    csr_desk_close(desk->desk);
    FUZZ_REQUIRE(csr_test_host_done(&desk->host) == 0);
}

void fuzz_desk_later(fuzz_desk *desk)
{
    csr_test_host_advance(&desk->host, CSRI_HOUR_US);
}

int fuzz_desk_verify(fuzz_desk *desk)
{
    csr_diagnostic_view line = { .struct_size = sizeof(line) };
    csr_result *found;
    int errors = 0;

    if (csr_desk_verify(desk->session, NULL, &found, NULL) != CSR_OK)
        return -1;
    for (size_t i = 0; i < csr_result_count(found); i++) {
        FUZZ_REQUIRE(csr_diagnostic_at(found, i, &line, NULL) == CSR_OK);
        errors += line.severity == CSR_SEVERITY_ERROR;
        if (getenv("CSR_FUZZ_VERBOSE") != NULL)
            fprintf(stderr, "verify: %s: %s\n", line.place.len == 0 ? "" : line.place.ptr, line.text.ptr);
    }
    csr_result_free(found);
    return errors;
}

/* One step of the scenario; "$noun" in it becomes the last id of that record. */
typedef struct step {
    const char *operation, *json;
} step;

static const step steps[] = {
    { "settings.change", "{\"name\":\"Shop\",\"currency\":\"CZK\",\"calling_code\":\"420\",\"language\":\"cs\"}" },
    { "agent.add", "{\"handle\":\"petr\",\"name\":\"Petr\",\"role\":\"associate\",\"email\":\"petr@shop.example\"}" },
    { "skill.set", "{\"id\":\"$agent\",\"kind\":\"language\",\"name\":\"cs\",\"level\":5}" },
    { "team.add", "{\"name\":\"Counter\",\"lead\":\"$agent\"}" },
    { "team.join", "{\"id\":\"$team\",\"agent\":\"$agent\"}" },
    { "contact_point.add", "{\"channel\":\"email\",\"name\":\"Desk\",\"responsible\":\"$agent\",\"team\":\"$team\"}" },
    { "customer.add", "{\"name\":\"Jana Nov\\u00e1kov\\u00e1\",\"language\":\"cs\",\"note\":\"likes tea\"}" },
    { "identity.add", "{\"customer\":\"$customer\",\"kind\":\"email\",\"value\":\"Jana@Example.com\"}" },
    { "identity.verify", "{\"id\":\"$identity\"}" },
    { "customer.tag", "{\"id\":\"$customer\",\"tag\":\"VIP\"}" },
    { "ticket.open", "{\"customer\":\"$customer\",\"team\":\"$team\",\"kind\":\"complaint\",\"subject\":\"Torn\"}" },
    { "ticket.tag", "{\"id\":\"$ticket\",\"tag\":\"jacket\"}" },
    { "interaction.add",
      "{\"channel\":\"email\",\"ticket\":\"$ticket\",\"customer\":\"$customer\",\"agent\":\"$agent\","
      "\"direction\":\"incoming\",\"subject\":\"Torn\",\"body\":\"The jacket came torn\"}" },
    { "interaction.add",
      "{\"channel\":\"phone\",\"ticket\":\"$ticket\",\"customer\":\"$customer\",\"agent\":\"$agent\"}" },
    { "interaction.hold", "{\"id\":\"$interaction\",\"reason\":\"asks\"}" },
    { "interaction.resume", "{\"id\":\"$interaction\"}" },
    { "interaction.transfer", "{\"id\":\"$interaction\",\"team\":\"$team\",\"reason\":\"theirs\"}" },
    { "ticket.move", "{\"id\":\"$ticket\",\"state\":\"open\",\"reason\":\"begun\"}" },
    { "ticket.move", "{\"id\":\"$ticket\",\"state\":\"resolved\",\"resolution\":\"solved\"}" },
    { "ticket.reopen", "{\"id\":\"$ticket\",\"reason\":\"came back\"}" },
    { "policy.add", "{\"kind\":\"lifecycle\",\"name\":\"small\",\"document\":{\"states\":[{\"name\":\"a\",\"category\":"
                    "\"new\"},{\"name\":\"b\",\"category\":\"closed\"}],\"initial\":\"a\",\"transitions\":[{\"from\":"
                    "\"a\",\"to\":\"b\"}]}}" },
    { "ticket.open",
      "{\"subject\":\"Second\",\"lifecycle\":\"small\",\"assignee\":\"$agent\",\"priority\":\"urgent\"}" },
    { "ticket.open", "{\"subject\":\"Third\",\"customer\":\"$customer\",\"external_id\":\"ext-1\"}" },
    { "customer.add", "{\"name\":\"Shop of shops\",\"kind\":\"organisation\"}" },
    { "customer.add", "{\"name\":\"Second\",\"organisation\":\"$customer\"}" },
    { "bookmark.set", "{\"name\":\"mail\",\"value\":\"42\"}" },
    { "agent.add", "{\"handle\":\"vera\",\"role\":\"supervisor\"}" },
    { "escalation.raise", "{\"ticket\":\"$ticket\",\"reason\":\"comes\",\"within_us\":60000000}" },
    { "escalation.raise", "{\"ticket\":\"$ticket\",\"to_agent\":\"$agent\"}" },
    { "purchase.put", "{\"external_id\":\"W-1\",\"customer\":\"$customer\",\"currency\":\"CZK\"}" },
    { "purchase_line.put", "{\"purchase\":\"$purchase\",\"number\":1,\"sku\":\"MUG\",\"quantity\":5,\"fulfilled\":5,"
                           "\"gross_minor\":1000,\"tax_minor\":174}" },
    { "payment.put", "{\"purchase\":\"$purchase\",\"number\":1,\"method\":\"card\",\"state\":\"settled\","
                     "\"captured_minor\":1000}" },
    { "return.open", "{\"purchase\":\"$purchase\",\"kind\":\"claim\",\"remedy\":\"replace\",\"reason\":\"torn\"}" },
    { "return.add", "{\"id\":\"$return\",\"line\":\"$purchase_line\",\"units\":2,\"fault\":\"damaged\"}" },
    { "return.approve", "{\"id\":\"$return\",\"keeps_goods\":true}" },
};

static int record_of_name(const char *name, size_t n)
{
    for (size_t i = 0; i < csri_schema.record_count; i++)
        if (strlen(csri_schema.records[i]->name) == n && memcmp(csri_schema.records[i]->name, name, n) == 0)
            return (int)i;
    return -1;
}

static void expand(const char *json, const fuzz_ids *ids, csri_buffer *out)
{
    char text[CSR_ID_TEXT_BYTES];

    while (*json != '\0') {
        size_t n = strspn(json + 1, "abcdefghijklmnopqrstuvwxyz_");
        int record = *json == '$' ? record_of_name(json + 1, n) : -1;
        if (record < 0) {
            csri_buffer_byte(out, (uint8_t)*json++);
            continue;
        }
        FUZZ_REQUIRE(ids->made[record] > 0);
        csr_id_format(&ids->ids[record][(ids->made[record] - 1) % FUZZ_IDS_MAX], text);
        csri_buffer_text(out, text);
        json += n + 1;
    }
}

void fuzz_desk_fill(fuzz_desk *desk, fuzz_ids *ids)
{
    csr_host host;

    csri_host_take(&host, NULL);
    memset(ids, 0, sizeof(*ids));
    ids->now = desk->host.now;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const csri_operation *operation = csri_operation_named(steps[i].operation, strlen(steps[i].operation));
        fuzz_answer answer;
        csri_buffer json;
        FUZZ_REQUIRE(operation != NULL);
        csri_buffer_init(&json, &host, 0);
        expand(steps[i].json, ids, &json);
        fuzz_call_json(operation, desk->session, json.ptr, json.len, &answer);
        if (answer.status != CSR_OK)
            fuzz_fail(steps[i].operation, (int)i, answer.err.message);
        if (operation->gives == CSRI_GIVES_ID)
            fuzz_ids_add(ids, fuzz_record_of(operation), &answer.id);
        fuzz_answer_free(&answer);
        csri_buffer_free(&json);
    }
}

static char folder[64];

static void remove_folder(void)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    if (system(command) != 0)
        fprintf(stderr, "%s stays\n", folder);
}

const char *fuzz_path(const char *name, char *out, size_t out_size)
{
    if (folder[0] == '\0') {
        snprintf(folder, sizeof(folder), "%s/csr-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
        FUZZ_REQUIRE(mkdtemp(folder) != NULL);
        FUZZ_REQUIRE(atexit(remove_folder) == 0);
    }
    snprintf(out, out_size, "%s/%s", folder, name);
    return out;
}

void fuzz_write_desk(const char *path, const void *bytes, size_t n)
{
    static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
    char name[128];
    FILE *file;

    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        snprintf(name, sizeof(name), "%s%s", path, beside[i]);
        (void)remove(name);
    }
    file = fopen(path, "wb");
    FUZZ_REQUIRE(file != NULL && fwrite(bytes, 1, n, file) == n && fclose(file) == 0);
}

void *fuzz_read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    void *bytes;
    long size;

    FUZZ_REQUIRE(file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0);
    rewind(file);
    bytes = malloc((size_t)size + 1);
    FUZZ_REQUIRE(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size && fclose(file) == 0);
    *n = (size_t)size;
    return bytes;
}

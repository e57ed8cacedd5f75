#include "support/desk_transcript.h"

#include <csr/csr.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A list, and what is asked about each of its rows: the parameter that takes the row's id. */
typedef struct question {
    const char *operation, *params;
    const char *about[6][2];
} question;

static const question questions[] = {
    { "settings.get", "{}", { { "event.history", "subject" } } },
    { "policy.list", "{\"kind\":\"lifecycle\"}", { { "policy.get", "id" }, { "event.history", "subject" } } },
    { "customer.list",
      "{}",
      { { "customer.get", "id" },
        { "identity.list", "customer" },
        { "tag.list", "subject" },
        { "interaction.list", "customer" },
        { "event.history", "subject" } } },
    { "agent.list",
      "{}",
      { { "agent.get", "id" },
        { "skill.list", "agent" },
        { "member.list", "agent" },
        { "event.history", "subject" } } },
    { "team.list", "{}", { { "team.get", "id" }, { "member.list", "team" }, { "event.history", "subject" } } },
    { "contact_point.list", "{}", { { "contact_point.get", "id" }, { "event.history", "subject" } } },
    { "ticket.list",
      "{}",
      { { "ticket.get", "id" },
        { "tag.list", "subject" },
        { "interaction.list", "ticket" },
        { "event.history", "subject" } } },
    { "ticket.queue", "{\"queue\":\"active\"}", { { NULL, NULL } } },
    { "ticket.queue", "{\"queue\":\"done\"}", { { NULL, NULL } } },
    { "ticket.count", "{\"queue\":\"active\"}", { { NULL, NULL } } },
    { "interaction.list",
      "{}",
      { { "interaction.get", "id" },
        { "hold.list", "interaction" },
        { "transfer.list", "interaction" },
        { "event.history", "subject" } } },
    { "bookmark.get", "{\"name\":\"mailer\"}", { { NULL, NULL } } },
    { "event.list", "{}", { { NULL, NULL } } },
    { "desk.stats", "{}", { { NULL, NULL } } },
};

static json_t *ask(csr_session *session, const char *operation, const json_t *params)
{
    char *text = json_dumps(params, JSON_COMPACT);
    csr_error err = CSR_ERROR_INIT;
    csr_buf *buf = NULL;
    json_t *answer = NULL;

    if (csr_call(session, operation, CSR_NTS, text, CSR_NTS, &buf, &err) == CSR_OK)
        answer = json_loadb(csr_buf_text(buf), csr_buf_size(buf), JSON_ALLOW_NUL, NULL);
    else
        fprintf(stderr, "%s %s: %s\n", operation, text, err.message);
    csr_buf_free(buf);
    free(text);
    return answer;
}

/* Ask and write it down. The answer, or NULL. */
static json_t *note(csr_session *session, const char *operation, const json_t *params, FILE *out)
{
    json_t *answer = ask(session, operation, params), *line;

    if (answer == NULL)
        return NULL;
    line = json_pack("{s:s,s:O,s:O}", "operation", operation, "params", params, "answer", answer);
    (void)json_dumpf(line, out, JSON_COMPACT);
    (void)fputc('\n', out);
    json_decref(line);
    return answer;
}

/* Everything about a row. */
static int note_row(csr_session *session, const question *q, json_t *row, FILE *out)
{
    int ok = 1;

    for (size_t k = 0; k < 6 && q->about[k][0] != NULL && ok; k++) {
        json_t *params = json_pack("{s:O}", q->about[k][1], json_object_get(row, "id"));
        json_t *answer = params == NULL ? NULL : note(session, q->about[k][0], params, out);
        ok = answer != NULL;
        json_decref(answer);
        json_decref(params);
    }
    return ok;
}

int desk_transcript_write(csr_session *session, FILE *out)
{
    int ok = 1;

    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]) && ok; i++) {
        json_t *params = json_loads(questions[i].params, 0, NULL), *row;
        json_t *answer;
        size_t at;
        /* All on one page: a token of a page need not stay the same. */
        if (strstr(questions[i].operation, ".list") != NULL || strstr(questions[i].operation, ".queue") != NULL)
            (void)json_object_set_new(params, "limit", json_integer(CSR_PAGE_MAX));
        answer = note(session, questions[i].operation, params, out);
        ok = answer != NULL;
        json_array_foreach(json_object_get(answer, "rows"), at, row)
        {
            ok = ok && note_row(session, &questions[i], row, out);
        }
        json_decref(answer);
        json_decref(params);
    }
    return ok;
}

/* Whether everything that was known is still so; `path` ends where it is not. */
static int holds(const json_t *now, const json_t *then, char *path, size_t size)
{
    size_t used = strlen(path), i;
    const char *key;
    json_t *value;

    if (json_typeof(now) != json_typeof(then))
        return 0;
    if (json_is_object(then)) {
        json_object_foreach((json_t *)(uintptr_t)then, key, value)
        {
            const json_t *found = json_object_get(now, key);
            snprintf(path + used, size - used, ".%s", key);
            if (found == NULL || !holds(found, value, path, size))
                return 0;
        }
    } else if (json_is_array(then)) {
        if (json_array_size(now) != json_array_size(then))
            return 0;
        json_array_foreach(then, i, value)
        {
            snprintf(path + used, size - used, "[%zu]", i);
            if (!holds(json_array_get(now, i), value, path, size))
                return 0;
        }
    } else if (!json_equal(now, then)) {
        return 0;
    }
    path[used] = '\0';
    return 1;
}

static int check_line(csr_session *session, const char *text, char *why, size_t why_size)
{
    json_t *line = json_loads(text, JSON_ALLOW_NUL, NULL), *params = json_object_get(line, "params");
    const char *operation = json_string_value(json_object_get(line, "operation"));
    json_t *answer = operation == NULL ? NULL : ask(session, operation, params);
    char path[200] = "", *asked = json_dumps(params, JSON_COMPACT);
    int ok = answer != NULL && holds(answer, json_object_get(line, "answer"), path, sizeof(path));

    if (!ok)
        snprintf(why, why_size, "%s %s: %s%s", operation, asked, answer == NULL ? "no answer" : "differs at ", path);
    free(asked);
    json_decref(answer);
    json_decref(line);
    return ok;
}

int desk_transcript_check(csr_session *session, FILE *lines, char *why, size_t why_size)
{
    char *text = NULL;
    size_t room = 0;
    int asked = 0;

    *why = '\0';
    while (asked >= 0 && getline(&text, &room, lines) > 0)
        asked = check_line(session, text, why, why_size) ? asked + 1 : -1;
    free(text);
    return asked;
}

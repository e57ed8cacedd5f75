/* csr remedy-policy VERB: documents with ladders of remedies. */
#include "common.h"
#include "extras.h"

#include <csr/remedy_policy.h>
#include <stdlib.h>
#include <string.h>

/* The policy of --policy FILE; what is wrong with it goes to stderr, a line each. */
static int load(const struct tool *tool, csr_remedy_policy **out)
{
    csr_remedy_policy_params params = CSR_REMEDY_POLICY_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report = NULL;
    char *text = NULL;
    csr_status status;
    int code = extra_policy_read(tool, "remedy-policy", &text, &params.document.len);

    *out = NULL;
    if (code != CODE_DONE)
        return code;
    params.document.ptr = text;
    status = csr_remedy_policy_load(&params, out, &report, &err);
    free(text);
    return extra_policy_told(tool, status, &err, report);
}

static int check_verb(struct tool *tool)
{
    csr_remedy_policy *policy;
    int code = load(tool, &policy);

    if (code == CODE_DONE)
        puts("ok");
    csr_remedy_policy_free(policy);
    return code;
}

static int test_verb(struct tool *tool)
{
    csr_remedy_policy *policy;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *lines = NULL;
    int64_t failed = 0;
    int code = load(tool, &policy);

    if (code == CODE_DONE && csr_remedy_policy_test(policy, &lines, &failed, &err) != CSR_OK)
        code = say(CODE_REFUSED, "remedy-policy test: %s", err.message);
    if (lines != NULL)
        (void)fputs(csr_buf_text(lines), stdout);
    if (code == CODE_DONE && failed > 0)
        code = say(CODE_REFUSED, "%lld fixtures wrong or missing", (long long)failed);
    csr_buf_free(lines);
    csr_remedy_policy_free(policy);
    return code;
}

/* One answer a line; what cannot be answered says why in its place. */
static void answer(const csr_remedy_policy *policy, const char *line, size_t len)
{
    csr_error err = CSR_ERROR_INIT;
    csr_buf *reply = NULL;
    json_t *wrong;

    if (csr_remedy_policy_next(policy, line, len, &reply, &err) == CSR_OK) {
        puts(csr_buf_text(reply));
    } else {
        wrong = need(json_pack("{s:s, s:s}", "error", err.message, "field", err.field));
        (void)json_dumpf(wrong, stdout, JSON_COMPACT | JSON_SORT_KEYS);
        (void)fputc('\n', stdout);
        json_decref(wrong);
    }
    csr_buf_free(reply);
}

static int next_verb(struct tool *tool)
{
    csr_remedy_policy *policy;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;
    int code = load(tool, &policy);

    while (code == CODE_DONE && (len = getline(&line, &capacity, stdin)) >= 0)
        answer(policy, line, (size_t)len);
    if (code == CODE_DONE && (ferror(stdin) || fflush(stdout) != 0))
        code = say(CODE_REFUSED, "remedy-policy next: reading or writing failed");
    free(line);
    csr_remedy_policy_free(policy);
    return code;
}

const struct extra_verb remedy_policy_verbs[] = {
    { "check",
      "--policy FILE",
      "Whether a document can be used, and all that is wrong with it.",
      0,
      0,
      { "+policy" },
      check_verb },
    { "test",
      "--policy FILE",
      "Run the fixtures of its rungs; exit 1 when one comes out otherwise or is missing.",
      0,
      0,
      { "+policy" },
      test_verb },
    { "next",
      "--policy FILE",
      "What to offer, of facts and what was tried: one JSON object a line.",
      0,
      0,
      { "+policy" },
      next_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int remedy_policy_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "remedy-policy", remedy_policy_verbs, argc, argv, at);
}

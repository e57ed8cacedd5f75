/* csr refund-policy VERB: documents that say what may be given back. */
#include "common.h"
#include "extras.h"
#include "refund_policy_eval.h"
#include "refund_policy_test.h"

#include <csr/refund_policy.h>
#include <stdlib.h>
#include <string.h>

/* The policy of --policy FILE; what is wrong with it goes to stderr, a line each. */
static int load(const struct tool *tool, csr_refund_policy **out)
{
    csr_refund_policy_params params = CSR_REFUND_POLICY_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report = NULL;
    char *text = NULL;
    csr_status status;
    int code = extra_policy_read(tool, "refund-policy", &text, &params.document.len);

    *out = NULL;
    if (code != CODE_DONE)
        return code;
    params.document.ptr = text;
    status = csr_refund_policy_load(&params, out, &report, &err);
    free(text);
    return extra_policy_told(tool, status, &err, report);
}

static int check_verb(struct tool *tool)
{
    csr_refund_policy *policy;
    int code = load(tool, &policy);

    if (code == CODE_DONE)
        puts("ok");
    csr_refund_policy_free(policy);
    return code;
}

static FILE *open_cases(struct tool *tool)
{
    const char *path = args_value(&tool->args, "cases");
    FILE *file = path == NULL || strcmp(path, "-") == 0 ? stdin : fopen(path, "r");

    if (file == NULL)
        (void)say(CODE_REFUSED, "%s cannot be read", path);
    return file;
}

static int test_verb(struct tool *tool)
{
    csr_refund_policy *policy;
    struct policy_score score = { 0, 0 };
    FILE *cases = NULL;
    int code = load(tool, &policy);

    if (code == CODE_DONE && (cases = open_cases(tool)) == NULL)
        code = CODE_REFUSED;
    if (code == CODE_DONE) {
        refund_policy_test(policy, cases, stdout, &score);
        printf("%zu cases, %zu wrong\n", score.cases, score.wrong);
        code = ferror(cases)     ? say(CODE_REFUSED, "refund-policy test: the cases cannot be read")
               : score.wrong > 0 ? CODE_REFUSED
                                 : CODE_DONE;
    }
    if (cases != NULL && cases != stdin)
        (void)fclose(cases);
    csr_refund_policy_free(policy);
    return code;
}

static int eval_verb(struct tool *tool)
{
    const char *path = args_value(&tool->args, "db");
    csr_refund_policy *policy = NULL;
    json_error_t why;
    json_t *shop = NULL;
    int code = path != NULL ? load(tool, &policy) : say(CODE_USAGE, "refund-policy eval: which orders? --db FILE");

    if (code == CODE_DONE && (shop = json_load_file(path, 0, &why)) == NULL)
        code = say(CODE_REFUSED, "%s: line %d: %s", path, why.line, why.text);
    if (code == CODE_DONE && refund_policy_eval(policy, shop, stdin, stdout) != 0)
        code = say(CODE_REFUSED, "refund-policy eval: reading or writing failed");
    json_decref(shop);
    csr_refund_policy_free(policy);
    return code;
}

const struct extra_verb refund_policy_verbs[] = {
    { "check",
      "--policy FILE",
      "Whether a document can be used, and all that is wrong with it.",
      0,
      0,
      { "+policy" },
      check_verb },
    { "test",
      "--policy FILE [--cases FILE|-]",
      "Ask it cases, one JSON object of facts and expected answer a line; exit 1 when an answer is another.",
      0,
      0,
      { "+policy", "+cases" },
      test_verb },
    { "eval",
      "--policy FILE --db FILE",
      "Answer requests about the orders of a shop, one JSON object a line.",
      0,
      0,
      { "+policy", "+db" },
      eval_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int refund_policy_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "refund-policy", refund_policy_verbs, argc, argv, at);
}

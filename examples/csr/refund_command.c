/* csr refund VERB: what the table of operations does not do in one step. */
#include "common.h"
#include "extras.h"
#include "names.h"
#include "output.h"
#include "refund_verbs.h"

#include <csr/sys/test_gateway.h>
#include <stdlib.h>
#include <string.h>

enum { GATEWAYS_MAX = 16, ROUNDS_MAX = 10 };

/* "test", "test:SEED" or "test:WORD,WORD": how the test gateway behaves. */
static int read_gateway(const char *text, csr_test_gateway_params *out)
{
    const char *more = text + 4;
    char *end;

    if (!text_begins(text, "test") || (*more != '\0' && *more != ':'))
        return say(CODE_USAGE,
                   "refund execute: the tool knows test[:SEED|:WORD,...] only; others are connected by hosts");
    if (*more == ':' && more[1] >= '0' && more[1] <= '9') {
        out->seed = strtoull(more + 1, &end, 10);
        out->decline = out->lose = out->lose_answer = out->late = out->duplicate = 100;
        return *end == '\0' ? CODE_DONE : say(CODE_USAGE, "refund execute: %s is no seed", more + 1);
    }
    if (*more == ':')
        csr_str_set(&out->script, more + 1, CSR_NTS);
    return CODE_DONE;
}

/* Only what was approved is paid, and what was paid is shown again. */
static int check_payable(const char *state)
{
    static const char *const payable[] = { "approved", "paying", "part_paid", "paid", "failed" };

    for (size_t i = 0; i < sizeof(payable) / sizeof(payable[0]); i++)
        if (strcmp(state, payable[i]) == 0)
            return CODE_DONE;
    return say(CODE_REFUSED, "refund execute: the refund is %s; only an approved one is paid", state);
}

/* The refund as it is now; the caller's to release. */
static int read_refund(struct tool *tool, const char *refund, json_t **row)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *params = need(json_pack("{s:s}", "id", refund)), *answer = NULL;
    int code = CODE_DONE;

    if (tool_call(tool, "refund.get", params, &answer, &err) != CSR_OK)
        code = say_error("refund execute", &err);
    else
        *row = json_incref(json_array_get(json_object_get(answer, "rows"), 0));
    json_decref(answer);
    json_decref(params);
    return code;
}

/* Names of the gateways of a purchase's payments, each once; the answer owns them. */
static int find_gateways(struct tool *tool, const char *purchase, json_t **payments, const char *names[GATEWAYS_MAX],
                         size_t *count)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *params = need(json_pack("{s:s,s:i}", "purchase", purchase, "limit", 200)), *row;
    csr_status status = tool_call(tool, "payment.list", params, payments, &err);
    size_t i;

    json_decref(params);
    if (status != CSR_OK)
        return say_error("refund execute", &err);
    json_array_foreach(json_object_get(*payments, "rows"), i, row)
    {
        size_t known = 0;
        while (known < *count && strcmp(names[known], text_of(row, "gateway")) != 0)
            known++;
        if (known == *count && *count < GATEWAYS_MAX)
            names[(*count)++] = text_of(row, "gateway");
    }
    return CODE_DONE;
}

/* Send what is due, and take in what the gateway tells by itself, until there is nothing. */
static csr_status drive(struct tool *tool, csr_test_gateway *gateway, csr_error *err)
{
    const csr_gateway *functions = csr_test_gateway_functions(gateway);
    csr_gateway_tally tally = CSR_GATEWAY_TALLY_INIT;
    csr_status status = CSR_OK;
    char bytes[600];
    size_t len = 1;

    for (int i = 0; status == CSR_OK && i < ROUNDS_MAX && (i == 0 || tally.taken > 0); i++)
        status = csr_gateway_run(tool->session, functions, NULL, &tally, err);
    while (status == CSR_OK && len > 0) {
        status = csr_test_gateway_webhook(gateway, bytes, sizeof bytes, &len, err);
        if (status == CSR_OK && len > 0)
            status = csr_gateway_hear(tool->session, functions, bytes, len, NULL, err);
    }
    return status;
}

/* The gateway's own report goes to the end of a file, for `csr payout reconcile`. */
static int write_report(csr_test_gateway *gateway, const char *path)
{
    FILE *file = path != NULL ? fopen(path, "a") : NULL;
    char line[600];
    size_t len = 0;

    if (path == NULL)
        return CODE_DONE;
    if (file == NULL)
        return say(CODE_REFUSED, "%s cannot be written", path);
    for (size_t i = 0; i < csr_test_gateway_count(gateway); i++)
        if (csr_test_gateway_report(gateway, i, line, sizeof line, &len, NULL) == CSR_OK && len > 0)
            (void)fprintf(file, "%s\n", line);
    return fclose(file) == 0 ? CODE_DONE : say(CODE_REFUSED, "%s cannot be written", path);
}

/* A gateway of one name: plan its share, and pay it. One that has none is left alone. */
static int pay_through(struct tool *tool, const csr_test_gateway_params *like, const char *name, const csr_id *refund)
{
    csr_test_gateway_params params = *like;
    csr_error err = CSR_ERROR_INIT;
    csr_test_gateway *gateway = NULL;
    csr_status status;
    int code;

    csr_str_set(&params.name, name, CSR_NTS);
    status = csr_test_gateway_open(&params, &gateway, &err);
    if (status == CSR_OK)
        status = csr_gateway_plan(tool->session, csr_test_gateway_functions(gateway), refund, NULL, &err);
    /* All of it may be planned by now, or paid. */
    if (status == CSR_OK || (status == CSR_E_STATE && strcmp(err.field, "state") == 0))
        status = drive(tool, gateway, &err);
    code =
        status == CSR_OK ? write_report(gateway, args_value(&tool->args, "report")) : say_error("refund execute", &err);
    csr_test_gateway_close(gateway);
    return code;
}

static int show_payouts(struct tool *tool, const char *refund)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *params = need(json_pack("{s:s}", "refund", refund)), *answer = NULL;
    int code;

    if (tool_call(tool, "payout.list", params, &answer, &err) != CSR_OK)
        code = say_error("payout.list", &err);
    else
        code = output_answer(tool, catalog_operation(&tool->catalog, "payout.list"), answer);
    json_decref(answer);
    json_decref(params);
    return code;
}

/* Money that is on its way is no failure; money that no payout carries any more is. */
static int check_given_back(struct tool *tool, const char *refund)
{
    json_t *row = NULL;
    int code = read_refund(tool, refund, &row);
    const char *state = text_of(row, "state");

    if (code == CODE_DONE && (strcmp(state, "failed") == 0 || strcmp(state, "part_paid") == 0))
        code = say(CODE_REFUSED, "refund execute: the refund is %s; the payouts say why", state);
    json_decref(row);
    return code;
}

static int execute_verb(struct tool *tool)
{
    const char *gateway = args_value(&tool->args, "gateway"), *names[GATEWAYS_MAX], *text = "";
    csr_test_gateway_params params = CSR_TEST_GATEWAY_PARAMS_INIT;
    json_t *refund = NULL, *row = NULL, *payments = NULL;
    size_t count = 0;
    csr_id id;
    int code = gateway == NULL ? say(CODE_USAGE, "refund execute: through what? --gateway test")
                               : read_gateway(gateway, &params);

    if (code == CODE_DONE && tool_asked(tool, "report"))
        code = tool_may_write(tool, args_value(&tool->args, "report"), NULL);
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE)
        code = name_resolve(tool, "refund execute", "refund", tool->args.words[1], &refund);
    if (code == CODE_DONE) {
        text = json_string_value(refund);
        code = csr_id_parse(text, CSR_NTS, &id, NULL) == CSR_OK
                   ? read_refund(tool, text, &row)
                   : say(CODE_USAGE, "refund execute: %s is no refund", tool->args.words[1]);
    }
    if (code == CODE_DONE)
        code = check_payable(text_of(row, "state"));
    if (code == CODE_DONE)
        code = find_gateways(tool, text_of(row, "purchase"), &payments, names, &count);
    for (size_t i = 0; i < count && code == CODE_DONE; i++)
        code = pay_through(tool, &params, names[i], &id);
    if (code == CODE_DONE)
        code = show_payouts(tool, text);
    if (code == CODE_DONE)
        code = check_given_back(tool, text);
    json_decref(payments);
    json_decref(row);
    json_decref(refund);
    return code;
}

const struct extra_verb refund_verbs[] = {
    { "execute",
      "REFUND --gateway test[:SEED|:WORD,...] [--report FILE]",
      "Plan and pay an approved refund through a gateway in memory that moves no money: to see what would happen.",
      1,
      1,
      { "+gateway", "+report" },
      execute_verb },
    { "request",
      "--purchase ID --reason TEXT (--all | --amount-minor N [--line ID] | --line ID [--units N])",
      "Open a refund, put it together and ask for it, at once; also --ticket, --purpose and --request-key.",
      0,
      0,
      { "+purchase", "+reason", "+line", "+units", "+amount_minor", "all", "+ticket", "+purpose", "+request_key" },
      refund_request },
    { "show", "REFUND", "A refund, its parts, who decided about it, and its payouts.", 1, 1, { NULL }, refund_show },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int refund_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "refund", refund_verbs, argc, argv, at);
}

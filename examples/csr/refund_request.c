/* csr refund request and show: a refund opened, filled and asked for at once, and all that is known of one. */
#include "common.h"
#include "extras.h"
#include "names.h"
#include "output.h"
#include "refund_verbs.h"

#include <stdlib.h>
#include <string.h>

/* The largest number that an option takes: more is nobody's purchase. */
#define MOST ((size_t)1000000000000000)

/* One part more; takes over `part`. */
static csr_status add_part(struct tool *tool, const char *refund, json_t *part, csr_error *err)
{
    json_t *answer = NULL;
    csr_status status;

    (void)json_object_set_new(part, "id", need(json_string(refund)));
    status = tool_call(tool, "refund.add", part, &answer, err);
    json_decref(answer);
    json_decref(part);
    return status;
}

/* All that is left of the purchase. */
static csr_status add_all(struct tool *tool, const char *refund, csr_error *err)
{
    json_t *params = need(json_pack("{s:s}", "id", refund)), *answer = NULL;
    csr_status status = tool_call(tool, "refund.add_rest", params, &answer, err);

    json_decref(answer);
    json_decref(params);
    return status;
}

/* How much is asked for, as whole numbers; what was not given stays. 0, or CODE_USAGE and a message. */
static int read_numbers(const struct tool *tool, size_t *units, size_t *amount)
{
    int code = extra_count_option(tool, "refund request", "units", MOST, units);

    return code == CODE_DONE ? extra_count_option(tool, "refund request", "amount_minor", MOST, amount) : code;
}

/* What the options ask for: all that is left of the purchase, units of a line, or an amount, of a line or of all. */
static csr_status add_wanted(struct tool *tool, const char *refund, csr_error *err)
{
    const char *line = args_value(&tool->args, "line");
    size_t units = 1, amount = 0;
    json_t *part;

    if (args_value(&tool->args, "all") != NULL)
        return add_all(tool, refund, err);
    (void)read_numbers(tool, &units, &amount);
    part = amount != 0 ? need(json_pack("{s:s,s:I}", "kind", "amount", "amount_minor", (json_int_t)amount))
                       : need(json_pack("{s:s,s:I}", "kind", "goods", "units", (json_int_t)units));
    if (line != NULL)
        (void)json_object_set_new(part, "line", need(json_string(line)));
    return add_part(tool, refund, part, err);
}

static json_t *open_params(const struct tool *tool, const char *purchase)
{
    static const char *const copied[] = { "reason", "ticket", "purpose", "request_key" };
    json_t *params = need(json_pack("{s:s}", "purchase", purchase));

    for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
        if (args_value(&tool->args, copied[i]) != NULL)
            (void)json_object_set_new(params, copied[i], need(json_string(args_value(&tool->args, copied[i]))));
    return params;
}

static csr_status open_and_submit(struct tool *tool, const char *purchase, json_t **opened, csr_error *err)
{
    json_t *params = open_params(tool, purchase), *answer = NULL;
    csr_status status = tool_call(tool, "refund.open", params, opened, err);
    const char *refund = text_of(*opened, "id");

    json_decref(params);
    if (status == CSR_OK)
        status = add_wanted(tool, refund, err);
    if (status != CSR_OK)
        return status;
    params = need(json_pack("{s:s}", "id", refund));
    status = tool_call(tool, "refund.submit", params, &answer, err);
    json_decref(answer);
    json_decref(params);
    return status;
}

/* What an operation answers to {member: id}, printed. */
static int show(struct tool *tool, const char *operation, const char *member, const char *id)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *params = need(json_pack("{s:s}", member, id)), *answer = NULL;
    int code = tool_call(tool, operation, params, &answer, &err) == CSR_OK
                   ? output_answer(tool, catalog_operation(&tool->catalog, operation), answer)
                   : say_error(operation, &err);

    json_decref(answer);
    json_decref(params);
    return code;
}

/* In one transaction: a request that is refused leaves no draft behind. */
static int request(struct tool *tool, const char *purchase)
{
    csr_error err = CSR_ERROR_INIT;
    json_t *opened = NULL;
    csr_status status = csr_session_begin(tool->session, &err);
    int code;

    if (status == CSR_OK)
        status = open_and_submit(tool, purchase, &opened, &err);
    if (status == CSR_OK)
        status = csr_session_commit(tool->session, &err);
    else
        (void)csr_session_rollback(tool->session, NULL);
    code = status == CSR_OK ? show(tool, "refund.get", "id", text_of(opened, "id")) : say_error("refund request", &err);
    json_decref(opened);
    return code;
}

int refund_request(struct tool *tool)
{
    const char *purchase = args_value(&tool->args, "purchase");
    size_t units, amount;
    int line = args_value(&tool->args, "line") != NULL;
    int ways = (args_value(&tool->args, "all") != NULL) + (args_value(&tool->args, "amount_minor") != NULL) +
               (args_value(&tool->args, "units") != NULL);
    json_t *id = NULL;
    int code = CODE_DONE;

    if (purchase == NULL || args_value(&tool->args, "reason") == NULL)
        return say(CODE_USAGE, "refund request: of which purchase, and why? --purchase ID --reason TEXT");
    if (ways > 1 || (ways == 0 && !line) || (line && args_value(&tool->args, "all") != NULL))
        return say(CODE_USAGE, "refund request: how much? --all, --amount-minor N, or --line ID with --units N");
    code = read_numbers(tool, &units, &amount);
    if (code == CODE_DONE)
        code = tool_open(tool, DESK_EXISTING);
    if (code == CODE_DONE)
        code = name_resolve(tool, "refund request", "purchase", purchase, &id);
    if (code == CODE_DONE)
        code = request(tool, json_string_value(id));
    json_decref(id);
    return code;
}

int refund_show(struct tool *tool)
{
    static const struct {
        const char *operation, *member;
    } told[] = { { "refund.get", "id" },
                 { "refund_part.list", "refund" },
                 { "approval.list", "refund" },
                 { "payout.list", "refund" } };
    json_t *id = NULL;
    int code = tool_open(tool, DESK_EXISTING);

    if (code == CODE_DONE)
        code = name_resolve(tool, "refund show", "refund", tool->args.words[1], &id);
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]) && code == CODE_DONE; i++)
        code = show(tool, told[i].operation, told[i].member, json_string_value(id));
    json_decref(id);
    return code;
}

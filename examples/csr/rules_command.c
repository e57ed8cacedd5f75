/* csr rules VERB: rule sets, without a desk or at one. */
#include "common.h"
#include "documents.h"
#include "extras.h"
#include "output.h"
#include "rules_history.h"
#include "rules_rehearse.h"
#include "rules_show.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

/* Load a set; what is wrong with it, or looks wrong, goes to `out` under the word that named it. */
static int load_text(struct tool *tool, const char *word, csr_str text, FILE *out, csr_rules **rules)
{
    csr_rules_params params = CSR_RULES_PARAMS_INIT;
    const char *zoneinfo = args_value(&tool->args, "zoneinfo");
    csr_error err = CSR_ERROR_INIT;
    csr_buf *report = NULL;
    int code = CODE_DONE;

    params.text = text;
    csr_str_set(&params.zoneinfo, zoneinfo, zoneinfo != NULL ? strlen(zoneinfo) : 0);
    if (csr_rules_load(&params, rules, &report, &err) != CSR_OK)
        code = err.status == CSR_E_POLICY ? CODE_REFUSED : say_error("rules", &err);
    extra_report(out, word, csr_buf_text(report));
    csr_buf_free(report);
    return code;
}

/* Load the set of a file or of the desk's policy. */
static int load(struct tool *tool, const char *word, FILE *out, csr_rules **rules)
{
    char *text = NULL;
    size_t len = 0;
    int code = document_read(tool, "rules", word, &text, &len);

    *rules = NULL;
    if (code == CODE_DONE)
        code = load_text(tool, word, (csr_str){ text, len }, out, rules);
    free(text);
    return code;
}

static int load_word(struct tool *tool, csr_rules **rules)
{
    return load(tool, tool->args.words[1], stderr, rules);
}

static int check_verb(struct tool *tool)
{
    csr_rules *rules;
    csr_buf *text = NULL;
    int code = load(tool, tool->args.words[1], stdout, &rules);

    if (code == CODE_DONE && csr_rules_describe(rules, &text, NULL) == CSR_OK)
        rules_show_set(tool, csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(rules);
    return code;
}

static int test_verb(struct tool *tool)
{
    csr_rules *rules;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    int64_t failed = 0;
    int code = load_word(tool, &rules);

    if (code == CODE_DONE && csr_rules_test(rules, &text, &failed, &err) != CSR_OK)
        code = say_error("rules test", &err);
    if (code == CODE_DONE) {
        rules_show_fixtures(tool, csr_buf_text(text));
        code = failed == 0 ? CODE_DONE : CODE_REFUSED;
    }
    csr_buf_free(text);
    csr_rules_free(rules);
    return code;
}

static int lint_verb(struct tool *tool)
{
    csr_rules *rules;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    int code = load_word(tool, &rules);

    if (code == CODE_DONE && csr_rules_lint(rules, &text, &err) != CSR_OK)
        code = say_error("rules lint", &err);
    if (code == CODE_DONE) {
        rules_show_lint(tool, csr_buf_text(text));
        code = csr_buf_size(text) == 0 ? CODE_DONE : CODE_REFUSED;
    }
    csr_buf_free(text);
    csr_rules_free(rules);
    return code;
}

static int diff_verb(struct tool *tool)
{
    csr_rules *before, *after = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    int code = load_word(tool, &before);

    if (code == CODE_DONE)
        code = load(tool, tool->args.words[2], stderr, &after);
    if (code == CODE_DONE && csr_rules_diff(before, after, &text, &err) != CSR_OK)
        code = say_error("rules diff", &err);
    if (code == CODE_DONE)
        rules_show_diff(tool, csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(before);
    csr_rules_free(after);
    return code;
}

/* An instant as it is typed for the parameter of an operation; *out is 0 when it was not given. */
static int read_instant(struct tool *tool, const char *option, csr_time *out)
{
    const char *text = args_value(&tool->args, option);
    json_t *param, *value = NULL;
    int code = CODE_DONE;

    *out = 0;
    if (text == NULL)
        return CODE_DONE;
    param = need(json_pack("{s:s,s:s}", "name", option, "meaning", "time"));
    code = value_read(tool, param, text, &value);
    if (code == CODE_DONE && csr_time_parse(json_string_value(value), json_string_length(value), out, NULL) != CSR_OK)
        code = say(CODE_USAGE, "rules: --%s is an instant", option);
    json_decref(value);
    json_decref(param);
    return code;
}

/* The facts of a ticket, or the lines of a history. */
static int read_facts(struct tool *tool, const char *verb, char **text, csr_str *out)
{
    const char *file = args_value(&tool->args, "facts");
    size_t len = 0;

    if (file == NULL)
        return say(CODE_USAGE, "rules %s: --facts FILE is missing", verb);
    *text = read_whole(file, &len);
    if (*text == NULL)
        return CODE_REFUSED;
    csr_str_set(out, *text, len);
    return CODE_DONE;
}

static int explain_verb(struct tool *tool)
{
    csr_rules_case what = CSR_RULES_CASE_INIT;
    const char *rule = args_value(&tool->args, "rule");
    csr_rules *rules = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    char *facts = NULL;
    int code = read_facts(tool, "explain", &facts, &what.facts);

    if (code == CODE_DONE)
        code = read_instant(tool, "at", &what.now);
    if (code == CODE_DONE)
        code = load_word(tool, &rules);
    what.now = what.now != 0 ? what.now : value_now();
    what.flags = tool_for_people(tool) ? CSR_RULES_TEXT : 0;
    csr_str_set(&what.rule, rule, rule != NULL ? strlen(rule) : 0);
    if (code == CODE_DONE && csr_rules_explain(rules, &what, &text, &err) != CSR_OK)
        code = say_error("rules explain", &err);
    if (code == CODE_DONE)
        fputs(csr_buf_text(text), stdout);
    csr_buf_free(text);
    csr_rules_free(rules);
    free(facts);
    return code;
}

static int dry_run_verb(struct tool *tool)
{
    csr_rules_case what = CSR_RULES_CASE_INIT;
    csr_rules *rules = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    char *facts = NULL;
    int code = read_facts(tool, "dry-run", &facts, &what.facts);

    if (code == CODE_DONE)
        code = read_instant(tool, "at", &what.now);
    if (code == CODE_DONE)
        code = load_word(tool, &rules);
    what.now = what.now != 0 ? what.now : value_now();
    what.event = 1;
    if (code == CODE_DONE && csr_rules_dry_run(rules, &what, &text, &err) != CSR_OK)
        code = say_error("rules dry-run", &err);
    if (code == CODE_DONE)
        rules_show_firings(tool, csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(rules);
    free(facts);
    return code;
}

static int backtest_verb(struct tool *tool)
{
    csr_rules_history history = CSR_RULES_HISTORY_INIT;
    const char *against = args_value(&tool->args, "against");
    csr_rules *rules = NULL, *other = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *text = NULL;
    char *facts = NULL;
    int code = read_facts(tool, "backtest", &facts, &history.lines);

    if (code == CODE_DONE)
        code = read_instant(tool, "until", &history.until);
    if (code == CODE_DONE)
        code = load_word(tool, &rules);
    if (code == CODE_DONE && against != NULL)
        code = load(tool, against, stderr, &other);
    history.against = other;
    if (code == CODE_DONE && csr_rules_backtest(rules, &history, &text, &err) != CSR_OK)
        code = say_error("rules backtest", &err);
    if (code == CODE_DONE)
        rules_show_backtest(tool, csr_buf_text(text));
    csr_buf_free(text);
    csr_rules_free(rules);
    csr_rules_free(other);
    free(facts);
    return code;
}

/* From when: as --from says, else as the document does, unless that is past. */
static csr_time from_of(const char *text, size_t len, csr_time from)
{
    json_t *document = json_loadb(text, len, 0, NULL);
    const json_t *said = json_object_get(document, "effective_from");
    csr_time at = 0;

    if (from == 0 && json_is_string(said) &&
        csr_time_parse(json_string_value(said), json_string_length(said), &at, NULL) == CSR_OK && at > value_now())
        from = at;
    json_decref(document);
    return from;
}

static int activate(struct tool *tool, const char *text, size_t len, csr_time from)
{
    const char *name = args_value(&tool->args, "name");
    csr_policy_add_params params = CSR_POLICY_ADD_PARAMS_INIT;
    csr_error err = CSR_ERROR_INIT;
    char id_text[CSR_ID_TEXT_BYTES];
    json_t *answer;
    csr_id id;

    params.kind = CSR_POLICY_RULES;
    params.effective_from = from_of(text, len, from);
    csr_str_set(&params.document, text, len);
    csr_str_set(&params.name, name, name != NULL ? strlen(name) : 0);
    if (csr_policy_add(tool->session, &params, &id, &err) != CSR_OK)
        return say_error("policy.add", &err);
    csr_id_format(&id, id_text);
    answer = need(json_pack("{s:s}", "id", id_text));
    output_json(answer);
    json_decref(answer);
    return CODE_DONE;
}

/* What does not load, or whose fixtures do not come out, is not put into force. */
static int activate_verb(struct tool *tool)
{
    const char *word = tool->args.words[1];
    csr_rules *rules = NULL;
    csr_error err = CSR_ERROR_INIT;
    csr_buf *told = NULL;
    int64_t failed = 0;
    csr_time from = 0;
    char *text = NULL;
    size_t len = 0;
    /* For writing, before anybody opens it to read. */
    int code = tool_open(tool, DESK_EXISTING);

    if (code == CODE_DONE)
        code = document_read(tool, "rules", word, &text, &len);
    if (code == CODE_DONE)
        code = load_text(tool, word, (csr_str){ text, len }, stderr, &rules);
    if (code == CODE_DONE)
        code = read_instant(tool, "from", &from);
    if (code == CODE_DONE && csr_rules_test(rules, &told, &failed, &err) != CSR_OK)
        code = say_error("rules test", &err);
    if (code == CODE_DONE && failed != 0)
        code = say(CODE_REFUSED, "%s: %lld fixtures fail; `csr rules test` says which", word, (long long)failed);
    if (code == CODE_DONE)
        code = activate(tool, text, len, from);
    csr_buf_free(told);
    csr_rules_free(rules);
    free(text);
    return code;
}

static int history_verb(struct tool *tool)
{
    return rules_history_write(args_value(&tool->args, "format"), tool->args.words[1]);
}

static int rehearse_verb(struct tool *tool)
{
    char *text = NULL;
    size_t len = 0;
    int code = tool->args.word_count > 1 ? document_read(tool, "rules", tool->args.words[1], &text, &len) : CODE_DONE;

    if (code == CODE_DONE)
        code = rules_rehearse(tool, text, len);
    free(text);
    return code;
}

#define SET "NAME|FILE"

const struct extra_verb rules_verbs[] = {
    { "activate",
      "FILE [--from INSTANT] [--name NAME]",
      "Put a set into force at the desk, once its fixtures come out.",
      1,
      1,
      { "+from", "+name" },
      activate_verb },
    { "backtest",
      SET " --facts FILE [--against " SET "] [--until INSTANT]",
      "What a set would have done over a history, and what differs from another.",
      1,
      1,
      { "+facts", "+against", "+until" },
      backtest_verb },
    { "check", SET, "Whether a set can be used: all that is wrong with it.", 1, 1, { NULL }, check_verb },
    { "diff", SET " " SET, "How two sets differ.", 2, 2, { NULL }, diff_verb },
    { "dry-run",
      SET " --facts FILE [--at INSTANT]",
      "What a set would do for a ticket.",
      1,
      1,
      { "+facts", "+at" },
      dry_run_verb },
    { "explain",
      SET " --facts FILE [--rule RULE] [--at INSTANT]",
      "Why rules hold or do not, and what is missing.",
      1,
      1,
      { "+facts", "+rule", "+at" },
      explain_verb },
    { "history",
      "--format FORMAT LOG",
      "The log of another desk as a history for backtests.",
      1,
      1,
      { "+format" },
      history_verb },
    { "lint", SET, "What is allowed in a set but looks wrong.", 1, 1, { NULL }, lint_verb },
    { "rehearse",
      "[" SET "]",
      "What a set, or the one in force, would have done at the desk: by rule, for whom, how soon.",
      0,
      1,
      { NULL },
      rehearse_verb },
    { "test", SET, "Run the fixtures of a set.", 1, 1, { NULL }, test_verb },
    { NULL, NULL, NULL, 0, 0, { NULL }, NULL },
};

int rules_command(struct tool *tool, int argc, char **argv, int at)
{
    return extra_verbs_run(tool, "rules", rules_verbs, argc, argv, at);
}

/**
 * @file csr/rules.h
 * Rule sets: when to escalate, and what else is to be done by itself; checked, explained, rehearsed.
 *
 * A rule set is a JSON document of the format csr-rules/1; docs/rules.md says what it holds and what it means. What is
 * here works on texts alone, without a desk: a host may use it as it stands, and the command line does. Experimental:
 * it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_RULES_H
#define CSR_RULES_H

#include <csr/desk.h>
#include <csr/export.h>
#include <csr/expression.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Largest rule set, in bytes. */
#define CSR_RULES_BYTES_MAX 16777216

/** A rule set to load. */
typedef struct csr_rules_params {
    uint32_t struct_size;               /**< sizeof of the caller's struct. */
    uint32_t reserved;                  /**< Zero. */
    const csr_host *host;               /**< Services of the host, copied; NULL = defaults. */
    csr_str text;                       /**< JSON; required. */
    csr_str zoneinfo;                   /**< Directory of zone files; empty = where systems keep them. */
    const csr_expression_field *fields; /**< Fields beside those that every desk has; copied. */
    size_t field_count;                 /**< How many. */
    const csr_expression_function
        *functions;        /**< Functions that conditions may call, pure ones only; copied, their user is
                                                 borrowed. */
    size_t function_count; /**< How many. */
} csr_rules_params;

/** A csr_rules_params in which everything has its default. */
#define CSR_RULES_PARAMS_INIT                                                                    \
    {                                                                                            \
        (uint32_t)sizeof(csr_rules_params), 0, NULL, { NULL, 0 }, { NULL, 0 }, NULL, 0, NULL, 0, \
    }

/** What a host tells the rules of a desk beside what the desk knows: csr_desk_open_params.rules. */
struct csr_rules_host {
    uint32_t struct_size;                     /**< sizeof of the caller's struct. */
    uint32_t reserved;                        /**< Zero. */
    const csr_expression_function *functions; /**< Functions that conditions may call, pure ones only. */
    size_t function_count;                    /**< How many. */
    /**
     * Give a fact that a rule set declares and the desk does not have: 1 when *out is set, 0 when there is none. A value of
     * another type than the declared one, and a list, are none. A text is copied before fact is called again. Called within
     * an operation, in the thread of its caller; it must not use the session. NULL = there are no such facts.
     */
    int32_t (*fact)(void *user, const csr_id *ticket, csr_time now, const csr_str *name, csr_value *out);
    void *user; /**< Passed to fact. */
};

/** A csr_rules_host that tells nothing. */
#define CSR_RULES_HOST_INIT                                       \
    {                                                             \
        (uint32_t)sizeof(csr_rules_host), 0, NULL, 0, NULL, NULL, \
    }

/** A loaded rule set; opaque, immutable. */
typedef struct csr_rules csr_rules;

/** Explain as text for people, not as JSON. */
#define CSR_RULES_TEXT (UINT32_C(1) << 0)

/** One ticket at one instant. */
typedef struct csr_rules_case {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    uint32_t flags;       /**< CSR_RULES_* bits. */
    csr_str facts;        /**< JSON object, values by field: docs/rules.md has their forms; required. */
    csr_str state;        /**< What a run before gave as state; empty = nothing is remembered. */
    csr_str subject;      /**< The ticket in keys and explanations; empty = "ticket". */
    csr_str rule;         /**< Only this rule; empty = all. */
    csr_time now;         /**< The instant; required. */
    int64_t event;        /**< Position of the event that is the occasion; 0 = time alone. */
} csr_rules_case;

/** A csr_rules_case in which everything has its default. */
#define CSR_RULES_CASE_INIT                                                                            \
    {                                                                                                  \
        (uint32_t)sizeof(csr_rules_case), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, 0, 0, \
    }

/** A history to run rules over. */
typedef struct csr_rules_history {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    uint32_t reserved;        /**< Zero. */
    csr_str lines;            /**< JSON objects, one a line, in the order of their instants; required. */
    const csr_rules *against; /**< The set to compare with; NULL = none. */
    csr_time until;           /**< Time runs on to this instant; 0 = to the last line. */
} csr_rules_history;

/** A csr_rules_history in which everything has its default. */
#define CSR_RULES_HISTORY_INIT                                        \
    {                                                                 \
        (uint32_t)sizeof(csr_rules_history), 0, { NULL, 0 }, NULL, 0, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Load a rule set.
 *
 * All errors are told at once, at most 8 a rule, each with its rule, clause and column, a caret below the place and,
 * where there is one, a suggestion.
 *
 * @param params      [in]  what to load; required
 * @param out         [out] the set; NULL on failure
 * @param out_report  [out] errors, or what is warned of, as text for people; NULL when there is nothing to say; may be
 *                          NULL
 * @param err         [out] filled on failure with the first error; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_POLICY (the document; field = the place in it), CSR_E_ARGUMENT (a parameter, named by field),
 *         CSR_E_LIMIT (too large), CSR_E_NO_MEMORY
 * @owner  the caller frees the set with csr_rules_free() and the report with csr_buf_free()
 * @thread any
 * @cost   linear in the text
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_load(const csr_rules_params *params, csr_rules **out, csr_buf **out_report,
                                  csr_error *err);

/**
 * Free a rule set.
 *
 * @param rules [in]  may be NULL
 * @errors none
 * @owner  the set is gone
 * @thread any, when nobody uses it any more
 * @cost   linear in the set
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API void csr_rules_free(csr_rules *rules);

/**
 * What a set holds: its name, id, and a line for every rule in the order in which they are evaluated.
 *
 * @param rules [in]  a loaded set
 * @param out   [out] a JSON object; NULL on failure
 * @param err   [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter is missing), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in the set
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_describe(const csr_rules *rules, csr_buf **out, csr_error *err);

/**
 * What is allowed in a set but looks wrong: rules that always or never hold, that another one covers, levels that are
 * never reached, actions that contradict each other, cycles, missing fixtures.
 *
 * @param rules [in]  a loaded set
 * @param out   [out] JSON objects, one a line: rule, clause, code, text; NULL on failure
 * @param err   [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter is missing), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   quadratic in the rules that share fields
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_lint(const csr_rules *rules, csr_buf **out, csr_error *err);

/**
 * Run the fixtures of a set.
 *
 * @param rules      [in]  a loaded set
 * @param out        [out] JSON objects, one a line and fixture, "ok" among its members; NULL on failure
 * @param out_failed [out] how many did not come out as they say; may be NULL
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter is missing), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in the fixtures
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_test(const csr_rules *rules, csr_buf **out, int64_t *out_failed, csr_error *err);

/**
 * How two sets differ.
 *
 * @param before [in]  a loaded set
 * @param after  [in]  another
 * @param out    [out] JSON objects, one a line: rule, change (added, removed, changed), member; NULL on failure
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter is missing), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in both
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_diff(const csr_rules *before, const csr_rules *after, csr_buf **out, csr_error *err);

/**
 * Why rules hold or do not, every clause with its values and what is missing by how much.
 *
 * @param rules [in]  a loaded set
 * @param what  [in]  the ticket; required
 * @param out   [out] JSON objects, one a line and rule, or text; NULL on failure
 * @param err   [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field: facts, rule, now), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in the clauses
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_explain(const csr_rules *rules, const csr_rules_case *what, csr_buf **out, csr_error *err);

/**
 * What the rules would do for a ticket: one pass, written nowhere.
 *
 * @param rules [in]  a loaded set
 * @param what  [in]  the ticket; required
 * @param out   [out] a JSON object: firings with their actions and audit, state, next_look; NULL on failure
 * @param err   [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field: facts, state, rule, now), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in the clauses
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_dry_run(const csr_rules *rules, const csr_rules_case *what, csr_buf **out, csr_error *err);

/**
 * Run a set over a history: what would have fired, when, on what, for whom, and how it differs from another set.
 *
 * A line has the ticket, an instant and the facts that changed: {"ticket":"T-1","at":"2026-03-02T10:00:00Z",
 * "facts":{"ticket.fault":"company"}}. Between lines time runs on, and clocks with it.
 *
 * @param rules   [in]  a loaded set
 * @param history [in]  what to run it over; required
 * @param out     [out] JSON objects, one a line: the firings in their order, then a report; NULL on failure
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="lines", with the number of the line, or another parameter), CSR_E_NO_MEMORY
 * @owner  the caller frees the text with csr_buf_free()
 * @thread any
 * @cost   linear in lines times rules
 * @source docs/rules.md
 * @since  0.1
 */
CSR_API csr_status csr_rules_backtest(const csr_rules *rules, const csr_rules_history *history, csr_buf **out,
                                      csr_error *err);
#endif

CSR_END_DECLS

#endif

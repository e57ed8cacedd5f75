/**
 * @file csr/matcher.h
 * Many conditions over the same facts: which of them are true, and which cannot be decided?
 *
 * Rules are compiled together and asked together: texts become numbers, comparisons a few instructions, and an index leaves
 * out most rules before any of them is looked at. The answers are those of csr_expression_evaluate(). Experimental: it may
 * change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_MATCHER_H
#define CSR_MATCHER_H

#include <csr/export.h>
#include <csr/expression.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Rules of a matcher. */
#define CSR_MATCHER_RULES_MAX 10000

/** A rule: its conditions. A rule without conditions is true. */
typedef struct csr_matcher_rule {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    uint32_t reserved;    /**< Zero. */
    csr_str name;         /**< What reports call it; empty = its number. */
    const csr_str *when;  /**< Conditions that must all be true. */
    size_t when_count;    /**< How many. */
    const csr_str *any;   /**< Conditions one of which must be true; none = nothing is asked. */
    size_t any_count;     /**< How many. */
} csr_matcher_rule;

/** A csr_matcher_rule in which everything has its default. */
#define CSR_MATCHER_RULE_INIT                                                \
    {                                                                        \
        (uint32_t)sizeof(csr_matcher_rule), 0, { NULL, 0 }, NULL, 0, NULL, 0 \
    }

/** What to compile, against what. */
typedef struct csr_matcher_params {
    uint32_t struct_size;                     /**< sizeof of the caller's struct. */
    uint32_t flags;                           /**< CSR_EXPRESSION_* bits, of every condition. */
    const csr_host *host;                     /**< Services of the host, copied; NULL = defaults. */
    csr_str zoneinfo;                         /**< Directory of zone files; empty = where systems keep them. */
    const csr_expression_field *fields;       /**< The fields; copied. */
    size_t field_count;                       /**< How many, at most 1024. */
    const csr_matcher_rule *rules;            /**< The rules; copied. */
    size_t rule_count;                        /**< How many, at most CSR_MATCHER_RULES_MAX. */
    const csr_expression_function *functions; /**< Functions of the host's, which must be pure; copied. */
    size_t function_count;                    /**< How many, at most 256. */
} csr_matcher_params;

/** A csr_matcher_params in which everything has its default. */
#define CSR_MATCHER_PARAMS_INIT                                                               \
    {                                                                                         \
        (uint32_t)sizeof(csr_matcher_params), 0, NULL, { NULL, 0 }, NULL, 0, NULL, 0, NULL, 0 \
    }

/** Compiled rules; opaque, immutable. */
typedef struct csr_matcher csr_matcher;
/** Facts bound to a matcher; opaque, in memory of the caller's. */
typedef struct csr_matcher_row csr_matcher_row;

/** Look at every rule, without the index. The answer is the same. */
#define CSR_MATCHER_PLAIN (UINT32_C(1) << 0)

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Compile rules.
 *
 * @param params      [in]  what to compile; required
 * @param out         [out] the matcher; NULL on failure
 * @param out_report  [out] on failure with CSR_E_POLICY, the errors of all rules as text for people; else NULL; may be NULL
 * @param err         [out] filled on failure with the first error; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field), CSR_E_POLICY (a condition; field = its place, such as
 *         "rules[3].when[1]"), CSR_E_LIMIT (too long, too deep, too many), CSR_E_NO_MEMORY
 * @owner  the caller frees the matcher with csr_matcher_free() and the report with csr_buf_free()
 * @thread any
 * @cost   linear in the text, and for each rule and field in the different constants to which the field is compared
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_matcher_compile(const csr_matcher_params *params, csr_matcher **out, csr_buf **out_report,
                                       csr_error *err);

/**
 * Free a matcher.
 *
 * @param matcher  [in]  may be NULL
 * @errors none
 * @owner  the matcher is gone, and its rows are of no use any more
 * @thread any, when nobody uses it any more
 * @cost   linear in the rules
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API void csr_matcher_free(csr_matcher *matcher);

/**
 * How many 64-bit words a set of its rules has.
 *
 * @param matcher  [in]  a matcher
 * @return at least 1; 0 when matcher is NULL
 * @errors none
 * @owner  nothing is retained
 * @thread any
 * @cost   constant
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API size_t csr_matcher_words(const csr_matcher *matcher);

/**
 * How many bytes facts need that are bound to it.
 *
 * @param matcher  [in]  a matcher
 * @return bytes; 0 when matcher is NULL
 * @errors none
 * @owner  nothing is retained
 * @thread any
 * @cost   constant
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API size_t csr_matcher_row_bytes(const csr_matcher *matcher);

/**
 * Bind facts.
 *
 * Done once for many questions about the same facts.
 *
 * @param matcher       [in]  a matcher
 * @param facts         [in]  facts, room and limit of cost, as for csr_expression_evaluate(); NULL = none
 * @param memory        [in]  where to bind them: csr_matcher_row_bytes() bytes, aligned for int64_t
 * @param memory_bytes  [in]  how many there are
 * @param out           [out] the bound facts; untouched on failure
 * @param err           [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (matcher, facts, memory or out malformed)
 * @owner  memory, facts, their texts and the room are borrowed as long as the row is used
 * @thread any; a row by one thread at a time
 * @cost   linear in the fields that rules read; nothing is allocated
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_matcher_bind(const csr_matcher *matcher, const csr_expression_input *facts, void *memory,
                                    size_t memory_bytes, csr_matcher_row **out, csr_error *err);

/**
 * Which rules are true, and which cannot be decided.
 *
 * Bit i % 64 of word i / 64 stands for rule i.
 *
 * @param matcher        [in]  a matcher
 * @param row            [in]  facts bound to it
 * @param flags          [in]  CSR_MATCHER_* bits
 * @param out_true       [out] rules that are true: csr_matcher_words() words; untouched on failure
 * @param out_undecided  [out] rules that are neither true nor false: as many; untouched on failure
 * @param err            [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (matcher, row, flags or an out malformed)
 * @owner  nothing is retained
 * @thread any; a row by one thread at a time
 * @cost   a few instructions for 64 rules and field, and a few for each rule that the index leaves; nothing is allocated
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_matcher_match(const csr_matcher *matcher, const csr_matcher_row *row, uint32_t flags,
                                     uint64_t *out_true, uint64_t *out_undecided, csr_error *err);
#endif

CSR_END_DECLS

#endif

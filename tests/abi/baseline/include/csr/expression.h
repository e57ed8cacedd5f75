/**
 * @file csr/expression.h
 * Conditions and values in CEL, the Common Expression Language: compiled against declared fields, evaluated over facts.
 *
 * Every expression that compiles here means the same in any implementation of CEL; not everything that CEL has is
 * here: no messages, no optional values, no functions beyond those of docs/expressions.md. Experimental: it may change in
 * any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_EXPRESSION_H
#define CSR_EXPRESSION_H

#include <csr/export.h>
#include <csr/host.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Longest expression, in bytes. */
#define CSR_EXPRESSION_BYTES_MAX 4096

/** What a value is. */
typedef int32_t csr_value_kind;
enum {
    CSR_VALUE_NULL = 1,      /**< null. */
    CSR_VALUE_BOOL = 2,      /**< true or false. */
    CSR_VALUE_INT = 3,       /**< A signed integer of 64 bits. */
    CSR_VALUE_UINT = 4,      /**< An unsigned integer of 64 bits. */
    CSR_VALUE_DOUBLE = 5,    /**< A binary floating-point number of 64 bits. */
    CSR_VALUE_STRING = 6,    /**< UTF-8. */
    CSR_VALUE_BYTES = 7,     /**< Bytes. */
    CSR_VALUE_TIMESTAMP = 8, /**< An instant of the years 1 to 9999. */
    CSR_VALUE_DURATION = 9,  /**< A length of time. */
    CSR_VALUE_LIST = 10,     /**< Values in order. */
    CSR_VALUE_MAP = 11,      /**< Values by key. */
    CSR_VALUE_TYPE = 12,     /**< A type. */
    CSR_VALUE_UNDECIDED = 13 /**< No value: a field is absent, or an operation failed. */
};

/** A value. Texts and items are borrowed; 0 as kind = absent. */
typedef struct csr_value {
    csr_value_kind kind; /**< Which member of `as` counts. */
    int32_t nanos;       /**< TIMESTAMP, DURATION: nanoseconds beyond the second, 0 to 999,999,999. */
    union {
        int64_t
            integer; /**< BOOL: 0 or 1. INT. TIMESTAMP: Unix seconds. DURATION: seconds. TYPE: kind of its values. */
        uint64_t natural;              /**< UINT. */
        double real;                   /**< DOUBLE. */
        const char *text;              /**< STRING, BYTES: the bytes. UNDECIDED: why, as a sentence. */
        const struct csr_value *items; /**< LIST: the values. MAP: key, value, key, value... */
    } as;                              /**< What it is. */
    size_t count;                      /**< STRING, BYTES, UNDECIDED: bytes. LIST: values. MAP: keys. */
} csr_value;

/** The field may be absent. */
#define CSR_FIELD_OPTIONAL (UINT32_C(1) << 0)
/** The field is a clock: a length of time that grows while time passes. */
#define CSR_FIELD_CLOCK (UINT32_C(1) << 1)

/** A field that expressions may name. */
typedef struct csr_expression_field {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    uint32_t flags;        /**< CSR_FIELD_* bits. */
    csr_str name;          /**< Its name, which may have dots, such as "ticket.fault"; required. */
    csr_str type;          /**< Its type, such as "int" or "map(string, int)"; required. */
    csr_str unit;          /**< Its unit, such as "EUR.cent"; empty = none. */
    const csr_str *values; /**< The only texts that it takes; NULL = any. */
    size_t value_count;    /**< How many. */
} csr_expression_field;

/** A csr_expression_field in which everything has its default. */
#define CSR_EXPRESSION_FIELD_INIT                                                                 \
    {                                                                                             \
        (uint32_t)sizeof(csr_expression_field), 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL, 0 \
    }

/** The first argument stands before the name, as in text.shout(). */
#define CSR_FUNCTION_METHOD (UINT32_C(1) << 0)
/** The same arguments always give the same value, and nothing else comes of a call. */
#define CSR_FUNCTION_PURE (UINT32_C(1) << 1)

/** Arguments of a function of the host's at most. */
#define CSR_FUNCTION_ARGUMENTS_MAX 4

/** A function of the host's; several of one name differ in their arguments. */
typedef struct csr_expression_function {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    uint32_t flags;           /**< CSR_FUNCTION_* bits. */
    csr_str name;             /**< Its name, such as "risk_of"; required. */
    const csr_str *arguments; /**< The types of its arguments, such as "string". */
    size_t argument_count;    /**< How many, at most CSR_FUNCTION_ARGUMENTS_MAX. */
    csr_str result;           /**< The type of its value; required. */
    int64_t cost;             /**< Units of work that a call costs; 0 = 1. */
    /**
     * Give the value: 1 when *out is set, 0 when there is none. Where texts or items come into being they are laid in
     * room, of which *room_bytes are left; set it to how many were used. Called in whatever thread evaluates. NULL = the
     * function is only declared: expressions that call it can be compiled, and are undecided.
     */
    int32_t (*run)(void *user, const csr_value *arguments, size_t argument_count, void *room, size_t *room_bytes,
                   csr_value *out);
    void *user; /**< Passed to run. */
} csr_expression_function;

/** A csr_expression_function in which everything has its default. */
#define CSR_EXPRESSION_FUNCTION_INIT                                                                   \
    {                                                                                                  \
        (uint32_t)sizeof(csr_expression_function), 0, { NULL, 0 }, NULL, 0, { NULL, 0 }, 0, NULL, NULL \
    }

/** Types are looked at when the expression is evaluated, not before: unknown names and wrong types are then undecided. */
#define CSR_EXPRESSION_UNCHECKED (UINT32_C(1) << 0)
/** Longer and deeper expressions: up to 64 KiB, no limit on list literals. For tests against other implementations. */
#define CSR_EXPRESSION_LARGE (UINT32_C(1) << 1)
/** Comparing numbers of different types is no error, as CEL has it. Otherwise only <, <=, > and >= may. */
#define CSR_EXPRESSION_LENIENT (UINT32_C(1) << 2)

/** Functions of the host's that are not pure are refused. */
#define CSR_EXPRESSION_PURE (UINT32_C(1) << 3)

/** What to compile, against what. */
typedef struct csr_expression_params {
    uint32_t struct_size;               /**< sizeof of the caller's struct. */
    uint32_t flags;                     /**< CSR_EXPRESSION_* bits. */
    const csr_host *host;               /**< Services of the host, copied; NULL = defaults. */
    csr_str text;                       /**< The expression; required. */
    csr_str container;                  /**< Names are looked for in it first, such as "com.example"; empty = none. */
    csr_str type;                       /**< The type that it must have; empty = any. */
    csr_str zoneinfo;                   /**< Directory of zone files; empty = where systems keep them. */
    const csr_expression_field *fields; /**< The fields; copied. */
    size_t field_count;                 /**< How many, at most 1024. */
    const csr_expression_function *functions; /**< Functions of the host's; copied, their user is borrowed. */
    size_t function_count;                    /**< How many, at most 256. */
} csr_expression_params;

/** A csr_expression_params in which everything has its default. */
#define CSR_EXPRESSION_PARAMS_INIT                                                                                     \
    {                                                                                                                  \
        (uint32_t)sizeof(csr_expression_params), 0, NULL, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, NULL, 0, \
            NULL, 0                                                                                                    \
    }

/** A compiled expression; opaque, immutable. */
typedef struct csr_expression csr_expression;

/** Facts and room for an evaluation. */
typedef struct csr_expression_input {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    uint32_t reserved;      /**< Zero. */
    const csr_value *facts; /**< The values of the fields, in the order in which they were declared. */
    size_t fact_count;      /**< How many; the fields behind them are absent. */
    void *room;             /**< Where lists and texts that come into being are laid; NULL = there are none. */
    size_t room_bytes;      /**< How many bytes. */
    int64_t cost_limit;     /**< Most units of work; 0 = 1,000,000. docs/expressions.md says what costs what. */
} csr_expression_input;

/** A csr_expression_input in which everything has its default. */
#define CSR_EXPRESSION_INPUT_INIT                                      \
    {                                                                  \
        (uint32_t)sizeof(csr_expression_input), 0, NULL, 0, NULL, 0, 0 \
    }

/** What comes of a condition or of a part of it. */
typedef int32_t csr_expression_outcome;
enum {
    CSR_EXPRESSION_NO = 1,       /**< False. */
    CSR_EXPRESSION_YES = 2,      /**< True. */
    CSR_EXPRESSION_UNDECIDED = 3 /**< Neither. */
};

/** A part of a condition that has no "and", "or" or "not" in it, and what comes of it. */
typedef struct csr_expression_leaf {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    csr_expression_outcome outcome; /**< What comes of it. */
    uint32_t from;                  /**< Where it begins in the expression's text, in bytes. */
    uint32_t to;                    /**< Where it ends. */
    csr_value left;     /**< A comparison: the value of its left side. has(): of the field. Else the leaf's own. */
    csr_value right;    /**< A comparison: the value of its right side; else kind 0. */
    csr_value distance; /**< A comparison of numbers or times that is not true: how much is missing; else kind 0. */
    csr_str why;        /**< Undecided: the cause; else empty. */
} csr_expression_leaf;

/** A csr_expression_leaf with nothing in it. */
#define CSR_EXPRESSION_LEAF_INIT                                                                                    \
    {                                                                                                               \
        (uint32_t)sizeof(csr_expression_leaf), 0, 0, 0, { 0, 0, { 0 }, 0 }, { 0, 0, { 0 }, 0 }, { 0, 0, { 0 }, 0 }, \
        {                                                                                                           \
            NULL, 0                                                                                                 \
        }                                                                                                           \
    }

/** How an explanation is written. */
typedef int32_t csr_expression_form;
enum {
    CSR_EXPRESSION_TEXT = 1, /**< Lines for people: yes, NO or ??, the leaf, its values, what is missing. */
    CSR_EXPRESSION_JSON = 2  /**< An object: outcome, why, leaves. */
};

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Compile an expression.
 *
 * All errors that can be told at once are told, at most 8, each with its place in the text, a caret below it and, where
 * there is one, a suggestion.
 *
 * @param params      [in]  what to compile; required
 * @param out         [out] the expression; NULL on failure
 * @param out_report  [out] on failure with CSR_E_POLICY, all errors as text for people; else NULL; may be NULL
 * @param err         [out] filled on failure with the first error; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (a parameter, named by field), CSR_E_POLICY (the expression; field = "text"), CSR_E_LIMIT (too
 *         long, too deep, too costly), CSR_E_NO_MEMORY
 * @owner  the caller frees the expression with csr_expression_free() and the report with csr_buf_free()
 * @thread any
 * @cost   linear in the text
 * @source docs/expressions.md; CEL language definition, cel-spec b8622f1
 * @since  0.1
 */
CSR_API csr_status csr_expression_compile(const csr_expression_params *params, csr_expression **out,
                                          csr_buf **out_report, csr_error *err);

/**
 * Free an expression.
 *
 * @param expression  [in]  may be NULL
 * @errors none
 * @owner  the expression is gone
 * @thread any, when nobody evaluates it any more
 * @cost   constant
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API void csr_expression_free(csr_expression *expression);

/**
 * The type of an expression's value, such as "list(int)".
 *
 * @param expression  [in]  a compiled expression
 * @return NUL-ended text
 * @errors none
 * @owner  borrowed until csr_expression_free()
 * @thread any
 * @cost   constant
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API const char *csr_expression_type(const csr_expression *expression);

/**
 * Evaluate an expression.
 *
 * A value that cannot be had is no failure: it is CSR_VALUE_UNDECIDED and says why.
 *
 * @param expression  [in]  a compiled expression
 * @param input       [in]  facts and room; NULL = none
 * @param out         [out] the value; untouched on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (expression, out or input malformed)
 * @owner  the value's texts and items are borrowed from the expression, the facts and the room
 * @thread any; an expression may be evaluated by several threads at once
 * @cost   at most cost_limit units; nothing is allocated
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_expression_evaluate(const csr_expression *expression, const csr_expression_input *input,
                                           csr_value *out, csr_error *err);

/**
 * Evaluate an expression and say what came of each of its leaves.
 *
 * The value is that of csr_expression_evaluate(), the limit of cost included; every leaf is evaluated by itself, also
 * those that the value did not depend on.
 *
 * @param expression  [in]  a compiled expression
 * @param input       [in]  facts and room; NULL = none
 * @param out_value   [out] the value; untouched on failure; may be NULL
 * @param leaves      [out] capacity of them, each with its struct_size; NULL when capacity is 0
 * @param capacity    [in]  how many leaves there is room for
 * @param out_count   [out] how many leaves there are, which may be more than capacity; untouched on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (expression, input, leaves or out_count malformed)
 * @owner  texts and items of values are borrowed from the expression, the facts and the room
 * @thread any; an expression may be explained by several threads at once
 * @cost   that of csr_expression_evaluate(), and once more for each leaf; nothing is allocated
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_expression_explain(const csr_expression *expression, const csr_expression_input *input,
                                          csr_value *out_value, csr_expression_leaf *leaves, size_t capacity,
                                          size_t *out_count, csr_error *err);

/**
 * The explanation of an expression as text or JSON.
 *
 * @param expression  [in]  a compiled expression
 * @param input       [in]  facts and room; NULL = none
 * @param form        [in]  how it is written
 * @param out         [out] the explanation; NULL on failure
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (expression, input, form or out malformed), CSR_E_NO_MEMORY
 * @owner  the caller frees it with csr_buf_free()
 * @thread any; an expression may be explained by several threads at once
 * @cost   that of csr_expression_explain()
 * @source docs/expressions.md
 * @since  0.1
 */
CSR_API csr_status csr_expression_story(const csr_expression *expression, const csr_expression_input *input,
                                        csr_expression_form form, csr_buf **out, csr_error *err);
#endif

CSR_END_DECLS

#endif

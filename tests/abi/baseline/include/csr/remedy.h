/**
 * @file csr/remedy.h
 * Remedies: what is offered to a customer to put things right, one rung of a ladder after the other.
 *
 * A policy of kind `remedy` (docs/remedies.md) has the ladders: what is offered for which kind of ticket, under which
 * condition, by whom, how much of it, and what must have been tried before. A remedy at a ticket is offered, accepted or
 * declined, and fulfilled; what it costs is paid by what pays everything else (csr/giving_back.h).
 *
 * Experimental: it may change in any release of 0.x; its functions are declared for those who define CSR_EXPERIMENTAL.
 */
#ifndef CSR_REMEDY_H
#define CSR_REMEDY_H

#include <csr/agent.h>
#include <csr/event.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a remedy is. */
typedef int32_t csr_remedy_kind;
enum {
    CSR_REMEDY_APOLOGY = 1,          /**< Saying sorry in the company's name. */
    CSR_REMEDY_EXPLANATION = 2,      /**< Saying what happened, and what will be done. */
    CSR_REMEDY_TROUBLESHOOTING = 3,  /**< Going through the common faults, step by step. */
    CSR_REMEDY_PRICE_CORRECTION = 4, /**< Giving back what was paid too much. */
    CSR_REMEDY_REPLACEMENT = 5,      /**< Another one, free of charge. */
    CSR_REMEDY_REPAIR = 6,           /**< Making it whole. */
    CSR_REMEDY_REFUND = 7,           /**< Money back. */
    CSR_REMEDY_VOUCHER = 8,          /**< A voucher for the next time. */
    CSR_REMEDY_GOODWILL = 9          /**< Something beyond what is owed, such as a percentage off the bill. */
};

/** How far a remedy has come. */
typedef int32_t csr_remedy_state;
enum {
    CSR_REMEDY_OFFERED = 1,   /**< The customer has not answered. */
    CSR_REMEDY_ACCEPTED = 2,  /**< The customer took it: it is to be done. */
    CSR_REMEDY_DECLINED = 3,  /**< The customer did not take it. */
    CSR_REMEDY_WITHDRAWN = 4, /**< The house took it back: as if it had never been offered. */
    CSR_REMEDY_FULFILLED = 5, /**< It was done. */
    CSR_REMEDY_FAILED = 6     /**< It was tried, and could not be done or did not help. */
};

/** What there is to say about a rung of a ladder now. */
typedef int32_t csr_remedy_verdict;
enum {
    CSR_REMEDY_NEXT = 1,           /**< It is to be offered now. */
    CSR_REMEDY_LATER = 2,          /**< It may be offered; something else comes first. */
    CSR_REMEDY_OPEN = 3,           /**< It is offered and not answered, or accepted and not done. */
    CSR_REMEDY_USED = 4,           /**< It was offered as often as it may be. */
    CSR_REMEDY_BLOCKED = 5,        /**< A rung that must have been tried before has not been. */
    CSR_REMEDY_DOES_NOT_APPLY = 6, /**< Its condition does not hold. */
    CSR_REMEDY_UNDECIDED = 7       /**< Its condition cannot be decided: something is not known. */
};

/** Remedies that a ticket has at most. */
#define CSR_REMEDIES_MAX 200

/** A remedy of a ticket. */
typedef struct csr_remedy_view {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_remedy_state state;  /**< How far it has come. */
    csr_id id;               /**< Identity of the record. */
    csr_id ticket;           /**< The matter that it is to settle. */
    csr_id policy;           /**< The document that had it; none = no ladder was in force. */
    csr_id purchase;         /**< What it is about; none = no purchase. */
    csr_id offered_by;       /**< Agent who offered it; none = the system. */
    csr_id ended_by;         /**< Agent who withdrew, fulfilled or gave it up; none = the system, or it goes on. */
    csr_id fulfilled_by;     /**< The refund, voucher or other record that it was done by; none = no record. */
    csr_time offered_at;     /**< When it was offered. */
    csr_time promised_until; /**< Until when it is to be done; unset = no promise. */
    csr_time answered_at;    /**< When the customer answered; unset = they have not. */
    csr_time ended_at;       /**< When it was withdrawn, declined, fulfilled or given up; unset = it goes on. */
    int64_t amount_minor;    /**< What it is worth, in minor units; 0 = no amount. */
    csr_remedy_kind kind;    /**< What it is. */
    int32_t basis_points;    /**< Of a percentage: hundredths of a per cent; 0 = none. */
    csr_record_kind fulfilled_kind; /**< What kind of record `fulfilled_by` is; 0 = none. */
    char currency[4];               /**< ISO 4217, NUL-ended; empty = no amount. */
    uint8_t policy_hash[32];        /**< BLAKE2b-256 of the document that had it; zero = none. */
    csr_str ladder;                 /**< The ladder that it was of; may be empty. */
    csr_str rung;                   /**< The rung that it was of; may be empty. */
    csr_str words;                  /**< The wording that the rung names; may be empty. */
    csr_str why;                    /**< Why it was offered, in the words of the ladder. */
    csr_str note;                   /**< More about it; may be empty. */
    csr_str answer;                 /**< What the customer said, or why it ended; may be empty. */
} csr_remedy_view;

/** A rung of the ladder that fits a ticket, and what there is to say about it now. */
typedef struct csr_remedy_step_view {
    uint32_t struct_size;       /**< sizeof of the caller's struct. */
    csr_remedy_verdict verdict; /**< What there is to say about it. */
    csr_remedy_kind kind;       /**< What it is. */
    csr_role role;              /**< Whoever has this role, or a higher one, may offer it. */
    int32_t may_offer;          /**< 1 = the session's agent may. */
    int32_t offered;            /**< How often it was offered at this ticket. */
    int32_t times;              /**< How often it may be. */
    int32_t basis_points;       /**< Hundredths of a per cent at most; 0 = it is no percentage. */
    int64_t max_minor;          /**< Minor units at most, also of a percentage; 0 = nothing is said about it. */
    int64_t promise_us;         /**< Within which time it is to be done; 0 = nothing is said about it. */
    char currency[4];           /**< ISO 4217, NUL-ended; empty = no amount. */
    int32_t reserved;           /**< Zero. */
    csr_str ladder;             /**< The ladder. */
    csr_str rung;               /**< The rung. */
    csr_str title;              /**< What people call it. */
    csr_str words;              /**< The wording that it names; may be empty. */
    csr_str because;            /**< The rung that comes first, of what is blocked; else empty. */
    csr_str why;                /**< The verdict in words, with the parts of the condition where it decided. */
} csr_remedy_step_view;

/** Which ticket to look at. */
typedef struct csr_remedy_next_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id ticket;        /**< The matter; required. */
} csr_remedy_next_params;

/** A csr_remedy_next_params in which everything has its default. */
#define CSR_REMEDY_NEXT_PARAMS_INIT                             \
    {                                                           \
        (uint32_t)sizeof(csr_remedy_next_params), 0, { { 0 } }, \
    }

/** A remedy to be offered. */
typedef struct csr_remedy_offer_params {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_remedy_kind kind;    /**< What it is: required where no ladder fits, otherwise that of the rung. */
    csr_id ticket;           /**< The matter; required. */
    csr_id purchase;         /**< What it is about: a percentage is of what was paid for it. */
    csr_str rung;            /**< The rung, at most 120 bytes; empty = the one that is next. */
    int64_t amount_minor;    /**< What it is worth, in minor units of `currency`; 0 = no amount, or worked out. */
    csr_time promised_until; /**< Until when it is to be done; 0 = what the rung promises. */
    int32_t basis_points;    /**< Of a percentage: hundredths of a per cent; 0 = what the rung gives. */
    char currency[4];        /**< ISO 4217, NUL-ended; empty = that of the rung. */
    csr_str note;            /**< More about it, at most 2000 bytes. */
    csr_str request_key;     /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_remedy_offer_params;

/** A csr_remedy_offer_params in which everything has its default. */
#define CSR_REMEDY_OFFER_PARAMS_INIT                                                                                  \
    {                                                                                                                 \
        (uint32_t)sizeof(csr_remedy_offer_params), 0, { { 0 } }, { { 0 } }, { NULL, 0 }, 0, 0, 0, { 0 }, { NULL, 0 }, \
            { NULL, 0 },                                                                                              \
    }

/** What the customer said to an offer. */
typedef struct csr_remedy_accept_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str answer;       /**< What they said, at most 2000 bytes. */
} csr_remedy_accept_params;

/** A csr_remedy_accept_params in which everything has its default. */
#define CSR_REMEDY_ACCEPT_PARAMS_INIT                               \
    {                                                               \
        (uint32_t)sizeof(csr_remedy_accept_params), 0, { NULL, 0 }, \
    }

/** Why the customer does not take an offer. */
typedef struct csr_remedy_decline_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str answer;       /**< What they said, at most 2000 bytes. */
} csr_remedy_decline_params;

/** A csr_remedy_decline_params in which everything has its default. */
#define CSR_REMEDY_DECLINE_PARAMS_INIT                               \
    {                                                                \
        (uint32_t)sizeof(csr_remedy_decline_params), 0, { NULL, 0 }, \
    }

/** Why an offer is taken back. */
typedef struct csr_remedy_withdraw_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str answer;       /**< Why, at most 2000 bytes; required. */
} csr_remedy_withdraw_params;

/** A csr_remedy_withdraw_params in which everything has its default. */
#define CSR_REMEDY_WITHDRAW_PARAMS_INIT                               \
    {                                                                 \
        (uint32_t)sizeof(csr_remedy_withdraw_params), 0, { NULL, 0 }, \
    }

/** What became of a remedy that was accepted. */
typedef struct csr_remedy_fulfil_params {
    uint32_t struct_size;           /**< sizeof of the caller's struct. */
    int32_t failed;                 /**< 1 = it could not be done, or did not help. */
    csr_record_kind fulfilled_kind; /**< What kind of record `fulfilled_by` is; required with it. */
    int32_t reserved;               /**< Zero. */
    csr_id fulfilled_by;            /**< The refund, voucher or other record that it was done by. */
    csr_str answer;                 /**< More about it, at most 2000 bytes; required of what failed. */
} csr_remedy_fulfil_params;

/** A csr_remedy_fulfil_params in which everything has its default. */
#define CSR_REMEDY_FULFIL_PARAMS_INIT                                                \
    {                                                                                \
        (uint32_t)sizeof(csr_remedy_fulfil_params), 0, 0, 0, { { 0 } }, { NULL, 0 }, \
    }

/** Which remedies to list: those of one ticket, the first offered first. */
typedef struct csr_remedy_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< The matter; required. */
} csr_remedy_query;

/** A csr_remedy_query in which everything has its default. */
#define CSR_REMEDY_QUERY_INIT                                          \
    {                                                                  \
        (uint32_t)sizeof(csr_remedy_query), 0, { NULL, 0 }, { { 0 } }, \
    }

#if defined(CSR_EXPERIMENTAL) || defined(CSR_BUILDING)
/**
 * Say what to offer at a ticket now, and why.
 *
 * All rungs of the ladder that fits the ticket, in its order; one of them at most is next. No ladder fits: no rows.
 * Nothing is written.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_remedy_next_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket; policy: no ladders are in force), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   the reads of the facts that the ladders ask for, 1 read of the ticket's remedies
 * @source docs/remedies.md; service S7
 * @since  0.1
 */
CSR_API csr_status csr_remedy_next(csr_session *session, const csr_remedy_next_params *params, csr_result **out_result,
                                   csr_error *err);

/**
 * Offer a remedy.
 *
 * Where ladders are in force the rung has to fit: its condition holds, what must come first was tried, it may be
 * offered once more, the agent's role suffices, and the amount is within its limit.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param params      [in]  csr_remedy_offer_params; required
 * @param out_id      [out] the new remedy; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, purchase, rung), CSR_E_STATE (ticket: settled; rung: not now, and why),
 *         CSR_E_RIGHT (role), CSR_E_LIMIT (amount_minor, basis_points: more than the rung gives; ticket: too many),
 *         CSR_E_CURRENCY, CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: the reads of csr_remedy_next(), 1 insert, 1 event
 * @source docs/remedies.md; service S7, S8
 * @since  0.1
 */
CSR_API csr_status csr_remedy_offer(csr_session *session, const csr_remedy_offer_params *params, csr_id *out_id,
                                    csr_error *err);

/**
 * The customer takes an offer.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the remedy
 * @param params      [in]  csr_remedy_accept_params; NULL = all defaults
 * @param out_version [out] the version of its ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it is not an open offer), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_accept(csr_session *session, const csr_id *id, const csr_remedy_accept_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * The customer does not take an offer.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the remedy
 * @param params      [in]  csr_remedy_decline_params; NULL = all defaults
 * @param out_version [out] the version of its ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it is not an open offer), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_decline(csr_session *session, const csr_id *id, const csr_remedy_decline_params *params,
                                      int64_t *out_version, csr_error *err);

/**
 * Take an offer back, before it is done.
 *
 * The agent who offered it, supervisors and the system do so. It counts as never offered.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the remedy
 * @param params      [in]  csr_remedy_withdraw_params; required
 * @param out_version [out] the version of its ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it has ended), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 1 write, 1 event
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_withdraw(csr_session *session, const csr_id *id, const csr_remedy_withdraw_params *params,
                                       int64_t *out_version, csr_error *err);

/**
 * Say that a remedy was done, or could not be.
 *
 * What was accepted is fulfilled; words and troubleshooting also while they are only offered. A refund that it was
 * done by is one of the same ticket, or of its customer; no other record is another customer's.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the remedy
 * @param params      [in]  csr_remedy_fulfil_params; NULL = all defaults
 * @param out_version [out] the version of its ticket now; untouched on failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (id, fulfilled_by), CSR_E_STATE (it was not accepted, or has ended; fulfilled_by: of
 *         another customer), CSR_E_DUPLICATE (fulfilled_by: it settles another remedy), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: up to 4 reads, 1 write, 1 event
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_fulfil(csr_session *session, const csr_id *id, const csr_remedy_fulfil_params *params,
                                     int64_t *out_version, csr_error *err);

/**
 * Read one remedy.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the remedy
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/**
 * List the remedies of a ticket.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_remedy_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/remedies.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_list(csr_session *session, const csr_remedy_query *query, csr_result **out_result,
                                   csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * A view of an older or newer caller is filled as far as both know it; what the caller has beyond is zeroed.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_at(const csr_result *result, size_t row, csr_remedy_view *view, csr_error *err);

/**
 * Fill a view from a row of a result.
 *
 * A view of an older or newer caller is filled as far as both know it; what the caller has beyond is zeroed.
 *
 * @param result [in]  a result of this kind
 * @param row    [in]  0 to csr_result_count() - 1
 * @param view   [out] struct_size set by the caller; texts are borrowed from the result
 * @param err    [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (another kind, row past the end, struct_size too small)
 * @owner  texts live until csr_result_free()
 * @thread a result: one thread at a time
 * @cost   one copy of the view
 * @source docs/ownership.md
 * @since  0.1
 */
CSR_API csr_status csr_remedy_step_at(const csr_result *result, size_t row, csr_remedy_step_view *view, csr_error *err);
#endif

CSR_END_DECLS

#endif

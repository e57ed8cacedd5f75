/**
 * Events: the append-only log of every change, hash-chained per subject.
 *
 * The log is at once the audit, the outbox of the host (read it by position, keep the position in a bookmark)
 * and the history of every record.
 */
#ifndef CSR_EVENT_H
#define CSR_EVENT_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** Kinds of records. */
typedef int32_t csr_record_kind;
enum {
    CSR_RECORD_SETTINGS = 1,            /**< The settings of the desk. */
    CSR_RECORD_CUSTOMER = 2,            /**< A customer. */
    CSR_RECORD_IDENTITY = 3,            /**< An identity of a customer. */
    CSR_RECORD_AGENT = 4,               /**< An agent. */
    CSR_RECORD_SKILL = 5,               /**< A skill of an agent. */
    CSR_RECORD_TEAM = 6,                /**< A team. */
    CSR_RECORD_MEMBER = 7,              /**< An agent in a team. */
    CSR_RECORD_CONTACT_POINT = 8,       /**< A contact point. */
    CSR_RECORD_INTERACTION = 9,         /**< An interaction. */
    CSR_RECORD_HOLD = 10,               /**< A hold of an interaction. */
    CSR_RECORD_TRANSFER = 11,           /**< A transfer of an interaction. */
    CSR_RECORD_TICKET = 12,             /**< A ticket. */
    CSR_RECORD_TAG = 13,                /**< A tag on a customer or a ticket. */
    CSR_RECORD_POLICY = 14,             /**< A policy document. */
    CSR_RECORD_EVENT = 15,              /**< An event. */
    CSR_RECORD_CHECKPOINT = 16,         /**< A checkpoint over events. */
    CSR_RECORD_BOOKMARK = 17,           /**< A bookmark of a host. */
    CSR_RECORD_COUNTER = 18,            /**< A counter, such as that of the ticket numbers. */
    CSR_RECORD_NOTE = 19,               /**< A note. */
    CSR_RECORD_LINK = 20,               /**< A link of a ticket to another. */
    CSR_RECORD_WATCHER = 21,            /**< One who follows a ticket. */
    CSR_RECORD_CLAIM = 22,              /**< A claim of a ticket. */
    CSR_RECORD_REQUEST = 23,            /**< The answer to a request that had a key. */
    CSR_RECORD_FIELD = 24,              /**< A custom field. */
    CSR_RECORD_FIELD_VALUE = 25,        /**< A value of a custom field. */
    CSR_RECORD_ATTACHMENT = 26,         /**< An attachment. */
    CSR_RECORD_CONTENT = 27,            /**< Content of attachments. */
    CSR_RECORD_DELIVERY = 28,           /**< The way of a message to a recipient. */
    CSR_RECORD_DRAFT = 29,              /**< A draft of an agent. */
    CSR_RECORD_CLOCK = 30,              /**< An SLA clock of a ticket. */
    CSR_RECORD_TIMER = 31,              /**< An instant at which something has to be looked at. */
    CSR_RECORD_ESCALATION = 34,         /**< An escalation of a ticket. */
    CSR_RECORD_FIRING = 35,             /**< A firing of a rule. */
    CSR_RECORD_RULE_STATE = 36,         /**< What the rules remember of a ticket. */
    CSR_RECORD_PURCHASE = 40,           /**< A purchase. */
    CSR_RECORD_PURCHASE_LINE = 41,      /**< A line of a purchase. */
    CSR_RECORD_PAYMENT = 42,            /**< A payment of a purchase. */
    CSR_RECORD_REFUND = 43,             /**< A refund. */
    CSR_RECORD_REFUND_PART = 44,        /**< A part of a refund. */
    CSR_RECORD_PAYOUT = 45,             /**< A payout of a refund. */
    CSR_RECORD_APPROVAL = 46,           /**< What somebody decided about a refund. */
    CSR_RECORD_APPROVAL_LIMIT = 47,     /**< What the people of a role may approve. */
    CSR_RECORD_PAYOUT_NOTICE = 48,      /**< A notice of a gateway. */
    CSR_RECORD_ATTESTATION = 49,        /**< What somebody found out about a payout. */
    CSR_RECORD_RETURN = 54,             /**< A return of goods, or a claim about them. */
    CSR_RECORD_RETURN_LINE = 55,        /**< A line of a return. */
    CSR_RECORD_REPLACEMENT = 56,        /**< Goods given in place of others. */
    CSR_RECORD_VOUCHER = 58,            /**< A voucher. */
    CSR_RECORD_VOUCHER_REDEMPTION = 59, /**< A use of a voucher. */
    CSR_RECORD_GOODWILL_BUDGET = 60,    /**< A budget for goodwill. */
    CSR_RECORD_REMEDY = 61,             /**< A remedy that a customer was offered. */
    CSR_RECORD_JUDGEMENT = 62,          /**< What the refund policy said of a refund. */
    CSR_RECORD_VOUCHER_DECISION = 66,   /**< What somebody decided about a voucher. */
    CSR_RECORD_GOODWILL_USE = 67        /**< What counts for a budget for goodwill. */
};

/** What happened; numbers are never reused. */
typedef int32_t csr_event_kind;
enum {
    CSR_EVENT_SETTINGS_ADDED = 1,            /**< The desk was created. */
    CSR_EVENT_SETTINGS_CHANGED = 2,          /**< Settings were changed. */
    CSR_EVENT_CUSTOMER_ADDED = 3,            /**< A customer was recorded. */
    CSR_EVENT_CUSTOMER_CHANGED = 4,          /**< A customer was changed. */
    CSR_EVENT_CUSTOMER_TAGGED = 5,           /**< A tag was put on a customer. */
    CSR_EVENT_CUSTOMER_UNTAGGED = 6,         /**< A tag was taken off a customer. */
    CSR_EVENT_IDENTITY_ADDED = 7,            /**< An identity was recorded. */
    CSR_EVENT_IDENTITY_VERIFIED = 8,         /**< An identity was proved. */
    CSR_EVENT_IDENTITY_ENDED = 9,            /**< An identity ended. */
    CSR_EVENT_AGENT_ADDED = 10,              /**< An agent was recorded. */
    CSR_EVENT_AGENT_CHANGED = 11,            /**< An agent was changed. */
    CSR_EVENT_SKILL_SET = 12,                /**< An agent got a skill. */
    CSR_EVENT_SKILL_REMOVED = 13,            /**< An agent lost a skill. */
    CSR_EVENT_TEAM_ADDED = 14,               /**< A team was recorded. */
    CSR_EVENT_TEAM_CHANGED = 15,             /**< A team was changed. */
    CSR_EVENT_TEAM_JOINED = 16,              /**< An agent joined a team. */
    CSR_EVENT_TEAM_LEFT = 17,                /**< An agent left a team. */
    CSR_EVENT_CONTACT_POINT_ADDED = 18,      /**< A contact point was recorded. */
    CSR_EVENT_CONTACT_POINT_CHANGED = 19,    /**< A contact point was changed. */
    CSR_EVENT_INTERACTION_ADDED = 20,        /**< An interaction was recorded. */
    CSR_EVENT_INTERACTION_TONE = 21,         /**< The tone of an interaction moved. */
    CSR_EVENT_INTERACTION_HELD = 22,         /**< A customer was put on hold. */
    CSR_EVENT_INTERACTION_RESUMED = 23,      /**< A hold ended. */
    CSR_EVENT_INTERACTION_TRANSFERRED = 24,  /**< An interaction was passed on. */
    CSR_EVENT_INTERACTION_ENDED = 25,        /**< An interaction ended. */
    CSR_EVENT_TICKET_OPENED = 26,            /**< A ticket was opened. */
    CSR_EVENT_TICKET_CHANGED = 27,           /**< A ticket was changed. */
    CSR_EVENT_TICKET_MOVED = 28,             /**< A ticket moved to another state. */
    CSR_EVENT_TICKET_REOPENED = 29,          /**< A ticket was reopened. */
    CSR_EVENT_TICKET_TAGGED = 30,            /**< A tag was put on a ticket. */
    CSR_EVENT_TICKET_UNTAGGED = 31,          /**< A tag was taken off a ticket. */
    CSR_EVENT_POLICY_ADDED = 32,             /**< A policy document was recorded. */
    CSR_EVENT_NOTE_ADDED = 40,               /**< A note was recorded. */
    CSR_EVENT_NOTE_PINNED = 41,              /**< A note was pinned. */
    CSR_EVENT_NOTE_UNPINNED = 42,            /**< A note is pinned no longer. */
    CSR_EVENT_NOTE_ERASED = 43,              /**< A note was erased. */
    CSR_EVENT_TICKET_LINKED = 44,            /**< A ticket was linked to another. */
    CSR_EVENT_TICKET_UNLINKED = 45,          /**< A link was taken off a ticket. */
    CSR_EVENT_TICKET_WATCHED = 46,           /**< Somebody follows a ticket. */
    CSR_EVENT_TICKET_UNWATCHED = 47,         /**< Somebody follows a ticket no longer. */
    CSR_EVENT_TICKET_CLAIMED = 48,           /**< A ticket was claimed, or a claim was prolonged or taken over. */
    CSR_EVENT_TICKET_RELEASED = 49,          /**< A claim was ended before its time. */
    CSR_EVENT_AGENT_DEACTIVATED = 50,        /**< An agent was deactivated. */
    CSR_EVENT_AGENT_REACTIVATED = 51,        /**< An agent works again. */
    CSR_EVENT_FIELD_ADDED = 60,              /**< A custom field was defined. */
    CSR_EVENT_FIELD_CHANGED = 61,            /**< A custom field was changed. */
    CSR_EVENT_FIELD_RETIRED = 62,            /**< A custom field was retired. */
    CSR_EVENT_FIELD_RESTORED = 63,           /**< A custom field was taken back into use. */
    CSR_EVENT_FIELD_VALUE_SET = 64,          /**< A record got a value of a custom field. */
    CSR_EVENT_FIELD_VALUE_UNSET = 65,        /**< A record lost its value of a custom field. */
    CSR_EVENT_ATTACHMENT_ADDED = 66,         /**< A file was attached. */
    CSR_EVENT_ATTACHMENT_ERASED = 67,        /**< The content of an attachment was erased. */
    CSR_EVENT_DELIVERY_QUEUED = 68,          /**< A message was put into the outbox. */
    CSR_EVENT_DELIVERY_CLAIMED = 69,         /**< A sender took a message from the outbox. */
    CSR_EVENT_DELIVERY_REPORTED = 70,        /**< Something became of a message. */
    CSR_EVENT_CLOCK_STARTED = 80,            /**< A clock of a ticket began, for the first time or again. */
    CSR_EVENT_CLOCK_PAUSED = 81,             /**< A clock stood still. */
    CSR_EVENT_CLOCK_RESUMED = 82,            /**< A clock went on. */
    CSR_EVENT_CLOCK_RETARGETED = 83,         /**< A clock got another target, calendar or rule. */
    CSR_EVENT_CLOCK_STOPPED = 84,            /**< What a clock measured was done. */
    CSR_EVENT_CLOCK_REOPENED = 85,           /**< It was not done after all. */
    CSR_EVENT_CLOCK_CANCELLED = 86,          /**< What a clock measured is of no interest any more. */
    CSR_EVENT_CLOCK_WARNED = 87,             /**< A clock reached a level below its target. */
    CSR_EVENT_CLOCK_BREACHED = 88,           /**< A clock passed its target, or a level behind it. */
    CSR_EVENT_CLOCK_MERGED = 110,            /**< A clock got the earlier beginning of a duplicate. */
    CSR_EVENT_CLOCK_CORRECTED = 111,         /**< A clock was reckoned anew from its events. */
    CSR_EVENT_ESCALATION_RAISED = 120,       /**< Somebody was asked to step in. */
    CSR_EVENT_ESCALATION_ACKNOWLEDGED = 121, /**< An escalation was taken up. */
    CSR_EVENT_ESCALATION_RESOLVED = 122,     /**< An escalation did what it was raised for. */
    CSR_EVENT_ESCALATION_EXPIRED = 123,      /**< Nobody took an escalation up in time. */
    CSR_EVENT_ESCALATION_WITHDRAWN = 124,    /**< An escalation was taken back. */
    CSR_EVENT_AGENT_PRESENCE = 125,          /**< It was said whether an agent is there. */
    CSR_EVENT_FIRING_ADDED = 126,            /**< A rule fired for a ticket; its actions follow. */
    CSR_EVENT_FIRING_FAILED = 127,           /**< Some of what a rule asked for could not be done. */
    CSR_EVENT_FIRING_FOLLOWED_UP = 128,      /**< A follow-up that a rule asked for came due. */
    CSR_EVENT_FIRING_GUARDED = 129,          /**< A rule fired for a ticket that had too many notices. */
    CSR_EVENT_PURCHASE_ADDED = 140,          /**< A purchase was recorded. */
    CSR_EVENT_PURCHASE_CHANGED = 141,        /**< More became known of a purchase. */
    CSR_EVENT_PURCHASE_LINE_ADDED = 142,     /**< A line of a purchase was recorded. */
    CSR_EVENT_PURCHASE_LINE_CHANGED = 143,   /**< More became known of a line of a purchase. */
    CSR_EVENT_PAYMENT_ADDED = 144,           /**< A payment was recorded. */
    CSR_EVENT_PAYMENT_CHANGED = 145,         /**< More became known of a payment. */
    CSR_EVENT_REFUND_OPENED = 146,           /**< A refund was begun. */
    CSR_EVENT_REFUND_PART_ADDED = 147,       /**< A refund got a part. */
    CSR_EVENT_REFUND_SUBMITTED = 148,        /**< A refund was asked for. */
    CSR_EVENT_REFUND_APPROVED = 149,         /**< A refund was approved, by one of those who have to. */
    CSR_EVENT_REFUND_REJECTED = 150,         /**< A refund was refused. */
    CSR_EVENT_REFUND_CANCELLED = 151,        /**< A refund was given up. */
    CSR_EVENT_APPROVAL_LIMIT_ADDED = 152,    /**< A limit of approvals was recorded. */
    CSR_EVENT_APPROVAL_LIMIT_CHANGED = 153,  /**< A limit of approvals was changed. */
    CSR_EVENT_PAYOUT_PLANNED = 154,          /**< A payout was planned. */
    CSR_EVENT_PAYOUT_TAKEN = 155,            /**< Somebody was told what to do with a payout. */
    CSR_EVENT_PAYOUT_TOLD = 156,             /**< The gateway said something about a payout. */
    CSR_EVENT_PAYOUT_NOTICE_ADDED = 157,     /**< A gateway told something by itself. */
    CSR_EVENT_PAYOUT_NOTICE_MATCHED = 158,   /**< It became known what a notice is about. */
    CSR_EVENT_PAYOUT_ATTESTED = 159,         /**< Somebody found out about a payout. */
    CSR_EVENT_PAYOUT_IMPORTED = 160,         /**< A gateway was found to have given money back by itself. */
    CSR_EVENT_REFUND_SENT_BACK = 165,        /**< A refund waits for approval again: who approved it no longer may. */
    CSR_EVENT_RETURN_OPENED = 180,           /**< A return was asked for, or a claim made. */
    CSR_EVENT_RETURN_LINE_ADDED = 181,       /**< A return got a line. */
    CSR_EVENT_RETURN_APPROVED = 182,         /**< A return was allowed. */
    CSR_EVENT_RETURN_REJECTED = 183,         /**< A return was refused. */
    CSR_EVENT_RETURN_CANCELLED = 184,        /**< A return was given up. */
    CSR_EVENT_RETURN_EXPIRED = 185,          /**< The goods of a return were not sent in time. */
    CSR_EVENT_RETURN_SENT = 186,             /**< The goods of a return are on their way. */
    CSR_EVENT_RETURN_RECEIVED = 187,         /**< Goods of a return came. */
    CSR_EVENT_RETURN_INSPECTED = 188,        /**< It was said what is accepted of a return. */
    CSR_EVENT_RETURN_SETTLED = 189,          /**< A return was settled, or is once a charge is paid. */
    CSR_EVENT_RETURN_CHARGED = 190,          /**< It was said what became of a charge. */
    CSR_EVENT_REPLACEMENT_ADDED = 191,       /**< Goods are to be given in place of others. */
    CSR_EVENT_REPLACEMENT_REMOVED = 192,     /**< They are not, after all. */
    CSR_EVENT_VOUCHER_ISSUED = 195,          /**< A voucher was issued. */
    CSR_EVENT_VOUCHER_APPROVED = 196,        /**< A voucher was approved, by one of those who have to. */
    CSR_EVENT_VOUCHER_REDEEMED = 197,        /**< A voucher was used. */
    CSR_EVENT_VOUCHER_RETURNED = 198,        /**< A use of a voucher was given back. */
    CSR_EVENT_VOUCHER_EXPIRED = 199,         /**< The time of a voucher was over. */
    CSR_EVENT_VOUCHER_REVOKED = 200,         /**< What was left of a voucher was taken back, or it was refused. */
    CSR_EVENT_GOODWILL_BUDGET_ADDED = 201,   /**< A budget for goodwill was recorded. */
    CSR_EVENT_GOODWILL_BUDGET_CHANGED = 202, /**< A budget for goodwill was changed. */
    CSR_EVENT_GOODWILL_BUDGET_USED = 203,    /**< Something that was given counts for a budget. */
    CSR_EVENT_REMEDY_OFFERED = 205,          /**< A customer was offered a remedy. */
    CSR_EVENT_REMEDY_ANSWERED = 206,         /**< The customer accepted or declined it. */
    CSR_EVENT_REMEDY_WITHDRAWN = 207,        /**< It was taken back. */
    CSR_EVENT_REMEDY_ENDED = 208,            /**< It was fulfilled, or could not be. */
    CSR_EVENT_REFUND_JUDGED = 209            /**< The refund policy allowed a refund that was asked for. */
};

/** An event. */
typedef struct csr_event_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_event_kind kind;   /**< What happened. */
    int64_t position;      /**< Place in the commit order of the desk; grows, with gaps on some stores. */
    csr_id subject;        /**< The record that it happened to. */
    int64_t seq;           /**< Its place among the subject's events, from 1; the subject's version after it. */
    csr_time at;           /**< When it was recorded. */
    csr_time effective_at; /**< When it took effect, if that was earlier; unset = when it was recorded. */
    csr_id actor;          /**< The agent who did it; none = the system. */
    csr_id row;            /**< The child record that changed (an identity, a hold, ...); none = the subject itself. */
    csr_record_kind subject_kind; /**< Kind of the subject. */
    csr_record_kind row_kind;     /**< Kind of the child record; 0 = none. */
    uint8_t hash[32];             /**< BLAKE2b-256 over the hash before it and this event. */
    csr_str reason;               /**< Why, as the actor put it; may be empty. */
    csr_str changes; /**< What changed, JSON: {"member":[old,new],...}; null where a value was or is unset. */
} csr_event_view;

/** Which events to list. */
typedef struct csr_event_query {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    int32_t limit;          /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    int64_t after_position; /**< Only events after this position; 0 = from the first. */
} csr_event_query;

/** A csr_event_query in which everything has its default. */
#define CSR_EVENT_QUERY_INIT                    \
    {                                           \
        (uint32_t)sizeof(csr_event_query), 0, 0 \
    }

/**
 * List the events of the desk in commit order.
 *
 * The outbox: read from the last position, do the work, set a bookmark. The position of the last row goes into
 * the next query; the result has no page token. A row appears once, and never before a row with a smaller
 * position.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_event_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API csr_status csr_event_list(csr_session *session, const csr_event_query *query, csr_result **out_result,
                                  csr_error *err);

/** Whose history to list. */
typedef struct csr_event_history_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_id subject;       /**< The record: a customer, an agent, a ticket, ...; required. */
    int64_t after_seq;    /**< Only events after this one; 0 = from the first. */
} csr_event_history_query;

/** A csr_event_history_query in which everything has its default. */
#define CSR_EVENT_HISTORY_QUERY_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_event_history_query), 0, { { 0 } }, 0 \
    }

/**
 * List everything that ever happened to one record, oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_event_history_query; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API csr_status csr_event_history(csr_session *session, const csr_event_history_query *query,
                                     csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_event_at(const csr_result *result, size_t row, csr_event_view *view, csr_error *err);

/** A place to remember. */
typedef struct csr_bookmark_set_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str name;         /**< Name of the bookmark, at most 120 bytes; required. */
    csr_str value;        /**< What to remember, at most 4000 bytes; empty forgets it. */
} csr_bookmark_set_params;

/** A csr_bookmark_set_params in which everything has its default. */
#define CSR_BOOKMARK_SET_PARAMS_INIT                                            \
    {                                                                           \
        (uint32_t)sizeof(csr_bookmark_set_params), 0, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Remember how far a reader or an import has come.
 *
 * A bookmark changes in the same transaction as the work that it stands for; it is the one change that writes
 * no event.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_bookmark_set_params; required
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family
 *         (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 write
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API csr_status csr_bookmark_set(csr_session *session, const csr_bookmark_set_params *params, csr_error *err);

/** A bookmark. */
typedef struct csr_bookmark_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_time updated_at;  /**< When it last changed. */
    csr_str name;         /**< Name of the bookmark. */
    csr_str value;        /**< What is remembered. */
} csr_bookmark_view;

/** Which bookmark. */
typedef struct csr_bookmark_get_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str name;         /**< Name of the bookmark; required. */
} csr_bookmark_get_params;

/** A csr_bookmark_get_params in which everything has its default. */
#define CSR_BOOKMARK_GET_PARAMS_INIT                               \
    {                                                              \
        (uint32_t)sizeof(csr_bookmark_get_params), 0, { NULL, 0 }, \
    }

/**
 * Read a bookmark.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_bookmark_get_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="name"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/adr/0004-events.md
 * @since  0.1
 */
CSR_API csr_status csr_bookmark_get(csr_session *session, const csr_bookmark_get_params *params,
                                    csr_result **out_result, csr_error *err);

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
CSR_API csr_status csr_bookmark_at(const csr_result *result, size_t row, csr_bookmark_view *view, csr_error *err);

CSR_END_DECLS

#endif

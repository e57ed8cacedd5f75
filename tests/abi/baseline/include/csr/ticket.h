/**
 * Tickets: matters to be settled.
 *
 * A ticket is in a state of its lifecycle, a policy document (csr/policy.h); every state has a phase, and
 * rules, queues and reports go by the phase, so that states may be named as the house likes.
 */
#ifndef CSR_TICKET_H
#define CSR_TICKET_H

#include <csr/customer.h>
#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** What a matter is about. */
typedef int32_t csr_ticket_kind;
enum {
    CSR_TICKET_ENQUIRY = 1,     /**< A question. */
    CSR_TICKET_COMPLAINT = 2,   /**< Something is not as it should be. */
    CSR_TICKET_BILLING = 3,     /**< A bill, a statement, a price. */
    CSR_TICKET_RETURN = 4,      /**< Something is brought or sent back. */
    CSR_TICKET_TECHNICAL = 5,   /**< Something does not work. */
    CSR_TICKET_ORDER = 6,       /**< An order. */
    CSR_TICKET_APPOINTMENT = 7, /**< An appointment or a reservation. */
    CSR_TICKET_SET_UP = 8,      /**< Setting a customer up for a service. */
    CSR_TICKET_PRAISE = 9,      /**< Praise. */
    CSR_TICKET_OTHER = 10       /**< Anything else. */
};

/** Where a matter stands, whatever its state is called. */
typedef int32_t csr_phase;
enum {
    CSR_PHASE_NEW = 1,      /**< Nobody has begun. */
    CSR_PHASE_OPEN = 2,     /**< Being worked on. */
    CSR_PHASE_PAUSED = 3,   /**< Waiting for somebody. */
    CSR_PHASE_RESOLVED = 4, /**< Settled, as far as the house knows; may be reopened. */
    CSR_PHASE_CLOSED = 5    /**< Over. */
};

/** For whom a paused matter waits. */
typedef int32_t csr_waits_for;
enum {
    CSR_WAITS_FOR_CUSTOMER = 1,    /**< The customer. */
    CSR_WAITS_FOR_THIRD_PARTY = 2, /**< A supplier or another third party. */
    CSR_WAITS_FOR_INTERNAL = 3     /**< Another part of the house. */
};

/** How urgent a matter is. */
typedef int32_t csr_priority;
enum {
    CSR_PRIORITY_LOW = 1,    /**< Can wait. */
    CSR_PRIORITY_NORMAL = 2, /**< As it comes. */
    CSR_PRIORITY_HIGH = 3,   /**< Before others. */
    CSR_PRIORITY_URGENT = 4  /**< Now. */
};

/** Who is at fault. */
typedef int32_t csr_fault;
enum {
    CSR_FAULT_COMPANY = 1,     /**< The house; such matters go faster. */
    CSR_FAULT_CUSTOMER = 2,    /**< The customer. */
    CSR_FAULT_THIRD_PARTY = 3, /**< Somebody else. */
    CSR_FAULT_NOBODY = 4       /**< Nobody. */
};

/** How a matter was settled. */
typedef int32_t csr_resolution;
enum {
    CSR_RESOLUTION_SOLVED = 1,          /**< The trouble is gone. */
    CSR_RESOLUTION_EXPLAINED = 2,       /**< The question is answered. */
    CSR_RESOLUTION_APOLOGISED = 3,      /**< An apology was all there was to give. */
    CSR_RESOLUTION_CORRECTED = 4,       /**< A price, a bill or a record was put right. */
    CSR_RESOLUTION_REFUNDED = 5,        /**< Money was given back. */
    CSR_RESOLUTION_REPLACED = 6,        /**< The article was replaced. */
    CSR_RESOLUTION_REPAIRED = 7,        /**< The article was repaired. */
    CSR_RESOLUTION_GOODWILL = 8,        /**< Something extra was given as an apology. */
    CSR_RESOLUTION_DONE = 9,            /**< The order, appointment or set-up is done. */
    CSR_RESOLUTION_DECLINED = 10,       /**< The house cannot or will not do it, and said why. */
    CSR_RESOLUTION_WITHDRAWN = 11,      /**< The customer no longer wants it. */
    CSR_RESOLUTION_DUPLICATE = 12,      /**< It is dealt with in another ticket. */
    CSR_RESOLUTION_NOT_REPRODUCED = 13, /**< Nothing was found. */
    CSR_RESOLUTION_OTHER = 14           /**< Otherwise; the note says how. */
};

/** Which part of the work a matter belongs to. */
typedef int32_t csr_queue;
enum {
    CSR_QUEUE_ACTIVE = 1,  /**< New or open: somebody must do something. */
    CSR_QUEUE_WAITING = 2, /**< Paused. */
    CSR_QUEUE_DONE = 3     /**< Resolved or closed. */
};

/** A ticket. */
typedef struct csr_ticket_view {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    csr_ticket_kind kind;      /**< What it is about. */
    csr_id id;                 /**< Identity of the record. */
    int64_t version;           /**< Counts the changes of the record, children included; 1 when new. */
    csr_time created_at;       /**< When it was recorded. */
    csr_time updated_at;       /**< When it last changed. */
    int64_t number;            /**< Number for people; csr_ticket_number_format() writes it. */
    csr_phase phase;           /**< Where it stands. */
    csr_waits_for waits_for;   /**< For whom it waits; 0 = for nobody. */
    csr_priority priority;     /**< How urgent it is. */
    csr_fault fault;           /**< Who is at fault; 0 = not known. */
    csr_queue queue;           /**< Which part of the work it belongs to. */
    csr_resolution resolution; /**< How it was settled; 0 = it is not. */
    int32_t reopened;          /**< How often it was reopened. */
    int32_t reserved;          /**< Zero. */
    csr_id customer;           /**< Whose matter it is; may be none. */
    csr_id team;               /**< The team that has it; may be none. */
    csr_id assignee;           /**< The agent who has it; may be none. */
    csr_id contact_point;      /**< Where it came in; may be none. */
    csr_id follow_up_of;       /**< The ticket that it follows up; may be none. */
    csr_id lifecycle;          /**< The lifecycle document it follows; none = the built-in one. */
    csr_time opened_at;        /**< When the matter began. */
    csr_time state_since;      /**< Since when it is in its state. */
    csr_time due_at;           /**< When something must be done: as set, else the earliest due of its clocks. */
    csr_time resolved_at;      /**< When it was last resolved; unset = never, or reopened since. */
    csr_time closed_at;        /**< When it was last closed; unset = never, or reopened since. */
    csr_str state;             /**< Name of its state in its lifecycle. */
    csr_str subject;           /**< What it is about, in one line. */
    csr_str resolution_note;   /**< How it was settled, in words; may be empty. */
    csr_str product;           /**< Product concerned, the host's reference; may be empty. */
    csr_str order_ref;         /**< Order concerned, the host's reference; may be empty. */
    csr_str external_id;       /**< Key in the system it came from; unique; may be empty. */
    csr_id sla;                /**< The SLA document it is under; none = none was in force. */
    int32_t children;          /**< How many tickets are linked to it as its children. */
    int32_t reserved2;         /**< Zero. */
    int32_t escalation_level;  /**< Highest level of its open escalations; 0 = none is open. */
    int32_t reserved3;         /**< Zero. */
} csr_ticket_view;

/** A new ticket. */
typedef struct csr_ticket_open_params {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_ticket_kind kind;  /**< What it is about; 0 = other. */
    csr_id customer;       /**< Whose matter it is. */
    csr_id team;           /**< The team that gets it; none = the team of the contact point. */
    csr_id assignee;       /**< The agent who gets it. */
    csr_id contact_point;  /**< Where it came in. */
    csr_id follow_up_of;   /**< The ticket that it follows up. */
    csr_priority priority; /**< How urgent it is; 0 = normal. */
    csr_fault fault;       /**< Who is at fault. */
    csr_time opened_at;    /**< When the matter began, not in the future; 0 = now. */
    csr_time due_at;       /**< When it must be settled. */
    csr_str subject;       /**< What it is about, in one line, at most 500 bytes; required. */
    csr_str product;       /**< Product concerned, the host's reference, at most 200 bytes. */
    csr_str order_ref;     /**< Order concerned, the host's reference, at most 200 bytes. */
    csr_str external_id;   /**< Key in the system it came from, at most 255 bytes; taken = CSR_E_DUPLICATE. */
    csr_str lifecycle;     /**< Name of the lifecycle to follow; empty = "default". */
    csr_str state;         /**< Name of the state to begin in; empty = the lifecycle's initial one. */
    csr_str request_key;   /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_ticket_open_params;

/** A csr_ticket_open_params in which everything has its default. */
#define CSR_TICKET_OPEN_PARAMS_INIT                                                                                  \
    {                                                                                                                \
        (uint32_t)sizeof(csr_ticket_open_params), 0, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, 0, \
            0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },            \
    }

/**
 * Open a ticket.
 *
 * It gets the next number. The lifecycle of its name in force now stays its lifecycle.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_ticket_open_params; required
 * @param out_id  [out] the new ticket; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (customer, team, assignee, contact_point, follow_up_of, lifecycle, state), CSR_E_DUPLICATE
 *         (external_id, request_key), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the
 *         store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/adr/0005-lifecycle.md; service S3-S9
 * @since  0.1
 */
CSR_API csr_status csr_ticket_open(csr_session *session, const csr_ticket_open_params *params, csr_id *out_id,
                                   csr_error *err);

/** What to change in a ticket; what is unset stays. */
typedef struct csr_ticket_change_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_ticket_kind kind;     /**< What it is about. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    uint64_t clear;           /**< CSR_TICKET_CLEAR_* bits of the members to empty. */
    csr_id customer;          /**< Whose matter it is. */
    csr_id team;              /**< The team that has it. */
    csr_id assignee;          /**< The agent who has it. */
    csr_id contact_point;     /**< Where it came in. */
    csr_priority priority;    /**< How urgent it is. */
    csr_fault fault;          /**< Who is at fault. */
    csr_time due_at;          /**< When it must be settled. */
    csr_time effective_at;    /**< When the change took effect, not in the future and not before opened_at; 0 = now. */
    csr_str subject;          /**< What it is about, in one line, at most 500 bytes. */
    csr_str product;          /**< Product concerned, the host's reference, at most 200 bytes. */
    csr_str order_ref;        /**< Order concerned, the host's reference, at most 200 bytes. */
} csr_ticket_change_params;

/** A csr_ticket_change_params in which everything has its default. */
#define CSR_TICKET_CHANGE_PARAMS_INIT                                                                                \
    {                                                                                                                \
        (uint32_t)sizeof(csr_ticket_change_params), 0, 0, 0, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 0, 0, 0, 0, \
            { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                                                                   \
    }

/** Empties customer. */
#define CSR_TICKET_CLEAR_CUSTOMER (UINT64_C(1) << 0)
/** Empties team. */
#define CSR_TICKET_CLEAR_TEAM (UINT64_C(1) << 1)
/** Empties assignee. */
#define CSR_TICKET_CLEAR_ASSIGNEE (UINT64_C(1) << 2)
/** Empties contact_point. */
#define CSR_TICKET_CLEAR_CONTACT_POINT (UINT64_C(1) << 3)
/** Empties fault. */
#define CSR_TICKET_CLEAR_FAULT (UINT64_C(1) << 4)
/** Empties due_at. */
#define CSR_TICKET_CLEAR_DUE_AT (UINT64_C(1) << 5)
/** Empties product. */
#define CSR_TICKET_CLEAR_PRODUCT (UINT64_C(1) << 6)
/** Empties order_ref. */
#define CSR_TICKET_CLEAR_ORDER_REF (UINT64_C(1) << 7)

/**
 * Change a ticket: whose it is, who has it, how urgent it is.
 *
 * The state moves with csr_ticket_move() only.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_ticket_change_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or the reference), CSR_E_CONFLICT, CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_change(csr_session *session, const csr_id *id, const csr_ticket_change_params *params,
                                     int64_t *out_version, csr_error *err);

/** Where a ticket goes. */
typedef struct csr_ticket_move_params {
    uint32_t struct_size;      /**< sizeof of the caller's struct. */
    csr_resolution resolution; /**< How it was settled; required where the lifecycle says so. */
    int64_t expected_version;  /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_time effective_at;     /**< When it happened, not in the future and not before the last move; 0 = now. */
    csr_str state;             /**< Name of the state to move to, at most 60 bytes; required. */
    csr_str resolution_note;   /**< How it was settled, in words, at most 2000 bytes. */
    csr_str reason;            /**< Why, for the event, at most 500 bytes. */
} csr_ticket_move_params;

/** A csr_ticket_move_params in which everything has its default. */
#define CSR_TICKET_MOVE_PARAMS_INIT                                                               \
    {                                                                                             \
        (uint32_t)sizeof(csr_ticket_move_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Move a ticket to another state if its lifecycle allows it.
 *
 * The lifecycle names the transitions, the fields that must be set, and the role that is needed. Moving to the
 * state it is in changes nothing. A move from resolved or closed back to work counts as reopening.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_ticket_move_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id" or "state"), CSR_E_CONFLICT, CSR_E_STATE (no such transition; the message
 *         lists those there are), CSR_E_RIGHT, CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_move(csr_session *session, const csr_id *id, const csr_ticket_move_params *params,
                                   int64_t *out_version, csr_error *err);

/** Why a ticket is taken up again. */
typedef struct csr_ticket_reopen_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    int32_t reserved;         /**< Zero. */
    int64_t expected_version; /**< Refuse unless the record still has this version; 0 = do not check. */
    csr_time effective_at;    /**< When it happened, not in the future; decides about the window; 0 = now. */
    csr_str reason;           /**< Why, for the event, at most 500 bytes. */
    csr_str request_key;      /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_ticket_reopen_params;

/** A csr_ticket_reopen_params in which everything has its default. */
#define CSR_TICKET_REOPEN_PARAMS_INIT                                                  \
    {                                                                                  \
        (uint32_t)sizeof(csr_ticket_reopen_params), 0, 0, 0, { NULL, 0 }, { NULL, 0 }, \
    }

/**
 * Take up a resolved or closed ticket again, or open its follow-up when its window has passed.
 *
 * Within the window of the lifecycle the same ticket goes back to work and out_id is its id. After it a new
 * ticket is opened that links back, with the same customer, kind, fault, team, product and order. What only a
 * role may bring about, such as deleting, only that role may undo.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param id      [in]  the ticket
 * @param params  [in]  csr_ticket_reopen_params; NULL = all defaults
 * @param out_id  [out] the ticket to go on with; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it is not resolved or closed), CSR_E_CONFLICT,
 *         CSR_E_RIGHT (of the lifecycle), CSR_E_DUPLICATE (request_key), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event; a follow-up costs as csr_ticket_open()
 * @source docs/adr/0005-lifecycle.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_reopen(csr_session *session, const csr_id *id, const csr_ticket_reopen_params *params,
                                     csr_id *out_id, csr_error *err);

/**
 * Put a tag on a ticket.
 *
 * A tag that is there already changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_tag_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_tag(csr_session *session, const csr_id *id, const csr_tag_params *params,
                                  int64_t *out_version, csr_error *err);

/**
 * Take a tag off a ticket.
 *
 * A tag that is not there changes nothing.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the ticket
 * @param params      [in]  csr_tag_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_untag(csr_session *session, const csr_id *id, const csr_tag_params *params,
                                    int64_t *out_version, csr_error *err);

/**
 * Read one ticket.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the ticket
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** How to find one ticket. */
typedef struct csr_ticket_find_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    int64_t number;       /**< Its number. */
    csr_str external_id;  /**< Its key in the system it came from; exactly one of the two is required. */
} csr_ticket_find_params;

/** A csr_ticket_find_params in which everything has its default. */
#define CSR_TICKET_FIND_PARAMS_INIT                                  \
    {                                                                \
        (uint32_t)sizeof(csr_ticket_find_params), 0, 0, { NULL, 0 }, \
    }

/**
 * Find a ticket by its number or by its external id.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param params     [in]  csr_ticket_find_params; required
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="number" or "external_id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_find(csr_session *session, const csr_ticket_find_params *params, csr_result **out_result,
                                   csr_error *err);

/** In what order tickets are listed. */
typedef int32_t csr_ticket_order;
enum {
    CSR_TICKETS_BY_NEWEST = 1,   /**< The last recorded first. */
    CSR_TICKETS_BY_OLDEST = 2,   /**< The first recorded first. */
    CSR_TICKETS_BY_CUSTOMER = 3, /**< Those of one customer, the last opened first; customer is required. */
    CSR_TICKETS_BY_TEAM = 4, /**< Those of one team in one queue, the most urgent first; team and queue are required. */
    CSR_TICKETS_BY_ASSIGNEE =
        5 /**< Those of one agent in one queue, the most urgent first; assignee and queue are required. */
};

/** Which tickets to list. */
typedef struct csr_ticket_query {
    uint32_t struct_size;   /**< sizeof of the caller's struct. */
    int32_t limit;          /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_ticket_order order; /**< Order of the rows; 0 = by newest. */
    csr_queue queue;        /**< Only those in this part of the work; 0 = active, where the order needs one. */
    csr_str after;          /**< Token of the page before; empty = from the start. */
    csr_id customer;        /**< Only those of this customer. */
    csr_id team;            /**< Only those of this team. */
    csr_id assignee;        /**< Only those of this agent. */
} csr_ticket_query;

/** A csr_ticket_query in which everything has its default. */
#define CSR_TICKET_QUERY_INIT                                                                      \
    {                                                                                              \
        (uint32_t)sizeof(csr_ticket_query), 0, 0, 0, { NULL, 0 }, { { 0 } }, { { 0 } }, { { 0 } }, \
    }

/**
 * List tickets, a page at a time.
 *
 * A member that the order does not use must be unset.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_ticket_query; NULL = all defaults
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_list(csr_session *session, const csr_ticket_query *query, csr_result **out_result,
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
CSR_API csr_status csr_ticket_at(const csr_result *result, size_t row, csr_ticket_view *view, csr_error *err);

/** Whose queue to read. */
typedef struct csr_ticket_queue_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_queue queue;      /**< Which part of the work; 0 = active. */
    int32_t reserved;     /**< Zero. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id team;          /**< The team; none = tickets that no team has. */
} csr_ticket_queue_query;

/** A csr_ticket_queue_query in which everything has its default. */
#define CSR_TICKET_QUEUE_QUERY_INIT                                                \
    {                                                                              \
        (uint32_t)sizeof(csr_ticket_queue_query), 0, 0, 0, { NULL, 0 }, { { 0 } }, \
    }

/** A line of a queue: a ticket with the names a person wants to see. */
typedef struct csr_ticket_queue_view {
    uint32_t struct_size;  /**< sizeof of the caller's struct. */
    csr_priority priority; /**< How urgent it is. */
    csr_id id;             /**< The ticket. */
    int64_t number;        /**< Number for people. */
    csr_phase phase;       /**< Where it stands. */
    csr_ticket_kind kind;  /**< What it is about. */
    csr_time opened_at;    /**< When the matter began. */
    csr_time due_at;       /**< When it must be settled; unset = no term. */
    csr_id customer;       /**< Whose matter it is; may be none. */
    csr_id assignee;       /**< The agent who has it; may be none. */
    csr_str state;         /**< Name of its state. */
    csr_str subject;       /**< What it is about, in one line. */
    csr_str customer_name; /**< Name of the customer; may be empty. */
    csr_str assignee_name; /**< Name of the agent; may be empty. */
} csr_ticket_queue_view;

/**
 * List the most urgent tickets of a team with the names of their customers and agents.
 *
 * Order: priority descending, due_at with unset last, opened_at, id. Result kind "queue".
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_ticket_queue_query; NULL = the active tickets that no team has
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read of a page through the index of the order
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_queue(csr_session *session, const csr_ticket_queue_query *query, csr_result **out_result,
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
CSR_API csr_status csr_ticket_queue_at(const csr_result *result, size_t row, csr_ticket_queue_view *view,
                                       csr_error *err);

/** Which tickets to count. */
typedef struct csr_ticket_count_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_queue queue;      /**< Which part of the work; 0 = active. */
    csr_id team;          /**< The team; none = tickets that no team has. */
} csr_ticket_count_params;

/** A csr_ticket_count_params in which everything has its default. */
#define CSR_TICKET_COUNT_PARAMS_INIT                             \
    {                                                            \
        (uint32_t)sizeof(csr_ticket_count_params), 0, { { 0 } }, \
    }

/**
 * Count the tickets of a team in one part of the work.
 *
 * @param session   [in]  an open session; its actor stands in the events
 * @param params    [in]  csr_ticket_count_params; NULL = all defaults
 * @param out_count [out] tickets; untouched on failure
 * @param err       [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   linear in the count, through an index
 * @source docs/reading.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_count(csr_session *session, const csr_ticket_count_params *params, int64_t *out_count,
                                    csr_error *err);

/** Bytes that hold a ticket's number as text, with its NUL. */
#define CSR_TICKET_NUMBER_BYTES 24

/**
 * Write a ticket's number as people say it: "T-1042".
 *
 * @param number [in]  the number, 1 or more
 * @param out    [out] NUL-ended
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source docs/words.md
 * @since  0.1
 */
CSR_API void csr_ticket_number_format(int64_t number, char out[CSR_TICKET_NUMBER_BYTES]);

/**
 * Read a ticket's number as people write it: "T-1042", "#1042" or "1042".
 *
 * @param text       [in]  UTF-8 bytes
 * @param len        [in]  bytes, or CSR_NTS
 * @param out_number [out] the number; untouched on failure
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_ARGUMENT (field="number")
 * @owner  nothing
 * @thread any
 * @cost   constant, no allocation
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_ticket_number_parse(const char *text, size_t len, int64_t *out_number, csr_error *err);

CSR_END_DECLS

#endif

/**
 * Interactions: every contact on every channel, and notes.
 *
 * Direction, audience and actor kind are three things: a note that an agent types while the customer is on the
 * phone is neither the customer speaking nor an answer to the customer. When it happened and when it was
 * recorded are two instants.
 */
#ifndef CSR_INTERACTION_H
#define CSR_INTERACTION_H

#include <csr/export.h>
#include <csr/result.h>
#include <csr/session.h>
#include <csr/types.h>

CSR_BEGIN_DECLS

/** How a contact is made. */
typedef int32_t csr_channel;
enum {
    CSR_CHANNEL_PHONE = 1,   /**< By phone. */
    CSR_CHANNEL_COUNTER = 2, /**< In person. */
    CSR_CHANNEL_EMAIL = 3,   /**< By e-mail. */
    CSR_CHANNEL_CHAT = 4,    /**< In a chat. */
    CSR_CHANNEL_WEB = 5,     /**< Through a form or a self-service page. */
    CSR_CHANNEL_MESSAGE = 6, /**< By short message or messenger. */
    CSR_CHANNEL_NOTE = 7     /**< A note of the staff. */
};

/** Who turned to whom. */
typedef int32_t csr_direction;
enum {
    CSR_DIRECTION_INCOMING = 1, /**< The customer to the house. */
    CSR_DIRECTION_OUTGOING = 2, /**< The house to the customer. */
    CSR_DIRECTION_NONE = 3      /**< Nobody to anybody: a note. */
};

/** Who may see it. */
typedef int32_t csr_audience;
enum {
    CSR_AUDIENCE_PUBLIC = 1,  /**< The customer too. */
    CSR_AUDIENCE_INTERNAL = 2 /**< Staff only. */
};

/** Whose words these are. */
typedef int32_t csr_actor_kind;
enum {
    CSR_ACTOR_CUSTOMER = 1, /**< The customer's, also when an agent types them. */
    CSR_ACTOR_AGENT = 2,    /**< An agent's. */
    CSR_ACTOR_SYSTEM = 3,   /**< The system's own. */
    CSR_ACTOR_BOT = 4       /**< A bot's. */
};

/** Tone of a customer, from best to worst. */
typedef int32_t csr_tone;
enum {
    CSR_TONE_CALM = 1,    /**< Calm or friendly. */
    CSR_TONE_NEUTRAL = 2, /**< Neutral. */
    CSR_TONE_UPSET = 3,   /**< Upset. */
    CSR_TONE_ANGRY = 4,   /**< Angry. */
    CSR_TONE_ABUSIVE = 5  /**< Abusive. */
};

/** How an interaction ended. */
typedef int32_t csr_outcome;
enum {
    CSR_OUTCOME_SOLVED = 1,        /**< The matter was solved in it. */
    CSR_OUTCOME_PROMISED = 2,      /**< Something was promised and is still to be done. */
    CSR_OUTCOME_PASSED_ON = 3,     /**< Somebody else goes on with it. */
    CSR_OUTCOME_UNRESOLVED = 4,    /**< It ended without a solution. */
    CSR_OUTCOME_ABANDONED = 5,     /**< The customer left or hung up. */
    CSR_OUTCOME_ENDED_BY_AGENT = 6 /**< The agent ended it by the rules of the house. */
};

/** What the body is written in. */
typedef int32_t csr_content_type;
enum {
    CSR_CONTENT_PLAIN = 1,    /**< Plain text. */
    CSR_CONTENT_MARKDOWN = 2, /**< Markdown. */
    CSR_CONTENT_HTML = 3      /**< HTML; showing it safely is the host's duty. */
};

/** An interaction. */
typedef struct csr_interaction_view {
    uint32_t struct_size;          /**< sizeof of the caller's struct. */
    csr_channel channel;           /**< How the contact was made. */
    csr_id id;                     /**< Identity of the record. */
    int64_t version;               /**< Counts the changes of the record, children included; 1 when new. */
    csr_time recorded_at;          /**< When it was recorded. */
    csr_time updated_at;           /**< When it last changed. */
    csr_time occurred_at;          /**< When it happened. */
    csr_time ended_at;             /**< When it ended; unset = still going on. */
    csr_id ticket;                 /**< The matter it belongs to; may be none. */
    csr_id customer;               /**< The customer; may be none. */
    csr_id agent;                  /**< The agent who has it now; may be none. */
    csr_id contact_point;          /**< Where it came in; may be none. */
    csr_id reply_to;               /**< The interaction it answers; may be none. */
    csr_direction direction;       /**< Who turned to whom. */
    csr_audience audience;         /**< Who may see it. */
    csr_actor_kind actor_kind;     /**< Whose words these are. */
    csr_content_type content_type; /**< What the body is written in. */
    csr_tone tone_start;           /**< Tone of the customer at the start; 0 = not noted. */
    csr_tone tone_end;             /**< Tone last noted; 0 = not noted. */
    int32_t
        drops; /**< How often the tone became worse: against the contact before on the ticket, and within this one. */
    csr_outcome outcome;      /**< How it ended; 0 = open or not said. */
    int32_t confirmed_solved; /**< 1 when the customer confirmed that the matter is solved. */
    int32_t holds;            /**< How often the customer was put on hold. */
    int64_t held_us;          /**< Time on hold in microseconds, holds that ended. */
    csr_time held_since;      /**< Since when the customer is on hold; unset = is not. */
    csr_str external_id;      /**< Key in the system it came from; unique; may be empty. */
    csr_str label;            /**< What the source calls it, such as a status name; may be empty. */
    csr_str subject;          /**< Subject line; may be empty. */
    csr_str body;             /**< What was said or written; may be empty. */
} csr_interaction_view;

/** A new interaction. */
typedef struct csr_interaction_add_params {
    uint32_t struct_size;    /**< sizeof of the caller's struct. */
    csr_channel channel;     /**< How the contact is made; required. */
    csr_time occurred_at;    /**< When it happened, not in the future; 0 = now. */
    csr_id ticket;           /**< The matter it belongs to. */
    csr_id customer;         /**< The customer; none = the ticket's. */
    csr_id agent;            /**< The agent; none = the session's. */
    csr_id contact_point;    /**< Where it came in. */
    csr_id reply_to;         /**< The interaction it answers; it must belong to the same ticket. */
    csr_direction direction; /**< Who turned to whom; 0 = none for a note, else incoming. */
    csr_audience audience;   /**< Who may see it; 0 = internal for a note, else public. */
    csr_actor_kind
        actor_kind; /**< Whose words these are; 0 = by direction: incoming the customer's, else the agent's, or the system's when there is no agent. */
    csr_content_type content_type; /**< What the body is written in; 0 = plain. */
    csr_tone tone;                 /**< Tone of the customer at the start. */
    int32_t ended; /**< 1 when it is over already; a note, an e-mail, a message and a web form always are. */
    csr_str
        external_id; /**< Key in the system it came from, at most 255 bytes; the same key again gives the first interaction and records nothing. */
    csr_str label;   /**< What the source calls it, at most 120 bytes. */
    csr_str subject; /**< Subject line, at most 500 bytes. */
    csr_str body;    /**< What was said or written, at most 1048576 bytes. */
    csr_str request_key; /**< Key of this request, at most 200 bytes: the same one again gives the first answer. */
} csr_interaction_add_params;

/** A csr_interaction_add_params in which everything has its default. */
#define CSR_INTERACTION_ADD_PARAMS_INIT                                                                               \
    {                                                                                                                 \
        (uint32_t)sizeof(csr_interaction_add_params), 0, 0, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, 0, \
            0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                           \
    }

/**
 * Record an interaction.
 *
 * @param session [in]  an open session; its actor stands in the events
 * @param params  [in]  csr_interaction_add_params; required
 * @param out_id  [out] the new interaction; untouched on failure; may be NULL
 * @param err     [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (ticket, customer, agent, contact_point, reply_to), CSR_E_DUPLICATE (request_key),
 *         CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*),
 *         CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: up to 2 reads, 1 insert, 1 event
 * @source docs/words.md; service S2
 * @since  0.1
 */
CSR_API csr_status csr_interaction_add(csr_session *session, const csr_interaction_add_params *params, csr_id *out_id,
                                       csr_error *err);

/** How the tone is now. */
typedef struct csr_interaction_tone_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    csr_tone tone;        /**< Tone of the customer now; required. */
} csr_interaction_tone_params;

/** A csr_interaction_tone_params in which everything has its default. */
#define CSR_INTERACTION_TONE_PARAMS_INIT                 \
    {                                                    \
        (uint32_t)sizeof(csr_interaction_tone_params), 0 \
    }

/**
 * Note the tone of a customer as it moves.
 *
 * Every step to a worse tone counts as a drop.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_interaction_tone_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it has ended), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S2, S10
 * @since  0.1
 */
CSR_API csr_status csr_interaction_tone(csr_session *session, const csr_id *id,
                                        const csr_interaction_tone_params *params, int64_t *out_version,
                                        csr_error *err);

/** Why a customer is put on hold. */
typedef struct csr_interaction_hold_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_str reason;       /**< Why, such as "asking the supervisor", at most 500 bytes. */
} csr_interaction_hold_params;

/** A csr_interaction_hold_params in which everything has its default. */
#define CSR_INTERACTION_HOLD_PARAMS_INIT                               \
    {                                                                  \
        (uint32_t)sizeof(csr_interaction_hold_params), 0, { NULL, 0 }, \
    }

/**
 * Put the customer on hold.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_interaction_hold_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (ended, or on hold already), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 2 writes, 1 event
 * @source docs/words.md; service S2
 * @since  0.1
 */
CSR_API csr_status csr_interaction_hold(csr_session *session, const csr_id *id,
                                        const csr_interaction_hold_params *params, int64_t *out_version,
                                        csr_error *err);

/**
 * Come back to a customer who is on hold.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (not on hold), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT,
 *         CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 2 reads, 2 writes, 1 event
 * @source docs/words.md
 * @since  0.1
 */
CSR_API csr_status csr_interaction_resume(csr_session *session, const csr_id *id, int64_t *out_version, csr_error *err);

/** To whom an interaction is passed. */
typedef struct csr_interaction_transfer_params {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id agent;         /**< The agent who takes it. */
    csr_id team;          /**< The team that takes it; at least one of agent and team, or a reason. */
    csr_str reason;       /**< Why, at most 500 bytes. */
} csr_interaction_transfer_params;

/** A csr_interaction_transfer_params in which everything has its default. */
#define CSR_INTERACTION_TRANSFER_PARAMS_INIT                                                     \
    {                                                                                            \
        (uint32_t)sizeof(csr_interaction_transfer_params), 0, { { 0 } }, { { 0 } }, { NULL, 0 }, \
    }

/**
 * Pass an interaction on to another agent or team.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_interaction_transfer_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id", "agent" or "team"), CSR_E_STATE (it has ended), CSR_E_ARGUMENT,
 *         CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 2 writes, 1 event
 * @source docs/words.md; service S2, S10
 * @since  0.1
 */
CSR_API csr_status csr_interaction_transfer(csr_session *session, const csr_id *id,
                                            const csr_interaction_transfer_params *params, int64_t *out_version,
                                            csr_error *err);

/** How an interaction ended. */
typedef struct csr_interaction_end_params {
    uint32_t struct_size;     /**< sizeof of the caller's struct. */
    csr_outcome outcome;      /**< How it ended; required. */
    int32_t confirmed_solved; /**< 1 when the customer confirmed that the matter is solved. */
    csr_tone tone;            /**< Tone of the customer at the end; 0 = as last noted. */
} csr_interaction_end_params;

/** A csr_interaction_end_params in which everything has its default. */
#define CSR_INTERACTION_END_PARAMS_INIT                       \
    {                                                         \
        (uint32_t)sizeof(csr_interaction_end_params), 0, 0, 0 \
    }

/**
 * End an interaction.
 *
 * A hold that is still open ends with it.
 *
 * @param session     [in]  an open session; its actor stands in the events
 * @param id          [in]  the interaction
 * @param params      [in]  csr_interaction_end_params; NULL = all defaults
 * @param out_version [out] the version now, which is the one before when nothing had to change; untouched on
 *                          failure; may be NULL
 * @param err         [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_STATE (it has ended already), CSR_E_ARGUMENT, CSR_E_MISUSE,
 *         CSR_E_RIGHT, CSR_E_READ_ONLY, CSR_E_DOOMED, the store family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  nothing is retained or returned for freeing
 * @thread session: one thread at a time
 * @cost   1 transaction: 1 read, 1 conditional write, 1 event
 * @source docs/words.md; service S2, S16
 * @since  0.1
 */
CSR_API csr_status csr_interaction_end(csr_session *session, const csr_id *id, const csr_interaction_end_params *params,
                                       int64_t *out_version, csr_error *err);

/**
 * Read one interaction.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param id         [in]  the interaction
 * @param out_result [out] NULL on failure; free with csr_result_free()
 * @param err        [out] filled on failure; may be NULL
 * @return CSR_OK or a csr_status
 * @errors CSR_E_NOT_FOUND (field="id"), CSR_E_ARGUMENT, CSR_E_MISUSE, CSR_E_RIGHT, CSR_E_DOOMED, the store
 *         family (CSR_E_STORE_*), CSR_E_NO_MEMORY
 * @owner  the caller owns the result
 * @thread session: one thread at a time
 * @cost   1 read
 * @source docs/words.md; service S2
 * @since  0.1
 */
CSR_API csr_status csr_interaction_get(csr_session *session, const csr_id *id, csr_result **out_result, csr_error *err);

/** In what order interactions are listed. */
typedef int32_t csr_interaction_order;
enum {
    CSR_INTERACTIONS_BY_TICKET =
        1, /**< Those of one ticket, in the order in which they occurred; ticket is required. */
    CSR_INTERACTIONS_BY_CUSTOMER = 2, /**< Those of one customer, the last first; customer is required. */
    CSR_INTERACTIONS_BY_NEWEST = 3    /**< The last recorded first. */
};

/** Which interactions to list. */
typedef struct csr_interaction_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_interaction_order
        order;            /**< Order of the rows; 0 = by ticket or by customer if that is given, else by newest. */
    int32_t without_body; /**< 1 = leave the bodies out. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id ticket;        /**< Only those of this ticket. */
    csr_id customer;      /**< Only those of this customer. */
} csr_interaction_query;

/** A csr_interaction_query in which everything has its default. */
#define CSR_INTERACTION_QUERY_INIT                                                           \
    {                                                                                        \
        (uint32_t)sizeof(csr_interaction_query), 0, 0, 0, { NULL, 0 }, { { 0 } }, { { 0 } }, \
    }

/**
 * List interactions, a page at a time.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_interaction_query; NULL = all defaults
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
CSR_API csr_status csr_interaction_list(csr_session *session, const csr_interaction_query *query,
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
CSR_API csr_status csr_interaction_at(const csr_result *result, size_t row, csr_interaction_view *view, csr_error *err);

/** One time a customer was put on hold. */
typedef struct csr_hold_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_id interaction;   /**< The interaction. */
    csr_id agent;         /**< The agent who put the customer on hold; may be none. */
    csr_time started_at;  /**< When it began. */
    csr_time ended_at;    /**< When it ended; unset = still on hold. */
    csr_str reason;       /**< Why; may be empty. */
} csr_hold_view;

/** Which holds to list. */
typedef struct csr_hold_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id interaction;   /**< The interaction; required. */
} csr_hold_query;

/** A csr_hold_query in which everything has its default. */
#define CSR_HOLD_QUERY_INIT                                          \
    {                                                                \
        (uint32_t)sizeof(csr_hold_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the holds of an interaction, oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_hold_query; required
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
CSR_API csr_status csr_hold_list(csr_session *session, const csr_hold_query *query, csr_result **out_result,
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
CSR_API csr_status csr_hold_at(const csr_result *result, size_t row, csr_hold_view *view, csr_error *err);

/** One time an interaction was passed on. */
typedef struct csr_transfer_view {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t reserved;     /**< Zero. */
    csr_id id;            /**< Identity of the record. */
    csr_id interaction;   /**< The interaction. */
    csr_id from_agent;    /**< Who had it; may be none. */
    csr_id to_agent;      /**< Who took it; may be none. */
    csr_id to_team;       /**< The team that took it; may be none. */
    csr_time created_at;  /**< When it was recorded. */
    csr_str reason;       /**< Why; may be empty. */
} csr_transfer_view;

/** Which transfers to list. */
typedef struct csr_transfer_query {
    uint32_t struct_size; /**< sizeof of the caller's struct. */
    int32_t limit;        /**< Rows a page, 1 to CSR_PAGE_MAX; 0 = CSR_PAGE_DEFAULT. */
    csr_str after;        /**< Token of the page before; empty = from the start. */
    csr_id interaction;   /**< The interaction; required. */
} csr_transfer_query;

/** A csr_transfer_query in which everything has its default. */
#define CSR_TRANSFER_QUERY_INIT                                          \
    {                                                                    \
        (uint32_t)sizeof(csr_transfer_query), 0, { NULL, 0 }, { { 0 } }, \
    }

/**
 * List the transfers of an interaction, oldest first.
 *
 * @param session    [in]  an open session; its actor stands in the events
 * @param query      [in]  csr_transfer_query; required
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
CSR_API csr_status csr_transfer_list(csr_session *session, const csr_transfer_query *query, csr_result **out_result,
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
CSR_API csr_status csr_transfer_at(const csr_result *result, size_t row, csr_transfer_view *view, csr_error *err);

CSR_END_DECLS

#endif

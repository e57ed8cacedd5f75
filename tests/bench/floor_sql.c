#include "floor.h"

#define TICKET                                                                                               \
    "id,version,created_at,updated_at,number,kind,state,phase,waits_for,queue,priority,urgency,fault,"       \
    "resolution,reopened,customer,team,assignee,contact_point,follow_up_of,lifecycle,opened_at,state_since," \
    "due_at,resolved_at,closed_at,subject,resolution_note,product,order_ref,external_id,chain,sla,children," \
    "escalation_level"
#define NAMES(table, places) \
    "SELECT id,version,name FROM " table " INDEXED BY sqlite_autoindex_" table "_1 WHERE id IN(" places ")"
#define PLACES_4 "?1,?2,?3,?4"
#define PLACES_16 PLACES_4 ",?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16"
#define PLACES_64                                                                                                \
    PLACES_16 ",?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34,?35,?36,?37,?38,?39,"    \
              "?40,?41,?42,?43,?44,?45,?46,?47,?48,?49,?50,?51,?52,?53,?54,?55,?56,?57,?58,?59,?60,?61,?62,?63," \
              "?64"

static const char *const texts[SQL_STATEMENTS] = {
    [SQL_BEGIN_READ] = "BEGIN",
    [SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_INSERT_SETTINGS] = "INSERT INTO settings(id,version,created_at,updated_at,name,zone,display_offset,language,"
                            "calling_code,currency,chain)VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
    [SQL_INSERT_CUSTOMER] = "INSERT INTO customer(id,version,created_at,updated_at,kind,name,language,note,"
                            "organisation,familiarity,standing,loyalty,chain)"
                            "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    [SQL_INSERT_EVENT] = "INSERT INTO event(position,kind,subject,subject_kind,seq,at,effective_at,actor,\"row\","
                         "row_kind,hash,change,personal,commitment)"
                         "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
    [SQL_POLICY] = "SELECT id,version,created_at,updated_at,kind,name,revision,effective_from,hash,document,chain "
                   "FROM policy INDEXED BY policy_by_name "
                   "WHERE kind=?1 AND name=?2 "
                   "ORDER BY effective_from DESC,revision DESC,id DESC LIMIT ?3",
    [SQL_COUNTER] = "SELECT id,version,value FROM counter WHERE id=?1",
    [SQL_COUNT_ON] = "UPDATE counter SET version=?1,value=?2 WHERE id=?3 AND version=?4",
    [SQL_COUNT_FIRST] = "INSERT INTO counter(id,version,value)VALUES(?1,?2,?3)",
    [SQL_INSERT_TICKET] = "INSERT INTO ticket(" TICKET ")VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,"
                          "?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34,?35)",
    [SQL_INSERT_MESSAGE] = "INSERT INTO interaction(id,version,recorded_at,updated_at,occurred_at,ended_at,ticket,"
                           "customer,agent,contact_point,reply_to,channel,direction,audience,actor_kind,content_type,"
                           "tone_start,tone_end,drops,outcome,confirmed_solved,holds,held_us,held_since,external_id,"
                           "label,subject,body,chain)VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,"
                           "?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29)",
    [SQL_TICKET] = "SELECT " TICKET " FROM ticket WHERE id=?1",
    [SQL_ASSIGN] = "UPDATE ticket SET version=?1,updated_at=?2,assignee=?3,chain=?4 WHERE id=?5 AND version=?6",
    [SQL_AGENT_WORKS] = "SELECT id,version,deactivated FROM agent WHERE id=?1",
    [SQL_PRIORITY] = "UPDATE ticket SET version=?1,updated_at=?2,priority=?3,urgency=?4,chain=?5 "
                     "WHERE id=?6 AND version=?7",
    [SQL_RESOLVE] = "UPDATE ticket SET version=?1,updated_at=?2,state=?3,phase=?4,queue=?5,resolution=?6,"
                    "state_since=?7,resolved_at=?8,chain=?9 WHERE id=?10 AND version=?11",
    [SQL_REOPEN] = "UPDATE ticket SET version=?1,updated_at=?2,state=?3,phase=?4,queue=?5,resolution=?6,reopened=?7,"
                   "state_since=?8,resolved_at=?9,chain=?10 WHERE id=?11 AND version=?12",
    [SQL_QUEUE] = "SELECT id,version,number,kind,state,phase,queue,priority,urgency,customer,team,assignee,opened_at,"
                  "due_at,subject FROM ticket INDEXED BY ticket_by_queue WHERE team IS ?1 AND queue=?2 "
                  "ORDER BY urgency,due_at,opened_at,id LIMIT ?3",
    [SQL_CUSTOMERS_1] = NAMES("customer", "?1"),
    [SQL_CUSTOMERS_4] = NAMES("customer", PLACES_4),
    [SQL_CUSTOMERS_16] = NAMES("customer", PLACES_16),
    [SQL_CUSTOMERS_64] = NAMES("customer", PLACES_64),
    [SQL_AGENTS_1] = NAMES("agent", "?1"),
    [SQL_AGENTS_4] = NAMES("agent", PLACES_4),
    [SQL_AGENTS_16] = NAMES("agent", PLACES_16),
    [SQL_AGENTS_64] = NAMES("agent", PLACES_64),
};

void floor_die(const floor_side *f)
{
    bench_die("the hand-written program: %s", sqlite3_errmsg(f->db));
}

/* As any program does: prepared when it is first needed. */
sqlite3_stmt *floor_statement(floor_side *f, floor_sql which)
{
    if (f->statements[which] == NULL && sqlite3_prepare_v3(f->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                                                           &f->statements[which], NULL) != SQLITE_OK)
        floor_die(f);
    return f->statements[which];
}

void floor_step(floor_side *f, sqlite3_stmt *stmt)
{
    if (sqlite3_step(stmt) != SQLITE_DONE)
        floor_die(f);
    (void)sqlite3_reset(stmt);
}

void floor_run(floor_side *f, floor_sql which)
{
    floor_step(f, floor_statement(f, which));
}

/* The settings that the library gives its connections, which the proof compares. */
void floor_connect(floor_side *f, const char *path, int full)
{
    static const char settings[] = "PRAGMA cache_size=-32768;PRAGMA temp_store=2;PRAGMA cell_size_check=1;"
                                   "PRAGMA mmap_size=0;PRAGMA secure_delete=1;PRAGMA journal_size_limit=67108864;"
                                   "PRAGMA foreign_keys=1;PRAGMA journal_mode=WAL;PRAGMA wal_autocheckpoint=10000";

    if (sqlite3_open_v2(path, &f->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(f->db, full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(f->db, settings, NULL, NULL, NULL) != SQLITE_OK)
        floor_die(f);
}

void floor_disconnect(floor_side *f)
{
    for (size_t i = 0; i < SQL_STATEMENTS; i++) {
        (void)sqlite3_finalize(f->statements[i]);
        f->statements[i] = NULL;
    }
    if (sqlite3_close(f->db) != SQLITE_OK)
        floor_die(f);
    f->db = NULL;
}

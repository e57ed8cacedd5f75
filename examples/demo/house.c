#include "house.h"

static void settings(struct day *day)
{
    csr_settings_change_params params = CSR_SETTINGS_CHANGE_PARAMS_INIT;

    params.name = CSR_STR("Passage House");
    params.zone = CSR_STR("Europe/Prague");
    params.display_offset = CSR_STR("+01:00");
    params.language = CSR_STR("cs");
    params.calling_code = CSR_STR("420");
    params.currency[0] = 'C';
    params.currency[1] = 'Z';
    params.currency[2] = 'K';
    if (day->status == CSR_OK)
        day->status = csr_settings_change(day->house, &params, NULL, &day->err);
}

/* Teams come before the agents who join them. */
static void teams(struct day *day)
{
    static const char *const names[TEAMS] = { "Returns", "Tills", "Hotel", "Phones", "Technical" };

    for (int i = 0; i < TEAMS && day->status == CSR_OK; i++) {
        csr_team_add_params params = CSR_TEAM_ADD_PARAMS_INIT;
        params.name = text(names[i]);
        day->status = csr_team_add(day->house, &params, &day->team[i], &day->err);
    }
}

static void join(struct day *day, enum agent agent, enum team team)
{
    csr_member_params params = CSR_MEMBER_PARAMS_INIT;

    params.agent = day->agent[agent];
    if (day->status == CSR_OK)
        day->status = csr_team_join(day->house, &day->team[team], &params, NULL, &day->err);
}

static void open_session(struct day *day, enum agent agent)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;

    params.agent = day->agent[agent];
    if (day->status == CSR_OK)
        day->status = csr_session_open(day->desk, &params, &day->session[agent], &day->err);
}

static void staff(struct day *day)
{
    static const struct {
        const char *handle, *name;
        csr_role role;
        enum team team;
    } people[AGENTS] = {
        [EVA] = { "eva", "Eva Malá", CSR_ROLE_ASSOCIATE, RETURNS },
        [MAREK] = { "marek", "Marek Dvořák", CSR_ROLE_CASHIER, TILLS },
        [LUCIE] = { "lucie", "Lucie Králová", CSR_ROLE_ASSOCIATE, HOTEL },
        [ONDRA] = { "ondra", "Ondra Beneš", CSR_ROLE_ASSOCIATE, PHONES },
        [TOMAS] = { "tomas", "Tomáš Kučera", CSR_ROLE_ASSOCIATE, TECHNICAL },
        [PETR] = { "petr", "Petr Svoboda", CSR_ROLE_SUPERVISOR, PHONES },
        [IVANA] = { "ivana", "Ivana Horáková", CSR_ROLE_MANAGER, HOTEL },
    };

    for (int i = 0; i < AGENTS && day->status == CSR_OK; i++) {
        csr_agent_add_params params = CSR_AGENT_ADD_PARAMS_INIT;
        params.handle = text(people[i].handle);
        params.name = text(people[i].name);
        params.role = people[i].role;
        day->status = csr_agent_add(day->house, &params, &day->agent[i], &day->err);
        join(day, (enum agent)i, people[i].team);
        open_session(day, (enum agent)i);
    }
}

static void skills(struct day *day)
{
    static const struct {
        enum agent agent;
        csr_skill_kind kind;
        const char *name;
        int32_t level;
    } known[] = {
        { EVA, CSR_SKILL_ABILITY, "returns", 5 },       { LUCIE, CSR_SKILL_LANGUAGE, "de", 4 },
        { LUCIE, CSR_SKILL_LANGUAGE, "en", 5 },         { TOMAS, CSR_SKILL_ABILITY, "coffee machines", 4 },
        { PETR, CSR_SKILL_ABILITY, "staying calm", 5 }, { ONDRA, CSR_SKILL_ABILITY, "phone clarity", 4 },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0] && day->status == CSR_OK; i++) {
        csr_skill_set_params params = CSR_SKILL_SET_PARAMS_INIT;
        params.kind = known[i].kind;
        params.name = text(known[i].name);
        params.level = known[i].level;
        day->status = csr_skill_set(day->house, &day->agent[known[i].agent], &params, NULL, &day->err);
    }
}

/* Where nobody is named the responsible person takes the matter; a point without a team has nobody else. */
static void contact_points(struct day *day)
{
    static const struct {
        const char *name, *address;
        csr_channel channel;
        enum agent responsible;
        enum team team;
    } points[POINTS] = {
        [RETURNS_COUNTER] = { "Returns counter", "ground floor, left", CSR_CHANNEL_COUNTER, EVA, RETURNS },
        [TILL_4] = { "Till 4", "first floor", CSR_CHANNEL_COUNTER, MAREK, TILLS },
        [RECEPTION] = { "Reception", "third floor", CSR_CHANNEL_COUNTER, LUCIE, HOTEL },
        [CUSTOMER_LINE] = { "Customer line", "+420 224 000 111", CSR_CHANNEL_PHONE, PETR, PHONES },
        [MAILBOX] = { "Mailbox", "help@passage.example", CSR_CHANNEL_EMAIL, PETR, PHONES },
        [CHAT] = { "Chat", "passage.example/chat", CSR_CHANNEL_CHAT, ONDRA, PHONES },
        [WEB_FORM] = { "Web form", "passage.example/tell-us", CSR_CHANNEL_WEB, IVANA, TEAMS },
    };

    for (int i = 0; i < POINTS && day->status == CSR_OK; i++) {
        csr_contact_point_add_params params = CSR_CONTACT_POINT_ADD_PARAMS_INIT;
        params.name = text(points[i].name);
        params.address = text(points[i].address);
        params.channel = points[i].channel;
        params.responsible = day->agent[points[i].responsible];
        if (points[i].team != TEAMS)
            params.team = day->team[points[i].team];
        day->status = csr_contact_point_add(day->house, &params, &day->point[i], &day->err);
    }
}

/* Customers who came before this day, each with the identity by which the house knows them. */
static void customers(struct day *day)
{
    static const struct {
        csr_identity_kind kind;
        const char *value, *name;
        csr_loyalty loyalty;
    } known[] = {
        { CSR_IDENTITY_LOYALTY_CARD, "4402-1177", "Jana Nováková", CSR_LOYALTY_LOYAL },
        { CSR_IDENTITY_ROOM, "214", "Ingrid Lang", CSR_LOYALTY_RETURNING },
        { CSR_IDENTITY_PHONE, "+420 602 111 222", "Karel Beran", CSR_LOYALTY_RETURNING },
        { CSR_IDENTITY_PHONE, "+420 603 333 444", "Milan Říha", CSR_LOYALTY_RETURNING },
        { CSR_IDENTITY_HANDLE, "anicka_88", "Anna Dušková", CSR_LOYALTY_ADVOCATE },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0] && day->status == CSR_OK; i++) {
        csr_customer_add_params params = CSR_CUSTOMER_ADD_PARAMS_INIT;
        csr_identity_add_params identity = CSR_IDENTITY_ADD_PARAMS_INIT;
        params.name = text(known[i].name);
        params.loyalty = known[i].loyalty;
        params.familiarity = CSR_FAMILIARITY_BASIC;
        day->status = csr_customer_add(day->house, &params, &identity.customer, &day->err);
        identity.kind = known[i].kind;
        identity.value = text(known[i].value);
        identity.verified = 1;
        if (day->status == CSR_OK)
            day->status = csr_identity_add(day->house, &identity, NULL, &day->err);
    }
}

void house_open(struct day *day)
{
    settings(day);
    teams(day);
    staff(day);
    skills(day);
    contact_points(day);
    customers(day);
}

#include "torture/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON_MAX 4096

static const char *id_named(const stage *s, const char *name, size_t len)
{
    for (size_t i = 0; i < SCENARIO_NAMES && s->names[i].name != NULL; i++)
        if (strncmp(s->names[i].name, name, len) == 0 && s->names[i].name[len] == '\0')
            return s->names[i].id;
    return "no-such-name";
}

static void save_id(stage *s, const char *name, const char *answer)
{
    const char *id = strstr(answer, "\"id\":\"");
    size_t i = 0;

    while (i + 1 < SCENARIO_NAMES && s->names[i].name != NULL && strcmp(s->names[i].name, name) != 0)
        i++;
    s->names[i].name = name;
    if (id != NULL)
        snprintf(s->names[i].id, sizeof(s->names[i].id), "%.36s", id + 6);
}

static void expand(const stage *s, const char *json, char out[JSON_MAX])
{
    size_t n = 0;

    while (*json != '\0' && n < JSON_MAX - CSR_ID_TEXT_BYTES) {
        if (*json == '$') {
            size_t len = strspn(json + 1, "abcdefghijklmnopqrstuvwxyz_");
            n += (size_t)snprintf(out + n, JSON_MAX - n, "%s", id_named(s, json + 1, len));
            json += len + 1;
        } else {
            out[n++] = *json == '\'' ? '"' : *json;
            json++;
        }
    }
    out[n] = '\0';
}

static void take_answer(stage *s, const char *text, size_t size)
{
    free(s->answer);
    s->answer = malloc(size + 1);
    memcpy(s->answer, text, size);
    s->answer[size] = '\0';
}

static csr_status call_in(stage *s, csr_session *session, const char *operation, const char *template)
{
    char json[JSON_MAX];
    csr_buf *buf = NULL;
    csr_status status;

    expand(s, template == NULL ? "{}" : template, json);
    status = csr_call(session, operation, CSR_NTS, json, CSR_NTS, &buf, &s->err);
    if (status != CSR_OK && buf != NULL)
        return CSR_E_INTERNAL;
    if (status == CSR_OK)
        take_answer(s, csr_buf_text(buf), csr_buf_size(buf));
    csr_buf_free(buf);
    return status;
}

static csr_status call(stage *s, const char *operation, const char *template)
{
    csr_session_open_params params = CSR_SESSION_OPEN_PARAMS_INIT;
    csr_session *theirs = NULL;
    size_t len;
    csr_status status;

    if (template == NULL || *template != '@')
        return call_in(s, s->session, operation, template);
    len = strcspn(template, " ");
    status = csr_id_parse(id_named(s, template + 1, len - 1), CSR_NTS, &params.agent, &s->err);
    if (status == CSR_OK)
        status = csr_session_open(s->desk, &params, &theirs, &s->err);
    if (status == CSR_OK)
        status = call_in(s, theirs, operation, template + len + 1);
    csr_session_close(theirs);
    return status;
}

csr_status scenario_do(stage *s, const scenario_step *step)
{
    csr_status status;

    s->err = (csr_error)CSR_ERROR_INIT;
    free(s->answer);
    s->answer = NULL;
    if (step->special != NULL)
        return step->special(s);
    status = call(s, step->operation, step->json);
    if (status == CSR_OK && step->save != NULL)
        save_id(s, step->save, s->answer);
    return status;
}

static csr_status open_desk(stage *s)
{
    csr_desk_open_params params = CSR_DESK_OPEN_PARAMS_INIT;
    csr_status status;

    params.host = &s->host.host;
    params.backend = s->backend;
    params.options = s->options;
    params.option_count = s->option_count;
    status = csr_desk_open(s->uri, &params, &s->desk, &s->err);
    if (status != CSR_OK)
        return s->desk == NULL ? status : CSR_E_INTERNAL;
    status = csr_session_open(s->desk, NULL, &s->session, &s->err);
    if (status == CSR_OK) {
        /* Ids of one desk ascend; those of the next one, in the same milliseconds, would stand among them by chance. A day of
         * many faults needs some: each has 4,096 ids. */
        csr_test_host_advance(&s->host, 100000);
        return CSR_OK;
    }
    csr_desk_close(s->desk);
    s->desk = NULL;
    return s->session == NULL ? status : CSR_E_INTERNAL;
}

static csr_status close_desk(stage *s)
{
    csr_session_close(s->session);
    csr_desk_close(s->desk);
    s->session = NULL;
    s->desk = NULL;
    return CSR_OK;
}

void scenario_close(stage *s)
{
    (void)close_desk(s);
    free(s->answer);
    s->answer = NULL;
}

/* Three writes as one; whoever fails rolls all of it back. */
static csr_status transaction(stage *s)
{
    csr_error ignored = CSR_ERROR_INIT;
    csr_status status = csr_session_begin(s->session, &s->err);

    if (status != CSR_OK)
        return status;
    status = call(s, "customer.add", "{'name':'Family Dvorak','standing':'watch'}");
    if (status == CSR_OK)
        status = call(s, "ticket.open", "{'subject':'Two parcels are missing','customer':'$jana'}");
    if (status == CSR_OK)
        status = call(s, "ticket.tag", "{'id':'$lamp','tag':'parcels'}");
    if (status == CSR_OK)
        return csr_session_commit(s->session, &s->err);
    (void)csr_session_rollback(s->session, &ignored);
    return status;
}

/* The first door: a result as views, as pages and as text. */
static csr_status typed_door(stage *s)
{
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_ticket_view view = { .struct_size = sizeof(view) };
    csr_result *result = NULL;
    csr_buf *buf = NULL;
    csr_str token;
    csr_status status;

    query.limit = 1;
    status = csr_ticket_list(s->session, &query, &result, &s->err);
    if (status == CSR_OK)
        status = csr_ticket_at(result, 0, &view, &s->err);
    if (status == CSR_OK)
        status = csr_result_token(result, &token, &s->err);
    if (status == CSR_OK)
        status = csr_result_json(result, &buf, &s->err);
    if (status == CSR_OK)
        take_answer(s, csr_buf_text(buf), csr_buf_size(buf));
    csr_buf_free(buf);
    csr_result_free(result);
    return status;
}

/* The second page, which begins with the token of the first. */
static csr_status second_page(stage *s)
{
    csr_ticket_query query = CSR_TICKET_QUERY_INIT;
    csr_result *first = NULL, *second = NULL;
    csr_status status;

    query.limit = 2;
    status = csr_ticket_list(s->session, &query, &first, &s->err);
    if (status == CSR_OK)
        status = csr_result_token(first, &query.after, &s->err);
    if (status == CSR_OK)
        status = csr_ticket_list(s->session, &query, &second, &s->err);
    csr_result_free(first);
    csr_result_free(second);
    return status;
}

#define LIFECYCLE                                                                                          \
    "{'kind':'lifecycle','name':'repairs','document':{'name':'repairs','states':[{'name':'in','category':" \
    "'new'},{'name':'bench','category':'open'},{'name':'out','category':'closed'}],'initial':'in',"        \
    "'transitions':[{'from':'in','to':'bench'},{'from':'bench','to':'out'}]}}"
#define LIFECYCLE_TO_CHECK                                                                                \
    "{'kind':'lifecycle','document':{'states':[{'name':'in','category':'new'},{'name':'lost','category':" \
    "'closed'}],'initial':'in','transitions':[]}}"

/* clang-format off */
static const scenario_step day[] = {
    { .operation = "open", .special = open_desk, .flags = STEP_OPENS },
    { "settings.change", "{'name':'Lamps and more','currency':'EUR','zone':'Europe/Prague','calling_code':'420'}", NULL, NULL, 0 },
    { "settings.get", NULL, NULL, NULL, 0 },
    { "agent.add", "{'handle':'eva','name':'Eva','role':'manager','email':'eva@example.com'}", "eva", NULL, 0 },
    { "agent.add", "{'handle':'petr','role':'cashier'}", "petr", NULL, 0 },
    { "agent.change", "{'id':'$petr','name':'Petr','role':'associate'}", NULL, NULL, 0 },
    { "agent.get", "{'id':'$petr'}", NULL, NULL, 0 },
    { "agent.find", "{'handle':'EVA'}", NULL, NULL, 0 },
    { "agent.list", NULL, NULL, NULL, 0 },
    { "skill.set", "{'id':'$eva','name':'German','kind':'language','level':3}", NULL, NULL, 0 },
    { "skill.set", "{'id':'$eva','name':'repairs','kind':'ability','level':5}", NULL, NULL, 0 },
    { "skill.list", "{'agent':'$eva'}", NULL, NULL, 0 },
    { "skill.remove", "{'id':'$eva','name':'german','kind':'language'}", NULL, NULL, 0 },
    { "team.add", "{'name':'Repairs','note':'Second floor','lead':'$eva'}", "repairs", NULL, 0 },
    { "team.change", "{'id':'$repairs','note':'First floor'}", NULL, NULL, 0 },
    { "team.get", "{'id':'$repairs'}", NULL, NULL, 0 },
    { "team.find", "{'name':'repairs'}", NULL, NULL, 0 },
    { "team.list", NULL, NULL, NULL, 0 },
    { "team.join", "{'id':'$repairs','agent':'$petr'}", NULL, NULL, 0 },
    { "team.join", "{'id':'$repairs','agent':'$eva'}", NULL, NULL, 0 },
    { "team.leave", "{'id':'$repairs','agent':'$petr'}", NULL, NULL, 0 },
    { "member.list", "{'team':'$repairs'}", NULL, NULL, 0 },
    { "contact_point.add", "{'channel':'counter','name':'Front desk','responsible':'$eva','team':'$repairs'}", "front", NULL, 0 },
    { "contact_point.change", "{'id':'$front','hours':'9 to 17'}", NULL, NULL, 0 },
    { "contact_point.get", "{'id':'$front'}", NULL, NULL, 0 },
    { "contact_point.list", NULL, NULL, NULL, 0 },
    { "customer.add", "{'kind':'organisation','name':'Hotel Ambassador'}", "hotel", NULL, 0 },
    { "customer.add", "{'name':'Jana','language':'cs','organisation':'$hotel','note':'Prefers the phone'}", "jana", NULL, 0 },
    { "customer.change", "{'id':'$jana','loyalty':'loyal','note':null}", NULL, NULL, 0 },
    { "customer.get", "{'id':'$jana'}", NULL, NULL, 0 },
    { "customer.list", "{'order':'organisation','organisation':'$hotel'}", NULL, NULL, 0 },
    { "customer.identify", "{'kind':'email','value':'Max@Example.com','name':'Max'}", "max", NULL, 0 },
    { "customer.identify", "{'kind':'email','value':'max@example.com'}", NULL, NULL, 0 },
    { "customer.find", "{'kind':'email','value':'max@example.com'}", NULL, NULL, 0 },
    { "customer.tag", "{'id':'$jana','tag':'VIP'}", NULL, NULL, 0 },
    { "customer.tag", "{'id':'$jana','tag':'early'}", NULL, NULL, 0 },
    { "customer.untag", "{'id':'$jana','tag':'vip'}", NULL, NULL, 0 },
    { "tag.list", "{'subject':'$jana'}", NULL, NULL, 0 },
    { "identity.add", "{'kind':'phone','value':'+420 601 123 456','customer':'$jana'}", "phone", NULL, 0 },
    { "identity.add", "{'kind':'room','value':'12','customer':'$jana'}", "room", NULL, 0 },
    { "identity.verify", "{'id':'$phone'}", NULL, NULL, 0 },
    { "identity.end", "{'id':'$room'}", NULL, NULL, 0 },
    { "identity.list", "{'customer':'$jana'}", NULL, NULL, 0 },
    { "policy.check", LIFECYCLE_TO_CHECK, NULL, NULL, 0 },
    { "policy.add", LIFECYCLE, "policy", NULL, 0 },
    { "policy.get", "{'id':'$policy'}", NULL, NULL, 0 },
    { "policy.current", "{'kind':'lifecycle','name':'repairs'}", NULL, NULL, 0 },
    { "policy.list", "{'kind':'lifecycle'}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'The lamp flickers','customer':'$jana','priority':'high','external_id':'L-1','request_key':'lamp'}", "lamp", NULL, 0 },
    { "ticket.open", "{'subject':'The lamp flickers','customer':'$jana','priority':'high','external_id':'L-1','request_key':'lamp'}", NULL, NULL, 0 },
    { "customer.identify", "{'kind':'email','value':'ota@example.com','request_key':'ota'}", NULL, NULL, 0 },
    { "customer.identify", "{'kind':'email','value':'ota@example.com','request_key':'ota'}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'Repair a kettle','lifecycle':'repairs','team':'$repairs'}", "kettle", NULL, 0 },
    { "ticket.move", "{'id':'$kettle','state':'bench','reason':'On it'}", NULL, NULL, 0 },
    { "ticket.change", "{'id':'$lamp','assignee':'$eva','team':'$repairs','contact_point':'$front','expected_version':1}", NULL, NULL, 0 },
    { "ticket.change", "@eva {'id':'$lamp','product':'Lamp L2'}", NULL, NULL, 0 },
    { "ticket.tag", "{'id':'$lamp','tag':'lamps'}", NULL, NULL, 0 },
    { "ticket.tag", "{'id':'$lamp','tag':'flicker'}", NULL, NULL, 0 },
    { "ticket.untag", "{'id':'$lamp','tag':'flicker'}", NULL, NULL, 0 },
    { "interaction.add", "{'channel':'phone','ticket':'$lamp','customer':'$jana','agent':'$eva','direction':'incoming','body':'It flickers at night.'}", "called", NULL, 0 },
    { "interaction.hold", "{'id':'$called','reason':'Looking it up'}", NULL, NULL, 0 },
    { "interaction.resume", "{'id':'$called'}", NULL, NULL, 0 },
    { "interaction.transfer", "{'id':'$called','agent':'$petr','reason':'Knows lamps'}", NULL, NULL, 0 },
    { "interaction.tone", "{'id':'$called','tone':'upset'}", NULL, NULL, 0 },
    { "interaction.end", "{'id':'$called','outcome':'promised','tone':'calm'}", NULL, NULL, 0 },
    { "interaction.get", "{'id':'$called'}", NULL, NULL, 0 },
    { "interaction.list", "{'order':'ticket','ticket':'$lamp'}", NULL, NULL, 0 },
    { "hold.list", "{'interaction':'$called'}", NULL, NULL, 0 },
    { "transfer.list", "{'interaction':'$called'}", NULL, NULL, 0 },
    { "field.add", "{'type':'choice','subject_kind':'ticket','name':'cause','indexed':true,'choices':['wear','misuse']}", "cause", NULL, 0 },
    { "field.add", "{'type':'decimal','subject_kind':'customer','name':'shoe','personal':true,'required':true,'minimum':'1'}", "shoe", NULL, 0 },
    { "field.change", "{'id':'$shoe','label':'Shoe size','maximum':'60'}", NULL, NULL, 0 },
    { "field.choice", "{'id':'$cause','name':'misuse','label':'Wrong use'}", NULL, NULL, 0 },
    { "ticket.set_field", "{'id':'$lamp','field':'cause','value':'wear'}", NULL, NULL, 0 },
    { "ticket.set_field", "{'id':'$lamp','field':'cause','value':'misuse'}", NULL, NULL, 0 },
    { "ticket.by_field", "{'field':'cause','value':'misuse'}", NULL, NULL, 0 },
    { "ticket.by_field", "{'field':'cause','minimum':'wear','maximum':'misuse'}", NULL, NULL, 0 },
    { "customer.set_field", "{'id':'$jana','field':'shoe','value':'38.5'}", NULL, NULL, 0 },
    { "field.values", "{'subject':'$jana'}", NULL, NULL, 0 },
    { "field.missing", "{'subject_kind':'customer','subject':'$max'}", NULL, NULL, 0 },
    { "field.get", "{'id':'$cause'}", NULL, NULL, 0 },
    { "field.find", "{'subject_kind':'ticket','name':'cause'}", NULL, NULL, 0 },
    { "field.add", "{'type':'text','subject_kind':'interaction','name':'mood','indexed':true}", "mood", NULL, 0 },
    { "field.add", "{'type':'text','subject_kind':'customer','name':'nick','indexed':true}", "nick", NULL, 0 },
    { "interaction.set_field", "{'id':'$called','field':'mood','value':'Calm'}", NULL, NULL, 0 },
    { "interaction.by_field", "{'field':'mood','value':'calm'}", NULL, NULL, 0 },
    { "interaction.unset_field", "{'id':'$called','field':'mood'}", NULL, NULL, 0 },
    { "customer.set_field", "{'id':'$jana','field':'nick','value':'J'}", NULL, NULL, 0 },
    { "customer.by_field", "{'field':'nick'}", NULL, NULL, 0 },
    { "customer.unset_field", "{'id':'$jana','field':'nick'}", NULL, NULL, 0 },
    { "field.retire", "{'id':'$nick'}", NULL, NULL, 0 },
    { "field.restore", "{'id':'$nick'}", NULL, NULL, 0 },
    { "field.retire", "{'id':'$shoe'}", NULL, NULL, 0 },
    { "field.list", "{'subject_kind':'customer'}", NULL, NULL, 0 },
    { "ticket.unset_field", "{'id':'$lamp','field':'cause'}", NULL, NULL, 0 },
    { "attachment.begin", NULL, "up", NULL, 0 },
    { "attachment.begin", NULL, "lost", NULL, 0 },
    { "attachment.abandon", "{'id':'$lost'}", NULL, NULL, 0 },
    { "attachment.append", "{'id':'$up','bytes':'YWJj'}", NULL, NULL, 0 },
    { "attachment.append", "{'id':'$up','offset':3,'bytes':'YWJj'}", NULL, NULL, 0 },
    { "attachment.add", "{'interaction':'$called','name':'lamp.jpg','upload':'$up'}", "photo", NULL, 0 },
    { "attachment.add", "{'ticket':'$lamp','name':'bill.pdf','content_id':'bill','bytes':'YWJjYWJj'}", "bill", NULL, 0 },
    { "attachment.read", "{'id':'$photo','offset':2,'max_bytes':3}", NULL, NULL, 0 },
    { "attachment.get", "{'id':'$photo'}", NULL, NULL, 0 },
    { "attachment.list", "{'subject':'$lamp'}", NULL, NULL, 0 },
    { "attachment.erase", "{'id':'$photo','reason':'A face is on it'}", NULL, NULL, 0 },
    { "attachment.erase", "{'id':'$bill'}", NULL, NULL, 0 },
    { "interaction.add", "{'channel':'email','direction':'outgoing','ticket':'$lamp','body':'We are on it.'}", "letter", NULL, 0 },
    { "delivery.queue", "{'interaction':'$letter','recipient':'jana@example.com'}", "way", NULL, 0 },
    { "delivery.outbox", NULL, NULL, NULL, 0 },
    { "delivery.claim", "{'sender':'mailer'}", NULL, NULL, 0 },
    { "delivery.report", "{'id':'$way','state':'sent','provider':'relay','reference':'m-1'}", NULL, NULL, 0 },
    { "delivery.notice", "{'provider':'relay','reference':'m-1','state':'bounced'}", NULL, NULL, 0 },
    { "delivery.requeue", "{'id':'$way'}", NULL, NULL, 0 },
    { "delivery.get", "{'id':'$way'}", NULL, NULL, 0 },
    { "delivery.list", "{'interaction':'$letter'}", NULL, NULL, 0 },
    { "draft.save", "{'agent':'$eva','ticket':'$lamp','channel':'email','recipient':'jana@example.com','body':'It is'}", "draft", NULL, 0 },
    { "draft.save", "{'agent':'$eva','ticket':'$lamp','channel':'email','recipient':'jana@example.com','body':'It is done'}", "draft", NULL, 0 },
    { "draft.news", "{'draft':'$draft'}", NULL, NULL, 0 },
    { "draft.get", "{'id':'$draft'}", NULL, NULL, 0 },
    { "draft.list", "{'agent':'$eva'}", NULL, NULL, 0 },
    { "draft.send", "{'id':'$draft','queue':true}", "done", NULL, 0 },
    { "draft.save", "{'agent':'$eva','interaction':'$called','body':'Or not'}", "thought", NULL, 0 },
    { "draft.find", "{'agent':'$eva','interaction':'$called'}", NULL, NULL, 0 },
    { "draft.discard", "{'id':'$thought'}", NULL, NULL, 0 },
    { "ticket.move", "{'id':'$lamp','state':'resolved','resolution':'repaired','resolution_note':'New socket'}", NULL, NULL, 0 },
    { "ticket.reopen", "{'id':'$lamp','reason':'It flickers again'}", NULL, NULL, 0 },
    { "ticket.move", "{'id':'$kettle','state':'out'}", NULL, NULL, 0 },
    { "ticket.reopen", "{'id':'$kettle','reason':'It leaks now'}", "leak", NULL, 0 },
    { "note.add", "{'ticket':'$lamp','body':'Bring a ladder','pinned':true,'external_id':'crm-1','request_key':'note'}", "ladder", NULL, 0 },
    { "attachment.add", "{'note':'$ladder','name':'cellar.txt','bytes':'YWJjYWJj'}", NULL, NULL, 0 },
    { "note.unpin", "{'id':'$ladder'}", NULL, NULL, 0 },
    { "note.pin", "{'id':'$ladder'}", NULL, NULL, 0 },
    { "note.list", "{'ticket':'$lamp'}", NULL, NULL, 0 },
    { "note.erase", "{'id':'$ladder','reason':'Done'}", NULL, NULL, 0 },
    { "note.get", "{'id':'$ladder'}", NULL, NULL, 0 },
    { "ticket.link", "{'id':'$kettle','kind':'child_of','other':'$lamp'}", NULL, NULL, 0 },
    { "ticket.link", "{'id':'$lamp','kind':'related','other':'$leak'}", NULL, NULL, 0 },
    { "link.list", "{'other':'$lamp','kind':'child_of'}", NULL, NULL, 0 },
    { "ticket.unlink", "{'id':'$leak','kind':'related','other':'$lamp'}", NULL, NULL, 0 },
    { "ticket.unlink", "{'id':'$kettle','kind':'child_of','other':'$lamp'}", NULL, NULL, 0 },
    { "ticket.watch", "{'id':'$lamp','agent':'$petr'}", NULL, NULL, 0 },
    { "ticket.watch", "{'id':'$lamp','customer':'$jana'}", NULL, NULL, 0 },
    { "watcher.list", "{'ticket':'$lamp'}", NULL, NULL, 0 },
    { "ticket.unwatch", "{'id':'$lamp','customer':'$jana'}", NULL, NULL, 0 },
    { "ticket.claim", "{'id':'$lamp','agent':'$eva'}", NULL, NULL, 0 },
    { "ticket.claim", "{'id':'$lamp','agent':'$petr','take_over':true}", NULL, NULL, 0 },
    { "ticket.release", "{'id':'$lamp'}", NULL, NULL, 0 },
    { "claim.next", "{'team':'$repairs','agent':'$eva','look':5,'request_key':'next'}", NULL, NULL, 0 },
    { "claim.list", "{'agent':'$eva'}", NULL, NULL, 0 },
    { "agent.add", "{'handle':'gone'}", "gone", NULL, 0 },
    { "ticket.open", "{'subject':'A bell','assignee':'$gone'}", "bell", NULL, 0 },
    { "ticket.claim", "{'id':'$bell','agent':'$gone'}", NULL, NULL, 0 },
    { "agent.deactivate", "{'id':'$gone','reason':'Has left'}", NULL, NULL, 0 },
    { "agent.hand_over", "{'agent':'$gone','to':'$petr'}", NULL, NULL, 0 },
    { "agent.list", "{'status':'deactivated'}", NULL, NULL, 0 },
    { "agent.reactivate", "{'id':'$gone'}", NULL, NULL, 0 },
    { .operation = "transaction", .special = transaction },
    { "ticket.get", "{'id':'$lamp'}", NULL, NULL, 0 },
    { "ticket.find", "{'external_id':'L-1'}", NULL, NULL, 0 },
    { "ticket.list", "{'order':'newest','limit':2}", NULL, NULL, 0 },
    { "ticket.queue", "{'queue':'active','team':'$repairs'}", NULL, NULL, 0 },
    { "ticket.count", "{'queue':'active'}", NULL, NULL, 0 },
    { .operation = "typed door", .special = typed_door },
    { .operation = "second page", .special = second_page },
    { "bookmark.set", "{'name':'mirror','value':'17'}", NULL, NULL, 0 },
    { "bookmark.set", "{'name':'mirror','value':'18'}", NULL, NULL, 0 },
    { "bookmark.get", "{'name':'mirror'}", NULL, NULL, 0 },
    { "event.list", "{'limit':20}", NULL, NULL, STEP_UNRECORDED },
    { "event.history", "{'subject':'$lamp'}", NULL, NULL, STEP_UNRECORDED },
    { "policy.add", "{'kind':'sla','document':{'policies':[{'name':'all','levels':[50],'targets':{'first_reply':{'target':1},'resolution':{'target':'8h'}}}]}}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'By when?'}", "asked", NULL, 0 },
    { "interaction.add", "{'channel':'email','ticket':'$asked','occurred_at':'2020-01-06T09:00:00Z'}", NULL, NULL, 0 },
    { "desk.due", NULL, NULL, NULL, STEP_UNRECORDED },
    { "desk.tick", "{'limit':5}", NULL, NULL, 0 },
    { "ticket.change", "{'id':'$asked','priority':'urgent'}", NULL, NULL, 0 },
    { "sla.apply", "{'limit':3}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'By when, again?'}", "twice", NULL, 0 },
    { "ticket.link", "{'id':'$asked','kind':'duplicate_of','other':'$twice'}", NULL, NULL, 0 },
    { "policy.add", "{'kind':'sla','document':{'policies':[{'name':'all','when':'!has(ticket.team)','levels':[50],'targets':{'first_reply':{'target':9},'resolution':{'target':'7h'}}}]}}", NULL, NULL, 0 },
    { "sla.recompute", "{'dry_run':true}", NULL, NULL, 0 },
    { "sla.recompute", "{'ticket':'$asked','reason':'nine seconds were promised'}", NULL, NULL, 0 },
    { "clock.explain", "{'ticket':'$asked','metric':'first_reply'}", NULL, NULL, STEP_UNRECORDED },
    { "clock.list", "{'ticket':'$asked'}", NULL, NULL, STEP_UNRECORDED },
    { "agent.add", "{'handle':'vera','role':'supervisor'}", "vera", NULL, 0 },
    { "agent.presence", "{'id':'$vera','presence':'available'}", NULL, NULL, 0 },
    { "duty.list", "{'role':'supervisor','customer':'$jana'}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'A loud voice','customer':'$jana'}", "loud", NULL, 0 },
    { "interaction.add", "{'channel':'phone','ticket':'$loud'}", "ring", NULL, 0 },
    { "escalation.raise", "{'ticket':'$loud','within_us':1000,'reason':'Please come'}", "asked_for", NULL, 0 },
    { "escalation.raise", "{'ticket':'$loud','to_agent':'$vera','within_us':3600000000}", "by_name", NULL, 0 },
    { "escalation.consult", "{'interaction':'$ring','reason':'May I?'}", "consulted", NULL, 0 },
    { "escalation.acknowledge", "{'id':'$by_name','take':true}", NULL, NULL, 0 },
    { "escalation.withdraw", "{'id':'$by_name'}", NULL, NULL, 0 },
    { "escalation.resolve", "{'id':'$consulted','answer':'You may'}", NULL, NULL, 0 },
    { "desk.tick", "{'limit':50}", NULL, NULL, 0 },
    { "escalation.list", "{'ticket':'$loud'}", NULL, NULL, STEP_UNRECORDED },
    { "escalation.get", "{'id':'$consulted'}", NULL, NULL, 0 },
    { "escalation.raise", "{'ticket':'$loud'}", NULL, NULL, 0 },
    { "ticket.move", "{'id':'$loud','state':'spam'}", NULL, NULL, 0 },
    { "policy.add", "{'kind':'rules','document':{'format':'csr-rules/1','set':'house','facts':{'ticket.field.cause':{'type':'string','optional':true},'customer.field.nick':{'type':'string','optional':true},'interaction.field.mood':{'type':'string','optional':true}},'rules':[{'id':'again','when':['interaction.tone_drops >= 1'],'do':[{'escalate':{'to':'supervisor'}},{'tag':'loud'},{'note':'Care'},{'standing':'watch'},{'set':{'priority':'high'}},{'follow_up':{'after':'1s','text':'Well?'}},{'emit':{'name':'risen','data':{'by':'tone'}}},{'pause':'10m'},{'set':{'team':'Nowhere'}}]},{'id':'old','when':['ticket.contacts >= 1','ticket.age > duration(\\u00271h\\u0027)'],'do':[{'tag':'old'}]},{'id':'everything','any':['customer.tickets > 100','has(ticket.field.cause) && has(interaction.field.mood) && ticket.children > 9','has(customer.field.nick) && customer.field.nick == \\u0027no\\u0027','agent.open_tickets > 100','team.on_duty > 100','recipient.quiet && ticket.children > 9','ticket.channel == \\u0027web\\u0027','ticket.unowned > duration(\\u00279h\\u0027)','ticket.waited > duration(\\u00279h\\u0027)','\\u0027never\\u0027 in ticket.tags','ticket.acknowledged && ticket.children > 9','agent.abusive_contacts > 9','has(ticket.resolution_due) && ticket.resolution_due < timestamp(\\u00271990-01-01T00:00:00Z\\u0027)'],'do':[{'tag':'never'}]}]}}", NULL, NULL, 0 },
    { "ticket.open", "{'subject':'It rises','customer':'$jana','assignee':'$eva'}", "rising", NULL, 0 },
    { "interaction.add", "{'channel':'phone','ticket':'$rising','tone':'neutral'}", "rises", NULL, 0 },
    { "interaction.tone", "{'id':'$rises','tone':'angry'}", NULL, NULL, 0 },
    { "firing.list", "{'ticket':'$rising'}", "rule_fired", NULL, STEP_UNRECORDED },
    { "firing.get", "{'id':'$rule_fired'}", NULL, NULL, STEP_UNRECORDED },
    { "firing.rehearse", "{'ticket':'$rising','explain':true}", NULL, NULL, STEP_UNRECORDED },
    { "firing.backtest", "{'ticket':'$rising'}", NULL, NULL, STEP_UNRECORDED },
    { "ticket.move", "{'id':'$rising','state':'spam'}", NULL, NULL, 0 },
};

/* After all that was done. */
static const scenario_step evening[] = {
    /* Both count checkpoints, and a desk that could not be opened to the end was sealed by its close: unrecorded. */
    { "desk.stats", NULL, NULL, NULL, STEP_UNRECORDED },
    { "desk.verify", NULL, NULL, NULL, STEP_UNRECORDED },
    { .operation = "close", .special = close_desk, .flags = STEP_SILENT | STEP_CLOSES | STEP_UNRECORDED },
    { .operation = "open again", .special = open_desk, .flags = STEP_OPENS | STEP_UNRECORDED },
    { "ticket.open", "{'subject':'Opened on the next day'}", NULL, NULL, 0 },
    { "desk.stats", NULL, NULL, NULL, STEP_UNRECORDED },
    { "desk.verify", NULL, NULL, NULL, STEP_UNRECORDED },
};
/* clang-format on */

const scenario_step *scenario_step_at(size_t number)
{
    const struct {
        const scenario_step *steps;
        size_t count;
    } parts[] = {
        { day, sizeof(day) / sizeof(day[0]) },
        { scenario_money, scenario_money_count },
        { scenario_returns, scenario_returns_count },
        { evening, sizeof(evening) / sizeof(evening[0]) },
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (number < parts[i].count)
            return &parts[i].steps[number];
        number -= parts[i].count;
    }
    return NULL;
}

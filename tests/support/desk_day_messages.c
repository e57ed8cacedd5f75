#include "support/desk_day.h"

/* Attachments of contacts, messages on their way, and drafts. */

static csr_status attachment_begin(desk_fixture *f)
{
    csr_attachment_begin_params in = CSR_ATTACHMENT_BEGIN_PARAMS_INIT;
    csr_id id;

    in.request_key = CSR_STR("b-1");
    return desk_gives_id(f, csr_attachment_begin(f->session, &in, &id, &f->err), &id);
}

static csr_status attachment_append(desk_fixture *f)
{
    csr_attachment_append_params in = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
    csr_id subject = desk_id(f, "up");
    int64_t count;

    in.offset = 0;
    in.bytes = CSR_STR("half ");
    return desk_gives_number(f, csr_attachment_append(f->session, &subject, &in, &count, &f->err), "count", &count);
}

static csr_status attachment_append_2(desk_fixture *f)
{
    csr_attachment_append_params in = CSR_ATTACHMENT_APPEND_PARAMS_INIT;
    csr_id subject = desk_id(f, "up");
    int64_t count;

    in.offset = 5;
    in.bytes = CSR_STR("and half");
    return desk_gives_number(f, csr_attachment_append(f->session, &subject, &in, &count, &f->err), "count", &count);
}

static csr_status attachment_add(desk_fixture *f)
{
    csr_attachment_add_params in = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "call");
    in.upload = desk_id(f, "up");
    in.name = CSR_STR("whole.txt");
    in.request_key = CSR_STR("a-1");
    in.media_type = CSR_STR("text/plain");
    in.content_id = CSR_STR("part1@desk");
    return desk_gives_id(f, csr_attachment_add(f->session, &in, &id, &f->err), &id);
}

static csr_status attachment_add_3(desk_fixture *f)
{
    csr_attachment_add_params in = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    csr_id id;

    in.note = desk_id(f, "habit");
    in.name = CSR_STR("plan.txt");
    in.bytes = CSR_STR("abc");
    return desk_gives_id(f, csr_attachment_add(f->session, &in, &id, &f->err), &id);
}

static csr_status attachment_add_2(desk_fixture *f)
{
    csr_attachment_add_params in = CSR_ATTACHMENT_ADD_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "torn");
    in.name = CSR_STR("../photo.png");
    in.clean = 1;
    in.bytes = CSR_STR("abc");
    in.hash = CSR_STR("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    return desk_gives_id(f, csr_attachment_add(f->session, &in, &id, &f->err), &id);
}

static csr_status attachment_begin_2(desk_fixture *f)
{
    csr_id id;

    return desk_gives_id(f, csr_attachment_begin(f->session, NULL, &id, &f->err), &id);
}

static csr_status attachment_abandon(desk_fixture *f)
{
    csr_id subject = desk_id(f, "lost");

    return desk_gives_nothing(f, csr_attachment_abandon(f->session, &subject, &f->err));
}

static csr_status attachment_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "photo");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_attachment_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status attachment_list(desk_fixture *f)
{
    csr_attachment_query in = CSR_ATTACHMENT_QUERY_INIT;
    csr_result *result = NULL;

    in.subject = desk_id(f, "call");
    in.limit = 10;
    return desk_gives_result(f, csr_attachment_list(f->session, &in, &result, &f->err), &result);
}

static csr_status attachment_read(desk_fixture *f)
{
    csr_attachment_read_params in = CSR_ATTACHMENT_READ_PARAMS_INIT;
    csr_id subject = desk_id(f, "whole");
    csr_result *result = NULL;

    in.offset = 5;
    in.max_bytes = 3;
    return desk_gives_result(f, csr_attachment_read(f->session, &subject, &in, &result, &f->err), &result);
}

static csr_status attachment_erase(desk_fixture *f)
{
    csr_attachment_erase_params in = CSR_ATTACHMENT_ERASE_PARAMS_INIT;
    csr_id subject = desk_id(f, "photo");
    int64_t version;

    in.reason = CSR_STR("a face is on it");
    return desk_gives_number(f, csr_attachment_erase(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status interaction_add(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_EMAIL;
    in.direction = CSR_DIRECTION_OUTGOING;
    in.ticket = desk_id(f, "torn");
    in.body = CSR_STR("Sorry");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status interaction_add_2(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_EMAIL;
    in.direction = CSR_DIRECTION_OUTGOING;
    in.body = CSR_STR("Hello");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status delivery_queue(desk_fixture *f)
{
    csr_delivery_queue_params in = CSR_DELIVERY_QUEUE_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "mail");
    in.recipient = CSR_STR("jana@example.com");
    in.request_key = CSR_STR("q-1");
    in.max_attempts = 3;
    (void)csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &in.not_before, NULL);
    return desk_gives_id(f, csr_delivery_queue(f->session, &in, &id, &f->err), &id);
}

static csr_status delivery_queue_2(desk_fixture *f)
{
    csr_delivery_queue_params in = CSR_DELIVERY_QUEUE_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "mail2");
    in.recipient = CSR_STR("petr@example.com");
    return desk_gives_id(f, csr_delivery_queue(f->session, &in, &id, &f->err), &id);
}

static csr_status delivery_outbox(desk_fixture *f)
{
    csr_delivery_outbox_query in = CSR_DELIVERY_OUTBOX_QUERY_INIT;
    csr_result *result = NULL;

    in.limit = 5;
    return desk_gives_result(f, csr_delivery_outbox(f->session, &in, &result, &f->err), &result);
}

static csr_status delivery_claim(desk_fixture *f)
{
    csr_delivery_claim_params in = CSR_DELIVERY_CLAIM_PARAMS_INIT;
    csr_result *result = NULL;

    in.sender = CSR_STR("mailer");
    in.limit = 5;
    in.lease_us = 60000000;
    return desk_gives_result(f, csr_delivery_claim(f->session, &in, &result, &f->err), &result);
}

static csr_status delivery_report(desk_fixture *f)
{
    csr_delivery_report_params in = CSR_DELIVERY_REPORT_PARAMS_INIT;
    csr_id subject = desk_id(f, "way");
    int64_t version;

    in.state = CSR_DELIVERY_SENT;
    in.provider = CSR_STR("relay");
    in.reference = CSR_STR("m-1");
    (void)csr_time_parse("2026-03-02T09:00:00Z", CSR_NTS, &in.at, NULL);
    return desk_gives_number(f, csr_delivery_report(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status delivery_report_2(desk_fixture *f)
{
    csr_delivery_report_params in = CSR_DELIVERY_REPORT_PARAMS_INIT;
    csr_id subject = desk_id(f, "way2");
    int64_t version;

    in.state = CSR_DELIVERY_BOUNCED;
    in.bounce = CSR_BOUNCE_TEMPORARY;
    in.reason = CSR_STR("mailbox full");
    (void)csr_time_parse("2026-03-02T10:00:00Z", CSR_NTS, &in.next_attempt_at, NULL);
    return desk_gives_number(f, csr_delivery_report(f->session, &subject, &in, &version, &f->err), "version", &version);
}

static csr_status delivery_notice(desk_fixture *f)
{
    csr_delivery_notice_params in = CSR_DELIVERY_NOTICE_PARAMS_INIT;
    int64_t version;

    in.provider = CSR_STR("relay");
    in.reference = CSR_STR("m-1");
    in.state = CSR_DELIVERY_BOUNCED;
    in.bounce = CSR_BOUNCE_TEMPORARY;
    (void)csr_time_parse("2026-03-02T09:00:01Z", CSR_NTS, &in.at, NULL);
    in.reason = CSR_STR("busy");
    (void)csr_time_parse("2026-03-02T11:00:00Z", CSR_NTS, &in.next_attempt_at, NULL);
    return desk_gives_number(f, csr_delivery_notice(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status delivery_notice_2(desk_fixture *f)
{
    csr_delivery_notice_params in = CSR_DELIVERY_NOTICE_PARAMS_INIT;
    int64_t version;

    in.provider = CSR_STR("relay");
    in.reference = CSR_STR("m-1");
    in.state = CSR_DELIVERY_BOUNCED;
    in.bounce = CSR_BOUNCE_PERMANENT;
    return desk_gives_number(f, csr_delivery_notice(f->session, &in, &version, &f->err), "version", &version);
}

static csr_status delivery_requeue(desk_fixture *f)
{
    csr_delivery_requeue_params in = CSR_DELIVERY_REQUEUE_PARAMS_INIT;
    csr_id subject = desk_id(f, "way");
    int64_t version;

    (void)csr_time_parse("2026-03-03T09:00:00Z", CSR_NTS, &in.not_before, NULL);
    return desk_gives_number(f, csr_delivery_requeue(f->session, &subject, &in, &version, &f->err), "version",
                             &version);
}

static csr_status delivery_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "way");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_delivery_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status delivery_list(desk_fixture *f)
{
    csr_delivery_query in = CSR_DELIVERY_QUERY_INIT;
    csr_result *result = NULL;

    in.interaction = desk_id(f, "mail");
    in.limit = 5;
    return desk_gives_result(f, csr_delivery_list(f->session, &in, &result, &f->err), &result);
}

static csr_status draft_save(desk_fixture *f)
{
    csr_draft_save_params in = CSR_DRAFT_SAVE_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "torn");
    in.agent = desk_id(f, "amy");
    in.channel = CSR_CHANNEL_EMAIL;
    in.content_type = CSR_CONTENT_MARKDOWN;
    in.audience = CSR_AUDIENCE_PUBLIC;
    in.reply_to = desk_id(f, "mail");
    in.recipient = CSR_STR("jana@example.com");
    in.request_key = CSR_STR("d-1");
    in.subject = CSR_STR("Your jacket");
    in.body = CSR_STR("We are");
    return desk_gives_id(f, csr_draft_save(f->session, &in, &id, &f->err), &id);
}

static csr_status draft_save_2(desk_fixture *f)
{
    csr_draft_save_params in = CSR_DRAFT_SAVE_PARAMS_INIT;
    csr_id id;

    in.ticket = desk_id(f, "torn");
    in.agent = desk_id(f, "amy");
    in.channel = CSR_CHANNEL_EMAIL;
    in.recipient = CSR_STR("jana@example.com");
    in.body = CSR_STR("We are sorry");
    in.refresh = 1;
    in.expected_version = 1;
    return desk_gives_id(f, csr_draft_save(f->session, &in, &id, &f->err), &id);
}

static csr_status draft_save_3(desk_fixture *f)
{
    csr_draft_save_params in = CSR_DRAFT_SAVE_PARAMS_INIT;
    csr_id id;

    in.interaction = desk_id(f, "mail2");
    in.agent = desk_id(f, "amy");
    in.body = CSR_STR("hm");
    return desk_gives_id(f, csr_draft_save(f->session, &in, &id, &f->err), &id);
}

static csr_status draft_get(desk_fixture *f)
{
    csr_id subject = desk_id(f, "draft");
    csr_result *result = NULL;

    return desk_gives_result(f, csr_draft_get(f->session, &subject, &result, &f->err), &result);
}

static csr_status draft_find(desk_fixture *f)
{
    csr_draft_find_params in = CSR_DRAFT_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.ticket = desk_id(f, "torn");
    in.agent = desk_id(f, "amy");
    return desk_gives_result(f, csr_draft_find(f->session, &in, &result, &f->err), &result);
}

static csr_status draft_find_2(desk_fixture *f)
{
    csr_draft_find_params in = CSR_DRAFT_FIND_PARAMS_INIT;
    csr_result *result = NULL;

    in.interaction = desk_id(f, "mail2");
    in.agent = desk_id(f, "amy");
    return desk_gives_result(f, csr_draft_find(f->session, &in, &result, &f->err), &result);
}

static csr_status draft_list(desk_fixture *f)
{
    csr_draft_query in = CSR_DRAFT_QUERY_INIT;
    csr_result *result = NULL;

    in.agent = desk_id(f, "amy");
    in.limit = 5;
    return desk_gives_result(f, csr_draft_list(f->session, &in, &result, &f->err), &result);
}

static csr_status interaction_add_3(desk_fixture *f)
{
    csr_interaction_add_params in = CSR_INTERACTION_ADD_PARAMS_INIT;
    csr_id id;

    in.channel = CSR_CHANNEL_PHONE;
    in.ticket = desk_id(f, "torn");
    in.body = CSR_STR("Where is it?");
    return desk_gives_id(f, csr_interaction_add(f->session, &in, &id, &f->err), &id);
}

static csr_status draft_news(desk_fixture *f)
{
    csr_draft_news_query in = CSR_DRAFT_NEWS_QUERY_INIT;
    csr_result *result = NULL;

    in.draft = desk_id(f, "draft");
    in.limit = 5;
    return desk_gives_result(f, csr_draft_news(f->session, &in, &result, &f->err), &result);
}

static csr_status draft_discard(desk_fixture *f)
{
    csr_id subject = desk_id(f, "thought");

    return desk_gives_nothing(f, csr_draft_discard(f->session, &subject, &f->err));
}

static csr_status draft_send(desk_fixture *f)
{
    csr_draft_send_params in = CSR_DRAFT_SEND_PARAMS_INIT;
    csr_id subject = desk_id(f, "draft");
    csr_id id;

    in.anyway = 1;
    in.queue = 1;
    in.request_key = CSR_STR("s-1");
    in.max_attempts = 2;
    in.expected_version = 0;
    return desk_gives_id(f, csr_draft_send(f->session, &subject, &in, &id, &f->err), &id);
}

/* clang-format off */
const desk_step desk_day_messages[] = {
    { "attachment.begin", "{'request_key':'b-1'}", attachment_begin, "up" },
    { "attachment.append", "{'id':'$up','offset':0,'bytes':'aGFsZiA='}", attachment_append, NULL },
    { "attachment.append", "{'id':'$up','offset':5,'bytes':'YW5kIGhhbGY='}", attachment_append_2, NULL },
    { "attachment.add", "{'interaction':'$call','upload':'$up','name':'whole.txt','request_key':'a-1','media_type':'text/plain','content_id':'part1@desk'}", attachment_add, "whole" },
    { "attachment.add", "{'ticket':'$torn','name':'../photo.png','clean':true,'bytes':'YWJj','hash':'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319'}", attachment_add_2, "photo" },
    { "attachment.add", "{'note':'$habit','name':'plan.txt','bytes':'YWJj'}", attachment_add_3, NULL },
    { "attachment.begin", "{}", attachment_begin_2, "lost" },
    { "attachment.abandon", "{'id':'$lost'}", attachment_abandon, NULL },
    { "attachment.get", "{'id':'$photo'}", attachment_get, NULL },
    { "attachment.list", "{'subject':'$call','limit':10}", attachment_list, NULL },
    { "attachment.read", "{'id':'$whole','offset':5,'max_bytes':3}", attachment_read, NULL },
    { "attachment.erase", "{'id':'$photo','reason':'a face is on it'}", attachment_erase, NULL },
    { "interaction.add", "{'channel':'email','direction':'outgoing','ticket':'$torn','body':'Sorry'}", interaction_add, "mail" },
    { "interaction.add", "{'channel':'email','direction':'outgoing','body':'Hello'}", interaction_add_2, "mail2" },
    { "delivery.queue", "{'interaction':'$mail','recipient':'jana@example.com','request_key':'q-1','max_attempts':3,'not_before':'2026-03-02T09:00:00Z'}", delivery_queue, "way" },
    { "delivery.queue", "{'interaction':'$mail2','recipient':'petr@example.com'}", delivery_queue_2, "way2" },
    { "delivery.outbox", "{'limit':5}", delivery_outbox, NULL },
    { "delivery.claim", "{'sender':'mailer','limit':5,'lease_us':60000000}", delivery_claim, NULL },
    { "delivery.report", "{'id':'$way','state':'sent','provider':'relay','reference':'m-1','at':'2026-03-02T09:00:00Z'}", delivery_report, NULL },
    { "delivery.report", "{'id':'$way2','state':'bounced','bounce':'temporary','reason':'mailbox full','next_attempt_at':'2026-03-02T10:00:00Z'}", delivery_report_2, NULL },
    { "delivery.notice", "{'provider':'relay','reference':'m-1','state':'bounced','bounce':'temporary','at':'2026-03-02T09:00:01Z','reason':'busy','next_attempt_at':'2026-03-02T11:00:00Z'}", delivery_notice, NULL },
    { "delivery.notice", "{'provider':'relay','reference':'m-1','state':'bounced','bounce':'permanent'}", delivery_notice_2, NULL },
    { "delivery.requeue", "{'id':'$way','not_before':'2026-03-03T09:00:00Z'}", delivery_requeue, NULL },
    { "delivery.get", "{'id':'$way'}", delivery_get, NULL },
    { "delivery.list", "{'interaction':'$mail','limit':5}", delivery_list, NULL },
    { "draft.save", "{'ticket':'$torn','agent':'$amy','channel':'email','content_type':'markdown','audience':'public','reply_to':'$mail','recipient':'jana@example.com','request_key':'d-1','subject':'Your jacket','body':'We are'}", draft_save, "draft" },
    { "draft.save", "{'ticket':'$torn','agent':'$amy','channel':'email','recipient':'jana@example.com','body':'We are sorry','refresh':true,'expected_version':1}", draft_save_2, NULL },
    { "draft.save", "{'interaction':'$mail2','agent':'$amy','body':'hm'}", draft_save_3, "thought" },
    { "draft.get", "{'id':'$draft'}", draft_get, NULL },
    { "draft.find", "{'ticket':'$torn','agent':'$amy'}", draft_find, NULL },
    { "draft.find", "{'interaction':'$mail2','agent':'$amy'}", draft_find_2, NULL },
    { "draft.list", "{'agent':'$amy','limit':5}", draft_list, NULL },
    { "interaction.add", "{'channel':'phone','ticket':'$torn','body':'Where is it?'}", interaction_add_3, "asked" },
    { "draft.news", "{'draft':'$draft','limit':5}", draft_news, NULL },
    { "draft.discard", "{'id':'$thought'}", draft_discard, NULL },
    { "draft.send", "{'id':'$draft','anyway':true,'queue':true,'request_key':'s-1','max_attempts':2,'expected_version':0}", draft_send, "sent" },
};
/* clang-format on */
const size_t desk_day_messages_count = sizeof(desk_day_messages) / sizeof(desk_day_messages[0]);

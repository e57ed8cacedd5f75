#include "scenes.h"
#include "steps.h"

#include <string.h>

/* A rule of the house: who hears the tone rise twice is not left alone. */
static const char rules[] = "{\"format\":\"csr-rules/1\",\"set\":\"passage-house\",\"rules\":[{\"id\":\"tone-worse\","
                            "\"title\":\"The tone became worse twice\",\"when\":[\"interaction.tone_drops >= 2\"],"
                            "\"do\":[{\"escalate\":{\"to\":\"supervisor\"}},{\"set\":{\"priority\":\"high\"}}]}]}";

static void make_rule(struct day *day)
{
    csr_policy_add_params params = CSR_POLICY_ADD_PARAMS_INIT;

    params.kind = CSR_POLICY_RULES;
    params.document = text(rules);
    if (day->status == CSR_OK)
        day->status = csr_policy_add(day->session[IVANA], &params, NULL, &day->err);
}

/* The one escalation of a matter. */
static csr_id escalation_of(struct day *day, enum matter_number number, char why[200])
{
    csr_escalation_query query = CSR_ESCALATION_QUERY_INIT;
    csr_escalation_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;

    query.ticket = day->matters[number].ticket;
    if (day->status == CSR_OK)
        day->status = csr_escalation_list(day->house, &query, &result, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_escalation_at(result, 0, &view, &day->err);
    snprintf(why, 200, "%.*s", (int)view.why.len, view.why.ptr != NULL ? view.why.ptr : "");
    csr_result_free(result);
    return view.id;
}

static void take_up(struct day *day, enum agent who, csr_id escalation)
{
    csr_escalation_acknowledge_params params = CSR_ESCALATION_ACKNOWLEDGE_PARAMS_INIT;

    params.take = 1;
    if (day->status == CSR_OK)
        day->status = csr_escalation_acknowledge(day->session[who], &escalation, &params, NULL, &day->err);
}

static void settle(struct day *day, enum agent who, csr_id escalation, const char *answer)
{
    csr_escalation_resolve_params params = CSR_ESCALATION_RESOLVE_PARAMS_INIT;

    params.answer = text(answer);
    if (day->status == CSR_OK)
        day->status = csr_escalation_resolve(day->session[who], &escalation, &params, NULL, &day->err);
}

/* Why the rule holds, as the desk says it: the line of its one condition. */
static void tell_why(struct day *day, enum matter_number number)
{
    csr_firing_rehearse_params params = CSR_FIRING_REHEARSE_PARAMS_INIT;
    csr_rehearsal_view view = { .struct_size = sizeof view };
    csr_result *result = NULL;
    const char *line = NULL;

    params.ticket = day->matters[number].ticket;
    params.explain = 1;
    if (day->status == CSR_OK)
        day->status = csr_firing_rehearse(day->house, &params, &result, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_rehearsal_at(result, 0, &view, &day->err);
    if (day->status == CSR_OK)
        line = strchr(view.text.ptr, '\n');
    if (line != NULL) {
        line += 1 + strspn(line + 1, " ");
        tell(day, number, "Asked why, the desk says: %.*s", (int)strcspn(line, "\n"), line);
    }
    csr_result_free(result);
}

void scene_rule(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_BILLING,
        .subject = "The invoice has the wrong name, again",
        .words = "The name on the invoice is wrong. I have said so before.",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_NEUTRAL,
        .fault = CSR_FAULT_COMPANY,
    };
    csr_id escalation;
    char why[200];

    day_at(day, 15, 50);
    make_rule(day);
    identify(day, RISING, ONDRA, CSR_IDENTITY_PHONE, "+420 605 777 888", "Alena Sýkorová");
    open_matter(day, RISING, ONDRA, &opening);
    tell(day, RISING,
         "After that call Ivana makes a rule: where the tone becomes worse twice, a supervisor is called.\n"
         "Alena Sýkorová calls about her invoice.");
    day_pass(day, 2);
    tone(day, RISING, ONDRA, CSR_TONE_UPSET);
    day_pass(day, 1);
    tone(day, RISING, ONDRA, CSR_TONE_ANGRY);
    escalation = escalation_of(day, RISING, why);
    tell(day, RISING, "Upset, then angry. Nobody has to ask: the rule calls Petr, the supervisor who is there (%s).",
         why);
    tell_why(day, RISING);
    day_pass(day, 1);
    take_up(day, PETR, escalation);
    tell(day, RISING, "Petr takes it up, and the matter with it.");
    day_pass(day, 4);
    tone(day, RISING, PETR, CSR_TONE_CALM);
    settle(day, PETR, escalation, "Apologised; the invoice is written anew and the name put right for good.");
    resolve(day, RISING, PETR, CSR_RESOLUTION_CORRECTED, "A new invoice; the name is right in the file, too.");
    end_contact(day, RISING, PETR, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, RISING, "He writes the invoice anew while she waits. The escalation is resolved, and so is the matter.");
}

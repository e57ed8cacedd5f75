#include "scenes.h"
#include "steps.h"

void scene_machine_stops(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_TECHNICAL,
        .subject = "Coffee machine stops after a minute",
        .words = "It heats up, blinks twice and stops.",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_NEUTRAL,
        .fault = CSR_FAULT_THIRD_PARTY,
        .product = "Barista 7, serial 70-2291",
    };

    day_at(day, 11, 20);
    identify(day, MACHINE, TOMAS, CSR_IDENTITY_EMAIL, "Radka.Suk@example.org", "Radka Suková");
    open_matter(day, MACHINE, TOMAS, &opening);
    assign(day, MACHINE, TOMAS, TECHNICAL, TOMAS, 0);
    move_to(day, MACHINE, TOMAS, "open", NULL);
    tell(day, MACHINE, "Radka Suková: her coffee machine heats up, blinks twice and stops.");
    day_pass(day, 4);
    note(day, MACHINE, TOMAS, "1. Water tank reseated: no change.");
    day_pass(day, 3);
    note(day, MACHINE, TOMAS, "2. Descaled a week ago, light is off: not that.");
    day_pass(day, 3);
    note(day, MACHINE, TOMAS, "3. Blinks twice = pressure sensor. Needs a part from the maker.");
    tell(day, MACHINE, "Three steps together: the tank, the scale, the blinking. It is the pressure sensor.");
    move_to(day, MACHINE, TOMAS, "waiting_third_party", "sensor ordered from the maker");
    end_contact(day, MACHINE, TOMAS, CSR_OUTCOME_PROMISED, 0, CSR_TONE_CALM);
    tell(day, MACHINE,
         "Tomáš orders the part. The ticket waits for the maker and leaves the queue of what is to be done.");
}

void scene_machine_mended(struct day *day)
{
    day_at(day, 14, 10);
    move_to(day, MACHINE, TOMAS, "open", "the courier brought the sensor");
    day_pass(day, 15);
    resolve(day, MACHINE, TOMAS, CSR_RESOLUTION_REPAIRED, "Pressure sensor exchanged.");
    write_to(day, MACHINE, TOMAS, CSR_CHANNEL_EMAIL, "Your machine is mended and waits for you at the counter.");
    tell(day, MACHINE, "The part is here after all, the machine is mended, and an e-mail says so.");
}

void scene_machine_again(struct day *day)
{
    day_at(day, 16, 20);
    contact_again(day, MACHINE, TOMAS, CSR_CHANNEL_PHONE, CSR_TONE_UPSET, "It does the same again.");
    reopen(day, MACHINE, TOMAS, "the same fault after the repair");
    tell(day, MACHINE,
         "She calls: it does the same again. Within two weeks that is the same matter, so the ticket is\n"
         "reopened. Her tone is worse than at the end of the call before: a drop.");
    day_pass(day, 5);
    resolve(day, MACHINE, TOMAS, CSR_RESOLUTION_REPLACED, "New machine; the next rung of the ladder.");
    end_contact(day, MACHINE, TOMAS, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, MACHINE, "One repair is enough: she gets a new machine.");
}

/* Nobody is named and no team works there: the responsible person of the contact point takes it. */
static void take_if_nobody(struct day *day, enum matter_number number, enum point point)
{
    csr_contact_point_view place = { .struct_size = sizeof place };
    csr_ticket_change_params params = CSR_TICKET_CHANGE_PARAMS_INIT;
    csr_result *found = NULL;

    if (day->status == CSR_OK)
        day->status = csr_contact_point_get(day->house, &day->point[point], &found, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_contact_point_at(found, 0, &place, &day->err);
    params.assignee = place.responsible;
    if (day->status == CSR_OK)
        day->status = csr_ticket_change(day->house, &day->matters[number].ticket, &params, NULL, &day->err);
    csr_result_free(found);
}

void scene_lamp_reported(struct day *day)
{
    csr_ticket_open_params ticket = CSR_TICKET_OPEN_PARAMS_INIT;
    csr_interaction_add_params contact = CSR_INTERACTION_ADD_PARAMS_INIT;
    struct matter *lamp = &day->matters[LAMP];

    day_at(day, 9, 50);
    ticket.kind = CSR_TICKET_OTHER;
    ticket.subject = CSR_STR("The lamp on the back stairs is out");
    ticket.contact_point = day->point[WEB_FORM];
    contact.channel = CSR_CHANNEL_WEB;
    contact.contact_point = day->point[WEB_FORM];
    contact.body = CSR_STR("The lamp on the back stairs has been out for a week. Somebody will fall.");
    if (day->status == CSR_OK)
        day->status = csr_ticket_open(day->house, &ticket, &lamp->ticket, &day->err);
    contact.ticket = lamp->ticket;
    if (day->status == CSR_OK)
        day->status = csr_interaction_add(day->house, &contact, &lamp->contact, &day->err);
    tell(day, LAMP, "Through the web form, without a name: the lamp on the back stairs is out, somebody will fall.");
    take_if_nobody(day, LAMP, WEB_FORM);
    tell(day, LAMP, "No team is there for lamps. Ivana is responsible for what comes in here, so it is hers.");
    day_pass(day, 5);
    move_to(day, LAMP, IVANA, "waiting_internal", "the electrician of the house is told");
    tell(day, LAMP, "Ivana calls the electrician of the house, and the matter waits for him.");
}

void scene_lamp_mended(struct day *day)
{
    day_at(day, 16, 50);
    resolve(day, LAMP, IVANA, CSR_RESOLUTION_SOLVED, "New bulb, and one for the floor above.");
    tell(day, LAMP, "There is light again. Nobody was lost, and neither was the matter.");
}

/* An organisation, and the person who writes for it. */
static void organisation(struct day *day, enum matter_number number, enum agent who)
{
    csr_customer_add_params company = CSR_CUSTOMER_ADD_PARAMS_INIT;
    csr_customer_change_params contact = CSR_CUSTOMER_CHANGE_PARAMS_INIT;

    company.kind = CSR_CUSTOMER_ORGANISATION;
    company.name = CSR_STR("Theatre on the Quay");
    if (day->status == CSR_OK)
        day->status = csr_customer_add(day->session[who], &company, &contact.organisation, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_customer_change(day->session[who], &day->matters[number].customer, &contact, NULL, &day->err);
}

void scene_chairs_ordered(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_ORDER,
        .subject = "Forty folding chairs by Friday",
        .words = "We need forty folding chairs for the stalls, by Friday noon.",
        .point = MAILBOX,
        .channel = CSR_CHANNEL_EMAIL,
        .tone = CSR_TONE_CALM,
        .product = "folding chair FC-2",
    };

    day_at(day, 13, 0);
    identify(day, CHAIRS, PETR, CSR_IDENTITY_EMAIL, "props@quay-theatre.example", "Hana Pospíšilová");
    organisation(day, CHAIRS, PETR);
    open_matter(day, CHAIRS, PETR, &opening);
    move_to(day, CHAIRS, PETR, "waiting_internal", "asking the store room for forty");
    tell(day, CHAIRS,
         "Hana Pospíšilová of the Theatre on the Quay orders forty folding chairs. Petr asks the store room.");
}

void scene_chairs_confirmed(struct day *day)
{
    day_at(day, 15, 45);
    write_to(day, CHAIRS, PETR, CSR_CHANNEL_EMAIL, "Forty chairs are put aside for you. They come on Thursday.");
    resolve(day, CHAIRS, PETR, CSR_RESOLUTION_DONE, "Forty put aside; delivery on Thursday.");
    tell(day, CHAIRS, "Forty are put aside and come on Thursday. Confirmed by e-mail.");
}

void scene_praise(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_PRAISE,
        .subject = "Thank you to the lady at the returns counter",
        .words = "I have told all my friends how kind the lady at your returns counter was.",
        .point = CHAT,
        .channel = CSR_CHANNEL_MESSAGE,
        .tone = CSR_TONE_CALM,
        .priority = CSR_PRIORITY_LOW,
    };

    day_at(day, 14, 40);
    identify(day, PRAISE, ONDRA, CSR_IDENTITY_HANDLE, "Anicka_88", NULL);
    open_matter(day, PRAISE, ONDRA, &opening);
    tell(day, PRAISE, "Anna Dušková, who recommends the house to others, writes how kind Eva was last week.");
    day_pass(day, 3);
    note(day, PRAISE, ONDRA, "Read to Eva and to the manager.");
    resolve(day, PRAISE, ONDRA, CSR_RESOLUTION_DONE, "Read to Eva.");
    tell(day, PRAISE, "Ondra reads it to Eva. Good things are matters too.");
}

static void for_tomorrow(struct day *day, csr_priority priority, const char *mail, const char *name,
                         const char *subject)
{
    struct opening opening = {
        .kind = CSR_TICKET_TECHNICAL,
        .words = "Please see the subject.",
        .point = MAILBOX,
        .channel = CSR_CHANNEL_EMAIL,
        .tone = CSR_TONE_NEUTRAL,
    };

    opening.subject = subject;
    opening.priority = priority;
    identify(day, TOMORROW, TOMAS, CSR_IDENTITY_EMAIL, mail, name);
    open_matter(day, TOMORROW, TOMAS, &opening);
    assign(day, TOMORROW, TOMAS, TECHNICAL, TOMAS, 0);
    day_pass(day, 1);
}

void scene_tomorrow(struct day *day)
{
    day_at(day, 17, 5);
    tell(day, TOMORROW, "Three e-mails with technical questions come in just before the doors close.");
    for_tomorrow(day, CSR_PRIORITY_LOW, "olga@example.org", "Olga Marešová", "How often does one descale it?");
    for_tomorrow(day, CSR_PRIORITY_URGENT, "pavel@example.org", "Pavel Zelený", "The dishwasher leaks");
    for_tomorrow(day, CSR_PRIORITY_NORMAL, "dita@example.org", "Dita Kovářová", "A spare lid for the kettle");
    tell(day, TOMORROW, "Tomáš finds them in his queue tomorrow, the most urgent first.");
}

#include "scenes.h"
#include "steps.h"

void scene_upset_caller(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_COMPLAINT,
        .subject = "Delivery charged twice",
        .words = "You charged me the delivery twice, and this is my third call.",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_UPSET,
        .fault = CSR_FAULT_COMPANY,
        .priority = CSR_PRIORITY_HIGH,
        .order = "W-55102",
    };

    day_at(day, 10, 2);
    identify(day, CALLER, ONDRA, CSR_IDENTITY_PHONE, "602111222", NULL);
    open_matter(day, CALLER, ONDRA, &opening);
    tell(day, CALLER,
         "Karel Beran calls, known by his number, upset. \"You charged me the delivery twice, and this is\n"
         "my third call.\"");
    day_pass(day, 2);
    tone(day, CALLER, ONDRA, CSR_TONE_ANGRY);
    hold(day, CALLER, ONDRA, "asking the supervisor who may give it back");
    tell(day, CALLER, "His tone rises. Ondra does not know who may give money back, says so, and puts him on hold.");
    day_pass(day, 3);
    resume(day, CALLER, ONDRA);
    hand_over(day, CALLER, ONDRA, PETR, "the tone rises");
    tell(day, CALLER, "Back after 3 minutes: the supervisor, Petr, takes the call and the matter over.");
    day_pass(day, 2);
    tone(day, CALLER, PETR, CSR_TONE_NEUTRAL);
    tell(day, CALLER, "Petr apologises, reads the bill to him line by line, and says what will happen.");
    day_pass(day, 5);
    resolve(day, CALLER, PETR, CSR_RESOLUTION_REFUNDED, "One of two deliveries (99 CZK) goes back to his card.");
    end_contact(day, CALLER, PETR, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, CALLER, "99 crowns go back to his card. He is calm, and says that it is solved.");
}

/* How a customer stands with the house, once it has been learnt. */
static void know_better(struct day *day, enum matter_number number, enum agent who, csr_familiarity familiarity,
                        const char *note_text)
{
    csr_customer_change_params params = CSR_CUSTOMER_CHANGE_PARAMS_INIT;

    params.familiarity = familiarity;
    params.note = text(note_text);
    if (day->status == CSR_OK)
        day->status = csr_customer_change(day->session[who], &day->matters[number].customer, &params, NULL, &day->err);
}

void scene_newcomer(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_SET_UP,
        .subject = "Set up a parcel box account",
        .words = "I have never done this. Where do I begin?",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_NEUTRAL,
        .fault = CSR_FAULT_NOBODY,
    };

    day_at(day, 10, 40);
    identify(day, NEWCOMER, ONDRA, CSR_IDENTITY_PHONE, "+420 777 500 600", "Božena Horká");
    open_matter(day, NEWCOMER, ONDRA, &opening);
    tell(day, NEWCOMER, "A number that nobody knows. The file is new and says so: be especially patient.");
    day_pass(day, 6);
    know_better(day, NEWCOMER, ONDRA, CSR_FAMILIARITY_BASIC, "Likes to be told step by step.");
    tell(day, NEWCOMER, "\"Where do I begin?\" Ondra begins at the beginning, and sets the account up with her.");
    day_pass(day, 5);
    resolve(day, NEWCOMER, ONDRA, CSR_RESOLUTION_DONE, "Account set up; first code sent while on the phone.");
    write_to(day, NEWCOMER, ONDRA, CSR_CHANNEL_MESSAGE, "Your box code is on its way. Ask whenever you like.");
    tell(day, NEWCOMER, "The first code has arrived on her phone. A short message says whom to ask next time.");
}

void scene_question(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_ENQUIRY,
        .subject = "Is the walnut cake free of gluten?",
        .words = "Is the walnut cake in your café free of gluten?",
        .point = CHAT,
        .channel = CSR_CHANNEL_CHAT,
        .tone = CSR_TONE_CALM,
        .fault = CSR_FAULT_NOBODY,
    };

    day_at(day, 12, 10);
    identify(day, QUESTION, ONDRA, CSR_IDENTITY_HANDLE, "@Vera.K", "Věra K.");
    open_matter(day, QUESTION, ONDRA, &opening);
    tell(day, QUESTION, "A question in the chat: is the walnut cake free of gluten?");
    day_pass(day, 1);
    hold(day, QUESTION, ONDRA, "asking the café");
    tell(day, QUESTION, "\"I am not sure. Let me ask, it takes two minutes.\" No guess.");
    day_pass(day, 2);
    resume(day, QUESTION, ONDRA);
    resolve(day, QUESTION, ONDRA, CSR_RESOLUTION_EXPLAINED, "It is not: the base is wheat. The almond cake is.");
    end_contact(day, QUESTION, ONDRA, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, QUESTION, "The café says: the walnut cake is not, the almond cake is.");
}

void scene_visit(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_APPOINTMENT,
        .subject = "Technician for a built-in oven",
        .words = "Could somebody come and connect the oven tomorrow morning?",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_CALM,
        .order = "W-55340",
    };
    csr_time tomorrow_at_ten = 0;

    day_at(day, 13, 30);
    identify(day, VISIT, ONDRA, CSR_IDENTITY_PHONE, "+420 608 909 010", "Zdeněk Vlk");
    open_matter(day, VISIT, ONDRA, &opening);
    tell(day, VISIT, "Zdeněk Vlk wants his oven connected, best tomorrow morning.");
    if (day->status == CSR_OK)
        day->status = csr_time_parse("2026-03-03T10:00:00+01:00", CSR_NTS, &tomorrow_at_ten, &day->err);
    day_pass(day, 2);
    assign(day, VISIT, ONDRA, TECHNICAL, TOMAS, day->status == CSR_OK ? tomorrow_at_ten : 0);
    move_to(day, VISIT, ONDRA, "open", "appointment made");
    end_contact(day, VISIT, ONDRA, CSR_OUTCOME_PROMISED, 0, 0);
    tell(day, VISIT,
         "Promised for tomorrow at ten. It is in Tomáš's queue with that term, so nobody has to remember it.");
}

static void mark_abusive(struct day *day, enum matter_number number, enum agent who)
{
    csr_customer_change_params change = CSR_CUSTOMER_CHANGE_PARAMS_INIT;
    csr_tag_params tag = CSR_TAG_PARAMS_INIT;

    change.standing = CSR_STANDING_ABUSIVE;
    tag.tag = CSR_STR("two on the line");
    if (day->status == CSR_OK)
        day->status = csr_customer_change(day->session[who], &day->matters[number].customer, &change, NULL, &day->err);
    if (day->status == CSR_OK)
        day->status = csr_customer_tag(day->session[who], &day->matters[number].customer, &tag, NULL, &day->err);
}

void scene_abuse(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_COMPLAINT,
        .subject = "Money back for shoes worn for a year",
        .words = "I want my money back, at once.",
        .point = CUSTOMER_LINE,
        .channel = CSR_CHANNEL_PHONE,
        .tone = CSR_TONE_ANGRY,
        .fault = CSR_FAULT_CUSTOMER,
    };

    day_at(day, 15, 20);
    identify(day, ABUSE, ONDRA, CSR_IDENTITY_PHONE, "+420 603 333 444", NULL);
    open_matter(day, ABUSE, ONDRA, &opening);
    tell(day, ABUSE,
         "Milan Říha wants his money back for shoes that he has worn for a year. Angry from the first word.");
    day_pass(day, 3);
    tone(day, ABUSE, ONDRA, CSR_TONE_ABUSIVE);
    tell(day, ABUSE, "He insults Ondra. Ondra says once, calmly, that he will end the call.");
    day_pass(day, 1);
    end_contact(day, ABUSE, ONDRA, CSR_OUTCOME_ENDED_BY_AGENT, 0, 0);
    tell(day, ABUSE, "He goes on. The rules of the house let Ondra end it, and give him a pause.");
    day_pass(day, 6);
    assign(day, ABUSE, ONDRA, PHONES, PETR, 0);
    mark_abusive(day, ABUSE, PETR);
    write_to(day, ABUSE, PETR, CSR_CHANNEL_EMAIL, "We cannot take the shoes back after a year of wear. We are sorry.");
    resolve(day, ABUSE, PETR, CSR_RESOLUTION_DECLINED, "Worn for a year. Said so in writing.");
    tell(day, ABUSE, "Petr answers in writing, politely: no. The next one to take his call will see it in the file.");
}

#include "scenes.h"
#include "steps.h"

#include <string.h>

/* End the identity of a kind and value that the matter's customer has: a room is somebody else's tomorrow. */
static void end_identity(struct day *day, enum matter_number number, enum agent who, const char *value)
{
    csr_identity_query query = CSR_IDENTITY_QUERY_INIT;
    csr_identity_view identity = { .struct_size = sizeof identity };
    csr_result *found = NULL;

    query.customer = day->matters[number].customer;
    if (day->status == CSR_OK)
        day->status = csr_identity_list(day->session[who], &query, &found, &day->err);
    for (size_t i = 0; i < csr_result_count(found) && day->status == CSR_OK; i++) {
        day->status = csr_identity_at(found, i, &identity, &day->err);
        if (day->status == CSR_OK && identity.ended_at == 0 && strcmp(identity.value.ptr, value) == 0)
            day->status = csr_identity_end(day->session[who], &identity.id, NULL, &day->err);
    }
    csr_result_free(found);
}

static void add_room(struct day *day, enum matter_number number, enum agent who, const char *room)
{
    csr_identity_add_params params = CSR_IDENTITY_ADD_PARAMS_INIT;

    params.customer = day->matters[number].customer;
    params.kind = CSR_IDENTITY_ROOM;
    params.value = text(room);
    params.verified = 1;
    if (day->status == CSR_OK)
        day->status = csr_identity_add(day->session[who], &params, NULL, &day->err);
}

void scene_noisy_room(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_APPOINTMENT,
        .subject = "Another room: drilling next door",
        .words = "They have been drilling beside my bed since seven. I would like another room.",
        .point = RECEPTION,
        .channel = CSR_CHANNEL_COUNTER,
        .tone = CSR_TONE_UPSET,
        .fault = CSR_FAULT_COMPANY,
        .priority = CSR_PRIORITY_HIGH,
    };

    day_at(day, 8, 40);
    identify(day, ROOM, LUCIE, CSR_IDENTITY_ROOM, "214", NULL);
    open_matter(day, ROOM, LUCIE, &opening);
    tell(day, ROOM,
         "The guest of room 214, Ingrid Lang, stands at the reception, upset: drilling beside her bed since\n"
         "seven. Lucie apologises first, and then looks for a room.");
    day_pass(day, 4);
    end_identity(day, ROOM, LUCIE, "214");
    add_room(day, ROOM, LUCIE, "305");
    resolve(day, ROOM, LUCIE, CSR_RESOLUTION_DONE, "Moved to 305, to the courtyard.");
    tell(day, ROOM, "Room 305, to the courtyard, is free. The house knows her by 305 now; 214 is nobody's.");
    day_pass(day, 2);
    end_contact(day, ROOM, LUCIE, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    keep_note(day, ROOM, LUCIE, "Sleeps late: a quiet room, away from the works.");
    tell(day, ROOM, "She takes the key and thanks Lucie, who keeps a note at her name: a quiet room.");
}

void scene_torn_jacket(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_RETURN,
        .subject = "The jacket came torn",
        .words = "The left sleeve is torn at the seam. It was a present for my son.",
        .point = RETURNS_COUNTER,
        .channel = CSR_CHANNEL_COUNTER,
        .tone = CSR_TONE_UPSET,
        .fault = CSR_FAULT_COMPANY,
        .priority = CSR_PRIORITY_URGENT,
        .product = "jacket 48113",
        .order = "receipt 2026-0301-0412",
    };

    day_at(day, 9, 4);
    identify(day, JACKET, EVA, CSR_IDENTITY_LOYALTY_CARD, "4402 1177", NULL);
    tell(day, JACKET,
         "A lady puts a jacket on the counter. Her card says that she is Jana Nováková, a loyal customer.");
    open_matter(day, JACKET, EVA, &opening);
    tell(day, JACKET,
         "\"The left sleeve is torn at the seam. It was a present.\" The house is at fault, so it is urgent.");
    day_pass(day, 3);
    note(day, JACKET, EVA, "Seam torn in the sewing, not by wear. Same size on the rack.");
    resolve(day, JACKET, EVA, CSR_RESOLUTION_REPLACED, "New jacket of the same size, at no charge.");
    tell(day, JACKET, "Eva has apologised, looked at the seam, and brings a new jacket from the rack.");
    day_pass(day, 2);
    end_contact(day, JACKET, EVA, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, JACKET, "\"Is it all right so?\" - \"Yes, thank you.\"");
}

void scene_wrong_price(struct day *day)
{
    static const struct opening opening = {
        .kind = CSR_TICKET_BILLING,
        .subject = "Till says 249, shelf says 199",
        .words = "The shelf said 199 crowns.",
        .point = TILL_4,
        .channel = CSR_CHANNEL_COUNTER,
        .tone = CSR_TONE_NEUTRAL,
        .fault = CSR_FAULT_COMPANY,
        .product = "olive oil 0.5 l",
    };

    day_at(day, 9, 30);
    open_matter(day, PRICE, MAREK, &opening);
    tell(day, PRICE, "A customer at till 4, in no file and in a hurry: the oil is rung up at 249, the shelf said 199.");
    day_pass(day, 1);
    resolve(day, PRICE, MAREK, CSR_RESOLUTION_CORRECTED, "Sold at 199. Shelf label is right, the till was not.");
    end_contact(day, PRICE, MAREK, CSR_OUTCOME_SOLVED, 1, CSR_TONE_CALM);
    tell(day, PRICE, "Marek believes the shelf, apologises, and sells it at 199. A ticket needs no customer.");
}

void scene_check_out(struct day *day)
{
    day_at(day, 11, 40);
    end_identity(day, ROOM, LUCIE, "305");
    tell(day, ROOM, "Check-out: room 305 ends as an identity of Ingrid Lang. Her file keeps that it was hers.");
}

/* The same number, another person: identities are unique among those that have not ended. */
void scene_next_guest(struct day *day)
{
    csr_id lang = day->matters[ROOM].customer;

    day_at(day, 15, 0);
    identify(day, ROOM, LUCIE, CSR_IDENTITY_ROOM, "305", "Hiroshi Tanaka");
    if (memcmp(&lang, &day->matters[ROOM].customer, sizeof lang) == 0)
        day_fail(day, "a room that was given up still leads to the guest before");
    tell(day, ROOM, "Hiroshi Tanaka checks in to room 305, and whoever asks for the guest of 305 now finds him.");
}

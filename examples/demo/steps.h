/*
 * The verbs in which the scenes are told, each one or two calls of the library.
 */
#ifndef CSR_DEMO_STEPS_H
#define CSR_DEMO_STEPS_H

#include "day.h"

/* How a matter begins: what comes in, where, and in what tone. What is unset is left to the library. */
struct opening {
    csr_ticket_kind kind;
    const char *subject;
    const char *words; /* the customer's own */
    enum point point;
    csr_channel channel;
    csr_tone tone;
    csr_fault fault;
    csr_priority priority;
    const char *product;
    const char *order;
};

/* Who this is: the matter's customer from here on. Somebody new gets the name. */
void identify(struct day *day, enum matter_number number, enum agent who, csr_identity_kind kind, const char *value,
              const char *name);
/* The ticket, taken by `who`, and the first contact about it, in one transaction. */
void open_matter(struct day *day, enum matter_number number, enum agent who, const struct opening *opening);
/* A further contact of the customer about the matter. */
void contact_again(struct day *day, enum matter_number number, enum agent who, csr_channel channel, csr_tone now,
                   const char *words);
/* Something that the house writes to the customer, and a note for the staff. */
void write_to(struct day *day, enum matter_number number, enum agent who, csr_channel channel, const char *words);
void note(struct day *day, enum matter_number number, enum agent who, const char *words);
/* What the staff keep at the matter's customer, above all else. */
void keep_note(struct day *day, enum matter_number number, enum agent who, const char *words);

void hold(struct day *day, enum matter_number number, enum agent who, const char *why);
void resume(struct day *day, enum matter_number number, enum agent who);
void tone(struct day *day, enum matter_number number, enum agent who, csr_tone now);
/* The contact and the ticket go to another agent. */
void hand_over(struct day *day, enum matter_number number, enum agent from, enum agent to, const char *why);
void end_contact(struct day *day, enum matter_number number, enum agent who, csr_outcome outcome, int confirmed,
                 csr_tone at_the_end);

void move_to(struct day *day, enum matter_number number, enum agent who, const char *state, const char *why);
void resolve(struct day *day, enum matter_number number, enum agent who, csr_resolution how, const char *words);
void reopen(struct day *day, enum matter_number number, enum agent who, const char *why);
void assign(struct day *day, enum matter_number number, enum agent by, enum team team, enum agent to, csr_time due_at);

#endif

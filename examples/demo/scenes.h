/*
 * The scenes of the day, in the order of the clock. Scenes of one matter share its customer, ticket and contact.
 */
#ifndef CSR_DEMO_SCENES_H
#define CSR_DEMO_SCENES_H

#include "day.h"

/* scenes_counter.c: the shop and the hotel's reception. */
void scene_noisy_room(struct day *day);
void scene_torn_jacket(struct day *day);
void scene_wrong_price(struct day *day);
void scene_check_out(struct day *day);
void scene_next_guest(struct day *day);

/* scenes_phone.c: the customer line and the chat. */
void scene_upset_caller(struct day *day);
void scene_newcomer(struct day *day);
void scene_question(struct day *day);
void scene_visit(struct day *day);
void scene_abuse(struct day *day);

/* scenes_rule.c: a rule of the house at work. */
void scene_rule(struct day *day);

/* scenes_long.c: matters that take more than one contact. */
void scene_machine_stops(struct day *day);
void scene_machine_mended(struct day *day);
void scene_machine_again(struct day *day);
void scene_lamp_reported(struct day *day);
void scene_lamp_mended(struct day *day);
void scene_chairs_ordered(struct day *day);
void scene_chairs_confirmed(struct day *day);
void scene_praise(struct day *day);
void scene_tomorrow(struct day *day);

#endif

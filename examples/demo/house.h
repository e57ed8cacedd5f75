/*
 * The house before the doors open: Passage House, a department store with a hotel above it.
 */
#ifndef CSR_DEMO_HOUSE_H
#define CSR_DEMO_HOUSE_H

#include "day.h"

/* Settings, staff, teams, contact points, and the customers who are known already. A session for each agent. */
void house_open(struct day *day);

#endif

/*
 * Conditions that are there in case we are wrong, or the machine is: no test can make them come out the other way.
 *
 * CSRI_ALWAYS(x) is true and CSRI_NEVER(x) false, as far as we know. In a build for coverage they are constants, so that a
 * hundred per cent of branches means those that can be taken; in the tests' build a wrong one aborts; in any other they are
 * just x. x is one condition, without && and ||, for those would be branches of their own.
 */
#ifndef CSRI_BASE_GUARD_H
#define CSRI_BASE_GUARD_H

#if defined(CSR_COVERAGE)
#define CSRI_ALWAYS(x) ((void)(x), 1)
#define CSRI_NEVER(x) ((void)(x), 0)
#elif defined(CSR_GUARDS_ABORT)
#include <stdlib.h>
#define CSRI_ALWAYS(x) ((x) ? 1 : (abort(), 0))
#define CSRI_NEVER(x) ((x) ? (abort(), 1) : 0)
#else
#define CSRI_ALWAYS(x) (x)
#define CSRI_NEVER(x) (x)
#endif

#endif

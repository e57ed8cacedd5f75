#include "policy/lifecycle.h"

/*
 * What a house gets that records none of its own. A settled matter goes back to work by reopening only, so that the
 * window of two weeks holds. The text is in its canonical form: names ascending, no blanks.
 */
static const char text[] =
    "{\"initial\":\"new\",\"name\":\"default\",\"reopen\":{\"state\":\"open\",\"window_s\":1209600},"
    "\"states\":["
    "{\"category\":\"new\",\"name\":\"new\"},"
    "{\"category\":\"open\",\"name\":\"open\"},"
    "{\"category\":\"paused\",\"name\":\"waiting_customer\",\"waits_for\":\"customer\"},"
    "{\"category\":\"paused\",\"name\":\"waiting_third_party\",\"waits_for\":\"third_party\"},"
    "{\"category\":\"paused\",\"name\":\"waiting_internal\",\"waits_for\":\"internal\"},"
    "{\"category\":\"resolved\",\"name\":\"resolved\"},"
    "{\"category\":\"closed\",\"name\":\"closed\"},"
    "{\"category\":\"closed\",\"name\":\"spam\"},"
    "{\"category\":\"closed\",\"name\":\"deleted\"}],"
    "\"transitions\":["
    "{\"from\":[\"new\",\"open\",\"waiting_customer\",\"waiting_third_party\",\"waiting_internal\"],"
    "\"to\":[\"open\",\"waiting_customer\",\"waiting_third_party\",\"waiting_internal\"]},"
    "{\"from\":[\"new\",\"open\",\"waiting_customer\",\"waiting_third_party\",\"waiting_internal\"],"
    "\"require\":[\"resolution\"],\"to\":\"resolved\"},"
    "{\"from\":\"resolved\",\"to\":\"closed\"},"
    "{\"from\":[\"new\",\"open\"],\"to\":\"spam\"},"
    "{\"from\":\"*\",\"role\":\"manager\",\"to\":\"deleted\"}]}";

static const csr_str builtin = { text, sizeof text - 1 };

const csr_str *csri_lifecycle_builtin_text(void)
{
    return &builtin;
}

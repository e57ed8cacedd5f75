#include "desk/test_gateway.h"

#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

csr_time csri_test_now(const csr_test_gateway *gateway)
{
    return gateway->host.now(gateway->host.user);
}

csri_test_account *csri_test_account_of(const csr_test_gateway *gateway, const csr_id *payout)
{
    for (size_t i = 0; i < gateway->count; i++)
        if (!csr_id_is_none(payout) && memcmp(&gateway->accounts[i].payout, payout, sizeof *payout) == 0)
            return &gateway->accounts[i];
    return NULL;
}

/* Room for one more; what was there stays when there is no memory. */
static int grow(const csr_host *host, void **items, size_t *room, size_t count, size_t size)
{
    size_t more = *room < 8 ? 8 : *room * 2;
    void *grown;

    if (count < *room)
        return 1;
    grown = csri_realloc(host, *items, *room * size, more * size);
    if (grown == NULL)
        return 0;
    *items = grown;
    *room = more;
    return 1;
}

csri_test_account *csri_test_account_new(csr_test_gateway *gateway)
{
    void *items = gateway->accounts;

    if (!grow(&gateway->host, &items, &gateway->room, gateway->count, sizeof *gateway->accounts))
        return NULL;
    gateway->accounts = items;
    memset(&gateway->accounts[gateway->count], 0, sizeof *gateway->accounts);
    return &gateway->accounts[gateway->count++];
}

/* A notice for which there is no memory is lost, as some are. */
static void notify(csr_test_gateway *gateway, const csri_test_account *account, csr_payout_news news)
{
    csri_test_notice notice = { (size_t)(account - gateway->accounts), ++gateway->notice_numbers, news };
    void *items;

    for (int i = 0; i < (account->twice ? 2 : 1); i++) {
        items = gateway->notices;
        if (!grow(&gateway->host, &items, &gateway->notice_room, gateway->notice_count, sizeof notice))
            return;
        gateway->notices = items;
        gateway->notices[gateway->notice_count++] = notice;
    }
}

void csri_test_settle(csr_test_gateway *gateway, csri_test_account *account, csr_payout_news news)
{
    account->paid += news == CSR_PAYOUT_NEWS_SUCCEEDED;
    account->came_back += news == CSR_PAYOUT_NEWS_REVERSED;
    account->news = news;
    if (news != CSR_PAYOUT_NEWS_PENDING)
        notify(gateway, account, news);
}

/* What it says to a key that it knows. */
static csr_payout_answer known_answer(const csri_test_account *account)
{
    if (account->answer != CSR_PAYOUT_ANSWER_PENDING)
        return account->answer;
    if (account->news == CSR_PAYOUT_NEWS_SUCCEEDED)
        return CSR_PAYOUT_ANSWER_SUCCESS;
    return account->news == CSR_PAYOUT_NEWS_FAILED ? CSR_PAYOUT_ANSWER_DECLINED : CSR_PAYOUT_ANSWER_PENDING;
}

static void later(const csr_test_gateway *gateway, csri_test_account *account, csr_payout_news becomes, csr_time now)
{
    account->becomes = becomes;
    account->decide_at = now + gateway->params.delay_s * CSRI_SECOND_US;
}

csr_payout_answer csri_test_arrive(csr_test_gateway *gateway, csri_test_account *account, csr_test_turn turn,
                                   csr_time now)
{
    int64_t life_us = gateway->params.no_keys ? 0 : gateway->params.key_life_s * CSRI_SECOND_US;

    if (account->known_at != 0 && now - account->known_at < life_us)
        return known_answer(account);
    account->known_at = now;
    if (account->number == 0)
        account->number = ++gateway->numbers;
    account->decide_at = 0;
    account->answer = CSR_PAYOUT_ANSWER_SUCCESS;
    switch (turn) {
    case CSR_TEST_TURN_DECLINE:
        account->answer = CSR_PAYOUT_ANSWER_DECLINED;
        csri_test_settle(gateway, account, CSR_PAYOUT_NEWS_FAILED);
        return account->answer;
    case CSR_TEST_TURN_PENDING:
    case CSR_TEST_TURN_RETURNED:
        account->answer = CSR_PAYOUT_ANSWER_PENDING;
        csri_test_settle(gateway, account, CSR_PAYOUT_NEWS_PENDING);
        later(gateway, account, turn == CSR_TEST_TURN_PENDING ? CSR_PAYOUT_NEWS_SUCCEEDED : CSR_PAYOUT_NEWS_FAILED,
              now);
        return account->answer;
    case CSR_TEST_TURN_REVERSE: later(gateway, account, CSR_PAYOUT_NEWS_REVERSED, now); break;
    case CSR_TEST_TURN_ERROR: account->answer = CSR_PAYOUT_ANSWER_UNKNOWN; break;
    default: break;
    }
    csri_test_settle(gateway, account, CSR_PAYOUT_NEWS_SUCCEEDED);
    return account->answer;
}

void csri_test_catch_up(csr_test_gateway *gateway, csr_time now)
{
    for (size_t i = 0; i < gateway->count; i++) {
        csri_test_account *account = &gateway->accounts[i];
        if (account->arrive_at != 0 && account->arrive_at <= now) {
            csr_time at = account->arrive_at;
            account->arrive_at = 0;
            (void)csri_test_arrive(gateway, account, CSR_TEST_TURN_OK, at);
        }
        if (account->decide_at != 0 && account->decide_at <= now) {
            account->decide_at = 0;
            csri_test_settle(gateway, account, account->becomes);
        }
    }
}

void csri_test_reference(const csri_test_account *account, char *out, size_t size)
{
    out[0] = '\0';
    if (account->number != 0)
        (void)snprintf(out, size, "tg-%u", (unsigned)account->number);
}

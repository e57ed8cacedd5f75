#include "work.h"

#include <stdio.h>
#include <string.h>

#define WORDS 2000
#define WORD_BYTES 12
#define BODY_BYTES 400
#define AGENT_REPLY_BYTES 300
#define CUSTOMER_REPLY_BYTES 200

static char words[WORDS][WORD_BYTES];
static unsigned word_lengths[WORDS];
/* Sum of 1/rank up to each word, scaled to 32 bits: a random number below the last one finds its word by halving. */
static uint32_t sums[WORDS];

/* Two to four syllables. Frequent words are short, as in any language. */
static void make_word(unsigned rank, uint64_t *random)
{
    static const char consonants[] = "bcdfghklmnprstvz", vowels[] = "aeiou";
    unsigned syllables = rank < 60 ? 1 : 2 + (unsigned)(bench_random(random) % 3), n = 0;

    for (unsigned i = 0; i < syllables; i++) {
        words[rank][n++] = consonants[bench_random(random) % (sizeof(consonants) - 1)];
        words[rank][n++] = vowels[bench_random(random) % (sizeof(vowels) - 1)];
    }
    if (rank % 3 == 0)
        words[rank][n++] = 'n';
    words[rank][n] = '\0';
    word_lengths[rank] = n;
}

void work_init(void)
{
    uint64_t random = 1;
    double sum = 0, so_far = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        make_word(i, &random);
        sum += 1.0 / (i + 1);
    }
    for (unsigned i = 0; i < WORDS; i++) {
        so_far += 1.0 / (i + 1);
        sums[i] = (uint32_t)(so_far / sum * (double)UINT32_MAX);
    }
}

static unsigned pick_word(uint64_t *random)
{
    uint32_t at = (uint32_t)(bench_random(random) >> 32);
    unsigned low = 0, high = WORDS - 1;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (sums[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Words with blanks between and a full stop now and then, cut at exactly n bytes. */
static csr_str prose(char **room, size_t n, uint64_t *random)
{
    char *text = *room;
    size_t len = 0;

    while (len < n) {
        unsigned word = pick_word(random);
        size_t take = word_lengths[word] < n - len ? word_lengths[word] : n - len;
        memcpy(text + len, words[word], take);
        len += take;
        if (len < n && bench_random(random) % 12 == 0)
            text[len++] = '.';
        if (len < n)
            text[len++] = ' ';
    }
    if (text[n - 1] == ' ')
        text[n - 1] = '.';
    *room += n;
    return (csr_str){ text, n };
}

static csr_priority pick_priority(uint64_t *random)
{
    uint64_t percent = bench_random(random) % 100;

    if (percent < 55)
        return CSR_PRIORITY_LOW;
    if (percent < 85)
        return CSR_PRIORITY_NORMAL;
    return percent < 97 ? CSR_PRIORITY_HIGH : CSR_PRIORITY_URGENT;
}

void work_matter_of(size_t number, work_matter *out)
{
    uint64_t random = UINT64_C(0x5ca1ab1e) + number * 7919;
    char *room = out->text;

    out->subject = prose(&room, 30 + (size_t)(bench_random(&random) % 21), &random);
    out->body = prose(&room, BODY_BYTES, &random);
    out->agent_reply = prose(&room, AGENT_REPLY_BYTES, &random);
    out->customer_reply = prose(&room, CUSTOMER_REPLY_BYTES, &random);
    out->priority = pick_priority(&random);
    out->new_priority = out->priority % CSR_PRIORITY_URGENT + 1;
    out->team = (unsigned)(number % CAST_TEAMS);
    out->agent = (unsigned)(bench_random(&random) % CAST_AGENTS);
    out->assigned = (int)(bench_random(&random) % 2);
    out->resolved = bench_random(&random) % 5 == 0;
}

size_t work_name_of(size_t number, char out[WORK_NAME_BYTES])
{
    uint64_t random = UINT64_C(0xc0ffee) + number * 104729;
    const char *first = words[100 + bench_random(&random) % 400], *last = words[500 + bench_random(&random) % 1500];
    size_t n = (size_t)snprintf(out, WORK_NAME_BYTES, "%s %s", first, last);

    out[0] = (char)(out[0] - 'a' + 'A');
    out[strlen(first) + 1] = (char)(out[strlen(first) + 1] - 'a' + 'A');
    return n;
}

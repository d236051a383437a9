/* The reference model in C, three ways. Constants come from model.py as -D flags; see there for the law.

   live_events   every deed and every flight is an event; gaps between a person's events are drawn, days without are skipped
   live_thinned  only seen deeds are events, and denied flights are drawn along listed days: equal in law, less work
   live_ticks    every person draws every day: 64 generators side by side, which the compiler turns into vector code

   A household (events) or a block of households (ticks) has its own stream of random numbers, so the outcome does not
   depend on the number of threads. Scores and terms are kept for all; sums and household squares come back in `tally`. */
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <string.h>

typedef struct { int64_t denied, listed, score, bad, good; double denied2, listed2, score2; } tally;

/* ---- random numbers: SplitMix64 streams (Steele, Lea, Flood 2014); exponentials by ziggurat (Marsaglia, Tsang 2000) ---- */

static inline uint64_t mixed(uint64_t z) {
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}
static inline uint64_t word(uint64_t *stream) { return mixed(*stream += 0x9E3779B97F4A7C15u); }
static inline uint64_t stream_of(uint64_t seed, uint64_t kind, uint64_t number) {
    return mixed(mixed(seed * 8 + kind) ^ mixed(number + 0xD1B54A32D192ED03u));
}

enum { LAYERS = 256 };
static double edge[LAYERS + 1], height[LAYERS + 1];

static void make_ziggurat(void) {
    const double tail = 7.69711747013104972, area = 0.0039496598225815571993;
    edge[0] = area / exp(-tail), edge[1] = tail;
    for (int i = 2; i < LAYERS; i++) edge[i] = -log(area / edge[i - 1] + exp(-edge[i - 1]));
    edge[LAYERS] = 0;
    for (int i = 0; i <= LAYERS; i++) height[i] = exp(-edge[i]);
}
static double exponential(uint64_t *stream) {
    for (double beyond = 0;;) {
        uint64_t w = word(stream);
        int i = w & (LAYERS - 1);
        double x = (double)(w >> 11) * 0x1p-53 * edge[i];
        if (__builtin_expect(x < edge[i + 1], 1)) return beyond + x;
        if (i == 0) { beyond += edge[1]; continue; }
        double y = height[i] + (double)(word(stream) >> 11) * 0x1p-53 * (height[i + 1] - height[i]);
        if (y < exp(-x)) return beyond + x;
    }
}
/* Days without an event before the next, where `mean` is 1 / -log(1 - chance). */
static inline int gap(uint64_t *stream, double mean) {
    double days = exponential(stream) * mean;
    return days < 1e6 ? (int)days : 1000000;
}

/* ---- the law as tables per class ------------------------------------------------------------------------------------- */

enum { BAD = 1, GOOD = 2, FLIGHT = 4 };
typedef struct { uint32_t upto[4]; } split; /* bad; good; bad and flight; good and flight; else a flight alone */
static double mean_any[CLASSES], mean_seen[CLASSES], mean_flight, mean_household;
static uint32_t any_threshold[CLASSES], bad_of_deeds[CLASSES];
static split what[CLASSES];

static uint32_t threshold(double chance) { return chance >= 1 ? UINT32_MAX : (uint32_t)(chance * 4294967296.0); }

void prepare(void) {
    make_ziggurat();
    mean_flight = -1 / log1p(-P_FLIGHT), mean_household = -1 / log1p(-HOUSEHOLD_CHANCE);
    for (int c = 0; c < CLASSES; c++) {
        double r = (c + 0.5) / CLASSES, bad = BAD_AT_MOST * r * r * r, good = GOOD_AT_MOST * (1 - r), deed = bad + good;
        double any = 1 - (1 - deed) * (1 - P_FLIGHT), stays = 1 - P_FLIGHT;
        mean_any[c] = -1 / log1p(-any), mean_seen[c] = -1 / log1p(-deed * P_SEEN);
        any_threshold[c] = threshold(any), bad_of_deeds[c] = threshold(bad / deed);
        double part[4] = {bad * stays, good * stays, bad * P_FLIGHT, good * P_FLIGHT}, sum = 0;
        for (int k = 0; k < 4; k++) what[c].upto[k] = threshold((sum += part[k]) / any);
    }
}
static inline int what_happens(int c, uint32_t w) {
    static const uint8_t kind[5] = {BAD, GOOD, BAD | FLIGHT, GOOD | FLIGHT, FLIGHT};
    int k = 0;
    for (int j = 0; j < 4; j++) k += w >= what[c].upto[j];
    return kind[k];
}
static inline int clipped(int score) { return score < FLOOR ? FLOOR : score > CEILING ? CEILING : score; }
static inline int least(int a, int b) { return a < b ? a : b; }

static void add_household(tally *sum, const int16_t *score, const int16_t *until, int denied, int days) {
    int listed = 0, points = 0;
    for (int m = 0; m < HOUSEHOLD; m++) listed += until[m] > days, points += score[m];
    sum->denied += denied, sum->listed += listed, sum->score += points;
    sum->denied2 += (double)denied * denied, sum->listed2 += (double)listed * listed, sum->score2 += (double)points * points;
}
static void add(tally *all, const tally *part) {
    all->denied += part->denied, all->listed += part->listed, all->score += part->score;
    all->bad += part->bad, all->good += part->good;
    all->denied2 += part->denied2, all->listed2 += part->listed2, all->score2 += part->score2;
}

/* ---- events -------------------------------------------------------------------------------------------------------------- */

/* Within a week the four live apart: the household's bad days (bits of `hits`) are known on its first morning.
   `fresh` marks who is listed from the first day of the next week on: nobody saw that on the eve. */
static inline __attribute__((always_inline)) void live_household(
    uint64_t *stream, int days, int thinned, int16_t *score, int16_t *until, tally *sum) {
    const double *mean = thinned ? mean_seen : mean_any;
    int class[HOUSEHOLD], next[HOUSEHOLD], to_denial[HOUSEHOLD], denied = 0, to_hit = gap(stream, mean_household);
    uint64_t classes = word(stream);
    for (int m = 0; m < HOUSEHOLD; m++) {
        class[m] = classes >> 16 * m & (CLASSES - 1);
        score[m] = START, until[m] = 0, to_denial[m] = -1;
        next[m] = gap(stream, mean[class[m]]);
    }
    for (int week = 0, fresh = 0; week < days; week += WEEK) {
        int end = least(week + WEEK, days), hits = 0, was_listed = 0, is_listed = 0;
        for (int m = 0; m < HOUSEHOLD; m++) {
            was_listed |= until[m] > 0 && until[m] >= week && !(fresh >> m & 1); /* on the eve of this week */
            is_listed |= until[m] > week;
        }
        fresh = 0;
        if (was_listed) {
            for (; to_hit < end - week; to_hit += 1 + gap(stream, mean_household)) hits |= 1 << to_hit;
            to_hit -= end - week;
        } else if (!is_listed) {
            int first = least(least(next[0], next[1]), least(next[2], next[3]));
            if (first >= days) break;
            if (first >= end) { week = first / WEEK * WEEK - WEEK; continue; }
        }
        for (int m = 0; m < HOUSEHOLD; m++) {
            if (next[m] >= end) { /* nothing of one's own happens, and mostly nothing follows from the household either */
                int after = score[m] - __builtin_popcount(hits);
                if (until[m] > end || (until[m] <= week && after >= LISTED_BELOW)) { score[m] = after < FLOOR ? FLOOR : after; continue; }
            }
            int left = hits;
            for (int day = week;; day++) {
                int due = least(next[m], left ? week + __builtin_ctz(left) : end);
                day = until[m] > day ? least(due, until[m] - 1) : due;
                if (day >= end) break;
                if (left >> (day - week) & 1) left &= left - 1, score[m] = clipped(score[m] + HOUSEHOLD_POINTS);
                if (next[m] == day) {
                    uint64_t w = word(stream);
                    int kind = thinned ? ((uint32_t)w < bad_of_deeds[class[m]] ? BAD : GOOD) : what_happens(class[m], (uint32_t)w);
                    int seen = thinned || (uint32_t)(w >> 32) < (uint32_t)(P_SEEN * 4294967296.0);
                    if (kind & (BAD | GOOD)) {
                        sum->bad += kind & 1, sum->good += kind >> 1 & 1;
                        if (seen) score[m] = clipped(score[m] + (kind & BAD ? BAD_POINTS : GOOD_POINTS));
                    }
                    denied += (kind & FLIGHT) && until[m] > day;
                    next[m] = day + 1 + gap(stream, mean[class[m]]);
                }
                if (score[m] < LISTED_BELOW && until[m] <= day + 1) {
                    if (day == end - 1 && until[m] <= day) fresh |= 1 << m;
                    until[m] = day + 1 + TERM_DAYS;
                    if (thinned) {
                        int listed_days = least(TERM_DAYS, days - day - 1);
                        if (to_denial[m] < 0) to_denial[m] = gap(stream, mean_flight);
                        for (; to_denial[m] < listed_days; to_denial[m] += 1 + gap(stream, mean_flight)) denied++;
                        to_denial[m] -= listed_days;
                    }
                }
            }
        }
    }
    add_household(sum, score, until, denied, days);
}

static inline __attribute__((always_inline)) void live_households(
    uint64_t seed, int64_t persons, int days, int threads, int thinned, int16_t *score, int16_t *until, tally *all) {
#pragma omp parallel num_threads(threads)
    {
        tally mine = {0};
#pragma omp for schedule(dynamic, 4096)
        for (int64_t household = 0; household < persons / HOUSEHOLD; household++) {
            uint64_t stream = stream_of(seed, thinned, (uint64_t)household);
            int64_t at = household * HOUSEHOLD;
            live_household(&stream, days, thinned, score + at, until + at, &mine);
        }
#pragma omp critical
        add(all, &mine);
    }
}
void live_events(uint64_t seed, int64_t persons, int days, int threads, int16_t *score, int16_t *until, tally *all) {
    live_households(seed, persons, days, threads, 0, score, until, all);
}
void live_thinned(uint64_t seed, int64_t persons, int days, int threads, int16_t *score, int16_t *until, tally *all) {
    live_households(seed, persons, days, threads, 1, score, until, all);
}

/* ---- ticks --------------------------------------------------------------------------------------------------------------- */

enum { BLOCK = 4096, LANES = 64, MOST_DAYS = 4096 };

/* 64 generators of 32-bit words side by side: xoshiro128++ (Blackman, Vigna 2019). */
typedef struct { uint32_t a[LANES], b[LANES], c[LANES], d[LANES]; } lanes;
static inline uint32_t turned(uint32_t x, int by) { return x << by | x >> (32 - by); }

/* One bit per person of 64: does anything happen to this one today? */
static inline uint64_t who_acts(lanes *g, const uint32_t *chance) {
    uint8_t acts[LANES] __attribute__((aligned(64)));
    for (int k = 0; k < LANES; k++) {
        uint32_t w = turned(g->a[k] + g->d[k], 7) + g->a[k], t = g->b[k] << 9;
        g->c[k] ^= g->a[k], g->d[k] ^= g->b[k], g->b[k] ^= g->c[k], g->a[k] ^= g->d[k];
        g->c[k] ^= t, g->d[k] = turned(g->d[k], 11);
        acts[k] = w < chance[k];
    }
    uint64_t bits = 0;
    for (int k = 0; k < LANES; k += 8) {
        uint64_t eight;
        memcpy(&eight, acts + k, 8);
        bits |= (eight * 0x0102040810204080u >> 56) << k;
    }
    return bits;
}

typedef struct {
    lanes lanes;
    uint32_t chance[BLOCK] __attribute__((aligned(64)));
    int32_t due[MOST_DAYS + TERM_DAYS + 2], link[BLOCK]; /* whose last listed day is this: chains of persons by day */
    int32_t touched[8 * BLOCK], suffers[BLOCK / HOUSEHOLD];
    uint16_t denied[BLOCK / HOUSEHOLD];
    uint8_t class[BLOCK];
} block_room;

static void list_if_low(block_room *b, int who, int day, const int16_t *score, int16_t *until) {
    if (score[who] >= LISTED_BELOW || until[who] > day + 1) return;
    until[who] = day + 1 + TERM_DAYS;
    b->link[who] = b->due[day + TERM_DAYS], b->due[day + TERM_DAYS] = who;
}

static void live_block(block_room *b, uint64_t seed, int64_t number, int n, int days, int16_t *score, int16_t *until, tally *sum) {
    uint64_t stream = stream_of(seed, 2, (uint64_t)number);
    for (int k = 0; k < LANES; k++) {
        uint64_t x = word(&stream), y = word(&stream) | 1;
        b->lanes.a[k] = (uint32_t)x, b->lanes.b[k] = x >> 32, b->lanes.c[k] = (uint32_t)y, b->lanes.d[k] = y >> 32;
    }
    for (int k = 0; k < BLOCK; k++) b->chance[k] = 0;
    for (int k = 0; k < n; k++) {
        b->class[k] = word(&stream) & (CLASSES - 1), b->chance[k] = any_threshold[b->class[k]];
        score[k] = START, until[k] = 0;
    }
    memset(b->due, -1, sizeof b->due);
    memset(b->denied, 0, sizeof b->denied);
    int n_suffer = 0, to_hit = gap(&stream, mean_household);
    for (int day = 0; day < days; day++) {
        int n_touched = 0;
        for (; to_hit < n_suffer; to_hit += 1 + gap(&stream, mean_household))
            for (int m = 0; m < HOUSEHOLD; m++) {
                int who = b->suffers[to_hit] * HOUSEHOLD + m;
                score[who] = clipped(score[who] + HOUSEHOLD_POINTS);
                b->touched[n_touched] = who, n_touched += score[who] < LISTED_BELOW;
            }
        to_hit -= n_suffer;
        if (day % WEEK == WEEK - 1) {
            n_suffer = 0;
            for (int h = 0; h < n / HOUSEHOLD; h++) {
                const int16_t *u = until + h * HOUSEHOLD;
                b->suffers[n_suffer] = h;
                n_suffer += (u[0] > day) | (u[1] > day) | (u[2] > day) | (u[3] > day);
            }
        }
        for (int at = 0; at < n; at += LANES)
            for (uint64_t bits = who_acts(&b->lanes, b->chance + at); bits; bits &= bits - 1) {
                int who = at + __builtin_ctzll(bits);
                uint64_t w = word(&stream);
                int kind = what_happens(b->class[who], (uint32_t)w);
                int is_bad = kind & BAD, is_deed = (kind & (BAD | GOOD)) != 0;
                int seen = (uint32_t)(w >> 32) < (uint32_t)(P_SEEN * 4294967296.0);
                sum->bad += is_bad, sum->good += kind >> 1 & 1;
                score[who] = clipped(score[who] + (is_deed & seen) * (is_bad ? BAD_POINTS : GOOD_POINTS));
                b->denied[who / HOUSEHOLD] += (kind & FLIGHT) && until[who] > day;
                b->touched[n_touched] = who, n_touched += score[who] < LISTED_BELOW;
            }
        /* first whose term ends, and only then who fell today: a new term takes a person's link */
        for (int who = b->due[day], then; who >= 0; who = then) then = b->link[who], list_if_low(b, who, day, score, until);
        for (int k = 0; k < n_touched; k++) list_if_low(b, b->touched[k], day, score, until);
    }
    for (int h = 0; h < n / HOUSEHOLD; h++)
        add_household(sum, score + h * HOUSEHOLD, until + h * HOUSEHOLD, b->denied[h], days);
}

int live_ticks(uint64_t seed, int64_t persons, int days, int threads, int16_t *score, int16_t *until, tally *all) {
    if (days > MOST_DAYS) return 1;
#pragma omp parallel num_threads(threads)
    {
        tally mine = {0};
        block_room room;
#pragma omp for schedule(dynamic, 1)
        for (int64_t block = 0; block < (persons + BLOCK - 1) / BLOCK; block++) {
            int64_t at = block * BLOCK, left = persons - at;
            live_block(&room, seed, block, (int)(left < BLOCK ? left : BLOCK), days, score + at, until + at, &mine);
        }
#pragma omp critical
        add(all, &mine);
    }
    return 0;
}

"""The law as whole numbers: one array that kernels interpret. A new rulebook fills it otherwise; it compiles nothing.

``law`` (i64) begins with three numbers per table (where it begins, its width, its rows), then single numbers, then the tables.
``of(law, RULES, rule, RULE_LOW)`` reads one number. One array instead of sixty keeps calls between helpers cheap and
compiling short. What people feel is at stake is the only thing with fractions; it stands apart, in ``Stakes``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.kit.jit import typed

# ---- tables ---------------------------------------------------------------------------------------------------------
(
    ACTS, PAIRS, CHANNELS, RULES, TESTS, SCORES, PARTS, SCALES, LISTS, TERMS, CONSEQUENCES, STEPS, SERVICES, DESKS,
    SHOWS, FEEDS, PAUSES, REGIMES, TYPES, COUNTS, SEE_SHARE, MISREAD, WRONG_NAME, PADS, BANDS, NOTICE_SHARE, UNITS_BOUGHT, LEAN,
    ENFORCED, REACH, REACH_AFTER, WANTS, DESK_OF, GRANTS, DURATIONS, MATTER_KEYS, LIMITS, COLUMNS, EPOCHS, CALENDAR,
    NEXT_CALL, WAITS, COUNT_BLOCKS, WANT_BLOCKS, FRIENDS, MEANS_ROWS, LANDINGS, RECENT, RECENT_ACTS, ACT_LIMITS,
    SCRIPT, FIRST_COUNTS, CLOCKS, TRIALS, TRIAL_SHARE, STARTS,
    STEERS, STEER_COUNTS, STEER_STARTS, NORMS, PUSHES, MINDS, TIES, TIE_ROWS, TIE_FIRST, OPINIONS, LOOKS,
    RANKS, EFFORTS, GRADE_WORTH, BOUNDS, BUDGETS, MISUSES, WAKES, METS, MET_ROWS,
    WEIGHS, WATCHES, SEE_USUAL, SEE_MOST, DESK_DAYS, LANDED_CAPS, GRADE_WHEN, LEAVES, LEAVE_WHEN,
    MOVING, DESTINATIONS, REACHES, MET_SCORES, USES, ABROAD, N_TABLES,
) = range(92)  # fmt: skip

# ---- single numbers -------------------------------------------------------------------------------------------------
SCALARS = 3 * N_TABLES
(
    K0, K1, HORIZON, PLACE_SIZE, BAD_BITS, GOOD_BITS, FIRST_TIMED, PAYS, AT_N_SCORES, AT_SHOWN,
    AT_LISTS, AT_MATTERS, AT_CAPS, AT_RECENT, AT_SHOWS, AT_N_DAYS, AT_MARKS, AT_GRADES, AT_FIRSTS, AT_CAP_GRADES,
    AT_USED, AT_N_SMALL, SCRIPT_FIRST, SCRIPT_END, AT_HOME, HOME_LISTS, FIRST_STANDING, N_STANDING,
    AT_SINCE, AT_FOLLOWS, AT_N_MINDS, CITY_SIZE, PERSONS, ASKS_FOLLOWS, AT_CALL, N_CLOCKED, HOME_STANDS, ME_STROKES, QUIET_CALLS,
    LOOKS_AGAIN, AT_BARS, AT_RANKS, MEETS, IN_COMMON, AT_BITS, AT_FED, AT_SHOWING, AT_N_WORDS, AT_DEEDS, ASLEEP, FIRMS, AT_LEFT, AT_DROPPED, HEADER,
) = range(SCALARS, SCALARS + 54)  # fmt: skip
"""AT_...: where a person's columns begin, see ``engine/state.py``. SCRIPT_FIRST, SCRIPT_END: the persons whose
occasions and wants a case or a story has written; none where the latter is 0.
HOME_LISTS: lists that some condition asks of a household. N_STANDING: rules that need no report, from row FIRST_STANDING on;
N_CLOCKED: those of them that act by the calendar. HOME_STANDS: 1 where more than they ask what a household's lists are.
ME_STROKES: slot of `me` from which on each of them has two words, the days of the season (44 and 40) on which its chance
comes out; then the season. QUIET_CALLS: 1 where all of them can be posted without a look at the person, see
engine/compile/plain.py. ASKS_FOLLOWS: 1 where a condition asks who follows a norm. LOOKS_AGAIN: 1
where what follows from a standing may change though grades, lists and scores stay. AT_BARS: where the bars that a city makes
stand in ``me``. MEETS: 1 where some act meets another person. IN_COMMON: 1 where a place has a score. ASLEEP: bits of the channels
that sleep on day 0. FIRMS: firms of a place per million of its persons; their rows come behind those of the persons, see
``people_in``."""

# ---- columns --------------------------------------------------------------------------------------------------------
# one row per live act, in order of lanes; then one per channel that lies (CHANNEL: which, else -1); NORMS: bits that one
# must follow to do it; PLAIN: bits of the channels whose reports need no look at the person, see engine/compile/plain.py
# MET_...: bits of lists of whom one meets; COSTS, GIVES in thousandths of a yuan; AGAINST: bits of the misuses it calls forth
# FIRST_MET, N_MET: its rows of MET_ROWS; SETTLES: bits of matters; MET_SCORE: row of MET_SCORES, -1 none; MET_YUAN: millionths of a
# yuan per step of it above FROM; BITS: see engine/occasions.py
(
    ACT_LANE, ACT_STREAM, ACT_KEY, ACT_WORD, ACT_COLUMN, ACT_NEED, ACT_DOMAIN, ACT_LAWFUL, ACT_OPENS, ACT_CHANNEL,
    ACT_FIRST_PAIR, ACT_N_PAIRS, ACT_COVERED, ACT_UNITS, ACT_FIRST_LIMIT, ACT_N_LIMITS, ACT_COUNTS, ACT_CLOCK, ACT_NORMS, ACT_PLAIN,
    ACT_GAIN_LAW, ACT_MEETS, ACT_KNOWN, ACT_MET_UNLESS, ACT_MET_ONLY, ACT_COSTS, ACT_GIVES,
    ACT_AGAINST, ACT_FIRST_MET, ACT_N_MET, ACT_SETTLES, ACT_MET_SCORE, ACT_MET_FROM, ACT_MET_YUAN, ACT_MET_AGREES, ACT_BITS, ACT_WIDTH,
) = range(37)  # fmt: skip
# a clock: one draw per trial day, for the first act of those that exclude one another
CLOCK_LANE, CLOCK_EVERY, CLOCK_HOUSEHOLD, CLOCK_FIRST, CLOCK_N, CLOCK_WIDTH = range(6)
# what may come of a draw: an act; BY_PROPENSITY: its chance goes by propensity, not by the level of its column
TRIAL_ACT, TRIAL_COLUMN, TRIAL_BY_PROPENSITY, TRIAL_WIDTH = range(4)
# an act and a channel that covers it; AMISS: a lawful act that the channel may take for ACT
(
    PAIR_CHANNEL, PAIR_REGIME, PAIR_ACT, PAIR_AMISS, PAIR_KEY, PAIR_DELAY, PAIR_DELAY_SPAN, PAIR_TELLS,
    PAIR_FROM_HOME, PAIR_FIRST_RULE, PAIR_N_RULES, PAIR_GOOD, PAIR_WIDTH,
) = range(13)  # fmt: skip
# who watches; PADS and LIES point into the table of pads; STEER: number of the steer that sends them, plus 1;
# PEERS: whoever is met reports
(
    CHANNEL_REGIME, CHANNEL_KEY, CHANNEL_SELF, CHANNEL_FIRST_PAD, CHANNEL_N_PADS, CHANNEL_QUOTA,
    CHANNEL_WATCHERS_1000, CHANNEL_PADS_SMALL, CHANNEL_FIRST_LIE, CHANNEL_N_LIES, CHANNEL_FROM_DAY,
    CHANNEL_UNTIL_DAY, CHANNEL_STEER, CHANNEL_PEERS, CHANNEL_WIDTH,
) = range(15)  # fmt: skip
# rules by (act, regime), in file order; BEATS: bits of the rules of the group that it replaces; UNITS: what a deed counts;
# MISUSE: which one it is, plus 1; -1 what that does if it is found out (the row after it)
(
    RULE_ROW, RULE_REGIME, RULE_EFFECT, RULE_FROM_DAY, RULE_UNTIL_DAY, RULE_BEATS, RULE_WHEN, RULE_N_WHEN,
    RULE_UNLESS, RULE_N_UNLESS, RULE_OWED, RULE_GRACE, RULE_EVERY, RULE_SCORE, RULE_LOW, RULE_SPAN, RULE_OFFICIAL,
    RULE_KEY, RULE_EXPIRES, RULE_MONTH_SLOT, RULE_MONTH_LIMIT, RULE_YEAR_SLOT, RULE_YEAR_LIMIT, RULE_POINTS_SLOT,
    RULE_POINTS_LIMIT, RULE_UNITS_SLOT, RULE_UNITS_ROW, RULE_LIST, RULE_FIRST_TERM, RULE_N_TERMS, RULE_CAP,
    RULE_CAP_SCALE, RULE_CAP_DAYS, RULE_FIRST_DESK, RULE_N_DESKS, RULE_LOOK_SHARE, RULE_LOOK_DAYS, RULE_OFF, RULE_MATTER,
    RULE_BAD, RULE_SIGMA, RULE_CLOCK, RULE_CHANCE, RULE_SHARED, RULE_UNITS, RULE_MISUSE,
    RULE_WIDTH,
) = range(47)  # fmt: skip
# one test of a condition: a slot of `me`, how it is compared, with what
TEST_SLOT, TEST_OP, TEST_VALUE, TEST_WIDTH = range(4)
# scores, in smallest steps; UNIT: whose number it is; TAKEN: bits of the scores with which a measure is taken or a sum made, 0 every morning;
# OVER: a rating counts one of so many, 0 where points are added; AT_END: column that keeps its value at a year's end, -1 none
(
    SCORE_REGIME, SCORE_FLOOR, SCORE_CEILING, SCORE_SUM, SCORE_EXPIRES, SCORE_SHOWN, SCORE_UNIT, SCORE_RESETS,
    SCORE_RETURNS, SCORE_START, SCORE_N_STARTS, SCORE_KEY, SCORE_MEASURE, SCORE_FULL_AT, SCORE_FIRST_PART,
    SCORE_N_PARTS, SCORE_PUBLISHED, SCORE_PUBLISH_ON, SCORE_PER_POINT, SCORE_WATCHED, SCORE_BIN_LOW, SCORE_BIN_WIDTH, SCORE_FIRST_START,
    SCORE_HOME, SCORE_EFFORT, SCORE_FIRST_BOUND, SCORE_N_BOUNDS, SCORE_TAKEN, SCORE_OVER, SCORE_AT_END, SCORE_WIDTH,
) = range(31)  # fmt: skip
# laws of starting scores: for which group (-1 all), up to which word of the choice between lines, from where, how far
START_GROUP, START_UPTO, START_LOW, START_SPAN, START_SIGMA, START_WIDTH = range(6)
# a score that measures friends: how many friends, same-group threshold, which score, by which of theirs; how that is stretched
(
    FRIENDS_N, FRIENDS_ALIKE, FRIENDS_SCORE, FRIENDS_BY, FRIENDS_LOW, FRIENDS_BY_LOW, FRIENDS_TIMES, FRIENDS_OF, FRIENDS_WIDTH,
) = range(9)  # fmt: skip
# what a score is made of
PART_SCORE, PART_MILLIONTHS, PART_WIDTH = range(3)
# grades of a score; FIRST points into the bands, WORTH into their worth; RANKS: its first rank, plus 1 (0: fixed bands)
SCALE_REGIME, SCALE_SCORE, SCALE_N, SCALE_FIRST, SCALE_RANKS, SCALE_WORTH, SCALE_WIDTH = range(7)
# lists, then feeds that read as lists; ENTER, LEAVE: rules that entry and exit set off
(
    LIST_REGIME, LIST_BAD, LIST_MATTERS, LIST_AGAIN, LIST_REST, LIST_KEY, LIST_FEED, LIST_FIRST_TERM, LIST_N_TERMS,
    LIST_NOTICE, LIST_NOTICE_SPAN, LIST_REMOVAL, LIST_REMOVAL_SPAN, LIST_LOST, LIST_FIRST_DESK, LIST_N_DESKS,
    LIST_COUNTS, LIST_FIRST_ENTER, LIST_N_ENTER, LIST_FIRST_LEAVE, LIST_N_LEAVE, LIST_WIDTH,
) = range(22)  # fmt: skip
# lines of a term: n-th spell (0 any), low, span
TERM_TIME, TERM_LOW, TERM_SPAN, TERM_WIDTH = range(4)
# one row per consequence and service, by service; then those that touch means; COSTS: steps of the score BOOK that a use is bought with
# USES: its row of USES plus 1, 0 not shared; SAVES: yuan that it takes off in a month at most, 0 no limit; SAVED: slot of what it took off
(
    CONSEQUENCE_ROW, CONSEQUENCE_REGIME, CONSEQUENCE_FROM_DAY, CONSEQUENCE_UNTIL_DAY, CONSEQUENCE_WHEN,
    CONSEQUENCE_N_WHEN, CONSEQUENCE_UNLESS, CONSEQUENCE_N_UNLESS, CONSEQUENCE_LANDS, CONSEQUENCE_BIT,
    CONSEQUENCE_KEY, CONSEQUENCE_DENIES, CONSEQUENCE_FACTOR, CONSEQUENCE_CHANGE, CONSEQUENCE_WAIT,
    CONSEQUENCE_SCORE, CONSEQUENCE_FIRST_STEP, CONSEQUENCE_N_STEPS, CONSEQUENCE_SLOT, CONSEQUENCE_LIMIT,
    CONSEQUENCE_INCOME, CONSEQUENCE_PAYS, CONSEQUENCE_EVERY, CONSEQUENCE_RATION,
    CONSEQUENCE_COSTS, CONSEQUENCE_BOOK, CONSEQUENCE_USES, CONSEQUENCE_SAVES, CONSEQUENCE_SAVED,
    CONSEQUENCE_WIDTH,
) = range(30)  # fmt: skip
# a deposit or priority by score
STEP_AT_LEAST, STEP_DEPOSIT, STEP_PRIORITY, STEP_WIDTH = range(4)
# services that some consequence touches
(
    SERVICE_LANE, SERVICE_WORD, SERVICE_COLUMN, SERVICE_FIRST, SERVICE_N, SERVICE_PRICE, SERVICE_DEPOSIT,
    SERVICE_WAIT, SERVICE_TRIES, SERVICE_WIDTH,
) = range(10)  # fmt: skip
# desks
(
    DESK_REGIME, DESK_KEY, DESK_WHEN, DESK_N_WHEN, DESK_UNLESS, DESK_N_UNLESS, DESK_OPENS_AFTER, DESK_WINDOW,
    DESK_FROM_ENTRY, DESK_SETTLED, DESK_CAPACITY, DESK_ANSWER, DESK_ANSWER_SPAN, DESK_SUSPENDS, DESK_POINTS,
    DESK_SCORE, DESK_TAKES_OFF, DESK_SETTLES, DESK_NEXT, DESK_AGAIN, DESK_REPAIR, DESK_FROM_DAY, DESK_UNTIL_DAY,
    DESK_SERVERS, DESK_SERVICE, DESK_FIXED, DESK_WIDTH,
) = range(27)  # fmt: skip
# what is shown to others; GAP: of those who hear of a name, see compile/standing.py
(
    SHOW_REGIME, SHOW_WHEN, SHOW_N_WHEN, SHOW_UNLESS, SHOW_N_UNLESS, SHOW_KEY, SHOW_REACH, SHOW_NAMED, SHOW_SHAME,
    SHOW_REMEMBERED, SHOW_FROM_DAY, SHOW_UNTIL_DAY, SHOW_BIT, SHOW_AUDIENCE, SHOW_GAP, SHOW_WIDTH,
) = range(16)  # fmt: skip
# standing that another regime reads; TO_OWNER: 1 if a firm's is told to whoever runs it
(
    FEED_REGIME, FEED_LIST, FEED_WHEN, FEED_N_WHEN, FEED_DELAY, FEED_REMOVAL_DELAY, FEED_BIT, FEED_SHARE,
    FEED_KEY, FEED_FROM_DAY, FEED_UNTIL_DAY, FEED_TO_OWNER, FEED_WIDTH,
) = range(13)  # fmt: skip
# amnesty
PAUSE_REGIME, PAUSE_FROM_DAY, PAUSE_UNTIL_DAY, PAUSE_POSTING, PAUSE_PUBLISHING, PAUSE_LATER, PAUSE_WIDTH = range(7)
# who is covered, joins, knows; what it adds to the class
(
    REGIME_WHO, REGIME_N_WHO, REGIME_KEY, REGIME_AWARE, REGIME_JOINS, REGIME_RECORDED, REGIME_SCALE, REGIME_STRIDE,
    REGIME_N_CLASSES, REGIME_BAD_LISTS, REGIME_WIDTH,
) = range(11)  # fmt: skip
# behaviour types: thresholds
TYPE_HEEDS, TYPE_APPEALS_WRONG, TYPE_APPEALS_RIGHT, TYPE_WIDTH = range(4)
# watchers who are sent: places among which, how many patrols, how they are sent; START and COUNT point into their tables
(
    STEER_REGIME, STEER_KEY, STEER_CHANNEL, STEER_PATROLS, STEER_EVERY, STEER_SENT, STEER_AMONG, STEER_INVERSE,
    STEER_FROM_DAY, STEER_UNTIL_DAY, STEER_FIRST_START, STEER_N_STARTS, STEER_FIRST_COUNT, STEER_N_COUNTS, STEER_WIDTH,
) = range(15)  # fmt: skip
# what wakes, or is put to sleep, once a city has come so far: least shares (-1 not asked) of people on these lists (bits); an
# opinion (a column of minds, -1 none) in millionths; channels (bits) that then wake or sleep
(
    WAKE_EVERY, WAKE_FROM_DAY, WAKE_UNTIL_DAY, WAKE_LISTED, WAKE_BAD, WAKE_GOOD, WAKE_GOOD_LISTS, WAKE_OPINION,
    WAKE_LEAST, WAKE_MOST, WAKE_CHANNELS, WAKE_SILENCES, WAKE_WIDTH,
) = range(13)  # fmt: skip
# what a report of a channel adds to the records of its place, in thousandths
STEER_COUNT_CHANNEL, STEER_COUNT_ADDS, STEER_COUNT_WIDTH = range(3)
# norms; AMONG: who counts as the others; MIND: a column of minds, the threshold or the resistance
(
    NORM_FOLLOWS, NORM_AMONG, NORM_GIVEN_UP, NORM_START, NORM_KEY, NORM_FIRST_PUSH, NORM_N_PUSHES, NORM_CATCHING,
    NORM_MIND, NORM_PER_CONTACT, NORM_WIDTH,
) = range(11)  # fmt: skip
# a dated push of a norm: from, until, share
PUSH_FROM_DAY, PUSH_UNTIL_DAY, PUSH_SHARE, PUSH_WIDTH = range(4)
# numbers that everybody gets on day 0, one column of minds each
MIND_LAW, MIND_EVENLY, MIND_CITY, MIND_KEY, MIND_FIRST, MIND_N, MIND_WIDTH = range(7)
# opinions; NOW, START, OWN: columns of minds
OPINION_AMONG, OPINION_KEY, OPINION_NOW, OPINION_START, OPINION_OWN, OPINION_WIDTH = range(6)
# a row of the table of ties: whom somebody heeds
TIE_HEEDS, TIE_WIDTH = range(2)
# bars that a city makes: of which scale, for which share (as a threshold), exactly so many?, before any is made; or BY_MEAN: so many steps above
RANK_SCALE, RANK_SHARE, RANK_EXACT, RANK_START, RANK_BY_MEAN, RANK_ABOVE_MEAN, RANK_WIDTH = range(7)
# an official acts outside the rules: how far back, whom of them, which of those come out; KEY: as the rule's
MISUSE_WITHIN, MISUSE_SHARE, MISUSE_FOUND_OUT, MISUSE_REGIME, MISUSE_WIDTH = range(5)
# pots: whose condition, how much a year; PER_PLACE: each place has its own; SCORE: shared by this one (-1 equally);
# PORTION: what each gets until it is empty (0 a share)
# lists with room for so many stand behind the pots: LIST (-1 a pot), its REGIME, and by whom it is filled (WHEN); EVERY: by which clock;
# LINE: whoever is longest on this list comes first, -1 none; PER_MILLION: places per million persons (0: so many as YUAN says, PORTION 1)
(
    BUDGET_CONSEQUENCE, BUDGET_YUAN, BUDGET_PER_PLACE, BUDGET_SCORE, BUDGET_PORTION, BUDGET_KEY, BUDGET_LIST, BUDGET_REGIME,
    BUDGET_WHEN, BUDGET_N_WHEN, BUDGET_EVERY, BUDGET_LINE, BUDGET_PER_MILLION, BUDGET_WIDTH,
) = range(14)  # fmt: skip
# perks that all share: how many uses a year; PER_PLACE: each place has its own
USE_PER_YEAR, USE_PER_PLACE, USE_WIDTH = range(3)
# effort by (behaviour type, score): share of the bar in millionths; cost of a step in 1e-9 yuan, -1 none
EFFORT_SHARE, EFFORT_COST, EFFORT_WIDTH = range(3)
# conditions on whom one meets
MET_FIRST, MET_N, MET_WIDTH = range(3)
# what a meeting with somebody who fits such a condition is worth to the one who knows it: which condition, which row of the pulls
MET_ROW_CONDITION, MET_ROW_PULL, MET_ROW_WIDTH = range(3)
# whose bad points weigh more, and who is watched more closely: which consequence, how many times in millionths; CHANNELS: bits
WEIGH_CONSEQUENCE, WEIGH_FACTOR, WEIGH_WIDTH = range(3)
WATCH_CONSEQUENCE, WATCH_FACTOR, WATCH_CHANNELS, WATCH_WIDTH = range(4)
# what lands on others and caps a grade: by which bit, of which scale, at which grade
CAP_BIT, CAP_SCALE, CAP_GRADE, CAP_WIDTH = range(4)
# who moves: chance per season, and of those who do to stay in the city; how many groups there are
MOVING_SHARE, MOVING_WITHIN, MOVING_GROUPS, MOVING_WIDTH = range(4)
# who of those who move leaves the country, by fifth of wealth, and how many come back per season; what one asks for to leave (a service, -1
# nothing that anybody refuses); bits of the regimes that erase the book of who leaves. No rows where nobody leaves
ABROAD_SHARE, ABROAD_RETURNS, ABROAD_SERVICE, ABROAD_ERASES, ABROAD_WIDTH = range(5)
# beyond what a move leads out of a regime's book: NOWHERE, the city, the place; PERSONS: 1 if it covers persons
REACH_ENDS, REACH_PERSONS, REACH_WIDTH = range(3)
# a regime that one may leave: by which grades and bad lists one looks at it (scale -1: none), from which row of LEAVE_WHEN on; thresholds
(
    LEAVE_REGIME, LEAVE_KEY, LEAVE_SCALE, LEAVE_LISTS, LEAVE_FIRST, LEAVE_SHARE, LEAVE_RETURNS, LEAVE_ERASES, LEAVE_WIDTH,
) = range(9)  # fmt: skip
# a condition on a grade of its own, for every grade but the last, in the order of bands
GRADE_WHEN_FIRST, GRADE_N_WHEN, GRADE_UNLESS, GRADE_N_UNLESS, GRADE_WIDTH = range(5)
# what a case says of one of its deeds or reports: the decision (a word as it travels in mail), units (0: the act's own), who is
# met (number in the place, -1 nobody)
SCRIPT_WORD, SCRIPT_UNITS, SCRIPT_MET, SCRIPT_WIDTH = range(4)

"""Other tables:

COUNTS        (act x 17 levels, k): thresholds of the number of occasions
FIRST_COUNTS  (act x 17 levels, 2): the first two of them, close together
BOUNDS        values of a score that conditions and steps ask for
TRIAL_SHARE   (trial, 256 levels): thresholds of an act on a clock
SEE_SHARE           (epoch x pair, class of person): thresholds of being seen, by whom is watched most closely
SEE_USUAL     the same, as everybody is watched; and SEE_MOST, where the channel looks at all; none where nobody is watched more closely
MISREAD       the same, of being misread
WRONG_NAME       the same, of a wrong name
PADS          pairs that a channel pads or lies with
BANDS         (epoch, band): lowest published score of a grade
NOTICE_SHARE  (list, group): thresholds
UNITS_BOUGHT  (row, 0..250): points that so many units of a year buy
LEAN          (rule row, group): leaning to the harsh end
ENFORCED      (epoch, consequence): thresholds
REACH         (consequence): thresholds
REACH_AFTER   (consequence): days
WANTS         (service x 17 levels, k)
DESK_OF       desks about a rule or list
GRANTS        (desk x right or wrong, group): thresholds
DURATIONS     (matter x MATTER_QUANTILES, income level): days to pay
MATTER_KEYS   names of matters
DESK_DAYS     (desk, income level): days until what an application takes is paid from spare income
LIMITS        (slot): 0 counts a month, 1 a year; the regime whose limit it is
COLUMNS       (rate column): trait, first test, tests
EPOCHS        (day): which row of dated tables holds
CALENDAR      (day): bits of what happens that morning
NEXT_CALL     (day): first day at or after this on which the calendar concerns everybody
WAITS         days of residence that conditions ask for
COUNT_BLOCKS  (block): stream and key of four count words
WANT_BLOCKS   the same for wants
FRIENDS       (measure): see columns
MEANS_ROWS    consequences that touch means
LANDINGS      (bit): consequence that lands on others
DESTINATIONS  (kind of place): threshold up to which one moves there; then, per regime, that of its being in force
RECENT        (condition, once for each report that it asks for): regime, which of the latest reports, days
RECENT_ACTS   (condition, act): does a report count
ACT_LIMITS    rules with limits, act by act
GRADE_WORTH   what a grade gives in a year, in 1e-9 yuan
STEER_STARTS  records of the first, second ... place on the eve of day 0, in thousandths
TIES          friends per person; same-group threshold; neighbours on each side of a ring; people to a workplace; guarantors per person;
              threshold of dropping a friend
TIE_FIRST     (person of the place): first row of the table of ties
MET_SCORES    scores by which people look at whom they meet
LEAVE_WHEN    (grade x listed or not): bits of the levels of conformity at which such a standing costs more than it brings
"""

# ---- values ---------------------------------------------------------------------------------------------------------
GAIN_EXPONENTIAL, GAIN_UNIFORM, GAIN_FIXED = range(3)
EFFECT_POINTS, EFFECT_UNITS, EFFECT_CAP, EFFECT_LIST, EFFECT_TAKES_OFF, EFFECT_RATING, EFFECT_OPENS, EFFECT_SETTLES = (
    range(8)
)
AT_LEAST, AT_MOST, ANY_BIT = range(3)
WEALTH_RANK, INCOME_RANK, STEADY_ADDRESS, FRIENDS_MEAN = range(1, 5)
IGNORE, LONGER, ADD, RESTART = range(4)
SENT_IN_PROPORTION, SENT_TO_MOST, SENT_AT_RANDOM = range(3)
(
    ON_SELF,
    ON_CHILDREN,
    ON_SPOUSE,
    ON_HOUSEHOLD,
    ON_OWNERS,
    ON_OWNED_FIRMS,
    ON_SISTER_FIRMS,
    ON_FRIENDS,
    ON_GUARANTOR,
    ON_COLLEAGUES,
    ON_NEIGHBOURS,
) = range(11)
"""Whom something lands on; from friends on, people beyond the own household (see engine/circle.py)."""
# RULE_CLOCK: whenever the standing fits, or on first days
WHENEVER, EACH_DAY, EACH_WEEK, EACH_MONTH, EACH_QUARTER, EACH_YEAR = range(6)
BY_THRESHOLD, BY_INFECTION, BY_HAZARD, BY_PAYOFF = range(4)
AMONG_CITY, AMONG_PLACE, AMONG_FRIENDS, AMONG_RING, AMONG_TABLE = range(5)
PER_PERSON, PER_HOUSEHOLD, PER_PLACE = range(3)
NOWHERE, AT_CITY, AT_PLACE = range(3)
SHOWN_TO_PLACE, SHOWN_AT_HOME, SHOWN_NEARBY, SHOWN_TO_CITY = range(4)
GAP_BITS = 30
LAW_EVEN, LAW_UNIFORM, LAW_NORMAL, LAW_LIST, LAW_RESISTANCE = range(5)
FRIENDS_EACH, SAME_GROUP, RING_SIDE, COLLEAGUES, GUARANTORS, DROPS = range(6)
# bits of CALENDAR
C_MONTH, C_QUARTER, C_YEAR, C_PUBLISH, C_DATES = 1, 2, 4, 8, 16
# WOKEN: bits of the steers that have woken or put to sleep what they name, then (from bit WAKES_ROOM on) of the others
# slots of `me`, the person as conditions see one: first what changes, then who it is; then published scores, grades, days on lists, days since reports
(
    ME_AGE, ME_ROLE, ME_KIND, ME_RESIDENT, ME_BITS, ME_OWES, ME_BY, ME_DAY, ME_CELL,
    ME_WHO, ME_J, ME_UNIT, ME_PLACE, ME_GROUP, ME_TEN, ME_TYPE, ME_HOME, ME_SIZE, ME_JOINED, ME_ABSENT, ME_AWARE, ME_AGE_AT_START,
    ME_RESIDENT_AT_START, ME_INCOME, ME_WEALTH, ME_HOUSE, ME_FOLLOWS, ME_WOKEN, ME_MET, ME_REGISTERED, ME_PART, ME_DRY, ME_ABROAD, ME_FIXED,
) = range(34)  # fmt: skip
WAKES_ROOM = 31
MATTER_QUANTILES = 4096
"""Equal shares of the law of what a matter owes."""
N_LEVELS = 17
"""Levels of a rate column: sixteen, and one for whom the act or service is not."""


class Stakes(NamedTuple):
    """What people think is at stake, in yuan (f32); and how they follow others (f64)."""

    base: np.ndarray  # (act, type): what an act costs in any world
    pull: np.ndarray  # (class, act, type, 3): loss feared, shame, worth of points
    inverse: np.ndarray  # (type, 0..255): 1 / (deeds believed at the start + own deeds)
    start: np.ndarray  # (type,): cases believed at the start
    caution: np.ndarray  # (256,)
    conformity: np.ndarray  # (16,)
    gain: np.ndarray  # (act,): mean gain of an occasion
    minds: np.ndarray  # (mind, 2) f64: low and high, or mean and sigma, of the law of a number of one's own
    given: np.ndarray  # f64: numbers given to the persons of a place one by one
    norms: np.ndarray  # (norm, 2) f64: how an infection passes on; hazards per year, own and by others
    weights: np.ndarray  # (tie row,) f64
    opinions: np.ndarray  # (opinion, 4) f64: weights of oneself, the others, the start; sigma of the noise


@typed("i8(i8[::1], i8, i8, i8)")
def of(law: np.ndarray, table: int, row: int, column: int) -> int:
    """One number of a table."""
    return law[law[3 * table] + row * law[3 * table + 1] + column]  # type: ignore[no-any-return]


@typed("i8(i8[::1], i8)")
def n_of(law: np.ndarray, table: int) -> int:
    """Rows of a table."""
    return law[3 * table + 2]  # type: ignore[no-any-return]


def pack(tables: dict[int, np.ndarray], scalars: dict[int, int]) -> np.ndarray:
    """Put whole-number tables, by number, and single numbers into one array."""
    law = [np.zeros(HEADER, np.int64)]
    begin = HEADER
    for number in range(N_TABLES):
        given = tables[number]
        rows = given if given.ndim > 1 else given.reshape(-1, 1)
        law[0][3 * number : 3 * number + 3] = begin, rows.shape[1], rows.shape[0]
        law.append(np.ascontiguousarray(rows).astype(np.int64).ravel())
        begin += law[-1].size
    for place, value in scalars.items():
        law[0][place] = value
    return np.concatenate(law)

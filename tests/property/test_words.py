"""Every word of the language changes a life: one small edit of a world that uses them all, and somebody lives otherwise."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from property.lives import WORLDS, live
from pydantic import BaseModel

from glasshouse.engine.city import City
from glasshouse.engine.tabulate import sum_counts
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure, Line
from glasshouse.population import recipe as people
from glasshouse.regime import model as force
from glasshouse.regime.registry import resolve
from glasshouse.rulebook import catalogue, model
from glasshouse.rulebook.check_figures import takes
from glasshouse.rulebook.read import DATA

SOURCE = WORLDS / "source"
FILES = ("regime.toml", "acts.toml", "services.toml", "SOURCES.md")
FILE_OF = {"act": "acts.toml", "matter": "acts.toml", "service": "services.toml"}

LAW: dict[str, type[BaseModel]] = {
    "regime": force.Head, "covers": model.Covers, "consent": model.Consent, "score": model.Score, "grade": model.Grade,
    "rule": model.Rule, "list": model.List, "consequence": model.Consequence, "publicity": force.Publicity,
    "channel": force.Channel, "desk": force.Desk, "feed": force.Feed, "pause": force.Pause, "condition": model.Condition,
    "reported": model.Reported, "line": Line, "act": catalogue.Act, "matter": catalogue.Matter, "service": catalogue.Service,
}  # fmt: skip
RECIPE: dict[str, type[BaseModel]] = {
    "population": people.Head, "age_band": people.AgeBand, "household_size": people.HouseholdSize, "group": people.Group,
    "kind_of_place": people.KindOfPlace, "role": people.Role, "wealth": people.Money, "income": people.Income,
    "trait": people.Trait, "behaviour": people.Behaviour, "tie": people.Tie, "settled": people.Settling, "grudge": people.Grudge,
}  # fmt: skip

# ---- words that describe ---------------------------------------------------------------------------------------------
EVERYWHERE = {
    "id": "a name; the random addresses hang on it, so another name is another draw",
    "text": "the clause in words, for people",
    "source": "where the figures come from",
    "source_of": "where single figures come from",
    "assumed": "plausible ranges, for experiments that vary them",
    "label": "what it is called in words",
    "lane": "the permanent number of random addresses; another lane is another draw",
}
DESCRIPTIVE = {
    "wealth.median_yuan": "the yuan that stand for a level of wealth; people differ by level",
    "wealth.sigma": "the yuan that stand for a level of wealth; people differ by level",
    "regime.title": "for people",
    "regime.kind": "keeps documented, ordinary, myth and fiction apart in reports",
    "regime.about": "for people",
    "regime.not_with": "refuses a join; tested below",
    "regime.start_date": "says when the rules began; a world's first day is the population's",
    "covers.unit": "has one value",
    "rule.ground": "named in what a listed person is told",
    "consequence.message": "what the person is told",
    "publicity.shows": "said of what is shown; nobody weighs it yet",
    "channel.cost_yuan_per_report": "costs are not yet an outcome",
    "channel.cost_yuan_per_place_year": "costs are not yet an outcome",
    "act.harm_yuan": "harm to others is not yet an outcome",
    "act.unit": "the name of a unit; `units` says how many",
    "service.family": "groups services for people",
    "population.title": "for people",
}

# ---- word -> (block, old text, new text); an empty old text adds a line ---------------------------------------------------
PROBE = "consequence probe-"
EDITS: dict[str, tuple[str, str, str]] = {
    "covers.who": ("covers", "age_at_least = 18", "age_at_least = 30"),
    "covers.aware_share": ("covers", "0.8", "0.3"),
    "consent.joins_share": ("consent", "0.9", "0.6"),
    "consent.refusers": ("consent", "unseen", "recorded"),
    "score.unit": ("score home", 'unit = "household"', 'unit = "person"'),
    "score.start": ("score city", "[98, 102]", "[97, 102]"),
    "score.floor": ("score city", "floor = 60", "floor = 80"),
    "score.ceiling": ("score city", "ceiling = 130", "ceiling = 105"),
    "score.step": ("score city", "step = 1", "step = 0.5"),
    "score.clips": ("score city", '"posting"', '"sum"'),
    "score.expires_after_days": ("score shown", "60", "30"),
    "score.resets": ("score shown", '"quarter"', '"month"'),
    "score.returns_share_per_month": ("score city", "0.1", "0.3"),
    "score.made_of": ("score mix", "city = 0.6, stay = 0.2", "city = 0.5, stay = 0.3"),
    "score.measures": ("score rank", "wealth-rank", "income-rank"),
    "score.measures=friends-mean": ("score rank", "wealth-rank", "friends-mean"),
    "score.full_at": ("score stay", "5000", "2000"),
    "score.published": ("score shown", '"month"', '"quarter"'),
    "score.published_on": ("score shown", "01-06", "01-20"),
    "score.published_on=month": ("score city", "returns", 'published = "year"\npublished_on = "09-01"\nreturns'),
    "grade.score": ("grade Z", '"rank"', '"stay"'),
    "grade.at_least": ("grade A", "104", "101"),
    "rule.on": ("rule drift", 'on = "drift"', 'on = ["drift", "grumble"]'),
    "rule.on_entering": ("rule fed", 'on_entering = "elsewhere"', 'on = "drift"\ntogether_with = ["drift", "drift-twice", "drift-village"]'),
    "rule.when": ("rule drift-village", 'kind_of_place = "village"', 'kind_of_place = "suburb"'),
    "rule.unless": ("rule shout", "pensioner", "worker"),
    "rule.every": ("rule bill", 'every = "month"\n', ""),
    "rule.while_owed": ("rule bill-list", 'while_owed = "bill"\n', ""),
    "rule.grace_days": ("rule bill-list", "20", "2"),
    "rule.score": ("rule drift-home", '"home"', '"shown"'),
    "rule.score=cap": ("rule ill", '"city"', '"mix"'),
    "rule.points": ("rule drift-twice", "-9", "-8"),
    "rule.units_per_point": ("rule help", "{ is = 5 }", "{ is = 2 }"),
    "rule.no_better_than": ("rule ill", '"C"', '"B"'),
    "rule.for_days": ("rule ill", "60", "20"),
    "rule.puts_on": ("rule form", '"open"', '"marked"'),
    "rule.term_days": ("rule honour", "45", "20"),
    "rule.takes_off": ("rule help-off", 'takes_off = "marked"', 'takes_off = ["marked", "open"]'),
    "rule.decided_by": ("rule shout", '"official"\nharsher', '"case"\nharsher'),
    "rule.harsher_share": ("rule shout", "is = 0.8", "is = 0.1"),
    "rule.at_most_per_month": ("rule shout", "at_most_per_month = 2", "at_most_per_month = 1"),
    "rule.at_most_per_year": ("rule help-city", "at_most_per_year = 6", "at_most_per_year = 3"),
    "rule.points_at_most_per_year": ("rule help", "points_at_most_per_year = 6", "points_at_most_per_year = 2"),
    "rule.expires_after_days": ("rule help-city", "60", "20"),
    "rule.instead_of": ("rule drift-twice", "instead_of", "together_with"),
    "rule.together_with": ("rule drift-village", "together_with", "instead_of"),
    "rule.vague_about": ("rule drift", '\nvague_about = "sing"', ""),
    "rule.asleep": ("rule sleeps", "true", "false"),
    "rule.from": ("rule help-city", "2017-06-01", "2017-09-01"),
    "rule.until": ("rule help-city", "2018-02-01", "2017-11-01"),
    "list.kind": ("list open", '"bad"', '"good"'),
    "list.term_days": ("list open", "100", "50"),
    "list.ends_when_settled": ("list marked", 'ends_when_settled = "bill"\n', ""),
    "list.if_already_on": ("list marked", '"longer"', '"add"'),
    "list.if_already_on=ignore": ("list marked", '"longer"', '"ignore"'),
    "list.if_already_on=restart": ("list honoured", '"restart"', '"ignore"'),
    "list.relist_after_days": ("list marked", "15", "60"),
    "list.notice_share": ("list marked", "is = 0.7", "is = 0.1"),
    "list.notice_after_days": ("list marked", "[2, 20]", "[40, 60]"),
    "list.removal_days": ("list marked", "[0, 10]", "30"),
    "list.removal_lost_share": ("list marked", "0.1", "0.6"),
    "consequence.when": ("consequence no-hall", '"marked"', '"open"'),
    "consequence.unless": ("consequence no-hall", '"official"', '"worker"'),
    "consequence.service": ("consequence dearer", '"tram"', '"probe"'),
    "consequence.denies": ("consequence no-hall", '"hall"', '["hall", "dance"]'),
    "consequence.price_factor": ("consequence factor", "0.5", "0.8"),
    "consequence.price_change_yuan": ("consequence dearer", "15", "-15"),
    "consequence.deposit_waived_yuan": ("consequence waived", "is = 400", "is = 0"),
    "consequence.priority": ("consequence first", "is = 2", "is = 0"),
    "consequence.wait_change_days": ("consequence quicker", "-4", "4"),
    "consequence.income_factor": ("consequence income", "0.4", "1.0"),
    "consequence.pays_yuan": ("consequence paid", "120", "200"),
    "consequence.every": ("consequence paid", '"month"', '"year"'),
    "consequence.enforced_share": ("consequence no-hall", "0.7", "0.2"),
    "consequence.at_most_per_year": ("consequence factor", "at_most_per_year = 3", "at_most_per_year = 1"),
    "consequence.lands_on": ("consequence all", '"household"', '"self"'),
    "consequence.lands_on=spouse": ("consequence spouse", 'on = "spouse"', 'on = "self"'),
    "consequence.lands_on=children": ("consequence child", '"children"', '"household"'),
    "consequence.reaches_share": ("consequence child", "0.5", "1.0"),
    "consequence.reaches_after_days": ("consequence child", "10", "40"),
    "consequence.asleep": ("consequence sleeps", "true", "false"),
    "consequence.from": ("consequence no-hall", "2017-06-01", "2017-10-01"),
    "consequence.until": ("consequence no-hall", "2018-03-01", "2017-10-01"),
    "publicity.when": ("publicity board", '"marked"', '"open"'),
    "publicity.unless": ("publicity board", '"official"', '"worker"'),
    "publicity.shown_to": ("publicity look", '"self"', '"place"'),
    "publicity.felt_as": ("publicity board", '"shame"', '"pride"'),
    "publicity.felt_yuan_per_month": ("publicity board", "80", "800"),
    "publicity.reach_share": ("publicity board", "0.3", "1.0"),
    "publicity.reach_share=self": ("publicity look", "0.5", "1.0"),
    "publicity.named_share": ("publicity board", "0.8", "0.2"),
    "publicity.every": ("publicity look", '"month"', '"year"'),
    "publicity.remembered_days": ("publicity board", "40", "200"),
    "publicity.from": ("publicity board", "2017-07-01", "2017-10-01"),
    "publicity.until": ("publicity board", "2018-03-01", "2017-10-01"),
    "channel.by": ("channel own", '"self"', '"register"'),
    "channel.covers": ("channel camera", '["shout", "drift"]', '["shout", "drift", "grumble"]'),
    "channel.covers_families": ("channel files", '"duty"', '["duty", "luck"]'),
    "channel.covers_visibility": ("channel files", '"record"', '["record", "online"]'),
    "channel.coverage_share": ("channel camera", "is = 0.3", "is = 0.8"),
    "channel.sees_probability": ("channel camera", "sees_probability = 0.5", "sees_probability = 0.3"),
    "channel.misreads_probability": ("channel camera", "0.05", "0.2"),
    "channel.wrong_person_share": ("channel camera", "0.1", "0.4"),
    "channel.wrong_person_from": ("channel camera", '"place"', '"household"'),
    "channel.wrong_person_from=place-and-group": ("channel camera", '"place"', '"place-and-group"'),
    "channel.invents_per_person_year": ("channel watch", "0.2", "1.0"),
    "channel.delay_days": ("channel camera", "[1, 10]", "[20, 30]"),
    "channel.tells_person": ("channel camera", "true", "false"),
    "channel.watchers_per_1000_persons": ("channel watch", "= 10\nquota", "= 30\nquota"),
    "channel.quota_per_month": ("channel watch", "quota_per_month = 4", "quota_per_month = 12"),
    "channel.pads_with": ("channel watch", 'pads_with = "shout"', 'pads_with = "grumble"'),
    "channel.pads_on": ("channel watch", '"anyone"', '"smallest-household"'),
    "channel.bounty_yuan": ("channel watch", "500", "500_000"),
    "channel.from": ("channel watch", "2017-06-01", "2017-09-01"),
    "channel.until": ("channel watch", "2018-03-01", "2017-11-01"),
    "desk.kind": ("desk repair", 'kind = "repair"', 'kind = "correction"'),
    "desk.about": ("desk appeal", '"drift-twice"]', '"drift-twice", "marked"]'),
    "desk.when": ("desk repair", "age_at_least = 20", "age_at_least = 40"),
    "desk.unless": ("desk appeal", "age_at_least = 80", "age_at_least = 30"),
    "desk.opens_after_days": ("desk repair", "15", "60"),
    "desk.window_days": ("desk appeal", "window_days = 5", "window_days = 9"),
    "desk.window_from": ("desk appeal", '"entry"', '"notice"'),
    "desk.needs": ("desk repair", '\nneeds = "settled"', ""),
    "desk.decisions_per_week_per_100000": ("desk appeal", "= 400", "= 60"),
    "desk.answer_days": ("desk appeal", "[5, 20]", "[40, 60]"),
    "desk.grants_wrong_share": ("desk appeal", "0.6", "0.0"),
    "desk.grants_right_share": ("desk repair", "0.7", "0.1"),
    "desk.suspends": ("desk listing", "true", "false"),
    "desk.points": ("desk course", "points = 4", "points = 9"),
    "desk.score": ("desk course", '"city"', '"shown"'),
    "desk.takes_off": ("desk repair", 'takes_off = "marked"', 'takes_off = "open"'),
    "desk.settles": ("desk forms", '\nsettles = "bill"', ""),
    "desk.next_desk": ("desk appeal", '\nnext_desk = "second"', ""),
    "desk.apply_again_after_days": ("desk listing", "\napply_again_after_days = 30", ""),
    "desk.from": ("desk listing", "2017-06-01", "2017-11-01"),
    "desk.until": ("desk listing", "2018-03-01", "2017-11-01"),
    "feed.regime": ("feed elsewhere", '"source"', '"nowhere"'),
    "feed.standing": ("feed elsewhere", 'on_list = "black"', "age_at_least = 50"),
    "feed.delay_days": ("feed elsewhere", "\ndelay_days = 7", "\ndelay_days = 40"),
    "feed.removal_delay_days": ("feed elsewhere", "20", "1"),
    "pause.stops": ("pause winter", '["posting"]', '["publishing"]'),
    "pause.afterwards": ("pause winter", '"posted"', '"forgotten"'),
    "pause.from": ("pause winter", "2017-12-01", "2017-10-01"),
    "pause.until": ("pause winter", "2018-01-15", "2017-12-20"),
    "condition.score": (PROBE + "score", '"rank"', '"stay"'),
    "condition.score_at_least": (PROBE + "least", "100", "99"),
    "condition.score_at_most": (PROBE + "most", "100", "99"),
    "condition.grade_at_least": (PROBE + "grade-least", '"B"', '"A"'),
    "condition.grade_at_most": (PROBE + "grade-most", '"B"', '"C"'),
    "condition.on_list": (PROBE + "list", '"marked"', '"open"'),
    "condition.listed_at_least_days": (PROBE + "listed", "10", "30"),
    "condition.owes": (PROBE + "owes", '"bill"', '"regret"'),
    "condition.reported": (PROBE + "reported", 'of = "shout"', 'of = "any-good"'),
    "condition.age_at_least": (PROBE + "old", "40", "50"),
    "condition.age_at_most": (PROBE + "young", "40", "50"),
    "condition.role": (PROBE + "role", '"worker"', '"student"'),
    "condition.resident_at_least_days": (PROBE + "settled", "1000", "2000"),
    "condition.kind_of_place": (PROBE + "place", '"village"', '"suburb"'),
    "condition.reported_by": ("rule grumble-cam", '"platform"', '"watch"'),
    "reported.of": (PROBE + "reported", '"shout"', '"grumble"'),
    "reported.within_days": (PROBE + "reported", "60", "10"),
    "line.is": ("rule drift", "is = -6", "is = -5"),
    "line.from": ("rule drift", "2017-10-01", "2017-08-01"),
    "line.score_at_least": ("consequence waived", "score_at_least = 105", "score_at_least = 100"),
    "line.time": ("rule grumble", "time = 1", "time = 2"),
    "line.units_up_to": ("rule help", "units_up_to = 6", "units_up_to = 2"),
    "line.kind_of_place": ("channel camera", '"village"', '"suburb"'),
    "line.group": ("rule shout", '"minority"', '"majority"'),
    "act.kind": ("act shout", '"harm"', '"lawful"'),
    "act.family": ("act fall-ill", '"luck"', '"duty"'),
    "act.visibility": ("act forget-form", '"online"', '"record"'),
    "act.occasions_per_year": ("act shout", "8", "9"),
    "act.more_with": ("act shout", "0.5", "1.0"),
    "act.gain_yuan": ("act shout", "gain_yuan = 20", "gain_yuan = 40"),
    "act.cost_yuan": ("act drift", "cost_yuan = 2", "cost_yuan = 20"),
    "act.warm_glow_yuan": ("act help", "10\nunit", "20\nunit"),
    "act.fine_yuan": ("act shout", "30", "300"),
    "act.need_share": ("act drift", "0.1", "0.8"),
    "act.units": ("act help", "units = 2", "units = 4"),
    "act.opens": ("act forget-form", "", 'opens = "bill"'),
    "act.close_to": ("act sing", '\nclose_to = "shout"', ""),
    "act.who": ("act drift", "16", "40"),
    "matter.owed": ("matter bill", "", 'owed = "apology"'),
    "matter.owed_median_yuan": ("matter bill", "700", "7000"),
    "matter.owed_sigma": ("matter bill", "0.6", "1.5"),
    "matter.paid_from_spare_income_share": ("matter bill", "0.8", "0.2"),
    "service.wants_per_year": ("service hall", "wants_per_year = 6", "wants_per_year = 12"),
    "service.more_with": ("service hall", "wealth = 0.5", "wealth = 1.0"),
    "service.who": ("service hall", "20", "40"),
    "service.price_yuan": ("service tram", "price_yuan = 40", "price_yuan = 80"),
    "service.deposit_yuan": ("service pool", "deposit_yuan = 400", "deposit_yuan = 0"),
    "service.worth_yuan": ("service hall", "300", "3000"),
    "service.instead": ("service hall", '\ninstead = "tram"', ""),
    "service.wait_days": ("service visa", "10", "0"),
    "service.tries_anyway_share": ("service hall", "anyway_share = 0.5", "anyway_share = 0.0"),
}  # fmt: skip
# ---- figure -> (block, its line, one value, another value): a line that fits must count, a selector must select -------------
FIGURES: dict[str, tuple[str, str, str, str]] = {
    "score.start": ("score city", "start = [98, 102]", "120", "90"),
    "grade.at_least": ("grade A", "at_least = 104", "120", "97"),
    "rule.points": ("rule drift-twice", "points = -9", "-2", "-20"),
    "rule.units_per_point": ("rule help", "units_per_point = [{ units_up_to = 6, is = 2 }, { is = 5 }]", "1", "4"),
    "rule.term_days": ("rule honour", "term_days = 45", "10", "90"),
    "rule.harsher_share": ("rule shout", 'harsher_share = [{ group = "minority", is = 0.8 }, { is = 0.2 }]', "1.0", "0.0"),
    "list.term_days": ("list open", "term_days = 100", "10", "200"),
    "list.notice_share": ("list marked", 'notice_share = [{ group = "minority", is = 0.3 }, { is = 0.7 }]', "1.0", "0.0"),
    "list.notice_after_days": ("list marked", "notice_after_days = [2, 20]", "1", "20"),
    "list.removal_days": ("list marked", "removal_days = [0, 10]", "1", "30"),
    "consequence.deposit_waived_yuan": (
        "consequence waived", "deposit_waived_yuan = [{ score_at_least = 105, is = 400 }, { is = 0 }]", "400", "0"),
    "consequence.priority": ("consequence first", "priority = [{ score_at_least = 105, is = 2 }, { is = 0 }]", "2", "0"),
    "consequence.enforced_share": ("consequence no-hall", "enforced_share = 0.7", "0.9", "0.1"),
    "consequence.reaches_share": ("consequence child", "reaches_share = 0.5", "1.0", "0.1"),
    "channel.coverage_share": (
        "channel camera", 'coverage_share = [{ kind_of_place = "village", is = 0.3 }, { is = 0.9 }]', "1.0", "0.1"),
    "channel.sees_probability": ("channel camera", "sees_probability = 0.5", "0.9", "0.1"),
    "channel.misreads_probability": ("channel camera", "misreads_probability = 0.05", "0.5", "0.0"),
    "channel.wrong_person_share": ("channel camera", "wrong_person_share = 0.1", "0.8", "0.0"),
    "channel.invents_per_person_year": ("channel watch", "invents_per_person_year = 0.2", "2.0", "0.0"),
    "channel.delay_days": ("channel camera", "delay_days = [1, 10]", "1", "40"),
    "desk.answer_days": ("desk appeal", "answer_days = [5, 20]", "1", "60"),
    "desk.grants_wrong_share": ("desk appeal", "grants_wrong_share = 0.6", "1.0", "0.0"),
    "desk.grants_right_share": ("desk repair", "grants_right_share = 0.7", "1.0", "0.0"),
    "desk.points": ("desk course", "points = 4", "12", "1"),
}  # fmt: skip
SELECTORS = {
    "from": "from = 2017-09-01", "score_at_least": "score_at_least = 100", "time": "time = 1", "units_up_to": "units_up_to = 4",
    "kind_of_place": 'kind_of_place = "suburb"', "group": 'group = "majority"',
}  # fmt: skip

# ---- the same for populations ------------------------------------------------------------------------------------------
RECIPE_EDITS: dict[str, tuple[str, str, str]] = {
    "population.persons": ("population", "persons = 600", "persons = 300"),
    "population.persons_per_place": ("population", "persons_per_place = 60", "persons_per_place = 100"),
    "population.places_per_city": ("population", "places_per_city = ", "places_per_city = 3  # "),
    "population.start_date": ("population", "2017-05-01", "2017-08-01"),
    "population.deposit_felt_share": ("population", "", "deposit_felt_share = 1.0"),
    "age_band.ages": ("age_band middle", "59", "40"),
    "age_band.share": ("age_band", "", ""),
    "household_size.persons": ("household_size five", "persons = 5", "persons = 8"),
    "household_size.share": ("household_size", "", ""),
    "group.share": ("group", "", ""),
    "kind_of_place.share": ("kind_of_place", "", ""),
    "behaviour.share": ("behaviour", "", ""),
    "role.share": ("role worker", "share = 0.60", "share = 0.40"),
    "role.ages": ("role pensioner", "60, 90", "70, 90"),
    "income.median_yuan": ("income", "= 36_000", "= 12_000"),
    "income.sigma": ("income", "= 0.7", "= 1.5"),
    "income.with_wealth": ("income", "with_wealth = 0.6", "with_wealth = 0.0"),
    "income.spare_share": ("income", "spare_share = 0.3", "spare_share = 0.1"),
    "trait.mean": ("trait caution", "mean = 0.5", "mean = 0.8"),
    "trait.spread": ("trait caution", "spread = 0.2", "spread = 0.05"),
    "behaviour.heeds_share": ("behaviour deterred", "heeds_share = 1.0", "heeds_share = 0.5"),
    "behaviour.alpha": ("behaviour deterred", "alpha = 0.7", "alpha = 1.2"),
    "behaviour.risk_start": ("behaviour deterred", "risk_start = 0.2", "risk_start = 0.5"),
    "behaviour.risk_start_deeds": ("behaviour deterred", "risk_start_deeds = 10", "risk_start_deeds = 2"),
    "behaviour.points_worth_yuan": ("behaviour deterred", "points_worth_yuan = 2.0", "points_worth_yuan = 9.0"),
    "behaviour.fear_factor": ("behaviour deterred", "fear_factor = 0.5", "fear_factor = 3.0"),
    "behaviour.appeals_wrong_share": ("behaviour deterred", "appeals_wrong_share = 0.4", "appeals_wrong_share = 1.0"),
    "behaviour.appeals_right_share": ("behaviour deterred", "appeals_right_share = 0.4", "appeals_right_share = 0.9"),
    "tie.per_person": ("tie friends", "per_person = 6", "per_person = 2"),
    "tie.same_group_share": ("tie friends", "0.8", "0.0"),
    "settled.mean_years": ("settled", "12", "3"),
    "grudge.reports_per_person_year_per_100_yuan": ("grudge", "0.00002", "0.5"),
}
SHARES = {
    "age_band.share": (("child", "0.18", "0.08"), ("old", "0.18", "0.28")),
    "household_size.share": (("one", "0.25", "0.05"), ("five", "0.08", "0.28")),
    "group.share": (("majority", "0.85", "0.50"), ("minority", "0.15", "0.50")),
    "kind_of_place.share": (("suburb", "0.45", "0.10"), ("village", "0.35", "0.70")),
    "behaviour.share": (("ignores", "share = 0.35", "share = 0.05"), ("chilled", "share = 0.10", "share = 0.40")),
}
for _word in SHARES:
    RECIPE_EDITS.pop(_word)


def words_of(block: type[BaseModel]) -> list[str]:
    """The words of a block as people write them."""
    if block is Line:
        return [
            "is",
            *(field.alias or name for name, field in Line.model_fields.items() if name not in ("low", "high")),
        ]
    return [field.alias or name for name, field in block.model_fields.items()]


def figure_words() -> list[str]:
    """Every word whose value is a figure."""
    blocks = {kind: block for kind, block in LAW.items() if kind not in ("line", "condition", "reported")}
    return [
        f"{kind}.{name}" for kind, block in blocks.items() for name, field in block.model_fields.items() if "Figure" in str(field.annotation)
    ]  # fmt: skip


def edited(text: str, block: str, old: str, new: str) -> str:
    """The text of a file with one line of one block changed; exactly one place must fit."""
    kind, _, name = block.partition(" ")
    head = f'[[{kind}]]\nid = "{name}"\n' if name else f"[{kind}]\n"
    paragraphs = re.split(r"\n\n", text)
    found = [number for number, paragraph in enumerate(paragraphs) if head in paragraph + "\n"]
    if not found:
        raise LookupError(f"no block {block}")
    paragraph = paragraphs[found[0]]
    if old:
        if paragraph.count(old) != 1:
            raise LookupError(f"{block}: '{old}' stands there {paragraph.count(old)} times")
        paragraph = paragraph.replace(old, new)
    else:
        paragraph = paragraph.rstrip("\n") + "\n" + new + "\n"
    if paragraph == paragraphs[found[0]]:
        raise LookupError(f"{block}: the edit changes nothing")
    return "\n\n".join([*paragraphs[: found[0]], paragraph, *paragraphs[found[0] + 1 :]])


Life = dict[str, np.ndarray]


def life_of(city: City) -> Life:
    """What people lived through and what was counted, whatever columns a world needs to get there."""
    counts = sum_counts(city.counts)
    return {
        "tally": city.people.tally,
        "points": city.people.points[:, : len(city.plan.index.scores)],
        "panel": counts.panel.sum(axis=1),
        "acts": counts.acts,
        "services": counts.services.sum(axis=2),
        "flows": counts.flows,
        "spells": counts.spells.sum(axis=1),
    }


def otherwise(one: Life, other: Life) -> list[str]:
    """What differs between two worlds, where the same can be compared."""
    same = [name for name in one if one[name].shape == other[name].shape]
    return [name for name in same if not np.array_equal(one[name], other[name])]


class Bench:
    """Folders with edited worlds; each is lived once."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.number = 0
        self.texts = {name: (WORLDS / "everything" / name).read_text("utf-8") for name in FILES}
        self.recipe = (DATA / "populations" / "city.toml").read_text("utf-8")
        for edit in MANY_PLACES:
            self.recipe = edited(self.recipe, *edit)
        self.lived = cache(self._live)

    def usual(self) -> Life:
        """The world as it stands."""
        return self.lived(*self.texts.values(), self.recipe)

    def law(self, block: str, old: str, new: str) -> Life:
        """The world with one edit of the regime, its acts or its services."""
        file = FILE_OF.get(block.partition(" ")[0], "regime.toml")
        texts = {**self.texts, file: edited(self.texts[file], block, old, new)}
        return self.lived(*texts.values(), self.recipe)

    def people(self, *edits: tuple[str, str, str]) -> Life:
        """The world with other people."""
        text = self.recipe
        for block, old, new in edits:
            text = edited(text, block, old, new)
        return self.lived(*self.texts.values(), text)

    def _live(self, *texts: str) -> Life:
        self.number += 1
        folder = self.room / f"everything-{self.number}"
        folder.mkdir()
        for name, text in zip(FILES, texts, strict=False):
            (folder / name).write_text(text, "utf-8")
        (folder / "people.toml").write_text(texts[-1], "utf-8")
        return life_of(
            live(f"{folder}+{SOURCE}", persons=None, years=YEARS, seed=11, population=str(folder / "people.toml"))
        )


YEARS = 1.1
MANY_PLACES = [
    ("population", "persons = 100_000", "persons = 600"),
    ("population", "persons_per_place = 1_000", "persons_per_place = 60"),
    ("behaviour ignores", "appeals_right_share = 0.002", "appeals_right_share = 0.3"),
    ("behaviour deterred", "appeals_right_share = 0.01", "appeals_right_share = 0.4"),
]
"""Edits of the shipped city: few people in several places, who turn to desks often."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("words"))


def test_every_word_is_in_a_table() -> None:
    tested = {key.partition("=")[0] for key in (*EDITS, *RECIPE_EDITS, *SHARES)}
    every = {f"{kind}.{word}" for kind, block in (LAW | RECIPE).items() for word in words_of(block)}
    described = {word for word in every if word in DESCRIPTIVE or word.partition(".")[2] in EVERYWHERE}
    assert every - tested - described == set()
    assert tested - every == set()
    assert DESCRIPTIVE.keys() - every == set()
    assert tested & DESCRIPTIVE.keys() == set()
    assert set(figure_words()) == FIGURES.keys()


def test_every_block_is_in_a_table() -> None:
    for model_of_file, table in (
        (force.Regime, LAW),
        (catalogue.Acts, LAW),
        (catalogue.Services, LAW),
        (people.Recipe, RECIPE),
    ):
        assert set(words_of(model_of_file)) - {"vocabulary"} <= table.keys()


def test_the_same_world_is_lived_again_alike(bench: Bench) -> None:
    assert otherwise(bench.usual(), bench._live(*bench.texts.values(), bench.recipe)) == []


@pytest.mark.parametrize("word", list(EDITS))
def test_a_word_changes_a_life(bench: Bench, word: str) -> None:
    assert otherwise(bench.usual(), bench.law(*EDITS[word]))


@pytest.mark.parametrize(
    "figure",
    [f"{word} by {selector}" for word in FIGURES for selector in takes(*word.split("."))],
)
def test_a_selector_of_a_figure_selects(bench: Bench, figure: str) -> None:
    word, _, selector = figure.partition(" by ")
    block, line, some, rest = FIGURES[word]
    name = word.partition(".")[2]
    lines = f"{name} = [{{ {SELECTORS[selector]}, is = {some} }}, {{ is = {rest} }}]"
    mixed = bench.law(block, line, lines)
    assert otherwise(mixed, bench.law(block, line, f"{name} = {rest}")), "the line with the selector never counts"
    assert otherwise(mixed, bench.law(block, line, f"{name} = {some}")), "the line without a selector never counts"


@pytest.mark.parametrize("word", [*RECIPE_EDITS, *SHARES])
def test_a_word_of_a_population_changes_a_life(bench: Bench, word: str) -> None:
    kind = word.partition(".")[0]
    edits = (
        [(f"{kind} {name}", old, new) for name, old, new in SHARES[word]] if word in SHARES else [RECIPE_EDITS[word]]
    )
    other = bench.people(*edits)
    usual = bench.usual()
    assert otherwise(usual, other) or usual["tally"].shape != other["tally"].shape


def test_not_with_refuses_a_join() -> None:
    with pytest.raises(InputError, match="not_with"):
        resolve(f"{WORLDS / 'everything'}+none")
    resolve(f"{WORLDS / 'everything'}+{SOURCE}")


def test_figures_are_found() -> None:
    assert "rule.points" in figure_words()
    assert Figure.model_validate(3).fixed == 3

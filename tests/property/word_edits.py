"""For every word of the language the smallest edit of a world that must change a life; or why it only describes."""

from __future__ import annotations

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
    "consequence.budget_per": "has one value",
    "consequence.shared_out": "has one value",
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
    "score.returns_to": ("score city", "returns_share", "returns_to = 120\nreturns_share"),
    "score.made_of": ("score mix", "city = 0.6, stay = 0.2", "city = 0.5, stay = 0.3"),
    "score.measures": ("score rank", "wealth-rank", "income-rank"),
    "score.measures=friends-mean": ("score rank", "wealth-rank", "friends-mean"),
    "score.full_at": ("score stay", "5000", "2000"),
    "score.published": ("score shown", '"month"', '"quarter"'),
    "score.published_on": ("score shown", "01-06", "01-20"),
    "score.published_on=month": ("score city", "returns", 'published = "year"\npublished_on = "09-01"\nreturns'),
    "grade.score": ("grade Z", '"rank"', '"stay"'),
    "grade.at_least": ("grade A", "104", "101"),
    "grade.top_share": ("grade first", "0.2", "0.4"),
    "grade.quantile": ("grade Z", "at_least = 50", "quantile = 0.8"),
    "rule.on": ("rule drift", 'on = "drift"', 'on = ["drift", "grumble"]'),
    "rule.on_entering": ("rule fed", 'on_entering = "elsewhere"', 'on = "drift"\ntogether_with = ["drift", "drift-twice", "drift-village"]'),
    "rule.when": ("rule drift-village", 'kind_of_place = "village"', 'kind_of_place = "suburb"'),
    "rule.unless": ("rule shout", "pensioner", "worker"),
    "rule.every": ("rule bill", 'every = "month"\n', ""),
    "rule.every=quarter": ("rule rent", '"quarter"', '"month"'),
    "rule.every=week": ("rule gossip", '"week"', '"day"'),
    "rule.chance": ("rule gossip", "0.4", "0.9"),
    "rule.drawn_per": ("rule gossip", '\ndrawn_per = "household"', ""),
    "rule.when=alone": ("rule too-low", "92", "95"),
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
    "consequence.budget_yuan_per_year": ("consequence pot", "90_000", "50_000"),
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
    "steer.channel": ("steer rounds", 'channel = "luck"', 'channel = "platform"'),
    "steer.every_days": ("steer rounds", "14", "28"),
    "steer.patrols": ("steer rounds", "patrols = 3", "patrols = 2"),
    "steer.sent": ("steer rounds", '"in-proportion"', '"most-records"'),
    "steer.sent=at-random": ("steer rounds", '"in-proportion"', '"at-random"'),
    "steer.among_places": ("steer rounds", "among_places = 5", "among_places = 10"),
    "steer.start_records": ("steer rounds", "[1, 3]", "[1, 9000]"),
    "steer.counts": ("steer rounds", "watch = 2", "watch = 0.002"),
    "steer.accepts": ("steer rounds", '"inverse-share"', '"all"'),
    "steer.from": ("steer rounds", "2017-06-01", "2017-09-01"),
    "steer.until": ("steer rounds", "2018-03-01", "2017-11-01"),
    "desk.kind": ("desk repair", 'kind = "repair"', 'kind = "correction"'),
    "desk.about": ("desk appeal", '"drift-twice"]', '"drift-twice", "marked"]'),
    "desk.when": ("desk repair", "age_at_least = 20", "age_at_least = 40"),
    "desk.unless": ("desk appeal", "age_at_least = 80", "age_at_least = 30"),
    "desk.opens_after_days": ("desk repair", "15", "60"),
    "desk.window_days": ("desk appeal", "window_days = 5", "window_days = 9"),
    "desk.window_from": ("desk appeal", '"entry"', '"notice"'),
    "desk.needs": ("desk repair", '\nneeds = "settled"', ""),
    "desk.decisions_per_week_per_100000": ("desk appeal", "= 400", "= 60"),
    "desk.servers": ("desk forms", "servers = 1", "servers = 4"),
    "desk.service_days": ("desk forms", "service_days = 3", "service_days = 30"),
    "desk.service_law": ("desk forms", "service_days = 3", 'service_days = 3\nservice_law = "fixed"'),
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
    "condition.household_on_list": ("rule gossip", '"marked"', '"open"'),
    "condition.listed_at_least_days": (PROBE + "listed", "10", "30"),
    "condition.owes": (PROBE + "owes", '"bill"', '"regret"'),
    "condition.reported": (PROBE + "reported", 'of = "shout"', 'of = "any-good"'),
    "condition.age_at_least": (PROBE + "old", "40", "50"),
    "condition.age_at_most": (PROBE + "young", "40", "50"),
    "condition.role": (PROBE + "role", '"worker"', '"student"'),
    "condition.resident_at_least_days": (PROBE + "settled", "1000", "2000"),
    "condition.kind_of_place": (PROBE + "place", '"village"', '"suburb"'),
    "condition.follows": (PROBE + "place", 'kind_of_place = "village"', 'follows = "walks"'),
    "condition.reported_by": ("rule grumble-cam", '"platform"', '"watch"'),
    "reported.of": (PROBE + "reported", '"shout"', '"grumble"'),
    "reported.within_days": (PROBE + "reported", "60", "10"),
    "line.is": ("rule drift", "is = -6", "is = -5"),
    "line.sigma": ("rule drift-twice", "points = -9", "points = { is = -9, sigma = 4 }"),
    "line.share": ("score city", "[98, 102]", "[{ is = 98, share = 0.3 }, { is = 102, share = 0.7 }]"),
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
    "act.every_days": ("act flood", "3", "2"),
    "act.probability": ("act flood", "0.02", "0.05"),
    "act.shaped_by": ("act stumble", "power = 2", "power = 1"),
    "act.excludes": ("act tumble", 'excludes = "stumble"\n', ""),
    "act.drawn_per": ("act flood", '\ndrawn_per = "household"', ""),
    "act.needs_norm": ("act drift", "", 'needs_norm = "walks"'),
    "act.meets": ("act help", 'meets = "place"\nmet_known_share = 0.5\nunless_met_on_list = "everything/marked"\nmet_gains_yuan = 20', "# alone"),
    "act.met_known_share": ("act help", "met_known_share = 0.5", "met_known_share = 0.9"),
    "act.unless_met_on_list": ("act help", '"everything/marked"', '"everything/open"'),
    "act.only_met_on_list": ("act help", "unless_met_on_list", "only_met_on_list"),
    "act.met_gains_yuan": ("act help", "met_gains_yuan = 20", "met_gains_yuan = 1"),
    "act.more_with": ("act shout", "0.5", "1.0"),
    "act.gain_yuan": ("act shout", "gain_yuan = 20", "gain_yuan = 40"),
    "act.gain_law": ("act shout", "gain_yuan = 20", 'gain_yuan = 20\ngain_law = "fixed"'),
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
FOLLOWERS = f"""
[[tie]]
id = "ring"
each_side = 2
source = "assumption"

[[tie]]
id = "table"
rows = [{{ who = 0, heeds = 1, weight = 0.75 }}, {{ who = 0, heeds = 2, weight = 0.25 }}, {{ who = 1, heeds = 0, weight = 1.0 }}]
source = "assumption"

[[norm]]
id = "walks"
label = "goes for a walk in the evening"
follows = "threshold"
among = "city"
may_be_given_up = true
start_share = 0.02
threshold = {{ law = "normal", mean = 0.25, sigma = 0.12 }}
pushes = [{{ from = 2017-08-01, until = 2017-10-01, share = 0.3 }}]
source = "assumption"

[[norm]]
id = "town-rumour"
label = "passes a rumour on"
follows = "infection"
among = "city"
start_share = 0.02
passes_on_to = 2
source = "assumption"

[[norm]]
id = "cold"
label = "has a cold"
follows = "infection"
among = "place"
start_share = 0.05
chance_per_contact = 0.02
catching_windows = 2
may_be_given_up = true
source = "assumption"

[[norm]]
id = "app"
label = "uses the new application"
follows = "hazard"
among = "friends"
own_per_year = 0.1
others_per_year = 2
source = "assumption"

[[norm]]
id = "flag"
label = "hangs out a flag"
follows = "threshold"
among = "ring"
start_share = 0.1
threshold = {{ law = "uniform", low = 0.1, high = 0.9 }}
source = "assumption"

[[norm]]
id = "greeting"
label = "greets as others do"
follows = "threshold"
among = "table"
start_share = 0.05
threshold = {{ law = "even", low = 0.5 }}
pushes = [{{ from = 2017-06-01, until = 2017-07-01, share = 0.7 }}]
may_be_given_up = true
source = "assumption"

[[norm]]
id = "queue"
label = "stands in line"
follows = "threshold"
among = "place"
thresholds = [0.9, {", ".join(["0.02"] * 59)}]
source = "assumption"

[[norm]]
id = "trade"
label = "does as those do who fare better"
follows = "payoff"
among = "place"
start_share = 0.3
imitates_per_window = 0.5
source = "assumption"

[[opinion]]
id = "trust"
label = "trusts the others"
among = "ring"
start = {{ law = "uniform" }}
weight_self = 0.2
weight_others = 0.5
weight_start = 0.1
shift = 0.1
own_sigma = 0.1
noise_sigma = 0.1
source = "assumption"

[[opinion]]
id = "hope"
label = "hopes for the best"
among = "table"
starts = [0.9, {", ".join(["0.02"] * 59)}]
weight_others = 1.0
source = "assumption"
"""
"""People who follow others in every way there is, for a place of sixty."""
RECIPE_EDITS: dict[str, tuple[str, str, str]] = {
    "population.persons": ("population", "persons = 600", "persons = 300"),
    "population.persons_per_place": ("population", "persons_per_place = 60", "persons_per_place = 100"),
    "population.places_per_city": ("population", "places_per_city = ", "places_per_city = 3  # "),
    "population.start_date": ("population", "2017-05-01", "2017-08-01"),
    "population.propensity": ("population", "", 'propensity = "even"'),
    "population.kinds": ("population", "", 'kinds = "in-turn"'),
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
    "trait.weighs": ("trait caution", "mean = 0.5", "mean = 0.5\nweighs = [0.0, 2.0]"),
    "trait.spread": ("trait caution", "spread = 0.2", "spread = 0.05"),
    "behaviour.heeds_share": ("behaviour deterred", "heeds_share = 1.0", "heeds_share = 0.5"),
    "behaviour.alpha": ("behaviour deterred", "alpha = 0.7", "alpha = 1.2"),
    "behaviour.risk_start": ("behaviour deterred", "risk_start = 0.2", "risk_start = 0.5"),
    "behaviour.risk_start_deeds": ("behaviour deterred", "risk_start_deeds = 10", "risk_start_deeds = 2"),
    "behaviour.points_worth_yuan": ("behaviour deterred", "points_worth_yuan = 2.0", "points_worth_yuan = 9.0"),
    "behaviour.fear_factor": ("behaviour deterred", "fear_factor = 0.5", "fear_factor = 3.0"),
    "behaviour.appeals_wrong_share": ("behaviour deterred", "appeals_wrong_share = 0.4", "appeals_wrong_share = 1.0"),
    "behaviour.effort_share": ("behaviour strategic", "", "effort_share = 0.1"),
    "behaviour.effort_yuan_per_point": ("behaviour strategic", "", "effort_yuan_per_point = 0.1"),
    "behaviour.appeals_right_share": ("behaviour deterred", "appeals_right_share = 0.4", "appeals_right_share = 0.9"),
    "tie.per_person": ("tie friends", "per_person = 6", "per_person = 2"),
    "tie.same_group_share": ("tie friends", "0.8", "0.0"),
    "tie.each_side": ("tie ring", "each_side = 2", "each_side = 1"),
    "tie.rows": (
        "tie table",
        "heeds = 1, weight = 0.75 }, { who = 0, heeds = 2, weight = 0.25",
        "heeds = 2, weight = 1.0",
    ),
    "norm.follows": (
        "norm town-rumour",
        'infection"\namong = "city"\nstart_share = 0.02\npasses_on_to = 2',
        'hazard"\namong = "city"\nown_per_year = 3.0',
    ),
    "norm.among": ("norm flag", '"ring"', '"place"'),
    "norm.start_share": ("norm flag", "start_share = 0.1", "start_share = 0.3"),
    "norm.threshold": ("norm greeting", 'threshold = { law = "even", low = 0.5 }', f"thresholds = {[0.0] * 20}"),
    "norm.thresholds": ("norm queue", "0.9,", "0.0,"),
    "norm.may_be_given_up": ("norm walks", "may_be_given_up = true", "may_be_given_up = false"),
    "norm.passes_on_to": ("norm town-rumour", "passes_on_to = 2", "passes_on_to = 5"),
    "norm.chance_per_contact": ("norm cold", "0.02", "0.2"),
    "norm.catching_windows": ("norm cold", "catching_windows = 2", "catching_windows = 3"),
    "norm.own_per_year": ("norm app", "own_per_year = 0.1", "own_per_year = 1.0"),
    "norm.others_per_year": ("norm app", "others_per_year = 2", "others_per_year = 0"),
    "norm.imitates_per_window": ("norm trade", "imitates_per_window = 0.5", "imitates_per_window = 0.1"),
    "norm.evenly": ("norm app", "own_per_year", "evenly = true\nown_per_year"),
    "norm.pushes": ("norm walks", "pushes = [", "pushes = []  # "),
    "opinion.among": ("opinion trust", '"ring"', '"place"'),
    "opinion.start": ("opinion trust", 'law = "uniform"', 'law = "even"'),
    "opinion.starts": ("opinion hope", "starts = [0.9,", "starts = [0.8,"),
    "opinion.weight_self": ("opinion trust", "weight_self = 0.2", "weight_self = 0.1"),
    "opinion.weight_others": ("opinion trust", "weight_others = 0.5", "weight_others = 0.4"),
    "opinion.weight_start": ("opinion trust", "weight_start = 0.1", "weight_start = 0.0"),
    "opinion.shift": ("opinion trust", "shift = 0.1", "shift = 0.2"),
    "opinion.own_sigma": ("opinion trust", "own_sigma = 0.1", "own_sigma = 0.2"),
    "opinion.noise_sigma": ("opinion trust", "noise_sigma = 0.1", "noise_sigma = 0.0"),
    "law.law": ("norm flag", '"uniform"', '"even"'),
    "law.low": ("norm flag", "low = 0.1", "low = 0.4"),
    "law.high": ("norm flag", "high = 0.9", "high = 0.4"),
    "law.mean": ("norm walks", "mean = 0.25", "mean = 0.1"),
    "law.sigma": ("norm walks", "sigma = 0.12", "sigma = 0.3"),
    "law.evenly": ("norm flag", "high = 0.9", "high = 0.9, evenly = true"),
    "push.from": ("norm walks", "from = 2017-08-01", "from = 2017-06-01"),
    "push.until": ("norm walks", "until = 2017-10-01", "until = 2017-09-01"),
    "push.share": ("norm walks", "share = 0.3", "share = 0.4"),
    "heeds.who": ("tie table", "who = 1, heeds = 0", "who = 2, heeds = 0"),
    "heeds.heeds": ("tie table", "who = 1, heeds = 0", "who = 1, heeds = 9"),
    "heeds.weight": (
        "tie table",
        "weight = 0.75 }, { who = 0, heeds = 2, weight = 0.25",
        "weight = 0.01 }, { who = 0, heeds = 2, weight = 0.99",
    ),
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
GOES_WITH = {
    "population.persons_per_place": tuple(
        (block, ", ".join(["0.02"] * 59), ", ".join(["0.02"] * 99)) for block in ("norm queue", "opinion hope")
    ),
}
"""What must change along with a word: here tables with a number for each person of a place."""

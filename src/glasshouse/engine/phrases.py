"""What each kind of event is in words, without its date and source.

The reader sees the truth that a regime does not: a false report is called false.
"""

from __future__ import annotations

from glasshouse.engine.wording import Event, named, plural, say_date, say_number, upper

FALSELY = {
    "misread": "it takes something else for that",
    "invented": "nothing of the kind happened",
    "wrong-person": "somebody else did it",
}


# ---- deeds and reports ----------------------------------------------------------------------------------------------
def occasion(event: Event) -> str:
    """What could be done, what was done, and why."""
    if event["act_kind"] == "mishap":
        return f"it befell the person: {event['label']}."
    return f"{event['label']}: {'done' if event['done'] else 'not done'} ({event['why']})."


def seen(event: Event) -> str:
    """Who saw the deed, and what it opened."""
    if event["kind"] == "owes":
        return upper(owes(event))
    if event["kind"] == "accused-another":
        return upper(accused_another(event))
    by = upper(f"{named(event, 'channel')} ({event['by']})")
    if event["kind"] == "closer":
        return f"{by} looks {say_number(event['times'])} times as closely at this person."
    told = ", and the person is told" if event.get("told") else ""
    what = "saw it" if event["true"] else f"falsely takes it for {event['label']}"
    if event.get("already_reported"):
        return f"{by} {what} too, when it had been reported."
    if event["kind"] == "sighted":
        return f"{by} {what}; the report is due on {say_date(event['report_due'])}{told}."
    return f"{by} {what} and reports it{told}.{no_rule(event)}"


def no_rule(event: Event) -> str:
    """Whether a report stays without any effect."""
    return " No rule applies to it." if event.get("no_rule") else ""


def report(event: Event) -> str:
    """A report that arrives later, or was never true."""
    by = f"{named(event, 'channel')} ({event['by']})"
    if event["true"] and event["of_date"] == event["date"]:
        return f"{by} reports it too.{no_rule(event)}"
    if event["true"]:
        return f"the report of {by} arrives: {event['label']}, on {say_date(event['of_date'])}.{no_rule(event)}"
    how = f"{event['false']}: {FALSELY[event['false']]}"
    return f"{by} falsely reports: {event['label']} ({how}).{no_rule(event)}"


def accused_another(event: Event) -> str:
    """A report by or about this person's deed that falls on somebody else."""
    by = f"{named(event, 'channel')} ({event['by']})"
    if event["false"] == "wrong-person":
        return f"{by} saw it, and falsely writes down somebody else."
    whom = "oneself" if event["on_self"] else "somebody of the place"
    return f"the person falsely tells {by}, of {whom}: {event['label']}."


# ---- rules ----------------------------------------------------------------------------------------------------------
def _because(event: Event) -> str:
    again = f", {plural(event['recurs'], 'month')} on," if event.get("recurs") else ""
    if event.get("true") is not False:
        return again
    return " outside the rules" if event.get("misuse") else f"{again} wrongly, on a false report,"


def posting(event: Event) -> str:
    """Points taken or given, or a mean that a rating moved."""
    if event.get("rated"):
        moved = f" from {event['before']:.10g} to {event['after']:.10g}" if "before" in event else ""
        verb = "lowered" if event["asked"] < 0 else "lifted"
        return f"{named(event, 'rule')}{_because(event)} {verb} the mean {event['score']}{moved}."
    word = "rule" if "rule" in event else "desk"
    points = event["points"]
    moved = (
        f": {event['score']} {say_number(event['before'])} -> {say_number(event['after'])}"
        if "before" in event
        else f" ({event['score']})"
    )
    verb = "took" if (points or event["asked"]) < 0 else "gave"
    what = f"{verb} {plural(abs(points), 'point')}" if points else f"{verb} nothing, the score is at its end"
    short = f" ({plural(abs(event['asked']), 'point')} asked)" if points and points != event["asked"] else ""
    whose = " in the household's book" if event.get("household") else ""
    return f"{named(event, word)}{_because(event)} {what}{short}{whose}{moved}."


def household_report(event: Event) -> str:
    """Points that all of the household will see."""
    word = "rule" if "rule" in event else "desk"
    verb = "takes" if event["asked"] < 0 else "gives"
    points = plural(abs(event["asked"]), "point")
    return f"{named(event, word)} {verb} {points} in the household's book, with the next mail."


def place_report(event: Event) -> str:
    """Points that all of the place will see."""
    word = "rule" if "rule" in event else "desk"
    verb = "takes" if event["asked"] < 0 else "gives"
    points = plural(abs(event["asked"]), "point")
    return f"{named(event, word)} {verb} {points} in the book of the whole place, when the window is over."


def place_sum(event: Event) -> str:
    """What all of a place were posted together."""
    if event["mean"]:
        return f"What the people of the place have on average has moved by {plural(event['points'], 'point')} ({event['score']})."
    verb = "lost" if event["asked"] < 0 else "won"
    moved = (
        f"{event['score']} {say_number(event['before'])} -> {say_number(event['after'])}"
        if "before" in event
        else event["score"]
    )
    return f"The people of the place together {verb} {plural(abs(event['asked']), 'point')} of it: {moved}."


def rule(event: Event) -> str:
    """A rule that moved nothing, or took the person off a list."""
    what = {
        "units": "counts this towards the next point",
        "takes_off": "takes the person off a list",
        "opens": "opens a matter",
    }.get(event["effect"], "applies, and moves nothing")
    return f"{named(event, 'rule')}{_because(event)} {what}."


def waiting(event: Event) -> str:
    """A rule with a grace."""
    return f"{named(event, 'rule')} will apply on {say_date(event['until'])}, unless the matter is settled."


def limited(event: Event) -> str:
    """A rule whose limit is used up."""
    return f"{named(event, 'rule')} changes nothing, its limit is used up."


def postponed(event: Event) -> str:
    """A rule that a pause stops."""
    after = "it is posted when the pause ends" if event["later"] else "it is forgotten"
    return f"{named(event, 'rule')} stands still in a pause; {after}."


def capped(event: Event) -> str:
    """A cap on the grade."""
    until = f"until {say_date(event['until'])}" if event["until"] else "without end"
    return f"{named(event, 'rule')}{_because(event)} holds the grade at {event['grade']} or worse {until}."


def expired(event: Event) -> str:
    """Points whose time is over."""
    verb = "taken back" if event["points"] < 0 else "given back"
    moved = (
        f": {event['score']} {say_number(event['before'])} -> {say_number(event['after'])}" if "before" in event else ""
    )
    return f"the points of {named(event, 'rule')} are too old and {verb}{moved}."


def reset(event: Event) -> str:
    """A book that begins anew."""
    return f"{named(event, 'score')} begins anew: {say_number(event['before'])} -> {say_number(event['after'])}."


def published(event: Event) -> str:
    """A published score."""
    before = f" (before: {say_number(event['before'])})" if "before" in event else ""
    return f"{named(event, 'score')} is published: {say_number(event['after'])}{before}."


def law_changed(event: Event) -> str:
    """What woke, or was put to sleep, by a steer."""
    parts = [("comes into force", "come into force", event["wakes"]), ("ends", "end", event["puts_to_sleep"])]
    said = [f"{' and '.join(names)} {one if len(names) == 1 else many}" for one, many, names in parts if names]
    return f"The law changes by {named(event, 'steer')}: {'; '.join(said)}."


# ---- standing -------------------------------------------------------------------------------------------------------
def standing(event: Event) -> str:
    """Another grade."""
    after = f", after {event['grade_before'] or 'no grade'}" if "grade_before" in event else " at the start"
    if event["grade"] is None:
        covers = "covers the person no more" if "grade_before" in event else "does not cover the person"
        return f"{event['regime']} {covers}: no grade{after}."
    points = f"{event['score']} {say_number(event['points'])}"
    return f"the grade under {event['regime']} is {event['grade']}{after} ({points})."


def listed(event: Event) -> str:
    """On a list."""
    by = named(event, "rule") if "rule" in event else "a free place" if "fills_place" in event else "a feed"
    put = "lengthens the stay on" if event["was_on"] else "puts the person on"
    term = f"until {say_date(event['until'])}" if event["until"] else "without a last day"
    return f"{by}{_because(event)} {put} {named(event, 'list')}, from {say_date(event['from'])} {term}."


def left(event: Event) -> str:
    """Off a list."""
    return f"the person leaves {named(event, 'list')} after {plural(event['after_days'], 'day')}."


def notice(event: Event) -> str:
    """The person learns of being on a list."""
    how = "being refused tells the person" if event["how"] == "refusal" else "a notice reaches the person"
    return f"{how} of being on {named(event, 'list')}."


def fed(event: Event) -> str:
    """Standing that arrives from another regime."""
    verb = "arrives through" if event["begins"] else "ends in"
    whom = " about a firm of this person" if event["of_firm"] else ""
    return f"what another regime decided{whom} {verb} {named(event, 'feed')}."


def move(event: Event) -> str:
    """The household goes to live elsewhere, or may not."""
    if event.get("how") == "leaves":
        return "the household leaves the country; no regime is in force there."
    if event.get("how") == "stays":
        return "the household would leave the country, and stays: somebody of it is refused what that takes."
    where = "another city" if event["another_city"] else "another place of the city"
    laws = ", ".join(event["in_force"]) or "no regime"
    if event.get("how") == "returns":
        return f"the household comes back to where it lived; in force there: {laws}."
    return f"the household moves to {where} ({event['kind_of_place']}); in force there: {laws}."


def consent(event: Event) -> str:
    """A regime that one may leave is left, or joined again."""
    if not event["leaves"]:
        return f"the person comes back to {event['regime']}."
    why = ", which costs more than it brings" if event["is_a_loss"] else ", for reasons of one's own"
    book = "is erased" if event["erased"] else "is kept"
    return f"the person leaves {event['regime']}{why}; the book {book}."


# ---- services and means ---------------------------------------------------------------------------------------------
def refused(event: Event) -> str:
    """A service denied."""
    why = "" if event["own"] else ", for what somebody of the household did"
    said = f' The message: "{event["message"]}"' if event.get("message") else ""
    return f"wanted {event['label']} and was refused{why}, by {named(event, 'consequence')}.{said}"


def stayed_away(event: Event) -> str:
    """Not even tried."""
    return f"wanted {event['label']}, knew of the ban and did not try ({named(event, 'consequence')})."


def served(event: Event) -> str:
    """A service on other terms."""
    terms = [
        f"{unit % say_number(event[word])} instead of {unit % say_number(event['usual_' + word])}"
        for word, unit in (
            ("price_yuan", "%s yuan"),
            ("deposit_yuan", "%s yuan of deposit"),
            ("wait_days", "%s days of waiting"),
        )
        if event[word] != event["usual_" + word]
    ]
    if event["priority"]:
        terms.append("served before others" if event["priority"] > 0 else "served after others")
    said = ", ".join(terms) or "on the usual terms"
    return f"wanted {event['label']} and got it: {said}, by {named(event, 'consequence')}."


def spent(event: Event) -> str:
    """Points for better terms."""
    moved = (
        f": {event['score']} {say_number(event['before'])} -> {say_number(event['after'])}" if "before" in event else ""
    )
    return f"spends {plural(-event['points'], 'point')} on {named(event, 'consequence')}{moved}."


def paid(event: Event) -> str:
    """Money from a regime."""
    return f"{named(event, 'consequence')} pays {say_number(event['yuan'])} yuan."


def means(event: Event) -> str:
    """Income weakened or restored."""
    return f"the standing changes the person's income: from {event['before']:.0%} to {event['after']:.0%} of the usual."


def owes(event: Event) -> str:
    """A matter opened."""
    until = (
        f"settled on {say_date(event['until'])} as things stand"
        if event["until"]
        else "never settled from one's own means"
    )
    return f"this opens a matter: {event['label']} ({until})."


def settled(event: Event) -> str:
    """A matter closed."""
    return f"settled: {event['label']}."


# ---- desks and others -----------------------------------------------------------------------------------------------
def _about(event: Event) -> str:
    word, name = event["about"].split(" ", 1)
    truth = {True: " (the entry is true)", False: " (the entry is false)", None: ""}[event.get("entry_true")]
    return f"{named({word: name}, word)}{truth}"


def applied(event: Event) -> str:
    """To the desk."""
    return f"goes to {named(event, 'desk')} ({event['desk_kind']}) about {_about(event)}."


def answered(event: Event) -> str:
    """The desk's answer."""
    said = "grants" if event["granted"] else "turns down"
    return f"{named(event, 'desk')} {said} what was asked about {_about(event)}."


def too_late(event: Event) -> str:
    """The desk's window is over."""
    return f"{named(event, 'desk')} hears nothing more about {_about(event)}: its time is over."


KNOWN_AS = {
    "friends": "a friend", "guarantor": "somebody for whom this person stands in", "colleagues": "a colleague",
    "neighbours": "a neighbour",
}  # fmt: skip


def landed(event: Event) -> str:
    """What a relative's standing does."""
    said = "now falls on this person too" if event["begins"] else "falls on this person no more"
    whose = KNOWN_AS.get(event["by"], "somebody of the household")
    return f"for what {whose} did, {named(event, 'consequence')} {said}."


AUDIENCES = {"household": "the household", "nearby": "those near by", "place": "the place", "city": "the city"}


def shown(event: Event) -> str:
    """Shown to others."""
    if event["begins"]:
        what = f" ({', '.join(event['shows'])})" if event["shows"] else ""
        return f"{named(event, 'publicity')} shows the person to {AUDIENCES.get(event['to'], 'everyone')}{what}."
    days = plural(event["remembered_days"], "day")
    return f"{named(event, 'publicity')} shows the person no more; it is remembered for {days}."


def norm(event: Event) -> str:
    """What others do is taken up, or given up."""
    if event["why"] == "start":
        return f"from the start the person does what some do: {event['label']}."
    if event["why"] == "pushed":
        return f"by a push from outside the person {'does' if event['begins'] else 'no longer does'} this: {event['label']}."
    if not event["begins"]:
        return f"the person gives up what others do: {event['label']}."
    others = "did and passed it on" if event["follows"] == "infection" else "did"
    return (
        f"the person takes up what others do: {event['label']} ({event['share']:.0%} of those whom it heeds {others})."
    )

"""Rows of a log that tell of deeds, reports and what rules do with them."""

from __future__ import annotations

from glasshouse.engine import log as g
from glasshouse.engine.cite import cite
from glasshouse.engine.mail import FALSE_INVENTED, FALSE_WRONG
from glasshouse.engine.naming import Event, Names, Row, false_word


class Deeds(Names):
    """Deeds, who saw them, and postings."""

    # ---- deeds and who saw them -------------------------------------------------------------------------------------
    def occasion(self, row: Row) -> Event:
        """A: act; B: done; C: would have been done without any regime; E: nobody could report it."""
        act, done, would = self.index.acts[row[g.A]], bool(row[g.B]), bool(row[g.C])
        if act.kind == "mishap":
            why = "it befell the person"
        elif done:
            why = "worth it in any world" if would else "only for what the regime gives for it"
        elif would:
            why = (
                "given up for fear of the regime, though lawful"
                if act.kind == "lawful"
                else "given up for fear of the regime"
            )
        else:
            why = "not worth it in any world"
        found = {"kind": "occasion", "decides": "the person", "act": act.id, "label": act.label, "act_kind": act.kind}
        return found | {"done": done, "would_have": would, "why": why, "source": act.source}

    def sighted(self, row: Row) -> Event:
        """A: pair; B: another channel has reported it already; C: flags; D: days until the report arrives."""
        more: Event = {"already_reported": True} if row[g.B] else {"report_due": self.date(row[g.DAY] + row[g.D])}
        return {"kind": "sighted", **self.pair(row[g.A], row[g.C]), **more}

    def closer(self, row: Row) -> Event:
        """A: pair; B: how many times as closely its channel looks, in thousandths."""
        return {"kind": "closer", **self.pair(row[g.A], 0), "times": row[g.B] / 1000}

    def unseen(self, row: Row) -> Event:
        """A: act, done, that a channel covers and none reported."""
        act = self.index.acts[row[g.A]]
        return {"kind": "unseen", "decides": "chance", "act": act.id, "label": act.label}

    def accuses(self, row: Row) -> Event:
        """A: pair; B: person of the place on whom the report falls; C: it is invented."""
        return {
            "kind": "accused-another",
            **self.pair(row[g.A], FALSE_INVENTED if row[g.C] else FALSE_WRONG),
            "on_self": row[g.B] == row[g.WHO],
        }

    def reported(self, row: Row) -> Event:
        """A: pair; B: flags; C: day of the deed, or of the lie."""
        return {"kind": "report", **self.pair(row[g.A], row[g.B]), "of_date": self.date(row[g.C])}

    # ---- what rules do ----------------------------------------------------------------------------------------------
    def ruled(self, row: Row) -> Event:
        """A: rule; B: how many times it has recurred; C: flags; D: day of the deed."""
        false = false_word(row[g.C])
        found = {"kind": "rule", **self.rule(row[g.A]), "of_date": self.date(row[g.D]), "true": false is None}
        rule = self.index.rules[row[g.A]][1]
        found["effect"] = (
            "units"
            if rule.units_per_point is not None
            else "takes_off"
            if rule.takes_off
            else "opens"
            if rule.opens
            else "other"
        )
        return found | ({"false": false} if false else {}) | ({"recurs": row[g.B]} if row[g.B] else {})

    def waiting(self, row: Row) -> Event:
        """A: rule; B: day on which its grace ends."""
        return {"kind": "waiting", **self.rule(row[g.A]), "until": self.date(row[g.B])}

    def posted(self, row: Row) -> Event:
        """A: rule, or -1 - desk; B: points asked; C: points posted; D: score; F: into whose book, or from whose."""
        a = row[g.A] - 65_536 if row[g.A] > 32_767 else row[g.A]
        by = self.rule(a) if a >= 0 else self.desk(-1 - a)
        s = row[g.D]
        kind = (
            "household-report"
            if row[g.F] == g.TO_HOUSEHOLD
            else "place-report"
            if row[g.F] == g.TO_PLACE
            else "posting"
        )
        found = {"kind": kind, **by, **self.score(s), "asked": self.in_points(s, row[g.B]), "_score": s}
        return (
            found
            | ({"points": self.in_points(s, row[g.C]), "_steps": row[g.C]} if kind == "posting" else {})
            | ({"rated": True} if a >= 0 and self.index.rules[a][1].rating is not None else {})
            | ({"household": True} if row[g.F] in (g.TO_HOUSEHOLD, g.FROM_HOUSEHOLD) else {})
        )

    def summed(self, row: Row) -> Event:
        """A: score of the place; B: steps that its people were posted this window; C: steps by which it moved."""
        s = row[g.A]
        return {
            "kind": "place-sum",
            **self.score(s),
            "asked": self.in_points(s, row[g.B]),
            "mean": self.index.scores[s][1].is_mean,
            "_waits": self.index.scores[s][1].published != "at-once",
            "points": self.in_points(s, row[g.C]),
            "_score": s,
            "_steps": row[g.C],
        }

    def limited(self, row: Row) -> Event:
        """A: rule whose limit is used up."""
        return {"kind": "limited", **self.rule(row[g.A])}

    def postponed(self, row: Row) -> Event:
        """A: rule that a pause stops; B: posted afterwards."""
        return {"kind": "postponed", **self.rule(row[g.A]), "later": bool(row[g.B])}

    def capped(self, row: Row) -> Event:
        """A: rule; B: the best grade it allows; C: until when."""
        r, rule = self.index.rules[row[g.A]]
        k, place = self.index.scale_with(r, rule.no_better_than or "", None)
        return {
            "kind": "capped",
            **self.rule(row[g.A]),
            "grade": self.index.scales[k][2][place].id,
            "until": self.until(row[g.C]),
        }

    def entered(self, row: Row) -> Event:
        """A: list; B: first day; C: day after the last; D: number of the spell; E: wrong; F: was on it already."""
        found = self.list_(row[g.A])
        more = {
            "from": self.date(row[g.B]),
            "until": self.until(row[g.C]),
            "spell": row[g.D],
            "true": not row[g.E],
            "was_on": bool(row[g.F]),
        }
        lists = self.index.lists
        if row[g.A] < len(lists) and lists[row[g.A]][2].has_places:
            more["fills_place"] = True  # unless a rule is named
        return {"kind": "listed", "list": found["list"], "list_kind": found.get("list_kind", "bad"), **more}

    def left(self, row: Row) -> Event:
        """A: list; B: days on it."""
        return {"kind": "left", **self.list_(row[g.A]), "after_days": row[g.B]}

    def expired(self, row: Row) -> Event:
        """A: rule; C: points given back; D: score."""
        s = row[g.D]
        points = {"points": self.in_points(s, row[g.C]), "_score": s, "_steps": row[g.C]}
        return {"kind": "expired", **self.rule(row[g.A]), "decides": "time", **self.score(s), **points}

    def moved(self, row: Row) -> Event:
        """A: score; B, C: before, after. A reset or a return to the start."""
        s = row[g.A]
        r, score = self.index.scores[s]
        found = {
            "before": self.in_points(s, row[g.B]),
            "after": self.in_points(s, row[g.C]),
            "_score": s,
            "_steps": row[g.C] - row[g.B],
        }
        kind = "reset" if row[g.KIND] == g.RESET else "returned"
        return {"kind": kind, **cite(self.index, r, "score", score), "decides": "the calendar", **found}

    def published(self, row: Row) -> Event:
        """A: score; B: its value."""
        r, score = self.index.scores[row[g.A]]
        return {
            "kind": "published",
            **cite(self.index, r, "score", score),
            "decides": "the calendar",
            "after": self.in_points(row[g.A], row[g.B]),
        }

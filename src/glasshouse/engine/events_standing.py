"""Rows of a log that tell of standing: services, notice, desks, and what falls on others."""

from __future__ import annotations

from glasshouse.engine import log as g
from glasshouse.engine import tables as t
from glasshouse.engine.abroad import HOME, OUT, STAYS, TO_CITY
from glasshouse.engine.cite import cite
from glasshouse.engine.city import Plan
from glasshouse.engine.follow import BY_OTHERS
from glasshouse.engine.naming import Event, Names, Row
from glasshouse.engine.standing import NO_GRADE

OVER_THE_BORDER = {OUT: "leaves", HOME: "returns", STAYS: "stays"}
"""What a household that moves over the country's border does, or may not do."""


class Standing(Names):
    """Grades, services, desks, ties."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.grades: dict[int, int | None] = {}

    def stands(self, row: Row) -> Event:
        """A: scale; B: grade; C: published score. Nothing where the grade is what it was."""
        k = row[g.A]
        r, name, grades = self.index.scales[k]
        place = None if row[g.B] == NO_GRADE else row[g.B]
        known, before = k in self.grades, self.grades.get(k)
        self.grades[k] = place
        if known and place == before:
            return {}
        regime = self.index.regime_ids[r]
        found: Event = {"kind": "standing", "decides": f"grades of {regime}", "regime": regime, "grade": None}
        if place is not None:
            s = self.index.score_of[(r, name)]
            found |= cite(self.index, r, "grade", grades[place]) | {"grade": grades[place].id}
            found |= {**self.score(s), "points": self.in_points(s, row[g.C])}
        if known:
            found["grade_before"] = None if before is None else grades[before].id
        return found

    # ---- services and means -----------------------------------------------------------------------------------------
    def refused(self, row: Row) -> Event:
        """A: service; B: consequence; C: for the person's own standing."""
        return {"kind": "refused", **self.service(row[g.A]), **self.consequence(row[g.B]), "own": bool(row[g.C])}

    def stayed_away(self, row: Row) -> Event:
        """A: service; B: consequence that would have refused it."""
        return {"kind": "stayed-away", **self.service(row[g.A]), **self.consequence(row[g.B]), "decides": "the person"}

    def served(self, row: Row) -> Event:
        """A: service; B: consequence; C: price; D: deposit; E: days of waiting; F: priority."""
        usual = [int(value) for value in self.plan.tables[t.SERVICES][row[g.A]]]
        terms = {"price_yuan": row[g.C], "deposit_yuan": row[g.D], "wait_days": row[g.E], "priority": row[g.F]}
        terms |= {"usual_price_yuan": usual[t.SERVICE_PRICE], "usual_deposit_yuan": usual[t.SERVICE_DEPOSIT]}
        terms["usual_wait_days"] = usual[t.SERVICE_WAIT]
        return {"kind": "served", **self.service(row[g.A]), **self.consequence(row[g.B]), **terms}

    def paid(self, row: Row) -> Event:
        """A: consequence; B: yuan."""
        return {"kind": "paid", **self.consequence(row[g.A]), "yuan": row[g.B]}

    def means(self, row: Row) -> Event:
        """A, B: share of the usual income, before and after, in 1/64."""
        return {
            "kind": "means",
            "decides": "consequences that touch income",
            "before": row[g.A] / 64,
            "after": row[g.B] / 64,
        }

    # ---- notice, desks, others --------------------------------------------------------------------------------------
    def noticed(self, row: Row) -> Event:
        """A: list; a moment means that a refusal told the person."""
        return {"kind": "notice", **self.list_(row[g.A]), "how": "refusal" if row[g.MOMENT] else "letter"}

    def applied(self, row: Row) -> Event:
        """A: desk; B: what about; C: the entry is wrong."""
        return {
            "kind": "applied",
            **self.desk(row[g.A]),
            "decides": "the person",
            **self.item(row[g.B]),
            "entry_true": not row[g.C],
        }

    def answered(self, row: Row) -> Event:
        """A: desk; B: granted; C: what about; D: the entry is wrong."""
        return {
            "kind": "answered",
            **self.desk(row[g.A]),
            **self.item(row[g.C]),
            "granted": bool(row[g.B]),
            "entry_true": not row[g.D],
        }

    def unheard(self, row: Row) -> Event:
        """A: desk; B: what about. The window for applying is over."""
        return {"kind": "too-late", **self.desk(row[g.A]), **self.item(row[g.B])}

    def opened(self, row: Row) -> Event:
        """A: matter; B: the day on which it will be settled, as things stand."""
        return {"kind": "owes", "decides": "the deed", **self.matter(row[g.A]), "until": self.until(row[g.B])}

    def settled(self, row: Row) -> Event:
        """A: matter."""
        return {"kind": "settled", "decides": "the person's means", **self.matter(row[g.A])}

    def landed(self, row: Row) -> Event:
        """A: clause that lands on others; B: it begins."""
        e = int(self.plan.tables[t.LANDINGS][row[g.A]])
        return {
            "kind": "landed",
            **self.consequence(int(self.plan.tables[t.CONSEQUENCES][e, t.CONSEQUENCE_ROW])),
            "begins": bool(row[g.B]),
            "by": self.index.consequences[int(self.plan.tables[t.CONSEQUENCES][e, t.CONSEQUENCE_ROW])][1].lands_on,
        }

    def shown(self, row: Row) -> Event:
        """A: publicity; B: it begins; C: days for which it is remembered."""
        return {"kind": "shown", **self.show(row[g.A]), "begins": bool(row[g.B]), "remembered_days": row[g.C]}

    def followed(self, row: Row) -> Event:
        """A: norm; B: it is taken up; C: why; D: millionths of those heeded who follow (if it is caught: who pass it on)."""
        norm = self.index.recipe.norm[row[g.A]]
        told: Event = {"kind": "norm", "decides": "the person", "norm": norm.id, "label": norm.label}
        told |= {"begins": bool(row[g.B]), "why": ("start", "pushed", "others")[row[g.C]], "follows": norm.follows}
        return told | ({"share": row[g.D] / 1_000_000} if row[g.C] == BY_OTHERS else {})

    def heard(self, row: Row) -> Event:
        """A: publicity through which the person heard of somebody else."""
        return {"kind": "heard", **self.show(row[g.A])}

    def fed(self, row: Row) -> Event:
        """A: feed; B: it begins."""
        r, feed = self.index.feeds[row[g.A]]
        return {
            "kind": "fed",
            **cite(self.index, r, "feed", feed),
            "begins": bool(row[g.B]),
            "of_firm": feed.lands_on == "owners",
        }

    def moves(self, row: Row) -> Event:
        """A: how (see ``abroad.py``); B: kind of place; C: bits of the regimes in force there."""
        here = [name for r, name in enumerate(self.index.regime_ids) if row[g.C] >> r & 1]
        told: Event = {
            "kind": "move",
            "decides": "chance, by the population's rate",
            "another_city": row[g.A] == TO_CITY,
        }
        if row[g.A] in OVER_THE_BORDER:
            return {**told, "how": OVER_THE_BORDER[row[g.A]]} | ({"in_force": here} if row[g.A] == HOME else {})
        return told | {"kind_of_place": self.index.kinds[row[g.B]], "in_force": here}

    def consent(self, row: Row) -> Event:
        """A: regime; B: it is left; C: for costing more than it brings; D: its book is erased."""
        regime = self.index.regime_ids[row[g.A]]
        told: Event = {"kind": "consent", "decides": "the person", "regime": regime, "leaves": bool(row[g.B])}
        return told | ({"is_a_loss": bool(row[g.C]), "erased": bool(row[g.D])} if row[g.B] else {})

    def spent(self, row: Row) -> Event:
        """A: consequence; B: points that the score moved; C: score."""
        s = row[g.C]
        moved = {"points": self.in_points(s, row[g.B]), "_score": s, "_steps": row[g.B]}
        return {"kind": "spent", **self.consequence(row[g.A]), "decides": "the person", **self.score(s), **moved}

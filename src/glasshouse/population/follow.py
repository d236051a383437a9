"""How people follow others: norms that spread, and opinions that are averaged. Words of a population recipe."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from glasshouse.kit.figure import Block, Day, Flag, Number, Share, Whole, Word
from glasshouse.rulebook.model import Id, Marked

Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
Windows = Annotated[Whole, Field(ge=1, le=36500)]


class Law(Block):
    """The law by which each person gets an own number, such as a threshold.

    ``even``: the k-th of n persons gets low + (high - low) k / n. ``uniform``: between low and high. ``normal``: mean and
    sigma, nothing cut off. ``evenly``: not drawn, but the law's own quantiles (k + 1/2) / n, one each, scattered over the people.
    """

    law: Literal["even", "uniform", "normal"]
    low: Number = 0
    high: Number = 1
    mean: Number = 0
    sigma: NotNegative = 0
    evenly: Flag = False


class Push(Block):
    """From one date until another, exactly this share of people follows, whatever the others do."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    share: Share


class Norm(Marked):
    """Something one does or not, because others do; it is looked at anew at the start of every window.

    ``threshold``: one follows if the share of followers among those one heeds has reached an own threshold (Granovetter
    1978). ``infection``: each catching follower passes it on with the same chance b, so that n of them convince with
    1 - (1 - b)^n. ``hazard``: one takes it up at the rate own + others x share of followers (Bass 1969).
    What is caught or taken up at a rate wears down a resistance of one's own, exponential with mean one; ``evenly``: these are
    not drawn, but the law's own quantiles.
    ``payoff``: who has had less from meetings in the last window takes over what somebody else does, at the rate
    imitates_per_window x the share of those others x the difference of the means in yuan (proportional imitation, Schlag 1998),
    so that shares move as replicators do.
    ``thresholds`` give the persons of a place theirs in order, over
    and over if the list is shorter. ``passes_on_to`` is how many one follower would convince in a window if nobody else followed.
    """

    id: Id
    label: Word
    follows: Literal["threshold", "infection", "hazard", "payoff"]
    among: Literal["city", "place", "friends", "ring", "table"]
    start_share: Share = 0.0
    threshold: Law | None = None
    thresholds: tuple[Number, ...] = ()
    may_be_given_up: Flag = False
    passes_on_to: Positive | None = None
    chance_per_contact: Share | None = None
    catching_windows: Windows | None = None
    own_per_year: NotNegative | None = None
    others_per_year: NotNegative | None = None
    imitates_per_window: NotNegative | None = None
    evenly: Flag = False
    pushes: tuple[Push, ...] = ()


class Opinion(Marked):
    """A number that people hold, and move each window by what those hold whom they heed.

    Anew it is weight_self x own + weight_others x mean of the others + weight_start x the opinion of day 0 + shift, and a
    number of one's own (normal, ``own_sigma``, kept for ever) and of the window (normal, ``noise_sigma``). With weight_others
    alone it is the model of DeGroot (1974), with weight_start that of Friedkin and Johnsen (1990). Means are taken over the
    drawn friends, the ring, the rows of the table with their weights, or everybody else of the place.
    """

    id: Id
    label: Word
    among: Literal["place", "friends", "ring", "table"]
    start: Law | None = None
    starts: tuple[Number, ...] = ()
    weight_self: Share = 0.0
    weight_others: Share
    weight_start: Share = 0.0
    shift: Number = 0
    own_sigma: NotNegative = 0
    noise_sigma: NotNegative = 0


class Heeds(Block):
    """One row of a table of ties: how much one person of a place heeds another; both are counted from 0."""

    who: Annotated[Whole, Field(ge=0)]
    heeds: Annotated[Whole, Field(ge=0)]
    weight: Positive


class Tie(Marked):
    """Ties inside the place: drawn friends, neighbours on a ring, or an explicit table; colleagues; a guarantor.

    A friendship that costs one of the two is dropped for good with the chance ``drops_per_month`` at each month's beginning: because of
    what the one's standing lands on the other, or because a score measures friends and theirs is below one's own.
    To one workplace come ``per_person`` people of the place on average; children and pensioners among them do not work there.
    """

    id: Literal["friends", "ring", "table", "colleagues", "guarantor"]
    per_person: Annotated[Whole, Field(ge=1, le=200)] | None = None
    same_group_share: Share = 0.0
    drops_per_month: Share = 0.0
    each_side: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    rows: tuple[Heeds, ...] = ()

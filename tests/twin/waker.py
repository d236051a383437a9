"""Steers: those that send watchers, and those that wake clauses or put them to sleep."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from glasshouse.regime.model import Steer
from twin.addresses import name_of
from twin.blocks import ChannelLaw, RegimeLaw


@dataclass(eq=False)
class SteerLaw:
    """What sends the watchers of a channel."""

    number: int
    channel: ChannelLaw
    says: Steer

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.channel.regime.id}/{self.says.id}")


@dataclass(eq=False)
class WakerLaw:
    """What wakes clauses, or puts them to sleep."""

    number: int
    regime: RegimeLaw
    says: Steer

    @cached_property
    def starts(self) -> list[object]:
        """The blocks that it wakes."""
        return self._named(self.says.wakes)

    @cached_property
    def stops(self) -> list[object]:
        """The blocks that it puts to sleep."""
        return self._named(self.says.puts_to_sleep)

    def _named(self, names: tuple[str, ...]) -> list[object]:
        law = self.regime.says
        return [block for block in (*law.rule, *law.consequence, *law.publicity, *law.channel) if block.id in names]

"""What several documents of one funnel are made of, worked out once: its first year, its tests."""

from collections.abc import Callable
from typing import Generic, TypeVar

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.expectation import Expectation, expect
from funnelcraft.simulation.problems import CannotSimulate

DAYS = 365
T = TypeVar("T")


class Remembered(Generic[T]):
    """A pure function of a funnel that remembers its last result: funnels never change."""

    def __init__(self, function: Callable[[Funnel], T]) -> None:
        self._function = function
        self._last: tuple[Funnel, T] | None = None

    def __call__(self, funnel: Funnel) -> T:
        """Return the function's result."""
        last = self._last
        if last is None or last[0] is not funnel:
            last = self._last = (funnel, self._function(funnel))
        return last[1]


def _expected(funnel: Funnel) -> Expectation | CannotSimulate:
    try:
        return expect(funnel, DAYS)
    except CannotSimulate as refusal:
        return refusal


_year = Remembered(_expected)


def first_year(funnel: Funnel) -> Expectation:
    """Return the expectation of the first year. Raises CannotSimulate."""
    found = _year(funnel)
    if isinstance(found, CannotSimulate):
        raise found
    return found

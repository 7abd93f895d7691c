"""What each single change between two designs adds to the whole difference."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.changes import Change
from funnelcraft.funnel.mapping import Mapping as StageMapping
from funnelcraft.funnel.mapping import aligned, mapping_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import applied, change_sentence, differences
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison.comparing import (
    ComparisonStopped,
    compare,
    refuse_incomparable,
)
from funnelcraft.simulation.comparison.figures import Asked, expected_figures, run_differences
from funnelcraft.simulation.comparison.grouping import (
    Grouped,
    grouped,
    joined_where_needed,
)
from funnelcraft.simulation.comparison.shapley import (
    MOST_EXACT,
    Set,
    sampled_orders,
    sets_of,
    shares,
)
from funnelcraft.simulation.engine.executors import Executor, ShouldStop
from funnelcraft.simulation.engine.settings import Settings, refuse_impossible
from funnelcraft.simulation.forecast.figures import Figure, revenue, wins
from funnelcraft.simulation.plan import plan
from funnelcraft.simulation.problems import CannotSimulate

OnProgress = Callable[[int, int], None]  # how many sets of changes are computed, of how many

# Pairs of opposite orders where there are too many changes for all orders.
ORDER_PAIRS = 16


@dataclass(frozen=True)
class Share:
    """What a change does to a figure over the horizon.

    `alone` is what it adds to A by itself, `last` what B loses without it, `share` its fair share
    of the whole difference: shares add up to it. `error` is the standard error of the share: of
    sampled orders, and of the runs where it was played; zero where it is exact. `low` and `high`
    hold what endless runs in all orders would say with a chance of 80%.
    """

    alone: float
    last: float
    share: float
    error: float
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether there is nothing to be unsure of."""
        return self.error == 0


@dataclass(frozen=True)
class Contribution:
    """One change, or some that need each other, and its shares by figure."""

    title: str
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]
    shares: Mapping[Figure, Share]


@dataclass(frozen=True)
class Contributions:
    """What each change adds to the difference of two designs over `days`.

    `whole` is the whole difference by figure, B − A. `exact`: from the exact expectation; else from
    `runs` paired runs, because leads queue. `orders` None: all orders of the changes were weighed.
    `words` are the changes that move no lead.
    """

    days: int
    contributions: tuple[Contribution, ...]
    whole: Mapping[Figure, float]
    exact: bool
    runs: int
    orders: int | None
    words: tuple[Change, ...]


def contributions(
    a: Funnel,
    b: Funnel,
    settings: Settings | None = None,
    figures: Sequence[Figure] = (wins(), revenue()),
    mapping: StageMapping | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Contributions:
    """Return what each change from A to B adds to figures: wins, revenue, or those of B's stages.

    Without queues in either design by the exact expectation; with them by paired runs of A and
    each set of changes on the same luck. Up to five changes are weighed in all orders, more in
    random ones. Raises ComparisonStopped, CannotSimulate where a design has errors or both cannot
    be compared, and KeyError where a figure is of no stage or trigger of B.
    """
    settings = settings or Settings()
    refuse_impossible(settings)
    refuse_incomparable(a, b)
    mapping = mapping or mapping_by_id(a, b)
    asked = Asked.of(a, b, mapping, figures)
    other = aligned(a, b, mapping)
    queues = any(plan(funnel, settings.days).has_queues for funnel in (a, other))
    between = _Between(a, other, should_stop)
    parts, orders = between.parts(settings.seed)
    wanted = sets_of(len(parts), orders)
    found: dict[Set, Floats] = {}
    for done, chosen in enumerate(wanted):
        between.refuse_to_go_on()
        funnel = between.with_parts(parts, chosen)
        if queues:
            played = compare(a, funnel, settings, None, should_stop, executor)
            found[chosen] = run_differences(played, asked)
        else:
            found[chosen] = expected_figures(funnel, settings.days, asked)[:, None]
        if on_progress is not None:
            on_progress(done + 1, len(wanted))
    whole = found[frozenset(range(len(parts)))] - found[frozenset()]
    return Contributions(
        days=settings.days,
        contributions=_told(between, parts, asked, found, orders),
        whole=dict(zip(asked.figures, whole.mean(axis=1).tolist(), strict=True)),
        exact=not queues,
        runs=settings.runs if queues else 0,
        orders=None if orders is None else len(orders),
        words=between.grouped.words,
    )


class _Between:
    """All funnels between A and B that some of the changes make."""

    def __init__(self, a: Funnel, b: Funnel, should_stop: ShouldStop | None) -> None:
        self._a, self._b, self._should_stop = a, b, should_stop
        self._changes = differences(a, b)
        self._flows: dict[frozenset[int], bool] = {}

    @cached_property
    def grouped(self) -> Grouped:
        """The changes, those that need each other together."""
        return grouped(self._a, self._b, self._changes)

    def parts(self, seed: int) -> tuple[list[list[int]], list[tuple[int, ...]] | None]:
        """Return which groups are weighed together, and in which orders; None: in all."""

        def orders(n: int) -> list[tuple[int, ...]] | None:
            return None if n <= MOST_EXACT else sampled_orders(n, ORDER_PAIRS, seed)

        count = len(self.grouped.groups)
        found = joined_where_needed(count, lambda n: sets_of(n, orders(n)), self._can_be)
        return found, orders(len(found))

    def with_parts(self, parts: list[list[int]], chosen: Set) -> Funnel:
        """Return A with some parts of the changes."""
        return self._with(frozenset(at for part in chosen for at in parts[part]))

    def refuse_to_go_on(self) -> None:
        """Raise ComparisonStopped where somebody asked to stop."""
        if self._should_stop is not None and self._should_stop():
            raise ComparisonStopped(None)

    def of_part(self, part: list[int]) -> tuple[Change, ...]:
        """Return the changes of a part."""
        return tuple(change for at in part for change in self.grouped.groups[at])

    def title(self, change: Change) -> str:
        """Say what a change does."""
        return change_sentence(self._a, change)

    def _with(self, chosen: frozenset[int]) -> Funnel:
        made = {id(change) for at in chosen for change in self.grouped.groups[at]}
        made |= {id(change) for change in self.grouped.words}
        return applied(self._a, [c for c in self._changes if id(c) in made]).funnel

    def _can_be(self, chosen: frozenset[int]) -> bool:
        if chosen not in self._flows:
            self.refuse_to_go_on()
            try:
                plan(self._with(chosen), 1)
                self._flows[chosen] = True
            except CannotSimulate:
                self._flows[chosen] = False
        return self._flows[chosen]


def _told(
    between: _Between,
    parts: list[list[int]],
    asked: Asked,
    found: dict[Set, Floats],
    orders: list[tuple[int, ...]] | None,
) -> tuple[Contribution, ...]:
    if not parts:
        return ()
    by_change = shares(len(parts), found.__getitem__, orders)
    error, reach = by_change.interval()
    alone, last, share = (
        part.mean(axis=-1) for part in (by_change.alone, by_change.last, by_change.share)
    )
    told = []
    for at, part in enumerate(parts):
        changes = between.of_part(part)
        sentences = tuple(map(between.title, changes))
        figures = {
            figure: Share(
                *(
                    float(one[at, place])
                    for one in (alone, last, share, error, share - reach, share + reach)
                )
            )
            for place, figure in enumerate(asked.figures)
        }
        told.append(Contribution(sentences[0], sentences, changes, figures))
    return tuple(told)

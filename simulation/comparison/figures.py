"""Figures of B, read in any funnel between A and B: what is not there yet, or no more, is 0."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from funnelcraft.funnel.mapping import Mapping, Pairs, aligned, pairs_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.comparison.comparison import OF_STAGES, Comparison
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast.figures import Figure, moves
from funnelcraft.simulation.forecast.runs import Runs
from funnelcraft.simulation.sensitivity.outcome import outcome_in

T = TypeVar("T", float, Floats)


@dataclass(frozen=True)
class Asked:
    """Figures of B, and for each those of A's ids that are added up and taken off for it."""

    figures: tuple[Figure, ...]
    added: tuple[tuple[Figure, ...], ...]
    taken: tuple[tuple[Figure, ...], ...]

    @classmethod
    def of(cls, a: Funnel, b: Funnel, mapping: Mapping, figures: Sequence[Figure]) -> "Asked":
        """Return how figures of B are read in A, in B aligned to A, and in all between."""
        pairs, model = pairs_of(a, b, mapping), aligned(a, b, mapping)
        names = {
            **{("stage", s.id): t.id for s, t in zip(b.stages, model.stages, strict=True)},
            **{("trigger", s.id): t.id for s, t in zip(b.triggers, model.triggers, strict=True)},
        }
        parts = [_parts(figure, pairs, names) for figure in figures]
        return cls(
            tuple(figures),
            tuple(added for added, _taken in parts),
            tuple(taken for _added, taken in parts),
        )


def _parts(
    figure: Figure, pairs: Pairs, names: dict[tuple[str, str], str]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    if not figure.id:
        return (figure,), ()
    kind, matched = (
        ("stage", pairs.stages) if figure.kind in OF_STAGES else ("trigger", pairs.triggers)
    )
    ids = dict.fromkeys((names[kind, figure.id], *matched.get(figure.id, ())))
    inside = pairs.within.get(figure.id, ()) if figure.kind == "entries" else ()
    return tuple(Figure(figure.kind, one) for one in ids), tuple(map(moves, inside))


def expected_figures(funnel: Funnel, days: int, asked: Asked) -> Floats:
    """Return the expected totals of the figures in a funnel, shape [figures]."""
    found = expect(funnel, days)
    there = {*found.stage_ids, *found.trigger_ids, ""}

    def read(figure: Figure) -> float:
        if figure.id not in there:
            return 0.0
        if figure.kind == "balance":
            return float(found.balance[found.stage_ids.index(figure.id), -1])
        return outcome_in(found, funnel, figure)

    return np.array([_added(asked, at, read) for at in range(len(asked.figures))])


def run_differences(found: Comparison, asked: Asked) -> Floats:
    """Return B − A of the figures by run, shape [figures, runs]."""

    def of(runs: Runs) -> Floats:
        there = {*runs.stage_ids, *runs.trigger_ids, ""}

        def read(figure: Figure) -> Floats:
            return runs.totals(figure) if figure.id in there else np.zeros(runs.runs)

        return np.stack([_added(asked, at, read) for at in range(len(asked.figures))])

    return of(found.b) - of(found.a)


def _added(asked: Asked, at: int, read: Callable[[Figure], T]) -> T:
    """Return a figure from its parts."""
    added, taken = asked.added[at], asked.taken[at]
    total = read(added[0])
    for figure in added[1:]:
        total = total + read(figure)
    for figure in taken:
        total = total - read(figure)
    return total

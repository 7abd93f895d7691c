"""What two designs differ by, line by line: deals, revenue, every stage, waits, broken promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import short_stage_name, stage_name
from funnelcraft.funnel.text import _
from funnelcraft.simulation.comparison.comparison import Comparison, Difference
from funnelcraft.simulation.comparison.standing import Better
from funnelcraft.simulation.forecast.figures import Figure, entries, queue, revenue, wins

Unit = Literal["leads", "money", "days", "share"]
Wanted = Literal["more", "less", ""]


@dataclass(frozen=True, eq=False)
class ComparedLine:
    """A figure of both designs over the horizon.

    `stage` is the stage it is about, '' for the whole funnel. `wanted` says which is better: more
    deals and revenue, fewer waits and broken promises; of a stage on the way neither is. `since` is
    the week from which on the difference shows.
    """

    name: str
    unit: Unit
    stage: str
    difference: Difference
    wanted: Wanted = ""
    since: date | None = None

    @property
    def better(self) -> Better | None:
        """In which share of the runs B is better, and worse; None where neither is."""
        return self.difference.better(self.wanted == "less") if self.wanted else None


def compared_lines(
    found: Comparison, a: Funnel, b: Funnel, has_revenue: bool
) -> tuple[ComparedLine, ...]:
    """Return all lines: deals and revenue first, then the stages of both, as B calls them."""
    return tuple(_lines(found, a, b, has_revenue))


def _lines(found: Comparison, a: Funnel, b: Funnel, has_revenue: bool) -> Iterator[ComparedLine]:
    if has_wins(a) or has_wins(b):
        yield _of(found, _("Deals won"), "leads", wins())
        if has_revenue:
            yield _of(found, _("Revenue"), "money", revenue())
    both = set(found.stage_ids())
    stages = [stage for stage in stages_in_order(b) if stage.id in both]
    for stage in stages:
        yield _of(found, stage_name(stage), "leads", entries(stage.id), stage)
    for stage in stages:
        yield from _of_queue(found, stage)
    for stage in stages:
        yield from _of_promise(found, stage)


def has_wins(funnel: Funnel) -> bool:
    """Say whether anything can be won."""
    return any(stage.kind == "won" for stage in funnel.stages)


def _of(
    found: Comparison, name: str, unit: Unit, figure: Figure, stage: Stage | None = None
) -> ComparedLine:
    return ComparedLine(
        name,
        unit,
        figure.id,
        found.difference(figure),
        "more" if stage is None or stage.kind == "won" else "",
        found.visible_from(figure),
    )


def _of_queue(found: Comparison, stage: Stage) -> Iterator[ComparedLine]:
    if stage.id not in found.queued_stages():
        return
    name = short_stage_name(stage)
    waits = found.mean_wait(stage.id)
    yield ComparedLine(
        _("{stage}: days waited").format(stage=name), "days", stage.id, waits, "less"
    )
    figure = queue(stage.id)
    yield ComparedLine(
        _("{stage}: queue at the end").format(stage=name),
        "leads",
        stage.id,
        found.difference(figure),
        "less",
        found.visible_from(figure),
    )


def _of_promise(found: Comparison, stage: Stage) -> Iterator[ComparedLine]:
    if stage.id in found.promised_stages():
        name = _("{stage}: SLA broken").format(stage=short_stage_name(stage))
        shares = found.breach_share(stage.id)
        yield ComparedLine(name, "share", stage.id, shares, "less")


def only_in(funnel: Funnel, matched: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the stages of a design that are not among the matched ones, by id."""
    known = set(matched)
    return tuple(stage_name(stage) for stage in stages_in_order(funnel) if stage.id not in known)

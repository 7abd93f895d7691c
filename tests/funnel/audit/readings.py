"""Readings made by hand: stages and moves with the figures a test is about."""

from itertools import pairwise
from typing import Any

from funnelcraft.funnel.audit.reading import Reading, reading
from funnelcraft.funnel.measured import (
    Estimate,
    MeasuredBaseline,
    MeasuredMove,
    MeasuredRows,
    MeasuredStage,
    UndrawnMove,
)
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.velocity import FixedTime
from tests.funnel.builders import funnel, source, stage, trigger


def about(share: float, reach: float = 0.02) -> Estimate:
    """Return a share with bounds at both sides."""
    return Estimate(value=share, low=max(share - reach, 0.0), high=min(share + reach, 1.0))


def move(start: str, end: str, entered: int, moved: int, share: float, **more: Any) -> MeasuredMove:
    defaults: dict[str, Any] = {
        "trigger": f"{start}-{end}",
        "naive": moved / max(entered, 1),
        "conversion": about(share),
        "end_days": 300,
        "mean_days": Estimate(value=10.0, low=9.0, high=11.0),
        "median_days": 7.0,
        "ninth_days": 23.0,
    }
    return MeasuredMove(
        from_stage=start, to_stage=end, entered=entered, moved=moved, **(defaults | more)
    )


def undrawn(start: str, end: str, entered: int, moved: int, share: float) -> UndrawnMove:
    """Return a way that leads took and for which the funnel has no trigger."""
    return UndrawnMove(
        from_stage=start,
        to_stage=end,
        to_name="" if end else "Elsewhere",
        entered=entered,
        moved=moved,
        naive=moved / max(entered, 1),
        conversion=about(share),
        end_days=300,
        mean_days=Estimate(value=10.0, low=9.0, high=11.0),
        rate=share,
        rate_entered=entered,
        rate_moved=moved,
        time=FixedTime(mean_days=10.0),
    )


def measured_stage(identity: str, volume: int, **more: Any) -> MeasuredStage:
    return MeasuredStage(stage=identity, **({"volume": volume, "net_new": volume} | more))


def read(
    stages: tuple[MeasuredStage, ...],
    moves: tuple[MeasuredMove, ...],
    drawn: Funnel | None = None,
    segment: str = "all",
    **more: Any,
) -> Reading:
    """Read these measurements of 2018 on a funnel; without one, a → b → won with b → lost."""
    defaults: dict[str, Any] = {
        "first": "2018-01-01",
        "last": "2018-12-31",
        "seen": "2019-01-31",
        "leads": stages[0].volume if stages else 0,
        "rows": MeasuredRows(read=0, kept=0),
        "stages": stages,
        "moves": moves,
    }
    whole = (drawn or funnel()).replaced(baseline=MeasuredBaseline(**(defaults | more)))
    found = reading(whole, segment)
    assert found is not None
    return found


def chain(*names: str, kinds: dict[str, str] | None = None) -> Funnel:
    """Return a funnel of stages in a row, each called by its name, the last one won."""
    ends = {names[-1]: "won"} | (kinds or {})
    stages: tuple[Stage, ...] = tuple(
        stage(name.casefold(), ends.get(name, "open"), term=name.upper()) for name in names
    )
    triggers: tuple[Trigger, ...] = tuple(
        trigger(one.id, other.id) for one, other in pairwise(stages)
    )
    return funnel(stages=stages, triggers=triggers, sources=(source(stages[0].id),))

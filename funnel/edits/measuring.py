"""What is added to a measured baseline later."""

from collections.abc import Iterable

from funnelcraft.funnel.edits.changes import change_trigger
from funnelcraft.funnel.edits.creation import add_trigger
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.measured import EVERY_SEGMENT, Backtest, UndrawnMove
from funnelcraft.funnel.model import ENDS, Conversion, Funnel, Override


def keep_backtest(funnel: Funnel, tested: Backtest) -> Funnel:
    """Keep a backtest in the baseline, in place of one of the same stage and length.

    A funnel without a baseline stays as it is: there is nothing that was tested.
    """
    if funnel.baseline is None:
        return funnel
    others = tuple(
        one
        for one in funnel.baseline.backtests
        if (one.target, one.days) != (tested.target, tested.days)
    )
    baseline = funnel.baseline.replaced(backtests=(tested, *others))
    return funnel.replaced(baseline=baseline)


def draw_measured(funnel: Funnel, ways: Iterable[tuple[str, str]]) -> Funnel:
    """Add a trigger, with the figures that were measured, for ways (from, to) that have none.

    Ways that were not measured, that a trigger draws already, or that leave an end are left out.
    """
    if funnel.baseline is None:
        return funnel
    stages = stages_by_id(funnel)
    for start, to in dict.fromkeys(ways):
        measured = {
            one.segment: one
            for one in funnel.baseline.undrawn
            if (one.from_stage, one.to_stage) == (start, to)
        }
        whole = measured.pop(EVERY_SEGMENT, None)
        drawn = any((t.from_stage, t.to_stage) == (start, to) for t in funnel.triggers)
        if whole is None or drawn or start not in stages or to not in stages:
            continue
        if stages[start].kind in ENDS:
            continue
        funnel, name = add_trigger(
            funnel, start, to, conversion=_conversion(whole), velocity=whole.time
        )
        known = {segment.id for segment in funnel.segments}
        own = {
            segment: Override(conversion=_conversion(move), velocity=move.time)
            for segment, move in measured.items()
            if segment in known
        }
        funnel = change_trigger(funnel, name, by_segment=own)
    return funnel


def _conversion(move: UndrawnMove) -> Conversion:
    if move.rate_entered <= 0:
        return Conversion(rate=move.rate)
    return Conversion(rate=move.rate, entered=move.rate_entered, moved=move.rate_moved)

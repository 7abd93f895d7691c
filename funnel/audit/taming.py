"""Bring the figures of a file within what can be drawn and reckoned with.

A document opens with impossible figures (`io/project_file`), so a share may be 7 or a count have
three hundred digits. Nothing here judges them: they are cut to the nearest possible ones.
"""

from typing import TypeVar

from funnelcraft.funnel.measured import (
    Backtest,
    CurvePoint,
    Estimate,
    MeasuredBaseline,
    MeasuredMove,
    MeasuredPromise,
    MeasuredRows,
    MeasuredStage,
    TestedCut,
    TimeBin,
    UndrawnMove,
)

MOST_LEADS = 10**12
MOST_DAYS = 10**5
FIGURES_OF_A_CUT = (
    *("truth", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"),
    *("crps", "naive_4w", "naive_8w", "naive_12w"),
)

_Number = TypeVar("_Number", int, float)


def tamed(baseline: MeasuredBaseline) -> MeasuredBaseline:
    """Return a baseline whose counts, shares and days are possible ones, its curves in order."""
    months = len(baseline.months)
    return baseline.replaced(
        leads=_count(baseline.leads),
        deals=_count(baseline.deals),
        deals_with_value=_count(baseline.deals_with_value),
        stages=tuple(_stage(stage, months) for stage in baseline.stages),
        moves=tuple(_move(move) for move in baseline.moves),
        undrawn=tuple(_undrawn(move) for move in baseline.undrawn),
        truncated=tuple(
            one.replaced(
                leads=_count(one.leads),
                left_out=_count(one.left_out),
                recorded=_count(one.recorded),
                expected=_within(one.expected, float(MOST_LEADS)),
            )
            for one in baseline.truncated
        ),
        rare=tuple(one.replaced(moves=_count(one.moves)) for one in baseline.rare),
        files=tuple(file.replaced(rows=_count(file.rows)) for file in baseline.files),
        rows=_rows(baseline.rows),
        backtests=tuple(_backtest(test) for test in baseline.backtests),
    )


def _rows(rows: MeasuredRows) -> MeasuredRows:
    return rows.replaced(
        read=_count(rows.read),
        kept=_count(rows.kept),
        dropped={why: _count(n) for why, n in rows.dropped.items()},
        repaired={why: _count(n) for why, n in rows.repaired.items()},
    )


def _backtest(test: Backtest) -> Backtest:
    return test.replaced(
        days=_within(test.days, MOST_DAYS), cuts=tuple(_cut(cut) for cut in test.cuts)
    )


def _cut(cut: TestedCut) -> TestedCut:
    figures = {
        name: _within(float(getattr(cut, name)), float(MOST_LEADS)) for name in FIGURES_OF_A_CUT
    }
    return cut.replaced(**figures)


def _within(value: _Number, most: _Number) -> _Number:
    return min(max(value, type(value)(0)), most)


def _count(value: int) -> int:
    return _within(value, MOST_LEADS)


def _share(value: float) -> float:
    return _within(value, 1.0)


def _days(value: float | None) -> float | None:
    return None if value is None else _within(value, float(MOST_DAYS))


def _of_shares(one: Estimate) -> Estimate:
    return Estimate(value=_share(one.value), low=_share(one.low), high=_share(one.high))


def _of_days(one: Estimate | None) -> Estimate | None:
    if one is None:
        return None
    value, low, high = (_within(v, float(MOST_DAYS)) for v in (one.value, one.low, one.high))
    return Estimate(value=value, low=low, high=high)


def _stage(stage: MeasuredStage, months: int) -> MeasuredStage:
    by_month = tuple(_count(leads) for leads in stage.by_month[:months])
    return stage.replaced(
        volume=_count(stage.volume),
        net_new=_count(stage.net_new),
        by_month=by_month + (0,) * (months - len(by_month)),
        open_now=_count(stage.open_now),
        zombies=_count(stage.zombies),
        zombie_days=None if stage.zombie_days is None else _within(stage.zombie_days, MOST_DAYS),
        median_age_days=_days(stage.median_age_days),
        low_age_days=_days(stage.low_age_days),
        high_age_days=_days(stage.high_age_days),
        usual_stay_days=_days(stage.usual_stay_days),
        long_stay_days=_days(stage.long_stay_days),
        overdue=_count(stage.overdue),
        leak=None if stage.leak is None else _of_shares(stage.leak),
        promise=None if stage.promise is None else _promise(stage.promise),
    )


def _promise(promise: MeasuredPromise) -> MeasuredPromise:
    return promise.replaced(
        met=_count(promise.met),
        missed=_count(promise.missed),
        waiting=_count(promise.waiting),
        days=_within(promise.days, float(MOST_DAYS)),
        kept=_of_shares(promise.kept),
    )


def _move(move: MeasuredMove) -> MeasuredMove:
    points = sorted(move.curve, key=lambda point: point.days)
    return move.replaced(
        entered=_count(move.entered),
        moved=_count(move.moved),
        naive=_share(move.naive),
        conversion=_of_shares(move.conversion),
        end_days=_within(move.end_days, MOST_DAYS),
        mean_days=_of_days(move.mean_days),
        median_days=_days(move.median_days),
        ninth_days=_days(move.ninth_days),
        curve=tuple(_point(point) for point in points),
        times=tuple(_bin(one) for one in sorted(move.times, key=lambda one: one.from_days)),
    )


def _undrawn(move: UndrawnMove) -> UndrawnMove:
    found = _move(move)
    assert isinstance(found, UndrawnMove)
    return found.replaced(
        rate=_share(found.rate),
        rate_entered=_count(found.rate_entered),
        rate_moved=_count(found.rate_moved),
    )


def _point(point: CurvePoint) -> CurvePoint:
    return CurvePoint(
        days=_within(point.days, MOST_DAYS),
        share=_share(point.share),
        low=_share(point.low),
        high=_share(point.high),
    )


def _bin(one: TimeBin) -> TimeBin:
    return TimeBin(
        from_days=_within(one.from_days, float(MOST_DAYS)),
        to_days=_within(one.to_days, float(MOST_DAYS)),
        moves=_count(one.moves),
    )

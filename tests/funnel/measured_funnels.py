"""Funnels with a baseline as a calibration would leave it: consistent figures, made in one line.

Leads flow as the funnel's own rates and times say, so that the counts add up: visits = leads that
begin + moves into the stage. Nothing is random but the backtests, which are seeded.
"""

import math
import random
from datetime import date, timedelta

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.measured import (
    Backtest,
    CurvePoint,
    Estimate,
    LeftTruncation,
    MeasuredBaseline,
    MeasuredFile,
    MeasuredMove,
    MeasuredPromise,
    MeasuredRows,
    MeasuredStage,
    TestedCut,
    TimeBin,
)
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.io.templates import template

Z80 = 1.2815515655446004
MONTHS = tuple(f"2018-{month:02d}" for month in range(1, 13))
SEASON = (7, 8, 9, 10, 9, 8, 7, 6, 9, 10, 9, 8)
OPEN_SHARE = 0.06  # of the visits to a stage are still open when the log ends


def measured(
    funnel: Funnel | str = "lead-to-revenue",
    leads: int = 7998,
    segments: tuple[tuple[str, float], ...] = (),
    tests: int = 10,
) -> Funnel:
    """Return a funnel, or the template of a name, with its baseline of 2018.

    `segments` are ids with their shares of the leads; they behave alike.
    """
    drawn = template(funnel) if isinstance(funnel, str) else funnel
    parts = [("all", 1.0), *segments]
    stages: list[MeasuredStage] = []
    moves: list[MeasuredMove] = []
    for segment, share in parts:
        own = _Flow(drawn, round(leads * share))
        stages += [_stage(own, stage, segment) for stage in stages_in_order(drawn)]
        moves += [_move(own, trigger, segment) for trigger in own.triggers]
    deals = sum(
        stage.volume
        for stage in stages
        if stage.segment == "all"
        and any(one.id == stage.stage and one.kind == "won" for one in drawn.stages)
    )
    return drawn.replaced(
        baseline=MeasuredBaseline(
            files=(MeasuredFile(name="crm-export-2018.csv", sha256="9f" * 32, rows=31_204),),
            form="event log",
            first="2018-01-01",
            last="2018-12-31",
            seen="2019-01-31",
            leads=leads,
            rows=MeasuredRows(
                read=31_204,
                kept=30_011,
                dropped={"lead first met outside the window": 1_020, "same stage again": 173},
                repaired={"date given day first": 12},
            ),
            months=MONTHS,
            stages=tuple(stages),
            moves=tuple(moves),
            deals=deals,
            deals_with_value=deals // 2,
            notes=("The export gives days without times.",),
            backtests=_backtests(drawn, tests),
        )
    )


class _Flow:
    """How many leads come to each stage and leave it by each trigger, whole numbers that add up."""

    def __init__(self, funnel: Funnel, leads: int) -> None:
        self.funnel = funnel
        self.order = [stage.id for stage in stages_in_order(funnel)]
        self.triggers = [
            t for t in funnel.triggers if t.conversion is not None and t.kind != "sla_breach"
        ]
        self.volume = dict.fromkeys(self.order, 0)
        self.moved = {t.id: 0 for t in self.triggers}
        waiting = {self.order[0]: leads} if self.order else {}
        for _round in range(60):
            following: dict[str, int] = {}
            for stage, came in waiting.items():
                self.volume[stage] += came
                for trigger in self.triggers:
                    if trigger.from_stage != stage or trigger.conversion is None:
                        continue
                    moved = round(came * trigger.conversion.rate * (1 - OPEN_SHARE))
                    self.moved[trigger.id] += moved
                    to = trigger.to_stage
                    following[to] = following.get(to, 0) + moved
            waiting = {stage: came for stage, came in following.items() if came}
            if not waiting:
                break
        self.new = {stage: min(volume, leads) for stage, volume in self.volume.items()}


def share_with_bounds(share: float, visits: int) -> Estimate:
    """Return a share as a count of so many visits would give it, with its 80% bounds."""
    reach = Z80 * math.sqrt(max(share * (1 - share), 1e-4) / max(visits, 1))
    return Estimate(value=share, low=max(share - reach, 0.0), high=min(share + reach, 1.0))


def _stage(flow: _Flow, stage: Stage, segment: str) -> MeasuredStage:
    volume = flow.volume[stage.id]
    ends = stage.kind in ("won", "lost")
    ways = [t for t in flow.triggers if t.from_stage == stage.id]
    slowest = max((_mean_days(t) for t in ways), default=10.0)
    leak = max(1 - sum(t.conversion.rate for t in ways if t.conversion), 0.0)
    return MeasuredStage(
        stage=stage.id,
        segment=segment,
        volume=volume,
        net_new=flow.new[stage.id],
        by_month=_by_month(volume),
        open_now=0 if ends else volume - sum(flow.moved[t.id] for t in ways),
        median_age_days=None if ends or not volume else slowest * 1.5,
        zombies=0,
        zombie_days=None if ends or not volume else round(slowest * 6),
        leak=None if ends else share_with_bounds(leak, volume),
        watched_days=None if ends else 180,
        promise=_promise(stage, volume),
    )


def _by_month(volume: int) -> tuple[int, ...]:
    counts = [volume * weight // sum(SEASON) for weight in SEASON]
    return (*counts[:-1], volume - sum(counts[:-1]))


def _promise(stage: Stage, volume: int) -> MeasuredPromise | None:
    if stage.sla is None:
        return None
    missed = round(volume * 0.28)
    return MeasuredPromise(
        days=stage.sla.days,
        met=volume - missed,
        missed=missed,
        waiting=0,
        kept=share_with_bounds(0.72, volume),
    )


def _mean_days(trigger: Trigger) -> float:
    mean = getattr(trigger.velocity, "mean_days", None)
    return float(mean) if mean else 5.0


def _move(flow: _Flow, trigger: Trigger, segment: str) -> MeasuredMove:
    visits, moved = flow.volume[trigger.from_stage], flow.moved[trigger.id]
    rate = trigger.conversion.rate if trigger.conversion else 0.0
    mean = _mean_days(trigger)
    estimate = share_with_bounds(rate, visits)
    half = (estimate.high - estimate.low) / 2
    return MeasuredMove(
        trigger=trigger.id,
        from_stage=trigger.from_stage,
        to_stage=trigger.to_stage,
        segment=segment,
        entered=visits,
        moved=moved,
        naive=moved / visits if visits else 0.0,
        conversion=estimate,
        end_days=180,
        mean_days=Estimate(value=mean, low=mean * 0.95, high=mean * 1.05),
        median_days=mean * math.log(2),
        ninth_days=mean * math.log(10),
        curve=tuple(_point(days, rate, mean, half) for days in range(0, 181, 3)),
        times=tuple(_bin(step, moved, mean) for step in range(20)),
    )


def _point(days: int, rate: float, mean: float, half: float) -> CurvePoint:
    gone = 1 - math.exp(-days / mean)
    share = rate * gone
    reach = half * math.sqrt(gone)
    return CurvePoint(
        days=days, share=share, low=max(share - reach, 0.0), high=min(share + reach, 1.0)
    )


def _bin(step: int, moved: int, mean: float) -> TimeBin:
    width = max(round(mean / 4), 1)
    low, high = step * width, (step + 1) * width
    chance = math.exp(-low / mean) - math.exp(-high / mean)
    return TimeBin(from_days=float(low), to_days=float(high), moves=round(moved * chance))


def _backtests(funnel: Funnel, tests: int) -> tuple[Backtest, ...]:
    won = next((stage.id for stage in funnel.stages if stage.kind == "won"), None)
    if won is None or not tests:
        return ()
    draw = random.Random(7)
    cuts = []
    for at in range(tests):
        middle, spread = 60 + 3 * at, 8.0
        truth = round(draw.gauss(middle, spread))
        reach = [spread * z for z in (0.674, Z80, 1.96)]
        cuts.append(
            TestedCut(
                cut=(date(2018, 2, 26) + timedelta(days=7 * at)).isoformat(),
                days=28,
                truth=float(truth),
                p2_5=middle - reach[2],
                p10=middle - reach[1],
                p25=middle - reach[0],
                p50=float(middle),
                p75=middle + reach[0],
                p90=middle + reach[1],
                p97_5=middle + reach[2],
                crps=0.6 * abs(truth - middle) + 0.5,
                naive_4w=middle - 14.0,
                naive_8w=middle - 18.0,
                naive_12w=middle - 22.0,
            )
        )
    return (Backtest(target=won, days=28, cuts=tuple(cuts)),)


def simple(leads: int = 7998, wins: int = 1041, days: float = 38.0, share: float = 0.134) -> Funnel:
    """Return a funnel of one stage and a win, with a baseline that begins later than its leads."""
    whole = template("blank")
    first, won = (stage.id for stage in stages_in_order(whole)[:2])
    move = MeasuredMove(
        trigger=whole.triggers[0].id,
        from_stage=first,
        to_stage=won,
        entered=leads,
        moved=wins,
        naive=wins / max(leads, 1),
        conversion=share_with_bounds(share, leads),
        end_days=290,
        mean_days=Estimate(value=days * 1.4, low=days * 1.35, high=days * 1.45),
        median_days=days,
        ninth_days=days * 4,
    )
    return whole.replaced(
        baseline=MeasuredBaseline(
            first="2018-01-01",
            last="2018-12-31",
            seen="2019-01-31",
            leads=leads,
            rows=MeasuredRows(read=leads, kept=leads),
            months=MONTHS,
            stages=(
                MeasuredStage(
                    stage=first,
                    volume=leads,
                    net_new=leads,
                    by_month=_by_month(leads),
                    open_now=leads - wins,
                    median_age_days=days * 5,
                    zombies=(leads - wins) // 2,
                    zombie_days=round(days * 5),
                ),
                MeasuredStage(stage=won, volume=wins, net_new=wins, by_month=_by_month(wins)),
            ),
            moves=(move,),
            truncated=(
                LeftTruncation(stage=won, first_day="2018-02-05", leads=212, expected=31.4),
            ),
        )
    )

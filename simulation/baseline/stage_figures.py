"""What happens in stages, as the document keeps it: volumes, who is there, leaks, promises."""

import math
from collections.abc import Iterable

import numpy as np

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.measured import EVERY_SEGMENT, MeasuredPromise, MeasuredStage
from funnelcraft.funnel.model import Stage
from funnelcraft.simulation.baseline.calibrated import Calibrated
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.counting import Entries
from funnelcraft.simulation.baseline.estimates import gone_estimate, monthly, other
from funnelcraft.simulation.baseline.incidence import Incidence


def stage_figures(calibrated: Calibrated, entries: Entries) -> Iterable[MeasuredStage]:
    """Return the figures of every measured stage, of all leads and of each segment."""
    by_id = stages_by_id(calibrated.funnel)
    measured = calibrated.found.measured
    for number, stage_id in calibrated.stages.items():
        stage = by_id[stage_id]
        yield _figures(calibrated.found, entries, stage, number, None, measured.curve(number))
        for segment, name in calibrated.segments.items():
            curve = measured.curve(number, segment)
            figures = _figures(calibrated.found, entries, stage, number, segment, curve)
            yield figures.replaced(segment=name)


def _figures(
    found: Baseline,
    entries: Entries,
    stage: Stage,
    number: int,
    segment: int | None,
    curve: Incidence | None,
) -> MeasuredStage:
    counted = entries.counted(number, segment)
    keys = [key for key in found.pipeline.ages if key[1] == number and segment in (None, key[0])]
    ages = np.concatenate([found.pipeline.ages[key] for key in keys]) if keys else np.zeros(0)
    usual, long = _stay(curve)
    low, middle, high = np.quantile(ages, (0.1, 0.5, 0.9)).tolist() if ages.size else (None,) * 3
    return MeasuredStage(
        stage=stage.id,
        segment=EVERY_SEGMENT,
        volume=counted.visits,
        net_new=counted.net_new,
        by_month=counted.by_month,
        open_now=int(ages.size),
        median_age_days=middle,
        leak=None if curve is None else other(gone_estimate(curve, curve.end)),
        watched_days=None if curve is None else curve.end,
        promise=None if curve is None else _promise(stage, curve),
        leads_per_month=monthly(counted.visits, counted.dispersion, entries.days),
        zombies=sum(found.pipeline.zombies(*key) for key in keys),
        zombie_days=found.pipeline.limits.get(number),
        low_age_days=low,
        high_age_days=high,
        usual_stay_days=usual,
        long_stay_days=long,
        overdue=0 if long is None else int((ages > long).sum()),
    )


def _stay(curve: Incidence | None) -> tuple[float | None, float | None]:
    """Return within how many days half and nine in ten of those who move on have moved.

    Open visits are censored; None where nobody moved.
    """
    if curve is None:
        return None, None
    gone = curve.cumulative[:, : curve.end + 1].sum(axis=0)
    if gone[-1] <= 0:
        return None, None
    half, ninth = (float(np.searchsorted(gone, p * gone[-1] * (1 - 1e-12))) for p in (0.5, 0.9))
    return half, ninth


def _promise(stage: Stage, curve: Incidence) -> MeasuredPromise | None:
    """Return how a promise about the whole visit was kept; None where there is no such.

    In a log of days a visit keeps a promise of d days where it ends at most d dates later. What
    the clock `first_touch` measures is in no log of stages.
    """
    if stage.sla is None or stage.sla.clock != "stage":
        return None
    last = curve.at_risk.size - 1
    day = min(math.floor(stage.sla.days), last)
    met = int(curve.moves[:, : day + 1].sum())
    # Who was watched for longer than promised and had not left.
    missed = int(curve.at_risk[day + 1]) if day < last else 0
    return MeasuredPromise(
        days=stage.sla.days,
        met=met,
        missed=missed,
        waiting=curve.visits - met - missed,
        kept=gone_estimate(curve, day),
    )

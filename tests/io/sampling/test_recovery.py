"""A funnel sampled, exported, read and measured is found again: 80% intervals hold its figures.

`FUNNELCRAFT_RECOVERY_LOGS=200` takes as many exports and asks for 80% ± 6; the default of fewer has
the wider bounds that chance needs.
"""

import math
import os
from pathlib import Path

import numpy as np

from funnelcraft.io.imports.event_log import Columns, read_events
from funnelcraft.io.sampling import write_sample
from funnelcraft.simulation.baseline.calibration import Baseline, baseline
from funnelcraft.simulation.baseline.estimates import mean_days, share_estimate
from funnelcraft.simulation.baseline.window import chosen_window
from funnelcraft.simulation.sampling import sample
from tests.simulation.baseline.simulated_logs import known_within
from tests.simulation.reference import act_on_8

LOGS = int(os.environ.get("FUNNELCRAFT_RECOVERY_LOGS", "16"))
MODEL = act_on_8(leads_a_day=20.0)
DAYS = 420


def measured_export(seed: int, file: Path) -> Baseline:
    """Sample the reference funnel, write it as a CRM would, and measure what is read again."""
    write_sample(file, MODEL, sample(MODEL, DAYS, seed))
    history = read_events(file, Columns()).history
    return baseline(history, chosen_window(history).window)


def inside(found: Baseline) -> tuple[list[bool], list[bool]]:
    """Say of every trigger whether its intervals hold its rate and its mean days."""
    terms = {stage.id: stage.term for stage in MODEL.stages}
    places = {name: at for at, name in enumerate(found.history.stages)}
    rates, times = [], []
    for trigger in MODEL.triggers:
        ends = terms[trigger.from_stage], terms[trigger.to_stage]
        move = found.measured.moves.get((places.get(ends[0], -1), places.get(ends[1], -1)))
        if move is None or trigger.conversion is None or trigger.velocity is None:
            continue
        share, days = known_within(trigger.conversion.rate, trigger.velocity, move.end)
        rate, time = share_estimate(move.found, move.way), mean_days(move.found, move.way)
        rates.append(rate.low <= share <= rate.high)
        if time is not None:
            times.append(time.low <= days <= time.high)
    return rates, times


def test_that_intervals_of_exports_hold_the_truth_as_often_as_they_say(tmp_path: Path) -> None:
    held: dict[str, list[float]] = {"rates": [], "times": []}
    for seed in range(LOGS):
        found = measured_export(seed, tmp_path / f"{seed}.csv")
        for what, those in zip(held, inside(found), strict=True):
            held[what].append(float(np.mean(those)))
    for what, shares in held.items():
        covered, error = float(np.mean(shares)), float(np.std(shares)) / math.sqrt(LOGS)
        print(f"{what}: {100 * covered:.1f} % ± {100 * error:.1f} of {LOGS} exports")
        assert abs(covered - 0.8) <= (0.06 if LOGS >= 200 else 0.06 + 3 * error)

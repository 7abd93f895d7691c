"""What is put into a log is found in it: 80% intervals hold the truth in 80% of logs.

Logs of five kinds of funnels, simulated in continuous time, with the leads of the last 500 days,
many of them open on the last one; the window is the usual one. The truth is the share of visits
that leaves within the days to be relied on, and the mean days of those who do.

`FUNNELCRAFT_RECOVERY_LOGS=200` takes as many logs of each kind and asks for 80% ± 6; the default of
fewer has the wider bounds that chance needs.
"""

import math
import os
from collections.abc import Iterator

import numpy as np
import pytest

from funnelcraft.simulation.baseline.calibration import Baseline, baseline
from funnelcraft.simulation.baseline.estimates import mean_days, share_estimate
from funnelcraft.simulation.baseline.measures import Move
from funnelcraft.simulation.baseline.window import chosen_window
from tests.simulation.baseline.simulated_logs import TRUTHS, Truth, known_within, simulated

LOGS = int(os.environ.get("FUNNELCRAFT_RECOVERY_LOGS", "40"))


def found_and_true(found: Baseline, truth: Truth) -> Iterator[tuple[Move, float, float]]:
    """Return every measured move of all leads or a segment with its true share and mean days."""
    names = found.history.stages
    several = len(truth.factors) > 1
    for number, segment in enumerate(truth.factors):
        moves = found.measured.by_segment.get(number, {}) if several else found.measured.moves
        for start, ways in truth.ways.items():
            for way in ways:
                move = moves.get((names.index(start), names.index(way[0])))
                if move is not None:
                    rate = truth.rate(start, way, segment)
                    yield move, *known_within(rate, way[2], move.end)


@pytest.mark.parametrize("kind", TRUTHS)
def test_that_80_percent_intervals_hold_the_truth_in_80_percent_of_logs(kind: str) -> None:
    truth = TRUTHS[kind]
    held: dict[str, list[float]] = {"rates": [], "times": []}
    for seed in range(LOGS):
        history = simulated(truth, np.random.default_rng([seed, len(kind)]))
        found = baseline(history, chosen_window(history).window)
        inside: dict[str, list[bool]] = {"rates": [], "times": []}
        for move, share, days in found_and_true(found, truth):
            rate = share_estimate(move.found, move.way)
            inside["rates"].append(rate.low <= share <= rate.high)
            time = mean_days(move.found, move.way)
            if time is not None:
                inside["times"].append(time.low <= days <= time.high)
        for what, those in inside.items():
            held[what].append(float(np.mean(those)))
    for what, shares in held.items():
        covered = float(np.mean(shares))
        error = float(np.std(shares)) / math.sqrt(LOGS)
        print(f"{kind:>10} {what}: {100 * covered:.1f} % ± {100 * error:.1f} of {LOGS} logs")
        assert abs(covered - 0.8) <= (0.06 if LOGS >= 200 else 0.06 + 3 * error)

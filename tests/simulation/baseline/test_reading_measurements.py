"""What the baseline tab says of real calibrations: it agrees with what is known of the leads."""

import numpy as np
import pytest

from funnelcraft.funnel.audit.flows import flows
from funnelcraft.funnel.audit.reading import Reading, reading, segments
from funnelcraft.funnel.audit.sentences import headline, way
from funnelcraft.funnel.audit.troubles import troubles
from funnelcraft.simulation.baseline.calibration import baseline
from funnelcraft.simulation.baseline.drawing import as_is
from funnelcraft.simulation.baseline.window import chosen_window
from tests.simulation.baseline.simulated_logs import RECYCLING, SALES, SEGMENTS, Truth, simulated

LOGS = 60


def measured_again(truth: Truth, seed: int) -> Reading:
    """Simulate a log, measure it, and read what was measured."""
    history = simulated(truth, np.random.default_rng(seed))
    found = as_is(baseline(history, chosen_window(history).window), "As it is")
    read = reading(found.funnel)
    assert read is not None
    return read


def share_won(truth: Truth) -> float:
    """Return the share won in the end of all leads that come, by hand from the true rates."""
    worth = dict.fromkeys(truth.stages, 0.0) | {"Won": 1.0}
    for _round in range(200):
        for stage, ways in truth.ways.items():
            worth[stage] = sum(rate * worth[to] for to, rate, _time in ways)
    return worth[truth.stages[0]]


@pytest.mark.parametrize("truth", [SALES, RECYCLING, SEGMENTS], ids=["sales", "back", "segments"])
def test_that_all_leads_of_a_measurement_are_accounted_for(truth: Truth) -> None:
    read = measured_again(truth, 1)
    found = flows(read)
    assert found.leads == read.baseline.leads
    assert found.won_leads + found.lost == pytest.approx(found.leads, rel=1e-9)
    assert f"{round(found.leads):,} leads came in" in headline(read, found)
    assert troubles(read, found)


def test_that_the_share_won_holds_the_truth_as_often_as_it_says() -> None:
    truth, held = share_won(RECYCLING), 0
    for seed in range(LOGS):
        share = flows(measured_again(RECYCLING, seed)).share
        assert share is not None
        held += share.low <= truth <= share.high
    # 80% of 60 are 48; a binomial lies within ±10 of it in 998 of 1,000 cases.
    assert abs(held - 0.8 * LOGS) <= 10


def test_that_recycling_is_seen_as_ways_back() -> None:
    read = measured_again(RECYCLING, 1)
    back = [read.arrow(move) for move in read.moves if way(read, move) == "back"]
    assert back


def test_that_each_segment_can_be_read_alone() -> None:
    whole = measured_again(SEGMENTS, 2)
    names = [one for one, _name in segments(whole.funnel, whole.baseline)][1:]
    assert len(names) == len(SEGMENTS.factors)
    leads = []
    for name in names:
        read = reading(whole.funnel, name)
        assert read is not None
        leads.append(flows(read).leads)
    assert sum(leads) == whole.baseline.leads

"""The engine against an independent continuous-time simulation."""

import numpy as np
from scipy import stats

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.forecast import entries
from tests.simulation.reference import act_on_8
from tests.simulation.simpy_model import run


def test_that_totals_are_distributed_as_in_continuous_time() -> None:
    model, days = act_on_8(4), 300
    witness = [run(model, days, seed).entries for seed in range(50)]
    runs = simulate(model, Settings(runs=640, days=days))
    for stage in runs.stage_ids:
        seen, drawn = [tally[stage] for tally in witness], runs.totals(entries(stage))
        assert stats.ks_2samp(seen, drawn).pvalue > 1e-3
        error = np.hypot(np.std(seen) / np.sqrt(50), drawn.std() / np.sqrt(640))
        assert abs(np.mean(seen) - drawn.mean()) < 4 * error

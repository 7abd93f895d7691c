"""The pipeline by stage: it adds up to the pipeline of the runs, and to who is there."""

import numpy as np
import pytest

from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.expectation import expect
from funnelcraft.simulation.forecast import pipeline, pipeline_bands, stage_pipeline
from funnelcraft.simulation.plan import plan
from tests.simulation.reference import act_on_8


def test_that_the_stages_add_up_to_the_pipeline_of_the_runs() -> None:
    model = act_on_8(deal_value={"kind": "fixed", "mean": 100.0})
    found = stage_pipeline(plan(model, 365))
    total = simulate(model, Settings(runs=256)).total(pipeline())
    assert found.value[:, -1].sum() == pytest.approx(total.mean, abs=4 * total.mcse)


def test_that_leads_are_those_of_the_expectation_without_the_ends() -> None:
    model = act_on_8()
    found, exact = stage_pipeline(plan(model, 365)), expect(model, 365)
    assert set(exact.stage_ids) - set(found.stage_ids) == {"won", "lost"}
    rows = [exact.stage_ids.index(stage) for stage in found.stage_ids]
    assert np.allclose(found.leads, exact.balance[rows])
    assert found.value.max() == 0, "deals have no value"


def test_that_periods_are_read_at_their_ends() -> None:
    found = stage_pipeline(plan(act_on_8(), 365))
    within, leads, _value = found.at("month")
    assert len(within.ends) == leads.shape[1] == 12
    assert np.array_equal(leads[:, -1], found.leads[:, -1])


def test_that_bands_hold_the_means() -> None:
    model = act_on_8(deal_value={"kind": "fixed", "mean": 100.0})
    means = stage_pipeline(plan(model, 365))
    found = pipeline_bands(simulate(model, Settings(runs=128)), means.stage_ids, "quarter")
    _ends, leads, value = means.at("quarter")
    assert (found.value.p2_5 <= value.sum(axis=0)).all()
    assert (value.sum(axis=0) <= found.value.p97_5).all()
    for row, stage in enumerate(means.stage_ids):
        assert (found.leads[stage].p2_5 <= leads[row]).all()
        assert (leads[row] <= found.leads[stage].p97_5).all()

"""Designs with other stages: compared where a mapping says what is the same."""

import numpy as np
import pytest

from funnelcraft.funnel.mapping import Mapping, guessed_mapping, mapping_by_id, with_pair
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.comparison import compare
from funnelcraft.simulation.engine import Settings
from funnelcraft.simulation.forecast import balance, entries, moves, wins
from tests.funnel.mapping.test_mapping import renamed
from tests.simulation.comparison.test_coupling import OPENING, changed, figures
from tests.simulation.comparison.test_naming import everything
from tests.simulation.engine.test_engine import DEALS, bits
from tests.simulation.reference import act_on_8

SETTINGS = Settings(runs=64, days=100)


@pytest.mark.parametrize("model", [act_on_8(deal_value=DEALS, opening=OPENING), everything()])
@pytest.mark.parametrize("again", [lambda model: model, renamed])
def test_that_equal_designs_differ_by_nothing_under_any_ids(model: Funnel, again: object) -> None:
    other: Funnel = again(model)  # type: ignore[operator]
    found = compare(model, other, SETTINGS, mapping=guessed_mapping(model, other))
    assert bits(found.a) == bits(found.b)
    assert found.b.stage_ids == tuple(stage.id for stage in other.stages)
    for figure in figures(other):
        difference = found.difference(figure)
        assert (difference.total.mean, difference.total.sd) == (0.0, 0.0)
    assert found.leads().total.sd == 0.0
    assert found.difference(wins()).pairing.correlation == pytest.approx(1.0)


def test_that_a_mapping_by_ids_changes_nothing() -> None:
    a = act_on_8(deal_value=DEALS, opening=OPENING)
    b = changed(a, "sal-sql", rate=0.65)
    mapped = compare(a, b, SETTINGS, mapping=mapping_by_id(a, b))
    plain = compare(a, b, SETTINGS)
    assert bits(mapped.b) == bits(plain.b)
    assert bits(mapped.a) == bits(plain.a)


def test_that_renamed_designs_are_paired_as_tightly_as_those_of_the_same_ids() -> None:
    a = act_on_8(deal_value=DEALS)
    b = changed(a, "sal-sql", rate=0.56)
    other = renamed(b)
    mapped = compare(a, other, SETTINGS, mapping=guessed_mapping(a, other))
    assert bits(mapped.b) == bits(compare(a, b, SETTINGS).b)
    won = mapped.difference(wins()).pairing
    apart = compare(a, other, SETTINGS).difference(wins()).pairing
    assert won.correlation is not None
    assert apart.correlation is not None
    # Without a mapping nothing but the number of leads could be common, and not even that.
    assert won.correlation > 0.9 > abs(apart.correlation)


def test_that_stages_that_become_one_add_up() -> None:
    a = act_on_8(opening=OPENING)
    merged = with_pair(mapping_by_id(a, a), "sal", "sql")
    found = compare(a, a, SETTINGS, mapping=merged)
    both = found.a.values(balance("sal"))[:, -1] + found.a.values(balance("sql"))[:, -1]
    assert found.difference(balance("sql")).a.mean == both.mean()
    # Who goes from one of them to the other does not come in a second time.
    came = found.a.totals(entries("sal")) + found.a.totals(entries("sql"))
    came -= found.a.totals(moves("sal-sql"))
    assert found.difference(entries("sql")).a.mean == pytest.approx(came.mean())
    assert np.array_equal(found.by_period(entries("sql"), "month")[0].sum(axis=1), came)
    assert "sal" not in found.stage_ids()
    gone = found.difference(moves("sql-nurture")).a.mean
    both = found.a.totals(moves("sal-nurture")) + found.a.totals(moves("sql-nurture"))
    assert gone == pytest.approx(both.mean())


def test_that_what_has_no_counterpart_has_no_difference() -> None:
    a = act_on_8()
    found = compare(a, a, SETTINGS, mapping=Mapping((("mql", "mql"), ("gone", "mql"))))
    assert found.stage_ids() == ("mql",)
    with pytest.raises(KeyError):
        found.difference(entries("sql"))
    assert found.leads().total.mean == 0.0
    assert found.difference(wins()).a.mean >= 0

"""From events to visits."""

import numpy as np
import pytest

from funnelcraft.simulation.baseline.calibration import (
    NothingLeft,
    Window,
    baseline,
    whole_window,
)
from funnelcraft.simulation.baseline.history import History, visits
from funnelcraft.simulation.baseline.order import (
    is_aside_name,
    is_lost_name,
    is_won_name,
    met_in_order,
)


def history(stages: tuple[str, ...], *leads: list[tuple[str, int]]) -> History:
    """Return the history of leads, each a list of (stage, day)."""
    lead = [i for i, events in enumerate(leads) for _ in events]
    return History(
        stages=stages,
        segments=(),
        lead=np.array(lead, dtype=np.int64),
        stage=np.array([stages.index(s) for events in leads for s, _day in events], dtype=np.int64),
        day=np.array([d for events in leads for _stage, d in events], dtype=np.int64),
        segment=np.zeros(len(leads), dtype=np.int64),
        value=np.full(len(leads), np.nan),
    )


LEADS = history(
    ("Won", "MQL", "SAL", "Lost"),
    [("MQL", 0), ("SAL", 2), ("Won", 5), ("MQL", 9)],
    [("MQL", 1), ("MQL", 2), ("SAL", 2), ("MQL", 4), ("SAL", 8)],
    [("MQL", 3), ("Lost", 3)],
    [("MQL", 50)],
)


def test_that_visits_run_from_event_to_event_and_the_last_one_is_open() -> None:
    found = visits(LEADS, 60, ends=[0, 3])
    mql = found.of(found.stage == 1)
    assert mql.to.tolist() == [2, -1, 1, 2, 2, 3, -1]
    assert mql.days.tolist() == [2, 51, 1, 0, 4, 0, 10]
    assert mql.followed.tolist() == [60, 51, 59, 58, 56, 57, 10]


def test_that_repeats_and_what_comes_after_an_end_are_left_out_and_counted() -> None:
    found = baseline(LEADS, Window(0, 40, 60))
    assert found.dropped == {
        "lead first met outside the window": 1,
        "same stage again": 1,
        "after the lead was won or lost": 1,
    }
    assert found.history.lead.size + sum(found.dropped.values()) == LEADS.lead.size
    assert found.leads == 3
    move = found.measured.moves[1, 2]
    assert (move.entered, move.moved) == (4, 3)


def test_that_what_happened_after_the_last_day_seen_is_not_known() -> None:
    found = baseline(LEADS, Window(0, 40, 4))
    assert found.dropped["after the last day seen"] == 3
    assert (2, 0) not in found.measured.moves


def test_that_stages_stand_in_the_order_leads_meet_them_and_ends_last() -> None:
    assert [LEADS.stages[i] for i in met_in_order(LEADS)][:2] == ["MQL", "SAL"]
    found = baseline(LEADS, whole_window(LEADS))
    assert [LEADS.stages[i] for i in found.order] == ["MQL", "SAL", "Won", "Lost"]


def test_that_an_order_is_not_upset_by_a_few_detours() -> None:
    straight = [[("A", 0), ("B", 1), ("C", 2), ("D", 3)]] * 9
    short = [[("A", 0), ("D", 1)]] * 30
    back = [[("C", 0), ("A", 1), ("B", 2)]] * 4
    leads = history(("D", "C", "B", "A"), *straight, *short, *back)
    assert [leads.stages[i] for i in met_in_order(leads)] == ["A", "B", "C", "D"]


def test_that_the_only_stage_nobody_leaves_is_taken_for_won() -> None:
    leads = history(("In", "Delivered"), [("In", 0), ("Delivered", 3)], [("In", 0)])
    found = baseline(leads, Window(0, 0, 9))
    assert found.taken_for_won == 1
    assert found.won == {1}


def test_that_a_lost_stage_many_come_back_from_is_no_end() -> None:
    back = [[("A", 0), ("Lost", 1), ("A", 5)]] * 3
    stay = [[("A", 0), ("Lost", 1)]] * 3
    won = [[("A", 0), ("Won", 1)]]
    found = baseline(history(("A", "Lost", "Won"), *back, *stay, *won), Window(0, 0, 9))
    assert found.lost == frozenset()
    assert found.measured.moves[1, 0].moved == 3


@pytest.mark.parametrize(
    "name", ["Won", "closed won", "Closed-Won", "closedwon", "CUSTOMER", "Deal won", "Converted"]
)
def test_that_won_names_are_known(name: str) -> None:
    assert is_won_name(name)
    assert not is_lost_name(name)


@pytest.mark.parametrize("name", ["Lost", "Closed Lost", "Disqualified", "Unqualified", "junk"])
def test_that_lost_names_are_known(name: str) -> None:
    assert is_lost_name(name)
    assert not is_won_name(name)


@pytest.mark.parametrize("name", ["Customer contacted", "Wonderland", "SQL", "1", "Lost & found"])
def test_that_other_names_are_no_ends(name: str) -> None:
    assert not is_won_name(name)
    assert not is_lost_name(name)


def test_that_a_window_without_leads_is_told() -> None:
    with pytest.raises(NothingLeft):
        baseline(LEADS, Window(500, 600, 700))


@pytest.mark.parametrize("name", ["Nurture", "Lead nurturing", "Recycled", "recycle_pool"])
def test_that_names_of_stages_aside_are_known(name: str) -> None:
    assert is_aside_name(name)
    assert not is_aside_name("Opportunity")

"""Long histories are measured in another process: the same figures, stopped at once."""

import operator
import os
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.designer.importing import work
from funnelcraft.designer.importing.apart import Broke, apart
from funnelcraft.designer.importing.days import Days
from funnelcraft.designer.importing.measuring import Wish, measured, months, usual
from funnelcraft.io.imports import Mapping, Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template
from funnelcraft.simulation.baseline.calibrated import Provenance
from funnelcraft.simulation.baseline.history import History

STAGES = ("MQL", "SAL", "SQL", "Won")


def history(leads: int) -> History:
    """Return leads that come daily; two of three move on to the next stage after three days."""
    draw = np.random.default_rng(3)
    reached = 1 + np.minimum(draw.geometric(1 / 3, leads) - 1, len(STAGES) - 1)
    lead = np.repeat(np.arange(leads), reached)
    stage = np.arange(lead.size) - np.repeat(np.cumsum(reached) - reached, reached)
    met = 19_700 + np.arange(leads) * 300 // leads
    return History(
        STAGES, (), lead, stage, met[lead] + 3 * stage, np.zeros(leads, int), np.full(leads, np.nan)
    )


def wish(days: Days | None = None) -> Wish:
    return Wish((Path("leads.csv"),), Mapping(files=()), days or Days(), "USD")


def never() -> bool:
    return False


def test_that_another_process_measures_the_same() -> None:
    whole = history(900)
    here = measured(whole, wish(), Provenance())
    assert apart(measured, (whole, wish(), Provenance()), never) == here
    assert apart(usual, (whole,), never) == usual(whole)


def test_that_long_histories_go_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = history(50)
    asked: list[object] = []
    monkeypatch.setattr(work, "apart", lambda function, _given, _stop: asked.append(function))
    work._of(whole, usual, (), never)
    assert asked == []
    monkeypatch.setattr(work, "LONG", 10)
    work._of(whole, usual, (), never)
    assert asked == [usual]


def test_that_problems_errors_and_stops_come_back() -> None:
    late = wish(Days(first=date(2040, 1, 1), last=date(2040, 2, 1)))
    with pytest.raises(FileProblem, match=r"leads\.csv: no lead was first met"):
        apart(measured, (history(60), late, Provenance()), never)
    with pytest.raises(Broke, match="ZeroDivisionError"):
        apart(operator.truediv, (1, 0), never)
    with pytest.raises(Broke, match="without an answer"):
        apart(os._exit, (3,), never)
    began = time.monotonic()
    with pytest.raises(Stopped):
        apart(time.sleep, (60,), lambda: time.monotonic() > began + 0.2)
    assert time.monotonic() - began < 5


def test_that_months_are_counted_without_gaps() -> None:
    two = History(
        STAGES,
        (),
        np.array([0, 1, 1]),
        np.array([0, 0, 1]),
        np.array([19_723, 19_815, 19_900]),  # New Year 2024, the 2nd of April, and later
        np.zeros(2, int),
        np.full(2, np.nan),
    )
    assert [(one.first.isoformat(), one.leads) for one in months(two)] == [
        ("2024-01-01", 1),
        ("2024-02-01", 0),
        ("2024-03-01", 0),
        ("2024-04-01", 1),
    ]


def test_that_the_open_funnel_is_not_touched_by_being_measured() -> None:
    funnel = template("lead-to-revenue")
    before = funnel.model_dump_json()
    stages = {"MQL": "mql", "SAL": "sal", "SQL": "sql"}
    known = {stage.id for stage in funnel.stages}
    asked = Wish(
        (Path("leads.csv"),),
        Mapping(files=()),
        Days(),
        "USD",
        target=funnel,
        stages={name: one for name, one in stages.items() if one in known},
    )
    found = measured(history(900), asked, Provenance())
    assert found.funnel != funnel
    assert found.stops == ()
    assert funnel.model_dump_json() == before


def test_that_figures_that_do_not_fit_together_are_told_before_they_are_taken_over() -> None:
    funnel = template("lead-to-revenue")
    ids = {stage.abbreviation or stage.term: stage.id for stage in funnel.stages}
    origin, target = ids["Opportunity"], next(s.id for s in funnel.stages if s.kind == "won")
    asked = Wish(
        (Path("leads.csv"),),
        Mapping(files=()),
        Days(),
        "USD",
        target=funnel,
        stages={"SQL": origin, "Won": target},
        ends={"Won": "won"},
    )
    found = measured(history(900), asked, Provenance())
    assert any("Opportunity" in one and "%" in one for one in found.stops)

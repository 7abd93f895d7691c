"""Figures nobody should write: a sentence or a right answer, never a hang, an overflow, a negative.

Each goes through the command line, as a file would, and the refused ones also through `simulate`.
"""

import copy
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from funnelcraft.cli.app import run
from funnelcraft.funnel.model import DAYS_PER_MONTH, Funnel
from funnelcraft.io.project_file import read
from funnelcraft.simulation.engine import Settings, simulate
from funnelcraft.simulation.problems import CannotSimulate

DAYS, RUNS = 60, 32
A_DAY = 10.0


def document() -> dict[str, Any]:
    """Return a small funnel: 10 leads a day, half of them to b, half of those won."""
    week = {"kind": "exponential", "mean_days": 7.0}
    return {
        "format": "funnelcraft",
        "version": 1,
        "start": "2027-01-01",
        "stages": [
            {"id": "a", "term": "A"},
            {"id": "b", "term": "B"},
            {"id": "won", "term": "Won", "kind": "won"},
        ],
        "triggers": [
            {"id": "ab", "from": "a", "to": "b", "conversion": {"rate": 0.5}, "velocity": week},
            {"id": "bw", "from": "b", "to": "won", "conversion": {"rate": 0.5}, "velocity": week},
        ],
        "sources": [
            {"id": "s", "name": "S", "into": "a", "volume": {"leads_per_month": 304.375}},
        ],
        "deal_value": {"kind": "lognormal", "mean": 100.0, "cv": 1.0},
    }


def edited(places: dict[str, Any]) -> dict[str, Any]:
    """Return the document with values set at places like `stages.1.capacity`."""
    found = document()
    for place, value in places.items():
        *path, last = place.split(".")
        here: Any = found
        for step in path:
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
        here[int(last) if isinstance(here, list) else last] = value
    return found


def volume(**fields: Any) -> dict[str, Any]:
    return {f"sources.0.volume.{name}": value for name, value in fields.items()}


def campaign(**fields: Any) -> dict[str, Any]:
    return {"name": "Fair", "start": "2027-01-03", "days": 2, "leads": 10.0} | fields


def lasting(kind: str, **fields: Any) -> dict[str, Any]:
    return {"triggers.0.velocity": {"kind": kind, **fields}}


def opening(*ages: float) -> dict[str, Any]:
    return {"opening": [{"stage": "a", "ages_days": list(ages)}]}


TWICE = {"days": [1.0, 2.0]}

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "capacity below 0": ({"stages.1.capacity": {"leads_per_day": -1.0}}, "capacity below zero"),
    "capacity NaN": ({"stages.1.capacity": {"leads_per_day": math.nan}}, "is NaN"),
    "a clock of null": ({"stages.1.sla": {"days": 1.0, "clock": None}}, "clock must be a text"),
    "SLA below 0": ({"stages.1.sla": {"days": -1.0}}, "less than zero days"),
    "half-life 0": ({"stages.1.wait_half_life_days": 0.0}, "longer than zero days"),
    "rate above 1": ({"triggers.0.conversion": {"rate": 1.4}}, "between 0% and 100%"),
    "rate below 0": ({"triggers.0.conversion": {"rate": -0.1}}, "between 0% and 100%"),
    "rate NaN": ({"triggers.0.conversion": {"rate": math.nan}}, "is NaN"),
    "counts below 0": (
        {"triggers.0.conversion": {"rate": 0.5, "entered": -4, "moved": -9}},
        "that cannot be",
    ),
    "more digits than a number has": (
        {"triggers.0.conversion": {"rate": 0.5, "entered": 10**30, "moved": 1}},
        "not a usable number",
    ),
    "time below 0": (lasting("gamma", mean_days=-1.0, cv=1.0), "below zero"),
    "cv below 0": (lasting("gamma", mean_days=1.0, cv=-1.0), "below zero"),
    "time infinite": (lasting("fixed", mean_days=math.inf), "is Infinity"),
    "time of 10^300 days": (lasting("lognormal", mean_days=1e300, cv=1.0), "days is too long"),
    "triangle of 10^300 days": (
        lasting("triangular", low_days=0.0, mode_days=1.0, high_days=1e300),
        "days is too long",
    ),
    "observed 10^300 days": (lasting("empirical", days=[1e300, 1.0]), "days is too long"),
    "observed nothing": (lasting("empirical", days=[]), "is empty"),
    "weights beyond numbers": (lasting("empirical", **TWICE, weights=[1e308, 1e308]), "weights"),
    "weights 0": (lasting("empirical", **TWICE, weights=[0.0, 0.0]), "not all zero"),
    "observations below 0": (
        lasting("exponential", mean_days=5.0, observations=-3),
        "observations is below zero",
    ),
    "observed below 0 times": (
        lasting("empirical", **TWICE, observations=-2),
        "observations is below zero",
    ),
    "leads below 0": (volume(leads_per_month=-3.0), "fewer than zero"),
    "leads infinite": (volume(leads_per_month=math.inf), "is Infinity"),
    "10^19 leads": (volume(leads_per_month=1e19), "cannot be counted"),
    "10^300 leads": (volume(leads_per_month=1e300), "cannot be counted"),
    "trend of 10^300": (volume(trend_per_month=1e300), "cannot be counted"),
    "trend of 50 to the power of 100 months": (volume(trend_per_month=1e9), "cannot be counted"),
    "trend of −1": (volume(trend_per_month=-1.0), "takes away all leads"),
    "months all 0": (volume(month_weights=[0.0] * 12), "not all zero"),
    "months beyond numbers": (volume(month_weights=[1e308] * 12), "not all zero"),
    "weekday below 0": (volume(weekday_weights=[1.0] * 6 + [-1.0]), "must not be negative"),
    "too few months": (volume(month_weights=[1.0] * 11), "12 weights"),
    "dispersion below 0": (volume(dispersion=-1.0), "dispersion is below zero"),
    "no month observed": (volume(months_observed=0.0), "more than zero"),
    "a moment observed": (volume(months_observed=1e-300), "less than a minute"),
    "campaign of −5 leads": (volume(campaigns=[campaign(leads=-5.0)]), "fewer than zero"),
    "campaign of 0 days": (volume(campaigns=[campaign(days=0)]), "last a day"),
    "campaign of 10^18 leads": (volume(campaigns=[campaign(leads=1e18)]), "cannot be counted"),
    "age below 0": (opening(-1.0), "from the future"),
    "age NaN": (opening(math.nan), "is NaN"),
    "drift below 0": ({"drift.volume_per_month": -1.0}, "below zero"),
    "drift of 50": ({"drift.volume_per_month": 50.0}, "drift of markets is above 3"),
    "drift of odds of 50": ({"drift.conversion_per_month": 50.0}, "drift of markets is above 3"),
    "deals of 10^300": ({"deal_value.mean": 1e300}, "A deal is worth at most"),
    "deals of a spread of 10^200": ({"deal_value.cv": 1e200}, "spread (cv) of at most 1,000"),
    "deals below 0": ({"deal_value.mean": -1.0}, "must not be below zero"),
    "the end of the calendar": ({"start": "9999-12-01"}, "after the year 9999"),
}

# What comes in and what b gets, where it is known; within 5 standard errors of Poisson numbers.
HALF = 0.5 * sum(1 - math.exp(-(DAYS - day - 0.5) / 7) for day in range(DAYS))
ANSWERED: dict[str, tuple[dict[str, Any], float | None]] = {
    "capacity 0": ({"stages.1.capacity": {"leads_per_day": 0.0}}, A_DAY * DAYS),
    "capacity of next to nothing": (
        {"stages.1.capacity": {"leads_per_day": 1e-300}},
        A_DAY * DAYS,
    ),
    "capacity of 10^300": ({"stages.1.capacity": {"leads_per_day": 1e300}}, A_DAY * DAYS),
    "SLA without a clock": ({"stages.1.sla": {"days": 1.0}}, A_DAY * DAYS),
    "SLA of 0 days": ({"stages.1.sla": {"days": 0.0, "clock": "stage"}}, A_DAY * DAYS),
    "SLA of 10^300 days": ({"stages.1.sla": {"days": 1e300, "clock": "stage"}}, A_DAY * DAYS),
    "half-life of next to nothing": (
        {"stages.1.wait_half_life_days": 1e-300, "stages.1.capacity": {"leads_per_day": 1.0}},
        A_DAY * DAYS,
    ),
    "overlapping campaigns": (
        volume(campaigns=[campaign(), campaign(days=5)]),
        A_DAY * DAYS + 20,
    ),
    "a campaign of a million years": (
        volume(campaigns=[campaign(days=365_000_000, leads=365_000_000.0)]),
        A_DAY * DAYS + DAYS - 2,
    ),
    "a campaign before the calendar": (
        volume(campaigns=[campaign(start="0001-01-01")]),
        A_DAY * DAYS,
    ),
    "a campaign of 10^9 leads a day": (
        volume(campaigns=[campaign(leads=2e9)]),
        A_DAY * DAYS + 2e9,
    ),
    "10^9 leads a day": (volume(leads_per_month=1e9 * DAYS_PER_MONTH), 1e9 * DAYS),
    "dispersion of a half": (volume(dispersion=0.5), A_DAY * DAYS),
    "dispersion of 0": (volume(dispersion=0.0), A_DAY * DAYS),
    "dispersion a hair above 1": (volume(dispersion=1 + 1e-15), A_DAY * DAYS),
    "dispersion of 10^12": (volume(dispersion=1e12), None),
    "trend of almost −1": (volume(trend_per_month=-1 + 1e-9), None),
    "only one month has leads": (volume(month_weights=[1.0] + [0.0] * 11), None),
    "tiny weights": (volume(month_weights=[5e-324] * 12), A_DAY * DAYS),
    "no leads": (volume(leads_per_month=0.0), 0.0),
    "no sources": ({"sources": []}, 0.0),
    "rates that sum to a hair above 1": (
        {
            "triggers.0.conversion": {"rate": 0.5 + 1e-12},
            "stages.0.leak_time": {"kind": "fixed", "mean_days": 0.0},
        },
        A_DAY * DAYS,
    ),
    "counts of 10^18": (
        {"triggers.0.conversion": {"rate": 0.5, "entered": 10**18, "moved": 5 * 10**17}},
        A_DAY * DAYS,
    ),
    "counts of 0": (
        {"triggers.0.conversion": {"rate": 0.5, "entered": 0, "moved": 0}},
        A_DAY * DAYS,
    ),
    "ages of 10^9 days": (opening(1e9, 1e300, 0.0), A_DAY * DAYS),
    "one observation of a wild time": (
        lasting("gamma", mean_days=10.0, cv=100.0, observations=1),
        A_DAY * DAYS,
    ),
    "a wild time": (lasting("weibull", mean_days=10.0, cv=1e6), A_DAY * DAYS),
    "a time without a moment": (lasting("gamma", mean_days=1e-300, cv=1.0), A_DAY * DAYS),
    "drift of 3": ({"drift.conversion_per_month": 3.0, "drift.volume_per_month": 0.0}, 600.0),
    "months observed for ever": (volume(months_observed=1e300), A_DAY * DAYS),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hostile.funnel"


def simulated(file: Path, plain: dict[str, Any], *more: str) -> int:
    """Simulate a document by the command line; return the exit code."""
    file.write_text(json.dumps(plain), encoding="utf-8")
    options = ["--runs", str(RUNS), "--days", str(DAYS), "--workers", "1", "--json", "-"]
    began = time.perf_counter()
    code = run(["simulate", str(file), *options, *more])
    assert time.perf_counter() - began < 20
    return code


def numbers(value: Any) -> Iterator[float]:
    """Yield every number of a result."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from numbers(part)
    elif isinstance(value, int | float):
        yield value


@pytest.mark.parametrize(("places", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_that_the_impossible_is_refused_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], places: dict[str, Any], said: str
) -> None:
    assert simulated(file, edited(places)) == 1
    out, told = capsys.readouterr()
    assert out == ""
    assert said in told
    assert "Traceback" not in told
    assert told.endswith(".\n")
    assert 1 <= told.count("\n") <= 2


@pytest.mark.parametrize(("places", "leads"), ANSWERED.values(), ids=ANSWERED.keys())
def test_that_the_odd_is_answered_rightly(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    places: dict[str, Any],
    leads: float | None,
) -> None:
    assert simulated(file, edited(places)) == 0
    found = json.loads(capsys.readouterr().out)
    assert all(0 <= value < math.inf for value in numbers(found))
    came = found["stages"]["a"]["entries"]["mean"]
    if leads is not None:
        assert came == pytest.approx(leads, abs=5 * math.sqrt(leads / RUNS) + 1e-9)
    assert found["stages"]["won"]["entries"]["mean"] <= came + 3


def test_that_leads_go_on_as_ever_beside_odd_figures(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulated(file, edited(volume(dispersion=0.5))) == 0
    found = json.loads(capsys.readouterr().out)["stages"]["b"]["entries"]["mean"]
    assert found == pytest.approx(A_DAY * HALF, abs=5 * math.sqrt(A_DAY * HALF / RUNS))


@pytest.mark.parametrize(
    "options",
    [
        ("--days", "0"),
        ("--days", "100000"),
        ("--days", "-5"),
        ("--runs", "0"),
        ("--runs", "1000000000"),
        ("--seed", "-1"),
        ("--workers", "0"),
        ("--until-se", "nan"),
        ("--until-se", "0"),
    ],
    ids=" ".join,
)
def test_that_impossible_options_are_refused_in_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert simulated(file, document(), *options) in (1, 2)
    out, told = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in told
    assert told.strip()


def test_that_a_hundred_years_are_affordable(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulated(file, document(), "--days", "36525", "--runs", "2") == 0
    found = json.loads(capsys.readouterr().out)["stages"]["a"]["entries"]["mean"]
    assert found == pytest.approx(365_250, rel=0.01)


def many(stages: int = 1, segments: int = 0, ages: int = 0) -> Funnel:
    """Return a funnel with many of something, in a row."""
    plain = copy.deepcopy(document())
    more = [{"id": f"more{n}", "term": "More"} for n in range(stages)]
    plain["stages"] += more
    plain["segments"] = [{"id": f"g{n}", "name": "G"} for n in range(segments)]
    plain["opening"] = [{"stage": "a", "ages_days": [0.001 * age for age in range(ages)]}]
    return Funnel.model_validate(plain, by_alias=True, by_name=False)


@pytest.mark.parametrize(
    ("model", "days"),
    [(many(stages=100_000), 365), (many(segments=20_000), 365), (many(ages=30_000), 36_525)],
    ids=["stages", "segments", "ages"],
)
def test_that_what_would_not_fit_into_memory_is_refused(model: Funnel, days: int) -> None:
    began = time.perf_counter()
    with pytest.raises(CannotSimulate, match="too large") as caught:
        simulate(model, Settings(runs=1, days=days))
    assert [finding.code for finding in caught.value.findings] == ["too-large"]
    assert time.perf_counter() - began < 5


def test_that_a_run_that_drifts_beyond_counting_is_refused() -> None:
    plain = edited({"drift": {"volume_per_month": 0.5, "conversion_per_month": 0.0}})
    plain["sources"][0]["volume"]["leads_per_month"] = 2e13
    model = Funnel.model_validate(plain, by_alias=True, by_name=False)
    with pytest.raises(CannotSimulate, match="cannot be counted"):
        simulate(model, Settings(runs=320, days=300))


@pytest.mark.parametrize("name", ["10^19 leads", "drift of 50", "observations below 0"])
def test_that_simulate_refuses_what_the_command_line_refuses(file: Path, name: str) -> None:
    places, said = REFUSED[name]
    file.write_text(json.dumps(edited(places)), encoding="utf-8")
    with pytest.raises(CannotSimulate, match=said):
        simulate(read(file).funnel, Settings(runs=2, days=DAYS))

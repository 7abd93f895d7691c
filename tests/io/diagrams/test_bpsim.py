"""The parameters of a simulation against the rules of BPSim."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelcraft.funnel.model import Conversion, Funnel
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
    WeibullTime,
)
from funnelcraft.io.exports import found
from funnelcraft.io.exports.table import FORMATS
from funnelcraft.io.templates import template
from tests.io.diagrams.bpsim_rules import BPMN, BPSIM, broken
from tests.io.diagrams.examples import TEMPLATES, TODAY, awkward, exported

SAMPLE = template("lead-process", TODAY)
TIMES: tuple[TimeDistribution, ...] = (
    FixedTime(mean_days=0.0),
    FixedTime(mean_days=2.5),
    ExponentialTime(mean_days=1e-9),
    LogNormalTime(mean_days=3.0, cv=1.1),
    GammaTime(mean_days=3.0, cv=0.4),
    WeibullTime(mean_days=1e5, cv=0.9),
    TriangularTime(low_days=0.0, mode_days=1.0, high_days=1.0),
    EmpiricalTime(days=(1.0, 2.5, 7.0)),
    EmpiricalTime(days=(1.0, 2.5), weights=(1.0, 3.0)),
    LogNormalTime(mean_days=0.0, cv=1.0),
    UnknownTime(kind="beta"),
)


def _written(funnel: Funnel) -> Element:
    return fromstring(exported(funnel, found(FORMATS, "bpmn")))


@pytest.mark.parametrize("name", [*TEMPLATES, "awkward"])
def test_that_what_is_written_keeps_to_bpsim(name: str) -> None:
    assert broken(_written(awkward() if name == "awkward" else template(name, TODAY))) == []


@pytest.mark.parametrize("time", TIMES, ids=repr)
def test_that_every_kind_of_time_keeps_to_bpsim(time: TimeDistribution) -> None:
    triggers = tuple(one.replaced(velocity=time) for one in SAMPLE.triggers)
    assert broken(_written(SAMPLE.replaced(triggers=triggers))) == []


RATES: tuple[tuple[Conversion | None, ...], ...] = (
    (None, None, None),
    (Conversion(rate=0.3), None, Conversion(rate=0.2)),
    (Conversion(rate=0.7), Conversion(rate=0.6), Conversion(rate=0.5)),
    (Conversion(rate=0.0), Conversion(rate=0.0), Conversion(rate=0.0)),
    (Conversion(rate=0.1), Conversion(rate=0.2), Conversion(rate=0.7)),
)


@pytest.mark.parametrize("kind", ["open", "gate"])
@pytest.mark.parametrize("rates", RATES, ids=repr)
def test_that_shares_are_a_law_or_left_out(rates: tuple[Conversion | None, ...], kind: str) -> None:
    ways = iter(rates)
    triggers = tuple(
        one.replaced(conversion=next(ways)) if one.from_stage == "sal" else one
        for one in SAMPLE.triggers
    )
    stages = tuple(one.replaced(kind=kind) if one.id == "sal" else one for one in SAMPLE.stages)
    assert broken(_written(SAMPLE.replaced(triggers=triggers, stages=stages))) == []


@settings(max_examples=50, deadline=None)
@given(
    rates=st.lists(st.none() | st.floats(0, 1), min_size=10, max_size=10),
    kinds=st.lists(st.sampled_from(["open", "gate"]), min_size=4, max_size=4),
)
def test_that_any_rates_keep_to_bpsim(rates: list[float | None], kinds: list[str]) -> None:
    triggers = tuple(
        one.replaced(conversion=None if rate is None else Conversion(rate=rate))
        for one, rate in zip(SAMPLE.triggers, rates, strict=True)
    )
    working = tuple(
        one.replaced(kind=kind) for one, kind in zip(SAMPLE.stages[:4], kinds, strict=True)
    )
    changed = SAMPLE.replaced(triggers=triggers, stages=(*working, *SAMPLE.stages[4:]))
    assert broken(_written(changed)) == []


@pytest.mark.parametrize("currency", ["", "€", "Swiss francs"])
@pytest.mark.parametrize("start", ["", "2027-13-01", "soon"])
def test_that_settings_nobody_understands_are_left_out(currency: str, start: str) -> None:
    assert broken(_written(SAMPLE.replaced(currency=currency, start=start))) == []


def test_that_shares_that_are_left_out_are_told() -> None:
    triggers = tuple(
        one.replaced(conversion=Conversion(rate=0.9)) if one.from_stage == "sal" else one
        for one in SAMPLE.triggers
    )
    text = exported(SAMPLE.replaced(triggers=triggers), found(FORMATS, "bpmn")).decode()
    assert "The shares of the ways out of “Sales Accepted Lead” do not come to 100%" in text


SPOILT = {
    "a unit that is none": ("Scenario/ScenarioParameters", "baseTimeUnit", "days"),
    "a lasting that is a number": (
        "Scenario/ScenarioParameters/Duration/DurationParameter",
        "value",
        "365",
    ),
    "a day without its time": (
        "Scenario/ScenarioParameters/Start/DateTimeParameter",
        "value",
        "2027-01-01",
    ),
    "an element that is nowhere": ("Scenario/ElementParameters", "elementRef", "nobody"),
    "an attribute of another": ("Scenario", "seed", "4"),
    "a share that makes no law": (".//Probability/FloatingParameter", "value", "0.123"),
    "a share beyond one": (".//Probability/FloatingParameter", "value", "1.2"),
    "a mean below nothing": (".//NegativeExponentialDistribution", "mean", "-1"),
    "a point that is too much": (".//UserDistributionDataPoint", "probability", "0.99"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_that_the_rules_find_a_fault(fault: str) -> None:
    path, attribute, value = SPOILT[fault]
    root = _written(SAMPLE)
    data = _data(root)
    steps = (f"{BPSIM}{one}" if one[:1].isalpha() else one for one in path.split("/"))
    element = data.find("/".join(steps))
    assert element is not None
    element.set(attribute, value)
    assert broken(root)


def _data(root: Element) -> Element:
    data = root.find(f".//{BPSIM}BPSimData")
    assert data is not None
    return data


def _moved_to_the_end(data: Element) -> None:
    scenario = data[0]
    first = scenario[0]
    scenario.remove(first)
    scenario.append(first)


def _said_twice(data: Element) -> None:
    data[0].append(data[0][-1])


def _emptied(data: Element) -> None:
    del data[0][1][0][0][0]


def _of_another_element(data: Element) -> None:
    time = data.find(f".//{BPSIM}ElementParameters[{BPSIM}TimeParameters]")
    arrivals = data.find(f".//{BPSIM}InterTriggerTimer/../..")
    assert time is not None
    assert arrivals is not None
    time.set("elementRef", arrivals.get("elementRef", ""))


@pytest.mark.parametrize(
    "change", [_moved_to_the_end, _said_twice, _emptied, _of_another_element, Element.clear]
)
def test_that_the_rules_find_what_is_in_a_wrong_place(change: Callable[[Element], None]) -> None:
    root = _written(SAMPLE)
    change(_data(root))
    assert broken(root)


def test_that_data_elsewhere_in_the_file_is_found_wrong() -> None:
    root = _written(SAMPLE)
    data = _data(root)
    for parent in root.iter():
        if data in list(parent):
            parent.remove(data)
    process = root.find(f"{BPMN}process")
    assert process is not None
    process.append(data)
    assert broken(root)

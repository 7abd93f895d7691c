"""What sections ask of the forecaster's thread: once for every funnel, and left when not wanted."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from funnelcraft.designer.forecast.events import Failed, Found, Ground, Job, Options, Preview
from funnelcraft.designer.forecaster import Forecaster
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine import Stopped

FEW = Options(runs=64, days=60)


@dataclass(frozen=True)
class Counted:
    """Asks how many runs there are."""

    name: str = ""
    is_early: bool = False

    def answer(self, ground: Ground) -> Any:
        return None if ground.runs is None else ground.runs.runs


@dataclass(frozen=True)
class Endless:
    """Works until it is told to stop."""

    began: threading.Event = field(default_factory=threading.Event, compare=False)
    is_early: bool = False

    def answer(self, ground: Ground) -> Any:
        self.began.set()
        while not ground.should_stop():
            self.began.wait(0.001)
        raise Stopped(None)


@dataclass(frozen=True)
class Broken:
    """Fails."""

    is_early: bool = False

    def answer(self, ground: Ground) -> Any:
        raise RuntimeError("broken on purpose")


@pytest.fixture
def forecaster() -> Iterator[Forecaster]:
    made = Forecaster()
    yield made
    made.close()


def next_of(forecaster: Forecaster, *kinds: type) -> Any:
    """Return the next event of these kinds."""
    while True:
        try:
            event = forecaster.events.get(timeout=60)
        except queue.Empty:
            pytest.fail("nothing was told")
        if isinstance(event, kinds):
            return event


def test_that_early_enquiries_are_answered_before_runs_and_the_others_after_all(
    forecaster: Forecaster,
) -> None:
    forecaster.enquire((Counted("late"), Counted("early", is_early=True)))
    forecaster.ask(Job(1, template("blank"), FEW))
    assert isinstance(next_of(forecaster, Preview, Found), Preview)
    first, second = next_of(forecaster, Found), next_of(forecaster, Found)
    assert (first.enquiry.name, first.result) == ("early", None)
    assert (second.enquiry.name, second.result) == ("late", 64)
    forecaster.ask(Job(2, template("blank"), FEW))
    assert [next_of(forecaster, Found).number for _each in range(2)] == [2, 2]


def test_that_an_enquiry_of_another_section_ends_the_one_in_work(forecaster: Forecaster) -> None:
    endless = Endless()
    forecaster.enquire((endless,))
    forecaster.ask(Job(1, template("blank"), FEW))
    assert endless.began.wait(60)
    forecaster.enquire((Counted(),))
    assert next_of(forecaster, Found).enquiry == Counted()


def test_that_halted_enquiries_say_so(forecaster: Forecaster) -> None:
    endless = Endless()
    forecaster.enquire((endless, Counted()))
    forecaster.ask(Job(1, template("blank"), FEW))
    assert endless.began.wait(60)
    forecaster.halt()
    told = [next_of(forecaster, Found), next_of(forecaster, Found)]
    assert [one.result for one in told] == [None, None]
    forecaster.enquire(())
    forecaster.enquire((Counted(),))
    assert next_of(forecaster, Found).result == 64


def test_that_an_enquiry_that_breaks_is_told_and_the_next_answered(forecaster: Forecaster) -> None:
    forecaster.enquire((Broken(), Counted()))
    forecaster.ask(Job(1, template("blank"), FEW))
    assert "broken on purpose" in next_of(forecaster, Failed).details
    assert next_of(forecaster, Found).result is None
    assert next_of(forecaster, Found).result == 64

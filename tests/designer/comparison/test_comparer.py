"""The thread that compares, without a window: jobs in, events out."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from funnelcraft.designer.comparison.comparer import Comparer
from funnelcraft.designer.comparison.events import (
    Answer,
    Begun,
    FileRead,
    Job,
    Refined,
    Refused,
    State,
)
from funnelcraft.designer.comparison.shares_card import SharesProgress, SharesTold, SharesWish
from funnelcraft.designer.forecast.events import Compiling, Failed, Options, Question, Stopped
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.mapping import Mapping, Restored
from funnelcraft.funnel.model import Conversion
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine.warming import Warming
from funnelcraft.simulation.forecast import entries, revenue, wins
from tests.funnel.builders import funnel

T = TypeVar("T")
A = funnel()
B = change_trigger(A, "b-won", conversion=Conversion(rate=0.35))
NAMES = ("“A”", "“B”")
FEW = Options(runs=96, days=120)
PATIENCE = 60.0


@pytest.fixture
def comparer() -> Iterator[Comparer]:
    made = Comparer()
    yield made
    made.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "comparison"]


def following(comparer: Comparer, kind: type[T], meets: Callable[[T], bool] | None = None) -> T:
    """Return the next event of a kind."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        event = comparer.events.get(timeout=PATIENCE)
        assert isinstance(event, kind) or not isinstance(event, Failed), event
        if isinstance(event, kind) and (meets is None or meets(event)):
            return event
    raise AssertionError(kind)


def test_that_the_means_come_first_then_the_runs_then_the_picture(comparer: Comparer) -> None:
    question = Question(wins(), "month", True)
    comparer.show(question)
    comparer.ask(Job(1, A, B, NAMES, FEW))
    begun = following(comparer, Begun)
    assert begun.mapping.to_b == {stage.id: stage.id for stage in A.stages}
    assert begun.guesses == ()
    refined = following(comparer, Refined, lambda event: event.finished)
    assert (refined.number, refined.done, refined.lines[0].name) == (1, 96, "Deals won")
    answer = following(comparer, Answer)
    assert (answer.question, answer.runs) == (question, 96)
    assert len(answer.bands.difference.starts) == len(answer.bands.a.starts) == 4
    assert answer.total.total.mean > 0


def test_that_the_means_are_there_at_once(comparer: Comparer) -> None:
    from funnelcraft.simulation.comparison.levelling import levelled
    from funnelcraft.simulation.expectation import expect

    big = template("lead-to-revenue")
    levelled(big, big, NAMES), expect(big, 365)  # imports, and whatever is made once
    began = time.thread_time()
    two = levelled(big, big, NAMES)
    expect(two.a, 365), expect(two.b, 365)
    assert time.thread_time() - began < 0.1


def test_that_another_job_takes_the_place_of_the_one_in_work(comparer: Comparer) -> None:
    comparer.ask(Job(1, A, B, NAMES, Options(runs=200_000, days=365)))
    following(comparer, Begun)
    comparer.ask(Job(2, A, A, NAMES, FEW))
    refined = following(comparer, Refined, lambda event: event.finished)
    assert refined.number == 2
    assert all(line.difference.total.mean == 0 for line in refined.lines)


class Slow(Warming):
    """A preparation that takes until it is told to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most."""
        return self.is_done.wait(seconds)


def test_that_the_preparation_of_another_thread_is_waited_for() -> None:
    shared = Slow()
    made = Comparer(lambda: shared)
    made.ask(Job(1, A, B, NAMES, FEW))
    following(made, Compiling)
    shared.is_done.set()
    following(made, Refined, lambda event: event.finished)
    made.close()


def test_that_what_is_in_work_can_be_stopped(comparer: Comparer) -> None:
    comparer.ask(Job(1, A, B, NAMES, Options(runs=60_000, days=365)))
    following(comparer, Begun)
    comparer.halt()
    assert following(comparer, Stopped).number == 1


def test_that_a_refusal_names_the_side(comparer: Comparer) -> None:
    broken = change_trigger(A, "b-won", conversion=Conversion(rate=0.9))
    comparer.ask(Job(1, A, broken, NAMES, FEW))
    refused = following(comparer, Refused)
    assert (refused.side, bool(refused.findings)) == ("b", True)
    comparer.ask(Job(2, broken, A, NAMES, FEW))
    assert following(comparer, Refused).side == "a"


def test_that_too_many_runs_are_refused_for_both(comparer: Comparer) -> None:
    comparer.ask(Job(1, A, B, NAMES, Options(runs=500_000)))
    assert following(comparer, Refused).side == ""


def test_that_two_files_are_mapped_by_guess_and_by_hand(comparer: Comparer) -> None:
    other = template("lead-to-revenue").replaced(start=A.start)
    sales = template("sales-funnel").replaced(start=A.start)
    comparer.ask(Job(1, sales, other, NAMES, FEW, guesses=True))
    begun = following(comparer, Begun)
    assert ("customer", "won") in begun.mapping.pairs
    assert any(guess.why != "id" for guess in begun.guesses)
    mine = Mapping((("lead", "known"), ("customer", "won")))
    comparer.ask(Job(2, sales, other, NAMES, FEW, Restored(mine), guesses=True))
    begun = following(comparer, Begun, lambda event: event.number == 2)
    assert (begun.mapping, begun.guesses) == (mine, ())
    refined = following(comparer, Refined, lambda event: event.finished)
    assert "Known" in [line.name for line in refined.lines]


def test_that_shares_are_told_with_progress_and_add_up(comparer: Comparer) -> None:
    both = change_trigger(B, "a-b", conversion=Conversion(rate=0.55))
    comparer.wish("shares", SharesWish((wins(), revenue())))
    comparer.ask(Job(1, A, both, NAMES, FEW))
    assert following(comparer, SharesProgress).wanted >= 4
    found = following(comparer, SharesTold).found
    assert found.exact
    parts = [one.shares[wins()].share for one in found.contributions]
    assert len(parts) == 2
    assert sum(parts) == pytest.approx(found.whole[wins()])


def test_that_a_stage_that_is_gone_is_no_failure(comparer: Comparer) -> None:
    comparer.wish("shares", SharesWish((entries("nowhere"),)))
    comparer.show(Question(entries("nowhere"), "week", True))
    comparer.ask(Job(1, A, B, NAMES, FEW))
    following(comparer, Refined, lambda event: event.finished)
    comparer.show(Question(entries("b"), "week", True))
    assert following(comparer, Answer).question.figure == entries("b")


class Breaking:
    """A wish that breaks."""

    def fulfilled(self, _state: State, _stop: object, _tell: object) -> object:
        raise ZeroDivisionError


def test_that_a_broken_wish_is_told_and_the_thread_lives_on(comparer: Comparer) -> None:
    comparer.wish("breaking", Breaking())
    comparer.ask(Job(1, A, B, NAMES, FEW))
    assert "ZeroDivisionError" in following(comparer, Failed).details
    comparer.ask(Job(2, A, A, NAMES, FEW))
    assert following(comparer, Begun).number == 2


def test_that_files_are_read_and_what_is_wrong_is_told(comparer: Comparer, tmp_path: Path) -> None:
    good, broken = tmp_path / "good.funnel", tmp_path / "broken.funnel"
    project_file.save(good, A, None)
    broken.write_text("{ no funnel", encoding="utf-8")
    for path in (good, broken, tmp_path / "gone.funnel"):
        comparer.read(path)
    files = [following(comparer, FileRead).file for _path in range(3)]
    assert files[0].funnel == A
    assert files[1].funnel is None
    assert files[1].problem.startswith(str(broken))
    assert "there is no such file" in files[2].problem

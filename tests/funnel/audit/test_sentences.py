"""The sentence a baseline begins with, word by word."""

from datetime import date
from itertools import pairwise

import pytest

from funnelcraft.funnel.audit.flows import flows
from funnelcraft.funnel.audit.reading import Reading, reading
from funnelcraft.funnel.audit.sentences import (
    briefly_why,
    headline,
    period,
    way,
    why_naive_differs,
)
from funnelcraft.funnel.model import Segment
from funnelcraft.io.templates import template
from tests.funnel.audit.readings import about, chain, measured_stage, move, read
from tests.funnel.builders import funnel, stage
from tests.funnel.measured_funnels import measured, simple


def said(found: Reading) -> str:
    return headline(found, flows(found))


def test_that_the_sentence_says_volume_conversion_and_velocity() -> None:
    found = reading(simple(share=0.134, days=38.0))
    assert found is not None
    assert said(found) == (
        "From Jan to Dec 2018, 7,998 leads came in; 13.4% become customers, in 38 days at the "
        "median."
    )


def test_that_the_sentence_says_where_most_are_lost() -> None:
    found = reading(measured("sales-funnel"))
    assert found is not None
    assert said(found).startswith("From Jan to Dec 2018, 7,998 leads came in; 0.91% become")
    assert said(found).endswith("days on average; most are lost between Lead and QL.")


def test_that_no_loss_is_called_most_below_half() -> None:
    found = read(
        (measured_stage("a", 100), measured_stage("b", 60), measured_stage("won", 0)),
        (move("a", "b", 100, 60, 0.6), move("b", "won", 60, 5, 0.1)),
    )
    # a loses 40 of 94, b loses 54 of 94.
    assert said(found).endswith("most are lost between B and WON.")
    names = ("a", "b", "c", "won")
    moves = tuple(move(start, end, 100, 60, 0.6) for start, end in pairwise(names))
    third = read(
        tuple(
            measured_stage(one, leads) for one, leads in zip(names, (100, 60, 36, 0), strict=True)
        ),
        tuple(one.replaced(moved=n) for one, n in zip(moves, (60, 36, 0), strict=True)),
        chain(*names),
    )
    # a loses 40, b 24, c 14.4 of 78.4.
    assert "most are lost between A and B" in said(third)
    even = read(
        third.stages,
        tuple(
            one.replaced(conversion=about(s))
            for one, s in zip(third.moves, (0.7, 0.6, 0.3), strict=True)
        ),
        chain(*names),
    )
    # a loses 30, b 28, c 29.4 of 87.4.
    assert "the largest part, 34.3% of all that are lost, is lost between A and B" in said(even)


def test_that_a_segment_and_a_single_lead_are_worded() -> None:
    drawn = template("blank").replaced(segments=(Segment(id="web", name="Website"),))
    found = reading(measured(drawn, leads=100, segments=(("web", 0.01),)), "web")
    assert found is not None
    assert said(found).startswith("From Jan to Dec 2018, 1 lead came in of “Website”;")


def test_that_without_a_won_stage_nobody_is_called_a_customer() -> None:
    drawn = funnel(stages=(stage("a"), stage("b")), triggers=())
    found = read(
        (measured_stage("a", 100), measured_stage("b", 22)), (move("a", "b", 100, 22, 0.22),), drawn
    )
    assert "nothing says which of them became customers" in said(found)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2018-01-01", "2018-12-31", "From Jan to Dec 2018"),
        ("2018-03-01", "2019-02-28", "From Mar 2018 to Feb 2019"),
        ("2018-03-01", "2018-03-31", "In Mar 2018"),
        ("2018-03-05", "2018-12-31", "From Mar 5, 2018 to Dec 31, 2018"),
        ("long ago", "today", "From long ago to today"),
        ("9999-01-01", "9999-12-30", "From Jan 1, 9999 to Dec 30, 9999"),
        (date.max.isoformat(), date.max.isoformat(), "From Dec 31, 9999 to Dec 31, 9999"),
    ],
)
def test_that_a_window_is_named_as_people_do(first: str, last: str, text: str) -> None:
    assert period(first, last) == text


def test_that_the_naive_share_is_explained_by_what_is_open() -> None:
    found = read(
        (measured_stage("a", 100),), (move("a", "b", 100, 20, 0.3), move("a", "lost", 100, 30, 0.4))
    )
    first = found.moves[0]
    assert why_naive_differs(found, first) == (
        "50 visits are still open: the naive share counts them as if they never moved."
    )
    assert briefly_why(found, first) == "50 still open"


def test_that_no_reason_is_given_where_nothing_differs() -> None:
    found = read((measured_stage("a", 100),), (move("a", "b", 100, 20, 0.2),))
    assert why_naive_differs(found, found.moves[0]) == ""
    assert briefly_why(found, found.moves[0]) == "no difference"


def test_that_late_moves_are_named_where_the_naive_share_is_larger() -> None:
    found = read((measured_stage("a", 100),), (move("a", "b", 100, 40, 0.3, end_days=90),))
    assert "more than 90 days" in why_naive_differs(found, found.moves[0])


def test_that_ways_are_told_apart() -> None:
    found = reading(measured("lead-to-revenue"))
    assert found is not None
    kinds = {one.trigger: way(found, one) for one in found.moves}
    assert kinds["mql-sal"] == "step"
    assert kinds["mql-nurture"] == "back"
    assert kinds["opportunity-lost"] == "lost"
    skipping = read(
        (measured_stage("a", 100), measured_stage("b", 50), measured_stage("won", 9)),
        (move("a", "won", 100, 9, 0.1),),
    )
    assert way(skipping, skipping.moves[0]) == "skip"

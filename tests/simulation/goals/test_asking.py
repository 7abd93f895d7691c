"""Goals as people ask for them, and answers in sentences."""

from datetime import date

import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.model import Sla
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import entries, revenue, wins
from funnelcraft.simulation.goals import Answer, Point, all_sources, lever, people
from funnelcraft.simulation.goals.asking import (
    Asked,
    LeverChoice,
    days_until,
    goal_of,
    last_day,
    lever_choices,
    lever_of,
    promised_stages,
    tidy_value,
)
from funnelcraft.simulation.goals.wording import answer_paragraph, goal_sentence
from tests.simulation.goals.test_seeking import simple, staffed

FUNNEL = template("lead-to-revenue").replaced(start="2027-01-01")
MONEY = Asked("total", revenue(), 2_000_000.0, 0.8, 365, LeverChoice("volume", ""))
PROMISE = Asked("promise", entries("mql"), 0.95, 0.8, 365, LeverChoice("people", "mql"))


def found(*pairs: tuple[float, float], at: int, state: str = "found") -> Answer:
    points = tuple(Point(value, share, 0.009, 2000) for value, share in pairs)
    return Answer(state, points[at], points, ())  # type: ignore[arg-type]


def test_that_a_goal_is_said_with_amount_day_and_confidence() -> None:
    assert goal_sentence(FUNNEL, MONEY) == (
        "at least $2M revenue by Dec 31, 2027, with 80% confidence"
    )
    assert goal_sentence(FUNNEL, PROMISE) == (
        "95% of MQL within SLA until Dec 31, 2027, with 80% confidence"
    )


def test_that_days_and_dates_are_each_others_inverse() -> None:
    assert last_day(FUNNEL, 365) == date(2027, 12, 31)
    assert days_until(FUNNEL, date(2027, 12, 31)) == 365
    assert days_until(FUNNEL, date(2026, 12, 31)) == 0


def test_that_every_choice_of_a_lever_can_be_made_one() -> None:
    choices = lever_choices(FUNNEL)
    assert choices[0] == (LeverChoice("volume", ""), "leads a month, all sources alike")
    assert (LeverChoice("people", "mql"), "MQL: people") in choices
    assert len({text for _choice, text in choices}) == len(choices)
    for choice, _text in choices:
        made = lever_of(FUNNEL, Asked("total", wins(), 1.0, 0.8, 30, choice))
        assert (made.kind, made.id) == (choice.kind, choice.id)
    assert lever_choices(template("blank").replaced(triggers=(), sources=())) == ()


def test_that_promises_are_those_of_stages_with_an_sla() -> None:
    assert promised_stages(FUNNEL) == ("mql", "sal", "sql", "opportunity")
    assert promised_stages(change_stage(simple(), "lead", sla=Sla(days=1.0))) == ("lead",)
    assert goal_of(PROMISE).at_least == pytest.approx(0.95)


def test_that_an_answer_says_value_today_share_and_interval() -> None:
    moved = all_sources(FUNNEL)
    pairs = ((30e3, 0.3), (38e3, 0.8), (42e3, 0.95))
    said = answer_paragraph(FUNNEL, MONEY, moved, found(*pairs, at=1))
    assert said.startswith(
        "For at least $2M revenue by Dec 31, 2027, with 80% confidence: Leads a month 38,000 "
        "instead of 27,950; met in 80% of the runs. Of 2,000 runs: the value needed lies between "
    )


def test_that_met_already_and_out_of_reach_are_said_plainly() -> None:
    moved = all_sources(FUNNEL)
    spare = answer_paragraph(FUNNEL, MONEY, moved, found((10e3, 0.1), (20e3, 0.8), at=1))
    assert spare.startswith("Met already: ")
    assert "20,000 would do, today there are 27,950" in spare
    always = answer_paragraph(FUNNEL, MONEY, moved, found((3e3, 0.9), at=0, state="met"))
    assert "even 3,000 reaches it, in 90% of the runs" in always
    never = answer_paragraph(FUNNEL, MONEY, moved, found((3e5, 0.2), at=0, state="out of reach"))
    assert never.startswith("Out of reach by this alone: ")
    assert "the best that was tried, 300,000, reaches it in 20% of the runs" in never


def test_that_people_have_an_interval_of_the_share_in_place_of_one_of_their_number() -> None:
    moved = people(FUNNEL, "mql", 8.0)
    said = answer_paragraph(FUNNEL, PROMISE, moved, found((1, 0.1), (2, 0.9), at=1))
    assert "2 people would do, beside no limit today" in said
    assert "the share lies between " in said


def test_that_a_value_is_rounded_to_the_side_that_helps() -> None:
    volume = all_sources(FUNNEL)
    assert tidy_value(found((1e3, 0.1), (37_849.2, 0.8), at=1), volume) == 37_850
    rate = lever(FUNNEL, "rate", "mql-sal")
    assert tidy_value(found((0.1, 0.1), (0.70214, 0.8), at=1), rate) == 0.703
    days = lever(FUNNEL, "time", "mql-sal")
    less_helps = found((9.0, 0.1), (3.17, 0.8), at=1)
    assert tidy_value(less_helps, days) == pytest.approx(3.1)
    assert tidy_value(found((2.0, 0.1), (3.0, 0.8), at=1), people(staffed(), "lead", 4.0)) == 3.0

"""What is wrong: found where it is, silent where it is not, the costliest first."""

from typing import Any

from funnelcraft.funnel.audit.flows import flows
from funnelcraft.funnel.audit.reading import Reading, reading
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.audit.troubles import troubles
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.measured import Estimate, LeftTruncation, MeasuredPromise
from tests.funnel.audit.readings import about, measured_stage, move, read
from tests.funnel.builders import handed_over
from tests.funnel.measured_funnels import measured, simple


def found(of: Reading, kind: str) -> list[Trouble]:
    return [one for one in troubles(of, flows(of)) if one.kind == kind]


def piled(**more: Any) -> Reading:
    """Return 3,650 visits a year to stage a, of which half move on after 10 days on average."""
    stage = {"open_now": 1900, "median_age_days": 20.0} | more
    return read(
        (measured_stage("a", 3650, **stage), measured_stage("b", 1700), measured_stage("won", 9)),
        (move("a", "b", 3650, 1700, 0.5), move("b", "won", 1700, 500, 0.3)),
    )


def test_that_a_leak_says_what_winning_one_in_ten_would_be_worth() -> None:
    leak = next(one for one in found(piled(), "leak") if one.place == Place("stage", "a"))
    # 1,825 of 3,650 end in a; 10% of them × 30% won = 55 deals at 1,000 each.
    assert leak.figure == "1,825 leads"
    assert "would be 55 deals more, worth $54.8K" in leak.sentence
    assert leak.deals == 1825 * 0.3


def test_that_a_leak_of_ways_without_a_trigger_is_no_leak() -> None:
    of = read(
        (
            measured_stage("a", 1000, leak=Estimate(value=0.2, low=0.18, high=0.22)),
            measured_stage("won", 100),
        ),
        (move("a", "won", 1000, 100, 0.1),),
    )
    (leak,) = found(of, "leak")
    # 900 seem to end in a; of all 1,000 only 200 go nowhere.
    assert "77.8% of them leave by ways that have no trigger here" in leak.sentence
    assert "One in ten" not in leak.sentence


def test_that_the_costliest_comes_first_and_doubts_last() -> None:
    of = reading(measured("sales-funnel"))
    assert of is not None
    all_of_them = troubles(of, flows(of))
    wrong = [one.deals for one in all_of_them if not one.is_doubt]
    assert wrong == sorted(wrong, reverse=True)
    doubts = [one.is_doubt for one in all_of_them]
    assert doubts == sorted(doubts)
    assert any(one.title.startswith("Biggest leak: ") for one in all_of_them)


def test_that_a_bottleneck_is_what_waits_beyond_a_steady_flow() -> None:
    # 10 a day × 50% × 10 days = 50 that will move wait in a steady flow; 125 do.
    trouble = found(piled(), "bottleneck")[0]
    assert "125 leads that will still move on wait there" in trouble.sentence
    assert "a steady flow would keep 50" in trouble.sentence
    assert trouble.leads == 75


def test_that_leads_that_never_move_are_no_bottleneck() -> None:
    of = read(
        (measured_stage("a", 3650, open_now=1825, median_age_days=20.0),),
        (move("a", "b", 3650, 1825, 0.5),),
    )
    assert not found(of, "bottleneck")


def test_that_leads_far_older_than_those_that_moved_are_zombies() -> None:
    old = found(piled(zombies=400, zombie_days=90), "zombies")[0]
    assert old.sentence.startswith("400 of the 1,900 leads open there have been there for longer")
    assert old.deals == 0
    assert not found(piled(zombies=3, zombie_days=90), "zombies")
    assert not found(piled(), "zombies")


def test_that_the_slowest_hand_over_between_departments_is_named() -> None:
    of = read(
        (measured_stage("a", 100, open_now=30), measured_stage("b", 50), measured_stage("won", 9)),
        (move("a", "b", 100, 50, 0.6, median_days=9.0), move("b", "won", 50, 9, 0.2)),
        handed_over(),
    )
    trouble = found(of, "hand-over")[0]
    assert trouble.place == Place("trigger", "a-b")
    assert trouble.figure == "9 days"
    assert trouble.sentence.startswith("From marketing to sales half of the leads take more than 9")
    assert "30 wait now" in trouble.sentence


def test_that_a_hand_over_within_a_day_is_no_trouble() -> None:
    of = read((), (move("a", "b", 100, 50, 0.6, median_days=0.5),), handed_over())
    assert not found(of, "hand-over")


def test_that_a_missed_promise_is_counted() -> None:
    promise = MeasuredPromise(days=2.0, met=60, missed=40, waiting=3, kept=about(0.6))
    of = read((measured_stage("a", 103, promise=promise),), ())
    trouble = found(of, "sla")[0]
    assert trouble.figure == "60% kept"
    assert trouble.sentence == (
        "40 of 100 visits missed the promised 2 days; it is kept for 60% (58%–62%)."
    )
    kept = promise.replaced(missed=0, met=100)
    assert not found(read((measured_stage("a", 103, promise=kept),), ()), "sla")


def test_that_few_visits_make_a_share_uncertain_and_the_rest_are_counted() -> None:
    wide = Estimate(value=0.5, low=0.2, high=0.8)
    moves = tuple(move("a", f"b{n}", 40 - n, 9, 0.1, conversion=wide) for n in range(5))
    doubts = found(read((), moves), "uncertain")
    assert len(doubts) == 3
    assert "Only 40 visits were watched" in doubts[0].sentence
    assert "anything from 20% to 80%" in doubts[0].sentence
    assert doubts[2].sentence.endswith("2 more triggers are as uncertain.")
    sure = tuple(one.replaced(entered=4000) for one in moves)
    assert not found(read((), sure), "uncertain")


def test_that_a_log_that_begins_too_late_is_told() -> None:
    of = reading(simple())
    assert of is not None
    trouble = found(of, "truncated")[0]
    assert trouble.sentence.startswith("Nothing about “Won” is recorded before Feb 5, 2018, where")
    assert "about 31 moves were due; 212 leads that were met before look" in trouble.sentence
    assert trouble.is_doubt


def test_that_leads_left_out_for_a_late_beginning_are_told() -> None:
    late = LeftTruncation(stage="won", first_day="2018-02-05", leads=0, left_out=9, recorded=2)
    trouble = found(read((), (), truncated=(late,)), "truncated")[0]
    assert trouble.figure == "9 leads"
    assert trouble.sentence == (
        "Next to nothing about “WON” is recorded before Feb 5, 2018; 9 leads that were met before "
        "are left out."
    )


def test_that_a_stage_that_is_gone_has_no_place_to_jump_to() -> None:
    truncated = (LeftTruncation(stage="gone", first_day="2018-02-05", leads=1),)
    trouble = found(read((), (), truncated=truncated), "truncated")[0]
    assert trouble.place is None
    assert "“gone”" in trouble.sentence


def test_that_deals_without_a_value_are_told_once_and_not_of_segments() -> None:
    trouble = found(read((), (), deals=842, deals_with_value=45), "values")[0]
    assert trouble.sentence.startswith("Only 45 of 842 deals say what they are worth")
    none = found(read((), (), deals=842), "values")[0]
    assert none.sentence.startswith("None of the 842 deals")


def test_that_a_good_funnel_has_no_troubles() -> None:
    of = read(
        (measured_stage("a", 1000), measured_stage("won", 990)),
        (move("a", "won", 1000, 1000, 1.0, conversion=Estimate(value=1.0, low=1.0, high=1.0)),),
    )
    assert troubles(of, flows(of)) == ()

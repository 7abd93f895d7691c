"""Published figures: what is said, what is refused, and why."""

from typing import Any

import pytest

from funnelcraft.funnel.audit.industry import (
    Compared,
    IndustryFigure,
    Refused,
    compared,
    defined_as,
    source_line,
)
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.measured import Estimate
from funnelcraft.funnel.model import Segment
from tests.funnel.audit.readings import about, chain, measured_stage, move, read


def figure(start: str, end: str, share: float, **more: Any) -> IndustryFigure:
    defaults: dict[str, Any] = {
        "days": None,
        "scope": "B2B",
        "sample": "199 firms",
        "year": 2014,
        "grade": "good",
        "source": "Somebody",
    }
    return IndustryFigure(from_stage=start, to_stage=end, share=share, **(defaults | more))


def accepted(share: float = 0.22, naive: float | None = None, **more: Any) -> Reading:
    """Return MQL → SAL → won, where `share` ± 2% of MQLs become SALs."""
    moved = round(1000 * (share if naive is None else naive))
    return read(
        (measured_stage("mql", 1000), measured_stage("sal", moved), measured_stage("won", 9)),
        (
            move("mql", "sal", 1000, moved, share, **more),
            move("sal", "won", moved, 9, 0.5, conversion=about(0.5, 0.05)),
        ),
        chain("mql", "sal", "won"),
    )


def said(of: Reading, *figures: IndustryFigure) -> Compared:
    found, refused = compared(of, figures)
    assert not refused
    return found[0]


def refused(of: Reading, *figures: IndustryFigure) -> Refused:
    found, no = compared(of, figures)
    assert not found
    return no[0]


@pytest.mark.parametrize(
    ("share", "verdict", "sentence"),
    [
        (0.22, "below", "Below: 22% (20%–24%) against 36%."),
        (0.44, "above", "Above: 44% (42%–46%) against 36%."),
        (0.35, "alike", "No difference can be told: 35% (33%–37%) against 36%."),
    ],
)
def test_that_over_and_under_performing_is_said_with_the_interval(
    share: float, verdict: str, sentence: str
) -> None:
    found = said(accepted(share), figure("MQL", "SAL", 0.36))
    assert (found.verdict, found.sentence) == (verdict, sentence)


def test_that_a_verdict_the_naive_share_would_turn_round_is_unclear() -> None:
    found = said(accepted(0.44, naive=0.30), figure("MQL", "SAL", 0.36))
    assert found.verdict == "unclear"
    assert "but 30% as counted naively, as published figures mostly are" in found.sentence


def test_that_a_published_time_is_compared_too() -> None:
    slow = Estimate(value=31.0, low=28.0, high=34.0)
    found = said(accepted(0.22, mean_days=slow), figure("MQL", "SAL", 0.36, days=18.0))
    assert found.sentence.endswith("; slower: 31 days on average against 18 days.")


def test_that_stages_of_other_names_are_not_compared() -> None:
    reason = refused(accepted(), figure("Responded", "MQL", 0.22)).reason
    assert reason == (
        "Your funnel has no stage “Responded”; a stage of another name may be defined otherwise."
    )


def test_that_the_full_term_and_the_abbreviation_are_the_same_stage() -> None:
    of = read(
        (measured_stage("marketing qualified lead", 100), measured_stage("sal", 30)),
        (move("marketing qualified lead", "sal", 100, 30, 0.3),),
        chain("marketing qualified lead", "sal", "won"),
    )
    assert said(of, figure("MQL", "SAL", 0.3)).verdict == "alike"


def test_that_a_figure_of_one_channel_needs_a_segment_of_that_name() -> None:
    seo = figure("MQL", "SAL", 0.51, scope="channel: SEO")
    assert "choose a segment of this name" in refused(accepted(), seo).reason
    drawn = chain("mql", "sal", "won").replaced(segments=(Segment(id="s1", name="SEO"),))
    stages = tuple(measured_stage(one, 500, segment="s1") for one in ("mql", "sal"))
    of = read(stages, (move("mql", "sal", 500, 250, 0.5, segment="s1"),), drawn, "s1")
    assert said(of, seo).verdict == "alike"


def test_that_one_way_over_several_stages_is_multiplied() -> None:
    found = said(accepted(0.22), figure("MQL", "Won", 0.11))
    assert found.measured.value == pytest.approx(0.11)
    # Relative errors of 0.02/0.22 and 0.05/0.5 add up by their squares, on a log scale.
    assert found.measured.high / 0.11 == pytest.approx(1.1447, abs=0.001)
    assert "product of 2 measured shares, over SAL" in found.caution


def test_that_several_ways_are_refused() -> None:
    of = read(
        tuple(measured_stage(one, 100) for one in ("mql", "sal", "sql")),
        (
            move("mql", "sal", 100, 50, 0.5),
            move("mql", "sql", 100, 10, 0.1),
            move("sal", "sql", 50, 25, 0.5),
        ),
        chain("mql", "sal", "sql", "won"),
    )
    assert refused(of, figure("MQL", "SQL", 0.3)).reason.startswith("Several ways lead from")


def test_that_a_maze_of_ways_is_no_single_way() -> None:
    names = ("mql", *(f"s{n}" for n in range(30)), "sal", "won")
    through = names[:-2]
    maze = [move(a, b, 100, 3, 0.03) for a in through for b in through[1:] if a != b]
    stages = tuple(measured_stage(one, 100) for one in names)
    drawn = chain(*names)
    blocked = read(stages, tuple(maze), drawn)
    assert "Nobody was seen" in refused(blocked, figure("MQL", "SAL", 0.3)).reason
    out = read(stages, (*maze, move("s29", "sal", 100, 3, 0.03)), drawn)
    assert "Several ways" in refused(out, figure("MQL", "SAL", 0.3)).reason


def test_that_a_stage_called_won_must_be_one() -> None:
    of = read(
        (measured_stage("opportunity", 10), measured_stage("won", 3)),
        (move("opportunity", "won", 10, 3, 0.3),),
        chain("opportunity", "won", "paid"),
    )
    assert "not a won stage" in refused(of, figure("Opportunity", "Won", 0.2)).reason


def test_that_what_nobody_did_and_what_was_not_measured_is_said() -> None:
    of = read((measured_stage("mql", 10), measured_stage("sal", 3)), (), chain("mql", "sal", "won"))
    assert "Nobody was seen" in refused(of, figure("MQL", "SAL", 0.3)).reason
    assert "Nothing was measured of “Won”" in refused(of, figure("SAL", "Won", 0.3)).reason


def test_that_own_definitions_are_shown_for_judging_whether_stages_are_the_same() -> None:
    of = accepted()
    text = defined_as(of, figure("MQL", "SAL", 0.36))
    assert text == "Your MQL: A lead is here. Your SAL: A lead is here."
    vague = read(
        of.stages,
        of.moves,
        chain("mql", "sal", "won").replaced(
            stages=tuple(one.replaced(definition=" ") for one in of.funnel.stages)
        ),
    )
    assert defined_as(vague, figure("SAL", "Won", 0.3)) == "You have not defined SAL."


def test_that_a_source_line_holds_source_year_sample_and_grade() -> None:
    assert source_line(figure("MQL", "SAL", 0.3)) == (
        "Somebody · data of 2014 · sample: 199 firms · grade: good"
    )

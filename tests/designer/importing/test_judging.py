"""What a user judges of an import, as one value."""

from datetime import date
from pathlib import Path

import pytest

from funnelcraft.designer.importing import judging, placing
from funnelcraft.designer.importing.days import Days
from funnelcraft.designer.importing.judging import Judgement
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.imports import Form, Mapping, Proposal, Role, propose
from funnelcraft.io.templates import template
from tests.designer.importing.exports import STAGES, events, two_tables

TARGET = template("lead-to-revenue")


@pytest.fixture
def proposal(tmp_path: Path) -> Proposal:
    """What a look at an event log finds."""
    return propose([events(tmp_path / "events.csv", leads=60)])


def begun(proposal: Proposal, target: Funnel | None = TARGET) -> Judgement:
    return judging.begun([Path(path) for path in proposal.paths], target, proposal)


def test_that_an_export_whose_stages_the_funnel_knows_is_measured_into_it(
    proposal: Proposal,
) -> None:
    judged = begun(proposal)
    assert judged.aim == "into"
    assert not judged.is_touched
    assert judging.hindrance(judged) == ""
    wish = judging.wish(judged)
    assert wish.target == TARGET
    assert set(wish.stages.values()) == set(judged.board.where.values())
    assert wish.ends == {"Closed Won": "won"}
    assert wish.mapping.stages["MQL"] == "Marketing Qualified Lead"


def test_that_without_a_funnel_or_stages_it_knows_it_is_drawn_as_it_is(
    proposal: Proposal, tmp_path: Path
) -> None:
    assert begun(proposal, None).aim == "as-is"
    assert begun(propose(two_tables(tmp_path))).aim == "as-is"
    assert judging.wish(begun(proposal)).paths == (Path(proposal.paths[0]),)


def test_that_a_table_of_leads_goes_where_all_sources_lead(tmp_path: Path) -> None:
    entry = TARGET.stages[0].id
    sources = tuple(source.replaced(into=entry) for source in TARGET.sources)
    judged = begun(propose(two_tables(tmp_path)), TARGET.replaced(sources=sources))
    assert judged.aim == "into"
    assert judged.board.where["Lead"] == entry
    judged = begun(propose(two_tables(tmp_path)))  # where sources lead to several stages
    assert judged.aim == "as-is"


def test_that_ends_are_said_only_where_they_differ_from_what_names_say(
    proposal: Proposal,
) -> None:
    drawn = judging.with_aim(begun(proposal), "as-is")
    assert judging.wish(drawn).ends is None
    board = placing.with_kind(drawn.board, "SQL", "lost")
    said = judging.wish(judging.with_board(drawn, board))
    assert said.ends == {"Closed Won": "won", "SQL": "lost"}


def test_that_another_look_keeps_stages_where_they_were_put(proposal: Proposal) -> None:
    judged = begun(proposal)
    board = placing.left_out(judged.board, "SAL")
    judged = judging.with_board(judged, board)
    again = judging.looked_again(judged, proposal)
    assert again.board.left_out == {"SAL"}
    fewer = proposal.replaced(stages=proposal.stages[:2])
    other = judging.looked_again(judged, fewer)
    assert len(other.board.stages) == 2
    assert other.board.left_out == frozenset()


def test_that_names_that_were_remembered_place_stages(proposal: Proposal) -> None:
    names = {"SAL": None, "SQL": "Opportunity"}
    mapping = proposal.mapping.replaced(stages=names)
    judged = begun(proposal.replaced(mapping=mapping))
    assert judged.board.left_out == {"SAL"}
    named = {place.id: place.name for place in judged.board.places}
    assert named[judged.board.where["SQL"]] == "Opportunity"


def test_that_a_stage_that_is_placed_does_not_take_the_name_of_another(
    proposal: Proposal,
) -> None:
    judged = begun(proposal)
    opportunity = judged.board.where["Opportunity"]
    board = placing.taken_off(judged.board, "Opportunity")
    board = placing.placed(board, "SAL", opportunity)
    wish = judging.wish(judging.with_board(judged, board))
    # The export's own “Opportunity” is another stage now: SAL must not be merged into it.
    assert wish.mapping.stages.get("SAL", "SAL") == "SAL"
    assert wish.stages["SAL"] == opportunity
    assert "Opportunity" not in wish.stages


def test_that_what_stands_against_reading_is_said_one_thing_at_a_time(
    proposal: Proposal,
) -> None:
    judged = begun(proposal)
    (file,) = proposal.mapping.files
    columns = {role: one for role, one in file.columns.items() if role is not Role.TIME}
    lacking = judging.corrected(judged, Mapping(files=(file.replaced(columns=columns),)))
    assert "events.csv" in judging.hindrance(lacking)
    assert "When" in judging.hindrance(lacking)
    late = judging.with_days(judged, Days(date(2025, 1, 1), date(2024, 1, 1)))
    assert "after" in judging.hindrance(late)
    board = judged.board
    for stage in STAGES:
        board = placing.left_out(board, stage)
    assert "two stages" in judging.hindrance(judging.with_board(judged, board))


def test_that_a_form_changes_what_columns_can_be(proposal: Proposal) -> None:
    from funnelcraft.designer.importing import correcting

    looked, file = proposal.files[0], proposal.mapping.files[0]
    dates = correcting.with_form(file, Form.DATES, looked)
    assert "date" in dict(correcting.role_words(dates))
    assert "date" not in dict(correcting.role_words(file))
    marked = correcting.with_role(dates, "Entered at", "date")
    assert marked.stage_columns == {"Entered at": "Entered at"}
    assert Role.TIME not in marked.columns
    back = correcting.with_role(marked, "Entered at", "")
    assert back.stage_columns == {}

"""What a user has judged so far, as one value: how files are read, where stages go, which days.

Everything the wizard knows besides what is on the screen. Changes are pure functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from funnelcraft.designer.importing import placing
from funnelcraft.designer.importing.days import Days, days_problem
from funnelcraft.designer.importing.measuring import Wish
from funnelcraft.designer.importing.naming import (
    changed_names,
    ends_by_name,
    places_by_name,
    remembered_places,
)
from funnelcraft.designer.importing.placing import Board, LogStage
from funnelcraft.designer.importing.preview import plain
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, listed
from funnelcraft.io.imports.mapping import Form, Mapping, role_name
from funnelcraft.io.imports.proposal import Proposal

Aim = Literal["into", "as-is"]
INTO: Aim = "into"
AS_IS: Aim = "as-is"

NOT_GIVEN = Days()
ENOUGH_PLACED = 2  # stages of the export that the funnel knows, for measuring into it


@dataclass(frozen=True)
class Judgement:
    """How files are to be read and measured. `target` is the funnel that is open, None for none.

    `is_chosen` once the user said what becomes of the figures, `is_touched` once anything was
    corrected.
    """

    paths: tuple[Path, ...]
    target: Funnel | None
    proposal: Proposal
    board: Board
    aim: Aim
    is_chosen: bool = False
    is_touched: bool = False
    days: Days = NOT_GIVEN

    @property
    def size(self) -> int:
        """How many bytes the files have."""
        return sum(file.size for file in self.proposal.files)

    @property
    def mapping(self) -> Mapping:
        """How the files are read, with the names that the board gives stages."""
        return self.proposal.mapping.replaced(stages=changed_names(self.board))


def begun(paths: Sequence[Path], target: Funnel | None, proposal: Proposal) -> Judgement:
    """Return what is judged right after the first look."""
    board, aim = _board(target, proposal, None)
    return Judgement(tuple(paths), target, proposal, board, aim)


def looked_again(judged: Judgement, proposal: Proposal) -> Judgement:
    """Take what another look found; stages that are there still stay where they are."""
    stages = _stages(proposal)
    if {one.name for one in stages} == {one.name for one in judged.board.stages}:
        board = replace(judged.board, stages=stages)
        return replace(judged, proposal=proposal, board=board)
    board, aim = _board(judged.target, proposal, judged.aim if judged.is_chosen else None)
    return replace(judged, proposal=proposal, board=board, aim=aim)


def corrected(judged: Judgement, mapping: Mapping) -> Judgement:
    """Read the files otherwise; another look must follow."""
    return replace(judged, proposal=judged.proposal.replaced(mapping=mapping), is_touched=True)


def with_board(judged: Judgement, board: Board) -> Judgement:
    """Put stages elsewhere."""
    return replace(judged, board=board, is_touched=True)


def with_aim(judged: Judgement, aim: Aim) -> Judgement:
    """Measure into the open funnel, or draw one as it is."""
    board, aim = _board(judged.target, judged.proposal, aim)
    return replace(judged, board=board, aim=aim, is_chosen=True)


def with_days(judged: Judgement, days: Days) -> Judgement:
    """Measure other days."""
    return replace(judged, days=days, is_touched=True)


def hindrance(judged: Judgement) -> str:
    """Say what stands against reading; nothing where nothing does."""
    if judged.proposal.questions:
        question = judged.proposal.questions[0]
        name = plain(judged.proposal.files[question.file].name, 60)
        return _("{file}: {what}").format(file=name, what=question.sentence)
    for looked, file in zip(judged.proposal.files, judged.proposal.mapping.files, strict=True):
        if missing := file.missing():
            roles = listed([role_name(role) for role in missing])
            text = _("{file}: say in the heads which column is: {roles}.")
            return text.format(file=plain(looked.name, 60), roles=roles)
    if problem := days_problem(judged.days):
        return problem
    if judged.aim == INTO and len(set(judged.board.where.values())) < ENOUGH_PLACED:
        return _("Put at least two stages of the export on stages of the funnel.")
    return ""


def wish(judged: Judgement) -> Wish:
    """Return what is asked for."""
    target = judged.target if judged.aim == INTO else None
    return Wish(
        judged.paths,
        judged.mapping,
        judged.days,
        currency=judged.target.currency if judged.target is not None else "USD",
        target=target,
        stages=places_by_name(judged.board) if target is not None else {},
        ends=ends_by_name(judged.board) if target is not None or _says_ends(judged) else None,
    )


def _says_ends(judged: Judgement) -> bool:
    """Say whether somebody took a stage for another end than its name says."""
    named = {one.name: one.outcome or "open" for one in judged.proposal.stages}
    return any(place.kind != named.get(place.id) for place in judged.board.places)


def _with_entry(board: Board, target: Funnel, proposal: Proposal) -> Board:
    """Put the leads of two tables where all sources lead: that they are leads is all it says."""
    entries = {source.into for source in target.sources}
    forms = [file.form for file in proposal.mapping.files]
    if forms != [Form.LEADS, Form.DEALS] or len(entries) != 1 or not board.stages:
        return board
    first = board.stages[0]
    return placing.placed(board, first.name, entries.pop()) if first in board.unplaced else board


def _stages(proposal: Proposal) -> tuple[LogStage, ...]:
    return tuple(LogStage(one.name, one.rows) for one in proposal.stages)


def _board(target: Funnel | None, proposal: Proposal, aim: Aim | None) -> tuple[Board, Aim]:
    """Place the stages: as remembered, else by their names; without an aim, where more fit."""
    stages, names = _stages(proposal), proposal.mapping.stages
    if target is not None and aim != AS_IS:
        board = _with_entry(placing.onto_funnel(stages, target), target, proposal)
        board = remembered_places(names, board)
        if aim == INTO or len(set(board.where.values())) >= ENOUGH_PLACED:
            return board, INTO
    ends = {one.name: one.outcome for one in proposal.stages}
    return remembered_places(names, placing.as_they_are(stages, ends)), AS_IS

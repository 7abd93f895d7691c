"""Which stage of an export belongs to which stage of a funnel: plain values and their changes.

Either the places are the stages of a funnel that is there, or the export's stages make places of
their own, for a funnel drawn as it is. A stage of the export without a place is measured and
reported; one that is left out is read as if its rows were not there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from funnelcraft.funnel.graph import stages_in_order
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import stage_name

_EMPTY = frozenset({"lead", "leads", "stage", "closed"})


@dataclass(frozen=True)
class LogStage:
    """A stage as the export writes it, and in how many of its rows."""

    name: str
    rows: int


@dataclass(frozen=True)
class Place:
    """Where stages of the export go: a stage of the funnel, by its id and name, or a new one."""

    id: str
    name: str
    kind: str = "open"


@dataclass(frozen=True)
class Board:
    """Stages of an export on places. `where` maps a stage's name to the id of its place.

    `is_new` where the places are made of the stages themselves.
    """

    stages: tuple[LogStage, ...]
    places: tuple[Place, ...]
    where: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    is_new: bool = False

    def on(self, place: str) -> tuple[LogStage, ...]:
        """Return the stages on a place, in the export's order."""
        return tuple(s for s in self.stages if self.where.get(s.name) == place)

    @property
    def unplaced(self) -> tuple[LogStage, ...]:
        """The stages that have no place and are not left out."""
        return tuple(
            s for s in self.stages if s.name not in self.where and s.name not in self.left_out
        )

    @property
    def out(self) -> tuple[LogStage, ...]:
        """The stages that are left out."""
        return tuple(s for s in self.stages if s.name in self.left_out)

    def ends(self, kind: str) -> frozenset[str]:
        """Return the names of the export's stages on places that are won, or lost."""
        ids = {place.id for place in self.places if place.kind == kind}
        return frozenset(name for name, place in self.where.items() if place in ids)


def letters(name: str) -> str:
    """Return what two spellings of a name have in common: its letters and figures."""
    return re.sub(r"[\W_]+", "", name.casefold())


def onto_funnel(
    stages: Sequence[LogStage], funnel: Funnel, proposed: Mapping[str, str] | None = None
) -> Board:
    """Place stages on those of a funnel: as proposed, else by term, abbreviation or id.

    Where none is the same, words that say nothing are left aside: "Sales Accepted" is the funnel's
    "Sales Accepted Lead" where it has but one like it.
    """
    there = stages_in_order(funnel)
    places = tuple(Place(stage.id, stage_name(stage), stage.kind) for stage in there)
    known = {place.id for place in places}
    where: dict[str, str] = {}
    for one in stages:
        if proposed and proposed.get(one.name) in known:
            where[one.name] = proposed[one.name]
            continue
        found = _same(one.name, there, letters) or _same(one.name, there, _core)
        if found is not None:
            where[one.name] = found
    return Board(tuple(stages), places, where)


def _same(name: str, stages: Sequence[Stage], key: Callable[[str], str]) -> str | None:
    """Return the id of the only stage that has the same key, by term, abbreviation or id."""
    wanted = key(name)
    for names in ("term", "abbreviation", "id"):
        ids = [stage.id for stage in stages if wanted and key(getattr(stage, names)) == wanted]
        if len(ids) == 1:
            return ids[0]
    return None


def _core(name: str) -> str:
    """Return the letters of a name without words that any stage may have."""
    return letters(" ".join(w for w in re.split(r"[\W_]+", name) if w.casefold() not in _EMPTY))


def as_they_are(stages: Sequence[LogStage], ends: Mapping[str, str] | None = None) -> Board:
    """Give each stage a place of its own; `ends` says which of them are won or lost."""
    places = tuple(Place(s.name, s.name, (ends or {}).get(s.name) or "open") for s in stages)
    return Board(tuple(stages), places, {s.name: s.name for s in stages}, is_new=True)


def placed(board: Board, stage: str, place: str) -> Board:
    """Put a stage of the export on a place."""
    where = {**board.where, stage: place}
    return _tidied(replace(board, where=where, left_out=board.left_out - {stage}))


def taken_off(board: Board, stage: str) -> Board:
    """Take a stage off its place: it stands alone, or has none."""
    if board.is_new:
        return placed(board, stage, stage)
    where = {name: place for name, place in board.where.items() if name != stage}
    return replace(board, where=where, left_out=board.left_out - {stage})


def left_out(board: Board, stage: str) -> Board:
    """Leave a stage of the export out."""
    where = {name: place for name, place in board.where.items() if name != stage}
    return _tidied(replace(board, where=where, left_out=board.left_out | {stage}))


def with_kind(board: Board, place: str, kind: str) -> Board:
    """Say that a place is won, lost, or neither."""
    places = tuple(replace(p, kind=kind) if p.id == place else p for p in board.places)
    return replace(board, places=places)


def joined(board: Board, names: Iterable[str]) -> Board:
    """Put stages on the place of the one with most rows among those that have one."""
    wanted = set(names)
    there = [s for s in board.stages if s.name in wanted and s.name in board.where]
    if not there:
        return board
    most = max(there, key=lambda stage: stage.rows)
    place = board.where[most.name]
    for one in (s for s in board.stages if s.name in wanted):
        board = placed(board, one.name, place)
    return board


def alike(board: Board) -> tuple[tuple[str, ...], ...]:
    """Return groups of names that are spelt alike and do not stand on the same place."""
    groups: dict[str, list[str]] = {}
    for one in board.stages:
        key = letters(one.name)
        if key and one.name not in board.left_out:
            groups.setdefault(key, []).append(one.name)
    return tuple(
        tuple(names)
        for names in groups.values()
        if any(name in board.where for name in names)
        and len({board.where.get(name) for name in names}) > 1
    )


def _tidied(board: Board) -> Board:
    """Let places of an export's own come and go with the stages on them."""
    if not board.is_new:
        return board
    kinds = {place.id: place for place in board.places}
    used = {board.where[s.name] for s in board.stages if s.name in board.where}
    places = tuple(kinds.get(s.name, Place(s.name, s.name)) for s in board.stages if s.name in used)
    return replace(board, places=places)

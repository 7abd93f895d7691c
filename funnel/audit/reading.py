"""A baseline as it is read: of one segment or all, in the funnel's order, with names to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.audit.taming import tamed
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.lanes import lanes_of
from funnelcraft.funnel.measured import (
    EVERY_SEGMENT,
    MeasuredBaseline,
    MeasuredMove,
    MeasuredStage,
    UndrawnMove,
)
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.names import short_stage_name, stage_name
from funnelcraft.funnel.text import _

LONG_NAME = 36
GONE = 10_000  # the place in the order of stages that the funnel no longer has


@dataclass(frozen=True)
class Reading:
    """A funnel's baseline, one segment of it. Made by `reading`."""

    funnel: Funnel
    baseline: MeasuredBaseline
    segment: str = EVERY_SEGMENT

    @cached_property
    def known(self) -> dict[str, Stage]:
        """The funnel's stages by id."""
        return stages_by_id(self.funnel)

    @cached_property
    def order(self) -> dict[str, int]:
        """The places of the funnel's stages, top-down."""
        return {stage.id: place for place, stage in enumerate(stages_in_order(self.funnel))}

    @cached_property
    def stages(self) -> tuple[MeasuredStage, ...]:
        """The measured stages of this segment, top-down; those the funnel no longer has last."""
        found = {s.stage: s for s in self.baseline.stages if s.segment == self.segment}
        return tuple(sorted(found.values(), key=lambda s: self.order.get(s.stage, GONE)))

    @cached_property
    def by_id(self) -> dict[str, MeasuredStage]:
        """The measured stages of this segment by id."""
        return {stage.stage: stage for stage in self.stages}

    @cached_property
    def moves(self) -> tuple[MeasuredMove, ...]:
        """The measured moves of this segment, by the places of the stages they lead between."""
        mine = [move for move in self.baseline.moves if move.segment == self.segment]
        later = [
            move.replaced(trigger=ids[0] if len(ids) == 1 else "")
            for move, ids in self._other_ways
            if ids
        ]
        return tuple(sorted([*mine, *later], key=self._place))

    @cached_property
    def undrawn(self) -> tuple[UndrawnMove, ...]:
        """The ways of this segment's leads that the funnel has no trigger for, by their places."""
        mine = (move for move, ids in self._other_ways if not ids)
        return tuple(sorted(mine, key=self._place))

    @cached_property
    def _other_ways(self) -> tuple[tuple[UndrawnMove, tuple[str, ...]], ...]:
        """The ways without a trigger when it was measured, and the triggers that draw them now."""
        drawn: dict[tuple[str, str], tuple[str, ...]] = {}
        for one in self.funnel.triggers:
            if one.kind != "sla_breach":
                way = (one.from_stage, one.to_stage)
                drawn[way] = (*drawn.get(way, ()), one.id)
        return tuple(
            (move, drawn.get((move.from_stage, move.to_stage), ()))
            for move in self.baseline.undrawn
            if move.segment == self.segment
        )

    def undrawn_from(self, stage_id: str) -> tuple[UndrawnMove, ...]:
        """Return the ways out of a stage that the funnel has no trigger for."""
        return tuple(move for move in self.undrawn if move.from_stage == stage_id)

    def target(self, move: UndrawnMove) -> str:
        """Return what the stage is called to which leads moved without a trigger."""
        return self.brief(move.to_stage) if move.to_stage else move.to_name

    def _place(self, move: MeasuredMove) -> tuple[int, int]:
        return self.order.get(move.from_stage, GONE), self.order.get(move.to_stage, GONE)

    @cached_property
    def _by_origin(self) -> dict[str, tuple[MeasuredMove, ...]]:
        found: dict[str, list[MeasuredMove]] = {}
        for move in self.moves:
            found.setdefault(move.from_stage, []).append(move)
        return {stage: tuple(moves) for stage, moves in found.items()}

    def moves_from(self, stage_id: str) -> tuple[MeasuredMove, ...]:
        """Return the measured moves that leave a stage."""
        return self._by_origin.get(stage_id, ())

    def name(self, stage_id: str) -> str:
        """Return a stage's name; its id where the funnel no longer has it."""
        stage = self.known.get(stage_id)
        return stage_name(stage) if stage is not None else stage_id or _("Unnamed stage")

    def short(self, stage_id: str) -> str:
        """Return a stage's abbreviation or name; its id where the funnel no longer has it."""
        stage = self.known.get(stage_id)
        return short_stage_name(stage) if stage is not None else self.name(stage_id)

    def brief(self, stage_id: str) -> str:
        """Return `short` without the middle of a long name, for sentences that name several."""
        name = self.short(stage_id)
        if len(name) <= LONG_NAME:
            return name
        return f"{name[: LONG_NAME * 2 // 3]}…{name[-LONG_NAME // 4 :]}"

    def arrow(self, move: MeasuredMove) -> str:
        """Return `A → B` with brief names."""
        return f"{self.brief(move.from_stage)} → {self.brief(move.to_stage)}"

    def kind(self, stage_id: str) -> str:
        """Return a stage's kind; open where the funnel no longer has it."""
        stage = self.known.get(stage_id)
        return stage.kind if stage is not None else "open"

    @cached_property
    def departments(self) -> dict[str, str]:
        """The departments of the funnel's stages; an empty text where nobody owns one."""
        return {stage_id: lane[0] for stage_id, lane in lanes_of(self.funnel).items()}

    @property
    def segment_name(self) -> str:
        """What this segment is called; an empty text for all together."""
        return dict(segments(self.funnel, self.baseline)).get(self.segment, self.segment)

    def place_of_stage(self, stage_id: str) -> Place | None:
        """Return where a stage is; None where the funnel no longer has it."""
        return Place("stage", stage_id) if stage_id in self.known else None

    def place_of_move(self, move: MeasuredMove) -> Place | None:
        """Return where a move's trigger is, or the stage it leaves; None where neither is there."""
        if move.trigger in self.trigger_ids:
            return Place("trigger", move.trigger)
        return self.place_of_stage(move.from_stage)

    @cached_property
    def trigger_ids(self) -> frozenset[str]:
        """The ids of the triggers the funnel has."""
        return frozenset(trigger.id for trigger in self.funnel.triggers)


def reading(funnel: Funnel, segment: str = EVERY_SEGMENT) -> Reading | None:
    """Read a funnel's baseline; None where nothing was measured."""
    if funnel.baseline is None:
        return None
    return Reading(funnel, tamed(funnel.baseline), segment)


def segments(funnel: Funnel, baseline: MeasuredBaseline) -> tuple[tuple[str, str], ...]:
    """Return the segments measured, each with its name: all together first, then the funnel's."""
    names = {one.id: " ".join(one.name.split()) or one.id for one in funnel.segments}
    there = dict.fromkeys(_segments_of(baseline))
    mine = [one for one in names if one in there and one != EVERY_SEGMENT]
    others = [one for one in there if one not in names and one != EVERY_SEGMENT]
    return ((EVERY_SEGMENT, ""), *((one, names.get(one, one)) for one in (*mine, *others)))


def _segments_of(baseline: MeasuredBaseline) -> Iterable[str]:
    for stage in baseline.stages:
        yield stage.segment
    for move in baseline.moves:
        yield move.segment


def still_open(reading: Reading, move: MeasuredMove) -> int:
    """Return how many visits of the move's stage have not left it by any way yet."""
    gone = sum(one.moved for one in reading.moves_from(move.from_stage))
    return max(move.entered - gone, 0)

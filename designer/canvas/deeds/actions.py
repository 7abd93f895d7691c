"""What keys, menus and buttons do to the document from the canvas."""

from collections.abc import Callable, Iterable
from time import monotonic

from funnelcraft.designer.canvas.changes import (
    neighbour,
    next_centre,
    with_connected_stage,
    with_stage,
)
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.shapes import Point, drawable
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Document, Item
from funnelcraft.funnel.edits import move_stages, remove, what_goes
from funnelcraft.funnel.geometry import snapped
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import ENDS, Funnel
from funnelcraft.funnel.names import short_stage_name, source_name, trigger_name
from funnelcraft.funnel.text import _, listed, ngettext

PAUSE = 1.0  # seconds after which moving by keys is a new undo step


class CanvasActions:
    """Edits of the selection. `say` tells the user what happened."""

    def __init__(self, document: Document, say: Callable[[str], None]) -> None:
        self._document = document
        self._say = say
        self._nudged_at = 0.0
        self._nudges = 0

    def add_stage(self, bands: tuple[Region, ...], centre: Point) -> tuple[str, str]:
        """Add a stage around a point; return its id and the key that joins its naming to it."""
        after, stage_id = with_stage(self._document.funnel, bands, centre)
        return stage_id, self._put(after, stage_id, _("Add stage"))

    def extend(self, bands: tuple[Region, ...], origin: str) -> tuple[str, str] | None:
        """Add the next stage down the path, connected; None where leads end."""
        funnel = self._document.funnel
        stage = stages_by_id(funnel)[origin]
        if stage.kind in ENDS:
            words = _("Leads end at {stage}: no trigger can leave it.")
            self._say(words.format(stage=plain(short_stage_name(stage))))
            return None
        centre = next_centre(funnel, origin)
        after, stage_id, _trigger = with_connected_stage(funnel, bands, origin, centre)
        return stage_id, self._put(after, stage_id, _("Add next stage"))

    def _put(self, after: Funnel, stage_id: str, label: str) -> str:
        key = f"new-stage-{stage_id}-{self._document.undo_stack.index()}"
        self._document.apply(lambda _before: after, label, merge_key=key)
        self._document.select([Item("stage", stage_id)])
        return key

    def delete_selection(self) -> None:
        """Delete what is selected with all that hangs on it, and say what went."""
        document = self._document
        chosen = (
            document.selected("stage"),
            document.selected("trigger"),
            document.selected("source"),
        )
        if not any(chosen):
            return
        words = _deleted(document.funnel, *chosen)
        document.apply(lambda funnel: remove(funnel, *chosen), words)
        self._say(words + ".")

    def select_all(self) -> None:
        """Select every stage, trigger and source."""
        funnel = self._document.funnel
        self._document.select(
            [Item("stage", part.id) for part in funnel.stages]
            + [Item("trigger", part.id) for part in funnel.triggers]
            + [Item("source", part.id) for part in funnel.sources]
        )

    def tidy_up(self) -> None:
        """Lay the whole funnel out anew."""
        before = self._document.funnel
        after = laid_out(before)
        if after == before:
            self._say(_("Everything is in its place already."))
            return
        self._document.apply(lambda _before: after, _("Tidy up"))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected stages; steps that follow each other quickly are one undo step."""
        chosen = set(self._document.selected("stage"))
        if not chosen:
            return
        now = monotonic()
        if now - self._nudged_at > PAUSE:
            self._nudges += 1
        self._nudged_at = now
        places = {}
        for stage_id, stage in stages_by_id(self._document.funnel).items():
            if stage_id in chosen:
                x, y = drawable(stage.position)
                places[stage_id] = snapped(x + dx, y + dy)
        key = f"nudge-{self._nudges}-{hash(frozenset(chosen))}"
        label = ngettext("Move {n} stage", "Move {n} stages", len(chosen)).format(n=len(chosen))
        self._document.apply(lambda funnel: move_stages(funnel, places), label, merge_key=key)

    def walk(self, dx: int, dy: int) -> None:
        """Select the next stage in a direction; the first one where none is selected."""
        funnel = self._document.funnel
        chosen = self._document.selected("stage")
        following: str | None
        if chosen:
            following = neighbour(funnel, chosen[0], dx, dy)
        else:
            following = next((stage.id for stage in stages_in_order(funnel)), None)
        if following is not None:
            self._document.select([Item("stage", following)])

    def walk_lines(self) -> None:
        """Select the next way out of the selected stage, or of the selected trigger's stage.

        Where no way leads out, the next way in.
        """
        document = self._document
        funnel, lines = document.funnel, document.selected("trigger")
        chosen = document.selected("stage")
        if lines:
            first = next(t for t in funnel.triggers if t.id == lines[0])
            beside = [t.id for t in funnel.triggers if t.from_stage == first.from_stage]
        elif chosen:
            beside = [t.id for t in funnel.triggers if t.from_stage == chosen[0]]
            beside = beside or [t.id for t in funnel.triggers if t.to_stage == chosen[0]]
        else:
            return
        if not beside:
            self._say(_("No trigger leaves or enters this stage yet: C connects it."))
            return
        at = beside.index(lines[0]) + 1 if lines else 0
        document.select([Item("trigger", beside[at % len(beside)])])


def _deleted(
    funnel: Funnel, stages: Iterable[str], triggers: Iterable[str], sources: Iterable[str]
) -> str:
    """Say what a removal takes: "Delete MQL with 3 triggers and 1 source"."""
    named, lines, fills = set(stages), set(triggers), set(sources)
    going = what_goes(funnel, named, lines, fills)
    along = [
        text
        for text, number in (
            (_trigger_count(len(going.triggers)), len(going.triggers)),
            (_source_count(len(going.sources)), len(going.sources)),
        )
        if number
    ]
    if named:
        known = stages_by_id(funnel)
        only = plain(short_stage_name(known[next(iter(named))]))
        many = ngettext("{n} stage", "{n} stages", len(named)).format(n=len(named))
        what = only if len(named) == 1 else many
        if along:
            return _("Delete {what} with {others}").format(what=what, others=listed(along))
        return _("Delete {what}").format(what=what)
    if len(lines) + len(fills) == 1:
        names = [plain(trigger_name(funnel, t)) for t in funnel.triggers if t.id in lines]
        names += [plain(source_name(s)) for s in funnel.sources if s.id in fills]
        return _("Delete {what}").format(what=names[0])
    return _("Delete {what}").format(what=listed(along))


def _trigger_count(number: int) -> str:
    return ngettext("{n} trigger", "{n} triggers", number).format(n=number)


def _source_count(number: int) -> str:
    return ngettext("{n} source", "{n} sources", number).format(n=number)

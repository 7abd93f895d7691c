"""The scene: mirrors a funnel through maps from ids to items, and changes only what differs."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from funnelcraft.designer.canvas.change_marks import ChangeMarks
from funnelcraft.designer.canvas.drag import Drag
from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.ground import paint_ground
from funnelcraft.designer.canvas.heat import heat_of
from funnelcraft.designer.canvas.items import CROWD, LINES, SPECK, STAGES, CanvasItem
from funnelcraft.designer.canvas.lanes_item import LanesItem
from funnelcraft.designer.canvas.marks import BADGE_HEIGHT, badge_width, badges
from funnelcraft.designer.canvas.plan import Lane, Plan, badge_places, drawn_triggers, plan
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.source_item import SourceItem
from funnelcraft.designer.canvas.specks_item import SpecksItem
from funnelcraft.designer.canvas.stage_item import StageItem
from funnelcraft.designer.canvas.stage_signs import Signatory
from funnelcraft.designer.canvas.stage_state import Face
from funnelcraft.designer.canvas.stage_words import card_sizes
from funnelcraft.designer.canvas.trigger_item import Look, TriggerItem, line_width
from funnelcraft.designer.canvas.type_sizes import IN_PILLS, common_size
from funnelcraft.designer.canvas.words import (
    capacity_words,
    departments,
    owner_line,
    plain,
    promise,
    volume_words,
)
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import ALL, Funnel, Position, Stage
from funnelcraft.funnel.names import source_name, stage_name

T = TypeVar("T", bound=QGraphicsItem)
BOTH = frozenset({0, 1})  # the specks of lines, and those of stages


class CanvasScene(QGraphicsScene):
    """Shows one funnel with the figures and findings that belong to it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        # Items move all the time: an index would be rebuilt at every step.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.colours = palette
        self.shows_dots = True  # a grid that cards snap to; a picture needs none
        self.plan = Plan()
        self.stages: dict[str, StageItem] = {}
        self.triggers: dict[str, TriggerItem] = {}
        self.sources: dict[str, SourceItem] = {}
        self.lanes = LanesItem(palette)
        self.specks = (SpecksItem(palette, LINES - 0.1), SpecksItem(palette, STAGES - 0.1))
        for item in (self.lanes, *self.specks):
            self.addItem(item)
        self._sums_up = False  # the specks of all are painted together
        self._old_specks = BOTH
        self._funnel: Funnel | None = None  # as shown, but for the drag that goes on
        self._drag: Drag | None = None
        self._figures = CanvasFigures()
        self._figured: tuple[object, ...] = ()  # what the figures on the items depend on
        self._badged: tuple[object, ...] = ()  # the same of the badges
        self._badges: tuple[object, ...] = ()  # those shown, and where their dots are
        self._shows_heat = False
        self.segment: str | None = None  # the one that is looked at
        self._findings: tuple[Finding, ...] = ()
        self._selection: frozenset[Item] = frozenset()
        self.changes = ChangeMarks(self)

    def drawBackground(self, painter: QPainter, area: QRectF | QRect) -> None:
        """Paint the ground with its dots."""
        paint_ground(painter, QRectF(area), self.colours, self.shows_dots)

    def show_funnel(self, funnel: Funnel) -> None:
        """Mirror a funnel; a drag is over."""
        basis = self._drag.start if self._drag else self.plan
        self._drag = None
        before, self._funnel = self._funnel, funnel
        drawn = self.plan
        self.plan = plan(funnel, basis)
        new, old = _specks_of(self.plan, funnel), _specks_of(drawn, before)
        self._renew_specks(frozenset(at for at in BOTH if new[at] != old[at]))
        has_new_faces = self._mirror_stages(funnel, before, drawn.lanes)
        self._mirror_triggers(funnel, before, drawn)
        self._mirror_sources(funnel)
        if has_new_faces or before is None or funnel.sources is not before.sources:
            self._show_sizes()
        self.lanes.show_regions(self.plan.regions)
        self._apply_figures()
        self._apply_findings()
        self.changes.follow()
        for item in self.canvas_items():
            item.set_state(selected=item.item in self._selection)

    def show_drag(self, places: Mapping[str, Position], bands: tuple[Region, ...]) -> None:
        """Show stages of the funnel elsewhere until it is shown again: only what moves follows.

        All frames of a drag move the same stages. The lanes are bands that the drag gives.
        """
        if self._funnel is None:
            return
        if self._drag is None or self._drag.moved != places.keys():
            start = self._drag.start if self._drag else self.plan
            self._drag = Drag(self._funnel, start, places)
            self._renew_specks()
        self.plan = self._drag.plan(places, bands)
        for stage_id in self._drag.moved:
            self.stages[stage_id].stand_at(self.plan.boxes[stage_id])
        for trigger_id in self._drag.triggers:
            self.triggers[trigger_id].follow(self.plan.lines[trigger_id])
        for source_id in self._drag.sources:
            self.sources[source_id].follow(self.plan.pills[source_id])
        self.lanes.show_regions(bands)
        self.changes.follow()

    def _dragged_items(self, drag: Drag) -> Iterable[CanvasItem]:
        yield from (self.stages[one] for one in drag.moved)
        yield from (self.triggers[one] for one in drag.triggers)
        yield from (self.sources[one] for one in drag.sources)

    def look_from(self, zoom: float) -> None:
        """Be painted at a zoom: from far away the specks of a crowd are painted together."""
        sums_up = zoom < SPECK and len(self.stages) > CROWD
        if sums_up != self._sums_up or (sums_up and self._old_specks):
            old = BOTH if sums_up != self._sums_up else self._old_specks
            self._sums_up, self._old_specks = sums_up, frozenset()
            self._sum_up(old)

    def _sum_up(self, old: frozenset[int]) -> None:
        """Let two items paint what nothing singles out, all the lines beneath all the stages.

        Only those that are `old` collect anew.
        """
        singled = set(self._dragged_items(self._drag)) if self._drag else set()
        groups = ((*self.triggers.values(), *self.sources.values()), tuple(self.stages.values()))
        for at, (specks, items) in enumerate(zip(self.specks, groups, strict=True)):
            if at not in old:
                continue
            specks.setVisible(self._sums_up)
            for item in items:
                item.sum_up(self._sums_up and not item.is_selected and item not in singled)
            specks.show_items(item for item in items if self._sums_up and item not in singled)

    def _renew_specks(self, groups: frozenset[int] = BOTH) -> None:
        """Collect specks anew before the next paint: of lines (0), of stages (1)."""
        self._old_specks |= groups
        if self._sums_up:
            for at in groups:
                self.specks[at].update()

    def _mirror_stages(
        self, funnel: Funnel, before: Funnel | None, lanes: Mapping[str, Lane]
    ) -> bool:
        """Bring the stages in line; say whether a stage came, went, or has another face."""
        ids, has_new = list(self.stages), False
        known = stages_by_id(funnel)
        drawn = stages_by_id(before) if before and before.roles == funnel.roles else {}
        roles = {role.id: role for role in reversed(funnel.roles)}
        asked = departments(funnel)

        def agreed(stage: Stage) -> set[str]:
            return {plain(name).casefold() for name in stage.agreed_by}

        def face(stage_id: str) -> Face:
            stage = known[stage_id]
            return Face(
                plain(stage_name(stage)),
                plain(stage.abbreviation),
                stage.kind,
                owner_line(roles, stage),
                promise(stage),
                self.plan.lanes[stage_id],
                capacity_words(stage),
                tuple(Signatory(name, name.casefold() in agreed(stage)) for name in asked),
            )

        def update(stage_id: str, item: StageItem) -> None:
            nonlocal has_new
            item.stand_at(self.plan.boxes[stage_id])
            is_same = drawn.get(stage_id) is known[stage_id]
            if not is_same or lanes.get(stage_id) != self.plan.lanes[stage_id]:
                item.show_face(face(stage_id))
                has_new = True

        self._mirror(
            self.stages,
            self.plan.boxes,
            lambda i: StageItem(self.colours, i, face(i), self.plan.boxes[i]),
            update,
        )
        return has_new or ids != list(self.stages)

    def _mirror_triggers(self, funnel: Funnel, before: Funnel | None, basis: Plan) -> None:
        drawn = drawn_triggers(funnel, self.plan)
        known = stages_by_id(funnel)
        shown = drawn_triggers(before, basis) if before is not None else {}
        if basis.lanes != self.plan.lanes or _kinds(before) != _kinds(funnel):
            shown = {}  # all look otherwise

        def look(trigger_id: str) -> Look:
            trigger = drawn[trigger_id]
            target = known.get(trigger.to_stage)
            lane = self.plan.lanes.get(trigger.from_stage, (NO_DEPARTMENT, False))
            return Look(trigger.kind, target.kind if target else "", lane)

        def update(trigger_id: str, item: TriggerItem) -> None:
            line = self.plan.lines[trigger_id]
            if shown.get(trigger_id) is not drawn[trigger_id] or item.line is not line:
                item.show_line(line, look(trigger_id))

        self._mirror(
            self.triggers,
            drawn,
            lambda i: TriggerItem(self.colours, i, self.plan.lines[i], look(i)),
            update,
        )

    def _mirror_sources(self, funnel: Funnel) -> None:
        drawn = {s.id: s for s in reversed(funnel.sources) if s.id in self.plan.pills}

        def words(source_id: str) -> tuple[str, str]:
            source = drawn[source_id]
            return plain(source_name(source)), volume_words(source)

        self._mirror(
            self.sources,
            drawn,
            lambda i: SourceItem(self.colours, i, self.plan.pills[i], *words(i)),
            lambda i, item: item.show_pill(self.plan.pills[i], *words(i)),
        )

    def _show_sizes(self) -> None:
        """Let the names of all stages, and those of all sources, have one size from afar."""
        stages, sources = self.stages.values(), self.sources.values()
        sizes = card_sizes(stages)
        for stage in stages:
            stage.show_sizes(sizes)
        size = common_size((source.far_name for source in sources), IN_PILLS)
        for source in sources:
            source.show_size(size)

    def _mirror(
        self,
        items: dict[str, T],
        wanted: Iterable[str],
        make: Callable[[str], T],
        update: Callable[[str, T], None],
    ) -> None:
        """Bring a map of items in line with the ids that are wanted."""
        ids = dict.fromkeys(wanted)
        for gone in [item_id for item_id in items if item_id not in ids]:
            self.removeItem(items.pop(gone))
        for item_id in ids:
            if item_id in items:
                update(item_id, items[item_id])
            else:
                items[item_id] = make(item_id)
                self.addItem(items[item_id])

    def show_figures(self, figures: CanvasFigures) -> None:
        """Show the figures of a forecast."""
        self._figures = figures
        self._apply_figures()

    def show_heat(self, shown: bool) -> None:
        """Show where leads pile up, or no longer."""
        self._shows_heat = shown
        self._apply_figures()

    def show_segment(self, segment: str | None) -> None:
        """Look at one segment; None shows all of them together."""
        self.segment = segment
        self._apply_figures()

    @property
    def most_open(self) -> float:
        """The leads in the fullest stage of those shown now: the hottest there is."""
        return self._shown_figures().most_open(self._ends())

    @property
    def tells_segment_apart(self) -> bool:
        """Whether the figures are there of the segment that is looked at."""
        return self.segment is None or self.segment in self._figures.segments

    def _shown_figures(self) -> CanvasFigures:
        return self._figures if self.segment is None else self._figures.of_segment(self.segment)

    def _ends(self) -> frozenset[str]:
        return frozenset(one for one, item in self.stages.items() if item.face.kind != "open")

    def _apply_figures(self) -> None:
        ends = self._ends()
        items = (*self.stages.values(), *self.triggers.values())
        stands = (self._figures, self._shows_heat, self.segment, ends, items)
        self._fade_sources()
        if stands == self._figured:
            return
        if self._shows_heat or self.segment is not None or self._figured[1:3] != stands[1:3]:
            self._renew_specks()
        self._figured = stands
        figures = self._shown_figures()
        most_open = figures.most_open(ends)
        segments = self._figures.segments
        chosen = segments.index(self.segment) if self.segment in segments else None
        for stage_id, stage in self.stages.items():
            found = figures.stages.get(stage_id, StageFigures())
            is_hot = self._shows_heat and stage_id not in ends and found.balance is not None
            heat = heat_of(max(found.balance or 0.0, 0.0), most_open) if is_hot else None
            stage.show_figures(found, figures.stale, heat, chosen)
            stage.fade(chosen is not None and _is_nobody(found.volume, found.balance))
        most = max(figures.triggers.values(), default=0.0)
        for trigger_id, line in self.triggers.items():
            moves = figures.triggers.get(trigger_id)
            line.show_width(line_width(moves, most), figures.stale)
            line.fade(chosen is not None and _is_nobody(moves))

    def _fade_sources(self) -> None:
        """Let the sources step back that bring no leads of the segment that is looked at."""
        funnel = self._funnel
        segments = {s.id: s.segment for s in reversed(funnel.sources)} if funnel else {}
        for source_id, pill in self.sources.items():
            of = segments.get(source_id, ALL)
            pill.fade(self.segment is not None and of != self.segment)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings = findings
        self._apply_findings()
        self.changes.follow()

    def _apply_findings(self) -> None:
        drawn = (self.plan.boxes, self.plan.pills, self.plan.lines)
        if self._badged == (self._findings, *drawn):
            return
        self._badged = (self._findings, *drawn)
        of_stages = badges(self._findings, "stage")
        of_triggers = badges(self._findings, "trigger")
        for stage_id, stage in self.stages.items():
            stage.show_badge(of_stages.get(stage_id))
        shown = {i: badge for i, badge in of_triggers.items() if i in self.triggers}
        sizes = {i: (badge_width(badge), BADGE_HEIGHT) for i, badge in shown.items()}
        rooms = [room for stage in self.stages.values() if (room := stage.badge_room) is not None]
        places = badge_places(self.plan, sizes, rooms) if sizes else {}
        for trigger_id, line in self.triggers.items():
            line.show_badge(shown.get(trigger_id), places.get(trigger_id))
        # The dots of lines stand in the middle of their labels.
        dots = {i: self.plan.lines[i].label.box.centre for i in shown}
        if (of_stages, shown, dots) != self._badges:
            self._badges = of_stages, shown, dots
            self._renew_specks()

    def show_selection(self, selection: frozenset[Item]) -> None:
        """Show what is selected."""
        before, self._selection = self._selection, selection
        for one in before ^ selection:
            item = self.item_of(one)
            if item is not None:
                item.set_state(selected=one in selection)
                item.sum_up(self._sums_up and one not in selection)

    def set_colours(self, palette: Palette) -> None:
        """Paint everything in another palette."""
        self.colours = palette
        for item in (*self.canvas_items(), self.lanes):
            item.set_palette(palette)
        self.changes.set_colours(palette)
        self._renew_specks()
        self.update()

    def canvas_items(self) -> tuple[CanvasItem, ...]:
        """Return the items of stages, triggers and sources."""
        return (*self.stages.values(), *self.triggers.values(), *self.sources.values())

    def item_of(self, item: Item) -> CanvasItem | None:
        """Return the item that shows a part of the funnel."""
        maps: dict[str, Mapping[str, CanvasItem]] = {
            "stage": self.stages,
            "trigger": self.triggers,
            "source": self.sources,
        }
        return maps[item.kind].get(item.id)


def _kinds(funnel: Funnel | None) -> dict[str, str]:
    """Return the kind of each stage."""
    return {stage.id: stage.kind for stage in reversed(funnel.stages)} if funnel else {}


def _specks_of(drawing: Plan, funnel: Funnel | None) -> tuple[object, object]:
    """Return what decides how lines, and how stages look from far away.

    Figures and findings apart.
    """
    if funnel is None:
        return None, None
    of_stages, of_triggers = _kinds(funnel), [one.kind for one in funnel.triggers]
    ways = [line.way for line in drawing.lines.values()]
    lines = list(drawing.lines), ways, drawing.pills, drawing.lanes, of_stages, of_triggers
    return lines, (drawing.boxes, drawing.lanes, of_stages)


def _is_nobody(*leads: float | None) -> bool:
    """Say whether so few leads are expected that it comes to none."""
    return all(number is None or number < 0.5 for number in leads)

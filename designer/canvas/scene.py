"""The scene: mirrors a funnel through maps from ids to items, and changes only what differs."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from funnelcraft.designer.canvas.drag import Drag
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.items.change_marks import ChangeMarks
from funnelcraft.designer.canvas.items.crowd import Crowd, changed_specks, kinds_of
from funnelcraft.designer.canvas.items.faces import Faces
from funnelcraft.designer.canvas.items.figure_marks import FigureMarks
from funnelcraft.designer.canvas.items.finding_marks import FindingMarks
from funnelcraft.designer.canvas.items.ground import paint_ground
from funnelcraft.designer.canvas.items.item import CanvasItem
from funnelcraft.designer.canvas.items.lanes_item import LanesItem
from funnelcraft.designer.canvas.items.source_item import SourceItem
from funnelcraft.designer.canvas.items.stage_item import StageItem
from funnelcraft.designer.canvas.items.stage_words import card_sizes
from funnelcraft.designer.canvas.items.trigger_item import Look, TriggerItem
from funnelcraft.designer.canvas.items.type_sizes import IN_PILLS, common_size
from funnelcraft.designer.canvas.plan import Lane, Plan, drawn_triggers, plan
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.words import plain, volume_words
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel, Position
from funnelcraft.funnel.names import source_name

T = TypeVar("T", bound=QGraphicsItem)


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
        self.addItem(self.lanes)
        self.crowd = Crowd(self, palette)
        self._funnel: Funnel | None = None  # as shown, but for the drag that goes on
        self._drag: Drag | None = None
        self._figures = FigureMarks(self)
        self._findings = FindingMarks(self)
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
        self.crowd.renew(changed_specks(drawn, before, self.plan, funnel))
        has_new_faces = self._mirror_stages(funnel, before, drawn.lanes)
        self._mirror_triggers(funnel, before, drawn)
        self._mirror_sources(funnel)
        if has_new_faces or before is None or funnel.sources is not before.sources:
            self._show_sizes()
        self.lanes.show_regions(self.plan.regions)
        self._figures.follow(funnel)
        self._findings.follow()
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
            self.crowd.renew()
        self.plan = self._drag.plan(places, bands)
        for stage_id in self._drag.moved:
            self.stages[stage_id].stand_at(self.plan.boxes[stage_id])
        for trigger_id in self._drag.triggers:
            self.triggers[trigger_id].follow(self.plan.lines[trigger_id])
        for source_id in self._drag.sources:
            self.sources[source_id].follow(self.plan.pills[source_id])
        self.lanes.show_regions(bands)
        self.changes.follow()

    def look_from(self, zoom: float) -> None:
        """Be painted at a zoom: from far away the specks of a crowd are painted together."""
        self.crowd.look_from(zoom)

    def dragged_items(self) -> set[CanvasItem]:
        """Return the items that the drag moves, if one goes on."""
        if self._drag is None:
            return set()
        return {
            *(self.stages[one] for one in self._drag.moved),
            *(self.triggers[one] for one in self._drag.triggers),
            *(self.sources[one] for one in self._drag.sources),
        }

    def _mirror_stages(
        self, funnel: Funnel, before: Funnel | None, lanes: Mapping[str, Lane]
    ) -> bool:
        """Bring the stages in line; say whether a stage came, went, or has another face."""
        ids, has_new = list(self.stages), False
        known = stages_by_id(funnel)
        drawn = stages_by_id(before) if before and before.roles == funnel.roles else {}
        faces = Faces(funnel, self.plan.lanes)

        def update(stage_id: str, item: StageItem) -> None:
            nonlocal has_new
            item.stand_at(self.plan.boxes[stage_id])
            is_same = drawn.get(stage_id) is known[stage_id]
            if not is_same or lanes.get(stage_id) != self.plan.lanes[stage_id]:
                item.show_face(faces.of(known[stage_id]))
                has_new = True

        self._mirror(
            self.stages,
            self.plan.boxes,
            lambda i: StageItem(self.colours, i, faces.of(known[i]), self.plan.boxes[i]),
            update,
        )
        return has_new or ids != list(self.stages)

    def _mirror_triggers(self, funnel: Funnel, before: Funnel | None, basis: Plan) -> None:
        drawn = drawn_triggers(funnel, self.plan)
        known = stages_by_id(funnel)
        shown = drawn_triggers(before, basis) if before is not None else {}
        if basis.lanes != self.plan.lanes or kinds_of(before) != kinds_of(funnel):
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
        self._figures.show_figures(figures)

    def show_heat(self, shown: bool) -> None:
        """Show where leads pile up, or no longer."""
        self._figures.show_heat(shown)

    def show_segment(self, segment: str | None) -> None:
        """Look at one segment; None shows all of them together."""
        self._figures.show_segment(segment)

    @property
    def segment(self) -> str | None:
        """The segment that is looked at; None where it is all of them together."""
        return self._figures.segment

    @property
    def most_open(self) -> float:
        """The leads in the fullest stage of those shown now: the hottest there is."""
        return self._figures.most_open

    @property
    def tells_segment_apart(self) -> bool:
        """Whether the figures are there of the segment that is looked at."""
        return self._figures.tells_segment_apart

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings.show(findings)
        self.changes.follow()

    def show_selection(self, selection: frozenset[Item]) -> None:
        """Show what is selected."""
        before, self._selection = self._selection, selection
        for one in before ^ selection:
            item = self.item_of(one)
            if item is not None:
                item.set_state(selected=one in selection)
                item.sum_up(self.crowd.sums_up and one not in selection)

    def set_colours(self, palette: Palette) -> None:
        """Paint everything in another palette."""
        self.colours = palette
        for item in (*self.canvas_items(), self.lanes):
            item.set_palette(palette)
        self.changes.set_colours(palette)
        self.crowd.renew()
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

"""The scene: mirrors a funnel through maps from ids to items, and changes only what differs."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.ground import paint_ground
from funnelcraft.designer.canvas.items import CanvasItem
from funnelcraft.designer.canvas.lanes_item import LanesItem
from funnelcraft.designer.canvas.marks import BADGE_HEIGHT, badge_width, badges
from funnelcraft.designer.canvas.plan import Plan, badge_place, drawn_triggers, plan
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.canvas.source_item import SourceItem
from funnelcraft.designer.canvas.stage_item import Face, StageItem
from funnelcraft.designer.canvas.trigger_item import Look, TriggerItem, line_width
from funnelcraft.designer.canvas.words import owner_line, plain, promise, volume_words
from funnelcraft.designer.document import Item
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.lanes import NO_DEPARTMENT
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import source_name, stage_name

T = TypeVar("T", bound=QGraphicsItem)


class CanvasScene(QGraphicsScene):
    """Shows one funnel with the figures and findings that belong to it."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        # Items move all the time: an index would be rebuilt at every step.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.colours = palette
        self.plan = Plan()
        self.stages: dict[str, StageItem] = {}
        self.triggers: dict[str, TriggerItem] = {}
        self.sources: dict[str, SourceItem] = {}
        self.lanes = LanesItem(palette)
        self.addItem(self.lanes)
        self._figures = CanvasFigures()
        self._findings: tuple[Finding, ...] = ()
        self._selection: frozenset[Item] = frozenset()

    def drawBackground(self, painter: QPainter, area: QRectF | QRect) -> None:
        """Paint the ground with its dots."""
        paint_ground(painter, QRectF(area), self.colours)

    def show_funnel(self, funnel: Funnel, frozen: tuple[Region, ...] | None = None) -> None:
        """Mirror a funnel. With `frozen` lanes a drag goes on: they stay as they are."""
        self.plan = plan(funnel, self.plan, frozen)
        self._mirror_stages(funnel)
        self._mirror_triggers(funnel)
        self._mirror_sources(funnel)
        self.lanes.show_regions(self.plan.regions)
        self._apply_figures()
        self._apply_findings()
        self.show_selection(self._selection)

    def _mirror_stages(self, funnel: Funnel) -> None:
        known = stages_by_id(funnel)

        def face(stage_id: str) -> Face:
            stage = known[stage_id]
            return Face(
                plain(stage_name(stage)),
                plain(stage.abbreviation),
                stage.kind,
                owner_line(funnel, stage),
                promise(stage),
                self.plan.lanes[stage_id],
            )

        self._mirror(
            self.stages,
            self.plan.boxes,
            lambda i: StageItem(self.colours, i, face(i), self.plan.boxes[i]),
            lambda i, item: item.show_face(face(i), self.plan.boxes[i]),
        )

    def _mirror_triggers(self, funnel: Funnel) -> None:
        drawn = drawn_triggers(funnel, self.plan)
        known = stages_by_id(funnel)

        def look(trigger_id: str) -> Look:
            trigger = drawn[trigger_id]
            target = known.get(trigger.to_stage)
            lane = self.plan.lanes.get(trigger.from_stage, (NO_DEPARTMENT, False))
            return Look(trigger.kind, target.kind if target else "", lane)

        self._mirror(
            self.triggers,
            drawn,
            lambda i: TriggerItem(self.colours, i, self.plan.lines[i], look(i)),
            lambda i, item: item.show_line(self.plan.lines[i], look(i)),
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

    def _apply_figures(self) -> None:
        figures = self._figures
        for stage_id, stage in self.stages.items():
            stage.show_figures(figures.stages.get(stage_id, StageFigures()), figures.stale)
        most = max(figures.triggers.values(), default=0.0)
        for trigger_id, line in self.triggers.items():
            line.show_width(line_width(figures.triggers.get(trigger_id), most), figures.stale)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings = findings
        self._apply_findings()

    def _apply_findings(self) -> None:
        of_stages = badges(self._findings, "stage")
        of_triggers = badges(self._findings, "trigger")
        for stage_id, stage in self.stages.items():
            stage.show_badge(of_stages.get(stage_id))
        for trigger_id, line in self.triggers.items():
            badge = of_triggers.get(trigger_id)
            size = (badge_width(badge), BADGE_HEIGHT) if badge else None
            line.show_badge(badge, badge_place(self.plan, trigger_id, size) if size else None)

    def show_selection(self, selection: frozenset[Item]) -> None:
        """Show what is selected."""
        self._selection = selection
        for item in self.canvas_items():
            item.set_state(selected=item.item in selection)

    def set_colours(self, palette: Palette) -> None:
        """Paint everything in another palette."""
        self.colours = palette
        for item in (*self.canvas_items(), self.lanes):
            item.set_palette(palette)
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

"""The figures of a forecast on the drawing: on cards, in the widths of lines, as heat."""

from typing import TYPE_CHECKING

from funnelcraft.designer.canvas.figures import CanvasFigures, StageFigures
from funnelcraft.designer.canvas.items.heat import heat_of
from funnelcraft.designer.canvas.items.trigger_item import line_width
from funnelcraft.funnel.model import ALL, Funnel

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.scene import CanvasScene


class FigureMarks:
    """Shows figures on the items of a scene, all together or those of one segment."""

    def __init__(self, scene: "CanvasScene") -> None:
        self._scene = scene
        self._funnel: Funnel | None = None
        self._figures = CanvasFigures()
        self._shows_heat = False
        self.segment: str | None = None  # the one that is looked at
        self._applied: tuple[object, ...] = ()  # what the figures on the items depend on

    def follow(self, funnel: Funnel) -> None:
        """Show the figures on the items that are there now."""
        self._funnel = funnel
        self._apply()

    def show_figures(self, figures: CanvasFigures) -> None:
        """Show the figures of a forecast."""
        self._figures = figures
        self._apply()

    def show_heat(self, shown: bool) -> None:
        """Show where leads pile up, or no longer."""
        self._shows_heat = shown
        self._apply()

    def show_segment(self, segment: str | None) -> None:
        """Look at one segment; None shows all of them together."""
        self.segment = segment
        self._apply()

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
        return frozenset(
            one for one, item in self._scene.stages.items() if item.face.kind != "open"
        )

    def _apply(self) -> None:
        ends = self._ends()
        items = (*self._scene.stages.values(), *self._scene.triggers.values())
        stands = (self._figures, self._shows_heat, self.segment, ends, items)
        self._fade_sources()
        if stands == self._applied:
            return
        if self._shows_heat or self.segment is not None or self._applied[1:3] != stands[1:3]:
            self._scene.crowd.renew()
        self._applied = stands
        figures = self._shown_figures()
        most_open = figures.most_open(ends)
        segments = self._figures.segments
        chosen = segments.index(self.segment) if self.segment in segments else None
        for stage_id, stage in self._scene.stages.items():
            found = figures.stages.get(stage_id, StageFigures())
            is_hot = self._shows_heat and stage_id not in ends and found.balance is not None
            heat = heat_of(max(found.balance or 0.0, 0.0), most_open) if is_hot else None
            stage.show_figures(found, figures.stale, heat, chosen)
            stage.fade(chosen is not None and _is_nobody(found.volume, found.balance))
        most = max(figures.triggers.values(), default=0.0)
        for trigger_id, line in self._scene.triggers.items():
            moves = figures.triggers.get(trigger_id)
            line.show_width(line_width(moves, most), figures.stale)
            line.fade(chosen is not None and _is_nobody(moves))

    def _fade_sources(self) -> None:
        """Let the sources step back that bring no leads of the segment that is looked at."""
        funnel = self._funnel
        segments = {s.id: s.segment for s in reversed(funnel.sources)} if funnel else {}
        for source_id, pill in self._scene.sources.items():
            of = segments.get(source_id, ALL)
            pill.fade(self.segment is not None and of != self.segment)


def _is_nobody(*leads: float | None) -> bool:
    """Say whether so few leads are expected that it comes to none."""
    return all(number is None or number < 0.5 for number in leads)

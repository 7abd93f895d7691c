"""A drawing on which a replay is played: a scene of its own that nobody edits."""

from dataclasses import replace as changed

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.plan import Plan
from funnelcraft.designer.canvas.play.acts import acts, traffic
from funnelcraft.designer.canvas.play.flights import Flights, flights
from funnelcraft.designer.canvas.play.painting import (
    Brush,
    Moment,
    paint_counts,
    paint_dots,
    paint_signs,
    paint_state,
)
from funnelcraft.designer.canvas.play.sprites import Sprites
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.forecast import Replay

MARGIN = 32.0
LEAST_ZOOM = 0.28  # below it, signs would hide the cards


class Theatre:
    """A funnel and a replay of it. `drawing` is the plan of a canvas that shows the same funnel.

    `travels` is False for those who want nothing to move: counts of the day stand on the routes.
    """

    def __init__(
        self,
        funnel: Funnel,
        palette: Palette,
        replay: Replay,
        drawing: Plan | None = None,
        *,
        travels: bool = True,
    ) -> None:
        self.replay = replay
        self.palette = palette
        self.travels = travels
        self._scene = CanvasScene(palette)
        if drawing is not None:
            self._scene.plan = drawing
        self._scene.show_funnel(funnel)
        totals = dict(zip(replay.trigger_ids, replay.moves.sum(axis=1).tolist(), strict=True))
        self._scene.show_figures(CanvasFigures({}, totals))
        self._traffic = traffic(funnel, self._scene.plan, replay, palette)
        self._acts = acts(funnel, self._scene.plan, replay, palette)
        self._flights: dict[float, Flights] = {}
        self._sprites = Sprites(palette)

    @property
    def area(self) -> QRectF:
        """The part of the canvas that holds the drawing and what is played on it."""
        return rect(self._scene.plan.extent.grown(MARGIN))

    def dot_sizes(self, speed: float) -> tuple[int, ...]:
        """Return how many leads dots stand for at so many days a second, from small to large."""
        on_routes = self._flights_at(speed).leads[self._traffic.moves.any(axis=1)]
        in_heaps = [act.heap_leads for act in self._acts if act.queue.any()]
        return tuple(sorted({*on_routes.tolist(), *in_heaps}))

    def _flights_at(self, speed: float) -> Flights:
        if speed not in self._flights:
            self._flights = {speed: flights(self._traffic.moves, speed)}
        return self._flights[speed]

    def show_selection(self, selection: frozenset[Item]) -> None:
        """Show what is selected."""
        self._scene.show_selection(selection)

    def paint_ground(self, painter: QPainter, target: QRectF, source: QRectF) -> None:
        """Paint what does not change: a part of the drawing into a rectangle of the painter."""
        self._scene.render(painter, target, source)

    def paint_moment(self, painter: QPainter, moment: Moment) -> None:
        """Paint what is there at a moment over the drawing, in canvas units."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(painter, self._sprites)
        at = moment if self.travels else changed(moment, time=float(np.floor(moment.time)))
        seen = [act for act in self._acts if brush.shows(rect(act.box))]
        for act in seen:
            paint_state(brush, act, at)
        if self.travels:
            paint_dots(brush, self._traffic, self._flights_at(moment.speed), at)
        else:
            paint_counts(brush, self._traffic, at.day(self.replay.days))
        if brush.zoom >= LEAST_ZOOM:
            for act in seen:
                paint_signs(brush, act, at)
        brush.finish()

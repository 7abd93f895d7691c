"""Tidying up is seen: the cards glide to their new places.

The edit is done before anything moves. So the animation shows an end that is there already: it can
be left at any moment, and nothing waits for it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation
from PySide6.QtWidgets import QGraphicsView, QStyle

from funnelcraft.designer.canvas.items.item import CROWD
from funnelcraft.designer.canvas.scene import CanvasScene

DURATION = 250  # milliseconds
_LINES_FROM = 0.6  # of the way: lines show when the cards are nearly there


class Gliding(QObject):
    """Lets the stages of a scene glide from where they were seen to where they stand."""

    def __init__(self, view: QGraphicsView, scene: CanvasScene) -> None:
        super().__init__(view)
        self._view = view
        self._scene = scene
        self._starts: dict[str, tuple[QPointF, float]] = {}
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._on_value)
        self._clock.finished.connect(self._settle)

    @property
    def is_running(self) -> bool:
        """Whether cards are on their way."""
        return bool(self._starts)

    def through(self, change: Callable[[], None]) -> None:
        """Make a change of places or zoom and show how the cards get there.

        At once where the style has animations switched off, or where there are very many stages.
        """
        self.stop()
        zoom = self._view.transform().m11()
        stages = self._scene.stages
        seen = {one: self._view.mapFromScene(item.pos()) for one, item in stages.items()}
        change()
        length = self._view.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        if length <= 0 or len(seen) > CROWD or not self._view.isVisible():
            return
        scale = zoom / self._view.transform().m11()
        self._starts = {
            one: (self._view.mapToScene(point), scale)
            for one, point in seen.items()
            if one in self._scene.plan.boxes
        }
        self._clock.setDuration(DURATION)
        self._clock.start()

    def stop(self) -> None:
        """Be there at once."""
        if self._starts:
            self._clock.stop()
            self._settle()

    def _on_value(self, value: object) -> None:
        if not isinstance(value, float) or not self._starts:
            return
        for one, (start, scale) in self._starts.items():
            item, box = self._scene.stages.get(one), self._scene.plan.boxes.get(one)
            if item is not None and box is not None:
                end = QPointF(box.left, box.top)
                item.setPos(start + (end - start) * value)
                item.setScale(scale + (1.0 - scale) * value)
        shown = max(0.0, (value - _LINES_FROM) / (1.0 - _LINES_FROM))
        self._show_rest(shown)

    def _show_rest(self, strength: float) -> None:
        """Let all but the cards appear."""
        for item in (*self._scene.triggers.values(), *self._scene.sources.values()):
            item.appear(strength)
        self._scene.lanes.setOpacity(0.4 + 0.6 * strength)

    def _settle(self) -> None:
        self._starts = {}
        for one, item in self._scene.stages.items():
            item.setScale(1.0)
            if one in self._scene.plan.boxes:
                item.stand_at(self._scene.plan.boxes[one])
        self._show_rest(1.0)

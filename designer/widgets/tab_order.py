"""Let Tab go through a page as the eye does, also where rows come and go."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from funnelcraft.designer.charts.plot import Plot


class TabOrder(QObject):
    """Orders what Tab stops at by the layouts of a body, whenever they change.

    `before` is what Tab comes from; None where the body comes after what it came after.
    """

    def __init__(self, body: QWidget, before: QWidget | None = None) -> None:
        super().__init__(body)
        self._body = body
        self._before = before
        self._order: list[QWidget] = []
        self._timer = QTimer(self)  # once for a burst of changes
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_time)
        body.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of rows that came, went or moved."""
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _on_time(self) -> None:
        layout = self._body.layout()
        found = list(in_order(layout)) if layout is not None else []
        if self._before is not None:
            found.insert(0, self._before)
        if found != self._order:
            self._order = found
            for before, after in pairwise(found):
                QWidget.setTabOrder(before, after)


def in_order(layout: QLayout) -> Iterator[QWidget]:
    """Yield what Tab stops at in a layout, in the order of reading."""
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item is not None else None
        widget = item.widget() if item is not None else None
        if inner is not None:
            yield from in_order(inner)
        elif widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield widget
            if isinstance(widget, Plot):
                yield from widget.legend_entries  # they lie on the chart, in no layout
            if (own := widget.layout()) is not None:
                yield from in_order(own)

"""The stage: a theatre over the canvas of a window, put up, shown and put away."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QStyle

from funnelcraft.designer.canvas.play.painting import Moment
from funnelcraft.designer.canvas.play.surface import Surface
from funnelcraft.designer.canvas.play.theatre import Theatre
from funnelcraft.simulation.forecast import Replay

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def wants_stillness() -> bool:
    """Say whether the desktop asks programs not to animate."""
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return QApplication.style().styleHint(hint) == 0


class Stage:
    """Holds the surface over a window's canvas, and the theatre that plays on it, if one does."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._theatre: Theatre | None = None
        self.surface = Surface(window.canvas)

    @property
    def is_up(self) -> bool:
        """Whether the replay lies over the canvas."""
        return self._theatre is not None

    def put_up(self, replay: "Replay") -> None:
        """Show a replay over the canvas."""
        window = self._window
        self._theatre = Theatre(
            window.document.funnel,
            window.theme.palette,
            replay,
            window.canvas.canvas.plan,
            travels=not wants_stillness(),
        )
        self._theatre.show_selection(window.document.selection)
        self.surface.show_theatre(self._theatre)

    def put_away(self) -> None:
        """Show the canvas again."""
        self._theatre = None
        self.surface.show_theatre(None)

    def show_moment(self, time: float, speed: float) -> None:
        """Show a moment, in days from the start, at a speed in days a second."""
        self.surface.show_moment(Moment(time, speed))

    def dot_sizes(self, speed: float) -> tuple[int, ...]:
        """Return for how many leads a dot of each size stands; none while nothing plays."""
        return self._theatre.dot_sizes(speed) if self._theatre is not None else ()

    def follow_selection(self) -> None:
        """Show what is selected now."""
        if self._theatre is not None:
            self._theatre.show_selection(self._window.document.selection)
            self.surface.refresh()

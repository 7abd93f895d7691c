"""The baseline in the window: its tab, made when it is first opened, and what its buttons ask."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.edits.measuring import draw_measured
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import ngettext

if TYPE_CHECKING:
    from funnelcraft.designer.baseline.view import BaselineView
    from funnelcraft.designer.window import MainWindow


class Baselines(QObject):
    """Keeps the baseline tab up to date.

    Signals: `import_wanted()` for an export of the user's, `example_wanted()` for the one that is
    shipped, `backtest_wanted(stage id, days)`. They work before the tab was ever opened.
    """

    import_wanted = Signal()
    example_wanted = Signal()
    backtest_wanted = Signal(str, int)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.view: BaselineView | None = None
        window.document.changed.connect(self._on_changed)

    def open_view(self) -> "BaselineView":
        """Return the tab, made when it is first opened."""
        if self.view is None:
            self.view = self._make_view()
        return self.view

    def _make_view(self) -> "BaselineView":
        from funnelcraft.designer.baseline.view import BaselineView
        from funnelcraft.designer.charts.saver import saver_of

        window = self._window
        view = BaselineView(
            window.document.funnel, window.theme.palette, saver_of(window), window.shell.tabs
        )
        view.jump.connect(self._on_jump)
        view.draw.connect(self._on_draw)
        view.import_wanted.connect(self.import_wanted)
        view.example_wanted.connect(self.example_wanted)
        view.backtest_wanted.connect(self.backtest_wanted)
        window.shell.pages.addWidget(view)
        return view

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        if self.view is not None:
            self.view.set_colours(palette)

    def _on_changed(self, _before: Funnel, after: Funnel) -> None:
        if self.view is not None:
            self.view.show_funnel(after)

    def _on_draw(self, ways: tuple[tuple[str, str], ...]) -> None:
        text = ngettext("Draw a measured trigger", "Draw measured triggers", len(ways))
        self._window.document.apply_to_base(lambda base: draw_measured(base, ways), text)

    def _on_jump(self, place: Place) -> None:
        self._window.go_to_place(place)

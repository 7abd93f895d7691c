"""The comparison in the window: its tab, made when it is first opened, and what its buttons ask."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.comparison.live import LiveComparison
from funnelcraft.designer.comparison.sides import DESIGN, Side
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Finding, Place

if TYPE_CHECKING:
    from funnelcraft.designer.comparison.view import ComparisonView
    from funnelcraft.designer.window import MainWindow


class Comparisons(QObject):
    """Keeps the comparison tab, and asks for what it wants."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.live = LiveComparison(window.document, window.live)
        self.live.setParent(self)
        self.live.failed.connect(self._on_failed)
        self.view: ComparisonView | None = None
        window.files.opened.connect(self._on_opened)

    def open_view(self) -> "ComparisonView":
        """Return the tab, made when it is first opened."""
        if self.view is None:
            self.view = self._make_view()
        self.view.recent = self._window.settings.recent
        a, b = self.live.found
        document = self._window.document
        scenarios = document.base.scenarios
        if b is None and scenarios:
            self.live.choose(a.side, Side("scenario", document.scenario or scenarios[0].id))
        return self.view

    def _make_view(self) -> "ComparisonView":
        self._window.forecasts.finish_imports()
        from funnelcraft.designer.charts.saver import saver_of
        from funnelcraft.designer.comparison.view import ComparisonView

        window = self._window
        view = ComparisonView(self.live, window.theme.palette, saver_of(window), window.shell.tabs)
        view.scenario_wanted.connect(self._on_scenario_wanted)
        view.file_wanted.connect(self._on_file_wanted)
        view.go_to.connect(self._on_go_to)
        view.jump.connect(self._on_jump)
        window.shell.pages.addWidget(view)
        return view

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        if self.view is not None:
            self.view.set_colours(palette)

    def close(self) -> None:
        """End the thread."""
        self.live.close()

    def _on_opened(self) -> None:
        """Another document: what was compared belongs to the one before."""
        self.live.forget()

    def _on_scenario_wanted(self) -> None:
        document = self._window.document
        before = {one.id for one in document.base.scenarios}
        self._window.actions_by_name["scenario_new"].trigger()
        made = [one.id for one in document.base.scenarios if one.id not in before]
        if made:
            self.live.choose(DESIGN, Side("scenario", made[0]))

    def _on_file_wanted(self, is_b: bool) -> None:
        window = self._window
        here = window.document.path
        recent = window.settings.recent
        near = here or (recent[0] if recent else None)
        path = window.dialogs.path_to_compare(near.parent if near else Path.home())
        if path is not None:
            self.live.open_file(path, is_b)

    def _on_go_to(self, side: str, finding: Finding) -> None:
        self._show_design(is_b=side == "b")
        self._window.go_to(finding)

    def _on_jump(self, place: Place) -> None:
        self._show_design(is_b=True)
        self._window.go_to_place(place)

    def _show_design(self, is_b: bool) -> None:
        """Let the window show the design of a side, before it shows a place in it."""
        found = self.live.found[is_b]
        if found is not None and found.is_own:
            self._window.document.show_scenario(found.side.id)

    def _on_failed(self, details: str) -> None:
        from funnelcraft.designer.crash import log

        log().error("The comparison failed.\n%s", details)

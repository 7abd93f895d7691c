"""Pictures of the program without a screen: for the README, documents and tests.

The pictures are deterministic: a fixed size, seed and theme, nothing blinking, and taken only when
the forecast is done.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from funnelcraft.designer.charts.saving import image_bytes
from funnelcraft.funnel.text import _
from funnelcraft.io import project_file
from funnelcraft.io.deck.page import Kind
from funnelcraft.io.files import write_bytes
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

# Pages of the executive view.
PAGES = tuple(f"executive-{kind}" for kind in get_args(Kind))
# Sections of the forecast tab, the first of which is "forecast" alone.
SECTIONS = ("pipeline", "waiting", "sources", "matters", "goal", "sureness")
VIEWS = (
    "window",
    "canvas",
    "forecast",
    *(f"forecast-{name}" for name in SECTIONS),
    "comparison",
    "baseline",
    "specification",
    "inspector",
    "outline",
    "play",
    *PAGES,
)
PATIENCE = 120.0  # seconds; a cold compiler cache takes a good part of them


def take(
    file: str | os.PathLike[str],
    view: str,
    out: str | os.PathLike[str],
    dark: bool = False,
    scale: float = 2,
    size: tuple[int, int] = (1600, 1000),
    day: int = 90,
    scenario: str = "",
) -> None:
    """Write a PNG of a view of a file.

    `size` is that of the window in logical pixels, `scale` the pixels of each; `day` (from 1 on) is
    the one the view "play" shows; `scenario` is the id of the one shown. Raises ValueError for a
    view that does not exist (`VIEWS`) or a day beyond the forecast, and FileProblem for files.
    """
    if view not in VIEWS:
        raise ValueError(
            _("There is no view “{view}”; there are {all}.").format(view=view, all=", ".join(VIEWS))
        )
    opened = project_file.read(file)
    from funnelcraft.designer.app import application_without_screen
    from funnelcraft.designer.collector import GuiCollector
    from funnelcraft.designer.look.theme import Theme
    from funnelcraft.designer.settings import Settings
    from funnelcraft.designer.window import MainWindow

    app = application_without_screen()
    style = app.styleSheet()
    collector = GuiCollector()
    with tempfile.TemporaryDirectory() as folder:
        theme = Theme(app, "dark" if dark else "light")
        window = MainWindow(Settings(Path(folder)), theme)
        window.fill(opened.funnel)
        try:
            window.document.open(window.document.base, Path(file), None)
            window.document.show_scenario(scenario)
            image = _picture(window, view, scale, QSize(*size), day)
        finally:
            window.shut()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            app.setStyleSheet(style)
            gc.collect()  # here, where Qt is doing nothing else
            collector.close()
    write_bytes(out, image_bytes(image))


def _picture(window: "MainWindow", view: str, scale: float, size: QSize, day: int) -> QImage:
    window.resize(size)
    window.show()
    _settle()
    window.canvas.fit()
    window.forecasts.begin()
    window.forecasts.finish_imports()
    if view.startswith("forecast"):
        window.show_forecast()
        _choose_section(window, view.partition("-")[2])
    if view == "comparison":
        window.show_comparison()
    if view == "baseline":
        window.show_baseline()
    if view == "specification":
        window.show_specification()
    if view == "inspector":
        _select_something(window)
    _wait(window)
    if window.baselines.view is not None:
        window.baselines.view.finish()
    if view == "specification":
        _write_specification(window)
    if view == "play":
        _play(window, day)
    if view in PAGES:
        return _page(window, PAGES.index(view), scale, size)
    _settle()
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()  # nothing blinks, and no frame says where the keys would go
    targets: dict[str, QWidget] = {
        "canvas": window.canvas,
        "play": window.canvas,
        "inspector": window.shell.right,
        "outline": window.outline,
    }
    return _grab(targets.get(view, window), scale)


def _page(window: "MainWindow", page: int, scale: float, size: QSize) -> QImage:
    """Return a page of the executive view, when all its figures are there."""
    shown = window.executive.open()
    shown.resize(size)
    shown.show()
    _wait_until(lambda: window.executive.is_complete)
    shown.go_to(page)
    _settle()
    return _grab(shown, scale)


def _select_something(window: "MainWindow") -> None:
    """Select the stage in the middle of the main path: the one that has most to show."""
    from funnelcraft.designer.document import Item
    from funnelcraft.funnel.graph import main_path

    path = main_path(window.document.funnel)
    if path:
        window.document.select([Item("stage", path[len(path) // 2])])


def _write_specification(window: "MainWindow") -> None:
    """Show the first trigger that has a rule, once the specification is written."""
    _wait_until(lambda: window.specifications.is_settled)
    for trigger in window.document.funnel.triggers:
        if trigger.rule is not None:
            window.specifications.open_view().reading.choose(f"trigger:{trigger.id}")
            return


def _choose_section(window: "MainWindow", name: str) -> None:
    """Show a section of the forecast tab; the first where none is named."""
    if name:
        window.forecasts.open_view().sections.choose(name)


def _play(window: "MainWindow", day: int) -> None:
    """Show a day of the forecast's middling run."""
    if window.forecasts.refusal is not None:
        raise FileProblem("screenshot", window.forecasts.refusal[0].message)
    days = window.live.options.days
    if not 1 <= day <= days:
        raise ValueError(_("The forecast has the days 1 to {days}.").format(days=days))
    window.play.open(starts=False)
    _wait_until(lambda: window.play.replay is not None or not window.play.is_open)
    window.canvas.fit()
    window.play.go_to(day - 0.5)


def _wait(window: "MainWindow") -> None:
    """Let the window work until its forecast is shown."""
    _wait_until(lambda: window.forecasts.is_settled)
    view = window.comparisons.view
    if view is not None:
        _wait_until(lambda: view.is_settled)


def _wait_until(is_done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > end:
            raise FileProblem("screenshot", _("the forecast took too long."))
        QCoreApplication.processEvents()
        time.sleep(0.005)


def _settle() -> None:
    """Let layouts, styles and paintings that are due happen."""
    for _turn in range(5):
        QCoreApplication.processEvents()


def _grab(widget: QWidget, scale: float) -> QImage:
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    with QPainter(image) as painter:
        flags = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
        QWidget.render(widget, painter, QPoint(), QRegion(), flags)  # a view has its own
    return image

"""A window at a section of its forecast tab, with few runs: they are not what is tested."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Funnel
from tests.designer.windows import Windows

FEW = 64


def open_section(windows: Windows, funnel: Funnel | str, name: str) -> tuple[MainWindow, QWidget]:
    """Open a window, forecast, and choose a section; return both."""
    window = windows.open(funnel)
    window.live.set_options(replace(window.live.options, runs=FEW))
    window.forecasts.begin()
    windows.wait_for_forecast(window)
    window.forecasts.finish_imports()
    window.show_forecast()
    sections = window.forecasts.open_view().sections
    sections.choose(name)
    return window, sections.current

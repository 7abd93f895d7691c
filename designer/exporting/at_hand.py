"""The forecast an export takes: which it is, and whether the window is still simulating it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from funnelcraft.designer.exporting.wish import Kept
from funnelcraft.designer.forecast.events import Options, Refined
from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.progress import Progress

if TYPE_CHECKING:
    from funnelcraft.designer.live import LiveForecast
    from funnelcraft.io.exports import Format
    from funnelcraft.simulation.forecast import Runs


class ForecastAtHand(QObject):
    """The window's forecast, as an export sees it.

    `progressed(Progress)` while the window simulates, `settled()` when it has its runs, or will
    have none. `kept` are the runs that had to be made for an export.
    """

    progressed = Signal(object)
    settled = Signal()

    def __init__(self, live: "LiveForecast", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self.kept = Kept()
        live.refined.connect(self._on_refined)
        for told in (live.refused, live.stopped, live.failed):
            told.connect(self._on_ended)

    @property
    def is_under_way(self) -> bool:
        """Whether the window is simulating the document as it is."""
        return self._live.is_busy

    @property
    def runs(self) -> "Runs | None":
        """The finished runs of the document as it is; None where there are none."""
        return self._live.runs

    @property
    def asked(self) -> Options:
        """How the window forecasts."""
        return self._live.options

    def sentence(self, kind: "Format") -> str:
        """Say which forecast an export of this format takes; nothing where it takes none."""
        if kind.forecast == "none":
            return ""
        if self._live.latest.refusal is not None and not self.is_under_way:
            return _("No forecast: the findings say what is missing.")
        asked = self.asked
        made = _("Forecast: {runs} runs of {days} days, seed {seed}").format(
            runs=number(asked.runs), days=number(asked.days), seed=asked.seed
        )
        return f"{made} {self._origin()}"

    def _origin(self) -> str:
        if self.is_under_way:
            return _("– the forecast tab is still simulating them.")
        if self.runs is not None:
            return _("– those of the forecast tab.")
        return _("– simulated for this export, as the forecast tab has none.")

    def _on_refined(self, refined: Refined) -> None:
        if refined.finished:
            self.settled.emit()
        else:
            done = Progress(refined.done, refined.wanted, 0, "")
            self.progressed.emit(done)

    def _on_ended(self, _told: object = None) -> None:
        self.settled.emit()

"""Backtests asked for in the baseline tab: run in a thread, kept in the document as one step.

They need every lead, which the document does not keep: the history of the last import, or the
export once more, checked to be the same by its SHA-256.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.baseline import backtesting
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.importing.kept import Kept, is_small, kept
from funnelcraft.funnel.audit.backtests import honest_sentence
from funnelcraft.funnel.edits.measuring import keep_backtest
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.measured import Backtest, MeasuredBaseline
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed

if TYPE_CHECKING:
    from funnelcraft.designer.importing.work import Outcome
    from funnelcraft.designer.window import MainWindow
    from funnelcraft.io.imports.progress import Progress


class Backtests(QObject):
    """Runs one backtest at a time, shown in the status bar."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._kept: Kept | None = None
        self._asked: tuple[str, int] | None = None
        self.jobs = Jobs(self)
        self.jobs.progressed.connect(self._on_progressed)
        self.jobs.finished.connect(self._on_finished)
        self.jobs.failed.connect(self._on_failed)
        window.status.task_cancel_wanted.connect(self.cancel)
        window.files.opened.connect(self._on_opened)

    @property
    def has_history(self) -> bool:
        """Whether the leads behind the document's baseline are at hand."""
        return self._kept is not None and self._kept.is_of(self._window.document.funnel.baseline)

    def keep(self, outcome: "Outcome") -> None:
        """Keep the history that the document's baseline was measured from."""
        self._kept = kept(outcome) if is_small(outcome.counted.log.history) else None

    def run(self, stage_id: str, days: int) -> None:
        """Test forecasts of a stage's entries over so many days."""
        baseline = self._window.document.funnel.baseline
        if baseline is None:
            return
        self._asked = (stage_id, days)
        if self._kept is not None and self._kept.is_of(baseline):
            self._begin(self._kept, baseline)
        else:
            self._ask_for_export(baseline)

    def cancel(self) -> None:
        """Stop the test in work; the document stays as it is."""
        if self.jobs.is_busy:
            self.jobs.stop()
            self._window.status.end_task(_("The backtest was stopped."))

    def close(self) -> None:
        """Stop, and end the thread."""
        self.jobs.close()

    def _ask_for_export(self, baseline: MeasuredBaseline) -> None:
        """Have the export chosen again; it is then read the way it was read."""
        names = listed([file.name for file in baseline.files]) or _("the export")
        if not self._window.dialogs.choose_export_again(names):
            return
        paths = self._window.dialogs.exports_to_open(Path.home())
        if not paths:
            return
        window = self._window
        window.status.begin_task(_("Reading {files} again …").format(files=names))
        funnel, folder = window.document.base, window.settings.folder
        self.jobs.start(partial(backtesting.read_again, paths, funnel, baseline, folder))

    def _begin(self, found: Kept, baseline: MeasuredBaseline) -> None:
        if self._asked is None:
            return
        stage_id, days = self._asked
        name = self._name(stage_id)
        if stage_id not in found.stages:
            text = _("The export has no stage that is “{stage}” in the funnel.")
            self._on_failed(text.format(stage=name))
            return
        self._window.status.begin_task(_("Backtest of “{stage}” …").format(stage=name))
        self.jobs.start(partial(backtesting.test, found, stage_id, days, baseline))

    def _name(self, stage_id: str) -> str:
        stage = stages_by_id(self._window.document.funnel).get(stage_id)
        return stage_name(stage) if stage is not None else stage_id

    def _on_progressed(self, progress: "Progress") -> None:
        self._window.status.show_task(progress.share)

    def _on_finished(self, result: object) -> None:
        baseline = self._window.document.funnel.baseline
        if isinstance(result, Kept):
            self._kept = result if is_small(result.history) else None
            if baseline is not None:
                self._begin(result, baseline)
        elif isinstance(result, Backtest):
            self._write(result)

    def _write(self, tested: Backtest) -> None:
        """Keep the test in the document, as one step."""
        name = self._name(tested.target)
        label = _("Backtest of “{stage}”").format(stage=name)
        self._window.document.apply(partial(keep_backtest, tested=tested), label)
        self._window.status.end_task(honest_sentence(tested))

    def _on_failed(self, problem: str) -> None:
        self._window.status.end_task("")
        self._window.messages.show_problem(problem)

    def _on_opened(self) -> None:
        """Another document: what was asked of the one before is no longer wanted."""
        self.cancel()
        if not self.has_history:
            self._kept = None

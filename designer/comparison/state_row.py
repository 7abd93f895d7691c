"""What goes on: a line of words, how far it is, and a button that ends it or begins it again."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, number


class StateRow(QWidget):
    """Says what goes on; `cancel` and `again` are what its buttons do."""

    def __init__(self, cancel: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self.text = label("", "muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(140, 6)
        self.progress.setAccessibleName(_("Runs that are done"))
        self.cancel = link(_("Cancel"), cancel, _("Stop the comparison in work"))
        self.again = link(_("Compare again"), again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self.text, 1)
        for part in (self.progress, self.cancel, self.again):
            row.addWidget(part)
        self.setMinimumHeight(self.cancel.sizeHint().height())

    def work(self, text: str, share: float = 0.0) -> None:
        """Say what goes on; `share` of it is done."""
        self.text.setText(text)
        self.progress.setValue(round(100 * share))
        self._show(working=True)

    def rest(self, text: str) -> None:
        """Say what was done."""
        self.text.setText(text)
        self._show(working=False)

    def compile(self) -> None:
        """Say that the first runs on this computer take a while."""
        self.work(
            _(
                "This is the mean. How sure it is follows in about a minute: on this computer the "
                "simulation is being prepared for the first time."
            )
        )

    def count(self, done: int, wanted: int, seed: int) -> None:
        """Say how many runs are done, or that all are."""
        if done >= wanted:
            text = _("{runs} paired runs, seed {seed}.")
            self.rest(text.format(runs=number(done), seed=seed))
        else:
            text = _("{done} of {wanted} paired runs …")
            self.work(text.format(done=number(done), wanted=number(wanted)), done / wanted)

    def stop(self) -> None:
        """Say that somebody stopped it."""
        self.rest(_("Stopped. The next change compares anew."))

    def fail(self) -> None:
        """Say that the program is at fault."""
        self.rest(_("The comparison failed for a reason of its own. The log file has the details."))

    def _show(self, working: bool) -> None:
        self.progress.setVisible(working)
        self.cancel.setVisible(working)
        self.again.setVisible(not working)

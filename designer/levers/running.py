"""A row that shows work that takes a while: how far it is, how long it still takes, Cancel."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from funnelcraft.designer.importing.progress_page import LEAST, STEPS, SURE, time_left
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.progress import Progress

SOON = 0.5  # seconds: what is done before shows no bar


class Running(QWidget):
    """Hidden while nothing is in work. `cancel_wanted()` when the user stops it."""

    cancel_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._began = 0.0
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, STEPS)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(name)
        self.left = label("", "muted")
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.cancel_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        for part in (self.bar, self.left, self.cancel):
            row.addWidget(part)
        row.addStretch(1)
        self.hide()

    def begin(self, *, at_once: bool = False) -> None:
        """Begin to show work, at once or when it takes a while."""
        self._began = time.monotonic()
        self.bar.setValue(0)
        self.left.setText("")
        self.setVisible(at_once)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        spent = time.monotonic() - self._began
        if spent > SOON:
            self.show()
        self.bar.setValue(round(progress.share * STEPS))
        if spent > SURE and progress.share > LEAST:
            self.left.setText(time_left(spent / progress.share * (1 - progress.share)))

    def end(self) -> None:
        """Show nothing: the work is done, or left."""
        self.hide()

"""While an export is read and measured: what is being done, how far it is, how long it takes."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, ngettext, number

STEPS = 1000
SURE = 1.0  # seconds after which the time left is worth saying
LEAST = 0.02  # of the whole, too


def time_left(seconds: float) -> str:
    """Say how long it still takes, no finer than it is known."""
    if seconds < 90:
        rounded = max(1, round(seconds)) if seconds < 10 else round(seconds / 5) * 5
        return _("about {n} s left").format(n=number(rounded))
    minutes = round(seconds / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(
        n=number(minutes)
    )


class ProgressPage(QWidget):
    """Shows work that goes on. `cancel_wanted()` when the user stops it."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.doing = label("", "title", wrap=True)
        self.doing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.left = label("", "muted")
        self.left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(360)
        self.bar.setAccessibleName(_("Progress of the import"))
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.cancel_wanted)
        self._began = 0.0
        column = QVBoxLayout(self)
        column.setSpacing(STEP * 2)
        column.addStretch(2)
        column.addWidget(self.doing)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.left)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def begin(self, doing: str) -> None:
        """Show that something was begun."""
        self._began = time.monotonic()
        self.doing.setText(doing)
        self.left.setText("")
        self.bar.setRange(0, 0)
        self.cancel.setFocus()

    def show_share(self, share: float) -> None:
        """Show how much is done, 0–1."""
        passed = time.monotonic() - self._began
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(min(max(share, 0.0), 1.0) * STEPS))
        if passed >= SURE and LEAST <= share < 1:
            self.left.setText(time_left(passed / share * (1 - share)))

    def end(self) -> None:
        """Show that nothing goes on."""
        self.bar.setRange(0, STEPS)  # a bar without an end would move on, unseen
        self.bar.setValue(0)

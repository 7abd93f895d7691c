"""The button in the header that says which design is shown and edited, and opens the others."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _

WIDEST = 280  # pixels
_FRAME = 30  # what padding and border take


class DesignSwitch(QPushButton):
    """Says `Current design`, or the name of the scenario that is shown. Its menu has the others."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.show_design("")

    def show_design(self, scenario: str) -> None:
        """Show the name of a scenario; an empty one: the current design."""
        self._whole = scenario or _("Current design")
        tip = _("Which design is shown and edited")
        self.setToolTip(plain_tip(f"{tip}: {self._whole}"))
        self.setAccessibleName(f"{tip}: {self._whole}")
        room = WIDEST - _FRAME - self.fontMetrics().horizontalAdvance(" ▾")
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{shown} ▾".replace("&", "&&"))
        set_role(self, "design-other" if scenario else "design")

    def sizeHint(self) -> QSize:
        """Leave room for the bold text of a scenario."""
        hint = super().sizeHint()
        return QSize(min(hint.width() + 8, WIDEST), hint.height())

"""The banner that says, in the accent's colour, that a scenario is shown and edited."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from funnelcraft.designer.inspector.fields import label
from funnelcraft.designer.scenarios.menu import scenario_name
from funnelcraft.designer.tokens import STEP
from funnelcraft.funnel.scenarios import Account, number_sentence
from funnelcraft.funnel.text import _, ngettext, number


class ScenarioBanner(QFrame):
    """Says which scenario is edited. `changes_wanted()` and `design_wanted()` by its buttons."""

    changes_wanted = Signal()
    design_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "scenario")
        self.text = label("", "on-accent")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.changes = QPushButton(_("Show changes"))
        self.back = QPushButton(_("Back to the design"))
        self.changes.clicked.connect(self.changes_wanted)
        self.back.clicked.connect(self.design_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP // 2, STEP * 2, STEP // 2)
        row.setSpacing(STEP)
        row.addWidget(self.text, 1)
        for button in (self.changes, self.back):
            button.setProperty("role", "on-accent")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.hide()

    def show_account(self, account: Account | None) -> None:
        """Say what a scenario is about; None: the design itself is shown."""
        if account is not None:
            self.text.setText(banner_sentence(account))
            self.setAccessibleName(self.text.text())
            self.text.setToolTip("")
        self.setVisible(account is not None)


def banner_sentence(account: Account) -> str:
    """Say which scenario is shown, how much it changes, and what no longer fits."""
    name = scenario_name(account.name)
    if not account.lines:
        text = _("Scenario “{name}”: no changes yet. What you edit now stays in it.")
        return text.format(name=name)
    said = _("Scenario “{name}”: {changes}.").format(name=name, changes=number_sentence(account))
    n = len(account.problems)
    if not n:
        return said
    more = ngettext("{n} no longer fits.", "{n} no longer fit.", n).format(n=number(n))
    return f"{said} {more}"

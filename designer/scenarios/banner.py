"""The banner that says which design is shown and edited: in the accent's colour, a scenario.

Of the current design it says so quietly, once there are scenarios: nothing jumps when another
design is shown, so that two can be told apart by going to and fro.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.scenarios.menu import scenario_name
from funnelcraft.designer.widgets.elided import ElidedLabel
from funnelcraft.funnel.scenarios import Account, number_sentence
from funnelcraft.funnel.text import _, ngettext, number


class ScenarioBanner(QFrame):
    """Says which design is edited.

    `changes_wanted()`, `design_wanted()` and, while the current design is shown, `next_wanted()` by
    its buttons.
    """

    changes_wanted = Signal()
    design_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = ElidedLabel()
        self.changes = QPushButton(_("Show changes"))
        self.back = QPushButton(_("Back to the design"))
        self.changes.clicked.connect(self.changes_wanted)
        self.back.clicked.connect(self.design_wanted)
        self.next = QPushButton(_("Next design"))
        self.next.clicked.connect(self.next_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP // 2, STEP * 2, STEP // 2)
        row.setSpacing(STEP)
        row.addWidget(self.text, 1)
        for button in (self.next, self.changes, self.back):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.hide()

    def show_scenario(self, account: Account) -> None:
        """Say which scenario is shown, and how much it changes."""
        self._say(banner_sentence(account), is_scenario=True)

    def show_design(self, scenarios: int) -> None:
        """Say that the current design is shown, which has so many scenarios."""
        text = ngettext(
            "The current design. There is {n} scenario of it.",
            "The current design. There are {n} scenarios of it.",
            scenarios,
        )
        self._say(text.format(n=number(scenarios)) if scenarios else "", is_scenario=False)

    def _say(self, text: str, *, is_scenario: bool) -> None:
        set_role(self, "scenario" if is_scenario else "design")
        set_role(self.text, "on-accent" if is_scenario else "muted")
        self.text.set_whole_text(text)
        self.setAccessibleName(text)
        self.next.setVisible(not is_scenario)
        for button in (self.changes, self.back):
            set_role(button, "on-accent")
            button.setVisible(is_scenario)
        set_role(self.next, "on-panel")
        self.setVisible(bool(text))


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

"""What a trigger does with a lead: a sign with a word, and the conditions that fail."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, trigger_name
from funnelcraft.funnel.rule_tests import Explained
from funnelcraft.funnel.text import _, number

MOST = 6  # reasons that are named


class VerdictRow(QFrame):
    """A trigger's answer. `trigger_wanted(id)` to read it, `example_wanted(id)` for a lead."""

    trigger_wanted = Signal(str)
    example_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self._shown: Explained | None = None
        self.verdict = label("", "strong")
        self.name = label("", "", wrap=True)
        self.why = label("", "muted", wrap=True)
        self.example = link(_("Fill in a lead that goes this way"), self._on_example)
        self.read = link(_("Read"), self._on_read)
        head = QHBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(self.verdict)
        head.addWidget(self.name, 1)
        head.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP + 4, STEP, STEP, STEP)
        column.setSpacing(STEP // 2)
        column.addLayout(head)
        column.addWidget(self.why)
        column.addWidget(self.example, 0, Qt.AlignmentFlag.AlignLeft)

    def show_verdict(self, funnel: Funnel, found: Explained, has_example: bool) -> None:
        """Say what a trigger does."""
        self._shown = found
        trigger = found.trigger
        way, name = arrow(stages_by_id(funnel), trigger), trigger_name(funnel, trigger)
        self.name.setText(breakable_words(way if way == name else f"{way}: {name}"))
        words = {
            True: _("✓ fires"),
            False: _("✗ does not fire"),
            None: _("– not tested"),
        }
        self.verdict.setText(words[found.fires])
        self.read.setAccessibleName(_("Read the trigger {name}").format(name=name))
        self.why.setText(breakable_words(self._why(found)))
        self.why.setVisible(bool(self.why.text()))
        self.example.setVisible(found.fires is False and has_example)
        self.example.setAccessibleName(_("Fill in a lead that goes by {name}").format(name=name))
        self._colour(found.fires)

    @staticmethod
    def _why(found: Explained) -> str:
        if found.trigger.kind == "sla_breach":
            return _("The clock of its stage moves the lead, once the SLA has run out.")
        if found.fires is None:
            return _("It has no rule yet, so nobody can say.")
        lines = [f"•  {one.words}" for one in found.reasons[:MOST]]
        if len(found.reasons) > MOST:
            lines.append(_("•  and {n} more").format(n=number(len(found.reasons) - MOST)))
        return "\n".join(lines)

    def _colour(self, fires: bool | None) -> None:
        roles = {True: "right", False: "wrong", None: "strong"}
        set_role(self.verdict, roles[fires])

    def _on_read(self) -> None:
        if self._shown is not None:
            self.trigger_wanted.emit(self._shown.trigger.id)

    def _on_example(self) -> None:
        if self._shown is not None:
            self.example_wanted.emit(self._shown.trigger.id)

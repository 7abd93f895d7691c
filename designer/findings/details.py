"""What an opened finding says: the sentence in full, the rule behind it, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.checks.acceptance import is_acceptable
from funnelcraft.funnel.checks.principles import principle
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.text import _, number


class FindingDetails(QWidget):
    """The inside of an opened row. `accepted_for` is the reason of an accepted finding, else None.

    Signals: `fix_wanted()`, `fix_all_wanted()`, `jump_wanted()`, `accept_wanted(reason)`,
    `reopen_wanted()`, `leave_wanted()` when Escape asks for the list.
    """

    fix_wanted = Signal()
    fix_all_wanted = Signal()
    jump_wanted = Signal()
    accept_wanted = Signal(str)
    reopen_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, finding: Finding, alike: int, accepted_for: str | None) -> None:
        super().__init__()
        self.message = label(finding.message, wrap=True)
        rule = principle(finding.code)
        self.why = label(f"{rule.name}. {rule.why}", "muted", wrap=True)
        self.buttons: dict[str, QPushButton] = {}
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(_("Why is it right as it is? Enter accepts it."))
        self.reason.setAccessibleName(_("Why the finding is accepted"))
        self.reason.setMinimumWidth(320)
        self.reason.returnPressed.connect(self._on_reason)
        self.reason.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(STEP)
        if accepted_for is None:
            self._offer_work(finding, alike)
        else:
            self._add("reopen", _("Take the acceptance back"), self._on_reopen)
        self._row.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(STEP // 2)
        self.column.addWidget(self.message)
        self.column.addWidget(self.why)
        if accepted_for is not None:
            text = _("Accepted: {reason}").format(reason=accepted_for)
            self.column.addWidget(label(text, wrap=True))
        self.column.addLayout(self._row)

    def _offer_work(self, finding: Finding, alike: int) -> None:
        if finding.fix is not None:
            set_role(self._add("fix", finding.fix.label, self._on_fix), "primary")
            if alike > 1:
                text = _("Fix all {n} of this kind").format(n=number(alike))
                self._add("fix_all", text, self._on_fix_all)
        self._add("jump", _("Show the place"), self._on_jump)
        if is_acceptable(finding):
            self._add("accept", _("Accept as it is …"), self._on_accept)
            self._row.addWidget(self.reason, 1)

    def _add(self, name: str, text: str, slot: object) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"))
        button.clicked.connect(slot)
        self.buttons[name] = button
        self._row.addWidget(button)
        return button

    def height_at(self, width: int) -> int:
        """Return the height the details take at a width."""
        return self.column.totalHeightForWidth(width)

    @property
    def is_asking(self) -> bool:
        """Whether the reason for an acceptance is being typed."""
        return not self.reason.isHidden()

    def ask_reason(self) -> None:
        """Ask why the finding is right as it is."""
        if "accept" in self.buttons:
            self._show_reason(True)
            self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape: first the question, then the details."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_asking:
            self._show_reason(False)
            self.buttons["accept"].setFocus()
        else:
            self.leave_wanted.emit()

    def _show_reason(self, asking: bool) -> None:
        self.reason.setVisible(asking)
        for button in self.buttons.values():
            button.setVisible(not asking)

    def _on_fix(self) -> None:
        self.fix_wanted.emit()

    def _on_fix_all(self) -> None:
        self.fix_all_wanted.emit()

    def _on_jump(self) -> None:
        self.jump_wanted.emit()

    def _on_accept(self) -> None:
        self.ask_reason()

    def _on_reason(self) -> None:
        if self.reason.text().strip():
            self.accept_wanted.emit(self.reason.text().strip())

    def _on_reopen(self) -> None:
        self.reopen_wanted.emit()

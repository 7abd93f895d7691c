"""The one place where the window says what went wrong: a slim bar above the canvas."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.files.desk import FileDesk
    from funnelcraft.io.recovery import Recovered


class MessageBar(QFrame):
    """Shows one plain sentence until it is put away or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.away = QPushButton(_("Put away"))
        self.away.setProperty("role", "link")
        self.away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP // 2, STEP, STEP // 2)
        row.addWidget(self.text, 1)
        self.first, self.second = QPushButton(_("Open it")), QPushButton(_("Discard it"))
        for button in (self.first, self.second):
            button.hide()
            row.addWidget(button)
        row.addWidget(self.away)
        self._recovered: Recovered | None = None
        self._files: FileDesk | None = None
        self.first.clicked.connect(self._on_open)
        self.second.clicked.connect(self._on_discard)
        self.hide()

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong."""
        self._show(sentence, "message")

    def show_notice(self, sentence: str) -> None:
        """Say something that is good to know."""
        self._show(sentence, "notice")

    def offer_recovered(self, found: "Recovered", files: "FileDesk") -> None:
        """Offer a document that a crash left behind; a problem that is told stays told."""
        role = str(self.property("role"))
        told = "" if self.isHidden() or role != "message" else self.text.text()
        self._recovered, self._files = found, files
        name = found.funnel.title.strip() or _("Untitled funnel")
        text = _("“{name}” was not saved when the program ended.").format(name=name)
        if found.label:  # none where everything was taken back
            text += " " + _("Its last change: {label}.").format(label=found.label)
        if found.path is not None and found.base_changed is not False:
            text += " " + _file_words(found.path.name, is_gone=found.base_changed is None)
        self._show(f"{told} {text}" if told else text, "message" if told else "notice")
        self.first.show()
        self.second.show()

    def _on_open(self) -> None:
        if self._files is not None and self._recovered is not None:
            self._files.open_recovered(self._recovered)

    def _on_discard(self) -> None:
        if self._files is not None and self._recovered is not None:
            self._files.discard_recovered(self._recovered)
        self.hide()

    def _show(self, sentence: str, role: str) -> None:
        set_role(self, role)
        self.first.hide()
        self.second.hide()
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


def _file_words(name: str, is_gone: bool) -> str:
    """Say that the file of a document is not what its editing began from."""
    if is_gone:
        return _("Its file, {file}, is gone.").format(file=name)
    return _("Its file, {file}, was changed since: save under another name and compare.").format(
        file=name
    )

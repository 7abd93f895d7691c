"""The wizard before there are files: what can be dropped, chosen or tried; and what went wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _


class DropPage(QWidget):
    """Asks for files. `files_wanted()`, `folder_wanted()`, `example_wanted()`."""

    files_wanted = Signal()
    folder_wanted = Signal()
    example_wanted = Signal()

    def __init__(self, has_example: bool) -> None:
        super().__init__()
        self.problem = label("", "error", wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        self.choose = QPushButton(_("Choose files …"))
        self.choose.setProperty("role", "primary")
        self.choose.clicked.connect(self.files_wanted)
        self.folder = QPushButton(_("Choose a folder …"))
        self.folder.clicked.connect(self.folder_wanted)
        self.example = QPushButton(_("Try the example export"))
        self.example.setProperty("role", "link")
        self.example.clicked.connect(self.example_wanted)
        if not has_example:
            self.example.hide()
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(620)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        inner.setSpacing(STEP * 2)
        inner.addWidget(label(_("Drop an export of your CRM here"), "title"))
        inner.addWidget(label(_what(), "muted", wrap=True))
        inner.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        for button in (self.choose, self.folder, self.example):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(3)

    def show_problem(self, sentence: str) -> None:
        """Say why files could not be used; nothing where the sentence is empty."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.choose.setFocus()


def _what() -> str:
    return "\n".join(
        (
            _("CSV, XLSX, Parquet or XES; one file, two tables joined by an id, or a folder."),
            _(
                "Recognised are event logs, HubSpot’s date columns, Salesforce histories, Marketo "
                "and Pardot activities, Pipedrive, and leads with won deals."
            ),
            _("Nothing leaves this computer, and nothing in the files is changed."),
        )
    )

"""The first part of the wizard: what the files are taken for, and their first rows."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from funnelcraft.designer.importing import correcting
from funnelcraft.designer.importing.guesses import GuessField
from funnelcraft.designer.importing.guessing import guesses, kind_words, size_words
from funnelcraft.designer.importing.preview import Preview, plain
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.roomy import RoomyTabs
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.proposal import Proposal, Settles
from funnelcraft.io.imports.reading import what_lacks

FIELDS = ("encoding", "delimiter", "sheet", "date_order", "decimal")


class FilesCard(QFrame):
    """Shows the files of a proposal, one at a time. `corrected(mapping)` when the user did."""

    corrected = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._proposal: Proposal | None = None
        self.tabs = RoomyTabs()
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.setAccessibleName(_("Files of the export"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.about = label("", "muted")
        self.form = GuessField(_("What it is"), is_wide=True)
        self.form.committed.connect(partial(self._on_field, "form"))
        self.fields = {name: GuessField("") for name in FIELDS}
        self.notes = label("", "small", wrap=True)
        self.confirm = QPushButton(_("The columns are right as shown"))
        self.confirm.clicked.connect(self._on_confirmed)
        self.preview = Preview(palette)
        self.preview.role_chosen.connect(self._on_role)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        for name, field in self.fields.items():
            field.committed.connect(partial(self._on_field, name))
            row.addWidget(field, 1)
        top = QHBoxLayout()
        top.addWidget(self.tabs, 1)
        top.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(self.form)
        column.addLayout(row)
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.preview, 1)
        column.addWidget(self.notes)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.preview.set_colours(palette)

    @property
    def index(self) -> int:
        """Which file is shown."""
        return max(self.tabs.currentIndex(), 0)

    def show_proposal(self, proposal: Proposal) -> None:
        """Show files and how they would be read; the file that is shown stays."""
        self._proposal = proposal
        names = [plain(file.name, 40) for file in proposal.files]
        if names != [self.tabs.tabText(at) for at in range(self.tabs.count())]:
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for name in names:
                self.tabs.addTab(name.replace("&", "&&"))
            self.tabs.blockSignals(False)
        self._show_file()

    def show_file(self, index: int) -> None:
        """Show another of the files."""
        self.tabs.setCurrentIndex(index)

    def focus_question(self) -> None:
        """Take the focus to the first guess that must be confirmed, else to the columns."""
        for field in (self.form, *self.fields.values()):
            if field.needs_answer:
                field.editor.setFocus()
                return
        self.preview.head.setFocus()

    def _on_tab(self, _index: int) -> None:
        self._show_file()

    def _show_file(self) -> None:
        proposal = self._proposal
        if proposal is None or self.index >= len(proposal.files):
            return
        looked, file = proposal.files[self.index], proposal.mapping.files[self.index]
        self.about.setText(f"{kind_words(file)} · {size_words(looked.size)}")
        found = guesses(proposal, self.index)
        self.form.show_guess(found["form"])
        for name, field in self.fields.items():
            field.setVisible(name in found)
            if name in found:
                field.name.setText(found[name].name)
                field.editor.setAccessibleName(found[name].name)
                field.show_guess(found[name])
        self.confirm.setVisible(Settles.COLUMNS in self._asked() and not what_lacks(file))
        self.notes.setText("\n".join(plain(one, 400) for one in looked.notes))
        self.notes.setVisible(bool(looked.notes))
        self.preview.show_table(
            correcting.columns(looked, file), looked.rows, correcting.role_words(file)
        )

    def _on_field(self, name: str, value: Any) -> None:
        if self._proposal is not None:
            file = self._proposal.mapping.files[self.index]
            looked = self._proposal.files[self.index]
            self._correct(
                correcting.with_form(file, value, looked)
                if name == "form"
                else correcting.with_setting(file, name, value)
            )

    def _on_role(self, column: int, role: str) -> None:
        if self._proposal is not None:
            heading = self._proposal.files[self.index].headings[column]
            file = self._proposal.mapping.files[self.index]
            self._correct(correcting.with_role(file, heading, role))

    def _asked(self) -> set[Settles]:
        questions = self._proposal.questions if self._proposal is not None else ()
        return {one.settles for one in questions if one.file == self.index}

    def _on_confirmed(self) -> None:
        if self._proposal is not None:
            self.corrected.emit(self._proposal.mapping)

    def _correct(self, file: Any) -> None:
        assert self._proposal is not None
        mapping: Mapping = self._proposal.mapping
        self.corrected.emit(correcting.with_file(mapping, self.index, file))

"""The options of a format, each with the editor that fits it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.check_box import CheckBox
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import Format
from funnelcraft.io.exports.formats import Setting

ROW = 4 * STEP


class OptionForm(QWidget):
    """Shows the options of one format. `changed()` by the user."""

    changed = Signal()

    def __init__(self, kind: Format, values: Mapping[str, Setting]) -> None:
        super().__init__()
        self.boxes: dict[str, CheckBox] = {}
        self.choices: dict[str, Choice] = {}
        self.texts: dict[str, QLineEdit] = {}
        self.editors: list[QWidget] = []  # in their order
        flow = FlowLayout(self, STEP * 2)
        for option in kind.options:
            value = values.get(option.name, option.default)
            if option.choices:
                choice = Choice()
                choice.setAccessibleName(option.title)
                for key, title in option.choices:
                    choice.addItem(title, key)
                choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
                choice.setCurrentIndex(max(choice.findData(value), 0))
                choice.currentIndexChanged.connect(self._on_changed)
                self.choices[option.name] = choice
                self.editors.append(choice)
                flow.addWidget(_named(option.title, choice))
            elif isinstance(option.default, str):
                text = QLineEdit(str(value))
                text.setAccessibleName(option.title)
                text.setPlaceholderText(_("guessed by its name"))
                text.editingFinished.connect(self._on_edited)
                self.texts[option.name] = text
                self.editors.append(text)
                flow.addWidget(_named(option.title, text))
            else:
                box = CheckBox(option.title)
                box.setChecked(value is True)
                box.setMinimumHeight(ROW)
                box.toggled.connect(self._on_changed)
                self.boxes[option.name] = box
                self.editors.append(box)
                flow.addWidget(box)

    def values(self) -> dict[str, Setting]:
        """Return what is chosen."""
        return {
            **{name: str(choice.currentData()) for name, choice in self.choices.items()},
            **{name: text.text() for name, text in self.texts.items()},
            **{name: box.isChecked() for name, box in self.boxes.items()},
        }

    def _on_edited(self) -> None:
        editor = self.sender()
        if isinstance(editor, QLineEdit) and editor.isModified():
            editor.setModified(False)
            self.changed.emit()

    def _on_changed(self, _to: object) -> None:
        self.changed.emit()


def _named(title: str, editor: QWidget) -> QWidget:
    """Return an editor behind what it is called."""
    made = QWidget()
    made.setProperty("role", "plain")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    row.addWidget(label(title, "label"))
    row.addWidget(editor)
    return made

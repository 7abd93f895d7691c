"""Who agreed: a tick for every department that works in the funnel."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.check_box import CheckBox
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import department_name
from funnelcraft.funnel.text import _

USUAL = ("marketing", "sales")
MOST = 12  # ticks; a funnel with more departments has other troubles


def departments_of(funnel: Funnel, agreed: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the departments that can agree: marketing, sales, those of roles, those that did."""
    named = (role.department.strip() for role in funnel.roles)
    found = dict.fromkeys((*USUAL, *sorted(name for name in named if name), *agreed))
    return tuple(found)[:MOST]


def department_label(department: str) -> str:
    """Return a department as it is written on its own."""
    name = department_name(department)
    return name[:1].upper() + name[1:]


class Departments(QWidget):
    """Ticks of departments. `toggled(department, agreed)` when the user set or cleared one."""

    toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, CheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(_("Agreed by"), "label"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(STEP * 2)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)

    def show_departments(self, offered: tuple[str, ...], states: Mapping[str, bool | None]) -> None:
        """Show these departments; a state None is mixed, a missing one is no."""
        if tuple(self.boxes) != offered:
            self._rebuild(offered)
        for department, box in self.boxes.items():
            state = states.get(department, False)
            box.setTristate(state is None)
            if state is None:
                box.setCheckState(Qt.CheckState.PartiallyChecked)
            else:
                box.setChecked(state)

    def _rebuild(self, offered: tuple[str, ...]) -> None:
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for at, department in enumerate(offered):
            name = department_label(department)
            box = CheckBox(name.replace("&", "&&"))
            box.setAccessibleName(_("Agreed by {department}").format(department=name))
            box.clicked.connect(partial(self._on_clicked, department))
            self._grid.addWidget(box, at // 2, at % 2)
            self.boxes[department] = box

    def _on_clicked(self, department: str) -> None:
        box = self.boxes[department]
        agreed = box.checkState() != Qt.CheckState.Unchecked
        box.setTristate(False)
        box.setChecked(agreed)
        self.toggled.emit(department, agreed)


def with_agreement(agreed_by: tuple[str, ...], department: str, agreed: bool) -> tuple[str, ...]:
    """Return who agreed when a department does or no longer does, in a lasting order."""
    others = tuple(name for name in agreed_by if name != department)
    names = (*others, department) if agreed else others
    return tuple(sorted(names, key=lambda name: (name not in USUAL, name)))

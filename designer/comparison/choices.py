"""The row in which the two designs are chosen: A against B, and a button that swaps them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from funnelcraft.designer.comparison.sides import Side
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _

MOST_RECENT = 5  # files that are offered besides those read already
Offer = tuple[Side, str]


class ChoiceRow(QWidget):
    """Two lists to choose from.

    Signals: `chosen(a, b)` with sides, `swap_wanted()`, `file_wanted(is_b)` where a file is to be
    chosen by a dialog.
    """

    chosen = Signal(object, object)
    swap_wanted = Signal()
    file_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self._has_none = False
        self._sides: tuple[Side, Side | None] | None = None
        self.a, self.b = Choice(), Choice()
        self.swap = QPushButton(_("⇄ Swap"))
        self.swap.setToolTip(_("Let B be A, and A be B"))
        self.swap.setAccessibleName(_("Swap A and B"))
        flow = FlowLayout(self, STEP)
        for name, choice, tells in (
            (_("A"), self.a, _("Design A")),
            (_("against B"), self.b, _("Design B")),
        ):
            flow.addWidget(_named(name, choice))
            choice.setAccessibleName(tells)
            choice.setMinimumWidth(230)
            choice.setMaxVisibleItems(20)
        flow.addWidget(self.swap)
        self.swap.setFixedHeight(self.a.sizeHint().height())
        self.a.activated.connect(self._on_a)
        self.b.activated.connect(self._on_b)
        self.swap.clicked.connect(self.swap_wanted)

    def show_sides(
        self, sides: Sequence[Offer], recent: Sequence[Path], a: Side, b: Side | None
    ) -> None:
        """Offer these sides and recent files, and show the two that are chosen."""
        there = {side.id for side, _name in sides if side.kind == "file"}
        files = [path.absolute() for path in recent if str(path.absolute()) not in there]
        offers = (
            *sides,
            *(
                (Side("file", str(path)), _("File: {name}").format(name=path.name))
                for path in files[:MOST_RECENT]
            ),
        )
        if (offers, b is None) != (self._offers, self._has_none):
            self._offers, self._has_none = offers, b is None
            self._fill(self.a, has_none=False)
            self._fill(self.b, has_none=self._has_none)
        self._sides = (a, b)
        self._show_chosen()
        self.swap.setEnabled(b is not None)

    def _fill(self, choice: Choice, has_none: bool) -> None:
        choice.clear()
        if has_none:
            choice.addItem(_("Choose a design …"))
        choice.addItems([name for _side, name in self._offers])
        choice.insertSeparator(choice.count())
        choice.addItem(_("Choose a file …"))

    def _on_a(self, at: int) -> None:
        self._take(at, is_b=False)

    def _on_b(self, at: int) -> None:
        self._take(at, is_b=True)

    def _take(self, at: int, is_b: bool) -> None:
        if self._sides is None:
            return
        a, b = self._sides
        place = at - (1 if is_b and b is None else 0)
        if place >= len(self._offers):
            self._show_chosen()  # to ask for a file has changed nothing yet
            self.file_wanted.emit(is_b)
        elif place >= 0:
            side = self._offers[place][0]
            if is_b:
                a, b = (b if side == a and b is not None else a), side
            else:
                a, b = side, (a if side == b else b)
            self.chosen.emit(a, b)

    def _show_chosen(self) -> None:
        if self._sides is not None:
            a, b = self._sides
            known = [side for side, _name in self._offers]
            self.a.setCurrentIndex(known.index(a) if a in known else -1)
            self.b.setCurrentIndex(0 if b is None else known.index(b) if b in known else -1)


def _named(name: str, choice: Choice) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(STEP)
    text = label(name, "strong")
    text.setBuddy(choice)
    row.addWidget(text)
    row.addWidget(choice, 1)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made

"""The sections of the forecast tab: a row to choose from, each made when it is first chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.roomy import RoomyTabs
from funnelcraft.funnel.text import _


class Section(Protocol):
    """What the tab wants of a section, which is a QWidget: it works only while it is shown."""

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""

    def begin(self) -> None:
        """Ask for what is shown, and keep it fresh: the section comes to be shown."""

    def end(self) -> None:
        """Leave what was asked for: the section is no longer shown."""


@dataclass(frozen=True)
class Offer:
    """A section that can be chosen: its name in commands, its title, and how it is made."""

    name: str
    title: str
    make: Callable[[], QWidget]


class Sections(QWidget):
    """Shows one section at a time. `chosen(name)` when the user, or a link, chose another."""

    chosen = Signal(str)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = tuple(offers)
        self._made: dict[str, QWidget] = {}
        self._shown: QWidget | None = None
        self._begun = False
        self.tabs = RoomyTabs()
        # Seven of them have no room in a narrow window.
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Sections of the forecast"))
        for offer in self._offers:
            self.tabs.addTab(offer.title)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        row = QVBoxLayout()
        row.setContentsMargins(STEP, 0, STEP, 0)
        row.addWidget(self.tabs)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        self._show()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sections, in their order."""
        return tuple(offer.name for offer in self._offers)

    @property
    def name(self) -> str:
        """The name of the section that is chosen."""
        return self._offers[self.tabs.currentIndex()].name

    @property
    def current(self) -> QWidget:
        """The section that is chosen."""
        return self._made[self.name]

    @property
    def is_settled(self) -> bool:
        """Whether the section shown has all it asked for; one that does not say so has."""
        return not self._begun or bool(getattr(self.current, "is_settled", True))

    def section(self, name: str) -> QWidget:
        """Return a section, made now where it was not yet. Raises KeyError for an unknown one."""
        if name not in self._made:
            offer = {one.name: one for one in self._offers}[name]
            made = offer.make()
            self.stack.addWidget(made)
            self._made[name] = made
        return self._made[name]

    def choose(self, name: str) -> None:
        """Choose a section by name. Raises ValueError for an unknown one."""
        self.tabs.setCurrentIndex(self.names.index(name))

    def set_colours(self, palette: Palette) -> None:
        """Draw what was made in another palette."""
        for made in self._made.values():
            cast(Section, made).set_colours(palette)

    def begin(self) -> None:
        """Let the section that is chosen work: the tab is shown."""
        if not self._begun:
            self._begun = True
            cast(Section, self.current).begin()

    def end(self) -> None:
        """Let no section work: the tab is hidden."""
        if self._begun:
            self._begun = False
            cast(Section, self.current).end()

    def shut(self) -> None:
        """End what sections still have in work: the window is closed."""
        for made in self._made.values():
            ending = getattr(made, "shut", None)
            if ending is not None:
                ending()

    def _on_tab(self, _index: int) -> None:
        before, begun = self._shown, self._begun
        if begun and before is not None:
            cast(Section, before).end()
        self._show()
        if begun:
            cast(Section, self.current).begin()
        self.chosen.emit(self.name)

    def _show(self) -> None:
        if self._offers:
            self._shown = self.section(self.name)
            self.stack.setCurrentWidget(self._shown)

"""What the sections share: they ask while they are shown, and know what is still to come."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.forecast.events import Enquiry, Found
from funnelcraft.designer.live import LiveForecast
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.funnel.model import Funnel


class SectionPage(QWidget):
    """A section that scrolls. Subclasses say what they ask, and show what was found."""

    def __init__(self, live: LiveForecast, palette: Palette) -> None:
        super().__init__()
        self.live = live
        self.colours = palette
        self._begun = False
        self._answered: set[Enquiry] = set()
        self.body, self.column = page_column()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(self.body))
        live.became_stale.connect(self._on_stale)
        live.found.connect(self._on_found)

    # What subclasses say

    def enquiries(self) -> tuple[Enquiry, ...]:
        """Return what is asked for, by what the section shows and the funnel has."""
        raise NotImplementedError

    def show_funnel(self, funnel: Funnel) -> None:
        """Show what the funnel alone tells, and what it lacks."""
        raise NotImplementedError

    def show_stale(self) -> None:
        """Dim what is of the funnel before."""
        raise NotImplementedError

    def show_found(self, enquiry: Enquiry, result: Any) -> None:
        """Show what an enquiry found; None where it was stopped."""
        raise NotImplementedError

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.colours = palette

    # What all share

    @property
    def funnel(self) -> Funnel:
        """The funnel that is forecast."""
        return self.live.funnel

    @property
    def is_settled(self) -> bool:
        """Whether all that was asked for was found, or stopped."""
        return set(self.enquiries()) <= self._answered

    def begin(self) -> None:
        """Ask, and show what comes."""
        self._begun = True
        self._answered = set()
        self.show_funnel(self.funnel)
        self.ask()

    def end(self) -> None:
        """Ask no more."""
        self._begun = False
        self.live.enquire(())

    def ask(self) -> None:
        """Ask what is to be known now: after a control was used, or an answer led to more."""
        if self._begun:
            self.live.enquire(self.enquiries())

    def _on_stale(self) -> None:
        self._answered = set()
        if self._begun:
            self.show_stale()
            self.show_funnel(self.funnel)
            self.ask()

    def _on_found(self, found: Found) -> None:
        if self._begun and found.enquiry in self.enquiries():
            self._answered.add(found.enquiry)
            self.show_found(found.enquiry, found.result)

"""The card on which the stages of two files are mapped to each other."""

from PySide6.QtCore import Signal

from funnelcraft.designer.baseline.parts import Card
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.comparison.mapping_picture import MappingPicture
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.mapping import Guess, Mapping, mapping_problems, with_pair
from funnelcraft.funnel.mapping.telling import mapping_words
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _


class MappingCard(Card):
    """Shows a mapping. `changed(mapping)` by the user; None: guess it again."""

    changed = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__(_("Which stages are the same"))
        self.picture = MappingPicture(palette)
        self.confirm = link(_("Confirm all"), self._on_confirm)
        self.again = link(_("Guess again"), self._on_again)
        self.head.addWidget(self.confirm)
        self.head.addWidget(self.again)
        self.problems = label("", "error", wrap=True)
        self.column.addWidget(self.picture)
        self.column.addWidget(self.problems)
        self._mapping = Mapping()
        self._hint = ""
        self.picture.chosen.connect(self._on_chosen)
        self.picture.told.connect(self._on_told)

    def show_mapping(
        self,
        a: Funnel,
        b: Funnel,
        mapping: Mapping,
        guesses: tuple[Guess, ...],
        left_out: tuple[str, ...] = (),
    ) -> None:
        """Show a mapping, and which of its pairs were guessed by other signs than the same id.

        `left_out` says what of a kept mapping cannot be used.
        """
        self._mapping = mapping
        guessed = [(one.a, one.b) for one in guesses if one.why != "id"]
        self._hint = mapping_words(a, b, mapping, len(guessed))
        self.say(self._hint)
        self.picture.show_mapping(a, b, mapping, guessed)
        self.confirm.setVisible(bool(guessed or left_out))
        found = (*left_out, *mapping_problems(a, b, mapping))
        self.problems.setText(" ".join(found))
        self.problems.setVisible(bool(found))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.picture.set_colours(palette)

    def _on_told(self, text: str) -> None:
        self.say(text or self._hint)

    def _on_chosen(self, one: str, other: str) -> None:
        self.changed.emit(with_pair(self._mapping, one, other or None))

    def _on_confirm(self) -> None:
        self.changed.emit(self._mapping)

    def _on_again(self) -> None:
        self.changed.emit(None)

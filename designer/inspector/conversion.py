"""The editor of a conversion: a rate, and the counts it rests on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.inspector.fields import Field
from funnelcraft.designer.inspector.form import side_by_side
from funnelcraft.designer.inspector.rate_words import counts_sentence
from funnelcraft.designer.inspector.writing import NotUnderstood, optional, share, whole
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.edits.figures import with_counts, with_rate
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.text import _


class ConversionEditor(QWidget):
    """Edits a conversion. `committed(conversion, stay)` carries the new one, or None."""

    committed = Signal(object, int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._conversion: Conversion | None = None
        self.rate = Field(name, optional(share()))
        self.entered = Field(_("Leads entered"), optional(whole()))
        self.moved = Field(_("Leads that moved"), optional(whole()))
        self.rate.committed.connect(self._on_rate)
        self.entered.committed.connect(self._on_entered)
        self.moved.committed.connect(self._on_moved)
        self.moved.checked = self._check_moved
        self.rate_sentence = label("", "muted", wrap=True)
        self.counts_sentence = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.rate)
        column.addWidget(self.rate_sentence)
        column.addLayout(side_by_side(self.entered, self.moved))
        column.addWidget(self.counts_sentence)

    def show_conversion(
        self, conversion: Conversion | None, sentence: str, ways: int, fresh: bool = False
    ) -> None:
        """Show a conversion; `fresh` where it is another part's, so that nothing typed is kept."""
        self._conversion = conversion
        values = (
            None if conversion is None else conversion.rate,
            None if conversion is None else conversion.entered,
            None if conversion is None else conversion.moved,
        )
        for field, value in zip(self._fields(), values, strict=True):
            if fresh:
                field.show_draft(None, value)
            else:
                field.show_value(value)
        self.rate_sentence.setText(sentence)
        self.rate_sentence.setVisible(bool(sentence))
        self.counts_sentence.setText(counts_sentence(conversion, ways))

    def leave(self) -> None:
        """Commit what is being typed."""
        for field in self._fields():
            field.commit()

    def _fields(self) -> tuple[Field, ...]:
        return (self.rate, self.entered, self.moved)

    def _check_moved(self, moved: int | None) -> None:
        entered = self._conversion.entered if self._conversion else None
        if moved is not None and entered is not None and moved > entered:
            raise NotUnderstood(_("More leads moved than entered: that cannot be."))

    def _on_rate(self, rate: float | None, stay: int) -> None:
        self.committed.emit(with_rate(self._conversion, rate), 3 * stay)

    def _on_entered(self, entered: int | None, stay: int) -> None:
        moved = self._conversion.moved if self._conversion else None
        made = with_counts(self._conversion, entered=entered, moved=moved)
        self.committed.emit(made, 3 * stay + 1)

    def _on_moved(self, moved: int | None, stay: int) -> None:
        entered = self._conversion.entered if self._conversion else None
        made = with_counts(self._conversion, entered=entered, moved=moved)
        self.committed.emit(made, 3 * stay + 2)

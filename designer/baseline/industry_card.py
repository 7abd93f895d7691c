"""What was measured beside published figures, and why others are not compared."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, Folding, emptied, rule, said
from funnelcraft.designer.charts.verdict_bar import VerdictBar
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.audit.industry import (
    Compared,
    IndustryFigure,
    Refused,
    defined_as,
    scope_words,
    source_line,
    verdict_word,
    what_is_missing,
)
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.text import _, days, ngettext, number, percent


def path_of(figure: IndustryFigure) -> str:
    """Return `MQL → SAL`."""
    return f"{figure.from_stage} → {figure.to_stage}"


class IndustryCard(Card):
    """Shows comparisons with published figures."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(_("Beside published figures"))
        self._palette = palette
        self._reading: Reading | None = None
        self._said: tuple[Compared, ...] = ()
        self._refused: tuple[Refused, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(STEP)
        self.column.addLayout(self._rows)
        body = QWidget()
        self._reasons = QVBoxLayout(body)
        self._reasons.setContentsMargins(0, 0, 0, 0)
        self._reasons.setSpacing(STEP)
        self.refused = Folding("", "", body)
        self.column.addWidget(self.refused)
        self.column.addWidget(said(what_is_missing(), "muted"))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        if self._reading is not None:
            self.show_compared(self._reading, self._said, self._refused)

    def show_compared(
        self, reading: Reading, compared: Sequence[Compared], refused: Sequence[Refused]
    ) -> None:
        """Show these comparisons, and those that are refused."""
        self._reading = reading
        self._said, self._refused = tuple(compared), tuple(refused)
        self.say(self._sentence())
        emptied(self._rows)
        for at, one in enumerate(self._said):
            if at:
                self._rows.addWidget(rule())
            is_first = not at or path_of(one.figure) != path_of(self._said[at - 1].figure)
            meant = defined_as(reading, one.figure) if is_first else ""
            self._rows.addWidget(self._row(one, meant))
        self._show_refused()

    def _sentence(self) -> str:
        if not self._said:
            return _("None of the published figures is of stages that your funnel has alike.")
        words = [verdict_word(one.verdict).lower() for one in self._said]
        told = ", ".join(f"{words.count(word)} × {word}" for word in dict.fromkeys(words))
        text = ngettext(
            "{n} published figure is of stages of the same names: {told}. Check that it means "
            "what you define.",
            "{n} published figures are of stages of the same names: {told}. Check that they mean "
            "what you define.",
            len(words),
        )
        return text.format(n=number(len(words)), told=told)

    def _row(self, one: Compared, meant: str) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(said(f"{path_of(one.figure)} · {scope_words(one.figure)}", "strong"))
        words.addWidget(said(one.sentence))
        words.addWidget(said(source_line(one.figure), "small"))
        for text in (one.caution, meant):
            if text:
                words.addWidget(said(text, "small"))
        row.addLayout(words, 1)
        row.addWidget(VerdictBar(self._palette, one))
        return whole

    def _show_refused(self) -> None:
        emptied(self._reasons)
        n = number(len(self._refused))
        self.refused.setVisible(bool(self._refused))
        self.refused.set_texts(
            _("Hide the figures that are not compared"),
            _("{n} figures are not compared: why").format(n=n),
        )
        for reason, figures in _by_reason(self._refused).items():
            block = QWidget()
            column = QVBoxLayout(block)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(said(reason))
            for figure in figures:
                text = f"{path_of(figure)}: {published(figure)} · {scope_words(figure)}"
                column.addWidget(said(f"{text} · {source_line(figure)}", "small"))
            self._reasons.addWidget(block)


def _by_reason(refused: Sequence[Refused]) -> dict[str, list[IndustryFigure]]:
    found: dict[str, list[IndustryFigure]] = {}
    for one in refused:
        found.setdefault(one.reason, []).append(one.figure)
    return found


def published(figure: IndustryFigure) -> str:
    """Write a published figure: its share, and its days where it has some."""
    share = percent(figure.share, 2)
    if figure.days is None:
        return share
    return _("{share} in {days}").format(share=share, days=days(figure.days))


def figures_table(figures: Sequence[IndustryFigure]) -> QWidget:
    """Return published figures with their sources, for reading."""
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(STEP * 2)
    grid.setVerticalSpacing(STEP // 2)
    grid.setColumnStretch(2, 1)
    for row, figure in enumerate(figures):
        grid.addWidget(label(path_of(figure)), row, 0)
        grid.addWidget(label(published(figure), "strong"), row, 1)
        grid.addWidget(said(f"{scope_words(figure)} · {source_line(figure)}", "small"), row, 2)
    return whole

"""The findings at the bottom: what the checks say about the design, and what mends it."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from funnelcraft.designer.document import Document
from funnelcraft.designer.findings.rows import ROW, FindingRows, Row
from funnelcraft.designer.look.marks import level_icon
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.checks import Review, fix_all
from funnelcraft.funnel.checks.acceptance import accept, acceptance_of, reopen
from funnelcraft.funnel.checks.principles import principle
from funnelcraft.funnel.findings import Finding, Level
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, source_name, stage_name
from funnelcraft.funnel.text import _, ngettext, number

HEADER = 40
CHIP = 24
LEVELS: tuple[Level, ...] = ("error", "warning", "hint")


class _Places:
    """Names where findings are, as short as it can be. A funnel's parts are looked up once."""

    def __init__(self, funnel: Funnel) -> None:
        self._stages = stages_by_id(funnel)
        self._triggers = {trigger.id: trigger for trigger in reversed(funnel.triggers)}
        self._sources = {source.id: source for source in reversed(funnel.sources)}

    def name(self, finding: Finding) -> str:
        """Name where a finding is."""
        place = finding.place
        if place.kind == "stage" and place.id in self._stages:
            return stage_name(self._stages[place.id])
        if place.kind == "trigger":
            trigger = self._triggers.get(place.id)
            return arrow(self._stages, trigger) if trigger is not None else ""
        if place.kind == "source":
            source = self._sources.get(place.id)
            return source_name(source) if source is not None else ""
        return _("Funnel")


def level_counts(level: Level, n: int) -> str:
    """Say how many findings of a level there are."""
    texts = {
        "error": ngettext("{n} error", "{n} errors", n),
        "warning": ngettext("{n} warning", "{n} warnings", n),
        "hint": ngettext("{n} hint", "{n} hints", n),
    }
    return texts[level].format(n=number(n))


class _Header(QWidget):
    """The line that is always there: counts, and a switch for the list."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press of the mouse."""
        self.pressed.emit()


def rows_of(funnel: Funnel, review: Review) -> tuple[Row, ...]:
    """Return the rows of a review: what is open, then what was accepted."""
    alike = Counter(one.code for one in review.open if one.fix is not None)
    places = _Places(funnel)
    found = [Row(one, places.name(one), alike[one.code]) for one in review.open]
    for one in review.accepted:
        entry = acceptance_of(funnel, one)
        found.append(Row(one, places.name(one), accepted_for=entry.reason if entry else ""))
    return tuple(found)


class FindingsPanel(QWidget):
    """Lists the findings of a document, mends them and keeps what is accepted.

    Signals: `jump(finding)` when one is clicked or entered, `announced(sentence)` after a deed,
    `expanded_changed(bool)` when the panel wants another height.
    """

    jump = Signal(object)
    announced = Signal(str)
    expanded_changed = Signal(bool)

    def __init__(self, document: Document, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._rows: tuple[Row, ...] = ()
        self._expanded = True
        self.list = FindingRows(palette)
        self._make_header(palette)
        self._connect()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        self._show_state()

    def _make_header(self, palette: Palette) -> None:
        self.header = _Header()
        self.header.setFixedHeight(HEADER)
        row = QHBoxLayout(self.header)
        row.setContentsMargins(STEP * 2, 0, STEP, 0)
        row.setSpacing(STEP)
        row.addWidget(label(_("Findings"), "strong"))
        self.counts: dict[Level, QPushButton] = {level: _chip() for level in LEVELS}
        self.accepted = _chip()
        self.accepted.setChecked(False)
        self.accepted.setToolTip(_("Show what was accepted as it is"))
        for chip in (*self.counts.values(), self.accepted):
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        for chip in self.counts.values():
            chip.setToolTip(_("Show or hide these in the list"))
        self.none = label(_("All rules of a good design hold."), "muted")
        row.addWidget(self.none)
        row.addStretch(1)
        self.switch = QToolButton()
        row.addWidget(self.switch)
        self.set_colours(palette)

    def _connect(self) -> None:
        self.header.pressed.connect(self.toggle)
        self.switch.clicked.connect(self.toggle)
        for chip in (*self.counts.values(), self.accepted):
            chip.toggled.connect(self._on_filter)
        self.list.jump.connect(self._on_jump)
        self.list.fix.connect(self._on_fix)
        self.list.fix_all.connect(self._on_fix_all)
        self.list.accept.connect(self._on_accept)
        self.list.reopen.connect(self._on_reopen)
        self.list.opened.connect(self._on_opened)

    @property
    def is_expanded(self) -> bool:
        """Whether the list is shown."""
        return self._expanded

    @property
    def wanted_height(self) -> int:
        """The height that shows at most four findings and the open one's, or the header alone."""
        rows = min(4, self.list.count()) if self._expanded else 0
        return HEADER + 1 + (rows * ROW + self.list.open_height + STEP if rows else 0)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.list.delegate.colours = palette
        self.list.viewport().update()
        for level, chip in self.counts.items():
            chip.setIcon(level_icon(palette, level))

    def set_expanded(self, expanded: bool) -> None:
        """Show or hide the list."""
        if expanded != self._expanded:
            self._expanded = expanded
            self._show_state()
            self.expanded_changed.emit(expanded)

    def toggle(self) -> None:
        """Show the list if it is hidden, and the other way round."""
        self.set_expanded(not self._expanded)

    def show_review(self, funnel: Funnel, review: Review) -> None:
        """Show what another check has found."""
        self._rows = rows_of(funnel, review)
        numbers = Counter(finding.level for finding in review.open)
        for level, chip in self.counts.items():
            chip.setText(level_counts(level, numbers[level]))
            chip.setVisible(numbers[level] > 0)
        n = len(review.accepted)
        self.accepted.setText(_("{n} accepted").format(n=number(n)))
        self.accepted.setVisible(n > 0)
        self.none.setVisible(not review.open)
        self._show_rows()

    def _show_rows(self) -> None:
        had = self.wanted_height
        self.list.show_rows([row for row in self._rows if self._is_shown(row)])
        self._show_state()
        if self.wanted_height != had:
            self.expanded_changed.emit(self._expanded)

    def _is_shown(self, row: Row) -> bool:
        if row.accepted_for is not None:
            return self.accepted.isChecked()
        return self.counts[row.finding.level].isChecked()

    def _show_state(self) -> None:
        self.list.setVisible(self._expanded and self.list.count() > 0)
        self.switch.setVisible(bool(self._rows))
        self.switch.setText("▾" if self._expanded else "▴")
        text = _("Hide the findings") if self._expanded else _("Show the findings")
        self.switch.setToolTip(text)
        self.switch.setAccessibleName(text)

    def _on_filter(self, _shown: bool) -> None:
        self._show_rows()

    def _on_opened(self) -> None:
        self.expanded_changed.emit(self._expanded)

    def _on_jump(self, row: Row) -> None:
        self.jump.emit(row.finding)

    def _on_fix(self, row: Row) -> None:
        if row.finding.fix is not None:
            self._document.apply(row.finding.fix.edit, row.finding.fix.label)
            self._announce(row.finding.fix.label)

    def _on_fix_all(self, row: Row) -> None:
        code = row.finding.code
        kind = [r.finding for r in self._rows if r.finding.code == code and r.accepted_for is None]

        def edit(funnel: Funnel) -> Funnel:
            return fix_all(funnel, kind)

        text = _("Fix all {n} of this kind").format(n=number(row.alike))
        self._document.apply(edit, text)
        self._announce(f"{principle(code).name}: {text}")

    def _announce(self, deed: str) -> None:
        if not self._document.is_view_only:
            self.announced.emit(_("Done: {deed}. Undo takes it back.").format(deed=deed))

    def _on_accept(self, row: Row, reason: str) -> None:
        def edit(funnel: Funnel) -> Funnel:
            return accept(funnel, row.finding, reason)

        self._document.apply(edit, _("Accept a finding"))
        self._announce(_("Accept a finding"))

    def _on_reopen(self, row: Row) -> None:
        def edit(funnel: Funnel) -> Funnel:
            return reopen(funnel, row.finding)

        self._document.apply(edit, _("Take an acceptance back"))
        self._announce(_("Take an acceptance back"))


def _chip() -> QPushButton:
    chip = QPushButton()
    chip.setCheckable(True)
    chip.setChecked(True)
    chip.setProperty("role", "chip")
    chip.setFixedHeight(CHIP)
    return chip

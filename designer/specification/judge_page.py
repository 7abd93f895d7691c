"""Judge a table of leads: choose or drop it, watch, read which moves went wrong and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import Card, said, term_rows
from funnelcraft.designer.baseline.tables import Head
from funnelcraft.designer.importing.progress_page import ProgressPage
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.specification.text_table import TextRow, TextTable
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.dropping import dropped_files
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import breakable_words, label
from funnelcraft.designer.widgets.page import page_column, scrolling
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop
from funnelcraft.io.trigger_tests import (
    OUTCOMES,
    Outcome,
    Result,
    ResultRow,
    judge_apart,
    outcome_words,
)

SIGNS: Mapping[Outcome, str] = {
    "wrong": "✗",
    "unread": "!",
    "unsure": "?",
    "open": "·",
    "right": "✓",
}


@dataclass(frozen=True, eq=False)
class JudgedTable:
    """A judged table, with its rows as they are shown: by how they came out, and all."""

    path: Path
    funnel: Funnel
    result: Result
    rows: Mapping[Outcome, Sequence[TextRow]]
    every: Sequence[TextRow]


def judge_table_apart(
    funnel: Funnel, path: Path, on_progress: OnProgress, should_stop: ShouldStop
) -> JudgedTable:
    """Judge a table: fit for a thread. Raises FileProblem, Stopped."""
    result = judge_apart(funnel, path, on_progress, should_stop)
    rows: dict[Outcome, list[TextRow]] = {outcome: [] for outcome in OUTCOMES}
    words = {outcome: f"{SIGNS[outcome]} {outcome_words(outcome)}" for outcome in OUTCOMES}
    for row in result.rows:
        cells = (words[row.outcome], row.lead or "–", row.stage or "–", row.sentence, str(row.line))
        rows[row.outcome].append(TextRow(cells, row, row.outcome))
    every = [row for outcome in OUTCOMES for row in rows[outcome]]
    return JudgedTable(path, funnel, result, rows, every)


def headline(judged: JudgedTable) -> str:
    """Say in a sentence how a table came out: `46 leads judged, 2 went wrong.`"""
    counts = {outcome: len(judged.rows[outcome]) for outcome in OUTCOMES}
    total = sum(counts.values()) - counts["unread"]
    text = ngettext("{n} lead judged", "{n} leads judged", total).format(n=number(total))
    said = [text]
    wrong = ngettext("{n} went wrong", "{n} went wrong", counts["wrong"])
    said.append(
        wrong.format(n=number(counts["wrong"])) if counts["wrong"] else _("none went wrong")
    )
    if counts["unsure"]:
        said.append(_("{n} cannot be judged").format(n=number(counts["unsure"])))
    if counts["open"]:
        said.append(_("{n} without a result").format(n=number(counts["open"])))
    if counts["unread"]:
        rows = ngettext("{n} row could not be read", "{n} rows could not be read", counts["unread"])
        said.append(rows.format(n=number(counts["unread"])))
    return ", ".join(said) + "."


class JudgePage(QWidget):
    """Shows how a table is judged.

    Signals: `table_wanted()` to choose one, `judge_wanted(path)`, `cancel_wanted()`,
    `leads_wanted()` for a table to fill in, `save_wanted()`, `trigger_wanted(id)`.
    """

    table_wanted = Signal()
    judge_wanted = Signal(object)
    cancel_wanted = Signal()
    leads_wanted = Signal()
    save_wanted = Signal()
    trigger_wanted = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.judged: JudgedTable | None = None
        self.setAcceptDrops(True)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.choose = QPushButton(_("Choose a table …"))
        self.choose.setProperty("role", "primary")
        self.choose.clicked.connect(self.table_wanted)
        self.leads = QPushButton(_("Save test leads to fill in …"))
        self.leads.clicked.connect(self.leads_wanted)
        self.working = ProgressPage()
        self.working.bar.setAccessibleName(_("Progress of the judgement"))
        self.working.cancel_wanted.connect(self.cancel_wanted)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._empty_page())
        self.pages.addWidget(self.working)
        self.pages.addWidget(self._result_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def _empty_page(self) -> QWidget:
        body, column = page_column()
        card = Card(_("Did every lead go where the rules send it?"))
        card.say(
            _("Judge a table of test leads, or an export of the CRM's sandbox, against the rules.")
        )
        terms = (
            ("stage", _("where each lead stood: a stage by its name, abbreviation or id.")),
            ("moved_to", _("where it went; empty where nobody wrote it down yet.")),
            ("lead", _("who it is, if the table says so.")),
            (_("fields"), _("one column each, by the names the rules use.")),
            (_("event: name"), _("how many days ago each time was, like 3; 31.")),
        )
        card.column.addLayout(term_rows(terms))
        text = _("CSV, XLSX or Parquet, up to 200,000 rows. Choose it, or drop it here.")
        card.column.addWidget(said(text, "muted"))
        card.column.addWidget(self.problem)
        buttons = QWidget()
        flow = FlowLayout(buttons, STEP)
        flow.addWidget(self.choose)
        flow.addWidget(self.leads)
        card.column.addWidget(buttons)
        column.addWidget(card)
        column.addStretch(1)
        return scrolling(body)

    def _result_page(self) -> QWidget:
        self.sentence = label("", "sentence", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.stale = label("", "error", wrap=True)
        self.stale.hide()
        self.filter = Choice()
        self.filter.setAccessibleName(_("Which rows are shown"))
        self.filter.setMinimumWidth(200)
        self.filter.activated.connect(self._on_filter)
        self.again = QPushButton(_("Judge again"))
        self.again.clicked.connect(self._on_again)
        self.other = QPushButton(_("Another table …"))
        self.other.clicked.connect(self.table_wanted)
        self.save = QPushButton(_("Save the result …"))
        self.save.clicked.connect(self.save_wanted)
        self.go = QPushButton(_("Go to the trigger"))
        self.go.clicked.connect(self._on_go)
        self.table = TextTable(_("Judged leads"), _heads(), wide=3)
        self.told = label("", "muted", wrap=True)
        self.told.setMinimumHeight(3 * self.told.fontMetrics().lineSpacing())
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        controls = QWidget()
        flow = FlowLayout(controls, STEP)
        for part in (self.filter, self.go, self.again, self.other, self.save):
            flow.addWidget(part)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        for widget in (self.sentence, self.notes, self.stale, controls):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        return page

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._palette = palette
        self._on_filter()

    def begin(self, path: Path) -> None:
        """Show that a table is being judged."""
        self.pages.setCurrentIndex(1)
        self.working.begin(_("Judging {file} …").format(file=path.name))

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self.working.show_share(progress.share)

    def show_problem(self, sentence: str) -> None:
        """Say why a table could not be judged; with none, that it was cancelled."""
        self.working.end()
        self.problem.setText(breakable_words(sentence))
        self.problem.setVisible(bool(sentence))
        self.pages.setCurrentIndex(0)
        self.choose.setFocus()

    def show_judged(self, judged: JudgedTable) -> None:
        """Show what came out: the wrong moves first."""
        self.working.end()
        self.problem.hide()
        self.judged = judged
        self.sentence.setText(headline(judged))
        notes = [judged.path.name, *judged.result.notes]
        self.notes.setText(breakable_words(" · ".join(notes)))
        self.filter.clear()
        self.filter.addItem(_("All {n}").format(n=number(len(judged.result.rows))), "")
        for outcome in OUTCOMES:
            count = len(judged.rows[outcome])
            if count:
                text = f"{SIGNS[outcome]} {outcome_words(outcome)} ({number(count)})"
                self.filter.addItem(text, outcome)
        self.stale.hide()
        self._on_filter()
        self.pages.setCurrentIndex(2)
        self.table.setFocus()

    def follow(self, funnel: Funnel) -> None:
        """The document is another: say so where the result is of the one before."""
        old = self.judged is not None and self.judged.funnel is not funnel
        self.stale.setText(_("The funnel has changed since: this is how it was judged before."))
        self.stale.setVisible(old)

    def _on_filter(self, _index: int = 0) -> None:
        if self.judged is None:
            return
        wanted = self.filter.currentData()
        shown = self.judged.rows[wanted] if wanted else self.judged.every
        self.table.text_model.set_colours(_colours(self._palette))
        self.table.show_rows(shown)

    def _on_moved(self, row: TextRow | None) -> None:
        about = row.about if row is not None else None
        self.go.setEnabled(isinstance(about, ResultRow) and bool(about.trigger))
        if row is None:
            text = _("Choose a row to read it in full; Enter or a double click reads its trigger.")
            self.told.setText(text)
        else:
            self.told.setText(
                breakable_words(self.table.text_model.told(self.table.currentIndex().row()))
            )

    def _on_go(self) -> None:
        row = self.table.current
        if row is not None:
            self._on_opened(row.about)

    def _on_opened(self, about: object) -> None:
        if isinstance(about, ResultRow) and about.trigger:
            self.trigger_wanted.emit(about.trigger)

    def _on_again(self) -> None:
        if self.judged is not None:
            self.judge_wanted.emit(self.judged.path)

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file."""
        if len(dropped_files(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Judge the file that is dropped."""
        paths = dropped_files(event.mimeData())
        if len(paths) == 1:
            event.acceptProposedAction()
            self.judge_wanted.emit(paths[0])


def _heads() -> tuple[Head, ...]:
    return (
        Head(_("Verdict")),
        Head(_("Lead"), "", 3),
        Head(_("Stood in"), "", 2),
        Head(_("Why")),
        Head(_("Line"), _("The line of the table."), 1),
    )


def _colours(palette: Palette) -> Mapping[str, str]:
    return {
        "wrong": palette.lost,
        "unread": palette.warning,
        "unsure": palette.warning,
        "open": palette.muted,
        "right": palette.won,
    }

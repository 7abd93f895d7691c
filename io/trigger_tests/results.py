"""What became of a judged table: one flat row a line of it, the wrong moves first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from funnelcraft.funnel.text import _
from funnelcraft.io.csv_text import csv_text
from funnelcraft.io.exports.cells import safe_cell
from funnelcraft.io.trigger_tests.judging import Judged, Report

# In the order in which they are shown: what needs somebody's eye comes first.
Outcome = Literal["wrong", "unread", "unsure", "open", "right"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)  # there may be many
class ResultRow:
    """A line of the table. `trigger` is the id of the one it is about, empty where there is none.

    A row that could not be read has neither lead nor stage; its sentence says why.
    """

    outcome: Outcome
    line: int
    lead: str
    stage: str
    sentence: str
    trigger: str


@dataclass(frozen=True)
class Result:
    """All rows, the wrong ones first and each kind in the order of the table, and the notes."""

    rows: tuple[ResultRow, ...]
    notes: tuple[str, ...]

    def of(self, outcome: Outcome) -> tuple[ResultRow, ...]:
        """Return the rows that came out so."""
        return tuple(row for row in self.rows if row.outcome == outcome)


def result_of(report: Report) -> Result:
    """Return a report as flat rows."""
    rows = [_judged(row) for row in report.rows]
    rows += [ResultRow("unread", line, "", "", _sentence(why), "") for line, why in report.unread]
    rank = {outcome: at for at, outcome in enumerate(OUTCOMES)}
    rows.sort(key=lambda row: (rank[row.outcome], row.line))
    return Result(tuple(rows), report.notes)


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}" + ("" if why.endswith(".") else ".")


def _judged(row: Judged) -> ResultRow:
    found = row.judgement
    about = (*found.taken, *found.expected)
    trigger = about[0].id if about else ""
    return ResultRow(found.verdict, row.line, row.lead, row.stage, found.sentence, trigger)


def as_cells(row: ResultRow) -> list[Any]:
    """Return a row as a list that JSON can hold."""
    return [row.outcome, row.line, row.lead, row.stage, row.sentence, row.trigger]


def from_cells(cells: Sequence[Any]) -> ResultRow:
    """Return the row of such a list. Raises ValueError where it is none."""
    outcome, line, *texts = cells
    lead, stage, sentence, trigger = map(str, texts)
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    return ResultRow(outcome, int(line), lead, stage, sentence, trigger)


def outcome_words(outcome: Outcome) -> str:
    """Say how a row came out, in a word or three."""
    return {
        "wrong": _("wrong"),
        "unread": _("not read"),
        "unsure": _("cannot be judged"),
        "open": _("no result"),
        "right": _("right"),
    }[outcome]


def results_table(rows: Iterable[ResultRow]) -> bytes:
    """Return the rows as CSV (UTF-8 with a mark) that no spreadsheet takes for formulas."""
    headings = ["line", "lead", "stage", "verdict", "why"]
    cells = (
        [row.line, *map(safe_cell, (row.lead, row.stage, row.outcome, row.sentence))]
        for row in rows
    )
    return ("\ufeff" + csv_text(headings, cells)).encode()

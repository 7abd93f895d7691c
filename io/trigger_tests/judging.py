"""Judge a table of leads against the rules: who went where, and whether the rules say so."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.rule_tests import Judge, Judgement, Probe
from funnelcraft.funnel.rules import Scalar
from funnelcraft.funnel.text import _, listed, number, quoted
from funnelcraft.io.imports import opening
from funnelcraft.io.imports.mapping import FileMapping, Form, Kind
from funnelcraft.io.imports.opening import Tick, nothing
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.imports.tables import Table, open_table
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.trigger_tests.columns import (
    Layout,
    NoStage,
    event_ages,
    field_value,
    layout,
    plain,
)

MOST_ROWS = 200_000
_T = TypeVar("_T")


@dataclass(frozen=True)
class Judged:
    """A row of the table: its line, the lead's name, where it stood, and what the rules say."""

    line: int
    lead: str
    stage: str
    judgement: Judgement


@dataclass(frozen=True)
class Report:
    """All rows, those that could not be judged with their reason, and what is to know of both."""

    rows: tuple[Judged, ...]
    unread: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]

    def count(self, verdict: str) -> int:
        """Return how many rows have a verdict."""
        return sum(row.judgement.verdict == verdict for row in self.rows)


def judge_table(
    funnel: Funnel,
    path: Path,
    on_rows: Callable[[int], None] = lambda _rows: None,
    should_stop: Callable[[], bool] = lambda: False,
    on_bytes: Tick = nothing,
) -> Report:
    """Read a table (CSV, XLSX or Parquet) and judge its rows.

    It needs a column `stage`; `moved_to` says where leads went, `lead` who they are. Columns are
    fields of the rules by name, events hold how many days ago each time was, like `30; 31`. Raises
    FileProblem, and Stopped where it should stop.
    """
    table, notes = _opened(path, on_bytes)
    try:
        try:
            found = layout(funnel, table.headings)
        except NoStage:
            text = _("it needs a column “stage” that says where each lead stands.")
            raise FileProblem(path, text) from None
        reader = _Reader(funnel, found)
        for batch in table.batches():
            if should_stop():
                raise Stopped
            reader.unread += [(row.line, row.why) for row in batch.bad]
            for line, cells in zip(batch.lines, batch.rows, strict=True):
                reader.take(line, cells)
            if len(reader.rows) + len(reader.unread) > MOST_ROWS:
                text = _("it has more than {n} rows.").format(n=number(MOST_ROWS))
                raise FileProblem(path, text)
            on_rows(len(reader.rows))
    finally:
        table.close()
    return Report(
        tuple(reader.rows), tuple(sorted(reader.unread)), (*notes, *_notes(found, reader))
    )


def _opened(path: Path, on_bytes: Tick) -> tuple[Table, list[str]]:
    kind = opening.kind(path)
    settings: dict[str, str] = {}
    notes: list[str] = []
    if kind is Kind.CSV:
        from funnelcraft.io.imports.csv_tables import guess_delimiter

        settings["encoding"] = opening.encoding(path)
        settings["delimiter"], others = guess_delimiter(path, settings["encoding"])
        if others:
            text = _("Read with “{sign}” between the columns.")
            notes.append(text.format(sign=settings["delimiter"]))
    elif kind is Kind.XLSX:
        from funnelcraft.io.imports.workbooks import best_sheet

        _sheets, settings["sheet"] = best_sheet(path, "")
    mapping = FileMapping(name=path.name, kind=kind, form=Form.EVENTS)
    return open_table(path, mapping.replaced(**settings), on_bytes), notes


class _Reader:
    """Judges row after row."""

    def __init__(self, funnel: Funnel, found: Layout) -> None:
        self._judge = Judge(funnel)
        self._layout = found
        self._stages = _by_name(funnel)
        self.rows: list[Judged] = []
        self.unread: list[tuple[int, str]] = []

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Judge a row, or say why it can't be."""
        found = self._layout
        try:
            stage = self._stage(cells[found.stage])
            said = cells[found.moved_to].strip() if found.moved_to is not None else ""
            moved = self._stage(said) if said else None
            probe = self._probe(cells)
        except ValueError as error:
            self.unread.append((line, str(error)))
            return
        lead = cells[found.lead].strip() if found.lead is not None else ""
        judgement = self._judge.judge(stage, probe, moved)
        self.rows.append(Judged(line, lead or str(line), cells[found.stage].strip(), judgement))

    def _stage(self, said: str) -> str:
        try:
            return self._stages[plain(said)]
        except KeyError:
            text = _("there is no stage “{stage}” in the funnel")
            raise ValueError(text.format(stage=said.strip()[:60])) from None

    def _probe(self, cells: Sequence[str]) -> Probe:
        found = self._layout
        fields: dict[str, Scalar] = {}
        for name, at in found.fields.items():
            value = self._cell(name, cells[at], partial(field_value, kind=found.kinds[name]))
            if value is not None:
                fields[name] = value
        events = {
            name: self._cell(name, cells[at], event_ages) for name, at in found.events.items()
        }
        return Probe(fields, {name: ages for name, ages in events.items() if ages})

    def _cell(self, name: str, text: str, read: Callable[[str], _T]) -> _T:
        try:
            return read(text)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None


def _by_name(funnel: Funnel) -> Mapping[str, str]:
    """Return the stages by everything they are called: term, abbreviation, id."""
    found: dict[str, str] = {}
    for names in (
        [(stage_name(stage), stage.id) for stage in funnel.stages],
        [(stage.abbreviation, stage.id) for stage in funnel.stages],
        [(stage.id, stage.id) for stage in funnel.stages],
    ):
        for name, identity in names:
            if plain(name):
                found.setdefault(plain(name), identity)
    return found


def _notes(found: Layout, reader: _Reader) -> list[str]:
    said = []
    if found.missing:
        names = listed([quoted(name) for name in found.missing[:8]])
        more = len(found.missing) - 8
        if more > 0:
            names = _("{names} and {n} more").format(names=names, n=number(more))
        said.append(_("No column for {names}: taken as empty.").format(names=names))
    if found.unused:
        names = listed([quoted(name) for name in found.unused[:8]])
        said.append(_("No rule asks for {names}.").format(names=names))
    if found.moved_to is None:
        said.append(_("No column “moved_to” says where leads went: this is where they should go."))
    twice = [lead for lead, n in Counter(row.lead for row in reader.rows).items() if n > 1]
    if twice:
        text = _("{n} leads stand in more than one row, the first is “{lead}”.")
        said.append(text.format(n=number(len(twice)), lead=twice[0]))
    return said

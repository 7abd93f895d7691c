"""A look at one file: what it is taken for, what it shows, and what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from funnelcraft.funnel.text import _, listed, quoted
from funnelcraft.io.imports import amounts, columns, forms, moments, opening
from funnelcraft.io.imports.events import Gathering
from funnelcraft.io.imports.known_exports import Guess
from funnelcraft.io.imports.mapping import DateOrder, Decimal, FileMapping, Form, Kind, Role
from funnelcraft.io.imports.names import MOST_NAMES, Names
from funnelcraft.io.imports.pace import Pace
from funnelcraft.io.imports.proposal import Alternative, LookedAtFile, Settles, Sureness
from funnelcraft.io.imports.reading import check_headings, notes_on, what_lacks
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.io.imports.rows import RowReader
from funnelcraft.io.imports.tables import Batch, Table, open_table
from funnelcraft.io.imports.texts import TooMany
from funnelcraft.io.imports.unclear import too_many, unclear_amount, unclear_date
from funnelcraft.io.problems import FileProblem

PREVIEW = 50
LONGEST_CELL, SHORTEST_CELL = 200, 20
LONGEST_ROW = 40_000  # characters of a row that is shown
ENOUGH = 100_000  # rows that are looked at, unless the meaning of dates is still open


@dataclass(eq=False)
class Look:
    """A look at one file."""

    path: Path
    given: FileMapping | None
    pace: Pace
    mapping: FileMapping = field(init=False)
    table: Table = field(init=False)
    batches: Iterator[Batch] = field(init=False)
    first: Batch = field(init=False)
    there: tuple[columns.Column, ...] = ()
    guesses: tuple[Guess, ...] = ()
    taken: Guess | None = None
    sheets: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    questions: list[tuple[Settles, str]] = field(default_factory=list)
    rows: int = 0
    complete: bool = True

    def open(self) -> None:
        """Open the table and judge its columns by the first rows."""
        kind = opening.kind(self.path)
        given = self.given
        settings: dict[str, str] = {}
        if kind is Kind.CSV:
            settings = self._csv(given)
        elif kind is Kind.XLSX:
            from funnelcraft.io.imports.workbooks import best_sheet

            self.sheets, sheet = best_sheet(self.path, given.sheet if given else "")
            settings = {"sheet": sheet}
        base = given or FileMapping(name="", kind=kind, form=Form.EVENTS)
        base = base.replaced(name=self.path.name, kind=kind, **settings)
        self.mapping = base
        self.table = open_table(self.path, base, self.pace.tick)
        self.batches = self.table.batches()
        self.first = next(self.batches, Batch((), ()))
        self.there = columns.columns(self.table.headings, self.first.rows)
        if given is None or not (given.columns or given.stage_columns):
            self._recognise()

    def _recognise(self) -> None:
        self.guesses = forms.guesses(self.there)
        wanted = [one for one in self.guesses if self.given is None or one.form is self.given.form]
        if wanted:
            self.take(wanted[0])
        elif self.given is None:
            self.questions.append((Settles.FORM, self._no_form()))

    def _csv(self, given: FileMapping | None) -> dict[str, str]:
        from funnelcraft.io.imports.csv_tables import guess_delimiter

        encoding = (given and given.encoding) or opening.encoding(self.path, self.pace.tick)
        delimiter = given.delimiter if given else ""
        if not delimiter:
            delimiter, others = guess_delimiter(self.path, encoding)
            if others:
                self.notes.append(
                    _(
                        "Read with “{sign}” between the columns; {others} would make a table, too."
                    ).format(
                        sign=_sign(delimiter), others=listed([quoted(_sign(o)) for o in others])
                    )
                )
        return {"encoding": encoding, "delimiter": delimiter}

    def take(self, guess: Guess) -> None:
        """Take the table for what a guess says."""
        self.taken = guess
        self.questions = list(guess.open_)
        self.mapping = self.mapping.replaced(
            form=guess.form,
            columns=guess.columns,
            stage_columns=self._in_order(guess.stage_columns),
            exit_columns=guess.exit_columns,
        )

    def _in_order(self, stages: dict[str, str]) -> dict[str, str]:
        """Return columns of dates in the order in which most leads come through them.

        Exports sort them by name; of two dates of one day, the column that stands first is first.
        """
        places = [self.table.headings.index(heading) for heading in stages]
        order = moments.Evidence()
        texts = [[row[place].strip() for row in self.first.rows] for place in places]
        for column in texts:
            moments.look(column, order)
        read = [moments.parse(column, order.order or DateOrder.MONTH_FIRST) for column in texts]
        ahead = [
            sum(_mostly_earlier(one, other) for other in read if other is not one) for one in read
        ]
        headings = list(stages)
        ranked = sorted(range(len(headings)), key=lambda i: -ahead[i])
        return {headings[i]: stages[headings[i]] for i in ranked}

    def _no_form(self) -> str:
        there = listed([quoted(one.heading[:40]) for one in self.there[:20]])
        return _(
            "None of the columns {there} is plainly the lead, the stage or the time; say which are."
        ).format(there=there)

    def scan(self, file: int, names: Names, into: Gathering) -> None:
        """Look at many rows: which stages there are, what dates and amounts show."""
        check_headings(self.path, self.mapping, self.table.headings)
        lacking = what_lacks(self.mapping)
        if lacking and not self.questions:
            self.questions.append((Settles.COLUMNS, lacking))
        dates, money = moments.Evidence(), amounts.Evidence()
        reader = self._reader(file, names, dates, money)
        batch: Batch | None = self.first
        while batch is not None:
            self.rows += batch.read
            self.pace.rows += batch.read
            if not lacking and batch.rows:
                self._look_at(batch, reader, dates, money)
                if batch is self.first:  # counted by what it shows, not by what was open before
                    reader = self._reader(file, names, dates, money)
                if self.rows <= ENOUGH:
                    self._count(reader, batch, into)
            if self.rows >= ENOUGH and not self._open(dates, money):
                self.complete = next(self.batches, None) is None
                break
            batch = next(self.batches, None)
        self._settle(dates, money)

    def _reader(
        self, file: int, names: Names, dates: moments.Evidence, money: amounts.Evidence
    ) -> RowReader:
        """Read rows with something for what is still open: good enough to count by."""
        decided = self.mapping.replaced(
            date_order=self.mapping.date_order or dates.order or DateOrder.MONTH_FIRST,
            decimal=self.mapping.decimal or money.decimal or Decimal.POINT,
        )
        return RowReader(file, self.table.headings, decided, names, Remarking())

    def _count(self, reader: RowReader, batch: Batch, into: Gathering) -> None:
        try:
            reader.take(batch, into)
        except TooMany as error:
            raise FileProblem(self.path, too_many(Role.STAGE, MOST_NAMES)) from error

    def _look_at(
        self,
        batch: Batch,
        reader: RowReader,
        dates: moments.Evidence,
        money: amounts.Evidence,
    ) -> None:
        for heading in self._dated():
            moments.look(reader.cells.column(batch, heading), dates)
        if Role.VALUE in self.mapping.columns:
            amounts.look(reader.cells.column(batch, self.mapping.columns[Role.VALUE]), money)

    def _dated(self) -> tuple[str, ...]:
        time = self.mapping.columns.get(Role.TIME)
        return (
            *((time,) if time else ()),
            *self.mapping.stage_columns,
            *self.mapping.exit_columns,
        )

    def _open(self, dates: moments.Evidence, money: amounts.Evidence) -> bool:
        return (self.mapping.date_order is None and dates.open) or (
            self.mapping.decimal is None and money.decimal is None
        )

    def _settle(self, dates: moments.Evidence, money: amounts.Evidence) -> None:
        """Decide what the columns tell, and ask what they don't."""
        if self.mapping.date_order is None:
            if dates.open:
                self.questions.append((Settles.DATE_ORDER, unclear_date(dates.example)))
            elif dates.order is not None:
                self.mapping = self.mapping.replaced(date_order=dates.order)
        if self.mapping.decimal is None and Role.VALUE in self.mapping.columns:
            if money.decimal is None:
                self.questions.append((Settles.DECIMAL, unclear_amount(money.example)))
            else:
                self.mapping = self.mapping.replaced(decimal=money.decimal)

    def close(self) -> None:
        """Close the file."""
        if hasattr(self, "table"):
            self.table.close()

    def found(self) -> LookedAtFile:
        """Return what was found."""
        rows = self.first.rows[:PREVIEW]
        most = min(LONGEST_CELL, max(SHORTEST_CELL, LONGEST_ROW // len(self.table.headings)))
        guess = self.taken
        return LookedAtFile(
            name=self.path.name,
            size=opening.size(self.path),
            headings=self.table.headings,
            rows=tuple(tuple(cell[:most] for cell in row) for row in rows),
            lines=tuple(int(line) for line in self.first.lines[:PREVIEW]),
            sheets=self.sheets,
            sureness=self._sureness(),
            why=(guess.why,) if guess else (),
            alternatives=tuple(
                Alternative(form=other.form, why=other.why)
                for other in self.guesses
                if other.form is not self.mapping.form
            ),
            notes=(
                *self.table.notes,
                *notes_on(self.mapping),
                *(guess.notes if guess else ()),
                *self.notes,
            ),
        )

    def _sureness(self) -> Sureness:
        if self.given is not None:
            return Sureness.SURE
        return self.taken.sureness if self.taken else Sureness.GUESS


def _mostly_earlier(one: moments.Moments, other: moments.Moments) -> int:
    """Return 1 where most leads with both dates have one before the other, −1 the other way."""
    both = (one.state == moments.READ) & (other.state == moments.READ)
    gap = (other.day - one.day)[both]
    return int(np.sign((gap > 0).sum() - (gap < 0).sum()))


def _sign(delimiter: str) -> str:
    return _("tab") if delimiter == "\t" else delimiter

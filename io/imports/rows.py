"""From the rows of a table to events, as the mapping says the rows are meant."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnelcraft.io.imports import amounts, moments, reasons
from funnelcraft.io.imports.events import NOTHING, Cells, Gathering
from funnelcraft.io.imports.legs import PLACE, Leg, Legs
from funnelcraft.io.imports.mapping import Decimal, FileMapping, Form, Role
from funnelcraft.io.imports.moments import DAY_TICKS, TICKS, UNTIMED, Moments
from funnelcraft.io.imports.names import Names
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.io.imports.row_cells import RowCells
from funnelcraft.io.imports.tables import Batch
from funnelcraft.simulation.arrays import Flags, Ints

_NO_LEAD = PLACE[reasons.NO_LEAD]
_BAD_DATES = (PLACE[reasons.BAD_DATE], PLACE[reasons.BAD_RANGE])


@dataclass(frozen=True, eq=False)
class _Rows:
    """N rows: their lines, the hashes of their leads, and what all their events have in common."""

    batch: Batch
    lines: Ints
    lead: Ints
    labels: dict[str, Cells]


class RowReader:
    """Turns the rows of one file into events, and remarks on those it leaves out or mends."""

    def __init__(
        self,
        file: int,
        headings: Sequence[str],
        mapping: FileMapping,
        names: Names,
        remarks: Remarking,
    ) -> None:
        self.cells = RowCells(file, headings, mapping, names, remarks)
        self._legs = Legs(self.cells)
        self._file = file
        self._mapping = mapping
        self._remarks = remarks

    def take(self, batch: Batch, into: Gathering) -> None:
        """Add the events of some rows, and deals' ids. Raises Unclear, TooMany."""
        for bad in batch.bad:
            self._remarks.add(self._file, bad.why, [bad.line])
        if not batch.rows:
            return
        lines = np.asarray(batch.lines, dtype=np.int64)
        lead = self.cells.leads(batch)
        rows = _Rows(batch, lines, lead, self.cells.labels(batch, lines))
        if self._mapping.form is Form.DATES:
            self._take_dates(rows, into)
            return
        leg = self._legs.of(batch)
        why = np.where((lead == 0) & (leg.why != PLACE[reasons.NO_CHANGE]), _NO_LEAD, leg.why)
        self._remark(lines, why)
        self._add(into, rows, leg, why == NOTHING)
        if self._mapping.form is Form.PARDOT:
            self._add_earlier(into, rows, leg, why == NOTHING)

    def _remark(self, lines: Ints, why: Ints) -> None:
        for place in np.unique(why[why != NOTHING]):
            self._remarks.add(self._file, reasons.REASONS[place], lines[why == place])

    def _add(self, into: Gathering, rows: _Rows, leg: Leg, kept: Flags) -> None:
        whole = bool(kept.all())

        def some(values: Cells) -> Cells:
            return values if whole or not isinstance(values, np.ndarray) else values[kept]

        into.add(
            rows.lead if whole else rows.lead[kept],
            stage=some(leg.stage),
            before=some(leg.before),
            day=some(leg.when.day),
            tick=some(leg.when.tick),
            file=self._file,
            line=some(rows.lines),
            extra=False,
            **{name: some(values) for name, values in rows.labels.items()},
        )

    def _take_dates(self, rows: _Rows, into: Gathering) -> None:
        """Add the events of rows that have a date for each stage."""
        n = len(rows.batch.rows)
        legs = [self._legs.dated(rows.batch, one) for one in self._mapping.stage_columns]
        if Role.STAGE in self._mapping.columns and Role.TIME in self._mapping.columns:
            legs.append(self._legs.of(rows.batch))
        read = np.zeros(n, np.bool_)
        bad = np.full(n, PLACE[reasons.NO_DATE], np.int64)
        faulty = np.zeros(n, np.bool_)
        for leg in legs:
            read |= leg.why == NOTHING
            worse = np.isin(leg.why, _BAD_DATES)
            faulty |= worse
            bad[worse] = leg.why[worse]
        why = np.where(rows.lead == 0, _NO_LEAD, np.where(read, NOTHING, bad))
        self._remark(rows.lines, why)
        kept = why == NOTHING
        self._remarks.add(self._file, reasons.BAD_COLUMN, rows.lines[faulty & kept])
        for leg in legs:
            self._add(into, rows, leg, kept & (leg.why == NOTHING))
        self._check_exits(rows, kept)

    def _check_exits(self, rows: _Rows, kept: Flags) -> None:
        """Remark on leads that left a stage before they entered it."""
        entries = {stage: heading for heading, stage in self._mapping.stage_columns.items()}
        wrong = np.zeros(len(rows.batch.rows), np.bool_)
        for heading, stage in self._mapping.exit_columns.items():
            if stage in entries:
                entered = self._dates(rows, entries[stage])
                left = self._dates(rows, heading)
                both = (entered.state == moments.READ) & (left.state == moments.READ)
                wrong |= both & (_ticks(left) < _ticks(entered))
        self._remarks.add(self._file, reasons.BAD_EXIT, rows.lines[wrong & kept])

    def _dates(self, rows: _Rows, heading: str) -> Moments:
        return self.cells.moments(self.cells.column(rows.batch, heading))

    def _add_earlier(self, into: Gathering, rows: _Rows, leg: Leg, kept: Flags) -> None:
        """Add when the stage left was entered, where the row says how long the lead was in it."""
        elapsed = self.cells.texts(rows.batch, Role.ELAPSED)
        if elapsed is None or not isinstance(leg.before, np.ndarray):
            return
        seconds = np.array([_seconds(text) for text in elapsed])
        self._remarks.add(self._file, reasons.BAD_ELAPSED, rows.lines[kept & (seconds < 0)])
        told = kept & (leg.before >= 0) & (seconds >= 0) & (leg.when.tick != UNTIMED)
        ticks = _ticks(leg.when)[told] - np.round(seconds[told] * TICKS).astype(np.int64)
        nothing = {name: NOTHING for name in ("segment", "source", "owner")}
        into.add(
            rows.lead[told],
            stage=leg.before[told],
            before=NOTHING,
            day=ticks // DAY_TICKS,
            tick=ticks % DAY_TICKS,
            file=self._file,
            line=rows.lines[told],
            extra=True,
            value=float("nan"),
            **nothing,
        )


def _seconds(text: str) -> float:
    """Return how long a text of seconds is; NaN where it is none."""
    value = amounts.parse_one(text, Decimal.POINT)
    return float("nan") if value is None or abs(value) > 1e10 else value


def _ticks(when: Moments) -> Ints:
    return when.day * DAY_TICKS + np.maximum(when.tick, 0)

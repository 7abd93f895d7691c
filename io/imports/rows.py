"""From the rows of a table to events, as the mapping says the rows are meant."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports import amounts, moments, reasons
from funnelcraft.io.imports.events import NOT_KNOWN, NOTHING, Cells, Gathering
from funnelcraft.io.imports.mapping import Decimal, FileMapping, Form, Role
from funnelcraft.io.imports.moments import DAY_TICKS, TICKS, UNTIMED, Moments
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.io.imports.tables import Batch
from funnelcraft.io.imports.texts import LEFT_OUT, NO_TEXT, TOO_LONG, Codes
from funnelcraft.simulation.arrays import Flags, Floats, Ints

LEAD, WON, CREATED, CONVERTED = "Lead", "Won", "Created", "Converted"
MOST_NAMES = 10_000

_STAGE_FIELDS = {"stagename", "stage", "status", "leadstatus"}
_REVENUE_STAGES = {"101", "102"}
_STAGE_KEYS = ("new stage", "new stage name", "newstage", "new stage id", "newstageid")
_SALESFORCE = (Form.STAGE_HISTORY, Form.FIELD_HISTORY)


class Unclear(Exception):  # noqa: N818 - it is a question
    """A date or an amount has two meanings, and the mapping doesn't say which."""


@dataclass(frozen=True)
class Names:
    """The texts of all files as numbers."""

    stage: Codes
    segment: Codes
    source: Codes
    owner: Codes


@dataclass(frozen=True)
class Leg:
    """What N rows say of one stage each: which, the one left, and when as it is written.

    `why` has a place of REASONS, −1 for rows without fault.
    """

    stage: Ints
    before: Ints | int
    when: Moments
    why: Ints


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
        self.file = file
        self.mapping = mapping
        self.names = names
        self.remarks = remarks
        self.zoned = self.unzoned = 0
        self._place = {heading: place for place, heading in enumerate(headings)}
        self._details: dict[str, str] = {}

    def texts(self, batch: Batch, role: Role) -> list[str] | None:
        """Return the trimmed texts of a role's column; None where it has none."""
        heading = self.mapping.columns.get(role)
        return None if heading is None else self.column(batch, heading)

    def column(self, batch: Batch, heading: str) -> list[str]:
        """Return the trimmed texts of a column."""
        return list(map(str.strip, map(itemgetter(self._place[heading]), batch.rows)))

    def codes(self, batch: Batch, role: Role, codes: Codes) -> Ints | None:
        """Return the numbers of the texts of a role's column; None where it has none."""
        heading = self.mapping.columns.get(role)
        if heading is None:
            return None
        # Trimmed when they are met for the first time.
        return codes.of(list(map(itemgetter(self._place[heading]), batch.rows)))

    def take(self, batch: Batch, into: Gathering) -> None:
        """Add the events of some rows, and deals' ids. Raises Unclear, TooMany."""
        for bad in batch.bad:
            self.remarks.add(self.file, bad.why, [bad.line])
        if not batch.rows:
            return
        lines = np.asarray(batch.lines, dtype=np.int64)
        lead = self.leads(batch)
        common = self._common(batch, lines)
        if self.mapping.form is Form.DATES:
            self._dates(batch, lines, lead, common, into)
            return
        leg = self.leg(batch)
        why = np.where((lead == 0) & (leg.why != _PLACE[reasons.NO_CHANGE]), _NO_LEAD, leg.why)
        self._remark(lines, why)
        self._add(into, lines, lead, leg, why == NOTHING, common)
        if self.mapping.form is Form.PARDOT:
            self._earlier(batch, lines, lead, leg, why == NOTHING, common, into)

    def leads(self, batch: Batch, role: Role = Role.LEAD) -> Ints:
        """Return the hashes of the leads' ids, 0 where there is none."""
        texts = self.texts(batch, role)
        if texts is None:
            return np.zeros(len(batch.rows), np.int64)
        if self.mapping.form in _SALESFORCE or Role.DEAL in self.mapping.columns:
            texts = [_short(text) for text in texts]
        return np.fromiter(map(hash, texts), np.int64, len(texts))

    def leg(self, batch: Batch) -> Leg:
        """Return what each row says of a stage; for all forms but `dates`."""
        form, n = self.mapping.form, len(batch.rows)
        why = np.full(n, NOTHING, np.int64)
        before: Ints | int = NOTHING
        left = self.texts(batch, Role.BEFORE)
        if form in (Form.LEADS, Form.DEALS):
            stage = self.names.stage.of([LEAD if form is Form.LEADS else WON]).repeat(n)
        elif form is Form.FIELD_HISTORY:
            stage = self._changes(batch, why)
        elif form is Form.MARKETO:
            stage = self._activities(batch, why)
        else:
            found = self.codes(batch, Role.STAGE, self.names.stage)
            stage = np.full(n, NO_TEXT, np.int64) if found is None else found
        if left is not None:
            changed = (why == NOTHING).tolist()
            left = [text if one else "" for text, one in zip(left, changed, strict=True)]
            before = np.maximum(self.names.stage.of(left), NOTHING)
        when = self.moments(self._needed(batch, Role.TIME))
        for code, reason in _STAGE_REASONS:
            why[(why == NOTHING) & (stage == code)] = _PLACE[reason]
        for state, reason in _DATE_REASONS:
            why[(why == NOTHING) & (when.state == state)] = _PLACE[reason]
        return Leg(stage, before, when, why)

    def moments(self, texts: Sequence[str]) -> Moments:
        """Parse dates. Raises Unclear where one has two meanings and nobody said which."""
        found = moments.parse(texts, self.mapping.date_order)
        unclear = np.flatnonzero(found.state == moments.UNCLEAR)
        if unclear.size:
            raise Unclear(unclear_date(texts[int(unclear[0])]))
        timed = (found.state == moments.READ) & (found.tick != UNTIMED)
        self.zoned += int((found.zoned & timed).sum())
        self.unzoned += int((~found.zoned & timed).sum())
        return found

    def _needed(self, batch: Batch, role: Role) -> list[str]:
        texts = self.texts(batch, role)
        return [""] * len(batch.rows) if texts is None else texts

    def _changes(self, batch: Batch, why: Ints) -> Ints:
        """Return the stages a history of fields tells; `why` says which rows tell none."""
        what = [_letters(text) for text in self._needed(batch, Role.WHAT)]
        fields = np.array([_FIELD_KINDS.get(one, 0) for one in what])
        stage = self.names.stage.of(
            [
                text if kind == 1 else ""
                for text, kind in zip(self._needed(batch, Role.STAGE), fields, strict=True)
            ]
        )
        why[fields == 0] = _PLACE[reasons.NO_CHANGE]
        stage[fields == 2] = NOT_KNOWN
        if (fields == 3).any():
            stage[fields == 3] = self.names.stage[CONVERTED]
        return stage

    def _activities(self, batch: Batch, why: Ints) -> Ints:
        """Return the revenue stages that activities tell; `why` says which rows tell none."""
        what = self._needed(batch, Role.WHAT)
        details = self._needed(batch, Role.DETAILS)
        texts = [
            self._detail(text) if kind in _REVENUE_STAGES else ""
            for kind, text in zip(what, details, strict=True)
        ]
        stage = self.names.stage.of(texts)
        changes = np.array([kind in _REVENUE_STAGES for kind in what])
        why[~changes] = _PLACE[reasons.NO_CHANGE]
        why[changes & (stage == NO_TEXT)] = _PLACE[reasons.BAD_DETAILS]
        return stage

    def _detail(self, text: str) -> str:
        found = self._details.get(text)
        if found is None:
            found = _stage_of(text)
            if len(self._details) < MOST_NAMES:
                self._details[text] = found
        return found

    def _common(self, batch: Batch, lines: Ints) -> dict[str, Cells]:
        """Return the labels and the value of each row."""
        common: dict[str, Cells] = {"value": float("nan")}
        for role, codes in (
            (Role.SEGMENT, self.names.segment),
            (Role.SOURCE, self.names.source),
            (Role.OWNER, self.names.owner),
        ):
            found = self.codes(batch, role, codes)
            common[role.value] = NOTHING if found is None else np.maximum(found, NOTHING)
        texts = self.texts(batch, Role.VALUE)
        if texts is not None:
            common["value"] = self.values(texts, lines)
        return common

    def values(self, texts: Sequence[str], lines: Ints) -> Floats:
        """Parse amounts. Raises Unclear where one has two meanings and nobody said which."""
        decimal = self.mapping.decimal
        if decimal is None:
            evidence = amounts.Evidence()
            amounts.look(texts, evidence)
            if evidence.decimal is None:
                raise Unclear(unclear_amount(evidence.example or texts[0]))
            decimal = Decimal.POINT
        values, bad = amounts.parse(texts, decimal)
        self.remarks.add(self.file, reasons.BAD_VALUE, lines[bad])
        return values

    def _remark(self, lines: Ints, why: Ints) -> None:
        for place in np.unique(why[why != NOTHING]):
            self.remarks.add(self.file, reasons.REASONS[place], lines[why == place])

    def _add(
        self,
        into: Gathering,
        lines: Ints,
        lead: Ints,
        leg: Leg,
        kept: Flags,
        common: dict[str, Cells],
    ) -> None:
        whole = bool(kept.all())

        def some(values: Cells) -> Cells:
            return values if whole or not isinstance(values, np.ndarray) else values[kept]

        into.add(
            lead if whole else lead[kept],
            stage=some(leg.stage),
            before=some(leg.before),
            day=some(leg.when.day),
            tick=some(leg.when.tick),
            file=self.file,
            line=some(lines),
            extra=False,
            **{name: some(values) for name, values in common.items()},
        )

    def _dates(
        self,
        batch: Batch,
        lines: Ints,
        lead: Ints,
        common: dict[str, Cells],
        into: Gathering,
    ) -> None:
        """Add the events of rows that have a date for each stage."""
        legs = [self._dated(batch, heading) for heading in self.mapping.stage_columns]
        if Role.STAGE in self.mapping.columns and Role.TIME in self.mapping.columns:
            legs.append(self.leg(batch))
        read = np.zeros(len(batch.rows), np.bool_)
        bad = np.full(len(batch.rows), _PLACE[reasons.NO_DATE], np.int64)
        faulty = np.zeros(len(batch.rows), np.bool_)
        for leg in legs:
            read |= leg.why == NOTHING
            worse = np.isin(leg.why, _BAD_DATES)
            faulty |= worse
            bad[worse] = leg.why[worse]
        why = np.where(lead == 0, _NO_LEAD, np.where(read, NOTHING, bad))
        self._remark(lines, why)
        self.remarks.add(self.file, reasons.BAD_COLUMN, lines[faulty & (why == NOTHING)])
        for leg in legs:
            self._add(into, lines, lead, leg, (why == NOTHING) & (leg.why == NOTHING), common)
        self._check_exits(batch, lines, why == NOTHING)

    def _dated(self, batch: Batch, heading: str) -> Leg:
        stage = self.names.stage.of([self.mapping.stage_columns[heading]]).repeat(len(batch.rows))
        when = self.moments(self.column(batch, heading))
        why = np.full(len(batch.rows), NOTHING, np.int64)
        why[stage == LEFT_OUT] = _PLACE[reasons.STAGE_LEFT_OUT]
        for state, reason in _DATE_REASONS:
            why[(why == NOTHING) & (when.state == state)] = _PLACE[reason]
        return Leg(stage, NOTHING, when, why)

    def _check_exits(self, batch: Batch, lines: Ints, kept: Flags) -> None:
        """Remark on leads that left a stage before they entered it."""
        entries = {stage: heading for heading, stage in self.mapping.stage_columns.items()}
        wrong = np.zeros(len(batch.rows), np.bool_)
        for heading, stage in self.mapping.exit_columns.items():
            if stage in entries:
                entered = self.moments(self.column(batch, entries[stage]))
                left = self.moments(self.column(batch, heading))
                both = (entered.state == moments.READ) & (left.state == moments.READ)
                wrong |= both & (_ticks(left) < _ticks(entered))
        self.remarks.add(self.file, reasons.BAD_EXIT, lines[wrong & kept])

    def _earlier(
        self,
        batch: Batch,
        lines: Ints,
        lead: Ints,
        leg: Leg,
        kept: Flags,
        common: dict[str, Cells],
        into: Gathering,
    ) -> None:
        """Add when the stage left was entered, where the row says how long the lead was in it."""
        elapsed = self.texts(batch, Role.ELAPSED)
        if elapsed is None or not isinstance(leg.before, np.ndarray):
            return
        seconds = np.array([_seconds(text) for text in elapsed])
        self.remarks.add(self.file, reasons.BAD_ELAPSED, lines[kept & (seconds < 0)])
        told = kept & (leg.before >= 0) & (seconds >= 0) & (leg.when.tick != UNTIMED)
        ticks = _ticks(leg.when)[told] - np.round(seconds[told] * TICKS).astype(np.int64)
        nothing = {name: NOTHING for name in ("segment", "source", "owner")}
        into.add(
            lead[told],
            stage=leg.before[told],
            before=NOTHING,
            day=ticks // DAY_TICKS,
            tick=ticks % DAY_TICKS,
            file=self.file,
            line=lines[told],
            extra=True,
            value=float("nan"),
            **nothing,
        )


def unclear_date(text: str) -> str:
    """Say that a date has two meanings."""
    return _(
        "dates like “{example}” don't tell the day from the month; say which comes first, or write "
        "them as 2018-12-31."
    ).format(example=text[:40])


def unclear_amount(text: str) -> str:
    """Say that an amount has two meanings."""
    return _(
        "amounts like “{example}” don't tell whether their sign groups thousands or stands before "
        "the decimals; say which sign stands before the decimals."
    ).format(example=text[:40])


def too_many(role: Role, most: int) -> str:
    """Say that a column has too many different texts to be what it is taken for."""
    what = {Role.STAGE: _("stages"), Role.SEGMENT: _("segments"), Role.SOURCE: _("sources")}
    return _("the {what} are more than {n} different texts; is it the right column?").format(
        what=what.get(role, _("owners")), n=number(most)
    )


_PLACE = {why: place for place, why in enumerate(reasons.REASONS)}
_NO_LEAD = _PLACE[reasons.NO_LEAD]
_STAGE_REASONS = (
    (NO_TEXT, reasons.NO_STAGE),
    (LEFT_OUT, reasons.STAGE_LEFT_OUT),
    (TOO_LONG, reasons.LONG_STAGE),
)
_DATE_REASONS = (
    (moments.NONE, reasons.NO_DATE),
    (moments.UNREADABLE, reasons.BAD_DATE),
    (moments.OUT_OF_RANGE, reasons.BAD_RANGE),
)
_BAD_DATES = (_PLACE[reasons.BAD_DATE], _PLACE[reasons.BAD_RANGE])
_FIELD_KINDS = dict.fromkeys(_STAGE_FIELDS, 1) | {"created": 2, "leadconverted": 3}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _short(text: str) -> str:
    """Return Salesforce's id of 15 signs, which the one of 18 begins with."""
    return text[:15] if len(text) == 18 and text.isalnum() else text


def _stage_of(details: str) -> str:
    """Return the stage entered that the JSON of an activity names; empty where it names none."""
    try:
        found = json.loads(details)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    named = {key.casefold(): value for key, value in found.items()}
    for key in _STAGE_KEYS:
        value = named.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            # JSON can hold halves of characters, which are none.
            return str(value).strip().encode("utf-8", "replace").decode()
    return ""


def _seconds(text: str) -> float:
    """Return how long a text of seconds is; NaN where it is none."""
    value = amounts.parse_one(text, Decimal.POINT)
    return float("nan") if value is None or abs(value) > 1e10 else value


def _ticks(when: Moments) -> Ints:
    return when.day * DAY_TICKS + np.maximum(when.tick, 0)

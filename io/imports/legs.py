"""What a row says of a stage, in each of the forms that exports have."""

import json
from dataclasses import dataclass

import numpy as np

from funnelcraft.io.imports import moments, reasons
from funnelcraft.io.imports.events import NOT_KNOWN, NOTHING
from funnelcraft.io.imports.mapping import Form, Role
from funnelcraft.io.imports.moments import Moments
from funnelcraft.io.imports.names import CONVERTED, LEAD, MOST_NAMES, WON
from funnelcraft.io.imports.row_cells import RowCells
from funnelcraft.io.imports.tables import Batch
from funnelcraft.io.imports.texts import LEFT_OUT, NO_TEXT, TOO_LONG
from funnelcraft.simulation.arrays import Ints

_STAGE_FIELDS = {"stagename", "stage", "status", "leadstatus"}
_REVENUE_STAGES = {"101", "102"}
_STAGE_KEYS = ("new stage", "new stage name", "newstage", "new stage id", "newstageid")

# Where a reason stands among all of them: rows keep its number.
PLACE = {why: place for place, why in enumerate(reasons.REASONS)}
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
_FIELD_KINDS = dict.fromkeys(_STAGE_FIELDS, 1) | {"created": 2, "leadconverted": 3}


@dataclass(frozen=True)
class Leg:
    """What N rows say of one stage each: which, the one left, and when as it is written.

    `why` has a place of REASONS, −1 for rows without fault.
    """

    stage: Ints
    before: Ints | int
    when: Moments
    why: Ints


class Legs:
    """Reads what the rows of one file say of stages."""

    def __init__(self, cells: RowCells) -> None:
        self._cells = cells
        self._stages = cells.names.stage
        self._details: dict[str, str] = {}

    def of(self, batch: Batch) -> Leg:
        """Return what each row says of a stage; for all forms but `dates`."""
        form, n = self._cells.mapping.form, len(batch.rows)
        why = np.full(n, NOTHING, np.int64)
        before: Ints | int = NOTHING
        left = self._cells.texts(batch, Role.BEFORE)
        if form in (Form.LEADS, Form.DEALS):
            stage = self._stages.of([LEAD if form is Form.LEADS else WON]).repeat(n)
        elif form is Form.FIELD_HISTORY:
            stage = self._changes(batch, why)
        elif form is Form.MARKETO:
            stage = self._activities(batch, why)
        else:
            found = self._cells.codes(batch, Role.STAGE, self._stages)
            stage = np.full(n, NO_TEXT, np.int64) if found is None else found
        if left is not None:
            changed = (why == NOTHING).tolist()
            left = [text if one else "" for text, one in zip(left, changed, strict=True)]
            before = np.maximum(self._stages.of(left), NOTHING)
        when = self._cells.moments(self._cells.needed(batch, Role.TIME))
        for code, reason in _STAGE_REASONS:
            why[(why == NOTHING) & (stage == code)] = PLACE[reason]
        for state, reason in _DATE_REASONS:
            why[(why == NOTHING) & (when.state == state)] = PLACE[reason]
        return Leg(stage, before, when, why)

    def dated(self, batch: Batch, heading: str) -> Leg:
        """Return what a column of dates says of its stage."""
        name = self._cells.mapping.stage_columns[heading]
        stage = self._stages.of([name]).repeat(len(batch.rows))
        when = self._cells.moments(self._cells.column(batch, heading))
        why = np.full(len(batch.rows), NOTHING, np.int64)
        why[stage == LEFT_OUT] = PLACE[reasons.STAGE_LEFT_OUT]
        for state, reason in _DATE_REASONS:
            why[(why == NOTHING) & (when.state == state)] = PLACE[reason]
        return Leg(stage, NOTHING, when, why)

    def _changes(self, batch: Batch, why: Ints) -> Ints:
        """Return the stages a history of fields tells; `why` says which rows tell none."""
        what = [_letters(text) for text in self._cells.needed(batch, Role.WHAT)]
        fields = np.array([_FIELD_KINDS.get(one, 0) for one in what])
        stage = self._stages.of(
            [
                text if kind == 1 else ""
                for text, kind in zip(self._cells.needed(batch, Role.STAGE), fields, strict=True)
            ]
        )
        why[fields == 0] = PLACE[reasons.NO_CHANGE]
        stage[fields == 2] = NOT_KNOWN
        if (fields == 3).any():
            stage[fields == 3] = self._stages[CONVERTED]
        return stage

    def _activities(self, batch: Batch, why: Ints) -> Ints:
        """Return the revenue stages that activities tell; `why` says which rows tell none."""
        what = self._cells.needed(batch, Role.WHAT)
        details = self._cells.needed(batch, Role.DETAILS)
        texts = [
            self._detail(text) if kind in _REVENUE_STAGES else ""
            for kind, text in zip(what, details, strict=True)
        ]
        stage = self._stages.of(texts)
        changes = np.array([kind in _REVENUE_STAGES for kind in what])
        why[~changes] = PLACE[reasons.NO_CHANGE]
        why[changes & (stage == NO_TEXT)] = PLACE[reasons.BAD_DETAILS]
        return stage

    def _detail(self, text: str) -> str:
        found = self._details.get(text)
        if found is None:
            found = _stage_of(text)
            if len(self._details) < MOST_NAMES:
                self._details[text] = found
        return found


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


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

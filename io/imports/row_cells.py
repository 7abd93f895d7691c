"""The cells of rows as texts, numbers of texts, moments and amounts, as a mapping says they are."""

from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from funnelcraft.io.imports import amounts, moments, reasons
from funnelcraft.io.imports.events import NOTHING, Cells
from funnelcraft.io.imports.mapping import Decimal, FileMapping, Form, Role
from funnelcraft.io.imports.moments import UNTIMED, Moments
from funnelcraft.io.imports.names import Names
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.io.imports.tables import Batch
from funnelcraft.io.imports.texts import Codes
from funnelcraft.io.imports.unclear import Unclear, unclear_amount, unclear_date
from funnelcraft.simulation.arrays import Floats, Ints

_SALESFORCE = (Form.STAGE_HISTORY, Form.FIELD_HISTORY)


class RowCells:
    """Reads columns of the rows of one file, and remarks on amounts that are none.

    `zoned` and `unzoned` count the moments with and without their distance from UTC.
    """

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

    def needed(self, batch: Batch, role: Role) -> list[str]:
        """Return the trimmed texts of a role's column, empty ones where it has none."""
        texts = self.texts(batch, role)
        return [""] * len(batch.rows) if texts is None else texts

    def leads(self, batch: Batch, role: Role = Role.LEAD) -> Ints:
        """Return the hashes of the leads' ids, 0 where there is none."""
        texts = self.texts(batch, role)
        if texts is None:
            return np.zeros(len(batch.rows), np.int64)
        if self.mapping.form in _SALESFORCE or Role.DEAL in self.mapping.columns:
            texts = [_short(text) for text in texts]
        return np.fromiter(map(hash, texts), np.int64, len(texts))

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

    def labels(self, batch: Batch, lines: Ints) -> dict[str, Cells]:
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


def _short(text: str) -> str:
    """Return Salesforce's id of 15 signs, which the one of 18 begins with."""
    return text[:15] if len(text) == 18 and text.isalnum() else text

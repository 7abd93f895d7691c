"""A history as read, with what became of every row."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from funnelcraft.funnel.measured import MeasuredFile
from funnelcraft.io.imports.mapping import Form, Mapping
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.calibrated import Provenance
from funnelcraft.simulation.baseline.history import History


@dataclass(frozen=True)
class Labels:
    """A text for every lead [L]: `names[code[lead]]`, none where the code is −1."""

    names: tuple[str, ...] = ()
    code: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Remarks:
    """R remarks on rows: of file `file[R]`, at line `line[R]`, for `reasons[reason[R]]`.

    `repaired` says of each reason whether its rows were kept. Sorted by file and line; a row may
    have several. The first line of a file, that with the headings, is line 1; in a spreadsheet it
    is the row's number, in XES the line on which the event ends, in Parquet rows are counted.
    """

    reasons: tuple[str, ...] = ()
    repaired: tuple[bool, ...] = ()
    file: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    line: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    reason: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Log:
    """A history as read. Every row read is either kept or counted in `dropped` with its reason.

    `repaired` counts rows that were kept but not as they were; `notes` are plain sentences.
    `source` and `owner` are known for each lead where there is such a column: the first source
    named and the last owner. `remarks` lists what was dropped and repaired line by line, `paths`
    and `mapping` say how to find these lines again.

    A row that stands for several events (a date a stage) counts once: as kept, if one of them was.
    """

    history: History
    read: int
    kept: int
    dropped: dict[str, int]
    repaired: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    files: tuple[MeasuredFile, ...] = ()
    form: str = ""
    source: Labels = field(default_factory=Labels)
    owner: Labels = field(default_factory=Labels)
    remarks: Remarks = field(default_factory=Remarks)
    paths: tuple[Path, ...] = ()
    mapping: Mapping | None = None

    @property
    def is_leads_and_deals(self) -> bool:
        """Whether it was read from a table of leads and one of won deals: stage 0 is the lead."""
        forms = [] if self.mapping is None else [file.form for file in self.mapping.files]
        return forms == [Form.LEADS, Form.DEALS]

    def provenance(self, notes: tuple[str, ...] = ()) -> Provenance:
        """Return where the history comes from, with further plain sentences to keep beside it."""
        return Provenance(
            files=self.files,
            form=self.form,
            read=self.read,
            kept=self.kept,
            dropped=self.dropped,
            repaired=self.repaired,
            notes=(*self.notes, *notes),
        )

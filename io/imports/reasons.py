"""Why rows are left out or mended: plain words, counted and listed line by line.

Tables are written with these words as they are; where people read them they are translated.
"""

from collections.abc import Sequence

import numpy as np

from funnelcraft.funnel.text import marked
from funnelcraft.io.imports.log import Remarks
from funnelcraft.io.imports.tables import UNREADABLE, WRONG_COLUMNS
from funnelcraft.simulation.arrays import Ints

NO_LEAD = marked("no lead id")
NO_STAGE = marked("no stage")
LONG_STAGE = marked("stage name too long")
STAGE_LEFT_OUT = marked("stage left out by the mapping")
NO_DATE = marked("no date")
BAD_DATE = marked("unreadable date")
BAD_RANGE = marked("date out of range")
NO_CHANGE = marked("no change of a stage")
BAD_DETAILS = marked("details without a stage")
DUPLICATE = marked("duplicate row")
SECOND_LEAD = marked("second row of the lead")
SECOND_DEAL = marked("second deal of the lead")
NO_LEAD_OF_DEAL = marked("deal without a lead")
UNCHANGED = marked("stage unchanged")

BAD_VALUE = marked("unreadable value, taken as not given")
EARLY_WIN = marked("won before the lead was met, taken as the same day")
MIXED_DAY = marked("a day beside times of that day, kept in the file's order")
BAD_COLUMN = marked("unreadable date in a column, that stage left out")
BAD_EXIT = marked("left before it was entered, the exit ignored")
BAD_ELAPSED = marked("a negative time in the stage before, ignored")

DROPPED = (
    UNREADABLE,
    WRONG_COLUMNS,
    NO_CHANGE,
    NO_LEAD,
    BAD_DETAILS,
    NO_STAGE,
    LONG_STAGE,
    STAGE_LEFT_OUT,
    NO_DATE,
    BAD_DATE,
    BAD_RANGE,
    DUPLICATE,
    SECOND_LEAD,
    SECOND_DEAL,
    NO_LEAD_OF_DEAL,
    UNCHANGED,
)
REPAIRED = (BAD_VALUE, EARLY_WIN, MIXED_DAY, BAD_COLUMN, BAD_EXIT, BAD_ELAPSED)
REASONS = DROPPED + REPAIRED


class Remarking:
    """Collects remarks on rows while files are read."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, int, Ints]] = []

    def add(self, file: int, why: str, lines: "Sequence[int] | Ints") -> None:
        """Remark on some lines of a file."""
        if len(lines):
            place = REASONS.index(why)
            self._parts.append((file, place, np.asarray(lines, dtype=np.int32)))

    def counts(self, reasons: Sequence[str]) -> dict[str, int]:
        """Return how many rows were remarked on for each of some reasons that occurred."""
        counted = dict.fromkeys(reasons, 0)
        for _file, place, lines in self._parts:
            if REASONS[place] in counted:
                counted[REASONS[place]] += len(lines)
        return {why: n for why, n in counted.items() if n}

    def done(self) -> Remarks:
        """Return all remarks, sorted by file and line."""
        lines = [part for _file, _place, part in self._parts]
        line = np.concatenate(lines, dtype=np.int64) if lines else np.zeros(0, np.int64)
        sizes = [len(part) for part in lines]
        file = np.repeat(np.array([one[0] for one in self._parts], np.int64), sizes)
        reason = np.repeat(np.array([one[1] for one in self._parts], np.int64), sizes)
        order = np.lexsort((reason, line, file))
        return Remarks(
            reasons=REASONS,
            repaired=tuple(why in REPAIRED for why in REASONS),
            file=file[order],
            line=line[order],
            reason=reason[order],
        )

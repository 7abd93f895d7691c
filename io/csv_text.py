"""CSV as text, to be written whole."""

import csv
from collections.abc import Iterable, Sequence


class _Lines:
    """What csv writes to: lines kept in memory, until all are there."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, line: str) -> None:
        """Take a line."""
        self.written.append(line)


def csv_text(headings: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a comma-separated table; cells are quoted where they must be."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return "".join(lines.written)

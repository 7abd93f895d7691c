"""What the import's thread does: look at files, read them, measure what was read. No Qt.

The functions are given everything by value and refer to no widget: a garbage collection in the
thread could destroy one.
"""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.importing.days import Days, MonthBar, next_month
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.progress import OnProgress, ShouldStop
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.io.imports.log import Log
    from funnelcraft.simulation.baseline.calibration import Baseline
    from funnelcraft.simulation.baseline.history import History


@dataclass(frozen=True)
class Looked:
    """What a look at files found; `notice` says where a mapping was remembered."""

    proposal: Proposal
    notice: str = ""


@dataclass(frozen=True, eq=False)
class Counted:
    """A log as read with a mapping: leads by month, the usual window, and why it is this one."""

    log: "Log"
    mapping: Mapping
    months: tuple[MonthBar, ...]
    usual: tuple[date, date, date]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What is to be measured, and into which funnel.

    `ends` says which stages of the history are won or lost; `stages` gives those that stand for a
    stage of `target` its id. Without a target the funnel is drawn as it is, with a title.
    """

    paths: tuple[Path, ...]
    mapping: Mapping
    days: Days
    title: str
    currency: str
    target: Funnel | None = None
    stages: Dictionary[str, str] = field(default_factory=dict)
    ends: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What was measured: the funnel with its figures, the log, and sentences a user must read."""

    wish: Wish
    counted: Counted
    found: "Baseline"
    funnel: Funnel
    notes: tuple[str, ...]


def look(
    paths: tuple[Path, ...],
    mapping: Mapping | None,
    folder: Path,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Looked:
    """Look at files; where nobody said how they are meant, as they were read the last time."""
    from funnelcraft.io.imports import propose_in_child, recall

    proposal = propose_in_child(paths, mapping, on_progress, should_stop)
    if mapping is not None:
        return Looked(proposal)
    remembered, notice = recall(folder, proposal)
    if remembered is None:
        return Looked(proposal, notice)
    ordered = tuple(Path(path) for path in proposal.paths)
    try:
        again = propose_in_child(ordered, remembered, on_progress, should_stop)
    except FileProblem:  # it does not fit these files after all
        return Looked(proposal, notice)
    said = _("Exports with these headings were imported before: they are read the same way again.")
    return Looked(again, said)


def count(
    paths: tuple[Path, ...], mapping: Mapping, on_progress: OnProgress, should_stop: ShouldStop
) -> Counted:
    """Read files and count the leads of each month."""
    from funnelcraft.io.imports import read_in_child
    from funnelcraft.simulation.baseline.volume import day_of
    from funnelcraft.simulation.baseline.window import chosen_window

    log = read_in_child(paths, mapping, on_progress, should_stop)
    chosen = chosen_window(log.history)
    window = chosen.window
    usual = (day_of(window.first_day), day_of(window.last_day), day_of(window.seen))
    return Counted(log, mapping, months(log.history), usual, chosen.notes)


def months(history: "History") -> tuple[MonthBar, ...]:
    """Return how many leads were first met in each month, from the first to the last."""
    import numpy as np

    begun = history.day[history.starts].astype("datetime64[D]").astype("datetime64[M]")
    there, counts = np.unique(begun, return_counts=True)
    leads = {one.item(): int(n) for one, n in zip(there, counts, strict=True)}
    found = []
    month, last = min(leads), max(leads)
    while month <= last:
        found.append(MonthBar(month, leads.get(month, 0)))
        month = next_month(month)
    return tuple(found)


def measure(
    wish: Wish,
    folder: Path,
    counted: Counted | None,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Outcome:
    """Measure what is wished for; what was read with the same mapping is not read again."""
    if counted is None or counted.mapping != wish.mapping:
        counted = count(wish.paths, wish.mapping, on_progress, should_stop)
    raise NotImplementedError


def save_left_out(log: "Log", path: Path, on_progress: OnProgress, should_stop: ShouldStop) -> int:
    """Write the rows that were left out or repaired as a table; return how many."""
    from funnelcraft.io.imports import write_left_out_in_child

    return write_left_out_in_child(log, path, on_progress, should_stop)

"""What the import's thread does: look at files, read them, measure what was read. No Qt.

The functions are given everything by value and refer to no widget: a garbage collection in the
thread could destroy one.
"""

import contextlib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.importing.days import Days, MonthBar, next_month
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop, Stopped
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.io.imports.log import Log
    from funnelcraft.simulation.baseline.calibrated import Calibrated
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

    `stages` gives names of the history that stand for a stage of `target` its id; without a target
    the funnel is drawn as it is. `ends` says which names are won or lost; None leaves it to what
    names say and leads do.
    """

    paths: tuple[Path, ...]
    mapping: Mapping
    days: Days
    currency: str
    target: Funnel | None = None
    stages: Dictionary[str, str] = field(default_factory=dict)
    ends: Dictionary[str, str] | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """What was measured: the funnel with its figures, the log, and what found no place.

    `stages` gives stages of the history, by number, their ids in the funnel.
    """

    wish: Wish
    proposal: Proposal
    counted: Counted
    funnel: Funnel
    unmatched: tuple[str, ...]
    stages: Dictionary[int, str]


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
    proposal: Proposal,
    folder: Path,
    counted: Counted | None,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Outcome:
    """Measure what is wished for; what was read with the same mapping is not read again.

    How the files were read is remembered for the next export with such headings.
    """
    from funnelcraft.io.imports import remember

    if counted is None or counted.mapping != wish.mapping:
        counted = count(wish.paths, wish.mapping, on_progress, should_stop)
    on_progress(Progress(0, 0, counted.log.read, _("measuring")))
    calibrated = _calibrated(wish, counted, should_stop)
    with contextlib.suppress(FileProblem):  # not to remember is no reason not to measure
        remember(folder, proposal, wish.mapping)
    return Outcome(
        wish, proposal, counted, calibrated.funnel, calibrated.unmatched, calibrated.stages
    )


def _calibrated(wish: Wish, counted: Counted, should_stop: ShouldStop) -> "Calibrated":
    from funnelcraft.simulation.baseline.applying import applied
    from funnelcraft.simulation.baseline.calibrated import Provenance
    from funnelcraft.simulation.baseline.calibration import NothingLeft, baseline
    from funnelcraft.simulation.baseline.drawing import as_is
    from funnelcraft.simulation.baseline.window import chosen_window

    log = counted.log
    chosen = chosen_window(log.history, *_numbers(wish.days))
    origin = Provenance(
        files=log.files,
        form=log.form,
        read=log.read,
        dropped=log.dropped,
        repaired=log.repaired,
        notes=(*log.notes, *chosen.notes),
    )
    try:
        found = baseline(log.history, chosen.window, _ends(wish, log.history))
        if should_stop():
            raise Stopped
        if wish.target is None:
            title = _("As is: {name}").format(name=wish.paths[0].stem[:200])
            return as_is(found, title, wish.currency, provenance=origin)
        return applied(found, wish.target, stage_map=wish.stages, provenance=origin)
    except NothingLeft as error:
        raise FileProblem(
            wish.paths[0], _("no lead was first met in the window and by the last day known.")
        ) from error


def _numbers(days: Days) -> tuple[int | None, int | None, int | None]:
    from funnelcraft.simulation.baseline.volume import day_number

    first, last, seen = (
        None if one is None else day_number(one) for one in (days.first, days.last, days.seen)
    )
    return first, last, seen


def _ends(wish: Wish, history: "History") -> tuple[frozenset[int], frozenset[int]] | None:
    """Return the won and the lost stages of a history; None where nobody said which."""
    if wish.ends is None:
        return None
    kinds = [wish.ends.get(name, "") for name in history.stages]
    won, lost = (
        frozenset(at for at, kind in enumerate(kinds) if kind == end) for end in ("won", "lost")
    )
    return won, lost


def save_left_out(log: "Log", path: Path, on_progress: OnProgress, should_stop: ShouldStop) -> int:
    """Write the rows that were left out or repaired as a table; return how many."""
    from funnelcraft.io.imports import write_left_out_in_child

    return write_left_out_in_child(log, path, on_progress, should_stop)

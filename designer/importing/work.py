"""What the import's thread does: look at files, read them, measure what was read. No Qt.

The functions are given everything by value and refer to no widget: a garbage collection in the
thread could destroy one.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from funnelcraft.designer.importing.apart import apart
from funnelcraft.designer.importing.measuring import Measured, Usual, Wish, measured, usual
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.progress import OnProgress, Progress, ShouldStop
from funnelcraft.io.imports.proposal import Proposal
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.io.imports.log import Log
    from funnelcraft.simulation.baseline.history import History

# Of more events single operations take longer than the window may stand still.
LONG = 300_000

T = TypeVar("T")


@dataclass(frozen=True)
class Looked:
    """What a look at files found; `notice` says where a mapping was remembered."""

    proposal: Proposal
    notice: str = ""


@dataclass(frozen=True, eq=False)
class Counted:
    """A log as read with a mapping, and what it would be measured by if nobody said otherwise."""

    log: "Log"
    mapping: Mapping
    usual: Usual


@dataclass(frozen=True, eq=False)
class Outcome:
    """What was wished for, what was read for it, and what was measured."""

    wish: Wish
    counted: Counted
    measured: Measured


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

    log = read_in_child(paths, mapping, on_progress, should_stop)
    return Counted(log, mapping, _of(log.history, usual, (), should_stop))


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
    log = counted.log
    on_progress(Progress(0, 0, log.read, _("measuring")))
    found = _of(log.history, measured, (wish, log.provenance()), should_stop)
    with contextlib.suppress(FileProblem):  # not to remember is no reason not to measure
        remember(folder, proposal, wish.mapping)
    return Outcome(wish, counted, found)


def _of(
    history: "History",
    function: Callable[..., T],
    arguments: tuple[Any, ...],
    should_stop: ShouldStop,
) -> T:
    """Compute something of a history: here, or in another process where it is long."""
    if history.lead.size > LONG:
        return apart(function, (history, *arguments), should_stop)
    return function(history, *arguments)


def save_left_out(log: "Log", path: Path, on_progress: OnProgress, should_stop: ShouldStop) -> int:
    """Write the rows that were left out or repaired as a table; return how many."""
    from funnelcraft.io.imports import write_left_out_in_child

    return write_left_out_in_child(log, path, on_progress, should_stop)

"""What is measured of a history: plain values in, plain values out, in this process or another."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.designer.importing.days import Days, MonthBar, next_month
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from funnelcraft.simulation.baseline.calibrated import Provenance
    from funnelcraft.simulation.baseline.history import History


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


@dataclass(frozen=True)
class Usual:
    """Leads by the month they were first met in, the window nobody chose, and why it is this one.

    `days` are its first, its last, and the last day seen.
    """

    months: tuple[MonthBar, ...]
    days: tuple[date, date, date]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A funnel with its figures, what found no place, and the ids of the history's stages in it.

    `stops` says what keeps it from being forecast that did not before: measured rates beside
    designed ones may take more than all leads.
    """

    funnel: Funnel
    unmatched: tuple[str, ...]
    stops: tuple[str, ...]
    stages: Dictionary[int, str]


def usual(history: "History") -> Usual:
    """Return what a history would be measured by if nobody said otherwise."""
    from funnelcraft.simulation.baseline.volume import day_of
    from funnelcraft.simulation.baseline.window import chosen_window

    chosen = chosen_window(history)
    window = chosen.window
    days = (day_of(window.first_day), day_of(window.last_day), day_of(window.seen))
    return Usual(months(history), days, chosen.notes)


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


def measured(history: "History", wish: Wish, origin: "Provenance") -> Measured:
    """Measure a history as wished for; `origin` says where it comes from. Raises FileProblem."""
    from dataclasses import replace

    from funnelcraft.simulation.baseline.applying import applied
    from funnelcraft.simulation.baseline.calibration import NothingLeft, baseline
    from funnelcraft.simulation.baseline.drawing import as_is
    from funnelcraft.simulation.baseline.window import chosen_window

    chosen = chosen_window(history, *_numbers(wish.days))
    origin = replace(origin, notes=(*origin.notes, *chosen.notes))
    try:
        found = baseline(history, chosen.window, _ends(wish, history))
        if wish.target is None:
            title = _("As is: {name}").format(name=wish.paths[0].stem[:200])
            done = as_is(found, title, wish.currency, provenance=origin)
        else:
            done = applied(found, wish.target, stage_map=wish.stages, provenance=origin)
    except NothingLeft as error:
        raise FileProblem(
            wish.paths[0], _("no lead was first met in the window and by the last day known.")
        ) from error
    stops = _stops(done.funnel)
    before = _stops(wish.target) if wish.target is not None else ()
    new = tuple(one for one in stops if one not in before)
    return Measured(done.funnel, done.unmatched, new, done.stages)


def _stops(funnel: Funnel) -> tuple[str, ...]:
    """Return what keeps a funnel from being forecast."""
    from funnelcraft.funnel.checks import check, errors

    return tuple(finding.message for finding in errors(check(funnel)))


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

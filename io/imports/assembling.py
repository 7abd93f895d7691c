"""Events of all files put together: joined, sorted, without duplicates, as a history of leads."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.funnel.text import days, ngettext, number
from funnelcraft.io.imports.events import Events
from funnelcraft.io.imports.joining import join_deals, keep_once, link_deals
from funnelcraft.io.imports.labelling import (
    first_given,
    labels_of,
    last_given,
    last_value,
    numbered,
    segments_of,
)
from funnelcraft.io.imports.log import Labels
from funnelcraft.io.imports.mapping import Form, Mapping
from funnelcraft.io.imports.names import Names
from funnelcraft.io.imports.ordering import drop_repeats, sort
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.simulation.arrays import Ints
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.order import is_lost_name, is_won_name

MOST_STAGES = 100
ZOMBIE = 2.0  # how many times as long as the slowest that ended


class TooManyStages(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """So many stages are no funnel: `str()` is their number."""


@dataclass(frozen=True)
class Assembled:
    """What came of the events."""

    history: History
    source: Labels
    owner: Labels
    notes: tuple[str, ...]


def assemble(
    events: Events,
    mapping: Mapping,
    names: Names,
    links: list[tuple[Ints, Ints]],
    remarks: Remarking,
) -> Assembled | None:
    """Make a history of events in the order of the files; None where no event is left.

    `links` has hashes of deals' ids and the hashes of their leads' ids. Raises TooManyStages.
    """
    forms = [file.form for file in mapping.files]
    notes = link_deals(events, links, forms) if links else ()
    keep_once(events, forms, remarks)
    if Form.DEALS in forms and Form.LEADS in forms:
        join_deals(events, forms, remarks)
    if not events.size:
        return None
    events.lead, leads = numbered(events.lead)
    segments, segment = segments_of(
        first_given(events.segment, events.lead, leads), names.segment.names
    )
    value = last_value(events.value, events.lead, leads)
    source = labels_of(first_given(events.source, events.lead, leads), names.source.names)
    owner = labels_of(last_given(events.owner, events.lead, leads), names.owner.names)
    events.forget("segment", "value", "source", "owner")
    sort(events, remarks)
    drop_repeats(events, forms, names, remarks)
    stages, table = _stages(events, names.stage.names)
    events.forget("before", "tick", "line")
    history = History(
        stages=stages,
        segments=segments,
        lead=events.lead.astype(np.int64),
        stage=table[events.stage],
        day=events.day.astype(np.int64),
        segment=segment,
        value=value,
    )
    return Assembled(history, source, owner, (*notes, *_zombies(history)))


def _stages(events: Events, names: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the stages that occur, in the order in which the files name them, and by code where.

    Raises TooManyStages.
    """
    counts = np.bincount(events.stage)
    codes = np.flatnonzero(counts).tolist()
    if len(codes) > MOST_STAGES:
        raise TooManyStages(len(codes))
    seen = {code: _first_place(events, code) for code in codes}
    there = sorted(codes, key=lambda code: (seen[code], code))
    table = np.zeros(counts.size, np.int64)
    table[there] = np.arange(len(there))
    return tuple(names[code] for code in there), table


def _first_place(events: Events, code: int) -> tuple[int, int]:
    """Return the file and the line that name a stage first."""
    here = events.stage == code
    file = int(events.file[here].min())
    return file, int(events.line[here & (events.file == file)].min())


def _zombies(history: History) -> tuple[str, ...]:
    """Say how many leads have been open far longer than any that ended needed."""
    ends = [i for i, name in enumerate(history.stages) if is_won_name(name) or is_lost_name(name)]
    if not ends:
        return ()
    starts = history.starts
    last = np.r_[starts[1:], history.lead.size] - 1
    ended = np.isin(history.stage[last], ends)
    age = np.where(ended, history.day[last], history.day.max()) - history.day[starts]
    if not ended.any() or ended.all():
        return ()
    slowest = int(age[ended].max())
    stale = int((age[~ended] > ZOMBIE * max(slowest, 1)).sum())
    if not stale:
        return ()
    text = ngettext(
        "{n} lead has been open for more than twice as long as the slowest that ended ({days}).",
        "{n} leads have been open for more than twice as long as the slowest that ended ({days}).",
        stale,
    )
    return (text.format(n=number(stale), days=days(slowest)),)

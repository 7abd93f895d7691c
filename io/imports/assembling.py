"""Events of all files put together: joined, sorted, without duplicates, as a history of leads."""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from funnelcraft.funnel.text import days, ngettext, number
from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.events import NOT_KNOWN, NOTHING, Events
from funnelcraft.io.imports.log import Labels
from funnelcraft.io.imports.mapping import Form, Mapping
from funnelcraft.io.imports.moments import UNTIMED
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.io.imports.rows import CREATED, Names
from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.baseline.order import is_lost_name, is_won_name

MOST_STAGES = 100
MOST_SEGMENTS = 50
NOT_GIVEN = "Not given"
OTHERS = "Other"
ZOMBIE = 2.0  # how many times as long as the slowest that ended

AnyInts: TypeAlias = NDArray[np.integer[Any]]

_ONE_ROW_A_LEAD = (Form.LEADS, Form.DATES)
_REPEATING = (Form.STAGE_HISTORY, Form.FIELD_HISTORY, Form.MARKETO, Form.PARDOT)


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
    events: Events, mapping: Mapping, names: Names, links: dict[int, int], remarks: Remarking
) -> Assembled | None:
    """Make a history of events in the order of the files; None where no event is left.

    `links` gives the hash of a lead's id for the hash of a deal's. Raises TooManyStages.
    """
    forms = [file.form for file in mapping.files]
    notes: list[str] = []
    if links:
        events, told = _linked(events, links, forms)
        notes.extend(told)
    events = _once(events, forms, remarks)
    if Form.DEALS in forms and Form.LEADS in forms:
        events = _joined(events, forms, remarks)
    if not events.lead.size:
        return None
    lead, leads = _numbered(events.lead)
    segments, segment = _segments(_first(events.segment, lead, leads), names.segment.names)
    value = _last_value(events.value, lead, leads)
    source = _labels(_first(events.source, lead, leads), names.source.names)
    owner = _labels(_last(events.owner, lead, leads), names.owner.names)
    events, lead = _sorted(events, lead, remarks)
    events, lead = _cleaned(events, lead, forms, names, remarks)
    stages, stage = _stages(events, names.stage.names)
    history = History(
        stages=stages,
        segments=segments,
        lead=lead,
        stage=stage,
        day=events.day.astype(np.int64),
        segment=segment,
        value=value,
    )
    return Assembled(history, source, owner, (*notes, *_zombies(history)))


def _of_forms(events: Events, forms: list[Form], wanted: tuple[Form, ...]) -> Flags:
    there: Flags = np.isin(events.file, [i for i, form in enumerate(forms) if form in wanted])
    return there


def _linked(
    events: Events, links: dict[int, int], forms: list[Form]
) -> tuple[Events, tuple[str, ...]]:
    """Give events of deals the id of the lead that became the deal."""
    deals = np.fromiter(links, np.int64, len(links))
    leads = np.fromiter(links.values(), np.int64, len(links))
    order = np.argsort(deals)
    deals, leads = deals[order], leads[order]
    place = np.minimum(np.searchsorted(deals, events.lead), deals.size - 1)
    found = deals[place] == events.lead
    lead = np.where(found, leads[place], events.lead)
    own = np.unique(events.lead[~found & _of_forms(events, forms, (Form.STAGE_HISTORY,))]).size
    note = ngettext(
        "{n} opportunity came from no lead of these files and is a lead of its own.",
        "{n} opportunities came from no lead of these files and are leads of their own.",
        own,
    )
    return replace(events, lead=lead), (note.format(n=number(own)),) if own else ()


def _once(events: Events, forms: list[Form], remarks: Remarking) -> Events:
    """Drop the second row of a lead where a file has one for each, and its second deal."""
    dropped = np.zeros(events.lead.size, np.bool_)
    for file, form in enumerate(forms):
        if form not in (*_ONE_ROW_A_LEAD, Form.DEALS):
            continue
        here = np.flatnonzero(events.file == file)
        if form is Form.DEALS:  # the first that was won
            here = here[np.lexsort((events.tick[here], events.day[here]))]
        first = np.unique(events.lead[here], return_index=True)[1]
        rows = events.line[here]
        again = np.ones(here.size, np.bool_)
        again[np.isin(rows, rows[first])] = False  # a row may have several events
        dropped[here[again]] = True
        why = reasons.SECOND_DEAL if form is Form.DEALS else reasons.SECOND_LEAD
        remarks.add(file, why, np.unique(rows[again]))
    return events.keeping(~dropped) if dropped.any() else events


def _joined(events: Events, forms: list[Form], remarks: Remarking) -> Events:
    """Drop deals without a lead; a deal won before its lead was met is taken as of the same day."""
    won = _of_forms(events, forms, (Form.DEALS,))
    met = _of_forms(events, forms, (Form.LEADS,))
    known, first = np.unique(events.lead[met], return_index=True)
    if not known.size:
        return events.keeping(np.zeros(won.size, np.bool_))
    day_met = events.day[met][first]
    place = np.minimum(np.searchsorted(known, events.lead), known.size - 1)
    lost = won & (known[place] != events.lead)
    early = won & ~lost & (events.day < day_met[place])
    for file in np.unique(events.file[won]).tolist():
        here = events.file == file
        remarks.add(file, reasons.NO_LEAD_OF_DEAL, events.line[lost & here])
        remarks.add(file, reasons.EARLY_WIN, events.line[early & here])
    day = np.where(early, day_met[place], events.day)
    tick = np.where(early, np.int32(UNTIMED), events.tick)
    return replace(events, day=day, tick=tick).keeping(~lost)


def _numbered(hashes: Ints) -> tuple[Ints, int]:
    """Return the leads' numbers, given in the order in which they are met, and how many they are.

    Runs of one lead are taken together: most exports are sorted by lead.
    """
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    _same, first, inverse = np.unique(hashes[starts], return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    lengths = np.diff(np.r_[starts, hashes.size])
    return np.repeat(rank[inverse], lengths), int(first.size)


def _first(codes: AnyInts, lead: Ints, leads: int) -> Ints:
    """Return each lead's first code that is given."""
    return _last(codes[::-1], lead[::-1], leads)


def _last(codes: AnyInts, lead: Ints, leads: int) -> Ints:
    """Return each lead's last code that is given."""
    found = np.full(leads, NOTHING, np.int64)
    given = codes >= 0
    found[lead[given]] = codes[given]  # of several, the last stays
    return found


def _last_value(values: Floats, lead: Ints, leads: int) -> Floats:
    found = np.full(leads, np.nan)
    given = ~np.isnan(values)
    found[lead[given]] = values[given]
    return found


def _labels(codes: Ints, names: list[str]) -> Labels:
    """Return labels with the names that occur alone."""
    used = np.unique(codes[codes >= 0])
    if not used.size:
        return Labels()
    place = np.searchsorted(used, codes)
    return Labels(tuple(names[i] for i in used), np.where(codes >= 0, place, NOTHING))


def _segments(codes: Ints, names: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the segments, the largest first and small ones beyond the limit as one, and codes."""
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    there = sorted((i for i, size in enumerate(sizes) if size), key=lambda i: (-sizes[i], names[i]))
    if not there:
        return (), np.zeros(codes.size, np.int64)
    kept = there if len(there) <= MOST_SEGMENTS else there[: MOST_SEGMENTS - 1]
    texts = list(dict.fromkeys([names[i] for i in kept] + [OTHERS] * (len(kept) < len(there))))
    blank = texts.index(NOT_GIVEN) if NOT_GIVEN in texts else len(texts)
    table = np.full(len(names) + 1, blank, np.int64)
    for i in there:
        table[i] = texts.index(names[i] if names[i] in texts else OTHERS)
    found = table[codes]  # −1 is the last place
    if blank == len(texts) and (found == blank).any():
        texts.append(NOT_GIVEN)
    return tuple(texts), found


def _sorted(events: Events, lead: Ints, remarks: Remarking) -> tuple[Events, Ints]:
    """Sort by lead and time. What is of one moment stays in the file's order.

    So does all of a day on which an event has no time; such events beside timed ones are remarked.
    """
    key = (lead << 18) + events.day + (1 << 16)  # days from 1900 to 2200 need 17 bits
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        events, lead, key = events.keeping(order), lead[order], key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    untimed = events.tick == UNTIMED
    lengths = np.diff(np.r_[starts, key.size])
    some = np.add.reduceat(untimed, starts, dtype=np.int64)
    mixed = np.repeat((some > 0) & (some < lengths), lengths)
    for file in np.unique(events.file[mixed]).tolist():
        here = mixed & ~events.extra & (events.file == file)
        if not untimed[events.file == file].all():  # a file of days alone is as it should be
            remarks.add(file, reasons.MIXED_DAY, events.line[here & untimed])
    tick = np.where(mixed, np.int32(UNTIMED), events.tick)
    if ((tick[1:] < tick[:-1]) & (key[1:] == key[:-1])).any():
        order = np.lexsort((tick, key))
        events, lead = events.keeping(order), lead[order]
    return events, lead


def _cleaned(
    events: Events, lead: Ints, forms: list[Form], names: Names, remarks: Remarking
) -> tuple[Events, Ints]:
    """Drop duplicates and what changes nothing; fill in stages that the next change tells."""
    again = _again(events, lead)
    for file in np.unique(events.file[again]).tolist():
        if forms[file] is not Form.DATES:  # two columns that are one stage are no second row
            here = again & ~events.extra & (events.file == file)
            remarks.add(file, reasons.DUPLICATE, events.line[here])
    kept = ~again & ~(events.extra & (np.r_[-1, lead[:-1]] == lead))
    if not kept.all():
        events, lead = events.keeping(kept), lead[kept]
    events = _told_later(events, lead, forms, names)
    repeated = np.zeros(lead.size, np.bool_)
    repeated[1:] = (lead[1:] == lead[:-1]) & (events.stage[1:] == events.stage[:-1])
    repeated &= _of_forms(events, forms, _REPEATING)
    for file in np.unique(events.file[repeated]).tolist():
        remarks.add(file, reasons.UNCHANGED, events.line[repeated & (events.file == file)])
    if repeated.any():
        events, lead = events.keeping(~repeated), lead[~repeated]
    return events, lead


def _again(events: Events, lead: Ints) -> Flags:
    """Return which events say what an earlier one of the same lead said: stage and moment."""
    again = np.zeros(lead.size, np.bool_)
    same = (lead[1:] == lead[:-1]) & (events.day[1:] == events.day[:-1])
    near = np.zeros(lead.size, np.bool_)
    near[1:] |= same
    near[:-1] |= same
    places = np.flatnonzero(near)
    if places.size:
        moment = (events.day[places].astype(np.int64) << 32) + events.tick[places]
        stage = events.stage[places].astype(np.int64)
        order = np.lexsort((places, stage, moment, lead[places]))
        one, two = order[:-1], order[1:]
        of = lead[places]
        equal = (of[one] == of[two]) & (moment[one] == moment[two]) & (stage[one] == stage[two])
        again[places[two[equal]]] = True
    return again


def _told_later(events: Events, lead: Ints, forms: list[Form], names: Names) -> Events:
    """Name the stage in which a lead began after what its first change says it left.

    Salesforce's histories tell the creation of a record without the stage, or a table of leads
    tells it. Leads that never changed are in the stage in which all the others began, where that is
    one; otherwise in one of its own.
    """
    first = np.r_[True, lead[1:] != lead[:-1]]
    open_ = events.stage == NOT_KNOWN
    told = (events.before >= 0).any()
    if told and Form.FIELD_HISTORY in forms:
        open_ |= first & _of_forms(events, forms, (Form.LEADS,))
    if not open_.any():
        return events
    following = np.full(lead.size, NOTHING, np.int64)
    following[:-1] = np.where(lead[1:] == lead[:-1], events.before[1:], NOTHING)
    stage = events.stage.astype(np.int64)
    stage[open_ & (following >= 0)] = following[open_ & (following >= 0)]
    left = open_ & (following < 0)
    begun = np.unique(following[open_ & (following >= 0)])
    alone = int(begun[0]) if begun.size == 1 else None
    unnamed = left & (events.stage == NOT_KNOWN)
    if unnamed.any() or alone is not None:
        where = unnamed if alone is None else left
        stage[where] = names.stage[CREATED] if alone is None else alone
    return replace(events, stage=stage.astype(np.int16))


def _stages(events: Events, names: list[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the stages that occur, in the order in which the files name them, and codes."""
    codes = np.unique(events.stage).tolist()
    if len(codes) > MOST_STAGES:
        raise TooManyStages(len(codes))
    seen = {
        code: min((int(events.file[i]), int(events.line[i])) for i in _earliest(events, code))
        for code in codes
    }
    there = sorted(codes, key=lambda code: (seen[code], code))
    table = np.zeros(max(codes) + 1, np.int64)
    table[there] = np.arange(len(there))
    return tuple(names[code] for code in there), table[events.stage]


def _earliest(events: Events, code: int) -> Ints:
    """Return where each file first names a stage."""
    here = np.flatnonzero(events.stage == code)
    files = events.file[here]
    return np.array(
        [
            here[files == file][np.argmin(events.line[here[files == file]])]
            for file in np.unique(files)
        ]
    )


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

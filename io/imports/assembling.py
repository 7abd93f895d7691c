"""Events of all files put together: joined, sorted, without duplicates, as a history of leads."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from funnelcraft.funnel.text import days, ngettext, number
from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.events import NOT_KNOWN, NOTHING, Events
from funnelcraft.io.imports.log import Labels
from funnelcraft.io.imports.mapping import Form, Mapping
from funnelcraft.io.imports.moments import UNTIMED
from funnelcraft.io.imports.names import CREATED, Names
from funnelcraft.io.imports.reasons import Remarking
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
    notes = _link(events, links, forms) if links else ()
    _once(events, forms, remarks)
    if Form.DEALS in forms and Form.LEADS in forms:
        _join(events, forms, remarks)
    if not events.size:
        return None
    events.lead, leads = _numbered(events.lead)
    segments, segment = _segments(_first(events.segment, events.lead, leads), names.segment.names)
    value = _last_value(events.value, events.lead, leads)
    source = _labels(_first(events.source, events.lead, leads), names.source.names)
    owner = _labels(_last(events.owner, events.lead, leads), names.owner.names)
    events.forget("segment", "value", "source", "owner")
    _sort(events, remarks)
    _clean(events, forms, names, remarks)
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


def _of_forms(events: Events, forms: list[Form], wanted: tuple[Form, ...]) -> Flags:
    there: Flags = np.isin(events.file, [i for i, form in enumerate(forms) if form in wanted])
    return there


def _link(events: Events, links: list[tuple[Ints, Ints]], forms: list[Form]) -> tuple[str, ...]:
    """Give events of deals the id of the lead that became the deal; return what to tell."""
    deals = np.concatenate([pair[0] for pair in links])
    leads = np.concatenate([pair[1] for pair in links])
    if not deals.size:
        return ()
    order = np.argsort(deals, kind="stable")
    deals, leads = deals[order], leads[order]
    place = np.minimum(np.searchsorted(deals, events.lead), deals.size - 1)
    found = deals[place] == events.lead
    own = np.unique(events.lead[~found & _of_forms(events, forms, (Form.STAGE_HISTORY,))]).size
    events.lead = np.where(found, leads[place], events.lead)
    note = ngettext(
        "{n} opportunity came from no lead of these files and is a lead of its own.",
        "{n} opportunities came from no lead of these files and are leads of their own.",
        own,
    )
    return (note.format(n=number(own)),) if own else ()


def _once(events: Events, forms: list[Form], remarks: Remarking) -> None:
    """Drop the second row of a lead where a file has one for each, and its second deal."""
    dropped = np.zeros(events.size, np.bool_)
    for file, form in enumerate(forms):
        if form not in (*_ONE_ROW_A_LEAD, Form.DEALS):
            continue
        here = np.flatnonzero(events.file == file)
        if form is Form.DEALS:  # the first that was won
            here = here[np.lexsort((events.tick[here], events.day[here]))]
        first = np.unique(events.lead[here], return_index=True)[1]
        rows = events.line[here]
        again = ~np.isin(rows, rows[first])  # a row may have several events
        dropped[here[again]] = True
        why = reasons.SECOND_DEAL if form is Form.DEALS else reasons.SECOND_LEAD
        remarks.add(file, why, np.unique(rows[again]))
    if dropped.any():
        events.keep(~dropped)


def _join(events: Events, forms: list[Form], remarks: Remarking) -> None:
    """Drop deals without a lead; a deal won before its lead was met is taken as of the same day."""
    won = _of_forms(events, forms, (Form.DEALS,))
    met = _of_forms(events, forms, (Form.LEADS,))
    known, first = np.unique(events.lead[met], return_index=True)
    if not known.size:
        events.keep(np.zeros(won.size, np.bool_))
        return
    day_met = events.day[met][first]
    place = np.minimum(np.searchsorted(known, events.lead), known.size - 1)
    lost = won & (known[place] != events.lead)
    early = won & ~lost & (events.day < day_met[place])
    for file in np.unique(events.file[won]).tolist():
        here = events.file == file
        remarks.add(file, reasons.NO_LEAD_OF_DEAL, events.line[lost & here])
        remarks.add(file, reasons.EARLY_WIN, events.line[early & here])
    events.day = np.where(early, day_met[place], events.day)
    events.tick = np.where(early, np.int32(UNTIMED), events.tick)
    events.keep(~lost)


def _numbered(hashes: Ints) -> tuple[NDArray[np.int32], int]:
    """Return the leads' numbers, given in the order in which they are met, and how many they are.

    Runs of one lead are taken together where there are many: most exports are sorted by lead.
    """
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    if 2 * starts.size < hashes.size:
        heads, leads = _numbered_one_by_one(hashes[starts])
        return np.repeat(heads, np.diff(np.r_[starts, hashes.size])), leads
    del starts
    return _numbered_one_by_one(hashes)


def _numbered_one_by_one(hashes: Ints) -> tuple[NDArray[np.int32], int]:
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    new = np.r_[True, ordered[1:] != ordered[:-1]]
    del ordered
    first = order[new]  # where each is met first: the sort was stable
    rank = np.empty(first.size, np.int32)
    rank[np.argsort(first)] = np.arange(first.size, dtype=np.int32)
    numbers = np.empty(hashes.size, np.int32)
    numbers[order] = rank[np.cumsum(new, dtype=np.int32) - 1]
    return numbers, int(first.size)


def _first(codes: AnyInts, lead: AnyInts, leads: int) -> Ints:
    """Return each lead's first code that is given."""
    return _last(codes[::-1], lead[::-1], leads)


def _last(codes: AnyInts, lead: AnyInts, leads: int) -> Ints:
    """Return each lead's last code that is given."""
    found = np.full(leads, NOTHING, np.int64)
    given = codes >= 0
    found[lead[given]] = codes[given]  # of several, the last stays
    return found


def _last_value(values: Floats, lead: AnyInts, leads: int) -> Floats:
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


def _sort(events: Events, remarks: Remarking) -> None:
    """Sort by lead and time. What is of one moment stays in the file's order.

    So does all of a day on which an event has no time; such events beside timed ones are remarked.
    """
    key = (events.lead.astype(np.int64) << 18) + events.day + (1 << 16)  # 301 years: 17 bits
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key = key[order]
        events.keep(order)
        del order
    tick = events.tick
    untimed = tick == UNTIMED
    if untimed.any() and not untimed.all():
        mixed = _mixed(key, untimed)
        _remark_mixed(events, mixed, untimed, remarks)
        tick = np.where(mixed, np.int32(UNTIMED), tick)
    if ((tick[1:] < tick[:-1]) & (key[1:] == key[:-1])).any():
        events.keep(np.lexsort((tick, key)))


def _mixed(key: Ints, untimed: Flags) -> Flags:
    """Return which events are of a lead's day of which some have a time and some have none."""
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    lengths = np.diff(np.r_[starts, key.size])
    some = np.add.reduceat(untimed, starts, dtype=np.int64)
    return np.repeat((some > 0) & (some < lengths), lengths)


def _remark_mixed(events: Events, mixed: Flags, untimed: Flags, remarks: Remarking) -> None:
    for file in np.unique(events.file[mixed]).tolist():
        here = events.file == file
        if not untimed[here].all():  # a file of days alone is as it should be
            there = mixed & untimed & here & ~events.extra
            remarks.add(file, reasons.MIXED_DAY, events.line[there])


def _clean(events: Events, forms: list[Form], names: Names, remarks: Remarking) -> None:
    """Drop duplicates and what changes nothing; fill in stages that the next change tells."""
    again = _again(events)
    for file in np.unique(events.file[again]).tolist():
        if forms[file] is not Form.DATES:  # two columns that are one stage are no second row
            here = again & ~events.extra & (events.file == file)
            remarks.add(file, reasons.DUPLICATE, events.line[here])
    again[1:] |= events.extra[1:] & (events.lead[1:] == events.lead[:-1])
    if again.any():
        events.keep(~again)
    _tell_later(events, forms, names)
    if not set(forms) & set(_REPEATING):
        return
    repeated = np.zeros(events.size, np.bool_)
    repeated[1:] = events.lead[1:] == events.lead[:-1]
    repeated[1:] &= events.stage[1:] == events.stage[:-1]
    repeated &= _of_forms(events, forms, _REPEATING)
    for file in np.unique(events.file[repeated]).tolist():
        remarks.add(file, reasons.UNCHANGED, events.line[repeated & (events.file == file)])
    events.keep(~repeated)


def _again(events: Events) -> Flags:
    """Return which events say what an earlier one of the same lead said: stage and moment."""
    lead = events.lead
    again = np.zeros(lead.size, np.bool_)
    same = (lead[1:] == lead[:-1]) & (events.day[1:] == events.day[:-1])
    near = np.zeros(lead.size, np.bool_)
    near[1:] |= same
    near[:-1] |= same
    places = np.flatnonzero(near)
    if places.size:
        moment = (events.day[places].astype(np.int64) << 32) + events.tick[places]
        stage, of = events.stage[places], lead[places]
        order = np.lexsort((places, stage, moment, of))
        one, two = order[:-1], order[1:]
        equal = (of[one] == of[two]) & (moment[one] == moment[two]) & (stage[one] == stage[two])
        again[places[two[equal]]] = True
    return again


def _tell_later(events: Events, forms: list[Form], names: Names) -> None:
    """Name the stage in which a lead began after what its first change says it left.

    Salesforce's histories tell the creation of a record without the stage, or a table of leads
    tells it. Leads that never changed are in the stage in which all the others began, where that is
    one; otherwise in one of its own.
    """
    if Form.FIELD_HISTORY not in forms:
        return
    lead, stage = events.lead, events.stage.copy()
    unnamed = stage == NOT_KNOWN
    begins = np.r_[True, lead[1:] != lead[:-1]] & _of_forms(events, forms, (Form.LEADS,))
    left = np.full(lead.size, NOTHING, np.int16)  # by the event that follows
    left[:-1] = np.where(lead[1:] == lead[:-1], events.before[1:], NOTHING)
    told = (unnamed | begins) & (left >= 0)
    stage[told] = left[told]
    begun = np.unique(left[told])
    if begun.size == 1:
        stage[(unnamed | begins) & ~told] = begun[0]
    elif (unnamed & ~told).any():
        stage[unnamed & ~told] = names.stage[CREATED]
    events.stage = stage


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

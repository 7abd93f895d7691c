"""Events sorted by lead and time, without those that say nothing new."""

import numpy as np

from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.events import NOT_KNOWN, NOTHING, Events
from funnelcraft.io.imports.joining import of_forms
from funnelcraft.io.imports.mapping import Form
from funnelcraft.io.imports.moments import UNTIMED
from funnelcraft.io.imports.names import CREATED, Names
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.simulation.arrays import Flags, Ints

_REPEATING = (Form.STAGE_HISTORY, Form.FIELD_HISTORY, Form.MARKETO, Form.PARDOT)


def sort(events: Events, remarks: Remarking) -> None:
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


def drop_repeats(events: Events, forms: list[Form], names: Names, remarks: Remarking) -> None:
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
    repeated &= of_forms(events, forms, _REPEATING)
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
    begins = np.r_[True, lead[1:] != lead[:-1]] & of_forms(events, forms, (Form.LEADS,))
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

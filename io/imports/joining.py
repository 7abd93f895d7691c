"""Events of several files brought together: deals joined to their leads, each row once."""

import numpy as np

from funnelcraft.funnel.text import ngettext, number
from funnelcraft.io.imports import reasons
from funnelcraft.io.imports.events import Events
from funnelcraft.io.imports.mapping import Form
from funnelcraft.io.imports.moments import UNTIMED
from funnelcraft.io.imports.reasons import Remarking
from funnelcraft.simulation.arrays import Flags, Ints

_ONE_ROW_A_LEAD = (Form.LEADS, Form.DATES)


def of_forms(events: Events, forms: list[Form], wanted: tuple[Form, ...]) -> Flags:
    """Return which events come from files of some forms."""
    there: Flags = np.isin(events.file, [i for i, form in enumerate(forms) if form in wanted])
    return there


def link_deals(
    events: Events, links: list[tuple[Ints, Ints]], forms: list[Form]
) -> tuple[str, ...]:
    """Give events of deals the id of the lead that became the deal; return what to tell."""
    deals = np.concatenate([pair[0] for pair in links])
    leads = np.concatenate([pair[1] for pair in links])
    if not deals.size:
        return ()
    order = np.argsort(deals, kind="stable")
    deals, leads = deals[order], leads[order]
    place = np.minimum(np.searchsorted(deals, events.lead), deals.size - 1)
    found = deals[place] == events.lead
    own = np.unique(events.lead[~found & of_forms(events, forms, (Form.STAGE_HISTORY,))]).size
    events.lead = np.where(found, leads[place], events.lead)
    note = ngettext(
        "{n} opportunity came from no lead of these files and is a lead of its own.",
        "{n} opportunities came from no lead of these files and are leads of their own.",
        own,
    )
    return (note.format(n=number(own)),) if own else ()


def keep_once(events: Events, forms: list[Form], remarks: Remarking) -> None:
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


def join_deals(events: Events, forms: list[Form], remarks: Remarking) -> None:
    """Drop deals without a lead; a deal won before its lead was met is taken as of the same day."""
    won = of_forms(events, forms, (Form.DEALS,))
    met = of_forms(events, forms, (Form.LEADS,))
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

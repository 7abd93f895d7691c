"""Forms in which CRMs export what a row an event would say: headings as in vendors' documentation.

Those of Salesforce's field history, of Marketo and of Pardot are as far as their documentation says
them; columns that no reader needs are left out.
"""

import json
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

import numpy as np

from funnelcraft.io.csv_text import csv_text
from funnelcraft.io.sampling.events import (
    amounts,
    events,
    in_time,
    lead_ids,
    moments,
    spelled,
)
from funnelcraft.io.sampling.rows import BLANK, Names, Rows
from funnelcraft.simulation.arrays import Ints

_STAGE_CHANGED = 101  # Marketo's type of the activity “Change Revenue Stage”


def hubspot(rows: Rows, names: Names) -> str:
    """Return a row a lead, with the last day each stage was entered and left: loops are lost."""
    rows = rows.of(rows.lead != BLANK)
    rows = rows.of(np.lexsort((rows.second, rows.lead)))
    ids, texts, worth = lead_ids(rows.lead), moments(rows), amounts(rows)
    segments = spelled(names.segments, rows.segment)
    sources = spelled(names.sources, rows.source, rows.source_spelling)
    stages = tuple(dict.fromkeys(names.stages))
    place = [stages.index(name) for name in names.stages]
    headings = ["Record ID", "Segment", "Original Source", "Amount"]
    for stage in stages:
        headings += [f'Date entered "{stage}"', f'Date exited "{stage}"']
    found: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for at, (lead, stage) in enumerate(zip(ids, rows.stage.tolist(), strict=True)):
        row = found.setdefault(lead, [lead, segments[at], sources[at], "", *[""] * 2 * len(stages)])
        when = "" if rows.undated[at] else texts[at]
        row[3] = worth[at] or row[3]
        if lead in last:
            row[5 + 2 * last[lead]] = when
        if stage != BLANK:
            last[lead] = place[stage]
            row[4 + 2 * place[stage] : 6 + 2 * place[stage]] = [when, ""]
    return csv_text(headings, found.values())


def salesforce(rows: Rows, names: Names) -> str:
    """Return Salesforce's OpportunityHistory: a row a change, the owner as a person's name."""
    rows = in_time(rows)
    stages = spelled(names.stages, rows.stage, rows.spelling)
    owners = spelled(names.owners, np.array([*names.owner_of, BLANK])[rows.stage])
    headings = ("OpportunityId", "StageName", "Amount", "CreatedById", "CreatedDate")
    columns = (lead_ids(rows.lead), stages, amounts(rows), owners, moments(rows))
    return csv_text(headings, zip(*columns, strict=True))


def salesforce_fields(rows: Rows, names: Names) -> str:
    """Return Salesforce's LeadHistory: a row a change of the field Status."""
    rows = in_time(rows)
    stages = spelled(names.stages, rows.stage, rows.spelling)
    before = _before(rows.lead, stages)
    status = ["Status"] * rows.size
    headings = ("LeadId", "Field", "OldValue", "NewValue", "CreatedDate")
    columns = (lead_ids(rows.lead), status, before, stages, moments(rows))
    return csv_text(headings, zip(*columns, strict=True))


def marketo(rows: Rows, names: Names) -> str:
    """Return Marketo's activities: a row a change of the revenue stage, what changed as JSON."""
    rows = in_time(rows)
    stages = spelled(names.stages, rows.stage, rows.spelling)
    details = [
        json.dumps({"Old Stage": old, "New Stage": new}, ensure_ascii=False)
        for old, new in zip(_before(rows.lead, stages), stages, strict=True)
    ]
    guids = [str(at + 1) for at in range(rows.size)]
    kind = [str(_STAGE_CHANGED)] * rows.size
    headings = ("marketoGUID", "leadId", "activityDate", "activityTypeId", "attributes")
    columns = (guids, lead_ids(rows.lead), moments(rows), kind, details)
    return csv_text(headings, zip(*columns, strict=True))


def pardot(rows: Rows, names: Names) -> str:
    """Return Pardot's lifecycle history: a row a move, with the seconds since the one before."""
    rows = in_time(rows)
    stages = spelled(names.stages, rows.stage, rows.spelling)
    seen: dict[int, int] = {}
    elapsed = []
    for lead, second in zip(rows.lead.tolist(), rows.second.tolist(), strict=True):
        elapsed.append(str(second - seen.get(lead, second)))
        seen[lead] = second
    before = _before(rows.lead, stages)
    headings = ("prospectId", "previousStageId", "nextStageId", "secondsElapsed", "createdAt")
    columns = (lead_ids(rows.lead), before, stages, elapsed, moments(rows))
    return csv_text(headings, zip(*columns, strict=True))


def xes(rows: Rows, names: Names) -> str:
    """Return an event log in XES, a trace a lead (IEEE 1849)."""
    rows = rows.of(np.argsort(rows.lead, kind="stable"))
    stages = spelled(names.stages, rows.stage, rows.spelling)
    owners = spelled(names.owners, np.array([*names.owner_of, BLANK])[rows.stage])
    texts, ids = moments(rows), lead_ids(rows.lead)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0">']
    for at, lead in enumerate(ids):
        if at == 0 or lead != ids[at - 1]:
            lines += ["</trace>"] * (at > 0) + ["<trace>", _attribute("concept:name", lead)]
        lines.append("<event>")
        lines.append(_attribute("concept:name", stages[at]))
        if not rows.undated[at]:
            lines.append(_attribute("time:timestamp", texts[at], "date"))
        if owners[at]:
            lines.append(_attribute("org:resource", owners[at]))
        lines.append("</event>")
    lines += ["</trace>"] * (rows.size > 0) + ["</log>"]
    return "\n".join(lines) + "\n"


def _attribute(key: str, value: str, kind: str = "string") -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


def _before(lead: Ints, stages: list[str]) -> list[str]:
    """Return the stage each lead was in before, blank at first."""
    seen: dict[int, str] = {}
    found = []
    for one, stage in zip(lead.tolist(), stages, strict=True):
        found.append(seen.get(one, ""))
        seen[one] = stage
    return found


# The text of a file for each form.
FORMS: dict[str, Callable[[Rows, Names], str]] = {
    "events": events,
    "hubspot": hubspot,
    "salesforce": salesforce,
    "salesforce-fields": salesforce_fields,
    "marketo": marketo,
    "pardot": pardot,
    "xes": xes,
}

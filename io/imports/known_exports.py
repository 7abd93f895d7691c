"""Exports of the systems there are, known by their headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from funnelcraft.funnel.text import _
from funnelcraft.io.imports.columns import Column, best
from funnelcraft.io.imports.mapping import Form, Role
from funnelcraft.io.imports.proposal import Settles, Sureness

KNOWN = 20.0  # the score of a form that the headings name, above all others

# HubSpot: the heading a person exports, and the internal names of properties. Of the internal ones
# `hs_date_entered_X` and `hs_lifecyclestage_X_date` are from memory and from published code.
_ENTERED = (
    re.compile(r'date entered "?(?P<stage>.+?)"?', re.IGNORECASE),
    re.compile(r"hs_(v2_)?date_entered_(?!current_stage)(?P<stage>\w+?)(_\d{6,})?"),
    re.compile(r"became an? (?P<stage>.+) date", re.IGNORECASE),
    re.compile(r"hs_lifecyclestage_(?P<stage>\w+)_date"),
)
_EXITED = (
    re.compile(r'date exited "?(?P<stage>.+?)"?', re.IGNORECASE),
    re.compile(r"hs_(v2_)?date_exited_(?P<stage>\w+?)(_\d{6,})?"),
)
_PIPELINE = re.compile(r"(?P<stage>.+\S) \((?P<pipeline>[^()]+)\)")
_HUBSPOT_IDS = ("recordid", "recordidcontact", "recordiddeal", "hsobjectid", "vid", "contactid")

# Pipedrive's list of deals; headings as found in published code that reads its exports, the
# internal ones as in its API.
_PIPEDRIVE = {
    "id": ("dealid", "id"),
    "stage": ("dealstage", "stageid", "stage"),
    "change": (
        "deallaststagechange",
        "dealstagechangetime",
        "laststagechange",
        "stagechangetime",
    ),
    "created": ("dealdealcreated", "dealaddtime", "dealcreated", "addtime"),
    "won": ("dealwontime", "wontime"),
    "lost": ("deallosttime", "losttime"),
    "value": ("dealvalue", "value"),
    "owner": ("dealowner", "ownerid", "owner"),
}


@dataclass(frozen=True)
class Guess:
    """A form a table may have: with which columns, how sure, and why.

    `open_` says where two columns do as well: a question for the user.
    """

    form: Form
    columns: dict[Role, str]
    sureness: Sureness
    why: str
    score: float
    stage_columns: dict[str, str] = field(default_factory=dict)
    exit_columns: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    open_: tuple[tuple[Settles, str], ...] = ()


def known_exports(there: Sequence[Column]) -> tuple[Guess, ...]:
    """Return which systems' exports a table may be."""
    keys = {one.key: one.heading for one in reversed(there)}
    made = (
        _field_history(keys),
        _stage_history(keys),
        _mined(there, keys),
        _marketo(keys),
        _pardot(keys),
        _hubspot(there),
        _pipedrive(there, keys),
        _converted_leads(keys),
    )
    return tuple(one for one in made if one)


def with_optional(there: Sequence[Column], columns: dict[Role, str]) -> dict[Role, str]:
    """Add the columns that are plainly segment, source, value and owner."""
    found = dict(columns)
    for role in (Role.VALUE, Role.SEGMENT, Role.SOURCE, Role.OWNER):
        if role not in found:
            column, _others = best(there, role, tuple(found.values()), 2.5)
            if column is not None:
                found[role] = column.heading
    return found


def _vendor(
    keys: dict[str, str],
    form: Form,
    wanted: dict[Role, tuple[str, ...]],
    needed: set[Role],
    why: str,
) -> Guess | None:
    columns = {
        role: next(keys[name] for name in names if name in keys)
        for role, names in wanted.items()
        if any(name in keys for name in names)
    }
    if needed - set(columns):
        return None
    return Guess(form, columns, Sureness.SURE, why, KNOWN)


def _field_history(keys: dict[str, str]) -> Guess | None:
    return _vendor(
        keys,
        Form.FIELD_HISTORY,
        {
            Role.LEAD: ("opportunityid", "leadid", "parentid"),
            Role.WHAT: ("field", "fieldevent", "changedfield"),
            Role.STAGE: ("newvalue",),
            Role.BEFORE: ("oldvalue",),
            Role.TIME: ("createddate", "editdate"),
            Role.OWNER: ("createdbyid",),
        },
        {Role.LEAD, Role.WHAT, Role.STAGE, Role.TIME},
        _("The headings Field and NewValue are those of Salesforce’s history of fields."),
    )


def _stage_history(keys: dict[str, str]) -> Guess | None:
    return _vendor(
        keys,
        Form.STAGE_HISTORY,
        {
            Role.LEAD: ("opportunityid",),
            Role.STAGE: ("stagename",),
            Role.TIME: ("createddate", "systemmodstamp"),
            Role.VALUE: ("amount",),
            Role.OWNER: ("createdbyid",),
        },
        {Role.LEAD, Role.STAGE, Role.TIME},
        _("The headings OpportunityId and StageName are those of Salesforce’s OpportunityHistory."),
    )


def _mined(there: Sequence[Column], keys: dict[str, str]) -> Guess | None:
    guess = _vendor(
        keys,
        Form.EVENTS,
        {
            Role.LEAD: ("caseconceptname",),
            Role.STAGE: ("conceptname",),
            Role.TIME: ("timetimestamp",),
            Role.SEGMENT: ("casesegment",),
        },
        {Role.LEAD, Role.STAGE, Role.TIME},
        _("The headings case:concept:name and time:timestamp are those of XES."),
    )
    return guess and replace(guess, columns=with_optional(there, guess.columns))


def _marketo(keys: dict[str, str]) -> Guess | None:
    return _vendor(
        keys,
        Form.MARKETO,
        {
            Role.LEAD: ("leadid",),
            Role.TIME: ("activitydate",),
            Role.WHAT: ("activitytypeid",),
            Role.DETAILS: ("attributes",),
        },
        {Role.LEAD, Role.TIME, Role.WHAT, Role.DETAILS},
        _("The headings activityTypeId and attributes are those of Marketo’s activities."),
    )


def _pardot(keys: dict[str, str]) -> Guess | None:
    return _vendor(
        keys,
        Form.PARDOT,
        {
            Role.LEAD: ("prospectid",),
            Role.STAGE: ("nextstageid", "nextstage", "nextstagename"),
            Role.BEFORE: ("previousstageid", "previousstage", "previousstagename"),
            Role.ELAPSED: ("secondselapsed",),
            Role.TIME: ("createdat",),
        },
        {Role.LEAD, Role.STAGE, Role.TIME},
        _("The headings prospectId and nextStageId are those of Pardot’s lifecycle history."),
    )


def _converted_leads(keys: dict[str, str]) -> Guess | None:
    return _vendor(
        keys,
        Form.LEADS,
        {
            Role.LEAD: ("id", "leadid"),
            Role.TIME: ("createddate",),
            Role.DEAL: ("convertedopportunityid",),
            Role.SOURCE: ("leadsource",),
            Role.SEGMENT: ("industry",),
        },
        {Role.LEAD, Role.TIME, Role.DEAL},
        _("The heading ConvertedOpportunityId is that of Salesforce’s leads."),
    )


def _stage_names(found: dict[str, str]) -> dict[str, str]:
    """Return stages by heading, without the name of the pipeline where all have the same."""
    split = {heading: _PIPELINE.fullmatch(stage) for heading, stage in found.items()}
    pipelines = {match and match["pipeline"] for match in split.values()}
    if len(pipelines) != 1 or None in pipelines:
        return found
    return {heading: match["stage"] for heading, match in split.items() if match}


def _matched(there: Sequence[Column], patterns: Sequence[re.Pattern[str]]) -> dict[str, str]:
    """Return stages by the heading that names them, of the kind of heading that most are of."""
    kinds = []
    for pattern in patterns:
        matches = {one.heading: pattern.fullmatch(one.heading.strip()) for one in there}
        kinds.append({heading: match["stage"] for heading, match in matches.items() if match})
    return _stage_names(max(kinds, key=len))


def _hubspot(there: Sequence[Column]) -> Guess | None:
    entered = _matched(there, _ENTERED)
    if len(entered) < 2:
        return None
    lead = next((one for name in _HUBSPOT_IDS for one in there if one.key == name), None)
    if lead is None:
        dated = tuple(entered)
        lead, _others = best(there, Role.LEAD, dated, 1.0)
    if lead is None:
        return None
    return Guess(
        Form.DATES,
        with_optional(there, {Role.LEAD: lead.heading}),
        Sureness.SURE,
        _("The headings “Date entered …” are those of HubSpot’s exports."),
        KNOWN,
        stage_columns=entered,
        exit_columns=_matched(there, _EXITED),
    )


def _pipedrive(there: Sequence[Column], keys: dict[str, str]) -> Guess | None:
    found = {
        what: next((keys[name] for name in names if name in keys), None)
        for what, names in _PIPEDRIVE.items()
    }
    if not (found["id"] and found["won"] and found["lost"] and found["created"]):
        return None
    columns = {Role.LEAD: found["id"]}
    if found["stage"] and found["change"]:
        columns |= {Role.STAGE: found["stage"], Role.TIME: found["change"]}
    for role, what in ((Role.VALUE, "value"), (Role.OWNER, "owner")):
        if found[what]:
            columns[role] = str(found[what])
    stages = {found["created"]: "Deal created", found["won"]: "Won", found["lost"]: "Lost"}
    return Guess(
        Form.DATES,
        with_optional(there, columns),
        Sureness.SURE,
        _("The headings are those of Pipedrive’s list of deals."),
        KNOWN,
        stage_columns=stages,
        notes=(
            _(
                "Pipedrive’s list of deals tells when a deal was created, won and lost, and when "
                "it came to its present stage; not the stages between."
            ),
        ),
    )

"""What a table is: known exports by their headings, others by what their columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from funnelcraft.funnel.text import _, listed
from funnelcraft.io.imports.columns import Column, best, fit, key, name_score
from funnelcraft.io.imports.mapping import Form, Role
from funnelcraft.io.imports.proposal import Settles, Sureness

_WON = re.compile(r"won|closedwon|win|signed|order|purchase|customer|deal")
_DATE_WORDS = {"date", "time", "timestamp", "at", "on", "datetime", "datum", "became", "a", "an"}

# HubSpot: the heading a person exports, and the internal names of properties. Of the internal ones
# `hs_date_entered_X` and `hs_lifecyclestage_X_date` are from memory and from published code.
_ENTERED = (
    re.compile(r'date entered "?(?P<stage>.+?)"?', re.IGNORECASE),
    re.compile(r"hs_(v2_)?date_entered_(?P<stage>\w+?)(_\d{6,})?"),
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


def guesses(there: Sequence[Column]) -> tuple[Guess, ...]:
    """Return what a table may be, the best first; nothing where no form fits."""
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
        _events(there),
        _dates(there),
        *_one_row_each(there),
    )
    return tuple(sorted((one for one in made if one), key=lambda one: -one.score))


def _optional(there: Sequence[Column], columns: dict[Role, str]) -> dict[Role, str]:
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
    return Guess(form, columns, Sureness.SURE, why, 20.0)


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
    return guess and replace(guess, columns=_optional(there, guess.columns))


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
    found = {}
    for one in there:
        for pattern in patterns:
            match = pattern.fullmatch(one.heading.strip())
            if match:
                found[one.heading] = match["stage"]
                break
    return _stage_names(found)


def _hubspot(there: Sequence[Column]) -> Guess | None:
    entered = _matched(there, _ENTERED)
    doubled = {stage: heading for heading, stage in entered.items()}
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
        _optional(there, {Role.LEAD: lead.heading}),
        Sureness.SURE,
        _("The headings “Date entered …” are those of HubSpot’s exports."),
        20.0,
        stage_columns={heading: stage for stage, heading in doubled.items()},
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
        _optional(there, columns),
        Sureness.SURE,
        _("The headings are those of Pipedrive’s list of deals."),
        20.0,
        stage_columns=stages,
        notes=(
            _(
                "Pipedrive’s list of deals tells when a deal was created, won and lost, and when "
                "it came to its present stage; not the stages between."
            ),
        ),
    )


def _events(there: Sequence[Column]) -> Guess | None:
    time, times = best(there, Role.TIME, (), 1.0)
    if time is None:
        return None
    stage, stages = best(there, Role.STAGE, (time.heading,), 1.0)
    if stage is None:
        return None
    lead, leads = best(there, Role.LEAD, (time.heading, stage.heading), 0.9)
    if lead is None:
        return None
    found = {Role.LEAD: lead, Role.STAGE: stage, Role.TIME: time}
    named = min(name_score(column, role) for role, column in found.items())
    score = 2.0 + sum(fit(column, role) for role, column in found.items())
    if lead.unique and lead.rows > 3:  # every lead once is no log, unless it plainly says so
        if named < 3.0:
            return None
        score -= 1.0
    sureness = Sureness.SURE if named >= 3 else Sureness.LIKELY if named > 0 else Sureness.GUESS
    open_ = tuple(
        (Settles.COLUMNS, _as_well(role, (found[role], *others)))
        for role, others in ((Role.LEAD, leads), (Role.STAGE, stages), (Role.TIME, times))
        if [one for one in others if one not in found.values()]
    )
    return Guess(
        Form.EVENTS,
        _optional(there, {role: column.heading for role, column in found.items()}),
        sureness if not open_ else Sureness.GUESS,
        _("It has a column for the lead, one for the stage and one for the time."),
        score,
        open_=open_,
    )


def _as_well(role: Role, columns: Sequence[Column]) -> str:
    names = listed([f"“{one.heading[:40]}”" for one in columns])
    return {
        Role.LEAD: _("The columns {names} could all be the lead’s id."),
        Role.STAGE: _("The columns {names} could all be the stage."),
        Role.TIME: _("The columns {names} could all be the time."),
    }[role].format(names=names)


def _dates(there: Sequence[Column]) -> Guess | None:
    dated = [one for one in there if one.is_date]
    lead, _others = best(there, Role.LEAD, tuple(one.heading for one in dated), 1.0)
    if len(dated) < 2 or lead is None or not lead.unique:
        return None
    stages = {one.heading: stage_of_heading(one.heading) for one in dated}
    if len(set(stages.values())) < len(stages):
        stages = {one.heading: one.heading for one in dated}
    return Guess(
        Form.DATES,
        _optional(there, {Role.LEAD: lead.heading}),
        Sureness.LIKELY,
        _("Every lead has one row, with several dates."),
        5.0 + 0.1 * len(dated),
        stage_columns=stages,
    )


def stage_of_heading(heading: str) -> str:
    """Return the stage that a column of dates is named after."""
    words = [word for word in re.split(r"[\W_]+", heading) if word]
    kept = [word for word in words if word.casefold() not in _DATE_WORDS]
    return " ".join(kept) or heading


def _one_row_each(there: Sequence[Column]) -> list[Guess]:
    """Return leads and won deals: tables with an id and a date."""
    dated = [one for one in there if one.is_date]
    lead, _others = best(there, Role.LEAD, tuple(one.heading for one in dated), 1.0)
    if not dated or lead is None or lead.different < 0.5 * lead.given:
        return []
    won = [one for one in dated if _WON.search(one.key)]
    first, _others = best(dated, Role.TIME, tuple(one.heading for one in won), 0.0)
    made = []
    if first is not None:
        made.append(_plain(Form.LEADS, there, lead, first, 3.0))
    if won:
        made.append(_plain(Form.DEALS, there, lead, won[0], 2.5 if first else 3.0))
    return made


def _plain(form: Form, there: Sequence[Column], lead: Column, time: Column, score: float) -> Guess:
    why = {
        Form.LEADS: _("Every lead has one row, with one date."),
        Form.DEALS: _("Every row has an id and the date it was won."),
    }[form]
    columns = _optional(there, {Role.LEAD: lead.heading, Role.TIME: time.heading})
    return Guess(form, columns, Sureness.GUESS, why, score)


def shared_id(first: Sequence[Column], second: Sequence[Column]) -> str | None:
    """Return the heading of an id that two tables share."""
    theirs = {one.key for one in second}
    shared = [one for one in first if one.key in theirs and fit(one, Role.LEAD) >= 1.0]
    ranked = sorted(shared, key=lambda one: -fit(one, Role.LEAD))
    return ranked[0].heading if ranked else None


__all__ = ["Guess", "guesses", "key", "shared_id", "stage_of_heading"]

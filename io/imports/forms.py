"""What a table is: one of the known exports, or what its columns hold."""

import re
from collections.abc import Sequence

from funnelcraft.funnel.text import _, listed, quoted
from funnelcraft.io.imports.columns import Column, best, fit, name_score
from funnelcraft.io.imports.known_exports import Guess, known_exports, with_optional
from funnelcraft.io.imports.mapping import Form, Role
from funnelcraft.io.imports.proposal import Settles, Sureness

_WON = re.compile(r"won|closedwon|win|signed|order|purchase|customer|deal")
_DATE_WORDS = {"date", "time", "timestamp", "at", "on", "datetime", "datum", "became", "a", "an"}


def guesses(there: Sequence[Column]) -> tuple[Guess, ...]:
    """Return what a table may be, the best first; nothing where no form fits."""
    made = (*known_exports(there), _events(there), _dates(there), *_one_row_each(there))
    return tuple(sorted((one for one in made if one), key=lambda one: -one.score))


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
        with_optional(there, {role: column.heading for role, column in found.items()}),
        sureness if not open_ else Sureness.GUESS,
        _("It has a column for the lead, one for the stage and one for the time."),
        score,
        open_=open_,
    )


def _as_well(role: Role, columns: Sequence[Column]) -> str:
    names = listed([quoted(one.heading[:40]) for one in columns])
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
        with_optional(there, {Role.LEAD: lead.heading}),
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
    columns = with_optional(there, {Role.LEAD: lead.heading, Role.TIME: time.heading})
    return Guess(form, columns, Sureness.GUESS, why, score)

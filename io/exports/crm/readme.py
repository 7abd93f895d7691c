"""The README of a CRM's configuration: what is here, what to do by hand, what is not expressed."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import arrow, role_name, stage_name, trigger_name
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.rules import Condition, Event, Scalar
from funnelcraft.funnel.text import _, day, days, percent
from funnelcraft.io.exports.crm.halves import Halves
from funnelcraft.io.exports.crm.labels import Renamed
from funnelcraft.io.exports.crm.words import FilterWords, filter_cells, filter_table
from funnelcraft.io.exports.filters import filters, values_of
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import bullets, code, escaped, heading, numbered, table
from funnelcraft.io.exports.words import document_title

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Guide:
    """What the README of a CRM says. Texts of `files`, `steps` and `notes` are Markdown.

    `places` says for each stage's id where it lies in the CRM, `action` what a trigger has to do
    there. `halves` is None where the CRM does not part leads and deals. `probability` writes the
    chance to win as the CRM takes it; `limits` are the lines about what it can't express.
    """

    crm: str
    files: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    halves: Halves | None
    places: Mapping[str, str]
    action: Callable[[Trigger], str]
    words: FilterWords
    chances: Mapping[str, float]
    probability: Callable[[str], str]
    limits: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    notes: tuple[str, ...]


def readme(funnel: Funnel, context: Context, guide: Guide) -> bytes:
    """Return the README in Markdown, UTF-8."""
    title = _("{title}: configuration for {crm}")
    parts = [
        heading(1, title.format(title=document_title(funnel, context), crm=guide.crm)),
        _made_of(context),
        _section(_("What is in this folder"), _files(guide)),
        _section(_("What to do, in this order"), numbered(guide.steps)),
        _section(_("Stages"), _stages(funnel, guide)),
        _section(_("Triggers, to be set up by hand"), _triggers(funnel, guide)),
        _section(_("Fields and events that the rules need"), _fields(funnel, guide.words)),
        _section(
            _("What {crm} cannot express").format(crm=guide.crm),
            bullets(guide.limits) or _("Nothing of this funnel.") + "\n",
        ),
        _section(_("Names that had to change"), _renamed(guide)),
        _section(_("Please check"), bullets(guide.notes)),
    ]
    return "\n".join(part for part in parts if part).encode()


def has_events(funnel: Funnel) -> bool:
    """Say whether a rule asks for something that a lead did."""
    rules = (trigger.rule for trigger in funnel.triggers if trigger.rule is not None)
    return any(isinstance(line.test, Event) for rule in rules for line in filters(rule).lines)


def _section(title: str, text: str) -> str:
    return heading(2, title) + "\n" + text if text else ""


def _made_of(context: Context) -> str:
    text = _(
        "Made from {file} on {day}. Nothing in here was invented: what is missing is listed below."
    )
    return text.format(file=code(context.file_name), day=escaped(day(context.day))) + "\n"


def _files(guide: Guide) -> str:
    return table([_("File"), _("What it is")], ([code(name), what] for name, what in guide.files))


def _stages(funnel: Funnel, guide: Guide) -> str:
    roles = {role.id: role_name(role) for role in funnel.roles}
    with_probability = any(guide.probability(stage.id) != "–" for stage in funnel.stages)
    rows = []
    for stage in stages_in_order(funnel):
        sla = days(stage.sla.days) if stage.sla else ""
        rows.append(
            [
                escaped(stage_name(stage)),
                escaped(guide.places[stage.id]),
                escaped(roles.get(stage.owner or "", "")),
                escaped(sla),
                escaped(percent(guide.chances[stage.id], 1)),
                *([escaped(guide.probability(stage.id))] if with_probability else []),
            ]
        )
    headings = [
        _("Stage"),
        _("Where in {crm}").format(crm=guide.crm),
        _("Owner"),
        _("SLA"),
        _("Chance to win"),
        *([_("Probability set")] if with_probability else []),
    ]
    said = _(
        "The chance to win is what the funnel's own rates come to for a lead that enters the "
        "stage, coming back from recycling included. It is as sure as those rates are."
    )
    parted = "" if guide.halves is None else "\n" + _where_deals_begin(guide.halves) + "\n"
    return table(headings, rows) + "\n" + said + "\n" + parted


def _where_deals_begin(halves: Halves) -> str:
    first = halves.first
    if first is None:
        return _("No stage holds leads, so there is no pipeline.")
    if halves.guessed:
        text = _(
            "Leads become deals at “{stage}”: guessed from its name and place. Export again with "
            "the option {option} where they become deals elsewhere."
        )
    else:
        text = _("Leads become deals at “{stage}”, as chosen with the option {option}.")
    return text.format(stage=escaped(stage_name(first)), option=code("deals-from"))


def _triggers(funnel: Funnel, guide: Guide) -> str:
    return "\n".join(
        _trigger(funnel, trigger, at, guide) for at, trigger in enumerate(funnel.triggers, 1)
    )


def _trigger(funnel: Funnel, trigger: Trigger, at: int, guide: Guide) -> str:
    stages = stages_by_id(funnel)
    name, way = trigger_name(funnel, trigger), arrow(stages, trigger)
    title = f"{at}. {way}" if name == way else f"{at}. {way}: {name}"
    lines = [heading(3, title), *_facts(trigger, guide), escaped(_when(trigger, stages)) + "\n"]
    if trigger.rule is not None:
        lines.append(filter_table(filters(trigger.rule), guide.words))
    return "\n".join(lines)


def _when(trigger: Trigger, stages: Mapping[str, object]) -> str:
    if trigger.kind == "sla_breach":
        return _("A lead goes this way when the SLA of its stage has run out.")
    return rule_sentence(trigger.rule)


def _facts(trigger: Trigger, guide: Guide) -> Iterator[str]:
    how = {"manual": _("By a person"), "automatic": _("Automatically")}
    automation = how.get(trigger.automation, trigger.automation)
    where = _("{how}, in {system}.").format(how=automation, system=trigger.system)
    yield bullets(
        [
            escaped(where if trigger.system.strip() else f"{automation}."),
            _("What it does: {action}").format(action=escaped(guide.action(trigger))),
            *([escaped(trigger.description)] if trigger.description.strip() else []),
        ]
    )


def _fields(funnel: Funnel, words: FilterWords) -> str:
    used: dict[tuple[str, bool], list[str]] = defaultdict(list)
    seen: dict[tuple[str, bool], list[str]] = defaultdict(list)
    values: dict[str, list[Scalar]] = defaultdict(list)
    for at, trigger in enumerate(funnel.triggers, 1):
        for line in filters(trigger.rule).lines if trigger.rule is not None else ():
            subject, how, value = filter_cells(line.test, words)
            key = subject, isinstance(line.test, Condition)
            if str(at) not in used[key]:
                used[key].append(str(at))
            if isinstance(line.test, Condition):
                values[subject].extend(values_of(line.test))
                said = f"{how} {value}".strip()
            else:
                said = value
            if said not in seen[key]:
                seen[key].append(said)
    rows = [
        [
            code(name),
            _kind(values[name]) if is_field else _(words.activity),
            escaped("; ".join(seen[name, is_field])),
            ", ".join(used[name, is_field]),
        ]
        for name, is_field in used
    ]
    headings = [_("Name"), _("Kind"), _("Compared"), _("In triggers")]
    return table(headings, rows) if rows else ""


def _kind(values: Sequence[Scalar]) -> str:
    """Return what a field has to hold, by what it is compared with."""
    if not values:
        return _("field: any type")
    if all(isinstance(value, bool) for value in values):
        return _("field: yes or no")
    if all(isinstance(value, float) for value in values):
        return _("field: number")
    if all(isinstance(value, str) and _DAY.fullmatch(value) for value in values):
        return _("field: date")
    return _("field: text or choice")


def _renamed(guide: Guide) -> str:
    rows = ([escaped(one.before), escaped(one.after)] for one in guide.renamed)
    return (
        table([_("In the funnel"), _("In {crm}").format(crm=guide.crm)], rows)
        if guide.renamed
        else ""
    )

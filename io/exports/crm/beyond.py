"""What a CRM cannot express of a funnel: listed part by part, never left out in silence."""

from collections.abc import Iterator, Mapping
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.names import arrow, stage_name, trigger_name
from funnelcraft.funnel.text import _, days, number, quoted
from funnelcraft.io.exports.filters import filters
from funnelcraft.io.exports.markdown import escaped

Feature = Literal[
    "sla", "breach", "capacity", "gate", "segments", "recycle", "half_life", "logic", "criteria"
]


def beyond(funnel: Funnel, why: Mapping[Feature, str], joins: bool) -> tuple[str, ...]:
    """Return a Markdown line for each part that a CRM cannot hold; `why` tells what to do instead.

    Criteria and segments have one line for all.

    A feature that `why` leaves out is one the CRM can express. `joins` says whether its filter
    lists take OR.
    """
    said = [
        *_of_stages(funnel, why),
        *_of_triggers(funnel, why, joins),
    ]
    with_criteria = [one for one in funnel.stages if one.entry_criteria or one.exit_criteria]
    if "criteria" in why and with_criteria:
        names = ", ".join(quoted(stage_name(stage)) for stage in with_criteria)
        text = _("Entry and exit criteria of {stages}").format(stages=names)
        said.append(_line(text, why["criteria"]))
    if "segments" in why and funnel.segments:
        names = ", ".join(quoted(segment.name) for segment in funnel.segments)
        said.append(_line(_("Segments {names}").format(names=names), why["segments"]))
    return tuple(said)


def _line(what: str, why: str) -> str:
    return f"{escaped(what)}: {escaped(why)}"


def _of_stages(funnel: Funnel, why: Mapping[Feature, str]) -> Iterator[str]:
    for stage in funnel.stages:
        for feature, what in _features(stage):
            if feature in why:
                yield _line(what, why[feature])


def _features(stage: Stage) -> Iterator[tuple[Feature, str]]:
    name = stage_name(stage)
    if stage.kind == "gate":
        yield "gate", _("Gate “{stage}”").format(stage=name)
    if stage.sla is not None:
        until = (
            _("until the first touch")
            if stage.sla.clock == "first_touch"
            else _("until it leaves the stage")
        )
        text = _("SLA of “{stage}”, {days} {until}")
        yield "sla", text.format(stage=name, days=days(stage.sla.days), until=until)
    if stage.capacity is not None:
        text = _("Capacity of “{stage}”, {n} leads a day")
        yield "capacity", text.format(stage=name, n=number(stage.capacity.leads_per_day, 1))
    if stage.wait_half_life_days is not None:
        text = _("“{stage}” loses half of its chance for every {days} of waiting")
        yield "half_life", text.format(stage=name, days=days(stage.wait_half_life_days))


def _of_triggers(funnel: Funnel, why: Mapping[Feature, str], joins: bool) -> Iterator[str]:
    stages = stages_by_id(funnel)
    for trigger in funnel.triggers:
        name = _named(funnel, stages, trigger)
        if trigger.kind == "sla_breach" and "breach" in why:
            yield _line(name, why["breach"])
        if trigger.kind == "recycle" and "recycle" in why:
            yield _line(name, why["recycle"])
        if trigger.rule is not None and "logic" in why:
            found = filters(trigger.rule)
            if found.denies or not (joins or found.is_plain):
                yield _line(
                    _("{trigger}, {logic}").format(trigger=name, logic=found.logic), why["logic"]
                )


def _named(funnel: Funnel, stages: dict[str, Stage], trigger: Trigger) -> str:
    name, way = trigger_name(funnel, trigger), arrow(stages, trigger)
    return quoted(name) if name == way else _("“{trigger}” ({way})").format(trigger=name, way=way)

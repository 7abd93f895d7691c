"""How the kit says things, in all its papers alike."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Source, Stage, Trigger
from funnelcraft.funnel.names import (
    role_name,
    short_stage_name,
    source_name,
    stage_name,
    trigger_name,
)
from funnelcraft.funnel.text import _, count
from funnelcraft.io.exports.spec.phrases import sla_words, trigger_rule


def full_name(stage: Stage) -> str:
    """Return a stage's term with its abbreviation."""
    name, short = stage_name(stage), short_stage_name(stage)
    return name if short == name else f"{name} ({short})"


def owner_name(funnel: Funnel, stage: Stage | None) -> str:
    """Return who answers for a stage, or that nobody does."""
    if stage is None:
        return _("nobody yet")
    role = next((role for role in funnel.roles if role.id == stage.owner), None)
    return role_name(role) if role else _("nobody yet")


def arrival_words(funnel: Funnel, way: Trigger | Source, a_day: float | None) -> str:
    """Say from where leads come, by what, and how many."""
    if isinstance(way, Source):
        said = _("new, from {source}").format(source=source_name(way))
    else:
        stage = stages_by_id(funnel).get(way.from_stage)
        text = _("from {stage} ({owner}), by “{trigger}”")
        said = text.format(
            stage=short_stage_name(stage) if stage else "?",
            owner=owner_name(funnel, stage),
            trigger=trigger_name(funnel, way),
        )
    return f"{said}: {a_day_words(a_day)}" if a_day is not None else said


def a_day_words(a_day: float) -> str:
    """Say how many leads come on a working day; of few, how many in a month."""
    if a_day >= 1:
        return _("about {n} a working day").format(n=count(a_day))
    return _("about {n} a month").format(n=count(a_day * 21.75))


def promise_words(stage: Stage) -> str:
    """Say by when something must be done with a lead."""
    return sla_words(stage) or _("no time is promised")


def decision_words(funnel: Funnel, trigger: Trigger) -> str:
    """Say where a decision leads, to whom, and when it is taken."""
    stage = stages_by_id(funnel).get(trigger.to_stage)
    text = _("“{trigger}” → {stage} ({owner}). {rule}")
    return text.format(
        trigger=trigger_name(funnel, trigger),
        stage=short_stage_name(stage) if stage else "?",
        owner=owner_name(funnel, stage),
        rule=trigger_rule(trigger),
    )


def where_words(trigger: Trigger) -> str:
    """Say in which system a trigger is worked."""
    return trigger.system.strip() or _("system not said")

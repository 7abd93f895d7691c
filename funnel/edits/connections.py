"""Edits of what a trigger connects: whether it may, leading it elsewhere, a stage put into it."""

from funnelcraft.funnel.edits.creation import add_trigger, likely_kind
from funnelcraft.funnel.graph import reached, stages_by_id, successors
from funnelcraft.funnel.model import ENDS, Funnel, Trigger
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _


def refusal(funnel: Funnel, from_stage: str, to_stage: str | None = None) -> str:
    """Say in a sentence why no trigger can lead from a stage to another; empty where one can.

    Without `to_stage`: why none can leave the stage at all.
    """
    stages = stages_by_id(funnel)
    origin = stages[from_stage]
    name = short_stage_name(origin)
    if origin.kind in ENDS:
        return _("Leads end at {stage}: no trigger can leave it.").format(stage=name)
    if to_stage is None:
        return ""
    if from_stage == to_stage:
        return _("{stage} cannot lead to itself: choose another stage.").format(stage=name)
    if origin.kind == stages[to_stage].kind == "gate":
        gates = successors(
            funnel, lambda t: stages[t.from_stage].kind == stages[t.to_stage].kind == "gate"
        )
        if from_stage in reached(gates, [to_stage]):
            return _("Leads would go round between these gates without any time passing.")
    return ""


def _trigger(funnel: Funnel, trigger_id: str) -> Trigger:
    found = next((one for one in funnel.triggers if one.id == trigger_id), None)
    if found is None:
        raise KeyError(trigger_id)
    return found


def redirect_trigger(
    funnel: Funnel, trigger_id: str, *, from_stage: str | None = None, to_stage: str | None = None
) -> Funnel:
    """Let a trigger begin at or lead to another stage.

    Its kind follows where it was the likely one before. Raise `ValueError` with the sentence of
    `refusal` where it cannot lead there.
    """
    before = _trigger(funnel, trigger_id)
    origin, target = from_stage or before.from_stage, to_stage or before.to_stage
    rest = funnel.replaced(triggers=tuple(t for t in funnel.triggers if t.id != trigger_id))
    if reason := refusal(rest, origin, target):
        raise ValueError(reason)
    kind, known = before.kind, stages_by_id(funnel)
    is_whole = before.from_stage in known and before.to_stage in known
    if is_whole and kind == likely_kind(rest, before.from_stage, before.to_stage):
        kind = likely_kind(rest, origin, target)
    after = before.replaced(from_stage=origin, to_stage=target, kind=kind)
    return funnel.replaced(
        triggers=tuple(after if one.id == trigger_id else one for one in funnel.triggers)
    )


def insert_stage(funnel: Funnel, trigger_id: str, stage_id: str) -> tuple[Funnel, str]:
    """Lead a trigger to a stage, and a new trigger from there to where it led before.

    The old trigger keeps its name and figures; the new one awaits its own. Return its id too.
    Raise `ValueError` where leads cannot pass through the stage.
    """
    before = _trigger(funnel, trigger_id)
    if reason := refusal(funnel, stage_id, before.to_stage):
        raise ValueError(reason)
    redirected = redirect_trigger(funnel, trigger_id, to_stage=stage_id)
    kind = "recycle" if before.kind in ("recycle", "sla_breach") else None
    return add_trigger(redirected, stage_id, before.to_stage, kind=kind)

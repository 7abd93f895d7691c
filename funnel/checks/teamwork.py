"""Do departments work hand in hand? Hand-overs, ways back, agreement, how many stages there are."""

from collections.abc import Iterator
from functools import partial

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.checks.mending import sla_fix
from funnelcraft.funnel.edits import add_trigger
from funnelcraft.funnel.findings import Finding, Fix, Place
from funnelcraft.funnel.model import ENDS, Conversion, Funnel, Stage
from funnelcraft.funnel.names import department_name, short_stage_name, stage_name
from funnelcraft.funnel.text import _, listed, number, quoted
from funnelcraft.funnel.velocity import ExponentialTime

USUAL_RETURN_DAYS = 14.0
BOTH = ("marketing", "sales")
MOST_STAGES = 10  # the reference funnel has eight with its nurture stage


def teamwork_findings(facts: Facts) -> Iterator[Finding]:
    """Yield where leads change hands without a promise or a way back, and other team matters."""
    for stage in facts.stages.values():
        if stage.kind in (*ENDS, "gate"):
            continue
        givers = _givers(facts, stage)
        if givers:
            yield from _without_sla(facts, stage, givers)
            yield from _without_way_back(facts, stage, givers)
        yield from _not_agreed(facts, stage)
    yield from _too_many(facts)


def _givers(facts: Facts, stage: Stage) -> list[Stage]:
    """Return the stages of other departments that progress hands leads over from.

    A gate holds nobody: who stands before it hands over.
    """
    own = facts.departments[stage.id]
    found: dict[str, Stage] = {}
    seen: set[str] = set()
    waiting = [stage.id]
    while waiting:
        for trigger in facts.arriving[waiting.pop()]:
            giver = facts.stages.get(trigger.from_stage)
            if giver is None or trigger.kind != "progress" or giver.id in seen:
                continue
            seen.add(giver.id)
            if giver.kind == "gate":
                waiting.append(giver.id)
            elif own and facts.departments[giver.id] not in ("", own):
                found[giver.id] = giver
    # What comes back from recycling is no hand-over: the lead was this department's before.
    return [giver for giver in found.values() if giver.id not in facts.recycling]


def _without_sla(facts: Facts, stage: Stage, givers: list[Stage]) -> Iterator[Finding]:
    if stage.sla is not None or all(giver.sla is not None for giver in givers):
        return
    giver = next(one for one in givers if one.sla is None)
    message = _("{giver} hands leads over from {one} to {other} without an SLA.")
    text = message.format(
        giver=quoted(f"{stage_name(giver)} → {stage_name(stage)}"),
        one=department_name(facts.departments[giver.id]),
        other=department_name(facts.departments[stage.id]),
    )
    yield Finding(
        "handover-without-sla", "hint", Place("stage", stage.id, "sla"), text, sla_fix(stage)
    )


def _without_way_back(facts: Facts, stage: Stage, givers: list[Stage]) -> Iterator[Finding]:
    if any(trigger.kind == "recycle" for trigger in facts.leaving[stage.id]):
        return
    message = _("What {department} rejects in “{stage}” has no way back to {giver}.")
    text = message.format(
        department=department_name(facts.departments[stage.id]),
        stage=stage_name(stage),
        giver=department_name(facts.departments[givers[0].id]),
    )
    taking = next((s for s in facts.stages.values() if s.id in facts.recycling), givers[0])
    label = _("Let “{taker}” take rejected leads back, {share} to begin with")
    fix = Fix(
        label.format(taker=short_stage_name(taking), share="0%"),
        partial(_take_back, from_stage=stage.id, to_stage=taking.id),
    )
    yield Finding("no-way-back", "hint", Place("stage", stage.id), text, fix)


def _take_back(funnel: Funnel, *, from_stage: str, to_stage: str) -> Funnel:
    """Draw the way back with a rate of zero: how many go it is the team's to say."""
    if not {from_stage, to_stage} <= {stage.id for stage in funnel.stages}:
        return funnel
    grown, _trigger_id = add_trigger(
        funnel,
        from_stage,
        to_stage,
        name=_("Returned"),
        description=_("The status was set to “returned”, with one of the agreed reasons."),
        kind="recycle",
        conversion=Conversion(rate=0.0),
        velocity=ExponentialTime(mean_days=USUAL_RETURN_DAYS),
    )
    return grown


def _not_agreed(facts: Facts, stage: Stage) -> Iterator[Finding]:
    """Tell what one of two departments agreed to: before anybody does, there is nothing to tell."""
    agreed = {department.strip().casefold() for department in stage.agreed_by}
    known = {role.department.strip() for role in facts.funnel.roles}
    missing = sorted(d for d in known if d.casefold() in BOTH and d.casefold() not in agreed)
    if agreed and missing:
        message = _("“{stage}” still waits for the agreement of {departments}.")
        text = message.format(
            stage=stage_name(stage), departments=listed([department_name(one) for one in missing])
        )
        yield Finding("not-agreed", "hint", Place("stage", stage.id, "agreed_by"), text)


def _too_many(facts: Facts) -> Iterator[Finding]:
    holding = [stage for stage in facts.stages.values() if stage.kind not in (*ENDS, "gate")]
    if len(holding) > MOST_STAGES:
        message = _("{count} stages hold leads: see which of them can be one, {most} are many.")
        text = message.format(count=number(len(holding)), most=number(MOST_STAGES))
        yield Finding("too-many-stages", "hint", Place("funnel", field="stages"), text)

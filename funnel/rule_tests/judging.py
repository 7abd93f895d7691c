"""Was a lead moved as the rules say: the judgement of one move of a test or of a sandbox."""

from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id, triggers_from
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.names import stage_name, trigger_name
from funnelcraft.funnel.rule_tests.probes import Probe, firing
from funnelcraft.funnel.rule_tests.reasons import reasons
from funnelcraft.funnel.text import _, listed

Verdict = Literal["right", "wrong", "open", "unsure"]

MOST_REASONS = 3  # that a sentence can bear


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a move.

    `expected` holds the triggers that fire, `taken` those that lead where it went. `open`
    where nobody said where the lead went; `unsure` where a trigger without a rule leads there, so
    that nothing can be said. `sentence` says it.
    """

    verdict: Verdict
    expected: tuple[Trigger, ...]
    sentence: str
    taken: tuple[Trigger, ...] = ()


def judge(funnel: Funnel, stage_id: str, probe: Probe, moved_to: str | None) -> Judgement:
    """Judge that a lead in a stage went to a stage (its id; the same where it stayed).

    None says that nobody wrote down where it went.
    """
    fired = firing(funnel, stage_id, probe)
    if moved_to is None:
        return Judgement("open", fired, _expected(funnel, stage_id, fired))
    targets = {trigger.to_stage for trigger in fired}
    if moved_to == stage_id:
        if not fired:
            return Judgement("right", fired, _("It stayed, as no rule is met."))
        text = _("It stayed, though {triggers}.")
        said = _("the rule of {trigger} is met").format(trigger=_named(funnel, fired))
        return Judgement("wrong", fired, text.format(triggers=said))
    target = _stage(funnel, moved_to)
    if moved_to in targets:
        by = tuple(trigger for trigger in fired if trigger.to_stage == moved_to)
        return Judgement("right", fired, _moved_rightly(funnel, fired, by, target), by)
    ways = tuple(t for t in triggers_from(funnel, stage_id) if t.to_stage == moved_to)
    verdict, why = _moved_otherwise(funnel, probe, ways, target)
    if verdict == "wrong":
        why = f"{why} {_expected(funnel, stage_id, fired)}"
    return Judgement(verdict, fired, why, ways)


def _moved_rightly(
    funnel: Funnel, fired: tuple[Trigger, ...], by: tuple[Trigger, ...], target: str
) -> str:
    text = _("It went to “{stage}” by {trigger}.").format(stage=target, trigger=_named(funnel, by))
    others = tuple(trigger for trigger in fired if trigger not in by)
    if others:
        more = _("{trigger} is met as well: which comes first is not said.")
        text = f"{text} {more.format(trigger=_named(funnel, others))}"
    return text


def _moved_otherwise(
    funnel: Funnel, probe: Probe, ways: tuple[Trigger, ...], target: str
) -> tuple[Verdict, str]:
    """Judge a move by ways whose rules are not met, if there are any."""
    unruled = tuple(trigger for trigger in ways if trigger.rule is None)
    if unruled:
        text = _("It went to “{stage}”; {trigger} has no rule, so nobody can say whether rightly.")
        return "unsure", text.format(stage=target, trigger=_named(funnel, unruled))
    if not ways:
        text = _("It went to “{stage}”, where no trigger leads from there.")
        return "wrong", text.format(stage=target)
    rule = ways[0].rule
    why = reasons(rule, probe) if rule is not None and len(ways) == 1 else ()
    if not why:
        text = _("It went to “{stage}”, though its rule is not met.")
        return "wrong", text.format(stage=target)
    text = _("It went to “{stage}”, though its rule is not met ({reasons}).")
    said = "; ".join(one.words for one in why[:MOST_REASONS])
    if len(why) > MOST_REASONS:
        said += "; …"
    return "wrong", text.format(stage=target, reasons=said)


def _expected(funnel: Funnel, stage_id: str, fired: tuple[Trigger, ...]) -> str:
    if not fired:
        return _("It should stay in “{stage}”.").format(stage=_stage(funnel, stage_id))
    targets = dict.fromkeys(_stage(funnel, trigger.to_stage) for trigger in fired)
    names = [f"“{name}”" for name in targets]
    if len(names) == 1:
        return _("It should go to {stage}.").format(stage=names[0])
    return _("It should go to one of {stages}: several rules are met.").format(stages=listed(names))


def _named(funnel: Funnel, triggers: tuple[Trigger, ...]) -> str:
    return listed([f"“{trigger_name(funnel, trigger)}”" for trigger in triggers])


def _stage(funnel: Funnel, stage_id: str) -> str:
    stage: Stage | None = stages_by_id(funnel).get(stage_id)
    return stage_name(stage) if stage else "?"

"""Was a lead moved as the rules say: the judgement of one move of a test or of a sandbox."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.names import stage_name, trigger_name
from funnelcraft.funnel.rule_tests.probes import Probe, meets
from funnelcraft.funnel.rule_tests.reasons import reasons
from funnelcraft.funnel.text import _, listed, quoted

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


class Judge:
    """Judges moves of leads by the rules of a funnel, which is looked through once."""

    def __init__(self, funnel: Funnel) -> None:
        self._funnel = funnel
        self._stages = stages_by_id(funnel)
        self._ways: defaultdict[str, list[Trigger]] = defaultdict(list)
        for trigger in funnel.triggers:
            self._ways[trigger.from_stage].append(trigger)

    def judge(self, stage_id: str, probe: Probe, moved_to: str | None) -> Judgement:
        """Judge that a lead in a stage went to a stage (its id; the same where it stayed).

        None says that nobody wrote down where it went.
        """
        ways = self._ways.get(stage_id, [])
        fired = tuple(t for t in ways if t.rule is not None and meets(t.rule, probe))
        if moved_to is None:
            return Judgement("open", fired, self._expected(stage_id, fired))
        if moved_to == stage_id:
            return self._stayed(fired)
        by = tuple(trigger for trigger in fired if trigger.to_stage == moved_to)
        if by:
            return Judgement("right", fired, self._moved_rightly(fired, by), by)
        taken = tuple(trigger for trigger in ways if trigger.to_stage == moved_to)
        verdict, why = self._moved_otherwise(probe, taken, self._stage(moved_to))
        if verdict == "wrong":
            why = f"{why} {self._expected(stage_id, fired)}"
        return Judgement(verdict, fired, why, taken)

    def _stayed(self, fired: tuple[Trigger, ...]) -> Judgement:
        if not fired:
            return Judgement("right", fired, _("It stayed, as no rule is met."))
        text = _("It stayed, though {triggers}.")
        said = _("the rule of {trigger} is met").format(trigger=self._named(fired))
        return Judgement("wrong", fired, text.format(triggers=said))

    def _moved_rightly(self, fired: tuple[Trigger, ...], by: tuple[Trigger, ...]) -> str:
        text = _("It went to “{stage}” by {trigger}.")
        text = text.format(stage=self._stage(by[0].to_stage), trigger=self._named(by))
        others = tuple(trigger for trigger in fired if trigger.to_stage != by[0].to_stage)
        if others:
            more = _("{trigger} is met as well: which comes first is not said.")
            text = f"{text} {more.format(trigger=self._named(others))}"
        return text

    def _moved_otherwise(
        self, probe: Probe, ways: tuple[Trigger, ...], target: str
    ) -> tuple[Verdict, str]:
        """Judge a move by ways whose rules are not met, if there are any."""
        unruled = tuple(trigger for trigger in ways if trigger.rule is None)
        if unruled:
            text = _(
                "It went to “{stage}”; {trigger} has no rule, so nobody can say whether rightly."
            )
            return "unsure", text.format(stage=target, trigger=self._named(unruled))
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

    def _expected(self, stage_id: str, fired: tuple[Trigger, ...]) -> str:
        if not fired:
            return _("It should stay in “{stage}”.").format(stage=self._stage(stage_id))
        targets = dict.fromkeys(self._stage(trigger.to_stage) for trigger in fired)
        names = [quoted(name) for name in targets]
        if len(names) == 1:
            return _("It should go to {stage}.").format(stage=names[0])
        text = _("It should go to one of {stages}: several rules are met.")
        return text.format(stages=listed(names))

    def _named(self, triggers: tuple[Trigger, ...]) -> str:
        return listed([quoted(trigger_name(self._funnel, trigger)) for trigger in triggers])

    def _stage(self, stage_id: str) -> str:
        stage: Stage | None = self._stages.get(stage_id)
        return stage_name(stage) if stage else "?"


def judge(funnel: Funnel, stage_id: str, probe: Probe, moved_to: str | None) -> Judgement:
    """Judge one move, as a `Judge` of the funnel does."""
    return Judge(funnel).judge(stage_id, probe, moved_to)

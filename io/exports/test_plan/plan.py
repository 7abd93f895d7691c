"""The tests of all triggers of a funnel: numbered leads, where each stands, where it must go."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.meeting import Atom
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.rule_tests import Case, Probe, Untestable, cases, firing
from funnelcraft.funnel.rule_tests.values import SOMETHING
from funnelcraft.funnel.rule_words import known_texts, phrase, plain_name, value_words
from funnelcraft.funnel.rules import Scalar
from funnelcraft.funnel.text import _, days, listed, number
from funnelcraft.io.exports.year import Remembered


@dataclass(frozen=True)
class Test:
    """A lead to be made in a sandbox: `expected` holds the triggers that must fire, mostly one.

    `number` counts from 1 on over the whole plan.
    """

    __test__ = False  # no test of pytest's

    number: int
    trigger: Trigger
    case: Case
    expected: tuple[Trigger, ...]


@dataclass(frozen=True)
class Untested:
    """What the plan cannot test, and why, in one plain sentence."""

    trigger: Trigger
    why: str


@dataclass(frozen=True)
class Plan:
    """All tests, and what is not tested. `fields` and `events` are those that leads need."""

    tests: tuple[Test, ...]
    untested: tuple[Untested, ...]
    fields: tuple[str, ...]
    events: tuple[str, ...]

    def of(self, trigger: Trigger) -> tuple[Test, ...]:
        """Return the tests of a trigger."""
        return self._by_trigger.get(id(trigger), ())

    @cached_property
    def _by_trigger(self) -> dict[int, tuple[Test, ...]]:
        found: defaultdict[int, list[Test]] = defaultdict(list)
        for test in self.tests:
            found[id(test.trigger)].append(test)
        return {key: tuple(tests) for key, tests in found.items()}


def _plan(funnel: Funnel) -> Plan:
    tests: list[Test] = []
    untested: list[Untested] = []
    known = known_texts(funnel)
    for trigger in funnel.triggers:
        found = _of(trigger, known, untested)
        tests += [
            Test(len(tests) + at, trigger, case, firing(funnel, trigger.from_stage, case.probe))
            for at, case in enumerate(found, 1)
        ]
    fields = dict.fromkeys(name for test in tests for name in test.case.probe.fields)
    events = dict.fromkeys(name for test in tests for name in test.case.probe.events)
    return Plan(tuple(tests), tuple(untested), tuple(sorted(fields)), tuple(sorted(events)))


_planned = Remembered(_plan)


def plan(funnel: Funnel) -> Plan:
    """Return the tests of every trigger, in the document's order."""
    return _planned(funnel)


def _of(
    trigger: Trigger, known: Mapping[str, tuple[str, ...]], untested: list[Untested]
) -> tuple[Case, ...]:
    if trigger.kind == "sla_breach":
        text = _("The clock of its stage moves the lead: leave one there until the SLA is over.")
        untested.append(Untested(trigger, text))
        return ()
    if trigger.rule is None:
        untested.append(Untested(trigger, _("It has no rule, so nothing can be tested.")))
        return ()
    try:
        found, idle = cases(trigger.rule, known)
    except Untestable:
        text = _("Its rule can be met in too many ways for a list of tests: divide it.")
        untested.append(Untested(trigger, text))
        return ()
    untested += [Untested(trigger, _idle(atom)) for atom in idle]
    return found


def _idle(atom: Atom) -> str:
    text = _("No lead shows a difference by “{condition}”: the rule means the same without it.")
    return text.format(condition=phrase(atom))


# Words


def lead_words(probe: Probe) -> str:
    """Say what a lead has, in a line each: `lead score: 65`, `visit: 30 and 31 days ago`."""
    lines = [f"{plain_name(name)}: {_said(value)}" for name, value in probe.fields.items()]
    lines += [f"{plain_name(name)}: {_ago(ages)}" for name, ages in probe.events.items()]
    return "\n".join(lines) or _("nothing filled in, nothing happened")


def _said(value: Scalar) -> str:
    return _("any value") if value == SOMETHING else value_words(value)


def _ago(ages: tuple[float, ...]) -> str:
    said = []
    for age in dict.fromkeys(ages):
        often = ages.count(age)
        text = _("{days} ago") if often == 1 else _("{n} × {days} ago")
        said.append(text.format(days=days(age), n=number(often)))
    return listed(said)


def about_words(case: Case) -> str:
    """Say what a case is at the edge of: `just meets: lead score is at least 65`."""
    text = _("just meets: {condition}") if case.meets else _("just misses: {condition}")
    return text.format(condition=phrase(case.about))


def expected_words(funnel: Funnel, test: Test) -> str:
    """Say where the lead must go, in the short names of stages."""
    stages = stages_by_id(funnel)
    if not test.expected:
        stage = stages.get(test.trigger.from_stage)
        return _("stays in {stage}").format(stage=short_stage_name(stage) if stage else "?")
    said = []
    for trigger in test.expected:
        target = stages.get(trigger.to_stage)
        said.append(short_stage_name(target) if target else "?")
    goes = _("goes to {stage}").format(stage=said[0])
    if len(said) == 1:
        return goes
    text = _("{goes}, or to {others}: several triggers fire")
    return text.format(goes=_("goes to {stage}").format(stage=said[0]), others=listed(said[1:]))


def field_cells(test: Test, whole: Plan) -> Iterator[str]:
    """Yield a cell for each field and event of the plan, as a table of leads holds them."""
    probe = test.case.probe
    for name in whole.fields:
        yield _cell(probe.fields[name]) if name in probe.fields else ""
    for name in whole.events:
        yield "; ".join(f"{age:g}" for age in probe.events.get(name, ()))


def _cell(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.12g}"

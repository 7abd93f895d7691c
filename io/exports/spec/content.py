"""What a specification says, as values: every format writes the same.

Texts are words of people already; nothing is marked up. Figures are those of the exact expectation
over a year, where the funnel can be forecast.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from funnelcraft.funnel.checks import review
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import stages_by_id, stages_in_order, triggers_from
from funnelcraft.funnel.model import Funnel, Role, Stage, Trigger
from funnelcraft.funnel.names import arrow, department_name, role_name, stage_name, trigger_name
from funnelcraft.funnel.text import _, count, days, listed, marked, number, rate
from funnelcraft.funnel.velocity import mean_days
from funnelcraft.io.exports.filters import Filters, filters
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.phrases import (
    automation_words,
    capacity_words,
    sla_words,
    stage_kind,
    trigger_kind,
    trigger_rule,
)
from funnelcraft.io.exports.test_plan.plan import (
    Plan,
    about_words,
    expected_words,
    lead_words,
    plan,
)
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.exports.year import first_year
from funnelcraft.io.project_file import sha256
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.problems import CannotSimulate

VERSION_LENGTH = 8  # of the digest that stands for a version


@dataclass(frozen=True)
class Metric:
    """A figure to watch of a stage or trigger: its name, and its value in words or ''."""

    name: str
    value: str


@dataclass(frozen=True)
class StageSpec:
    """One stage. `ways_out` names its triggers by their numbers."""

    id: str
    number: int
    term: str
    abbreviation: str
    kind: str
    definition: str
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    owner: str
    department: str
    sla: str
    capacity: str
    agreed: str
    metrics: tuple[Metric, ...]
    ways_out: tuple[int, ...]


@dataclass(frozen=True)
class TestSpec:
    """A test of a trigger: what it is at the edge of, what the lead has, where it must go."""

    __test__ = False  # no test of pytest's

    number: int
    about: str
    lead: str
    expected: str


@dataclass(frozen=True)
class TriggerSpec:
    """One trigger; `filters` is None where it has no rule."""

    id: str
    number: int
    way: str
    name: str
    kind: str
    description: str
    sentence: str
    filters: Filters | None
    automation: str
    system: str
    metrics: tuple[Metric, ...]
    tests: tuple[TestSpec, ...]


@dataclass(frozen=True)
class Duty:
    """What a role answers for: its stages, with their SLAs, and the triggers it decides by hand."""

    role: str
    department: str
    stages: tuple[str, ...]
    decides: tuple[str, ...]


@dataclass(frozen=True)
class Spec:
    """The whole specification. `version` is the same for the same document, and no other.

    `open_points` are what the checks find; `figures` says where the figures come from, or why there
    are none.
    """

    title: str
    file: str
    day: date
    version: str
    notes: str
    agreement: str
    figures: str
    stages: tuple[StageSpec, ...]
    triggers: tuple[TriggerSpec, ...]
    duties: tuple[Duty, ...]
    open_points: tuple[str, ...]
    accepted: tuple[str, ...]


def spec(funnel: Funnel, context: Context) -> Spec:
    """Return the specification of a funnel."""
    context.step(0.05, marked("Figures"))
    figures, why = _expectation(funnel)
    context.step(0.2, marked("Tests"))
    tests = plan(funnel)
    found = review(funnel)
    return Spec(
        document_title(funnel, context),
        context.file_name,
        context.day,
        version(funnel),
        funnel.notes,
        _agreement(funnel),
        why,
        tuple(
            _stage(funnel, stage, at, figures)
            for at, stage in enumerate(stages_in_order(funnel), 1)
        ),
        tuple(
            _trigger(funnel, trigger, at, figures, tests)
            for at, trigger in enumerate(funnel.triggers, 1)
        ),
        tuple(_duties(funnel)),
        tuple(_said(one) for one in found.open),
        tuple(one.message for one in found.accepted),
    )


def version(funnel: Funnel) -> str:
    """Return what a document's version is called: the beginning of the digest of what it says.

    Keys at their defaults say nothing: a program that knows more keys gives the same document the
    same version, so that what was agreed on stays agreed on.
    """
    said = funnel.model_dump(mode="json", exclude_defaults=True)
    return sha256(json.dumps(said, sort_keys=True).encode())[:VERSION_LENGTH]


def _expectation(funnel: Funnel) -> tuple[Expectation | None, str]:
    try:
        found = first_year(funnel)
    except CannotSimulate as refusal:
        text = _("No volumes are given, since the funnel cannot be forecast yet: {why}")
        return None, text.format(why=refusal.findings[0].message)
    if found.exact:
        return found, _("Volumes are exact means of the first year of the forecast.")
    text = _("Volumes are means of the first year of the forecast, approximated where leads queue.")
    return found, text


def _said(finding: Finding) -> str:
    levels = {"error": _("Error"), "warning": _("Warning"), "hint": _("Hint")}
    return f"{levels[finding.level]}: {finding.message}"


def _agreement(funnel: Funnel) -> str:
    """Say how many stages marketing and sales both agree to."""
    wanted = [stage for stage in funnel.stages]
    both = [s for s in wanted if {"marketing", "sales"} <= {one.casefold() for one in s.agreed_by}]
    if wanted and len(both) == len(wanted):
        return _("Marketing and sales agree to every stage.")
    missing = [stage_name(stage) for stage in wanted if stage not in both]
    text = _("Marketing and sales agree to {n} of {all} stages. Still to be agreed: {stages}.")
    return text.format(n=number(len(both)), all=number(len(wanted)), stages=listed(missing))


# Stages


def _stage(funnel: Funnel, stage: Stage, at: int, figures: Expectation | None) -> StageSpec:
    role = _role(funnel, stage)
    numbers = {trigger.id: n for n, trigger in enumerate(funnel.triggers, 1)}
    return StageSpec(
        stage.id,
        at,
        stage_name(stage),
        stage.abbreviation,
        stage_kind(stage),
        stage.definition,
        stage.entry_criteria,
        stage.exit_criteria,
        role_name(role) if role else "",
        department_name(role.department) if role else "",
        sla_words(stage),
        capacity_words(stage),
        listed([department_name(one) for one in stage.agreed_by]),
        _stage_metrics(stage, figures),
        tuple(numbers[trigger.id] for trigger in triggers_from(funnel, stage.id)),
    )


def _role(funnel: Funnel, stage: Stage) -> Role | None:
    return next((role for role in funnel.roles if role.id == stage.owner), None)


def _stage_metrics(stage: Stage, figures: Expectation | None) -> tuple[Metric, ...]:
    volume = balance = ""
    if figures is not None and stage.id in figures.stage_ids:
        at = figures.stage_ids.index(stage.id)
        volume = count(float(figures.entries[at].sum()))
        balance = count(float(figures.balance[at, -1]))
    metrics = [Metric(_("Leads that enter in a year"), volume)]
    if stage.kind not in ("won", "lost"):
        metrics.append(Metric(_("Leads there after a year"), balance))
    return tuple(metrics)


# Triggers


def _trigger(
    funnel: Funnel, trigger: Trigger, at: int, figures: Expectation | None, tests: Plan
) -> TriggerSpec:
    stages = stages_by_id(funnel)
    return TriggerSpec(
        trigger.id,
        at,
        arrow(stages, trigger),
        trigger_name(funnel, trigger),
        trigger_kind(trigger),
        trigger.description,
        trigger_rule(trigger),
        filters(trigger.rule) if trigger.rule is not None else None,
        automation_words(trigger),
        trigger.system,
        _trigger_metrics(trigger, figures),
        tuple(
            TestSpec(
                test.number,
                about_words(test.case),
                lead_words(test.case.probe),
                expected_words(funnel, test),
            )
            for test in tests.of(trigger)
        ),
    )


def _trigger_metrics(trigger: Trigger, figures: Expectation | None) -> tuple[Metric, ...]:
    share = rate(trigger.conversion.rate) if trigger.conversion is not None else ""
    mean = mean_days(trigger.velocity) if trigger.velocity is not None else None
    moved = ""
    if figures is not None and trigger.id in figures.trigger_ids:
        at = figures.trigger_ids.index(trigger.id)
        moved = count(float(figures.moves[at].sum()))
    return (
        Metric(_("Share of leads that go this way"), share),
        Metric(_("Mean time"), days(mean) if mean is not None else ""),
        Metric(_("Leads in a year"), moved),
    )


# Who does what


def _duties(funnel: Funnel) -> Iterable[Duty]:
    for role in funnel.roles:
        owned = [stage for stage in stages_in_order(funnel) if stage.owner == role.id]
        ids = {stage.id for stage in owned}
        decided = [
            trigger_name(funnel, trigger)
            for trigger in funnel.triggers
            if trigger.from_stage in ids and trigger.automation == "manual"
        ]
        stages = [_with_promise(stage) for stage in owned]
        yield Duty(role_name(role), department_name(role.department), tuple(stages), tuple(decided))
    orphans = [stage_name(stage) for stage in funnel.stages if _role(funnel, stage) is None]
    if orphans:
        yield Duty(_("Nobody yet"), "", tuple(orphans), ())


def _with_promise(stage: Stage) -> str:
    promise = sla_words(stage)
    return f"{stage_name(stage)} ({promise})" if promise else stage_name(stage)

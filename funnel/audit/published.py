"""Published figures that could stand in for rates nobody entered: offered, never taken silently.

A figure is offered for a trigger only where it leads from a stage of the one published name to a
stage of the other, of all leads and not of one channel, and where the stage's rates still sum to
at most 100% with it. Which share of *our* leads moves is not known from it: it has no counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funnelcraft.funnel.audit.industry import IndustryFigure, scope_words, source_line
from funnelcraft.funnel.checks.reference import reference_names
from funnelcraft.funnel.edits.changes import change_triggers
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Conversion, Funnel, Stage, Trigger
from funnelcraft.funnel.rates import default_of_gate, leaving_rates
from funnelcraft.funnel.text import _, percent

GRADES = ("good", "fair", "second hand", "looks low")


@dataclass(frozen=True)
class Proposal:
    """A published figure for a trigger without a rate."""

    trigger: str
    figure: IndustryFigure


def proposals(funnel: Funnel, figures: Iterable[IndustryFigure]) -> tuple[Proposal, ...]:
    """Return all figures that could stand in, trigger by trigger, the better founded first."""
    known = sorted(figures, key=lambda one: _rank(one.grade))
    return tuple(
        Proposal(trigger.id, figure)
        for trigger in _without_rate(funnel)
        for figure in known
        if _fits(funnel, trigger, figure)
    )


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _without_rate(funnel: Funnel) -> list[Trigger]:
    gates = [stage.id for stage in funnel.stages if stage.kind == "gate"]
    defaults = set()
    for gate in gates:
        default = default_of_gate([one for one in funnel.triggers if one.from_stage == gate])
        if default is not None:
            defaults.add(default.id)
    return [
        one
        for one in funnel.triggers
        if one.conversion is None and one.kind == "progress" and one.id not in defaults
    ]


def _fits(funnel: Funnel, trigger: Trigger, figure: IndustryFigure) -> bool:
    stages = stages_by_id(funnel)
    start, end = stages.get(trigger.from_stage), stages.get(trigger.to_stage)
    if start is None or end is None or ":" in figure.scope:
        return False
    if not _is_called(start, figure.from_stage) or not _is_called(end, figure.to_stage):
        return False
    beside = [one for one in funnel.triggers if one.from_stage == start.id]
    segments = [segment.id for segment in funnel.segments] or ["all"]
    taken = max(sum(leaving_rates(beside, segment)) for segment in segments)
    return taken + figure.share <= 1.0 + 1e-9


def _is_called(stage: Stage, name: str) -> bool:
    own = {stage.term.strip().casefold(), stage.abbreviation.strip().casefold()}
    return bool(own & reference_names(name))


def with_published(funnel: Funnel, taken: Sequence[Proposal]) -> Funnel:
    """Take figures as rates, and name their source in each trigger's description.

    A trigger that got a rate meanwhile, or is gone, stays as it is.
    """
    figures = {one.trigger: one.figure for one in taken}

    def change(trigger: Trigger) -> Trigger:
        if trigger.conversion is not None:
            return trigger
        figure = figures[trigger.id]
        parts = [trigger.description.strip(), note(figure)]
        return trigger.replaced(
            conversion=Conversion(rate=figure.share), description="\n".join(filter(None, parts))
        )

    return change_triggers(funnel, list(figures), change)


def note(figure: IndustryFigure) -> str:
    """Say in a trigger's description where its rate comes from."""
    text = _("The rate of {share} is a published figure, not ours: {scope}. {source}")
    return text.format(
        share=percent(figure.share, 2), scope=scope_words(figure), source=source_line(figure)
    )

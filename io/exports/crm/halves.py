"""Where leads become deals: CRMs keep them apart, a funnel does not."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from funnelcraft.funnel.graph import main_path, reached, stages_by_id, stages_in_order, successors
from funnelcraft.funnel.model import ENDS, Funnel, Stage, Trigger
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, quoted
from funnelcraft.io.problems import FileProblem

# How the first stage of deals is called, in the terms people use.
_DEAL = re.compile(
    r"\b(opportunit(y|ies)|opp|deal|proposal|quote|quotation|negotiation|demo)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Halves:
    """The stages of leads and those of deals, top-down; `first` is the first of the deals.

    `guessed` says that nobody chose it. `won` and `lost` are the ends.
    """

    leads: tuple[Stage, ...]
    deals: tuple[Stage, ...]
    won: tuple[Stage, ...]
    lost: tuple[Stage, ...]
    first: Stage | None
    guessed: bool

    def is_deal(self, stage_id: str) -> bool:
        """Say whether a stage holds deals, or is the end of one."""
        return any(stage.id == stage_id for stage in (*self.deals, *self.won, *self.lost))


@dataclass(frozen=True)
class Move:
    """Where a trigger takes a lead, and whether that lead is a deal before and after."""

    trigger: Trigger
    target: Stage
    from_deal: bool
    to_deal: bool


def actions(funnel: Funnel, cut: Halves, worded: Callable[[Move], str]) -> Callable[[Trigger], str]:
    """Return what says of a trigger what is to be done, by what says it of a move."""
    known = stages_by_id(funnel)

    def action(trigger: Trigger) -> str:
        if trigger.from_stage not in known or trigger.to_stage not in known:
            return _("Nothing: one of its stages does not exist.")
        leaving, entering = cut.is_deal(trigger.from_stage), cut.is_deal(trigger.to_stage)
        return worded(Move(trigger, known[trigger.to_stage], leaving, entering))

    return action


def halves(funnel: Funnel, chosen: str, document: str) -> Halves:
    """Return the funnel in two halves, cut before a stage by its term, abbreviation or id.

    Without a choice the first stage on the main path that is called an opportunity, deal, proposal,
    quote, negotiation or demo; else the last before the win. Raises FileProblem, about the named
    document, for a stage that does not exist or is an end.
    """
    order = stages_in_order(funnel)
    working = [stage for stage in order if stage.kind not in ENDS]
    first = _chosen(working, chosen, document) if chosen.strip() else _guessed(funnel)
    held = _from(funnel, first)
    return Halves(
        tuple(stage for stage in working if stage.id not in held),
        tuple(stage for stage in working if stage.id in held),
        tuple(stage for stage in order if stage.kind == "won"),
        tuple(stage for stage in order if stage.kind == "lost"),
        first,
        not chosen.strip(),
    )


def _chosen(working: list[Stage], chosen: str, document: str) -> Stage:
    wanted = chosen.strip().casefold()
    for stage in working:
        if wanted in (
            stage.term.strip().casefold(),
            stage.abbreviation.strip().casefold(),
            stage.id,
        ):
            return stage
    known = ", ".join(quoted(stage_name(stage)) for stage in working)
    raise FileProblem(
        document,
        _("deals cannot begin at “{stage}”; stages that hold leads are {known}.").format(
            stage=chosen.strip(), known=known or "–"
        ),
    )


def _guessed(funnel: Funnel) -> Stage | None:
    known = stages_by_id(funnel)
    path = [known[one] for one in main_path(funnel) if known[one].kind not in ENDS]
    for stage in path:
        if _DEAL.search(stage.term) or _DEAL.search(stage.abbreviation):
            return stage
    return path[-1] if path else None


def _from(funnel: Funnel, first: Stage | None) -> set[str]:
    """Return the stages that progress leads to from the first one, itself included."""
    if first is None:
        return set()
    path = main_path(funnel)
    above = set(path[: path.index(first.id)]) if first.id in path else set()
    ahead = successors(funnel, lambda t: t.kind == "progress" and t.to_stage not in above)
    return reached(ahead, [first.id])

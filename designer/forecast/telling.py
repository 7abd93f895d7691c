"""What is told of runs: the headline while they come, and all totals when they are done.

Asked in the forecaster's thread; what computes is imported late.
"""

from typing import TYPE_CHECKING

from funnelcraft.designer.forecast.events import Headline, Job, Line, Totals
from funnelcraft.funnel.model import Funnel

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast import Runs


def headline(runs: "Runs", funnel: Funnel, *, finished: bool = True) -> Headline:
    """Return the whole horizon in figures and in words; of all runs, also which stage holds up."""
    from funnelcraft.simulation.forecast import bottleneck, revenue, sentence, wins
    from funnelcraft.simulation.forecast.bottleneck import bottleneck_sentence

    has_wins = bool(runs.plan.node_won.any())
    worth = has_wins and funnel.deal_value is not None
    said = [sentence(runs, funnel)]
    if finished and runs.plan.has_queues:
        said.append(bottleneck_sentence(bottleneck(runs, funnel), funnel))
    return Headline(
        deals=runs.total(wins()) if has_wins else None,
        revenue=runs.total(revenue()) if worth else None,
        sentence=" ".join(filter(None, said)),
    )


def totals(job: Job, runs: "Runs") -> Totals:
    """Return every stage's volume, deals and revenue over the horizon, and what is left out."""
    from funnelcraft.funnel.graph import stages_in_order
    from funnelcraft.funnel.names import short_stage_name, stage_name
    from funnelcraft.funnel.text import _
    from funnelcraft.simulation.forecast import entries, revenue, wins
    from funnelcraft.simulation.forecast import queue as queued
    from funnelcraft.simulation.forecast.promises import queued_stages
    from funnelcraft.simulation.left_out import not_simulated

    lines = [
        Line(stage_name(stage), short_stage_name(stage), runs.total(entries(stage.id)))
        for stage in stages_in_order(job.funnel)
    ]
    if sum(stage.kind == "won" for stage in job.funnel.stages) > 1:
        lines.append(Line(_("All deals"), _("All deals"), runs.total(wins())))
    if job.funnel.deal_value is not None:
        lines.append(Line(_("Revenue"), _("Revenue"), runs.total(revenue()), is_money=True))
    queues = {
        stage_id: float(runs.bands(queued(stage_id), "day").mean.mean())
        for stage_id in queued_stages(runs)
    }
    return Totals(job.number, tuple(lines), not_simulated(job.funnel), queues)

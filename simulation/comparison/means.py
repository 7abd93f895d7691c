"""The means of two designs, before any run is played."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.simulation.expectation import Expectation
from funnelcraft.simulation.forecast.figures import Figure


def expected_total(
    found: Expectation, funnel: Funnel, figure: Figure, merged: tuple[str, ...] | None = None
) -> float:
    """Return the mean of a figure over the whole horizon; of a level, at its end.

    `merged` are the stages in the place of the figure's own, added up.

    For deals, revenue, and the entries and balance of stages. Raises KeyError for a stage that is
    not there.
    """
    if figure.kind == "revenue":
        return float(found.revenue.sum())
    places = {stage: at for at, stage in enumerate(found.stage_ids)}
    if figure.kind == "wins":
        won = [places[stage.id] for stage in funnel.stages if stage.kind == "won"]
        return float(found.entries[won].sum())
    at = [places[stage] for stage in ((figure.id,) if merged is None else merged)]
    of = found.balance[at, -1] if figure.kind == "balance" else found.entries[at]
    return float(of.sum())

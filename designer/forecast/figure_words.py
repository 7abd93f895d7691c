"""How the figures of the outlook are called and written."""

from collections.abc import Callable
from functools import partial

from funnelcraft.designer.forecast.events import Question
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, count, money, within_sentence
from funnelcraft.simulation.forecast.figures import Figure


def periods() -> tuple[tuple[str, str], ...]:
    """Return the periods a chart can gather days into."""
    return (
        ("day", _("Day")),
        ("week", _("Week")),
        ("month", _("Month")),
        ("quarter", _("Quarter")),
    )


def title(funnel: Funnel, question: Question) -> str:
    """Say what a chart shows: the figure, and how days are gathered."""
    figure = question.figure
    names = {stage.id: stage_name(stage) for stage in funnel.stages}
    name = names.get(figure.id, "")
    texts = {
        "wins": _("Deals won"),
        "revenue": _("Revenue, {currency}").format(currency=funnel.currency),
        "pipeline": _("Pipeline value, {currency}").format(currency=funnel.currency),
        "entries": _("{stage}: leads that enter").format(stage=name),
        "balance": _("{stage}: leads there").format(stage=name),
    }
    if figure.is_level:
        how = _("at the end of each {period}")
    else:
        how = _("running total") if question.cumulative else _("per {period}")
    period = within_sentence(dict(periods())[question.period])
    return f"{texts[figure.kind]}, {how.format(period=period)}"


def writer(funnel: Funnel, figure: Figure) -> Callable[[float], str]:
    """Return what writes a figure: money in the document's currency, or a count."""
    if figure.kind in ("revenue", "pipeline"):
        return money_writer(funnel.currency)
    return count


def money_writer(currency: str) -> Callable[[float], str]:
    """Return what writes amounts of a currency."""
    return partial(_money, currency)


def _money(currency: str, value: float) -> str:
    return money(value, currency)

"""What a forecast hangs on, said in sentences made from the figures."""

import math
from collections.abc import Sequence

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import arrow, stage_name
from funnelcraft.funnel.text import _, count, money, ngettext, number, percent
from funnelcraft.simulation.forecast.figures import Figure
from funnelcraft.simulation.sensitivity.learning import Lesson
from funnelcraft.simulation.sensitivity.naming import figure_value, parameter_name
from funnelcraft.simulation.sensitivity.parameters import ASSUMED_OFF, Parameter
from funnelcraft.simulation.sensitivity.tornado import Bar, Tornado
from funnelcraft.simulation.sensitivity.two_way import TwoWay

LEAST_SHARE = 0.005  # of the ignorance: what is below is not worth a line


def figure_noun(funnel: Funnel, figure: Figure) -> str:
    """Return what people call an outcome, as it stands within a sentence."""
    match figure.kind:
        case "wins":
            return _("deals")
        case "revenue":
            return _("revenue")
        case "moves":
            trigger = next(one for one in funnel.triggers if one.id == figure.id)
            return _("moves {way}").format(way=arrow(stages_by_id(funnel), trigger))
        case _:
            stage = stages_by_id(funnel)[figure.id]
            return _("leads into “{stage}”").format(stage=stage_name(stage))


def outcome_text(funnel: Funnel, figure: Figure, value: float) -> str:
    """Write an outcome: an amount of money, or a count."""
    return money(value, funnel.currency) if figure.kind == "revenue" else count(value)


def gain_text(funnel: Funnel, figure: Figure, value: float) -> str:
    """Write how much an outcome gains or loses, in two figures where it is small."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    size = abs(value)
    if figure.kind == "revenue":
        return sign + money(size, funnel.currency)
    decimals = (
        0 if size >= 10 or size == 0 else 1 if size >= 1 else 1 - math.floor(math.log10(size))
    )
    return sign + number(size, min(decimals, 6))


def value_text(funnel: Funnel, one: Parameter, value: float) -> str:
    """Write a value of a figure that is changed."""
    return figure_value(one.kind, value, funnel.currency)


def matters_sentence(funnel: Funnel, found: Tornado) -> str:
    """Say which figure matters most, between which values, and what that does."""
    noun = figure_noun(funnel, found.figure)
    if not found.bars:
        text = _("No figure that may be off moves the {outcome} within these days.")
        return text.format(outcome=noun)
    bar = found.bars[0]
    text = _("“{figure}” matters most: between {low} and {high}, {outcome} go from {a} to {b}.")
    if found.figure.kind == "revenue":
        text = _(
            "“{figure}” matters most: between {low} and {high}, {outcome} goes from {a} to {b}."
        )
    return text.format(**_parts(funnel, found, bar), outcome=noun)


def bar_sentence(funnel: Funnel, found: Tornado, bar: Bar) -> str:
    """Say what the bounds of a figure do."""
    text = _("{figure}: {outcome} {a} at {low}, {b} at {high}")
    said = text.format(**_parts(funnel, found, bar), outcome=figure_noun(funnel, found.figure))
    return f"{said} ({bounds_word(bar.parameter)})"


def bounds_word(one: Parameter) -> str:
    """Say in two words where the bounds of a figure come from."""
    if one.measured:
        return _("80% interval, measured")
    return _("assumed ±{off}").format(off=percent(ASSUMED_OFF))


def _parts(funnel: Funnel, found: Tornado, bar: Bar) -> dict[str, str]:
    one = bar.parameter
    return {
        "figure": parameter_name(funnel, one),
        "low": value_text(funnel, one, one.low),
        "high": value_text(funnel, one, one.high),
        "a": outcome_text(funnel, found.figure, bar.at_low),
        "b": outcome_text(funnel, found.figure, bar.at_high),
    }


def bounds_sentence(bars: Sequence[Bar]) -> str:
    """Say how the bounds of the figures were chosen."""
    assumed = sum(not bar.parameter.measured for bar in bars)
    off = percent(ASSUMED_OFF)
    measured = _(
        "Bounds are 80% intervals from the counts that a figure was measured with, all other "
        "figures as designed."
    )
    if not bars or not assumed:
        return measured
    if assumed == len(bars):
        text = _(
            "No figure has counts behind it: each is taken to be off by {off} to either side. "
            "So the order says how strongly a figure works, not how well it is known."
        )
        return text.format(off=off)
    text = ngettext(
        "{n} figure has no counts behind it (hatched): it is taken to be off by {off} to either "
        "side.",
        "{n} figures have no counts behind them (hatched): they are taken to be off by {off} to "
        "either side.",
        assumed,
    )
    return f"{measured} {text.format(n=number(assumed), off=off)}"


def learning_sentence(funnel: Funnel, figure: Figure, found: Sequence[Lesson]) -> str:
    """Say what to measure first, and how much ignorance that would take away."""
    worth_it = [one for one in found if one.share >= LEAST_SHARE]
    if not worth_it:
        text = _("Nothing that could be measured would make the {outcome} surer.")
        return text.format(outcome=figure_noun(funnel, figure))
    first = worth_it[0]
    text = _(
        "Measure “{figure}” first: to know it exactly would take away {share} of what is unknown "
        "of the {outcome}."
    )
    return text.format(
        figure=parameter_name(funnel, first.parameter),
        share=percent(first.share),
        outcome=figure_noun(funnel, figure),
    )


def lesson_sentence(funnel: Funnel, figure: Figure, one: Lesson) -> str:
    """Say which standard deviation of the outcome a figure brings, and its share of the unknown."""
    text = _("brings ± {spread} · {share} of the unknown · {bounds}")
    return text.format(
        spread=outcome_text(funnel, figure, one.spread),
        share=percent(one.share),
        bounds=bounds_word(one.parameter),
    )


def two_way_sentence(funnel: Funnel, found: TwoWay, target: float | None = None) -> str:
    """Say what the two figures do together, and how many pairs meet a target."""
    every = [value for row in found.values for value in row]
    text = _("Together they move {outcome} from {low} to {high}; as designed {base}.")
    said = text.format(
        outcome=figure_noun(funnel, found.figure),
        low=outcome_text(funnel, found.figure, min(every)),
        high=outcome_text(funnel, found.figure, max(every)),
        base=outcome_text(funnel, found.figure, found.base),
    )
    if target is None:
        return said
    met = sum(value >= target for value in every)
    more = _("{n} of {all} pairs reach {target}.")
    if not met:
        more = _("No pair reaches {target}.")
    elif met == len(every):
        more = _("Every pair reaches {target}.")
    shown = outcome_text(funnel, found.figure, target)
    return f"{said} {more.format(n=number(met), all=number(len(every)), target=shown)}"


def pair_sentence(funnel: Funnel, found: TwoWay, column: int, row: int) -> str:
    """Say the outcome at a pair of values."""
    text = _("{across} at {x}, {up} at {y}: {outcome} {value}")
    return text.format(
        across=parameter_name(funnel, found.across),
        x=value_text(funnel, found.across, found.xs[column]),
        up=parameter_name(funnel, found.up),
        y=value_text(funnel, found.up, found.ys[row]),
        outcome=figure_noun(funnel, found.figure),
        value=outcome_text(funnel, found.figure, found.values[row][column]),
    )

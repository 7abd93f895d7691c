"""How sure a forecast is, in words: what its range comes from, and how many runs say how much.

Two kinds of spread must not be confused. The range of a figure is what may happen: more runs do not
narrow it. The standard error is how well the runs know that range: it falls with their square root.
"""

import math

from funnelcraft.funnel.model import Conversion, Funnel
from funnelcraft.funnel.text import _, listed, ngettext, number, percent
from funnelcraft.simulation.forecast.shares import VarianceShares
from funnelcraft.simulation.forecast.totals import Total

# A share of the variance below which it is not worth a sentence of its own.
SLIGHT = 0.02


def runs_for_error(total: Total, error: float) -> int | None:
    """Return how many runs bring the standard error of the mean down to `error`.

    That is (sd / error)², two at least: a single run tells no error. None where the spread is not
    known, or no number of runs reaches such an error.
    """
    if not error > 0 or math.isnan(total.sd):
        return None
    return max(math.ceil((total.sd / error) ** 2 * (1 - 1e-12)), 2)


def runs_for_limits(total: Total, runs: int, within: float) -> int | None:
    """Return how many runs know both limits of the 80% range to a standard error of `within`.

    The errors of quantiles fall with the square root of the runs, too; those of the runs there are
    say where from. None as above.
    """
    worst = max(total.mcse_p10, total.mcse_p90)
    if not within > 0 or math.isnan(worst):
        return None
    return max(math.ceil(runs * (worst / within) ** 2 * (1 - 1e-12)), 2)


def runs_sentence(needed: int | None, runs: int, most: int) -> str:
    """Say whether the runs there are suffice, or how many do; `most` can be simulated here."""
    if needed is None:
        return _("Say an error above 0.")
    if needed <= runs:
        text = ngettext(
            "The {runs} run done is enough: {needed} would do.",
            "The {runs} runs done are enough: {needed} would do.",
            runs,
        )
        return text.format(runs=number(runs), needed=number(needed))
    if needed <= most:
        text = _("That takes about {needed} runs.")
        return text.format(needed=number(_rounded(needed)))
    text = _("That takes about {needed} runs: more than the {most} this window simulates.")
    return text.format(needed=number(_rounded(needed)), most=number(most))


def _rounded(needed: int) -> int:
    """Round up to two digits: a number of runs worked out from runs is known no better."""
    unit = int(10 ** max(len(str(needed)) - 2, 0))
    return -(-needed // unit) * unit


def error_sentence(total: Total, runs: int, written: tuple[str, str, str, str]) -> str:
    """Say how well the runs know the mean. `written`: mean, its error, low and high of the 80%."""
    if math.isnan(total.mcse):
        return _("A single run says nothing about its own error: simulate more.")
    mean, error, low, high = written
    text = ngettext(
        "{runs} run knows the mean of {mean} to ± {error} (standard error). More runs make the "
        "error smaller, but not the range of {low} to {high}: that is what may happen.",
        "{runs} runs know the mean of {mean} to ± {error} (standard error). More runs make the "
        "error smaller, but not the range of {low} to {high}: that is what may happen.",
        runs,
    )
    return text.format(runs=number(runs), mean=mean, error=error, low=low, high=high)


def shares_sentence(shares: VarianceShares) -> str:
    """Say what the range comes from: the largest part first, with what would narrow it."""
    parts = [
        (shares.luck, _("luck ({share})")),
        (shares.ignorance, _("rates, times and volumes known from few counts ({share})")),
        (shares.drift, _("markets that drift ({share})")),
    ]
    if sum(share for share, _text in parts) <= 0:
        return _("Nothing is uncertain here: every run gives the same.")
    told = sorted((p for p in parts if p[0] >= SLIGHT), key=lambda part: -part[0])
    words = listed([text.format(share=percent(share)) for share, text in told])
    largest = told[0][0]
    if largest == shares.luck:
        advice = _("Luck stays, however well the rates are known.")
    elif largest == shares.ignorance:
        advice = _("More history would narrow the range.")
    else:
        advice = _("Looking again every month narrows the range.")
    said = _("The range comes from {parts}. {advice}").format(parts=words, advice=advice)
    if shares.exact:
        return said
    return f"{said} {_('With queues the split is an approximation.')}"


def switched_off_sentence(luck: bool, ignorance: bool, drift: bool) -> str:
    """Say which kinds of not knowing are not played; empty where all are."""
    off = [
        name
        for on, name in (
            (luck, _("luck")),
            (ignorance, _("rates estimated from counts")),
            (drift, _("drift of markets")),
        )
        if not on
    ]
    if not off:
        return ""
    return _("Not played, so the range is too narrow: {kinds}.").format(kinds=listed(off))


def knows_counts(funnel: Funnel) -> bool:
    """Say whether any rate, time or volume of a funnel is known from a number of observations."""

    def counted(conversion: Conversion | None) -> bool:
        return conversion is not None and bool(conversion.entered)

    for trigger in funnel.triggers:
        overrides = trigger.by_segment.values()
        if counted(trigger.conversion) or any(counted(one.conversion) for one in overrides):
            return True
        times = [trigger.velocity, *(one.velocity for one in overrides)]
        if any(getattr(time, "observations", 0) for time in times):
            return True
    return any(source.volume.months_observed for source in funnel.sources)

"""How past forecasts held: coverage, errors beside naive forecasts, and the honest sentence."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean, median

from funnelcraft.funnel.measured import Backtest, TestedCut
from funnelcraft.funnel.text import _, count, days, ngettext, number, percent, within_sentence

UNLIKELY = 0.05  # a band that holds so rarely that luck explains it less often is too narrow
LEVELS = (50, 80, 95)
NAIVE_WEEKS = (4, 8, 12)


@dataclass(frozen=True)
class Coverage:
    """How often a band of a level in percent held, in how many cuts."""

    level: int
    held: int
    cuts: int


@dataclass(frozen=True)
class Error:
    """How far forecasts were off: `crps` in leads, for a single number the absolute error.

    `median_share` is the median of the absolute errors over the truth, None where nothing came.
    """

    name: str
    crps: float
    median_share: float | None


def band(cut: TestedCut, level: int) -> tuple[float, float]:
    """Return the band of a level in percent: 50, 80 or 95."""
    return {
        50: (cut.p25, cut.p75),
        80: (cut.p10, cut.p90),
        95: (cut.p2_5, cut.p97_5),
    }[level]


def held(cut: TestedCut, level: int) -> bool:
    """Say whether a band held what came."""
    low, high = band(cut, level)
    return low <= cut.truth <= high


def coverage(test: Backtest) -> tuple[Coverage, ...]:
    """Return how often each band held."""
    return tuple(
        Coverage(level, sum(held(cut, level) for cut in test.cuts), len(test.cuts))
        for level in LEVELS
    )


def errors(test: Backtest) -> tuple[Error, ...]:
    """Return the error of the forecast, then of the naive ones that repeat the last weeks.

    The CRPS of a forecast of a single number is its absolute error (Gneiting and Raftery, Journal
    of the American Statistical Association 2007; 102:359), so both are in the same unit.
    """
    if not test.cuts:
        return ()
    naive: tuple[Callable[[TestedCut], float], ...] = (
        lambda cut: cut.naive_4w,
        lambda cut: cut.naive_8w,
        lambda cut: cut.naive_12w,
    )
    lines = [
        Error(
            _("This forecast"),
            fmean(cut.crps for cut in test.cuts),
            _median_share(test, lambda cut: cut.p50),
        )
    ]
    for weeks, guess in zip(NAIVE_WEEKS, naive, strict=True):
        off = fmean(abs(guess(cut) - cut.truth) for cut in test.cuts)
        name = _("As in the last {n} weeks").format(n=weeks)
        lines.append(Error(name, off, _median_share(test, guess)))
    return tuple(lines)


def _median_share(test: Backtest, guess: Callable[[TestedCut], float]) -> float | None:
    off = [abs(guess(cut) - cut.truth) / cut.truth for cut in test.cuts if cut.truth > 0]
    return median(off) if off else None


def honest_sentence(test: Backtest) -> str:
    """Say how often the 80% band held, and whether that is what it promised."""
    cuts = len(test.cuts)
    if not cuts:
        return _("Nothing was tested: the log is too short for a cut with a past and a future.")
    times = sum(held(cut, 80) for cut in test.cuts)
    text = ngettext(
        "In {n} past {span}{apart} the 80% band held {times}.",
        "In {n} past {spans}{apart} the 80% band held {times}.",
        cuts,
    ).format(
        n=number(cuts),
        span=_span(test.days, 1),
        spans=_span(test.days, cuts),
        apart=_apart(test),
        times=ngettext("{n} time", "{n} times", times).format(n=number(times)),
    )
    return f"{text} {_judged(times, cuts)}"


def _apart(test: Backtest) -> str:
    """Say how far apart cuts are whose futures overlap; empty where each has its own."""
    try:
        starts = sorted(date.fromisoformat(cut.cut) for cut in test.cuts)
    except ValueError:
        return ""
    gaps = [(after - before).days for before, after in pairwise(starts)]
    if not gaps or median(gaps) >= test.days:
        return ""
    return _(", each begun {days} after the one before,").format(days=days(median(gaps)))


def _span(length: int, n: int) -> str:
    if 28 <= length <= 31:
        return ngettext("month", "months", n)
    if length == 7:
        return ngettext("week", "weeks", n)
    return ngettext("stretch of {days}", "stretches of {days}", n).format(days=days(length))


def _judged(times: int, cuts: int) -> str:
    """Judge a count by the binomial chance of it, each cut holding with a chance of 80%.

    Cuts that overlap share their luck, so the chance is rather larger than this.
    """
    if _at_most(times, cuts) < UNLIKELY:
        return _("That is too seldom: trust the band less than it says.")
    if _at_least(times, cuts) < UNLIKELY:
        return _("That is more often than promised: the band is wider than it need be.")
    return _("That is what luck allows for a band that keeps its promise.")


def _chance(times: int, cuts: int) -> float:
    return math.comb(cuts, times) * 0.8**times * 0.2 ** (cuts - times)


def _at_most(times: int, cuts: int) -> float:
    return math.fsum(_chance(k, cuts) for k in range(times + 1))


def _at_least(times: int, cuts: int) -> float:
    return math.fsum(_chance(k, cuts) for k in range(times, cuts + 1))


def beside_naive(test: Backtest) -> str:
    """Say whether the forecast was better than repeating the last weeks; empty without cuts."""
    lines = errors(test)
    if not lines:
        return ""
    mine, best = lines[0], min(lines[1:], key=lambda line: line.crps)
    text = _(
        "Its error (CRPS) was {mine}, that of the best naive forecast ({name}) {theirs}: {so}."
    )
    better = best.crps > 0 and mine.crps < best.crps
    if better:
        so = _("{share} smaller").format(share=percent(1 - mine.crps / best.crps))
    elif mine.crps > best.crps:
        so = _("the naive one did better")
    else:
        so = _("no difference")
    return text.format(
        mine=count(mine.crps), name=within_sentence(best.name), theirs=count(best.crps), so=so
    )

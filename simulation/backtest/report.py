"""A backtest in figures and in one honest sentence."""

from datetime import date
from itertools import pairwise
from typing import Any

from funnelcraft.funnel.measured import Backtest, TestedCut
from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.simulation.backtest.scores import INTERVALS, NAIVE_WEEKS, SHARES, pinball

_QUANTILES = dict(zip(SHARES, ("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"), strict=True))
_KEYS = ("cut", "days", "truth", "p10", "p50", "p90", "p2_5", "p97_5")
# Spans that have a name of their own.
_MONTH, _QUARTER = range(28, 32), range(89, 93)


def held(tested: Backtest, share: float) -> int:
    """Return how many truths lie within the central interval of that share, ends included."""
    low, high = (_QUANTILES[end] for end in INTERVALS[share])
    return sum(getattr(cut, low) <= cut.truth <= getattr(cut, high) for cut in tested.cuts)


def sentence(tested: Backtest) -> str:
    """Say how often the 80% band held, and that overlapping spans prove less."""
    count, good = len(tested.cuts), held(tested, 0.8)
    texts = {"n": number(count), "times": _times(good), "days": number(tested.days)}
    if tested.days in _MONTH:
        said = ngettext(
            "In {n} past month the 80 % band held {times}.",
            "In {n} past months the 80 % band held {times}.",
            count,
        )
    elif tested.days in _QUARTER:
        said = ngettext(
            "In {n} past quarter the 80 % band held {times}.",
            "In {n} past quarters the 80 % band held {times}.",
            count,
        )
    else:
        said = ngettext(
            "In {n} past span of {days} days the 80 % band held {times}.",
            "In {n} past spans of {days} days the 80 % band held {times}.",
            count,
        )
    overlap = _(" The spans overlap: they prove less than as many apart would.")
    return said.format(**texts) + (overlap if _overlap(tested) else "")


def _times(count: int) -> str:
    return ngettext("{n} time", "{n} times", count).format(n=number(count))


def _overlap(tested: Backtest) -> bool:
    days = sorted(date.fromisoformat(cut.cut).toordinal() for cut in tested.cuts)
    return any(b - a < tested.days for a, b in pairwise(days))


def figures(tested: Backtest) -> dict[str, Any]:
    """Return the JSON contract of `backtest`: each cut, and a summary of all.

    Shares are 0–1. `mape` leaves out cuts with a truth of 0, null where there are no others; `crps`
    of a naive forecast is its mean absolute error; `pinball` is the mean over the seven quantiles.
    """
    keys = [*_KEYS, *(f"naive_{weeks}w" for weeks in NAIVE_WEEKS)]
    return {
        "cuts": [{key: getattr(cut, key) for key in keys} for cut in tested.cuts],
        "summary": summary(tested),
    }


def summary(tested: Backtest) -> dict[str, Any]:
    """Return how good the forecasts were on the whole, beside naive ones."""
    cuts = tested.cuts
    points = {"median": "p50", **{f"naive_{weeks}w": f"naive_{weeks}w" for weeks in NAIVE_WEEKS}}
    naive = {name: key for name, key in points.items() if name != "median"}
    return {
        "target": tested.target,
        "cuts": len(cuts),
        "days": tested.days,
        "coverage": {f"{share:.0%}": held(tested, share) / len(cuts) for share in INTERVALS},
        "held": {f"{share:.0%}": held(tested, share) for share in INTERVALS},
        "mape": {name: _mape(cuts, key) for name, key in points.items()},
        "crps": {
            "forecast": sum(cut.crps for cut in cuts) / len(cuts),
            **{name: _mean_error(cuts, key) for name, key in naive.items()},
        },
        "pinball": sum(_pinball(cut) for cut in cuts) / len(cuts),
        "sentence": sentence(tested),
    }


def _mean_error(cuts: tuple[TestedCut, ...], key: str) -> float:
    return float(sum(abs(getattr(cut, key) - cut.truth) for cut in cuts) / len(cuts))


def _mape(cuts: tuple[TestedCut, ...], key: str) -> float | None:
    there = [cut for cut in cuts if cut.truth > 0]
    if not there:
        return None
    return float(sum(abs(getattr(cut, key) / cut.truth - 1) for cut in there) / len(there))


def _pinball(cut: TestedCut) -> float:
    return pinball([getattr(cut, name) for name in _QUANTILES.values()], SHARES, cut.truth)

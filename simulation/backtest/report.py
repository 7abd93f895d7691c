"""A backtest in figures and in one honest sentence."""

from typing import Any

from funnelcraft.funnel.audit.backtests import NAIVE_WEEKS, coverage, honest_sentence
from funnelcraft.funnel.measured import Backtest, TestedCut
from funnelcraft.simulation.backtest.scores import SHARES, pinball

_QUANTILES = ("p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5")
_KEYS = ("cut", "days", "truth", "p10", "p50", "p90", "p2_5", "p97_5")


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
    held = {f"{one.level}%": one.held for one in coverage(tested)}
    points = {"median": "p50", **{f"naive_{weeks}w": f"naive_{weeks}w" for weeks in NAIVE_WEEKS}}
    naive = {name: key for name, key in points.items() if name != "median"}
    return {
        "target": tested.target,
        "cuts": len(cuts),
        "days": tested.days,
        "coverage": {level: times / len(cuts) for level, times in held.items()},
        "held": held,
        "mape": {name: _mape(cuts, key) for name, key in points.items()},
        "crps": {
            "forecast": sum(cut.crps for cut in cuts) / len(cuts),
            **{name: _mean_error(cuts, key) for name, key in naive.items()},
        },
        "pinball": sum(_pinball(cut) for cut in cuts) / len(cuts),
        "sentence": honest_sentence(tested),
    }


def _mean_error(cuts: tuple[TestedCut, ...], key: str) -> float:
    return float(sum(abs(getattr(cut, key) - cut.truth) for cut in cuts) / len(cuts))


def _mape(cuts: tuple[TestedCut, ...], key: str) -> float | None:
    there = [cut for cut in cuts if cut.truth > 0]
    if not there:
        return None
    return float(sum(abs(getattr(cut, key) / cut.truth - 1) for cut in there) / len(there))


def _pinball(cut: TestedCut) -> float:
    return pinball([getattr(cut, name) for name in _QUANTILES], SHARES, cut.truth)

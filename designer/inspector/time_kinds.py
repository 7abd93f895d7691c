"""Kinds of time as a user chooses them, their figures, and what a change of one figure makes."""

from collections.abc import Callable
from typing import Any

from funnelcraft.designer.inspector.writing import NotUnderstood, Writing, amount, duration
from funnelcraft.funnel.checks.figures import impossible_time
from funnelcraft.funnel.text import _, number
from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    FixedTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    UnknownTime,
    WeibullTime,
)
from funnelcraft.simulation.quantiles import (
    HALF,
    LARGEST_CV,
    MOST,
    NoSuchTime,
    Spread,
    of_quantiles,
    quantile,
)

USUAL_DAYS = 7.0
USUAL_CV = 0.8

# Which figures a kind is edited by. `half` and `most` are days within which so many leave.
FIGURES: dict[str, tuple[str, ...]] = {
    "lognormal": ("half", "most", "mean_days", "cv"),
    "gamma": ("half", "most", "mean_days", "cv"),
    "weibull": ("half", "most", "mean_days", "cv"),
    "exponential": ("half", "mean_days"),
    "fixed": ("mean_days",),
    "triangular": ("low_days", "mode_days", "high_days"),
}


def kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of time a user can choose, in plain words."""
    return (
        ("lognormal", _("Most quick, some slow")),
        ("triangular", _("At least, usually, at most")),
        ("fixed", _("Always the same")),
        ("exponential", _("Any day alike")),
        ("gamma", _("Several steps in a row")),
        ("weibull", _("Slowing down or speeding up")),
    )


def spread() -> Writing:
    """The coefficient of variation: the standard deviation in means."""
    plain = amount()

    def read(typed: str) -> float:
        value: float = plain.read(typed)
        if value > LARGEST_CV:
            raise NotUnderstood(_("The spread lies between 0 and 10; 1 is a common one."))
        return value

    return Writing(_four_digits, read, unit=_("× mean"))


def some_days() -> Writing:
    """Days, shown in four digits: more would only be noise of a computation."""
    plain = duration()
    return Writing(_four_digits, plain.read, unit=plain.unit)


def _four_digits(value: float) -> str:
    return number(float(f"{value:.4g}"), 6)


def figure(time: TimeDistribution | None, key: str) -> float | None:
    """Return a figure of a time; None where its kind is not edited by it."""
    if time is None or key not in FIGURES.get(time.kind, ()):
        return None
    if key in ("half", "most"):
        if impossible_time(time):
            return None
        return quantile(time, HALF if key == "half" else MOST)
    found: float = getattr(time, key)
    return found


def with_figure(
    time: TimeDistribution, key: str, value: float, other: float | None = None
) -> TimeDistribution:
    """Return a time with another figure. Of half and nine in ten, the one not given stays.

    `other` is that one where it was typed too and waits for this one. The number of observations
    goes: they were of the other distribution. Raises NotUnderstood with a sentence where no time
    of the kind has these figures.
    """
    if key in ("half", "most"):
        return _with_quantile(time, key, value, other)
    made = time.replaced(**{key: value, "observations": None})
    if isinstance(made, TriangularTime) and (problem := impossible_time(made)):
        raise NotUnderstood(problem[:1].upper() + problem[1:])
    return made


def _with_quantile(
    time: TimeDistribution, key: str, value: float, other: float | None
) -> TimeDistribution:
    if isinstance(time, ExponentialTime):
        per_mean = quantile(ExponentialTime(mean_days=1.0), HALF)
        return time.replaced(mean_days=value / per_mean, observations=None)
    if other is None:
        other = quantile(time, MOST if key == "half" else HALF)
    half, most = (value, other) if key == "half" else (other, value)
    try:
        solved = of_quantiles(time.kind, half, most)
    except NoSuchTime as problem:
        raise NotUnderstood(str(problem)) from problem
    return time.replaced(mean_days=solved.mean_days, cv=solved.cv, observations=None)


def of_kind(kind: str, before: TimeDistribution | None) -> TimeDistribution:
    """Return a time of another kind that keeps the median, and nine in ten where it can.

    The number of observations goes: they were of the other distribution.
    """
    half = _median(before)
    if kind == "fixed":
        return FixedTime(mean_days=half)
    if kind == "exponential":
        one: TimeDistribution = ExponentialTime(mean_days=1.0)
        return ExponentialTime(mean_days=_readable(half / quantile(one, HALF)))
    if kind == "triangular":
        # As far below the median as above it: the mode is the median.
        return TriangularTime(
            low_days=_readable(half / 2), mode_days=half, high_days=_readable(half * 1.5)
        )
    if before is not None and not isinstance(before, UnknownTime) and not impossible_time(before):
        try:
            return of_quantiles(kind, half, quantile(before, MOST))
        except NoSuchTime:
            pass  # the median alone can be kept: with the usual spread
    makers: dict[str, Callable[..., Spread]] = {"gamma": GammaTime, "weibull": WeibullTime}
    make = makers.get(kind, LogNormalTime)
    unit = quantile(make(mean_days=1.0, cv=USUAL_CV), HALF)
    return make(mean_days=_readable(half / unit), cv=USUAL_CV)


def _median(time: TimeDistribution | None) -> float:
    if time is None or isinstance(time, UnknownTime) or impossible_time(time):
        return USUAL_DAYS
    return _readable(quantile(time, HALF)) or USUAL_DAYS


def _readable(value: float) -> float:
    return float(f"{value:.8g}")


def basis_sentence(time: TimeDistribution | None) -> str:
    """Say what a time rests on; an empty text where it was only typed."""
    if isinstance(time, EmpiricalTime):
        return _("As measured on {n} leads. Choose a shape to edit it.").format(
            n=number(time.observations or len(time.days))
        )
    seen: Any = getattr(time, "observations", None)
    if not isinstance(seen, int):
        return ""
    return _("Measured on {n} leads; typing other figures removes that.").format(n=number(seen))

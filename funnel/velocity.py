"""Time distributions: how long a lead stays before it leaves by one way.

All times are in days. `cv` is the coefficient of variation: standard deviation divided by mean.
"""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from funnelcraft.funnel.values import Many, Text, Value


class FixedTime(Value):
    """Every lead takes the same time."""

    kind: Literal["fixed"] = "fixed"
    mean_days: float
    observations: int | None = None


class ExponentialTime(Value):
    """The chance to leave is the same every day."""

    kind: Literal["exponential"] = "exponential"
    mean_days: float
    observations: int | None = None


class LogNormalTime(Value):
    """Most leads are quick, some take very long: the usual shape of sales cycles."""

    kind: Literal["lognormal"] = "lognormal"
    mean_days: float
    cv: float
    observations: int | None = None


class GammaTime(Value):
    """A sum of similar waits."""

    kind: Literal["gamma"] = "gamma"
    mean_days: float
    cv: float
    observations: int | None = None


class WeibullTime(Value):
    """A chance to leave that rises (cv < 1) or falls (cv > 1) with age."""

    kind: Literal["weibull"] = "weibull"
    mean_days: float
    cv: float
    observations: int | None = None


class TriangularTime(Value):
    """What a team estimates without data: at least, usually, at most."""

    kind: Literal["triangular"] = "triangular"
    low_days: float
    mode_days: float
    high_days: float
    observations: int | None = None


class EmpiricalTime(Value):
    """Observed times, each with a weight; equal weights where none are given."""

    kind: Literal["empirical"] = "empirical"
    days: Many[float]
    weights: Many[float] | None = None
    observations: int | None = None


class UnknownTime(Value):
    """A kind of a later version: kept as it is, never simulated."""

    kind: Text


KNOWN_TIMES: dict[str, type[Value]] = {
    "fixed": FixedTime,
    "exponential": ExponentialTime,
    "lognormal": LogNormalTime,
    "gamma": GammaTime,
    "weibull": WeibullTime,
    "triangular": TriangularTime,
    "empirical": EmpiricalTime,
}


def _tag(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if isinstance(kind, str) and kind in KNOWN_TIMES else "unknown"


TimeDistribution = Annotated[
    Annotated[FixedTime, Tag("fixed")]
    | Annotated[ExponentialTime, Tag("exponential")]
    | Annotated[LogNormalTime, Tag("lognormal")]
    | Annotated[GammaTime, Tag("gamma")]
    | Annotated[WeibullTime, Tag("weibull")]
    | Annotated[TriangularTime, Tag("triangular")]
    | Annotated[EmpiricalTime, Tag("empirical")]
    | Annotated[UnknownTime, Tag("unknown")],
    Discriminator(_tag),
]


def mean_days(time: TimeDistribution) -> float | None:
    """Return the mean of a time distribution in days, or None where the kind is unknown."""
    match time:
        case TriangularTime():
            return (time.low_days + time.mode_days + time.high_days) / 3
        case EmpiricalTime():
            weights = time.weights or (1.0,) * len(time.days)
            total = sum(weights)
            if not total or len(weights) != len(time.days):
                return None
            return sum(d * w for d, w in zip(time.days, weights, strict=True)) / total
        case UnknownTime():
            return None
        case _:
            return time.mean_days


def is_always_zero(time: TimeDistribution) -> bool:
    """Say whether every lead leaves at the very moment it comes."""
    if isinstance(time, TriangularTime):
        return time.high_days == 0
    return mean_days(time) == 0

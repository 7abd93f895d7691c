"""A small simulator of leads in continuous time, which knows nothing of the program's engine.

It makes logs of which the truth is known: rates, times, segments, leads left open at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from funnelcraft.funnel.velocity import (
    ExponentialTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    WeibullTime,
)
from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.baseline.history import History
from funnelcraft.simulation.grid import day_grid
from funnelcraft.simulation.laws import weibull_inverse_shape

Way = tuple[str, float, TimeDistribution]


@dataclass(frozen=True)
class Truth:
    """A funnel to be found again. `ways` by stage; what is missing to 1 goes nowhere.

    `factors` multiply the rates of `boosted` by segment; `leads_a_day` come into the first stage.
    """

    ways: dict[str, tuple[Way, ...]]
    leads_a_day: float
    days: int = 500
    factors: dict[str, float] = field(default_factory=lambda: {"all": 1.0})
    boosted: tuple[tuple[str, str], ...] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """All stages, those that leads come from first."""
        targets = (to for ways in self.ways.values() for to, _rate, _time in ways)
        return tuple(dict.fromkeys([*self.ways, *targets]))

    def rate(self, start: str, way: Way, segment: str) -> float:
        """Return the rate of a way for a segment."""
        factor = self.factors[segment] if (start, way[0]) in self.boosted else 1.0
        return way[1] * factor


def known_within(rate: float, time: TimeDistribution, end: int) -> tuple[float, float]:
    """Return the share that moves within so many days, and the mean days of those who do."""
    grid = day_grid(time, end + 1)
    return rate * float(grid.sum()), float((np.arange(end + 1) * grid).sum() / grid.sum())


def simulated(truth: Truth, rng: np.random.Generator) -> History:
    """Return a log of the leads that came on some days, known on the evening of the last one."""
    count = int(rng.poisson(truth.leads_a_day * truth.days))
    names = tuple(truth.factors)
    segment = rng.integers(0, len(names), count)
    stages = truth.stages
    lead, moment = np.arange(count), np.sort(rng.random(count)) * truth.days
    stage: Ints = np.zeros(count, dtype=np.int64)
    events = []
    while lead.size:
        events.append((lead, stage, moment))
        to, took = _leaving(truth, stages, stage, segment[lead], rng)
        moment = moment + took
        moved = (to >= 0) & (moment < truth.days)
        lead, stage, moment = lead[moved], to[moved], moment[moved]
    leads, at, when = (np.concatenate(part) for part in zip(*events, strict=True))
    turn = np.concatenate([np.full(part[0].size, n) for n, part in enumerate(events)])
    order = np.lexsort((turn, leads))
    return History(
        stages=stages,
        segments=names if len(names) > 1 else (),
        lead=leads[order],
        stage=at[order],
        day=np.floor(when[order]).astype(np.int64),
        segment=segment.astype(np.int64),
        value=np.full(count, np.nan),
    )


def _leaving(
    truth: Truth, stages: tuple[str, ...], stage: Ints, segment: Ints, rng: np.random.Generator
) -> tuple[Ints, Floats]:
    """Return where each visit leads, −1 for nowhere, and after how many days."""
    to: Ints = np.full(stage.size, -1, dtype=np.int64)
    took = np.zeros(stage.size)
    luck = rng.random(stage.size)
    for start, ways in truth.ways.items():
        for number, name in enumerate(truth.factors):
            here = (stage == stages.index(start)) & (segment == number)
            below = 0.0
            for way in ways:
                rate = truth.rate(start, way, name)
                chosen = here & (luck >= below) & (luck < below + rate)
                below += rate
                to[chosen] = stages.index(way[0])
                took[chosen] = drawn(way[2], rng)(int(chosen.sum()))
    return to, took


def drawn(time: TimeDistribution, rng: np.random.Generator) -> Callable[[int], Floats]:
    """Return what draws so many times of a distribution."""
    match time:
        case ExponentialTime():
            return lambda n: rng.exponential(time.mean_days, n)
        case LogNormalTime():
            sigma = float(np.sqrt(np.log1p(time.cv**2)))
            return lambda n: rng.lognormal(np.log(time.mean_days) - sigma**2 / 2, sigma, n)
        case GammaTime():
            shape = time.cv**-2
            return lambda n: rng.gamma(shape, time.mean_days / shape, n)
        case WeibullTime():
            inverse = weibull_inverse_shape(time.cv)
            from math import gamma

            scale = time.mean_days / gamma(1 + inverse)
            return lambda n: scale * rng.weibull(1 / inverse, n)
        case _:
            mean = getattr(time, "mean_days", 0.0)
            return lambda n: np.full(n, mean)


SHORT = Truth(
    ways={
        "Inquiry": (("Won", 0.12, LogNormalTime(mean_days=20, cv=1.0)),),
    },
    leads_a_day=4,
)
SALES = Truth(
    ways={
        "New": (
            ("Qualified", 0.4, LogNormalTime(mean_days=8, cv=1.0)),
            ("Lost", 0.3, ExponentialTime(mean_days=25)),
        ),
        "Qualified": (
            ("Proposal", 0.5, GammaTime(mean_days=15, cv=0.7)),
            ("Lost", 0.35, ExponentialTime(mean_days=30)),
        ),
        "Proposal": (
            ("Won", 0.35, WeibullTime(mean_days=30, cv=0.6)),
            ("Lost", 0.45, LogNormalTime(mean_days=40, cv=0.8)),
        ),
    },
    leads_a_day=8,
)
RECYCLING = Truth(
    ways={
        "MQL": (
            ("SAL", 0.5, LogNormalTime(mean_days=4, cv=0.8)),
            ("Nurture", 0.3, ExponentialTime(mean_days=10)),
        ),
        "SAL": (
            ("Won", 0.15, LogNormalTime(mean_days=35, cv=0.7)),
            ("Nurture", 0.4, GammaTime(mean_days=20, cv=1.0)),
        ),
        "Nurture": (("MQL", 0.25, ExponentialTime(mean_days=45)),),
    },
    leads_a_day=6,
)
SEGMENTS = Truth(
    ways={
        "Lead": (
            ("Demo", 0.3, LogNormalTime(mean_days=10, cv=1.0)),
            ("Lost", 0.25, ExponentialTime(mean_days=20)),
        ),
        "Demo": (("Won", 0.3, GammaTime(mean_days=25, cv=0.8)),),
    },
    leads_a_day=8,
    factors={"web": 1.0, "fair": 0.5, "partner": 1.8},
    boosted=(("Lead", "Demo"), ("Demo", "Won")),
)
SMALL = Truth(
    ways={
        "Lead": (("Opportunity", 0.25, ExponentialTime(mean_days=14)),),
        "Opportunity": (
            ("Won", 0.3, LogNormalTime(mean_days=40, cv=0.6)),
            ("Lost", 0.5, LogNormalTime(mean_days=50, cv=0.8)),
        ),
    },
    leads_a_day=1,
)
TRUTHS = {
    "one stage": SHORT,
    "sales": SALES,
    "recycling": RECYCLING,
    "segments": SEGMENTS,
    "few leads": SMALL,
}

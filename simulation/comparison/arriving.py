"""Who arrives in two designs: the same leads from the same sources, as far as means agree."""

from dataclasses import dataclass

import numpy as np

from funnelcraft.simulation.arrays import Floats, Ints
from funnelcraft.simulation.comparison.matching import NONE, Matching
from funnelcraft.simulation.engine.parameters import Streams
from funnelcraft.simulation.plan import Plan


@dataclass(frozen=True, eq=False)
class Arrived:
    """The leads of every run, source and day in A and in B, [R, Q, D] each.

    `common` [R, Q of A, D] are those that a source of A brings in both.
    """

    a: Ints
    b: Ints
    common: Ints


def arrived(
    plans: tuple[Plan, Plan], match: Matching, means: tuple[Floats, Floats], streams: Streams
) -> Arrived:
    """Draw the arrivals of both designs; `means` are [R, Q, D] of each.

    A source of both brings a Poisson number of the smaller mean in common, and one of what is left
    over (sums of independent Poisson numbers are Poisson: Kingman, "Poisson processes", 1993).
    Every source draws from streams named after its id.
    """
    a, b = plans
    counts_a, counts_b = (np.zeros(mean.shape, dtype=np.int64) for mean in means)
    common = np.zeros_like(counts_a)
    twins = {twin: at for at, twin in enumerate(match.source.tolist()) if twin != NONE}
    for at, twin in enumerate(match.source.tolist()):
        name = a.source_ids[at]
        if twin == NONE:
            mean = _mixed(means[0][:, at], a.source_dispersion[at], streams.of("mixing", name))
            counts_a[:, at] = streams.of("arriving", name).poisson(mean)
            continue
        mean_a, mean_b = _mixed_twins(
            (means[0][:, at], means[1][:, twin]),
            (float(a.source_dispersion[at]), float(b.source_dispersion[twin])),
            streams,
            name,
        )
        both = np.minimum(mean_a, mean_b)
        common[:, at] = streams.of("arriving", name).poisson(both)
        more = streams.of("arriving more", name)
        counts_a[:, at] = common[:, at] + more.poisson(mean_a - both)
        counts_b[:, twin] = common[:, at] + more.poisson(mean_b - both)
    for at, name in enumerate(b.source_ids):
        if at not in twins:
            mean = _mixed(means[1][:, at], b.source_dispersion[at], streams.of("mixing", name))
            counts_b[:, at] = streams.of("arriving", name).poisson(mean)
    return Arrived(counts_a, counts_b, common)


def _mixed(mean: Floats, dispersion: float, stream: np.random.Generator) -> Floats:
    """Return the mean arrivals of every run and day; random (gamma) where dispersion asks."""
    if dispersion <= 1:
        return mean
    scale = dispersion - 1
    found: Floats = stream.standard_gamma(mean / scale) * scale
    return found


def _mixed_twins(
    means: tuple[Floats, Floats], dispersion: tuple[float, float], streams: Streams, name: str
) -> tuple[Floats, Floats]:
    """Return the mixed means of a source in both designs.

    Where both spread alike, the gamma number of the smaller mean is common: those of one scale add
    up.
    """
    if dispersion[0] != dispersion[1]:
        found = [
            _mixed(mean, spread, streams.of("mixing", name))
            for mean, spread in zip(means, dispersion, strict=True)
        ]
        return found[0], found[1]
    smaller = np.minimum(*means)
    common = _mixed(smaller, dispersion[0], streams.of("mixing", name))
    more = [
        _mixed(mean - smaller, dispersion[0], streams.of("mixing more", name)) for mean in means
    ]
    return common + more[0], common + more[1]

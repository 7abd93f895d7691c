"""What is not known and drawn anew for every run: rates, times and volumes (`simulation.md`).

Ignorance is a posterior distribution given the counts behind a figure, drift a random walk from
month to month. Every unknown has a stream of its own, named after its trigger, stage or source: so
switching one kind of not knowing, or adding a stage, leaves the draws of all others as they are.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from funnelcraft.funnel.velocity import (
    EmpiricalTime,
    ExponentialTime,
    GammaTime,
    LogNormalTime,
    TimeDistribution,
    TriangularTime,
    WeibullTime,
)
from funnelcraft.simulation.arrays import Flags, Floats, Ints
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.laws import atoms, weibull_inverse_shape
from funnelcraft.simulation.months import months_of
from funnelcraft.simulation.plan import Plan
from funnelcraft.simulation.ways import Way

Name: TypeAlias = tuple[str, ...]

# Scales beyond leave every horizon, or none of its days.
SMALLEST_SCALE, LARGEST_SCALE = 1e-6, 1e6


@dataclass(frozen=True, eq=False)
class Unknowns:
    """Which figures of a plan vary from run to run under some settings. N nodes, C channels.

    `scaled` and `resampled` channels have uncertain times: of a known shape with an uncertain
    mean, and observed one by one.
    """

    rates: Flags  # [N]
    scaled: Flags  # [C]
    resampled: Flags  # [C]
    volumes: bool
    month: Ints  # [D] the month whose rates hold; all 0 without drift

    @property
    def any(self) -> bool:
        """Whether runs differ in anything but luck."""
        return bool(self.volumes or self.rates.any() or self.scaled.any() or self.resampled.any())


@dataclass(frozen=True, eq=False)
class Parameters:
    """The figures of every run of a block. R runs, M months, C channels, Q sources, D days."""

    rates: Floats  # [R, M, C], a node's ways sum to 1
    scale: Floats  # [R, C] mean time divided by the document's
    weights: Floats  # [R, A] weights of the observed times, in the order of `atom_places`
    arrivals: Floats  # [R, Q, D] mean leads


def unknowns(plan: Plan, settings: Settings) -> Unknowns:
    """Return which figures vary from run to run."""
    ways = plan.channel_way
    rates = np.zeros(plan.nodes, dtype=np.bool_)
    for at, way in enumerate(ways):
        measured = settings.ignorance and _is_counted(way)
        moving = settings.drift and way.drifts and plan.drift.conversion_per_month > 0
        rates[plan.channel_node[at]] |= measured or moving
    observed = [settings.ignorance and bool(getattr(way.time, "observations", 0)) for way in ways]
    resampled = [isinstance(way.time, EmpiricalTime) and len(way.time.days) > 1 for way in ways]
    scaled = [_has_spread(way.time) for way in ways]
    drifting = settings.drift and (
        plan.drift.volume_per_month > 0 or plan.drift.conversion_per_month > 0
    )
    measured_volume = settings.ignorance and bool(np.isfinite(plan.source_months).any())
    return Unknowns(
        rates=rates,
        scaled=np.array(observed, dtype=np.bool_) & np.array(scaled, dtype=np.bool_),
        resampled=np.array(observed, dtype=np.bool_) & np.array(resampled, dtype=np.bool_),
        volumes=measured_volume or (settings.drift and plan.drift.volume_per_month > 0),
        month=months_of(plan.days) if drifting else np.zeros(plan.days, dtype=np.int64),
    )


def _is_counted(way: Way) -> bool:
    return not way.is_default and bool(way.entered) and way.moved is not None


def _has_spread(time: TimeDistribution) -> bool:
    known = (ExponentialTime, GammaTime, LogNormalTime, TriangularTime, WeibullTime)
    return isinstance(time, known) and atoms(time) is None


def atom_places(plan: Plan, found: Unknowns) -> Ints:
    """Return where the weights of a resampled channel begin, shape [C]; −1 of the others."""
    places = np.full(plan.channels, -1, dtype=np.int64)
    filled = 0
    for at in np.flatnonzero(found.resampled):
        time = plan.channel_way[at].time
        assert isinstance(time, EmpiricalTime)
        places[at] = filled
        filled += len(time.days)
    return places


def own_weights(plan: Plan, found: Unknowns) -> int:
    """Return how many weights a run has (`Parameters.weights`)."""
    times = (plan.channel_way[at].time for at in np.flatnonzero(found.resampled))
    return sum(len(time.days) for time in times if isinstance(time, EmpiricalTime))


@dataclass(frozen=True)
class Streams:
    """The random streams of a block's unknowns. Each draws for `runs` runs, whole blocks always."""

    seed: int
    block: int
    runs: int

    def of(self, *name: str) -> np.random.Generator:
        """Return the stream of the unknown with this name."""
        digest = hashlib.sha256("\x1f".join(name).encode()).digest()
        key = int.from_bytes(digest[:8], "little")
        # The first keys belong to the streams of luck.
        sequence = np.random.SeedSequence(entropy=self.seed, spawn_key=(self.block, 1 << 20, key))
        return np.random.default_rng(sequence)


def draw(plan: Plan, found: Unknowns, settings: Settings, streams: Streams) -> Parameters:
    """Draw the figures of a block's runs."""
    months = int(found.month[-1]) + 1
    rates = np.empty((streams.runs, months, plan.channels))
    for node in range(plan.nodes):
        own = plan.channels_of(node)
        ways = plan.channel_way[own]
        if ways:
            rates[:, :, own] = _rates(plan, ways, node, settings, streams, months)
    scale = np.ones((streams.runs, plan.channels))
    for at in np.flatnonzero(found.scaled):
        way = plan.channel_way[at]
        drawn = scale_of_mean(way.time, streams.of("time", *way.origin), streams.runs)
        scale[:, at] = np.clip(drawn, SMALLEST_SCALE, LARGEST_SCALE)
    weights = [
        resampled_weights(way.time, streams.of("time", *way.origin), streams.runs)
        for way in (plan.channel_way[at] for at in np.flatnonzero(found.resampled))
    ]
    return Parameters(
        rates=rates,
        scale=scale,
        weights=np.concatenate([np.zeros((streams.runs, 0)), *weights], axis=1),
        arrivals=_arrivals(plan, settings, streams),
    )


def _rates(
    plan: Plan,
    ways: tuple[Way, ...],
    node: int,
    settings: Settings,
    streams: Streams,
    months: int,
) -> Floats:
    """Return the rates of a node's ways by run and month, shape [R, M, ways]."""
    if settings.ignorance and any(_is_counted(way) for way in ways):
        # Segments without figures of their own share one unknown.
        own = sorted({way.origin[1] for way in ways})
        stage = plan.stage_ids[plan.node_stage[node]]

        def stream_of(way: Way) -> np.random.Generator:
            name = ("rate", *way.origin) if _is_counted(way) else ("rest", stage, *own)
            return streams.of(*name)

        drawn = posterior_rates(ways, stream_of, streams.runs)
    else:
        drawn = np.tile([way.rate for way in ways], (streams.runs, 1))
    step = plan.drift.conversion_per_month
    found = np.repeat(drawn[:, None, :], months, axis=1)
    moving = [at for at, way in enumerate(ways) if way.drifts]
    if not settings.drift or step <= 0 or not moving or months == 1:
        return found
    for at in moving:
        walk = _walk(streams.of("drift", ways[at].origin[0]), streams.runs, months, step)
        found[:, :, at] *= np.exp(walk)
    total = found.sum(axis=2, keepdims=True)
    result: Floats = np.divide(found, total, out=found, where=total > 0)
    return result


def _walk(stream: np.random.Generator, runs: int, months: int, step: float) -> Floats:
    """Return a random walk by run and month, shape [R, M]; in the first month it has not moved."""
    steps = stream.standard_normal((months, runs)).T * step
    steps[:, 0] = 0.0
    found: Floats = np.cumsum(steps, axis=1)
    return found


def posterior_rates(
    ways: tuple[Way, ...], stream_of: Callable[[Way], np.random.Generator], runs: int
) -> Floats:
    """Draw the rates of a node's ways from their posterior, shape [runs, ways].

    With counts: Dirichlet(counts + ½) over the counted ways and what is left (the leak, or the
    default of a gate). Ways without counts keep their rates, and the others share what those leave.
    Where counted ways saw different numbers of leads, all are scaled to the smallest. Each way has
    a gamma number from a stream of its own (`stream_of`): other counts of one leave the numbers of
    the others as they are.
    """
    bare = np.array([way.rate for way in ways])
    found = np.tile(bare, (runs, 1))
    counted = [at for at, way in enumerate(ways) if _is_counted(way)]
    if not counted:
        return found
    rest = _rest_of(ways, counted)
    kept = float(bare.sum() - bare[counted].sum() - (bare[rest] if rest is not None else 0.0))
    entered = min(float(ways[at].entered or 0) for at in counted)
    moved = [entered * (ways[at].moved or 0) / (ways[at].entered or 1) for at in counted]
    unsure = counted if rest is None else [*counted, rest]
    moved += [] if rest is None else [max(entered * (1 - kept) - sum(moved), 0.0)]
    drawn = np.stack(
        [
            stream_of(ways[at]).standard_gamma(seen + 0.5, runs)
            for at, seen in zip(unsure, moved, strict=True)
        ],
        axis=1,
    )
    found[:, unsure] = (1 - kept) * drawn / drawn.sum(axis=1, keepdims=True)
    return found


def _rest_of(ways: tuple[Way, ...], counted: list[int]) -> int | None:
    """Return the way that takes what the others leave: the leak, or the default of a gate."""
    leak = next((at for at, way in enumerate(ways) if way.trigger < 0), None)
    if leak is not None:
        return leak
    return next((a for a, w in enumerate(ways) if a not in counted and w.is_default), None)


def scale_of_mean(time: TimeDistribution, stream: np.random.Generator, runs: int) -> Floats:
    """Draw the mean of a time divided by the measured one from its posterior, shape [runs].

    The shape counts as known, the scale has the prior 1/scale (Gelman et al., *Bayesian Data
    Analysis*, 3rd edition, 2.8). Of n observations: gamma times (exponential ones too) of shape a
    give n·a / Gamma(n·a); lognormal ones exp(σ·Z/√n); of Weibull times D^k is exponential, so
    (n / Gamma(n))^(1/k). Triangular times are taken as gamma ones of the same cv.
    """
    n = float(getattr(time, "observations", 0) or 0)
    match time:
        case LogNormalTime():
            sigma = math.sqrt(2 * math.log(math.hypot(1, time.cv)))
            return np.exp(sigma / math.sqrt(n) * stream.standard_normal(runs))
        case WeibullTime():
            return (n / stream.standard_gamma(n, runs)) ** weibull_inverse_shape(time.cv)
        case GammaTime():
            shape = n * time.cv**-2
        case TriangularTime():
            low, mode, high = time.low_days, time.mode_days, time.high_days
            square = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
            shape = n * ((low + mode + high) / 3) ** 2 / (square / 18)
        case _:
            shape = n
    # Of a tiny shape most numbers are 0 to the last digit.
    found: Floats = shape / np.maximum(stream.standard_gamma(shape, runs), np.finfo(float).tiny)
    return found


def resampled_weights(time: TimeDistribution, stream: np.random.Generator, runs: int) -> Floats:
    """Draw the weights of observed times from their posterior, shape [runs, times].

    Dirichlet(n · weight): the Bayesian bootstrap (Rubin, 1981).
    """
    parts = atoms(time)
    assert parts is not None
    drawn = stream.standard_gamma(
        float(getattr(time, "observations", 0)) * parts[1], (runs, parts[1].size)
    )
    total = drawn.sum(axis=1, keepdims=True)
    found: Floats = np.where(total > 0, drawn / np.where(total > 0, total, 1.0), parts[1])
    return found


def _arrivals(plan: Plan, settings: Settings, streams: Streams) -> Floats:
    """Return the mean leads of every run, source and day, shape [R, Q, D].

    What a source brought in M months, n leads with a variance of φ·n, has the posterior
    Gamma(n/φ + ½) · φ/M a month (Jeffreys' prior). Campaigns are planned, not measured. Drift moves
    all sources together: a market does not know how its leads are divided into sources.
    """
    base = np.repeat(plan.source_base[None], streams.runs, axis=0)
    campaigns = plan.source_mean - plan.source_base
    for at in np.flatnonzero(np.isfinite(plan.source_months)) if settings.ignorance else ():
        if plan.source_leads[at] <= 0:
            continue
        wide = max(float(plan.source_dispersion[at]), 1.0)
        seen = plan.source_leads[at] * plan.source_months[at] / wide
        drawn = streams.of("volume", plan.source_ids[at]).standard_gamma(seen + 0.5, streams.runs)
        base[:, at] *= (drawn / seen)[:, None]
    found: Floats = base + campaigns
    step = plan.drift.volume_per_month
    if settings.drift and step > 0:
        month = months_of(plan.days)
        walk = _walk(streams.of("drift of volume"), streams.runs, int(month[-1]) + 1, step)
        # Half the variance taken off: the mean volume stays what the document says.
        found *= np.exp(walk - step**2 / 2 * np.arange(walk.shape[1]))[:, None, month]
    return found


def first_runs(parameters: Parameters, runs: int) -> Parameters:
    """Return the figures of the first runs only."""
    return replace(
        parameters,
        rates=parameters.rates[:runs],
        scale=parameters.scale[:runs],
        weights=parameters.weights[:runs],
        arrivals=parameters.arrivals[:runs],
    )

"""Where leads go in the end: how many are won, how many are lost where, by the measured moves.

The moves of a baseline are taken as a Markov chain: what a lead does next depends on the stage it
is in, not on how it came there. Visits v = e + Pᵀ v and wins w = r + P w (Kemeny and Snell, Finite
Markov Chains, 1960, chapter 3), solved by Gauss-Seidel sweeps along the funnel's order: a funnel
without recycling is done after one.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.measured import Estimate, MeasuredMove
from funnelcraft.funnel.model import ENDS

MOST_SWEEPS = 400
CLOSE = 1e-12
Z80 = 1.2815515655446004  # a normal's central 80% reaches so many standard deviations


@dataclass(frozen=True)
class Loss:
    """How many leads end in a stage: `nowhere` never move on, `ended` go to a lost stage."""

    stage: str
    visits: float
    nowhere: float
    ended: float

    @property
    def leads(self) -> float:
        """All leads that end here."""
        return self.nowhere + self.ended


@dataclass(frozen=True)
class Flows:
    """What becomes of the leads of a baseline, in the end.

    `entering` and `visits` by stage; `losses` of open stages, top-down, together with `won_leads`
    as many as `leads`; `won` is the share won from each stage on. `share` is that of all leads,
    None where nothing can be won; `mean_days` the time of those won, None where it is not known.
    """

    leads: float
    entering: Mapping[str, float]
    visits: Mapping[str, float]
    losses: tuple[Loss, ...]
    won: Mapping[str, float]
    won_leads: float
    share: Estimate | None
    mean_days: float | None

    @property
    def lost(self) -> float:
        """All leads that are not won in the end."""
        return sum(loss.leads for loss in self.losses)

    def biggest(self) -> Loss | None:
        """Return the stage where most leads end; None where none does."""
        found = max(self.losses, key=lambda loss: loss.leads, default=None)
        return found if found is not None and found.leads > 0 else None


def flows(reading: Reading, start: str = "") -> Flows:
    """Follow the leads of a reading to their end; with `start`, all visits of that stage."""
    stages = [stage.stage for stage in reading.stages]
    named = (one for move in reading.moves for one in (move.from_stage, move.to_stage))
    order = list(dict.fromkeys((*stages, *named)))
    shares = _shares(reading)
    entering = _entering(reading, order)
    if start:
        came = reading.by_id[start].volume if start in reading.by_id else 0
        entering = {one: float(came) if one == start else 0.0 for one in order}
    visits = _visits(order, shares, entering)
    wins = {one: 1.0 if reading.kind(one) == "won" else 0.0 for one in order}
    won = _backward(order, shares, wins)
    total = sum(entering.values())
    return Flows(
        leads=total,
        entering=entering,
        visits=visits,
        losses=tuple(
            _loss(reading, one, visits[one], shares) for one in order if _is_open(reading, one)
        ),
        won=won,
        won_leads=sum(visits[one] for one in order if wins[one]),
        share=_won_share(reading, entering, visits, won, total) if any(wins.values()) else None,
        mean_days=_mean_days(reading, order, shares, entering, won),
    )


def _is_open(reading: Reading, stage: str) -> bool:
    return reading.kind(stage) not in ENDS


def _shares(reading: Reading) -> dict[str, list[tuple[str, float, MeasuredMove]]]:
    """Return each open stage's ways out with their shares, which never add up to more than 1."""
    found = {}
    for stage in {move.from_stage for move in reading.moves}:
        moves = reading.moves_from(stage) if _is_open(reading, stage) else ()
        whole = max(sum(move.conversion.value for move in moves), 1.0)
        found[stage] = [(move.to_stage, move.conversion.value / whole, move) for move in moves]
    return found


_Shares = Mapping[str, list[tuple[str, float, MeasuredMove]]]


def _entering(reading: Reading, order: Iterable[str]) -> dict[str, float]:
    """Return how many leads begin in each stage: the visits that no measured move explains."""
    came: dict[str, int] = {}
    for move in reading.moves:
        came[move.to_stage] = came.get(move.to_stage, 0) + move.moved
    volumes = {stage.stage: stage.volume for stage in reading.stages}
    return {one: float(max(volumes.get(one, 0) - came.get(one, 0), 0)) for one in order}


def _visits(order: list[str], shares: _Shares, entering: Mapping[str, float]) -> dict[str, float]:
    into: dict[str, list[tuple[str, float]]] = {one: [] for one in order}
    for origin, ways in shares.items():
        for target, share, _move in ways:
            into[target].append((origin, share))
    visits = dict(entering)
    for _sweep in range(MOST_SWEEPS):
        change = 0.0
        for one in order:
            value = entering[one] + sum(visits[origin] * share for origin, share in into[one])
            change = max(change, abs(value - visits[one]) / max(value, 1.0))
            visits[one] = value
        if change < CLOSE:
            break
    return visits


def _backward(order: list[str], shares: _Shares, gain: Mapping[str, float]) -> dict[str, float]:
    """Return what each stage is worth: its own gain, or what its ways out lead to."""
    worth = dict(gain)
    for _sweep in range(MOST_SWEEPS):
        change = 0.0
        for one in reversed(order):
            ways = shares.get(one, [])
            value = gain[one] + sum(share * worth[target] for target, share, _move in ways)
            change = max(change, abs(value - worth[one]) / max(value, 1.0))
            worth[one] = value
        if change < CLOSE:
            break
    return worth


def _loss(reading: Reading, stage: str, visits: float, shares: _Shares) -> Loss:
    ways = shares.get(stage, [])
    ended = sum(share for target, share, _move in ways if reading.kind(target) == "lost")
    staying = max(1.0 - sum(share for _target, share, _move in ways), 0.0)
    return Loss(stage, visits, visits * staying, visits * ended)


def _won_share(
    reading: Reading,
    entering: Mapping[str, float],
    visits: Mapping[str, float],
    won: Mapping[str, float],
    total: float,
) -> Estimate | None:
    """Return the share won with its 80% bounds, by the delta method over independent moves.

    ∂w/∂p(i→j) = v(i) w(j), with v the visits a lead pays to i.
    """
    if total <= 0:
        return None
    share = min(sum(entering[one] * won[one] for one in entering) / total, 1.0)
    variance = 0.0
    for move in reading.moves:
        sd = (move.conversion.high - move.conversion.low) / (2 * Z80)
        slope = visits.get(move.from_stage, 0.0) / total * won.get(move.to_stage, 0.0)
        variance += (slope * sd) ** 2
    reach = Z80 * math.sqrt(variance)
    only = _only_move(reading, entering, won)
    if only is not None:
        return only.conversion  # its own bounds need not be symmetric
    return Estimate(value=share, low=max(share - reach, 0.0), high=min(share + reach, 1.0))


def _only_move(
    reading: Reading, entering: Mapping[str, float], won: Mapping[str, float]
) -> MeasuredMove | None:
    """Return the one move by which leads are won at once; None where there are more ways."""
    useful = [move for move in reading.moves if won.get(move.to_stage, 0.0) > 0]
    begin = [stage for stage, leads in entering.items() if leads > 0]
    if len(useful) == 1 and begin == [useful[0].from_stage]:
        return useful[0]
    return None


def only_move(reading: Reading, found: Flows) -> MeasuredMove | None:
    """Return the one move by which leads are won at once; None where there are more ways."""
    return _only_move(reading, found.entering, found.won)


def _mean_days(
    reading: Reading,
    order: list[str],
    shares: _Shares,
    entering: Mapping[str, float],
    won: Mapping[str, float],
) -> float | None:
    """Return how long those who are won take on average, from their first stage on.

    t = Σ p (m w + t) over the ways out of a stage, with m the mean time of a move.
    """
    useful = [move for move in reading.moves if won.get(move.to_stage, 0.0) > 0]
    if not useful or any(move.mean_days is None for move in useful if move.conversion.value > 0):
        return None
    gain = {
        one: sum(
            share * move.mean_days.value * won[target]
            for target, share, move in shares.get(one, [])
            if move.mean_days is not None
        )
        for one in order
    }
    times = _backward(order, shares, gain)
    wins = sum(entering[one] * won[one] for one in order)
    return sum(entering[one] * times[one] for one in order) / wins if wins > 0 else None

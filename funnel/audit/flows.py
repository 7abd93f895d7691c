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
    """How many leads end in a stage: `nowhere` never move on, `ended` go to a lost stage.

    `elsewhere` are no loss: they move on by ways that the funnel does not draw, and `regained` of
    them are won in the end.
    """

    stage: str
    visits: float
    nowhere: float
    ended: float
    elsewhere: float = 0.0
    regained: float = 0.0

    @property
    def leads(self) -> float:
        """All leads that are lost here."""
        return self.nowhere + self.ended


@dataclass(frozen=True)
class Flows:
    """What becomes of the leads of a baseline, in the end.

    `entering` and `visits` by stage; `won` is the share won from each stage on. `share` is that of
    all leads, None where nothing can be won; `mean_days` the time of those won, None where it is
    not known. All that counts every way that leads took.

    `losses` of open stages, top-down, `elsewhere` and `won_leads` are together as many as `leads`:
    they follow leads along the funnel's triggers alone, to where they leave them.
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

    @property
    def elsewhere(self) -> float:
        """All leads that move on by ways that the funnel does not draw."""
        return sum(loss.elsewhere for loss in self.losses)

    @property
    def regained(self) -> float:
        """Those of them who are won in the end."""
        return sum(loss.regained for loss in self.losses)

    def biggest(self) -> Loss | None:
        """Return the stage where most leads end; None where none does."""
        found = max(self.losses, key=lambda loss: loss.leads, default=None)
        return found if found is not None and found.leads > 0 else None


def flows(reading: Reading, start: str = "") -> Flows:
    """Follow the leads of a reading to their end; with `start`, all visits of that stage."""
    stages = [stage.stage for stage in reading.stages]
    named = [one for move in reading.moves for one in (move.from_stage, move.to_stage)]
    for move in reading.undrawn:
        # A stage that the funnel does not have has no id: nobody is followed from there.
        named += [move.from_stage, *([move.to_stage] if move.to_stage else [])]
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
    drawn = _drawn(reading, shares)
    along = _visits(order, drawn, entering) if reading.undrawn else visits
    return Flows(
        leads=total,
        entering=entering,
        visits=visits,
        losses=tuple(
            _loss(reading, one, along[one], shares.get(one, []), won)
            for one in order
            if _is_open(reading, one)
        ),
        won=won,
        won_leads=sum(along[one] for one in order if wins[one]),
        share=_won_share(reading, entering, visits, won, total) if any(wins.values()) else None,
        mean_days=_mean_days(reading, order, shares, entering, won),
    )


def _moves(reading: Reading) -> tuple[MeasuredMove, ...]:
    """Return all ways that leads took, by triggers and otherwise."""
    return (*reading.moves, *reading.undrawn)


def _is_open(reading: Reading, stage: str) -> bool:
    return reading.kind(stage) not in ENDS


def _shares(reading: Reading) -> dict[str, list[tuple[str, float, MeasuredMove]]]:
    """Return each open stage's ways out with their shares, which never add up to more than 1."""
    found = {}
    for stage in {move.from_stage for move in _moves(reading)}:
        moves: tuple[MeasuredMove, ...] = ()
        if _is_open(reading, stage):
            moves = (*reading.moves_from(stage), *reading.undrawn_from(stage))
        whole = max(sum(move.conversion.value for move in moves), 1.0)
        found[stage] = [(move.to_stage, move.conversion.value / whole, move) for move in moves]
    return found


def _drawn(reading: Reading, shares: "_Shares") -> "_Shares":
    """Return the ways out that the funnel draws."""
    undrawn = _undrawn_ways(reading)
    return {
        stage: [way for way in ways if (stage, way[0]) not in undrawn]
        for stage, ways in shares.items()
    }


def _undrawn_ways(reading: Reading) -> frozenset[tuple[str, str]]:
    return frozenset((move.from_stage, move.to_stage) for move in reading.undrawn)


_Shares = Mapping[str, list[tuple[str, float, MeasuredMove]]]


def _entering(reading: Reading, order: Iterable[str]) -> dict[str, float]:
    """Return how many leads begin in each stage: the visits that no measured move explains."""
    came: dict[str, int] = {}
    for move in _moves(reading):
        came[move.to_stage] = came.get(move.to_stage, 0) + move.moved
    volumes = {stage.stage: stage.volume for stage in reading.stages}
    return {one: float(max(volumes.get(one, 0) - came.get(one, 0), 0)) for one in order}


def _visits(order: list[str], shares: _Shares, entering: Mapping[str, float]) -> dict[str, float]:
    into: dict[str, list[tuple[str, float]]] = {one: [] for one in order}
    for origin, ways in shares.items():
        for target, share, _move in ways:
            if target in into:
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
            value = gain[one] + sum(share * worth.get(target, 0.0) for target, share, _move in ways)
            change = max(change, abs(value - worth[one]) / max(value, 1.0))
            worth[one] = value
        if change < CLOSE:
            break
    return worth


def _loss(
    reading: Reading,
    stage: str,
    visits: float,
    ways: list[tuple[str, float, MeasuredMove]],
    won: Mapping[str, float],
) -> Loss:
    undrawn = _undrawn_ways(reading)
    ended = sum(
        share
        for target, share, _move in ways
        if reading.kind(target) == "lost" and (stage, target) not in undrawn
    )
    elsewhere = [(to, share) for to, share, _move in ways if (stage, to) in undrawn]
    staying = max(1.0 - sum(share for _target, share, _move in ways), 0.0)
    return Loss(
        stage,
        visits,
        nowhere=visits * staying,
        ended=visits * ended,
        elsewhere=visits * sum(share for _to, share in elsewhere),
        regained=visits * sum(share * won.get(to, 0.0) for to, share in elsewhere),
    )


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
    for move in _moves(reading):
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
    useful = [move for move in _moves(reading) if won.get(move.to_stage, 0.0) > 0]
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
    useful = [move for move in _moves(reading) if won.get(move.to_stage, 0.0) > 0]
    if not useful or any(move.mean_days is None for move in useful if move.conversion.value > 0):
        return None
    gain = {
        one: sum(
            share * move.mean_days.value * won.get(target, 0.0)
            for target, share, move in shares.get(one, [])
            if move.mean_days is not None
        )
        for one in order
    }
    times = _backward(order, shares, gain)
    wins = sum(entering[one] * won[one] for one in order)
    return sum(entering[one] * times[one] for one in order) / wins if wins > 0 else None

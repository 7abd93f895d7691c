"""Compiled: luck with names, which the two designs of a comparison have in common.

A run's generator is four words. Where its array is longer, the run belongs to a comparison: every
stage and day draws from a stream of its own, named after run, stage, segment and day, so that
whatever is equal in two designs has the same luck in both. Behind the four words stand the run's
name, today's name, the names of all nodes and stations, how many leads began today in each node,
and how often each station drew today.

A stream is SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014)
from its name on: any of its numbers can be had without those before it.
"""

from typing import Any

import numpy as np

from funnelcraft.simulation.engine.compiling import borrowing
from funnelcraft.simulation.engine.draws import State

GENERATOR = 4  # words of the generator itself
RUN, TODAY, NAMES = 4, 5, 6

GOLDEN = np.uint64(0x9E3779B97F4A7C15)

# What a station draws, each from a stream of its own.
SERVING, ADMITTING, QUEUEING = 1, 2, 3


@borrowing
def word_of(name: Any, place: int) -> Any:
    """Return the number in some place (from 0 on) of the stream with this name: 64 random bits."""
    mixed = np.uint64(name) + GOLDEN * np.uint64(place + 1)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@borrowing
def number_of(name: Any, place: int) -> float:
    """Return the number in some place of a stream as one in (0, 1), as `draws.uniform` does."""
    return (float(word_of(name, place) >> np.uint64(11)) + 0.5) * 2.0**-53


@borrowing
def sow(state: State, name: Any) -> None:
    """Let the generator go on from the stream with this name."""
    for at in range(GENERATOR):
        state[at] = word_of(name, at)


@borrowing
def is_named(state: State) -> bool:
    """Say whether the run belongs to a comparison."""
    return bool(state.size > GENERATOR)


@borrowing
def begin_day(state: State, nodes: int, stations: int, day: int) -> None:
    """Let all draws be today's."""
    state[TODAY] = word_of(state[RUN], day)
    state[NAMES + nodes + stations :] = np.uint64(0)


@borrowing
def sow_station(state: State, nodes: int, stations: int, station: int, purpose: int) -> None:
    """Let the generator go on from today's next stream of a station, for some purpose."""
    drawn = NAMES + 2 * nodes + stations + station
    state[drawn] += np.uint64(1)
    today = word_of(state[TODAY] ^ state[NAMES + nodes + station], purpose)
    sow(state, word_of(today, int(np.int64(state[drawn]))))


@borrowing
def sow_deals(state: State) -> None:
    """Let the generator go on from today's stream of deal values."""
    sow(state, word_of(state[TODAY], 0))


@borrowing
def name_of(state: State, node: int) -> Any:
    """Return the name of today's stream of a node."""
    return word_of(state[TODAY] ^ state[NAMES + node], 0)


@borrowing
def begun_today(state: State, nodes: int, stations: int, node: int, leads: int) -> int:
    """Return how many leads of a node began today before these, and count these."""
    at = NAMES + nodes + stations + node
    before = int(np.int64(state[at]))
    state[at] += np.uint64(leads)
    return before

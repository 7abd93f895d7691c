"""Random numbers for compiled loops: exact draws from an explicit xoshiro256++ state.

A state is an array of four 64-bit words that the functions advance in place. Seeds come from
NumPy's SeedSequence, so that streams of different runs are independent. Generator: Blackman and
Vigna, "Scrambled linear pseudorandom number generators", 2021.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelcraft.simulation.engine.compiling import borrowing

State = NDArray[np.uint64]

# So many trials have room in one word.
LANES = 63

# So near its mode a binomial's chances are quicker multiplied up than by their logarithms.
NEAR_MODE = 15.0


@borrowing
def next_word(state: State) -> Any:
    """Return the next 64 random bits."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    total = s0 + s3
    found = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
    shifted = s1 << np.uint64(17)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
    return found


@borrowing
def uniform(state: State) -> float:
    """Return a number in (0, 1), a multiple of 2⁻⁵³ moved off zero."""
    return (float(next_word(state) >> np.uint64(11)) + 0.5) * 2.0**-53


@borrowing
def normal(state: State) -> float:
    """Return a standard normal number (Marsaglia's polar method)."""
    while True:
        a = 2.0 * uniform(state) - 1.0
        b = 2.0 * uniform(state) - 1.0
        square = a * a + b * b
        if 0.0 < square < 1.0:
            return a * math.sqrt(-2.0 * math.log(square) / square)


@borrowing
def gamma(state: State, shape: float) -> float:
    """Return a gamma number of the given shape (> 0) and scale 1.

    Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
    """
    boost = 1.0
    if shape < 1.0:
        boost = uniform(state) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(state)
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(uniform(state)) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
            return d * v * boost


@borrowing
def binomial(state: State, n: int, p: float) -> int:
    """Return how many of n trials succeed, each with probability p. Exact for any n < 2⁵³."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if n <= LANES:
        return _side_by_side(state, n, p)
    if p > 0.5:
        return n - _rare(state, n, 1.0 - p)
    return _rare(state, n, p)


@borrowing
def _side_by_side(state: State, n: int, p: float) -> int:
    """Return a binomial number for n ≤ 63: all trials at once, each in a bit of a word.

    A trial compares a uniform number with p, bit by bit from the highest: it is decided at the
    first bit in which the two differ. So some log₂ n + 1 random words decide all of them.
    """
    bits = np.uint64(p * 2.0**63)
    at = np.uint64(1) << np.uint64(62)
    open_trials = (np.uint64(1) << np.uint64(n)) - np.uint64(1)
    successes = np.uint64(0)
    while open_trials != 0 and at != 0:
        word = next_word(state)
        if bits & at:
            successes |= open_trials & ~word
            open_trials &= word
        else:
            open_trials &= ~word
        at >>= np.uint64(1)
    found: int = _ones(successes)
    return found


@borrowing
def _ones(word: Any) -> Any:
    """Return how many bits of a word are 1, adding up ever larger groups of them."""
    pairs = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    low = np.uint64(0x3333333333333333)
    fours = (pairs & low) + ((pairs >> np.uint64(2)) & low)
    bytes_ = (fours + (fours >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bytes_ * np.uint64(0x0101010101010101)) >> np.uint64(56))


@borrowing
def _rare(state: State, n: int, p: float) -> int:
    """Return a binomial number for 0 < p ≤ ½."""
    return _by_rejection(state, n, p) if n * p >= 10.0 else _by_inversion(state, n, p)


@borrowing
def _by_inversion(state: State, n: int, p: float) -> int:
    """Return a binomial number by walking up the distribution function; for n·p < 10."""
    odds = p / (1.0 - p)
    chance = math.exp(n * math.log1p(-p))
    left = uniform(state)
    found = 0
    while left > chance and found < n:
        left -= chance
        found += 1
        chance *= odds * (n - found + 1) / found
        # Rounding may leave a crumb that no further value can take.
        if chance < 1e-300:
            break
    return found


@borrowing
def _stirling_rest(k: float) -> float:
    """Return ln k! minus Stirling's formula at k + 1, by its series (Hörmann 1993, eq. (5))."""
    if k < 10.0:
        exact = math.lgamma(k + 1.0)
        return exact - (0.5 * math.log(2.0 * math.pi) + (k + 0.5) * math.log(k + 1.0) - k - 1.0)
    square = (k + 1.0) ** 2
    return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1.0)


@borrowing
def _by_rejection(state: State, n: int, p: float) -> int:
    """Return a binomial number for n·p ≥ 10 by transformed rejection with squeezes (BTRD).

    Hörmann, "The generation of binomial random variates", 1993, algorithm BTRD: three of four
    numbers take one uniform number and no logarithm.
    """
    variance = n * p * (1.0 - p)
    deviation = math.sqrt(variance)
    b = 1.15 + 2.53 * deviation
    a = -0.0873 + 0.0248 * b + 0.01 * p
    centre = n * p + 0.5
    upper = 0.92 - 4.2 / b
    while True:
        v = uniform(state)
        if v <= 0.86 * upper:
            u = v / upper - 0.43
            return math.floor((2.0 * a / (0.5 - abs(u)) + b) * u + centre)
        if v >= upper:
            u = uniform(state) - 0.5
        else:
            u = v / upper - 0.93
            u = math.copysign(0.5, u) - u
            v = uniform(state) * upper
        room = 0.5 - abs(u)
        k = math.floor((2.0 * a / room + b) * u + centre)
        if k < 0.0 or k > n:
            continue
        v *= (2.83 + 5.1 / b) * deviation / (a / (room * room) + b)
        if _is_below(n, p, variance, k, v):
            return int(k)


@borrowing
def _is_below(n: int, p: float, variance: float, k: float, v: float) -> bool:
    """Say whether v ≤ P(k) / P(mode) of the binomial distribution."""
    odds, mode = p / (1.0 - p), math.floor((n + 1) * p)
    away = abs(float(k) - mode)
    if away <= NEAR_MODE:
        ratio, step = 1.0, min(k, mode)
        while step < max(k, mode):
            step += 1.0
            ratio *= (n + 1.0) * odds / step - odds
        return v <= (ratio if k >= mode else 1.0 / ratio)
    v = math.log(v)
    if away < variance / 2.0 - 1.0:
        # Bounds of the logarithm (Kachitvichyanukul and Schmeiser, 1988) that nearly always do.
        middle = -away * away / (2.0 * variance)
        room = ((away / 3.0 + 0.625) * away + 1.0 / 6.0) / variance + 0.5
        room *= away / variance
        if v < middle - room:
            return True
        if v > middle + room:
            return False
    return v <= _log_ratio_to_mode(n, p, k)


@borrowing
def _log_ratio_to_mode(n: int, p: float, k: float) -> float:
    """Return ln P(k) − ln P(mode) of the binomial distribution without losing digits."""
    odds = p / (1.0 - p)
    mode = math.floor((n + 1) * p)
    return (
        (mode + 0.5) * math.log((mode + 1.0) / (odds * (n - mode + 1.0)))
        + (n + 1.0) * math.log((n - mode + 1.0) / (n - k + 1.0))
        + (k + 0.5) * math.log(odds * (n - k + 1.0) / (k + 1.0))
        + _stirling_rest(mode)
        + _stirling_rest(n - mode)
        - _stirling_rest(k)
        - _stirling_rest(n - k)
    )


# Above so many draws without replacement their mean is taken: its error is below 1/1000 of itself.
MOST_SINGLE_DRAWS = 1 << 20


@borrowing
def hypergeometric(state: State, good: int, bad: int, draws: int) -> int:
    """Return how many of so many draws without replacement are good ones."""
    if bad == 0:
        return min(draws, good)
    if good == 0 or draws == 0:
        return 0
    if draws >= good + bad:
        return good
    # Those that are not drawn are a sample too: follow the smaller one.
    sample = min(draws, good + bad - draws)
    found = 0
    if sample > MOST_SINGLE_DRAWS:
        found = int(sample * (good / (good + bad)))
    else:
        total, left = good + bad, good
        for _draw in range(sample):
            if uniform(state) * total < left:
                left -= 1
                found += 1
            total -= 1
    return found if sample == draws else good - found


@borrowing
def order_statistic(state: State, place: int, count: int) -> float:
    """Return the place-th smallest of so many uniform numbers (1 ≤ place ≤ count): beta."""
    low = gamma(state, float(place))
    high = gamma(state, float(count + 1 - place))
    return low / (low + high)

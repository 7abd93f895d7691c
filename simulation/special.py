"""The incomplete gamma and beta functions of one number, without a package to import for it.

A form asks for a handful of values while somebody types: importing scipy for them would hold the
window up for half a second. Arrays of values are `laws`' business.
"""

import math
from collections.abc import Callable
from functools import lru_cache

PRECISION = 1e-15
INSIDE = 0.8
NORMAL_EDGE = 1.2815515655446004  # the central 80% of a normal distribution
_TINY = 1e-300
_MOST_TERMS = 10_000


def gamma_below(shape: float, x: float) -> float:
    """Return P(a, x), the share of a gamma distribution of scale 1 and shape a > 0 below x ≥ 0.

    A series for small x (DLMF 8.11.4), a continued fraction for large x (DLMF 8.9.2).
    """
    if x <= 0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x >= shape + 1:
        return 1 - scale * _gamma_fraction(shape, x)
    term = total = 1 / shape
    for n in range(1, _MOST_TERMS):
        term *= x / (shape + n)
        total += term
        if term < total * PRECISION:
            break
    return scale * total


def _gamma_fraction(shape: float, x: float) -> float:
    """Return Γ(a, x) / (x^a e^−x)."""

    def partial(n: int) -> tuple[float, float]:
        return (1.0 if n == 0 else -n * (n - shape)), x + 2 * n + 1 - shape

    return _fraction(partial)


def beta_below(a: float, b: float, x: float) -> float:
    """Return I_x(a, b), the share of a Beta(a, b) distribution below x (0–1).

    The continued fraction DLMF 8.17.22, on the side on which it converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(b, a, 1 - x)
    logarithm = a * math.log(x) + b * math.log1p(-x)
    scale = math.exp(logarithm + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a

    def partial(n: int) -> tuple[float, float]:
        if n == 0:
            return 1.0, 1.0
        m = n // 2
        if n % 2:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0

    return scale * _fraction(partial)


def _fraction(partial: Callable[[int], tuple[float, float]]) -> float:
    """Return α₀/(β₀ + α₁/(β₁ + …)) by Lentz's method; `partial(n)` gives αₙ and βₙ."""
    found, upper, lower = _TINY, _TINY, 0.0
    for n in range(_MOST_TERMS):
        alpha, beta = partial(n)
        lower = 1 / ((beta + alpha * lower) or _TINY)
        upper = (beta + alpha / upper) or _TINY
        step = upper * lower
        found *= step
        if abs(step - 1) < PRECISION:
            break
    return found


@lru_cache(maxsize=512)
def student_edge(freedom: float) -> float:
    """Return the bound of the central 80% of Student's distribution with ν ≥ 1 degrees of freedom.

    P(|T| > t) = I(ν/(ν + t²); ν/2, ½): DLMF 8.17, Abramowitz and Stegun 26.7.1.
    """
    if freedom > 2_000:
        return NORMAL_EDGE

    def is_inside(t: float) -> bool:
        return beta_below(freedom / 2, 0.5, freedom / (freedom + t * t)) > 1 - INSIDE

    return bisected(is_inside, 0.0, 4.0)


def bisected(
    is_below: Callable[[float], bool], low: float, high: float, within: float = 1e-10
) -> float:
    """Return where `is_below` turns from true to false between two numbers, within so much."""
    while high - low > within:
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if is_below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2

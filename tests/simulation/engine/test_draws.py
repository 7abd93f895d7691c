"""Random draws against their exact distributions."""

import numpy as np
import pytest
from scipy import stats

from funnelcraft.funnel.model import DealValue
from funnelcraft.simulation.engine.deals import deals, sum_of_deals
from funnelcraft.simulation.engine.draws import binomial, gamma, next_word, normal, uniform
from funnelcraft.simulation.engine.leaving import all_at_once, one_by_one
from funnelcraft.simulation.engine.parameters import unknowns
from funnelcraft.simulation.engine.settings import Settings
from funnelcraft.simulation.engine.tables import (
    BITS,
    FIRST_CELL,
    MASK,
    RING,
    SLOT,
    drawn_from,
    tables,
)
from funnelcraft.simulation.plan import plan
from tests.simulation.reference import act_on_8

# A right generator fails a test below once in a thousand times; the seeds are fixed.
SURE = 1e-3


def state(seed: int) -> np.ndarray:
    return np.random.SeedSequence(seed).generate_state(4, np.uint64)


def chi_square(counts: np.ndarray, chances: np.ndarray) -> float:
    """Return the p of the counts, values expected fewer than ten times taken together."""
    expected = chances * counts.sum()
    rare = expected < 10
    observed = np.append(counts[~rare], counts[rare].sum())
    wanted = np.append(expected[~rare], expected[rare].sum())
    if wanted[-1] < 10:
        observed, wanted = observed[:-1], wanted[:-1] * observed[:-1].sum() / wanted[:-1].sum()
    return float(stats.chisquare(observed, wanted).pvalue)


def test_that_the_generator_is_xoshiro256_plus_plus() -> None:
    # By the published recurrence, in Python's whole numbers.
    words = [int(word) for word in state(3)]
    running = state(3)

    def rotated(word: int, by: int) -> int:
        return (word << by | word >> (64 - by)) % 2**64

    for _step in range(100):
        found = (rotated((words[0] + words[3]) % 2**64, 23) + words[0]) % 2**64
        shifted = words[1] << 17 & (2**64 - 1)
        words[2] ^= words[0]
        words[3] ^= words[1]
        words[1] ^= words[2]
        words[0] ^= words[3]
        words[2] ^= shifted
        words[3] = rotated(words[3], 45)
        assert int(next_word(running)) == found


def test_that_uniform_and_normal_numbers_are_so() -> None:
    running = state(4)
    assert stats.kstest([uniform(running) for _ in range(20_000)], "uniform").pvalue > SURE
    assert stats.kstest([normal(running) for _ in range(20_000)], "norm").pvalue > SURE


@pytest.mark.parametrize("shape", [0.05, 0.7, 1.0, 3.5, 1e6])
def test_that_gamma_numbers_are_so(shape: float) -> None:
    running = state(5)
    drawn = [gamma(running, shape) for _ in range(20_000)]
    assert stats.kstest(drawn, stats.gamma(shape).cdf).pvalue > SURE


@pytest.mark.parametrize(
    ("n", "p"),
    [
        (1, 0.3),
        (7, 0.5),
        (40, 0.02),
        (40, 0.97),
        (25, 0.4),
        (33, 0.49),
        (63, 0.3),
        (64, 0.3),
        (400, 0.03),
        (1_000, 0.0099),
        (1_000, 0.0101),
        (5_000, 0.73),
        (100_000, 0.5),
        (3_000_000, 1e-5),
    ],
)
def test_that_binomial_numbers_are_so(n: int, p: float) -> None:
    running, draws = state(n + int(100 * p)), 60_000
    drawn = np.array([binomial(running, n, p) for _ in range(draws)])
    low, high = int(drawn.min()), int(drawn.max())
    chances = stats.binom.pmf(np.arange(low, high + 1), n, p)
    counts = np.bincount(drawn - low)
    assert chi_square(np.append(counts, 0), np.append(chances, 1 - chances.sum())) > SURE


def test_that_huge_binomial_numbers_keep_mean_and_spread() -> None:
    running, n, p = state(6), 10**12, 0.37
    drawn = np.array([binomial(running, n, p) for _ in range(20_000)], dtype=float)
    standard = (drawn - n * p) / np.sqrt(n * p * (1 - p))
    assert stats.kstest(standard, "norm").pvalue > SURE


@pytest.mark.parametrize(
    ("n", "p", "found"), [(0, 0.5, 0), (9, 0.0, 0), (9, 1.0, 9), (9, -1e-18, 0)]
)
def test_that_certain_binomials_are_certain(n: int, p: float, found: int) -> None:
    assert binomial(state(7), n, p) == found


def test_that_an_alias_table_holds_exactly_its_chances() -> None:
    # Added up from the packed rows themselves: equal to 2⁻³² a row.
    chances = np.random.default_rng(1).gamma(0.1, size=256)
    chances[10:40] = 0
    chances /= chances.sum()
    rows, _left = drawn_from(chances)
    threshold, alias = (rows >> np.uint64(32)).astype(float) / 2**32, rows.astype(np.uint32)
    found = np.bincount(np.arange(256), np.where(alias == np.arange(256), 1, threshold))
    np.add.at(found, alias, np.where(alias == np.arange(256), 0, 1 - threshold))
    assert found / 256 == pytest.approx(chances, abs=1e-9)
    assert found[chances == 0].max() == 0


def test_that_the_tree_holds_exactly_its_chances() -> None:
    chances = np.random.default_rng(2).dirichlet(np.full(64, 0.2))
    _rows, left = drawn_from(chances)
    reach = np.ones(128)
    for branch in range(1, 64):
        reach[2 * branch] = reach[branch] * left[branch]
        reach[2 * branch + 1] = reach[branch] * (1 - left[branch])
    assert reach[64:] == pytest.approx(chances, abs=1e-14)


@pytest.mark.parametrize("way", ["one by one", "all at once"])
@pytest.mark.parametrize("day", [0, 300])
def test_that_leads_are_spread_over_the_cells_by_their_chances(way: str, day: int) -> None:
    made = plan(act_on_8(), 365)
    table = tables(made, unknowns(made, Settings()))
    node = made.stage_ids.index("opportunity")
    pending, leads = np.zeros(table.rows.size, np.int64), 400_000
    channels, pool = made.channels_of(node), np.zeros(made.channels, np.int64)
    if way == "one by one":
        first, bits, mask = (int(table.node[row, node]) for row in (FIRST_CELL, BITS, MASK))
        one_by_one(state(11), leads, table.rows, first, bits, mask, day, pending)
    else:
        # In small parts, so that the single leads of the tree's leaves are tried as well.
        running, branches = state(12), np.zeros(2 * table.rows.size, np.int64)
        for part in [3_000] * 100 + [100_000]:
            where = (running, table.node, table.channel, node, part, day, made.days)
            all_at_once(*where, table.left, table.pooled, pool, pending, branches)
    # Beyond the horizon the tree splits nobody.
    within = 365 - day if way == "all at once" else 365
    days = (day + np.arange(within)) & table.channel[RING, channels.start]
    counts = pending[table.channel[SLOT, channels][:, None] + days]
    cells = made.cells[channels, :within]
    later = leads - counts.sum()
    found = chi_square(np.append(counts, later), np.append(cells, 1 - cells.sum()))
    assert found > SURE


@pytest.mark.parametrize("kind", ["fixed", "exponential", "lognormal", "gamma", "weibull"])
@pytest.mark.parametrize("wins", [1, 7, 3_000_000])
def test_that_deals_add_up_to_their_mean_and_spread(kind: str, wins: int) -> None:
    value = DealValue(kind=kind, mean=18_000.0, cv=0.6)
    cv = {"fixed": 0.0, "exponential": 1.0}.get(kind, 0.6)
    running, made, draws = state(13), deals(value), 20_000
    drawn = np.array([sum_of_deals(running, wins, made) for _ in range(draws)])
    mean, sd = 18_000.0 * wins, 18_000.0 * cv * np.sqrt(wins)
    assert drawn.mean() == pytest.approx(mean, abs=4.5 * sd / np.sqrt(draws) + 1e-9 * mean)
    # The sample's standard deviation has an error of sd·√((kurtosis − 1)/4n).
    assert drawn.std() == pytest.approx(sd, rel=4.5 * np.sqrt(30 / 4 / draws), abs=1e-6)


@pytest.mark.parametrize("kind", ["lognormal", "gamma", "weibull"])
def test_that_a_single_deal_has_the_shape_asked_for(kind: str) -> None:
    running, made = state(14), deals(DealValue(kind=kind, mean=50.0, cv=1.1))
    drawn = np.array([sum_of_deals(running, 1, made) for _ in range(20_000)])
    square = np.log1p(1.1**2)
    shapes = {
        "lognormal": stats.lognorm(np.sqrt(square), scale=50 * np.exp(-square / 2)),
        "gamma": stats.gamma(1.1**-2, scale=50 * 1.1**2),
        "weibull": stats.weibull_min(1 / made.a, scale=made.b),
    }
    assert shapes[kind].mean() == pytest.approx(50)
    assert shapes[kind].std() == pytest.approx(55)
    assert made.skewness == pytest.approx(shapes[kind].stats(moments="s"), rel=1e-6)
    assert stats.kstest(drawn, shapes[kind].cdf).pvalue > SURE

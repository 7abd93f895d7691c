"""How many leads come: the level, the weekdays, the seasons, and how bumpy it is."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnelcraft.funnel.model import DAYS_PER_MONTH, Volume
from funnelcraft.simulation.arrays import Floats, Ints

EPOCH = date(1970, 1, 1)
# Fewer say more about chance than about weekdays.
WEEKS_FOR_WEEKDAYS = 8
LEADS_FOR_WEEKDAYS = 200
# One year can't tell a season from a trend.
MONTHS_FOR_SEASONS = 24


@dataclass(frozen=True)
class Daily:
    """Leads a day from `first_day` on, `counts[D]`, and the weights of those days' weekdays."""

    first_day: int
    counts: Ints
    weights: Floats
    weekday_weights: tuple[float, ...]
    dispersion: float

    @classmethod
    def of(cls, days: Ints, first_day: int, last_day: int) -> "Daily":
        """Count the leads that came from one day to another."""
        length = last_day - first_day + 1
        inside = (days >= first_day) & (days <= last_day)
        counts = np.bincount(days[inside] - first_day, minlength=length)
        weekday = (np.arange(length) + _weekday(first_day)) % 7
        weekday_weights = _weekday_weights(counts, weekday)
        weights = np.asarray(weekday_weights)[weekday]
        return cls(
            first_day, counts, weights, weekday_weights, _dispersion(counts, weights, weekday)
        )

    def sums(self, begins: list[int]) -> tuple[Floats, Floats]:
        """Return leads and weights of the spans that begin on some days, the last to the end."""
        at = np.array(begins) - self.first_day
        return (
            np.add.reduceat(self.counts, at).astype(np.float64),
            np.add.reduceat(self.weights, at),
        )


def volume(days: Ints, first_day: int, last_day: int) -> Volume:
    """Estimate a source's volume from the days on which its leads came.

    `days[N]`, `first_day` and `last_day` (both within the time watched) count from 1970-01-01.
    """
    daily = Daily.of(days, first_day, last_day)
    months = daily.counts.size / DAYS_PER_MONTH
    return Volume(
        leads_per_month=round(float(daily.counts.sum()) / months, 4),
        weekday_weights=daily.weekday_weights,
        month_weights=_month_weights(daily.counts, daily.weights, first_day),
        dispersion=daily.dispersion,
        months_observed=round(months, 4),
    )


def day_number(day: date) -> int:
    """Return the number of days from 1970-01-01 to a day."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day so many days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


def _weekday(number: int) -> int:
    return (number + EPOCH.weekday()) % 7


def _weekday_weights(daily: Ints, weekday: Ints) -> tuple[float, ...]:
    if daily.size < 7 * WEEKS_FOR_WEEKDAYS or daily.sum() < LEADS_FOR_WEEKDAYS:
        return (1.0,) * 7
    means = np.bincount(weekday, weights=daily) / np.bincount(weekday)
    return tuple(round(float(mean), 4) for mean in means / means.mean())


def _month_weights(daily: Ints, weekday_weight: Floats, first_day: int) -> tuple[float, ...]:
    """Return leads a day by calendar month, after allowing for the weekdays it has."""
    if daily.size < MONTHS_FOR_SEASONS * DAYS_PER_MONTH or daily.sum() < LEADS_FOR_WEEKDAYS:
        return (1.0,) * 12
    month = np.array([day_of(first_day + n).month - 1 for n in range(daily.size)])
    expected = np.bincount(month, weights=weekday_weight, minlength=12)
    rates = np.bincount(month, weights=daily, minlength=12) / np.maximum(expected, 1e-12)
    return tuple(round(float(rate), 4) for rate in rates / rates.mean())


def _dispersion(daily: Ints, weight: Floats, weekday: Ints) -> float:
    """Return the variance of a day's leads over their mean, within weeks; 1 is pure chance.

    Pearson's statistic over its degrees of freedom, given each week's total: slow ups and downs
    of the market are drift, not dispersion. Whole weeks only; 1 where there are fewer than two.
    """
    first = int((7 - weekday[0]) % 7)
    weeks = (daily.size - first) // 7
    if weeks < 2:
        return 1.0
    whole = slice(first, first + 7 * weeks)
    table, weights = daily[whole].reshape(weeks, 7), weight[whole].reshape(weeks, 7)
    share = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    expected = table.sum(axis=1, keepdims=True) * share
    there = expected > 0
    statistic = ((table - expected)[there] ** 2 / expected[there]).sum()
    busy_weeks = int((table.sum(axis=1) > 0).sum())
    estimated = 0 if np.ptp(weights) == 0 else int((weights[0] > 0).sum()) - 1
    freedom = int(there.sum()) - busy_weeks - estimated
    return round(max(float(statistic) / freedom, 1.0), 4) if freedom > 0 else 1.0

"""How many leads the sources bring on each day, in the mean."""

from datetime import date

import numpy as np

from funnelcraft.funnel.model import DAYS_PER_MONTH, Volume
from funnelcraft.simulation.arrays import Floats


def mean_arrivals(volume: Volume, start: date, days: int) -> Floats:
    """Return the mean number of leads a source brings on each day from `start`, shape [days].

    Weekday and month weights multiply; they are normalised within each calendar year, so that
    they move leads about but a year brings as many as without them. The trend compounds: a month
    (365.25/12 days) after `start` the rate has changed by the factor 1 + `trend_per_month`.
    Campaigns come on top, evenly over their days; the part outside the horizon is not counted.
    """
    base = volume.leads_per_month / DAYS_PER_MONTH * _season(volume, start, days)
    middle_of_day = (np.arange(days) + 0.5) / DAYS_PER_MONTH
    with np.errstate(over="ignore", invalid="ignore"):
        # A trend beyond all numbers is refused with the plan: more leads than can be counted.
        found = base * (1 + volume.trend_per_month) ** middle_of_day
    for campaign in volume.campaigns:
        first = (date.fromisoformat(campaign.start) - start).days
        begin, end = max(first, 0), min(first + campaign.days, days)
        if begin < end:
            found[begin:end] += campaign.leads / campaign.days
    return found


def _season(volume: Volume, start: date, days: int) -> Floats:
    """Return the factor of each day, 1 in the mean of every calendar year, shape [days]."""
    last = np.datetime64(start) + np.timedelta64(days - 1, "D")
    first_year = np.datetime64(start, "Y")
    after_last_year = last.astype("datetime64[Y]") + 1
    every = np.arange(first_year, after_last_year, dtype="datetime64[D]")
    # 1970-01-01 was a Thursday; weekdays count from Monday.
    weekday = (every.astype(np.int64) + 3) % 7
    month = every.astype("datetime64[M]").astype(np.int64) % 12
    year = (every.astype("datetime64[Y]") - first_year).astype(np.int64)
    weight = np.array(volume.weekday_weights)[weekday] * np.array(volume.month_weights)[month]
    mean_of_year = np.bincount(year, weight) / np.bincount(year)
    factor: Floats = weight / mean_of_year[year]
    from_start = int((np.datetime64(start) - every[0]).astype(np.int64))
    return factor[from_start : from_start + days]

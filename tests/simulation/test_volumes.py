"""Mean arrivals: weights move leads about and never add any; trend and campaigns do."""

from datetime import date
from typing import Any

import pytest

from funnelcraft.funnel.model import Volume
from funnelcraft.simulation.volumes import mean_arrivals

WEEKDAYS_ONLY = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
SUMMER_HOLE = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.2, 0.1, 1.0, 1.0, 1.0, 3.0)


def volume(**fields: Any) -> Volume:
    return Volume.model_validate({"leads_per_month": 3043.75} | fields)


def test_that_a_month_is_a_twelfth_of_an_average_year() -> None:
    assert mean_arrivals(volume(), date(2027, 1, 1), 3).tolist() == [100.0] * 3


@pytest.mark.parametrize("year", [2027, 2028, 2029])
def test_that_weights_keep_the_total_of_every_calendar_year(year: int) -> None:
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    uneven = volume(weekday_weights=WEEKDAYS_ONLY, month_weights=SUMMER_HOLE)
    found = mean_arrivals(uneven, date(year, 1, 1), days)
    assert found.sum() == pytest.approx(100 * days)


def test_that_days_get_what_their_weekday_and_month_weigh() -> None:
    # 2027-06-28 is a Monday; July begins on the Thursday after.
    uneven = volume(weekday_weights=(2.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0), month_weights=SUMMER_HOLE)
    found = mean_arrivals(uneven, date(2027, 6, 28), 8)
    assert found[0] / found[1] == pytest.approx(2)
    assert found[3] / found[1] == pytest.approx(0.2)
    assert found[5:7].tolist() == [0, 0]
    assert found[7] / found[0] == pytest.approx(0.2)


def test_that_a_trend_compounds_by_the_month() -> None:
    found = mean_arrivals(volume(trend_per_month=0.05), date(2027, 1, 1), 731)
    assert found[0] == pytest.approx(100 * 1.05 ** (0.5 / 30.4375))
    # 24 months of 30.4375 days are 730.5 days: exactly the middle of the day counted 730.
    assert found[730] == pytest.approx(100 * 1.05**24)


def test_that_a_campaign_counts_as_far_as_it_lies_in_the_horizon() -> None:
    campaigns = [
        {"name": "before", "start": "2026-12-30", "days": 4, "leads": 400.0},
        {"name": "within", "start": "2027-01-02", "days": 2, "leads": 20.0},
        {"name": "after", "start": "2027-03-01", "days": 5, "leads": 800.0},
    ]
    found = mean_arrivals(volume(leads_per_month=0.0, campaigns=campaigns), date(2027, 1, 1), 5)
    assert found.tolist() == [100, 110, 10, 0, 0]


def test_that_overlapping_campaigns_add_up() -> None:
    campaigns = [
        {"name": "one", "start": "2027-01-01", "days": 2, "leads": 20.0},
        {"name": "two", "start": "2027-01-02", "days": 2, "leads": 8.0},
    ]
    found = mean_arrivals(volume(leads_per_month=0.0, campaigns=campaigns), date(2027, 1, 1), 4)
    assert found.tolist() == [10, 14, 4, 0]

"""Figures as people read them, in English; and that another locale is heard."""

import os
import subprocess
import sys
from datetime import date

import pytest

from funnelcraft.funnel import text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (text.number(1234.5678, 1), "1,234.6"),
        (text.count(1234.4), "1,234"),
        (text.count(2.34), "2.3"),
        (text.percent(0.8), "80%"),
        (text.percent(0.092, 2), "9.2%"),
        (text.percent(0.092, 2, aligned=True), "9.20%"),
        (text.rate(0.125), "12.5%"),
        (text.rate(0.0052), "0.52%"),
        (text.rate(1.4), "140%"),
        (text.number(3.749e152, 6), "3.75E152"),
        (text.number(1e14), "100,000,000,000,000"),
        (text.percent(1.5e30), "1.5E32%"),
        (text.percent(1e308), "1E310%"),
        (text.money(-2e300, "USD"), "-$2E300"),
        (text.days(1e29), "1E29 days"),
        (text.money(912.4, "USD"), "$912"),
        (text.money(2_412_345, "USD"), "$2.4M"),
        (text.money(123_456, "EUR"), "€123K"),
        (text.money(-5_000_000, "USD"), "-$5M"),
        (text.days(1.0), "1 day"),
        (text.days(0.5), "0.5 days"),
        (text.days(12.4), "12 days"),
        (text.short_days(12.4), "12 d"),
        (text.day(date(2027, 3, 14)), "Mar 14, 2027"),
        (text.written_day("2027-03-14"), "Mar 14, 2027"),
        (text.written_day("soon"), "soon"),
        (text.month(date(2027, 3, 14)), "Mar 2027"),
        (text.listed(["a", "b", "c"]), "a, b, and c"),
        (text.listed([]), ""),
    ],
)
def test_that_figures_read_well(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("de_DE.UTF-8", "1.234,5"), ("C", "1,234.5"), ("no-such", "1,234.5")]
)
def test_that_figures_follow_the_locale(language: str, expected: str) -> None:
    code = "from funnelcraft.funnel.text import number; print(number(1234.5, 1))"
    environment = os.environ | {"LC_ALL": language, "PYTHONUTF8": "1"}
    environment.pop("LANG", None)
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == expected

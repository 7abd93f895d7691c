"""Words and figures as people read them: translations, numbers, money and dates by locale.

Figures are written the way Babel knows of the locale that is spoken now (`funnel/language.py`).
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import inf

from funnelcraft.funnel.language import _, marked, ngettext, speech

__all__ = [
    "_",
    "count",
    "day",
    "days",
    "decimal_sign",
    "listed",
    "locale_name",
    "marked",
    "money",
    "month",
    "month_day",
    "month_name",
    "ngettext",
    "number",
    "percent",
    "quoted",
    "rate",
    "short_days",
    "short_month",
    "within_sentence",
    "written_day",
]


def locale_name() -> str:
    """Return the locale figures are written in now."""
    return speech().figures


# From here on a number is written by its power of ten: nobody reads more digits, and the decimal
# arithmetic behind the patterns has 28 of them.
ENORMOUS = 1e15


def _is_enormous(value: float) -> bool:
    return ENORMOUS <= abs(value) < inf


def _enormous(value: float | Decimal, locale: str) -> str:
    from babel.numbers import format_scientific

    return format_scientific(value, "0.##E0", locale=locale)


def number(value: float, decimals: int = 0) -> str:
    """Write a number with grouped thousands and at most so many decimals."""
    return _number(value, decimals, locale_name())


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    from babel.numbers import format_decimal

    if _is_enormous(value):
        return _enormous(value, locale)
    digits = "0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(value, "#,##" + digits, locale=locale)


def decimal_sign() -> str:
    """Return what stands before the decimals of a number."""
    return _decimal_sign(locale_name())


@lru_cache(maxsize=64)
def _decimal_sign(locale: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale)


def count(value: float) -> str:
    """Write a count of leads: whole from 10 on, one decimal below, where a whole would mislead."""
    return number(value, 0 if abs(value) >= 10 else 1)


def percent(share: float, decimals: int = 0, *, aligned: bool = False) -> str:
    """Write a share (0–1) as a percentage with at most so many decimals.

    `aligned` writes all of them, for figures that stand below each other.
    """
    return _percent(share, decimals, aligned, locale_name())


@lru_cache(maxsize=4096)
def _percent(share: float, decimals: int, aligned: bool, locale: str) -> str:
    from babel import Locale
    from babel.numbers import format_percent

    if _is_enormous(share):
        return f"{_enormous(Decimal(share) * 100, locale)}%"
    digits = "0" + ("." + ("0" if aligned else "#") * decimals if decimals else "")
    # A language says where its sign stands, and whether with a space: `12%`, `12 %`.
    sign = Locale.parse(locale).percent_formats[None].pattern.replace("#,##0", f"#,##{digits}")
    return format_percent(share, sign, locale=locale)


def rate(share: float) -> str:
    """Write a conversion rate: whole percentages from 10 % on, a decimal or two below."""
    size = abs(share)
    return percent(share, 0 if size >= 0.995 else 1 if size >= 0.01 else 2)


def money(value: float, currency: str) -> str:
    """Write an amount in three or so digits: `$2.4M`, `$912`."""
    return _money(value, currency, locale_name())


@lru_cache(maxsize=4096)
def _money(value: float, currency: str, locale: str) -> str:
    from babel.numbers import format_compact_currency, get_currency_symbol

    if _is_enormous(value):
        sign, symbol = "-" * (value < 0), get_currency_symbol(currency, locale=locale)
        return f"{sign}{symbol}{_enormous(abs(value), locale)}"
    size = abs(value)
    if size < 1000:
        return _whole_money(round(value), currency, locale)
    places = len(str(int(size)))
    if not _has_short_form(places, locale):
        return _whole_money(round(value, 3 - places), currency, locale)
    return format_compact_currency(
        value, currency, locale=locale, fraction_digits=0 if places % 3 == 0 else 1
    )


def _whole_money(value: float, currency: str, locale: str) -> str:
    from babel import Locale
    from babel.numbers import format_currency

    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(value, currency, pattern, locale=locale, currency_digits=False)


def _has_short_form(places: int, locale: str) -> bool:
    """Say whether a locale shortens amounts of so many digits: English thousands, not German."""
    from babel import Locale

    forms = Locale.parse(locale).compact_currency_formats["short"]["other"]
    pattern = forms.get("1" + "0" * (places - 1))
    return pattern is not None and bool(pattern.pattern.strip("0¤\xa0 "))


def days(value: float) -> str:
    """Write a duration in days: `0.5 days`, `1 day`, `12 days`."""
    figure = number(value, 0 if abs(value) >= 10 else 1)
    return ngettext("{days} day", "{days} days", 1 if figure == "1" else 2).format(days=figure)


def short_days(value: float) -> str:
    """Write a duration in days where room is short: `12 d`."""
    return _("{days} d").format(days=number(value, 0 if abs(value) >= 10 else 1))


def day(value: date) -> str:
    """Write a date in full: `Mar 14, 2027`."""
    from babel.dates import format_date

    return format_date(value, "medium", locale=locale_name())


def written_day(iso: str) -> str:
    """Write a day of a document as `day` does; what is not a date stays as it is."""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def month(value: date) -> str:
    """Write a month: `Mar 2027`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", value, locale=locale_name())


def month_name(value: date) -> str:
    """Write a month without its year: `Mar`."""
    from babel.dates import format_date

    return format_date(value, "LLL", locale=locale_name())


def short_month(value: date) -> str:
    """Write a month without its year, but January with it: `Mar`, `Jan 2027`."""
    return month(value) if value.month == 1 else month_name(value)


def month_day(value: date) -> str:
    """Write a day without its year: `Mar 14`."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", value, locale=locale_name())


def quoted(text: str) -> str:
    """Put a name between the quotation marks of the language: `“Won”`, `„Gewonnen“`."""
    return _("“{text}”").format(text=text)


def within_sentence(text: str) -> str:
    """Return a heading as it stands within a sentence: not capital, but where nouns always are."""
    return text if speech().texts.startswith("de") else text[:1].lower() + text[1:]


def listed(parts: list[str]) -> str:
    """Join parts as a sentence does: `a, b and c`."""
    from babel.lists import format_list

    return format_list(parts, locale=locale_name()) if parts else ""

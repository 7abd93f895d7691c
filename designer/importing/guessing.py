"""The guesses about a file in words: what it can be, what it is taken for, what speaks for it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from funnelcraft.designer.importing.guesses import Guess
from funnelcraft.designer.importing.preview import plain
from funnelcraft.funnel.text import _, day, ngettext, number
from funnelcraft.io.imports.mapping import (
    DateOrder,
    Decimal,
    FileMapping,
    Form,
    Kind,
    Role,
    form_name,
)
from funnelcraft.io.imports.proposal import LookedAtFile, Proposal, Settles, Sureness

_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")
# A date that means another day in the other order, with the day and the month unlike each other.
_TELLING = re.compile(r"\s*(?!0?(\d+)/0?\1/)(\d{1,2})/(\d{1,2})/(\d{4})\b")
_SEPARATED = re.compile(r"-?\d{1,3}([.,]\d{3})*[.,]\d+|-?\d+[.,]\d+")


def encodings() -> tuple[tuple[str, str], ...]:
    """Return the encodings that text can have."""
    return (
        ("utf-8", _("UTF-8")),
        ("utf-8-sig", _("UTF-8 with a mark")),
        ("utf-16", _("UTF-16 with a mark")),
        ("utf-16-le", _("UTF-16, little end first")),
        ("utf-16-be", _("UTF-16, big end first")),
        ("cp1252", _("Windows-1252, Western Europe")),
        ("cp1250", _("Windows-1250, Central Europe")),
        ("cp1251", _("Windows-1251, Cyrillic")),
        ("iso8859-15", _("ISO 8859-15")),
        ("mac-roman", _("Mac Roman")),
    )


def delimiters() -> tuple[tuple[str, str], ...]:
    """Return what can stand between two cells."""
    return ((",", _("Comma ,")), (";", _("Semicolon ;")), ("\t", _("Tab")), ("|", _("Bar |")))


def kind_words(file: FileMapping) -> str:
    """Say how a file is written."""
    return {
        Kind.CSV: _("Text table (CSV)"),
        Kind.XLSX: _("Workbook (XLSX)"),
        Kind.PARQUET: _("Parquet table"),
        Kind.XES: _("XES event log"),
    }[file.kind]


def sureness_words(sureness: Sureness) -> str:
    """Say how sure it is what a file is."""
    return {
        Sureness.SURE: _("Recognised for sure"),
        Sureness.LIKELY: _("Likely, please look"),
        Sureness.GUESS: _("A guess, please check"),
    }[sureness]


def size_words(size: int) -> str:
    """Write a size in bytes."""
    if size < 1000:
        return ngettext("{n} byte", "{n} bytes", size).format(n=number(size))
    if size < 1_000_000:
        return _("{n} kB").format(n=number(size / 1e3))
    if size < 1_000_000_000:
        return _("{n} MB").format(n=number(size / 1e6, 1))
    return _("{n} GB").format(n=number(size / 1e9, 1))


def guesses(proposal: Proposal, index: int) -> dict[str, Guess]:
    """Return the guesses about a file that can be corrected, by the field of its mapping."""
    looked, file = proposal.files[index], proposal.mapping.files[index]
    asked = {one.settles for one in proposal.questions if one.file == index}
    found = {"form": _form(looked, file, Settles.FORM in asked)}
    if file.kind is Kind.CSV:
        found["encoding"] = Guess(
            _("Text encoding"), _with(encodings(), file.encoding), file.encoding
        )
        found["delimiter"] = Guess(
            _("Between cells"), _with(delimiters(), file.delimiter), file.delimiter
        )
    if len(looked.sheets) > 1:
        sheets = [(sheet, plain(sheet, 60)) for sheet in looked.sheets]
        found["sheet"] = Guess(_("Sheet"), sheets, file.sheet)
    orders = _date_order(looked, file, Settles.DATE_ORDER in asked)
    if orders is not None:
        found["date_order"] = orders
    decimals = _decimal(looked, file, Settles.DECIMAL in asked)
    if decimals is not None:
        found["decimal"] = decimals
    return found


def _with(options: Iterable[tuple[str, str]], value: str) -> tuple[tuple[str, str], ...]:
    """Offer a value that is not among the usual ones, too."""
    there = tuple(options)
    return there if value in dict(there) else (*there, (value, value))


def _form(looked: LookedAtFile, file: FileMapping, is_asked: bool) -> Guess:
    alternatives = {one.form: one.why for one in looked.alternatives}
    first = (file.form, *(form for form in alternatives if form is not file.form))
    others = (form for form in Form if form not in first)
    options = [(form, _capital(form_name(form))) for form in (*first, *others)]
    said = [sureness_words(looked.sureness), *looked.why]
    example = ": ".join([said[0], "; ".join(said[1:])]) if len(said) > 1 else said[0]
    return Guess(_("What it is"), options, file.form, not is_asked, example)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _date_order(looked: LookedAtFile, file: FileMapping, is_asked: bool) -> Guess | None:
    """Return how dates like 3/4/2018 are read; None where the file has none of them."""
    example = _example(looked, _date_headings(file), _TELLING) or _example(
        looked, _date_headings(file), _SLASHED
    )
    if file.date_order is None and not is_asked:
        return None
    options: list[tuple[Any, str]] = [
        (DateOrder.DAY_FIRST, _("Day, month, year")),
        (DateOrder.MONTH_FIRST, _("Month, day, year")),
    ]
    said = ""
    if example:
        read = {order: read_date(example, order) for order, _words in options}
        if file.date_order is not None and not is_asked:
            said = _("{written} → {day}").format(
                written=example, day=read[file.date_order] or _("no date")
            )
        else:
            said = _("{written} → {one} or {other}?").format(
                written=example,
                one=read[DateOrder.DAY_FIRST] or _("no date"),
                other=read[DateOrder.MONTH_FIRST] or _("no date"),
            )
    return Guess(_("Order of dates"), options, file.date_order, not is_asked, said)


def read_date(written: str, order: DateOrder) -> str:
    """Return in words which day a date like 3/4/2018 is in an order; empty where it is none."""
    found = _SLASHED.match(written)
    if found is None:
        return ""
    one, other, year = (int(part) for part in found.groups())
    month, of_month = (other, one) if order is DateOrder.DAY_FIRST else (one, other)
    try:
        return day(date(year, month, of_month))
    except ValueError:
        return ""


def _decimal(looked: LookedAtFile, file: FileMapping, is_asked: bool) -> Guess | None:
    heading = file.columns.get(Role.VALUE)
    if heading is None or (file.decimal is None and not is_asked):
        return None
    options = [(Decimal.POINT, _("Point: 1,234.50")), (Decimal.COMMA, _("Comma: 1.234,50"))]
    written = _example(looked, (heading,), _SEPARATED)
    said = ""
    if written and file.decimal is not None and not is_asked:
        thousands = "," if file.decimal is Decimal.POINT else "."
        bare = written.replace(thousands, "").replace(str(file.decimal), ".")
        try:
            said = _("{written} → {number}").format(written=written, number=number(float(bare), 2))
        except ValueError:
            said = written
    elif written:
        said = written
    return Guess(_("Decimal sign"), options, file.decimal, not is_asked, said)


def _date_headings(file: FileMapping) -> tuple[str, ...]:
    time = file.columns.get(Role.TIME)
    return (*((time,) if time else ()), *file.stage_columns)


def _example(looked: LookedAtFile, headings: Iterable[str], pattern: "re.Pattern[str]") -> str:
    """Return the first text of some columns that looks like a pattern; empty where none does."""
    places = [looked.headings.index(one) for one in headings if one in looked.headings]
    for row in looked.rows:
        for place in places:
            found = pattern.match(row[place]) if place < len(row) else None
            if found is not None:
                return found.group().strip()
    return ""

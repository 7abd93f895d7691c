"""Dates as exports write them, in SQL: strictly parsed, never guessed."""

from pathlib import Path
from typing import TYPE_CHECKING

from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
_ISO = rf"\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}([ T]+{_CLOCK}\s*(Z|UTC|[+-]\d{{2}}(:?\d{{2}})?)?)?"
_DOTTED = rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(,? +{_CLOCK})?"
_SLASHED = rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}(,? +{_CLOCK}( ?[AaPp][Mm])?)?"
_OFFSET = r"\s*(Z|UTC|[+-]\d{2}(:?\d{2})?)$"


def _formats(day: str) -> str:
    clocks = (" %H:%M:%S.%f", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
    return "[" + ", ".join(f"'{day}{clock}'" for clock in clocks) + "]"


def day_first(connection: "DuckDBPyConnection", file: Path, table: str, column: str) -> bool:
    """Say whether dates like 3/4/2018 begin with the day, as the column itself shows.

    Raises FileProblem where none of them tells: it is not guessed.
    """
    days, months, all_of_them, example = connection.execute(
        f"""SELECT count(*) FILTER (first > 12), count(*) FILTER (second > 12), count(*), min(t)
        FROM (SELECT trim({column}) AS t, split_part(t, '/', 1)::INT AS first,
              split_part(t, '/', 2)::INT AS second
              FROM {table} WHERE regexp_full_match(trim({column}), $slashed))""",
        {"slashed": _SLASHED},
    ).fetchall()[0]
    if all_of_them and bool(days) == bool(months):
        raise FileProblem(
            file,
            _(
                "dates like “{example}” don't tell the day from the month; "
                "write them as 2018-12-31."
            ).format(example=example),
        )
    return bool(days)


def moment(column: str, days_first: bool) -> str:
    """Return the SQL that makes a TIMESTAMP (UTC where an offset is given) of a text, or NULL."""
    text = f"trim({column})"
    bare = f"regexp_replace({text}, '{_OFFSET}', '')"
    core = f"CASE WHEN contains({text}, ':') THEN {bare} ELSE {text} END"
    plain = f"regexp_replace(replace(replace({core}, '/', '-'), ',', '.'), '[ T]+', ' ')"
    plain = f"regexp_replace({plain}, '(\\.\\d{{6}})\\d+$', '\\1')"  # no finer than parsed
    tail = f"regexp_extract({text}, '{_OFFSET}', 1)"
    minutes = (
        f"(CASE WHEN contains({text}, ':') AND {tail} SIMILAR TO '[+-].*' THEN "
        f"(CASE WHEN {tail}[1] = '-' THEN -1 ELSE 1 END) * ({tail}[2:3]::INT * 60 + "
        f"coalesce(try_cast(right(replace({tail}, ':', '')[4:], 2) AS INT), 0)) ELSE 0 END)"
    )
    one_space = f"regexp_replace(replace({text}, ',', ''), ' +', ' ', 'g')"
    spaced = f"regexp_replace({one_space}, '(\\d)([AaPp][Mm])$', '\\1 \\2')"
    slashed = _formats("%d/%m/%Y" if days_first else "%m/%d/%Y")
    return f"""CASE
        WHEN regexp_full_match({text}, '{_ISO}')
            THEN try_strptime({plain}, {_formats("%Y-%m-%d")}) - to_minutes({minutes})
        WHEN regexp_full_match({text}, '{_DOTTED}')
            THEN try_strptime({one_space}, {_formats("%d.%m.%Y")})
        WHEN regexp_full_match({text}, '{_SLASHED}')
            THEN try_strptime({spaced}, {slashed}) END"""

"""Histories of leads from CSV exports: an event table, or leads and won deals joined by an id."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.csv_dates import day_first, moment
from funnelcraft.io.imports.csv_table import CsvTable, csv_tables
from funnelcraft.io.problems import FileProblem
from funnelcraft.simulation.baseline.history import History

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_STAGES = 100
MOST_SEGMENTS = 50
FIRST_YEAR, LAST_YEAR = 1900, 2200
NOT_GIVEN = "Not given"
OTHERS = "Other"
LEAD, WON = "Lead", "Won"

_VALUE = r"-?\d{1,15}(\.\d{1,9})?"


@dataclass(frozen=True)
class Columns:
    """The headings of the columns to read; None for one that isn't there."""

    lead: str = "lead_id"
    stage: str = "stage"
    time: str = "entered_at"
    segment: str | None = None
    value: str | None = None
    won_time: str = "won_at"


@dataclass(frozen=True)
class Log:
    """A history as read. Every row read is either kept or counted in `dropped` with its reason.

    `repaired` counts rows that were kept but not as they were; `notes` are plain sentences.
    """

    history: History
    read: int
    kept: int
    dropped: dict[str, int]
    repaired: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_events(path: Path, columns: Columns) -> Log:
    """Read a table of one row an event: lead, stage, when it was entered. Raises FileProblem.

    Within a lead, events are sorted by time; those at the same time, or on a day on which one has
    no time, stay in the file's order.
    """
    with csv_tables(path) as (connection, (table,)):
        chosen = {
            "lead": table.column(columns.lead),
            "stage": table.column(columns.stage),
            "time": table.column(columns.time),
            "segment": table.column(columns.segment) if columns.segment else None,
            "value": table.column(columns.value) if columns.value else None,
        }
        _parse(connection, table, "events", chosen)
        _mark(connection, "events", "duplicate row", "lead, stage, moment", "n")
        return _log(connection, (table,), ("events",))


def read_leads_and_deals(leads: Path, deals: Path, columns: Columns) -> Log:
    """Read a table of leads and a table of the deals won from them. Raises FileProblem.

    A deal's value is looked for among the deals first, then among the leads.
    """
    with csv_tables(leads, deals) as (connection, (met, won)):
        value_in_deals = columns.value is not None and won.has(columns.value)
        _parse(
            connection,
            met,
            "events",
            {
                "lead": met.column(columns.lead),
                "time": met.column(columns.time),
                "segment": met.column(columns.segment) if columns.segment else None,
                "value": (
                    met.column(columns.value) if columns.value and not value_in_deals else None
                ),
            },
            stage=LEAD,
        )
        _parse(
            connection,
            won,
            "deals",
            {
                "lead": won.column(columns.lead),
                "time": won.column(columns.won_time),
                "value": won.column(columns.value) if columns.value and value_in_deals else None,
            },
            stage=WON,
        )
        _mark(connection, "events", "second row of the lead", "lead", "n")
        _mark(connection, "deals", "second deal of the lead", "lead", "moment, n")
        repaired = _join(connection)
        return _log(connection, (met, won), ("events", "deals"), repaired)


def _parse(
    connection: "DuckDBPyConnection",
    table: CsvTable,
    into: str,
    chosen: dict[str, str | None],
    stage: str | None = None,
) -> None:
    """Make a table of an event a row; `why` says why it is to be dropped, NULL for the others."""
    time = chosen["time"]
    assert time is not None
    days_first = day_first(connection, table.file, table.table, time)

    def text(name: str) -> str:
        column = chosen.get(name)
        return f"nullif(trim({column}), '')" if column else "NULL::VARCHAR"

    stage_text = text("stage") if stage is None else f"'{stage}'"
    value = text("value")
    connection.execute(
        f"""CREATE TABLE {into} AS SELECT *, CASE
            WHEN lead IS NULL THEN 'no lead id' WHEN stage IS NULL THEN 'no stage'
            WHEN written IS NULL THEN 'no date' WHEN moment IS NULL THEN 'unreadable date'
            WHEN year(moment) NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN 'date out of range'
            END AS why
        FROM (SELECT n, {text("lead")} AS lead, {stage_text} AS stage, {text("time")} AS written,
            {moment(time, days_first)} AS moment, contains({time}, ':') AS timed,
            {text("segment")} AS segment,
            CASE WHEN regexp_full_match({value}, '{_VALUE}') THEN {value}::DOUBLE END AS value,
            {value} IS NOT NULL AND NOT regexp_full_match({value}, '{_VALUE}') AS bad_value
            FROM {table.table})"""
    )


def _mark(connection: "DuckDBPyConnection", table: str, why: str, same: str, order: str) -> None:
    """Mark for dropping all but the first of the rows that agree in some columns."""
    connection.execute(
        f"""UPDATE {table} SET why = $why FROM (
            SELECT n AS again FROM {table} WHERE why IS NULL
            QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY {order}) > 1
        ) WHERE n = again""",
        {"why": why},
    )


def _join(connection: "DuckDBPyConnection") -> dict[str, int]:
    """Drop deals without a lead; a deal before its lead was met is taken as of the same day."""
    connection.execute(
        """UPDATE deals SET why = 'deal without a lead' WHERE why IS NULL
        AND lead NOT IN (SELECT lead FROM events WHERE why IS NULL)"""
    )
    early = connection.execute(
        """UPDATE deals SET moment = met, timed = false FROM (
            SELECT lead AS id, moment AS met FROM events WHERE why IS NULL
        ) WHERE why IS NULL AND lead = id AND moment::DATE < met::DATE"""
    ).fetchall()[0][0]
    return {"won before the lead was met, taken as the same day": early} if early else {}


def _log(
    connection: "DuckDBPyConnection",
    tables: tuple[CsvTable, ...],
    parts: tuple[str, ...],
    repaired: dict[str, int] | None = None,
) -> Log:
    union = " UNION ALL BY NAME ".join(
        f"SELECT *, {index} AS part FROM {name}" for index, name in enumerate(parts)
    )
    connection.execute(f"CREATE TABLE every AS {union}")
    dropped: dict[str, int] = {}
    for table in tables:
        for why, count in table.dropped.items():
            dropped[why] = dropped.get(why, 0) + count
    counted = "SELECT why, count(*) FROM every WHERE why IS NOT NULL GROUP BY why ORDER BY why"
    dropped |= dict(connection.execute(counted).fetchall())
    connection.execute("DELETE FROM every WHERE why IS NOT NULL")
    mended = dict(repaired or {})
    bad = connection.execute("SELECT count(*) FROM every WHERE bad_value").fetchall()[0][0]
    if bad:
        mended["unreadable value, taken as not given"] = bad
    file = tables[0].file
    history = _history(connection, file)
    read = sum(table.read for table in tables)
    if not history.lead.size:
        reasons = ", ".join(f"{why}: {number(count)}" for why, count in dropped.items())
        raise FileProblem(
            file, _("no row can be used ({reasons}).").format(reasons=reasons or _("no rows"))
        )
    notes = tuple(note for table in tables for note in table.notes)
    return Log(history, read, int(history.lead.size), dropped, mended, notes)


def _history(connection: "DuckDBPyConnection", file: Path) -> History:
    stages = _names(connection, "stage")
    if len(stages) > MOST_STAGES:
        raise FileProblem(
            file,
            _("the stages are {n} different texts; is it the right column?").format(
                n=number(len(stages))
            ),
        )
    connection.execute(
        """CREATE TABLE leads AS SELECT lead, row_number() OVER (ORDER BY min(n + part * 1e15)) - 1
        AS code, arg_min(segment, n + part * 1e15) AS segment, arg_max(value, n + part * 1e15)
        AS value FROM every GROUP BY lead"""
    )
    segments, codes = _segments(connection)
    events = connection.execute(
        """SELECT code, list_position($stages, stage) - 1 AS stage,
            (moment::DATE - DATE '1970-01-01')::BIGINT AS day
        FROM (SELECT *, moment::DATE AS date,
            bool_and(timed) OVER (PARTITION BY lead, moment::DATE) AS all_timed FROM every)
        JOIN leads USING (lead)
        ORDER BY code, date, CASE WHEN all_timed THEN epoch_us(moment) ELSE 0 END, part, n""",
        {"stages": list(stages)},
    ).fetchnumpy()
    values = connection.execute("SELECT value FROM leads ORDER BY code").fetchnumpy()["value"]
    return History(
        stages=stages,
        segments=segments,
        lead=_ints(events["code"]),
        stage=_ints(events["stage"]),
        day=_ints(events["day"]),
        segment=codes,
        value=np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan),
    )


def _segments(connection: "DuckDBPyConnection") -> tuple[tuple[str, ...], Any]:
    """Return the segments, the largest first and small ones beyond the limit as one, and codes."""
    there = connection.execute(
        "SELECT segment, count(*) AS c FROM leads WHERE segment IS NOT NULL GROUP BY segment "
        "ORDER BY c DESC, segment"
    ).fetchall()
    if not there:
        leads = connection.execute("SELECT count(*) FROM leads").fetchall()[0][0]
        return (), np.zeros(leads, dtype=np.int64)
    names = [name for name, _count in there]
    if len(names) > MOST_SEGMENTS:
        names = [*names[: MOST_SEGMENTS - 1], OTHERS]
    kept = list(dict.fromkeys([*names, NOT_GIVEN]))
    found = connection.execute(
        """SELECT list_position($kept, CASE WHEN segment IS NULL THEN $blank
            WHEN list_contains($kept, segment) THEN segment ELSE $others END) - 1 AS code
        FROM leads ORDER BY leads.code""",
        {"kept": kept, "blank": NOT_GIVEN, "others": OTHERS},
    ).fetchnumpy()["code"]
    codes = _ints(found)
    used = tuple(kept) if (codes == len(kept) - 1).any() else tuple(kept[:-1])
    return used, codes


def _names(connection: "DuckDBPyConnection", column: str) -> tuple[str, ...]:
    found = connection.execute(
        f"SELECT {column} FROM every GROUP BY {column} ORDER BY min(part), min(n)"
    ).fetchall()
    return tuple(name for (name,) in found)


def _ints(values: Any) -> Any:
    return np.ascontiguousarray(np.ma.filled(values, -1), dtype=np.int64)

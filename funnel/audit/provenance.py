"""Where a baseline comes from: files with their hash, the window, what became of every row."""

from dataclasses import dataclass

from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.text import _, days, money, ngettext, number, percent, written_day

SHORT_HASH = 12


@dataclass(frozen=True)
class Line:
    """A fact with its figure; `copied` is what a button copies, empty where there is none."""

    name: str
    figure: str
    copied: str = ""
    is_part: bool = False


def short_hash(sha256: str) -> str:
    """Return as much of a hash as tells files apart."""
    return f"{sha256[:SHORT_HASH]}…" if len(sha256) > SHORT_HASH else sha256


def summary(reading: Reading) -> str:
    """Say in one line what was read and what was kept of it."""
    rows, files = reading.baseline.rows, reading.baseline.files
    names = ngettext("{n} file", "{n} files", len(files)).format(n=number(len(files)))
    share = percent(rows.kept / rows.read, 1) if rows.read > 0 and rows.kept >= 0 else ""
    text = _("{read} rows read, {kept} kept").format(read=number(rows.read), kept=number(rows.kept))
    if files:
        text = f"{names}, {text}"
    return f"{text} ({share})." if share else f"{text}."


def file_lines(reading: Reading) -> tuple[Line, ...]:
    """Return the files, each with its rows and its hash to copy."""
    lines = []
    for file in reading.baseline.files:
        rows = ngettext("{n} row", "{n} rows", file.rows).format(n=number(file.rows))
        text = _("{rows} · SHA-256 {hash}").format(rows=rows, hash=short_hash(file.sha256))
        lines.append(Line(file.name, text if file.sha256 else rows, file.sha256))
    return tuple(lines)


def fact_lines(reading: Reading) -> tuple[Line, ...]:
    """Return what kind of export it was, of which window, as known when."""
    known = reading.baseline
    lines = [
        Line(
            _("Window"),
            _("leads first met from {first} to {last}").format(
                first=written_day(known.first), last=written_day(known.last)
            ),
        ),
        Line(_("Last day seen"), written_day(known.seen)),
        Line(_("Leads"), number(known.leads)),
        Line(
            _("Deals"),
            _("{n}, {valued} of them with a value").format(
                n=number(known.deals), valued=number(known.deals_with_value)
            ),
        ),
    ]
    if known.form:
        lines.insert(0, Line(_("Kind of export"), known.form))
    if known.deal_value is not None:
        worth = known.deal_value
        low, value, high = (
            money(one, reading.funnel.currency) for one in (worth.low, worth.value, worth.high)
        )
        text = _("{value} ({low}–{high})").format(value=value, low=low, high=high)
        lines.append(Line(_("A deal's worth"), text))
    longest = max((move.end_days for move in reading.moves), default=0)
    if longest:
        lines.append(Line(_("Longest watched"), days(longest)))
    return tuple(lines)


def row_lines(reading: Reading) -> tuple[Line, ...]:
    """Return what became of the rows: read, kept, repaired and dropped by reason, most first."""
    rows = reading.baseline.rows
    return (
        Line(_("Rows read"), number(rows.read)),
        Line(_("Kept"), number(rows.kept)),
        *_reasons(_("of them repaired"), rows.repaired),
        *_reasons(_("Dropped"), rows.dropped),
        *_missing(rows.read, rows.kept, sum(rows.dropped.values())),
    )


def rare_lines(reading: Reading) -> tuple[Line, ...]:
    """Return the ways that too few leads took to be drawn, most moves first."""
    return tuple(
        Line(
            f"{reading.brief(one.from_stage)} → {reading.brief(one.to_stage)}",
            ngettext("{n} move", "{n} moves", one.moves).format(n=number(one.moves)),
        )
        for one in sorted(reading.baseline.rare, key=lambda rare: -rare.moves)
    )


def _reasons(title: str, reasons: dict[str, int]) -> list[Line]:
    lines = [Line(title, number(sum(reasons.values())))]
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return lines + [Line(why, number(n), is_part=True) for why, n in ranked]


def _missing(read: int, kept: int, dropped: int) -> list[Line]:
    """Say so where the counts do not add up: a reader must know."""
    left = read - kept - dropped
    return [Line(_("Not accounted for"), number(left))] if left else []

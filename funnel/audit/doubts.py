"""What makes a baseline's own figures doubtful: few visits, a late beginning, missing values."""

from collections.abc import Iterator

from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.measured import LeftTruncation, MeasuredMove
from funnelcraft.funnel.text import _, ngettext, number, rate, written_day

FEW_VISITS = 100
DOUBTFUL = 3  # so many triggers are named as uncertain
WIDE = 0.5  # bounds further apart than half the share itself say little


def doubts(reading: Reading) -> tuple[Trouble, ...]:
    """Return what makes the figures doubtful, what concerns most leads first."""
    found = [*_uncertain(reading), *_truncated(reading), *_values(reading)]
    return tuple(sorted(found, key=lambda trouble: -trouble.leads))


def counted_leads(count: float) -> str:
    """Write a number of leads: `1 lead`, `3,120 leads`."""
    whole = round(count)
    return ngettext("{n} lead", "{n} leads", whole).format(n=number(whole))


def _uncertain(reading: Reading) -> Iterator[Trouble]:
    """Yield the moves that few visits tell of, those with most leads first."""
    found = [move for move in reading.moves if _is_uncertain(move)]
    found.sort(key=lambda move: -move.entered)
    for at, move in enumerate(found[:DOUBTFUL]):
        text = ngettext(
            "Only {n} visit was watched: the share that moves on may be anything from {low} to "
            "{high}.",
            "Only {n} visits were watched: the share that moves on may be anything from {low} to "
            "{high}.",
            move.entered,
        ).format(
            n=number(move.entered), low=rate(move.conversion.low), high=rate(move.conversion.high)
        )
        more = len(found) - DOUBTFUL
        if at == DOUBTFUL - 1 and more > 0:
            text += " " + ngettext(
                "{n} more trigger is as uncertain.", "{n} more triggers are as uncertain.", more
            ).format(n=number(more))
        yield Trouble(
            "uncertain",
            _("Uncertain: {arrow}").format(arrow=reading.arrow(move)),
            ngettext("{n} visit", "{n} visits", move.entered).format(n=number(move.entered)),
            text,
            move.entered,
            0.0,
            reading.place_of_move(move),
        )


def _is_uncertain(move: MeasuredMove) -> bool:
    share = move.conversion
    is_wide = share.high - share.low > WIDE * max(share.value, 0.01)
    return 0 < move.entered < FEW_VISITS and is_wide


def _truncated(reading: Reading) -> Iterator[Trouble]:
    for one in reading.baseline.truncated:
        leads = one.leads or one.left_out
        yield Trouble(
            "truncated",
            _("The log begins too late: {stage}").format(stage=reading.name(one.stage)),
            counted_leads(leads),
            _cut_off(reading, one),
            leads,
            0.0,
            reading.place_of_stage(one.stage),
        )


def _cut_off(reading: Reading, one: LeftTruncation) -> str:
    """Say what the log does not go back to, and which leads that spoils or left out."""
    since = _("Nothing about “{stage}” is recorded before {day}")
    if one.recorded:
        since = _("Next to nothing about “{stage}” is recorded before {day}")
    if one.expected:
        since = _("{since}, where about {n} moves were due").format(
            since=since, n=number(round(one.expected))
        )
    text = since.format(stage=reading.name(one.stage), day=written_day(one.first_day))
    if one.leads:
        spoiled = ngettext(
            "{n} lead that was met before looks as if it never moved there: begin the window on "
            "that day.",
            "{n} leads that were met before look as if they never moved there: begin the window "
            "on that day.",
            one.leads,
        )
        return f"{text}; {spoiled.format(n=number(one.leads))}"
    left = ngettext(
        "{n} lead that was met before is left out.",
        "{n} leads that were met before are left out.",
        one.left_out,
    )
    return f"{text}; {left.format(n=number(one.left_out))}"


def _values(reading: Reading) -> Iterator[Trouble]:
    known = reading.baseline
    missing = known.deals - known.deals_with_value
    if missing <= 0 or reading.segment_name:
        return
    text = _("Only {n} of {all} deals say what they are worth: revenue rests on these alone.")
    if not known.deals_with_value:
        text = _("None of the {all} deals says what it is worth: revenue can't be told.")
    yield Trouble(
        "values",
        _("Deals without a value"),
        _("{n} of {all}").format(n=number(missing), all=number(known.deals)),
        text.format(n=number(known.deals_with_value), all=number(known.deals)),
        missing,
    )

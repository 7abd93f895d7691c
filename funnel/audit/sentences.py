"""The sentence a baseline begins with, and what stands beside its figures, in plain words."""

from datetime import date, timedelta
from typing import Literal

from funnelcraft.funnel.audit.flows import Flows, Loss, only_move
from funnelcraft.funnel.audit.reading import GONE, Reading, still_open
from funnelcraft.funnel.graph import main_path
from funnelcraft.funnel.measured import Estimate, MeasuredMove
from funnelcraft.funnel.text import (
    _,
    count,
    day,
    days,
    month,
    month_name,
    ngettext,
    number,
    rate,
    written_day,
)

Way = Literal["step", "skip", "back", "lost"]

MOST = 0.5  # of what is lost: from here on "most" is true


def headline(reading: Reading, found: Flows) -> str:
    """Say in one sentence how many leads came, how many are won, how fast, and where most go."""
    leads = round(found.leads) if found.leads else reading.baseline.leads
    came = ngettext("{n} lead came in", "{n} leads came in", leads).format(n=number(leads))
    if reading.segment_name:
        came = _("{came} of “{segment}”").format(came=came, segment=reading.segment_name)
    text = _("{period}, {came}").format(
        period=period(reading.baseline.first, reading.baseline.last), came=came
    )
    parts = [part for part in (_won(reading, found), _lost(reading, found)) if part]
    return "; ".join((text, *parts)) + "."


def _won(reading: Reading, found: Flows) -> str:
    if found.share is None:
        return _furthest(reading, found)
    if found.share.value <= 0:
        return _("none of them has become a customer so far")
    share = rate(found.share.value)
    only = only_move(reading, found)
    if only is not None and only.median_days is not None:
        return _("{share} become customers, in {days} at the median").format(
            share=share, days=days(only.median_days)
        )
    if found.mean_days is not None:
        return _("{share} become customers, after {days} on average").format(
            share=share, days=days(found.mean_days)
        )
    return _("{share} become customers").format(share=share)


def _furthest(reading: Reading, found: Flows) -> str:
    """Say how many reach the last stage of the main path that was measured."""
    path = [one for one in main_path(reading.funnel) if found.visits.get(one, 0) > 0]
    if len(path) < 2 or found.leads <= 0:
        return _("nothing says which of them became customers")
    share = min(found.visits[path[-1]] / found.leads, 1.0)
    return _("{share} reach “{stage}”; nothing says which became customers").format(
        share=rate(share), stage=reading.name(path[-1])
    )


def _lost(reading: Reading, found: Flows) -> str:
    biggest = found.biggest()
    leaking = [loss for loss in found.losses if loss.leads >= 0.5]
    if biggest is None or len(leaking) < 2:
        return ""
    where = between(reading, biggest)
    if biggest.leads > MOST * found.lost:
        return _("most are lost {where}").format(where=where)
    return _("the largest part, {share} of all that are lost, is lost {where}").format(
        share=rate(biggest.leads / found.lost), where=where
    )


def leaks_sentence(reading: Reading, found: Flows) -> str:
    """Say how many are won, where most are lost, and how many leave what the funnel draws."""
    biggest = found.biggest()
    if biggest is None or found.leads <= 0:
        said = _("No lead is lost for good.")
    else:
        text = _(
            "Of {came} leads {won} are won in the end. {lost} are lost {where}, {share} of all."
        )
        if found.elsewhere >= 1:
            text = _(
                "Of {came} leads {won} are won by the triggers drawn. {lost} are lost {where}, "
                "{share} of all."
            )
        said = text.format(
            came=count(found.leads),
            won=count(found.won_leads),
            lost=count(biggest.leads),
            where=between(reading, biggest),
            share=rate(biggest.leads / found.leads),
        )
    if found.elsewhere < 1:
        return said
    text = _("{n} more move on in ways the funnel does not draw.")
    if found.regained >= 0.5:
        text = _("{n} more move on in ways the funnel does not draw; {won} of them are won.")
    return f"{said} {text.format(n=count(found.elsewhere), won=count(found.regained))}"


def between(reading: Reading, loss: Loss) -> str:
    """Say where a stage loses leads: between it and the stage that most who move on go to."""
    following = onward(reading, loss.stage)
    if following is None:
        return _("in {stage}").format(stage=reading.brief(loss.stage))
    return _("between {stage} and {next}").format(
        stage=reading.brief(loss.stage), next=reading.brief(following.to_stage)
    )


def onward(reading: Reading, stage_id: str) -> MeasuredMove | None:
    """Return the way on that most leads of a stage take; ways back and to lost stages are none."""
    here = reading.order.get(stage_id, -1)
    forward = [
        move
        for move in reading.moves_from(stage_id)
        if reading.kind(move.to_stage) != "lost"
        and reading.order.get(move.to_stage, here) > here
        and not is_recycling(reading, move)
    ]
    return max(forward, key=lambda move: move.conversion.value, default=None)


def is_recycling(reading: Reading, move: MeasuredMove) -> bool:
    """Say whether a move is by a trigger that the funnel draws as recycling."""
    return any(t.id == move.trigger and t.kind == "recycle" for t in reading.funnel.triggers)


def way(reading: Reading, move: MeasuredMove) -> Way:
    """Say what kind of way a move is: on, past a stage of the main path, back, or out."""
    if reading.kind(move.to_stage) == "lost":
        return "lost"
    here, there = (reading.order.get(one, GONE) for one in (move.from_stage, move.to_stage))
    if there <= here or is_recycling(reading, move):
        return "back"
    path = main_path(reading.funnel)
    if move.from_stage in path and move.to_stage in path:
        return "skip" if path.index(move.to_stage) > path.index(move.from_stage) + 1 else "step"
    return "step"


def period(first: str, last: str) -> str:
    """Say from when to when: by months where both ends are a month's, else by days."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return _("From {first} to {last}").format(first=first, last=last)
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return _("From {first} to {last}").format(first=day(start), last=day(end))
    if (start.year, start.month) == (end.year, end.month):
        return _("In {month}").format(month=month(start))
    if start.year == end.year:
        return _("From {first} to {last}").format(first=month_name(start), last=month(end))
    return _("From {first} to {last}").format(first=month(start), last=month(end))


def known_line(reading: Reading) -> str:
    """Say until when leads were watched, and what bounds mean."""
    return _(
        "Seen until {seen}. Leads still open count as open, not as lost. "
        "Bounds hold the true figure with a chance of 80%."
    ).format(seen=written_day(reading.baseline.seen))


def bounds(one: Estimate) -> str:
    """Write a share with its 80% bounds: `22% (20%–24%)`."""
    return _("{value} ({low}–{high})").format(
        value=rate(one.value), low=rate(one.low), high=rate(one.high)
    )


def why_naive_differs(reading: Reading, move: MeasuredMove) -> str:
    """Say why the naive share is another one; an empty text where it is the same as written."""
    estimate, naive = move.conversion.value, move.naive
    if rate(estimate) == rate(naive):
        return ""
    waiting = still_open(reading, move)
    if naive < estimate and waiting:
        return ngettext(
            "{n} visit is still open: the naive share counts it as if it never moved.",
            "{n} visits are still open: the naive share counts them as if they never moved.",
            waiting,
        ).format(n=number(waiting))
    if naive > estimate:
        return _(
            "The naive share also counts moves after more than {days}, which too few visits "
            "could be watched for."
        ).format(days=days(move.end_days))
    return _("The naive share treats leads that came lately like those watched for long.")


def briefly_why(reading: Reading, move: MeasuredMove) -> str:
    """Say in a few words why the naive share is another one."""
    if not why_naive_differs(reading, move):
        return _("no difference")
    waiting = still_open(reading, move)
    if move.naive < move.conversion.value and waiting:
        return _("{n} still open").format(n=number(waiting))
    if move.naive > move.conversion.value:
        return _("moves after {days}").format(days=days(move.end_days))
    return _("leads that came lately")

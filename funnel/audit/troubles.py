"""What is wrong, as measured: leaks, bottlenecks, slow hand-overs, broken promises, and doubts.

What costs leads is ranked by the deals at stake: the leads concerned times the share won of those
who move on from there. What makes the figures themselves doubtful comes after, by leads concerned.
"""

from collections.abc import Iterator
from datetime import date

from funnelcraft.funnel.audit.doubts import counted_leads, doubts
from funnelcraft.funnel.audit.flows import Flows, Loss
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.sentences import between, bounds, is_recycling, onward
from funnelcraft.funnel.audit.trouble import Trouble
from funnelcraft.funnel.audit.undrawn import undrawn_troubles
from funnelcraft.funnel.measured import MeasuredMove, MeasuredStage
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.names import department_name
from funnelcraft.funnel.text import _, days, money, ngettext, number, rate

LEAKS = 3  # so many stages are named as leaks, the worst first
# So much of a leak may be rounding, or moves too rare to be drawn.
WITHOUT_A_TRIGGER = 0.1
LEAST_LEAK = 0.05  # of all that are lost; what loses less is no news
MANY_ZOMBIES = 0.05  # of the leads open in a stage
PILED_UP = 10  # leads at least, above what a steady flow keeps there
ONE_IN = 10  # "one in ten of them won over would be ..."


def troubles(reading: Reading, found: Flows) -> tuple[Trouble, ...]:
    """Return what is wrong, what costs most first, doubts about the figures last."""
    wrong = [
        *_leaks(reading, found),
        *undrawn_troubles(reading, found),
        *_piled_up(reading, found),
        *_hand_over(reading, found),
        *_promises(reading, found),
    ]
    wrong.sort(key=lambda trouble: (-trouble.deals, -trouble.leads))
    return (*wrong, *doubts(reading))


def _worth(reading: Reading, found: Flows, stage_id: str) -> float:
    """Return the share won of leads that move on from a stage."""
    following = onward(reading, stage_id)
    return found.won.get(following.to_stage if following else stage_id, 0.0)


def _leaks(reading: Reading, found: Flows) -> Iterator[Trouble]:
    lost = found.lost
    leaks = [loss for loss in found.losses if loss.leads >= max(LEAST_LEAK * lost, 1.0)]
    leaks.sort(key=lambda loss: (-loss.leads * _worth(reading, found, loss.stage), -loss.leads))
    biggest = found.biggest()
    named = leaks[:LEAKS] + [loss for loss in leaks[LEAKS:] if loss is biggest]
    for loss in named:
        is_biggest = biggest is not None and loss.stage == biggest.stage
        title = _("Biggest leak: {where}") if is_biggest else _("Leak: {where}")
        deals = loss.leads * _worth(reading, found, loss.stage)
        yield Trouble(
            "leak",
            title.format(where=reading.name(loss.stage)),
            counted_leads(loss.leads),
            _leak(reading, loss, deals),
            loss.leads,
            deals,
            reading.place_of_stage(loss.stage),
        )


def _leak(reading: Reading, loss: Loss, deals: float) -> str:
    where = between(reading, loss)
    share = rate(loss.leads / loss.visits) if loss.visits > 0 else rate(0.0)
    text = _("{share} of the visits to it end there, {where}").format(share=share, where=where)
    elsewhere = _elsewhere(reading, loss)
    if elsewhere > WITHOUT_A_TRIGGER:
        return _(
            "{text}, as far as this funnel shows: {share} of them leave by ways that have no "
            "trigger here. Draw those triggers, or measure the funnel as it is."
        ).format(text=text, share=rate(elsewhere))
    if loss.ended >= 0.5:
        said = _("{text}: {nowhere} go nowhere, {ended} are recorded as lost.").format(
            text=text, nowhere=number(round(loss.nowhere)), ended=number(round(loss.ended))
        )
    else:
        said = _("{text}; none is recorded as lost.").format(text=text)
    return " ".join(part for part in (said, _won_over(reading, deals)) if part)


def _elsewhere(reading: Reading, loss: Loss) -> float:
    """Return the share of the visits that end in a stage which the log saw leaving all the same.

    Moves between stages without a trigger are not among those that were measured; the leak of the
    stage, estimated of all its visits, does not count them.
    """
    stage = reading.by_id.get(loss.stage)
    if stage is None or stage.leak is None or loss.visits <= 0 or loss.nowhere <= 0:
        return 0.0
    return max(loss.nowhere / loss.visits - stage.leak.value, 0.0) * loss.visits / loss.leads


def _won_over(reading: Reading, deals: float) -> str:
    """Say what one lead in ten would be worth; an empty text where it is not even one deal."""
    more = deals / ONE_IN
    if more < 1:
        return ""
    text = ngettext(
        "One in ten of them moving on instead would be {n} deal more",
        "One in ten of them moving on instead would be {n} deals more",
        round(more),
    ).format(n=number(round(more)))
    value = reading.funnel.deal_value
    if value is None or value.mean <= 0:
        return text + "."
    worth = money(min(more * value.mean, 1e15), reading.funnel.currency)
    return _("{text}, worth {money}.").format(text=text, money=worth)


def _piled_up(reading: Reading, found: Flows) -> Iterator[Trouble]:
    """Yield where leads pile up: the worst bottleneck, and every stage full of zombies."""
    bottlenecks = []
    for stage in reading.stages:
        if stage.open_now < PILED_UP or reading.kind(stage.stage) in ENDS:
            continue
        if stage.zombies >= max(PILED_UP, MANY_ZOMBIES * stage.open_now):
            yield _zombies(reading, stage)
        extra = _to_come(reading, stage) - _steady(reading, stage)
        if extra >= max(PILED_UP, stage.zombies):
            bottlenecks.append(_bottleneck(reading, found, stage, extra))
    if bottlenecks:
        yield max(bottlenecks, key=lambda trouble: trouble.leads)


def _to_come(reading: Reading, stage: MeasuredStage) -> float:
    """Return how many of the visits that are open will still leave by a measured way."""
    ways = reading.moves_from(stage.stage)
    return sum(max(m.conversion.value * m.entered - m.moved, 0.0) for m in ways)


def _steady(reading: Reading, stage: MeasuredStage) -> float:
    """Return how many leads that will leave a steady flow keeps in a stage.

    Arrivals a day × days of a stay (Little, Operations Research 1961; 9:383).
    """
    stay = sum(
        move.conversion.value * move.mean_days.value
        for move in reading.moves_from(stage.stage)
        if move.mean_days is not None
    )
    return _a_day(reading, stage) * stay


def _a_day(reading: Reading, stage: MeasuredStage) -> float:
    try:
        first, last = (
            date.fromisoformat(d) for d in (reading.baseline.first, reading.baseline.last)
        )
    except ValueError:
        return 0.0
    return stage.volume / max((last - first).days + 1, 1)


def _bottleneck(reading: Reading, found: Flows, stage: MeasuredStage, extra: float) -> Trouble:
    text = _(
        "{n} leads that will still move on wait there, where a steady flow would keep {steady}; "
        "half of all that are open have been there for {age} or longer."
    ).format(
        n=number(round(_to_come(reading, stage))),
        steady=number(round(_steady(reading, stage))),
        age=days(stage.median_age_days or 0.0),
    )
    following = onward(reading, stage.stage)
    if following is not None and following.median_days is not None:
        text += " " + _("Half of those who moved on did so within {days}.").format(
            days=days(following.median_days)
        )
    return Trouble(
        "bottleneck",
        _("Bottleneck: {stage}").format(stage=reading.name(stage.stage)),
        _("{n} open").format(n=number(stage.open_now)),
        text,
        extra,
        extra * _worth(reading, found, stage.stage),
        reading.place_of_stage(stage.stage),
    )


def _zombies(reading: Reading, stage: MeasuredStage) -> Trouble:
    text = ngettext(
        "{n} of the {all} leads open there has been there for longer than {days}, far longer than "
        "those that moved on ever were. Close it, so that reports count what is alive.",
        "{n} of the {all} leads open there have been there for longer than {days}, far longer "
        "than those that moved on ever were. Close them, so that reports count what is alive.",
        stage.zombies,
    )
    return Trouble(
        "zombies",
        _("Zombies: {stage}").format(stage=reading.name(stage.stage)),
        counted_leads(stage.zombies),
        text.format(
            n=number(stage.zombies),
            all=number(stage.open_now),
            days=days(stage.zombie_days or 0),
        ),
        stage.zombies,
        0.0,  # closing them wins nothing
        reading.place_of_stage(stage.stage),
    )


def _hand_over(reading: Reading, found: Flows) -> Iterator[Trouble]:
    """Yield the slowest way from one department to another, from a day on."""
    across = [
        move
        for move in reading.moves
        if (move.median_days or 0.0) >= 1 and _is_hand_over(reading, move)
    ]
    if not across:
        return
    slowest = max(across, key=lambda move: move.median_days or 0.0)
    stage = reading.by_id.get(slowest.from_stage)
    waiting = stage.open_now if stage is not None else 0
    text = _("From {one} to {other} half of the leads take more than {half}")
    text = text.format(
        one=department_name(reading.departments[slowest.from_stage]),
        other=department_name(reading.departments[slowest.to_stage]),
        half=days(slowest.median_days or 0.0),
    )
    if slowest.ninth_days is not None:
        text = _("{text}, one in ten more than {ninth}").format(
            text=text, ninth=days(slowest.ninth_days)
        )
    if waiting:
        text = ngettext("{text}; {n} waits now", "{text}; {n} wait now", waiting).format(
            text=text, n=number(waiting)
        )
    yield Trouble(
        "hand-over",
        _("Slowest hand-over: {arrow}").format(arrow=reading.arrow(slowest)),
        days(slowest.median_days or 0.0),
        text + ".",
        waiting,
        waiting * slowest.conversion.value * found.won.get(slowest.to_stage, 0.0),
        reading.place_of_move(slowest),
    )


def _is_hand_over(reading: Reading, move: MeasuredMove) -> bool:
    ends = [reading.departments.get(one, "") for one in (move.from_stage, move.to_stage)]
    forward = reading.order.get(move.to_stage, -1) > reading.order.get(move.from_stage, -1)
    is_open = reading.kind(move.to_stage) not in ENDS
    if not forward or is_recycling(reading, move):
        return False
    return is_open and all(ends) and ends[0].casefold() != ends[1].casefold()


def _promises(reading: Reading, found: Flows) -> Iterator[Trouble]:
    for stage in reading.stages:
        promise = stage.promise
        if promise is None or promise.missed < 1:
            continue
        decided = promise.met + promise.missed
        text = ngettext(
            "{missed} of {n} visit missed {days}; the promise is kept for {kept}.",
            "{missed} of {n} visits missed the promised {days}; it is kept for {kept}.",
            decided,
        ).format(
            missed=number(promise.missed),
            n=number(decided),
            days=days(promise.days),
            kept=bounds(promise.kept),
        )
        yield Trouble(
            "sla",
            _("SLA missed: {stage}").format(stage=reading.name(stage.stage)),
            _("{share} kept").format(share=rate(promise.kept.value)),
            text,
            promise.missed,
            promise.missed * found.won.get(stage.stage, 0.0),
            reading.place_of_stage(stage.stage),
        )

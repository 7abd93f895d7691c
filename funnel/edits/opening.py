"""Edits of the opening pipeline: the leads that are in a stage already, by their ages in days.

Ages read from a file stay as they are until somebody changes their number or their middle.
"""

from collections.abc import Sequence

from funnelcraft.funnel.model import Funnel, Opening

MOST_LEADS = 100_000  # in one stage of one segment: each has an age of its own in the file
MOST_AGES = 30  # made up: an engine takes leads of one age together, and each age by itself
LEAST_MIDDLE = 1e-6  # days; to stretch ages around a shorter one would make aeons of the others


def opening_ages(funnel: Funnel, stage_id: str, segment: str) -> tuple[float, ...]:
    """Return the ages in days of the leads of a segment that are in a stage, as they are noted."""
    return tuple(
        age
        for held in funnel.opening
        if held.stage == stage_id and held.segment == segment
        for age in held.ages_days
    )


def set_opening(funnel: Funnel, stage_id: str, segment: str, ages: Sequence[float]) -> Funnel:
    """Let leads of these ages in days be in a stage; without any, nobody is there."""
    ids = {stage.id for stage in funnel.stages}
    if stage_id not in ids:
        raise KeyError(stage_id)
    wanted = tuple(ages)
    if wanted == opening_ages(funnel, stage_id, segment):
        return funnel
    kept: list[Opening] = []
    for held in funnel.opening:
        if (held.stage, held.segment) != (stage_id, segment):
            kept.append(held)
        elif wanted:
            kept.append(held.replaced(ages_days=wanted))
            wanted = ()
    if wanted:
        kept.append(Opening(stage=stage_id, segment=segment, ages_days=wanted))
    return funnel.replaced(opening=tuple(kept))


def middle_age(ages: Sequence[float]) -> float | None:
    """Return the age in days that half of the leads have reached at most; None without leads."""
    ordered = sorted(ages)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def with_number(ages: Sequence[float], leads: int) -> tuple[float, ...]:
    """Return so many ages, spread as the given ones are; without any, all have just come in.

    Age *i* of *n* is the given ages' quantile at (*i* + ½) / *n*.
    """
    ordered = sorted(ages) or [0.0]
    if leads == len(ages):
        return tuple(ages)
    return tuple(ordered[int((at + 0.5) / leads * len(ordered))] for at in range(leads))


def with_middle(ages: Sequence[float], days: float) -> tuple[float, ...]:
    """Return as many ages whose middle is another: all are stretched alike.

    Ages that are all the same say nothing of their spread, nor do those whose middle is next to
    nothing (`LEAST_MIDDLE`): then they are spread evenly over the `MOST_AGES` steps from 0 to twice
    the middle.
    """
    middle = middle_age(ages)
    if middle is None or middle == days:
        return tuple(ages)
    if days == 0.0:
        return (0.0,) * len(ages)
    if middle >= LEAST_MIDDLE and len(set(ages)) > 1:
        return tuple(age * days / middle for age in ages)
    steps = min(len(ages), MOST_AGES)
    steps -= steps % 2 == 0  # an odd number has a middle
    spread = [2 * days * (step + 0.5) / steps for step in range(steps)]
    return with_number(spread, len(ages)) if len(ages) > steps else tuple(spread)

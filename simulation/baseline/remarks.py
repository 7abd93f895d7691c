"""What a reader of a baseline must know, as plain sentences."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.text import _, count, day, listed, ngettext, number, percent, quoted
from funnelcraft.simulation.baseline.calibrated import Calibrated, too_many_waiting
from funnelcraft.simulation.baseline.calibration import Baseline
from funnelcraft.simulation.baseline.rare import RARE_SHARE
from funnelcraft.simulation.baseline.truncation import Truncation, met_between
from funnelcraft.simulation.baseline.volume import day_of

# With fewer months the step size is more what is known of markets than what was measured.
MONTHS_THAT_TELL = 6
LEAST_MONTHS = 3


def remarks(calibrated: Calibrated) -> list[str]:
    """Return what must be known of the figures of a calibrated funnel."""
    found = calibrated.found
    return [
        *_late_records(found),
        *_leaks(found),
        *_zombies(found),
        *_unknown_leads(found),
        *too_many_waiting(found),
        *_first_touches(calibrated),
        *_rare_ways(calibrated),
        *_drift(found),
        *_deals(found),
    ]


def _late_records(found: Baseline) -> list[str]:
    said = []
    for one in found.truncated:
        words = {
            "stage": found.history.stages[one.stage],
            "first": day(day_of(one.first_record)),
            "day": day(day_of(one.first_day)),
            "due": count(one.expected),
            "n": number(one.recorded),
        }
        if one.recorded:
            sentence = _(
                "Left truncation: the log records no move to “{stage}” before {first} and only {n} "
                "before {day}, where about {due} were due."
            ).format(**words)
        else:
            sentence = _(
                "Left truncation: the log records no move to “{stage}” before {day}, where about "
                "{due} were due."
            ).format(**words)
        said.append(f"{sentence} {_spoilt(found, one)}")
    return said


def _spoilt(found: Baseline, one: Truncation) -> str:
    spoilt = met_between(found.log, found.window.first_day, min(one.first_day - 1, found.last_day))
    if not spoilt:
        return _("The leads measured were met later.")
    return ngettext(
        "{n} lead measured was met before and looks as if it never got there: begin the window on "
        "{day}.",
        "{n} leads measured were met before and look as if they never got there: begin the window "
        "on {day}.",
        spoilt,
    ).format(n=number(spoilt), day=day(day_of(one.first_day)))


def _leaks(found: Baseline) -> list[str]:
    return (
        [
            _(
                "No log shows when leads that go nowhere leave. They count as gone after twice the "
                "longest time any lead took to move on from their stage; earlier nobody can tell "
                "them from those who will."
            )
        ]
        if found.measured.moves
        else []
    )


def _zombies(found: Baseline) -> list[str]:
    by_stage: dict[int, int] = {}
    for segment, stage in found.pipeline.ages:
        zombies = found.pipeline.zombies(segment, stage)
        by_stage[stage] = by_stage.get(stage, 0) + zombies
    return [
        ngettext(
            "{n} lead has been in “{stage}” for more than {days} days, twice as long as any that "
            "moved on: it does not count as open in a forecast.",
            "{n} leads have been in “{stage}” for more than {days} days, twice as long as any that "
            "moved on: they do not count as open in a forecast.",
            zombies,
        ).format(
            n=number(zombies),
            stage=found.history.stages[stage],
            days=number(found.pipeline.limits[stage]),
        )
        for stage, zombies in by_stage.items()
        if zombies
    ]


def _unknown_leads(found: Baseline) -> list[str]:
    unknown = found.pipeline.unknown
    if not unknown:
        return []
    return [
        ngettext(
            "{n} open lead was met before the log records who was won or lost: it may long be "
            "gone and is left out of the opening pipeline.",
            "{n} open leads were met before the log records who was won or lost: they may long be "
            "gone and are left out of the opening pipeline.",
            unknown,
        ).format(n=number(unknown))
    ]


def _first_touches(calibrated: Calibrated) -> list[str]:
    by_id = stages_by_id(calibrated.funnel)
    terms = [
        quoted(by_id[one].term)
        for one in dict.fromkeys(calibrated.stages.values())
        if (sla := by_id[one].sla) is not None and sla.clock == "first_touch"
    ]
    if not terms:
        return []
    return [
        _(
            "How the promised first touch in {stages} is kept cannot be seen: the log says when a "
            "stage is entered, not when work begins."
        ).format(stages=listed(terms))
    ]


def _rare_ways(calibrated: Calibrated) -> list[str]:
    rare = calibrated.rare
    if not rare:
        return []
    return [
        ngettext(
            "{n} way that fewer than {share} of the visits take counts as part of a wider one "
            "({moves} moves).",
            "{n} ways that fewer than {share} of the visits take count as parts of wider ones "
            "({moves} moves).",
            len(rare),
        ).format(
            n=number(len(rare)),
            share=percent(RARE_SHARE),
            moves=number(sum(one.moves for one in rare)),
        )
    ]


def _drift(found: Baseline) -> list[str]:
    said = []
    for what, steps in (
        (_("volume"), found.volume_steps),
        (_("conversion"), found.conversion_steps),
    ):
        if steps.months < LEAST_MONTHS:
            said.append(
                _(
                    "The log is too short to see how the {what} moves from month to month: {size} "
                    "a month is assumed, as is usual."
                ).format(what=what, size=percent(steps.size.value))
            )
        elif steps.months < MONTHS_THAT_TELL:
            said.append(
                _(
                    "How the {what} moves from month to month, {size}, rests on {n} months and "
                    "mostly on what is usual."
                ).format(what=what, size=percent(steps.size.value), n=number(steps.months))
            )
    return said


def _deals(found: Baseline) -> list[str]:
    without = found.deals - int(found.worth.size)
    if not found.worth.size or not without:
        return []
    return [
        _("The mean worth is that of {n} of {all} deals: that of the others is not given.").format(
            n=number(int(found.worth.size)), all=number(found.deals)
        )
    ]

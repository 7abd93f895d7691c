"""The new funnel: its main path with volumes, rates and days, and what lies beside it."""

import math
from dataclasses import replace
from itertools import pairwise

from funnelcraft.funnel.graph import main_path, stages_by_id
from funnelcraft.funnel.lanes import lanes_of
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, count, days, ngettext, number, rate
from funnelcraft.funnel.velocity import mean_days
from funnelcraft.io.deck.evidence import Evidence
from funnelcraft.io.deck.page import FunnelPicture, Page, Role, Step, Support
from funnelcraft.io.deck.pages.wording import (
    bounded,
    eighty,
    half_of_the_wins,
    kicker,
    source_of_runs,
    waiting_page,
)
from funnelcraft.io.deck.writing import HEADLINE, shortened
from funnelcraft.simulation.certainty import rate_interval
from funnelcraft.simulation.forecast import win_probability
from funnelcraft.simulation.forecast.sentences import horizon
from funnelcraft.simulation.problems import CannotSimulate

MOST_STEPS = 9
MANY = 1_000_000
MUCH = 60.0  # times as many leads at the top as at the end: widths by their logarithm from here on


def design_page(known: Evidence) -> Page:
    """Return the page that shows the new funnel."""
    funnel = known.funnel
    page = Page("design", kicker(known, _("The new funnel")), "", source=source_of_runs(known))
    path = main_path(funnel)
    if known.expectation is None or not path:
        return waiting_page(page, known, _("The funnel has no main path yet"))
    picture = funnel_picture(known, path)
    title = _title(funnel, path)
    supports = _supports(known, path)
    notes = tuple(
        _("{stage}: {leads} leads{way}").format(
            stage=step.name, leads=step.text, way=f"; {step.rate}" if step.rate else ""
        )
        for step in picture.steps
    )
    caption = _("Leads that enter each stage in {horizon}; between: share that moves on, mean days")
    if picture.logarithmic:
        caption = _("{caption}. Widths on a logarithmic scale").format(caption=caption)
    return replace(
        page,
        title=shortened(title, HEADLINE),
        picture=picture,
        caption=caption.format(horizon=horizon(known.question.settings.days)),
        supports=supports,
        notes=(title, *notes),
        preliminary=known.outcome is None and not known.is_complete,
    )


def _title(funnel: Funnel, path: list[str]) -> str:
    """Say how many of a thousand leads are won in the end: exact, over all time."""
    stages = stages_by_id(funnel)
    first, last = (shortened(stage_name(stages[one])) for one in (path[0], path[-1]))
    try:
        chances = win_probability(funnel)
    except CannotSimulate:
        chances = {}
    named = [chance for (_segment, stage), chance in chances.items() if stage == path[0]]
    if not any(stage.kind == "won" for stage in funnel.stages) or not named:
        return _("Leads go from “{first}” to “{last}” in {n} stages").format(
            first=first, last=last, n=number(len(path))
        )
    if max(named) - min(named) > 1e-9:
        return _(
            "Of 1,000 leads at “{first}”, {low} to {high} are won in the end, by segment"
        ).format(first=first, low=count(1000 * min(named)), high=count(1000 * max(named)))
    whole = 1000
    while 0 < named[0] * whole < 1 and whole < MANY:
        whole *= 10
    return _("Of {whole} leads at “{first}”, {won} are won in the end").format(
        whole=number(whole), first=first, won=count(whole * named[0])
    )


def funnel_picture(known: Evidence, path: list[str]) -> FunnelPicture:
    """Return the main path; of a long one its beginning and its end."""
    funnel, expected = known.funnel, known.expectation
    assert expected is not None
    volumes = dict(zip(expected.stage_ids, expected.entries.sum(axis=1).tolist(), strict=True))
    shown, left_out = _shown(path)
    stages, lanes = stages_by_id(funnel), lanes_of(funnel)
    steps = []
    for at, stage_id in enumerate(shown):
        following = shown[at + 1] if at + 1 < len(shown) else None
        gap = left_out if following is not None and at == len(shown) - MOST_STEPS // 2 - 1 else 0
        way = "" if following is None or gap else way_words(funnel, stage_id, following)
        leads = volumes[stage_id]
        role = _role(stages[stage_id].kind, lanes[stage_id])
        name = shortened(stage_name(stages[stage_id]), 34)
        steps.append(Step(name, leads, count(leads), role, way, gap))
    sizes = [step.leads for step in steps]
    much = max(sizes) > MUCH * max(min(sizes), 1e-9)
    return FunnelPicture(tuple(steps), much)


def _shown(path: list[str]) -> tuple[list[str], int]:
    if len(path) <= MOST_STEPS:
        return path, 0
    last = MOST_STEPS // 2
    return path[: MOST_STEPS - last] + path[-last:], len(path) - MOST_STEPS


def _role(kind: str, lane: tuple[str, bool]) -> Role:
    if kind == "won":
        return "won"
    if kind == "lost":
        return "lost"
    department, recycles = lane
    if recycles:
        return "recycle"
    roles: dict[str, Role] = {"marketing": "marketing", "sales": "sales"}
    return roles.get(department.casefold(), "neutral")


def way_words(funnel: Funnel, start: str, end: str) -> str:
    """Say which share moves from a stage to the next of the path, and in how many days."""
    leaving = [trigger for trigger in funnel.triggers if trigger.from_stage == start]
    ways = [one for one in leaving if one.to_stage == end and one.kind == "progress"]
    if not ways:
        return ""
    parts = [_share_words(leaving, ways)]
    time = ways[0].velocity
    mean = None if time is None else mean_days(time)
    if mean:
        parts.append(days(mean))
    return " · ".join(part for part in parts if part)


def _share_words(leaving: list[Trigger], ways: list[Trigger]) -> str:
    shares = [one.conversion.rate for one in ways if one.conversion is not None]
    if len(shares) < len(ways):  # the default way out of a gate takes the rest
        shares.append(max(1.0 - sum(t.conversion.rate for t in leaving if t.conversion), 0.0))
    share = sum(shares)
    known = ways[0].conversion if len(ways) == 1 else None
    if known is None or not known.entered or known.moved is None:
        return rate(share)
    low, high = rate_interval(known.entered, known.moved, len(leaving) + 1)
    return _("{share} ({bounds})").format(share=rate(share), bounds=eighty(rate(low), rate(high)))


def _supports(known: Evidence, path: list[str]) -> tuple[Support, ...]:
    funnel, outcome = known.funnel, known.outcome
    lanes = lanes_of(funnel)
    departments = [lanes[one][0] for one in path]
    crossings = sum(
        bool(one) and bool(other) and one.casefold() != other.casefold()
        for one, other in pairwise(departments)
    )
    supports = []
    if outcome is not None and path[-1] in outcome.reached:
        total = outcome.reached[path[-1]]
        name = shortened(stage_name(stages_by_id(funnel)[path[-1]]), 24)
        label = _("Leads that reach “{stage}”").format(stage=name)
        supports.append(Support(label, count(total.mean), bounded(total)))
    time = outcome.lead_time if outcome is not None else None
    half = half_of_the_wins(time)
    if time is not None and not math.isnan(half):
        most = time.quantile(0.9)
        note = "" if math.isnan(most) else _("nine in ten within {days}").format(days=days(most))
        supports.append(Support(_("Half of the wins come within"), days(half), note))
    back = sum(trigger.kind == "recycle" for trigger in funnel.triggers)
    promises = sum(stage.sla is not None for stage in funnel.stages)
    supports.append(
        Support(
            _("Stages on the way, of all"),
            _("{n} of {all}").format(n=number(len(path)), all=number(len(funnel.stages))),
            ngettext(
                "{n} hand-over between departments",
                "{n} hand-overs between departments",
                crossings,
            ).format(n=number(crossings)),
        )
    )
    note = ngettext("{n} way back for recycling", "{n} ways back for recycling", back)
    note = note.format(n=number(back))
    supports.append(Support(_("Promised times (SLAs)"), number(promises), note))
    return tuple(supports[:4])

"""What was measured beside published figures: above, below or alike, and when it can't be said.

A figure is compared only where both its stages are the funnel's by their exact term or
abbreviation, where it is of the same kind of leads, and where one way leads from one stage to the
other. Everything else is refused with the reason: stages that are not defined alike make a number
that means nothing.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from funnelcraft.funnel.audit.flows import Z80
from funnelcraft.funnel.audit.reading import Reading
from funnelcraft.funnel.audit.sentences import bounds
from funnelcraft.funnel.checks.reference import reference_names
from funnelcraft.funnel.graph import reached
from funnelcraft.funnel.measured import Estimate, MeasuredMove
from funnelcraft.funnel.model import ENDS, Stage
from funnelcraft.funnel.text import _, days, listed, marked, percent, rate

Verdict = Literal["above", "below", "alike", "unclear"]
# What `resources/industry/figures.csv` says of leads, samples and grades: for the catalogues.
WORDS = (
    marked("B2B"),
    marked("B2B (actioned by sales)"),
    marked("B2B all sources"),
    marked("B2B average"),
    marked("B2B best in class"),
    marked("B2B laggards"),
    marked("B2B software (potential good fit)"),
    marked("B2B win rate"),
    marked("channel: PPC"),
    marked("channel: SEO"),
    marked("source: marketing and advertising"),
    marked("source: paid search"),
    marked("source: referral"),
    marked("source: sales generated"),
    marked("source: social"),
    marked("source: webinar"),
    marked("source: website"),
    marked("160+ clients"),
    marked("199 firms"),
    marked("about 500 US firms"),
    marked("not stated"),
    marked("good"),
    marked("fair"),
    marked("second hand"),
    marked("looks low"),
)
MOST_STEPS = 2_000  # of the search for ways from one stage to another


@dataclass(frozen=True)
class IndustryFigure:
    """A published conversion: the share of leads that come from one stage to another.

    `share` 0–1, `days` where they were published too; `scope` says of which leads, `grade` how far
    the source can be trusted.
    """

    from_stage: str
    to_stage: str
    share: float
    days: float | None
    scope: str
    sample: str
    year: int | None
    grade: str
    source: str


@dataclass(frozen=True)
class Compared:
    """A figure beside what was measured: the verdict, a sentence, and what to keep in mind."""

    figure: IndustryFigure
    measured: Estimate
    naive: float
    verdict: Verdict
    sentence: str
    caution: str


@dataclass(frozen=True)
class Refused:
    """A figure that is not compared, and why."""

    figure: IndustryFigure
    reason: str


@dataclass(frozen=True)
class _Measured:
    """The share that comes from one stage to another along the moves `over`, and as counted."""

    share: Estimate
    naive: float
    over: tuple[MeasuredMove, ...]


def compared(
    reading: Reading, figures: Iterable[IndustryFigure]
) -> tuple[tuple[Compared, ...], tuple[Refused, ...]]:
    """Compare what was measured with published figures; return those refused as well."""
    said: list[Compared] = []
    refused: list[Refused] = []
    for figure in figures:
        found = _compare(reading, figure)
        if isinstance(found, Compared):
            said.append(found)
        else:
            refused.append(found)
    return tuple(said), tuple(refused)


def _compare(reading: Reading, figure: IndustryFigure) -> Compared | Refused:
    ends = []
    for name in (figure.from_stage, figure.to_stage):
        stage = _of_this_name(reading, name)
        if isinstance(stage, str):
            return Refused(figure, stage)
        ends.append(stage)
    reason = _other_leads(reading, figure)
    if reason:
        return Refused(figure, reason)
    found = _measured(reading, ends[0], ends[1])
    if isinstance(found, str):
        return Refused(figure, found)
    verdict = _verdict(found, figure.share)
    return Compared(
        figure,
        found.share,
        found.naive,
        verdict,
        _said(found, figure, verdict),
        _caution(reading, found, figure),
    )


def _of_this_name(reading: Reading, name: str) -> Stage | str:
    """Return the funnel's stage of a published name, or the sentence why there is none."""
    alike = reference_names(name)
    found = [
        stage
        for stage in reading.funnel.stages
        if {stage.term.strip().casefold(), stage.abbreviation.strip().casefold()} & alike
    ]
    if not found:
        return _(
            "Your funnel has no stage “{name}”; a stage of another name may be defined otherwise."
        ).format(name=name)
    if len(found) > 1:
        return _("Two of your stages are called “{name}”.").format(name=name)
    if name.casefold() == "won" and found[0].kind != "won":
        return _("“{name}” is not a won stage in your funnel.").format(name=name)
    if found[0].id not in reading.by_id:
        return _("Nothing was measured of “{name}”.").format(name=name)
    return found[0]


def _other_leads(reading: Reading, figure: IndustryFigure) -> str:
    """Say why a figure is of other leads than those measured; an empty text where it is not."""
    _kind, colon, leads = figure.scope.partition(":")
    if not colon:
        return ""
    if reading.segment_name.casefold() == leads.strip().casefold():
        return ""
    mine = reading.segment_name
    if mine:
        return _("It is of leads by {leads} alone, not of “{segment}”.").format(
            leads=leads.strip(), segment=mine
        )
    return _(
        "It is of leads by {leads} alone, yours is of all: choose a segment of this name."
    ).format(leads=leads.strip())


def _measured(reading: Reading, start: Stage, end: Stage) -> _Measured | str:
    """Return the share that comes from one stage to another, or why it can't be told."""
    paths = _paths(reading, start.id, end.id)
    if paths == []:
        return _("Nobody was seen to come from “{start}” to “{end}”.").format(
            start=reading.name(start.id), end=reading.name(end.id)
        )
    if paths is None or len(paths) > 1:
        return _(
            "Several ways lead from “{start}” to “{end}”: the product of one of them is not the "
            "share that comes there."
        ).format(start=reading.name(start.id), end=reading.name(end.id))
    path = paths[0]
    return _Measured(_product(path), math.prod(move.naive for move in path), path)


def _paths(reading: Reading, start: str, end: str) -> list[tuple[MeasuredMove, ...]] | None:
    """Return the ways from a stage to another that visit no stage twice; two are enough.

    None where so many ways lead about that not all could be looked through.
    """
    leading = _leading_to(reading, end)
    found: list[tuple[MeasuredMove, ...]] = []
    waiting: list[tuple[str, tuple[MeasuredMove, ...]]] = [(start, ())]
    for _step in range(MOST_STEPS):
        if not waiting or len(found) > 1:
            return found
        stage, path = waiting.pop()
        seen = {start, *(move.to_stage for move in path)}
        for move in reading.moves_from(stage):
            if move.to_stage in seen or move.to_stage not in leading:
                continue
            if move.conversion.value <= 0:
                continue
            if move.to_stage == end:
                found.append((*path, move))
            else:
                waiting.append((move.to_stage, (*path, move)))
    return None


def _leading_to(reading: Reading, end: str) -> set[str]:
    """Return the stages from which leads can come to a stage, itself included."""
    backwards: dict[str, list[str]] = {}
    for move in reading.moves:
        if reading.kind(move.from_stage) not in ENDS:
            backwards.setdefault(move.to_stage, []).append(move.from_stage)
            backwards.setdefault(move.from_stage, [])
    return reached(backwards, [end])


def _product(path: tuple[MeasuredMove, ...]) -> Estimate:
    """Return the product of shares; squared relative errors of independent factors add up."""
    if len(path) == 1:
        return path[0].conversion
    share = math.prod(move.conversion.value for move in path)
    relative = math.sqrt(sum(_relative_error(move.conversion) ** 2 for move in path))
    return Estimate(
        value=share,
        low=share * math.exp(-Z80 * relative),
        high=min(share * math.exp(Z80 * relative), 1.0),
    )


def _relative_error(one: Estimate) -> float:
    return (one.high - one.low) / (2 * Z80 * max(one.value, 1e-9))


def _side(low: float, high: float, published: float) -> Verdict:
    if high < published:
        return "below"
    return "above" if low > published else "alike"


def _verdict(found: _Measured, published: float) -> Verdict:
    """Judge by the bounds; unclear where counting naively would say the opposite or nothing."""
    verdict = _side(found.share.low, found.share.high, published)
    naive = _side(found.naive, found.naive, published)
    return "unclear" if verdict != "alike" and naive not in (verdict, "alike") else verdict


def defined_as(reading: Reading, figure: IndustryFigure) -> str:
    """Say how the funnel defines the stages of a figure, for judging whether they are the same."""
    parts = []
    for name in (figure.from_stage, figure.to_stage):
        stage = _of_this_name(reading, name)
        if isinstance(stage, str) or stage.kind == "won":
            continue
        own = stage.definition.strip()
        text = _("Your {stage}: {definition}") if own else _("You have not defined {stage}.")
        parts.append(text.format(stage=reading.brief(stage.id), definition=own))
    return " ".join(parts)


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict as a word."""
    return {
        "above": _("Above"),
        "below": _("Below"),
        "alike": _("Alike"),
        "unclear": _("Unclear"),
    }[verdict]


def _said(found: _Measured, figure: IndustryFigure, verdict: Verdict) -> str:
    texts = {
        "above": _("above: {mine} against {theirs}"),
        "below": _("below: {mine} against {theirs}"),
        "alike": _("no difference can be told: {mine} against {theirs}"),
        "unclear": _("unclear: {mine} against {theirs}"),
    }
    text = texts[verdict].format(mine=bounds(found.share), theirs=percent(figure.share, 2))
    if verdict == "unclear":
        text = _("{text}, but {naive} as counted naively, as published figures mostly are").format(
            text=text, naive=rate(found.naive)
        )
    pace = _pace(found, figure)
    text = text[0].upper() + text[1:]
    return f"{text}; {pace}." if pace else f"{text}."


def _pace(found: _Measured, figure: IndustryFigure) -> str:
    """Say whether leads are slower or quicker, for single moves with a published time."""
    if figure.days is None or len(found.over) > 1:
        return ""
    time = found.over[0].mean_days
    if time is None:
        return ""
    verdict = _side(time.low, time.high, figure.days)
    texts = {
        "above": _("slower: {mine} on average against {theirs}"),
        "below": _("quicker: {mine} on average against {theirs}"),
        "alike": _("as quick: {mine} on average against {theirs}"),
    }
    return texts[verdict].format(mine=days(time.value), theirs=days(figure.days))


def _caution(reading: Reading, found: _Measured, figure: IndustryFigure) -> str:
    """Say what to keep in mind: what lies between, how it was counted."""
    parts = []
    if len(found.over) > 1:
        between = [reading.brief(move.from_stage) for move in found.over[1:]]
        parts.append(
            _("Yours is the product of {n} measured shares, over {stages}.").format(
                n=len(found.over), stages=listed(between)
            )
        )
    if figure.to_stage.casefold() == "won":
        parts.append(
            _("A published win rate often counts closed deals alone; yours counts all that came.")
        )
    return " ".join(parts)


def scope_words(figure: IndustryFigure) -> str:
    """Say of which leads a figure is."""
    return _(figure.scope)


def source_line(figure: IndustryFigure) -> str:
    """Say where a figure comes from: source, year of the data, sample, grade."""
    parts = [figure.source]
    if figure.year is not None:
        parts.append(_("data of {year}").format(year=figure.year))
    parts.append(_("sample: {sample}").format(sample=_(figure.sample)))
    parts.append(_("grade: {grade}").format(grade=_(figure.grade)))
    return " · ".join(parts)


def what_is_missing() -> str:
    """Say which often quoted figures are not shown, and why."""
    return _(
        "The often quoted SiriusDecisions averages could not be traced to a source, so they are "
        "not shown. Forrester says that no best-in-class benchmark of a waterfall exists."
    )

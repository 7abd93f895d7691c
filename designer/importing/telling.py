"""What was read and measured, in words: for the wizard's last page."""

from datetime import date

from funnelcraft.designer.importing.summary_page import Summary
from funnelcraft.designer.importing.work import Outcome
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.measured import EVERY_SEGMENT, Estimate, MeasuredBaseline, MeasuredMove
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _, day, ngettext, number, rate, short_days

UNKNOWN = "–"


def summary_of(outcome: Outcome) -> Summary:
    """Say what an import found, and what taking it over does."""
    baseline = outcome.measured.funnel.baseline
    assert baseline is not None  # the estimator writes it into every funnel it measures
    target = outcome.wish.target
    log, found = outcome.counted.log, outcome.measured
    stops = [_("Before a forecast: {finding}").format(finding=one) for one in found.stops]
    head, lines = figures(outcome.measured.funnel, baseline, target)
    return Summary(
        sentence=sentence(baseline),
        funnel=outcome.measured.funnel,
        head=head,
        lines=lines,
        rows=row_sentences(log.read, log.kept, log.dropped, log.repaired),
        notes=tuple(dict.fromkeys((*stops, *found.unmatched, *baseline.notes))),
        has_left_out=bool(log.remarks.line.size),
        deed=_("Draw this funnel") if target is None else _("Take the figures over"),
    )


def sentence(baseline: MeasuredBaseline) -> str:
    """Say how many leads were measured, of which days."""
    text = ngettext(
        "{n} lead first met from {first} to {last} was measured, as known on {seen}.",
        "{n} leads first met from {first} to {last} were measured, as known on {seen}.",
        baseline.leads,
    )
    first, last, seen = (
        day(date.fromisoformat(one)) for one in (baseline.first, baseline.last, baseline.seen)
    )
    return text.format(n=number(baseline.leads), first=first, last=last, seen=seen)


def figures(
    funnel: Funnel, baseline: MeasuredBaseline, target: Funnel | None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the measured moves as a table of texts; beside what `target` had, if anything."""
    stages = stages_by_id(funnel)
    before = {one.id: one for one in target.triggers} if target is not None else {}
    was = (_("was"),) if target is not None else ()
    head = (_("Move"), _("Leads"), _("moved"), _("in the end"), _("80% sure"), *was, _("half in"))
    lines = []
    for move in baseline.moves:
        if move.segment != EVERY_SEGMENT:
            continue
        ends = (stages.get(one) for one in (move.from_stage, move.to_stage))
        name = " → ".join(short_stage_name(end) if end is not None else "?" for end in ends)
        old = before[move.trigger].conversion if move.trigger in before else None
        lines.append(
            (
                name,
                number(move.entered),
                number(move.moved),
                rate(move.conversion.value),
                _bounds(move.conversion),
                *((rate(old.rate) if old is not None else UNKNOWN,) if was else ()),
                _half(move),
            )
        )
    return head, tuple(lines)


def _bounds(estimate: Estimate) -> str:
    return _("{low} to {high}").format(low=rate(estimate.low), high=rate(estimate.high))


def _half(move: MeasuredMove) -> str:
    return UNKNOWN if move.median_days is None else short_days(move.median_days)


def row_sentences(
    read: int, kept: int, dropped: dict[str, int], repaired: dict[str, int]
) -> tuple[str, ...]:
    """Say what became of the rows, by reason."""
    text = ngettext("{n} row read, {kept} kept.", "{n} rows read, {kept} kept.", read)
    said = [text.format(n=number(read), kept=number(kept))]
    for why, rows in sorted(dropped.items(), key=lambda item: -item[1]):
        text = ngettext("{n} row left out: {why}.", "{n} rows left out: {why}.", rows)
        said.append(text.format(n=number(rows), why=_(why)))
    for why, rows in sorted(repaired.items(), key=lambda item: -item[1]):
        text = ngettext("{n} row repaired: {why}.", "{n} rows repaired: {why}.", rows)
        said.append(text.format(n=number(rows), why=_(why)))
    return tuple(said)

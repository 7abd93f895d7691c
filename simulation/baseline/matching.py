"""Which stages, segments and triggers of a funnel those of a log are."""

import re

from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _, ngettext, number, quoted
from funnelcraft.simulation.baseline.calibration import Baseline


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def matching_stages(found: Baseline, funnel: Funnel, first_stage: int | None) -> dict[int, str]:
    """Return the ids of the funnel's stages that stages of the log are, by what they are called.

    `first_stage` matches the one all sources lead into.
    """
    matches: dict[int, str] = {}
    for one in found.order:
        key = _key(found.history.stages[one])
        for names in (_terms, _abbreviations, _ids):
            ids = [stage.id for stage in funnel.stages if key and _key(names(stage)) == key]
            if len(ids) == 1:
                matches[one] = ids[0]
                break
    for kind, ends in (("won", found.won), ("lost", found.lost)):
        there = [stage.id for stage in funnel.stages if stage.kind == kind]
        if len(ends) == 1 and len(there) == 1:
            matches.setdefault(next(iter(ends)), there[0])
    entries = {source.into for source in funnel.sources}
    if first_stage is not None and len(entries) == 1:
        matches.setdefault(first_stage, entries.pop())
    return matches


def _terms(stage: Stage) -> str:
    return stage.term


def _abbreviations(stage: Stage) -> str:
    return stage.abbreviation


def _ids(stage: Stage) -> str:
    return stage.id


def matching_segments(found: Baseline, funnel: Funnel, unmatched: list[str]) -> dict[int, str]:
    """Return the ids of the funnel's segments that those of the log are; say which it has not."""
    used = sorted(found.segments_used)
    if len(used) < 2 or not found.history.segments:
        return {}
    matches = {}
    missing = []
    for one in used:
        key = _key(found.history.segments[one])
        ids = [s.id for s in funnel.segments if key in (_key(s.id), _key(s.name))]
        if len(ids) == 1:
            matches[one] = ids[0]
        else:
            missing.append(found.history.segments[one])
    if missing:
        unmatched.append(
            _("The funnel has no segments {names}: their leads count in the whole only.").format(
                names=", ".join(quoted(name) for name in missing)
            )
        )
    return matches


def matching_triggers(
    found: Baseline, funnel: Funnel, stages: dict[int, str], unmatched: list[str]
) -> dict[tuple[int, int], str]:
    """Return the ids of the triggers that measured moves are; say which moves have none."""
    triggers: dict[tuple[int, int], str] = {}
    for (start, to), move in found.measured.moves.items():
        if start not in stages or to not in stages:
            continue
        ids = [
            trigger.id
            for trigger in funnel.triggers
            if (trigger.from_stage, trigger.to_stage) == (stages[start], stages[to])
            and trigger.kind != "sla_breach"
        ]
        if len(ids) == 1:
            triggers[start, to] = ids[0]
            continue
        names = found.history.stages
        unmatched.append(
            ngettext(
                "No one trigger leads from “{start}” to “{to}”, where {n} lead moved.",
                "No one trigger leads from “{start}” to “{to}”, where {n} leads moved.",
                move.moved,
            ).format(start=names[start], to=names[to], n=number(move.moved))
        )
    return triggers

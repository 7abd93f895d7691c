"""Does everyone understand it? Terms, definitions, owners: the first rules of a good stage."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.checks.mending import owner_fix
from funnelcraft.funnel.checks.reference import reference_definition
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.findings import Finding, Fix, Place
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, number

MOST_WORDS = 30
MOST_SENTENCES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def wording_findings(facts: Facts) -> Iterator[Finding]:
    """Yield what makes stages hard to tell apart or to hold somebody to."""
    yield from _terms(facts)
    for stage in facts.stages.values():
        yield from _definition(stage)
        if stage.owner is None and stage.kind not in ENDS:
            message = _("Nobody owns “{stage}”: choose the role that answers for it.")
            place = Place("stage", stage.id, "owner")
            text = message.format(stage=stage_name(stage))
            yield Finding("no-owner", "hint", place, text, owner_fix(facts, stage))


def _definition(stage: Stage) -> Iterator[Finding]:
    name, definition = stage_name(stage), stage.definition.strip()
    place = Place("stage", stage.id, "definition")
    if not definition:
        message = _("“{stage}” has no definition: say in one sentence when a lead is here.")
        fix = None
        if usual := reference_definition(stage):
            label = _("Take the usual definition of “{term}”").format(term=name)
            fix = Fix(label, partial(_define, stage_id=stage.id, definition=usual))
        yield Finding("no-definition", "hint", place, message.format(stage=name), fix)
        return
    sentences, words = SENTENCE_END.split(definition), len(definition.split())
    if words <= MOST_WORDS and len(sentences) <= MOST_SENTENCES:
        return
    message = _("The definition of “{stage}” takes {words} words: one sentence must do.")
    fix = None
    if len(sentences) > 1 and len(sentences[0].split()) <= MOST_WORDS:
        label = _("Keep the first sentence, make the rest entry criteria")
        fix = Fix(label, partial(_shorten, stage_id=stage.id))
    text = message.format(stage=name, words=number(words))
    yield Finding("long-definition", "hint", place, text, fix)


def _define(funnel: Funnel, *, stage_id: str, definition: str) -> Funnel:
    if all(stage.id != stage_id or stage.definition.strip() for stage in funnel.stages):
        return funnel
    return change_stage(funnel, stage_id, definition=definition)


def _shorten(funnel: Funnel, *, stage_id: str) -> Funnel:
    stage = next((s for s in funnel.stages if s.id == stage_id), None)
    if stage is None:
        return funnel
    first, *rest = SENTENCE_END.split(stage.definition.strip())
    criteria = (*stage.entry_criteria, *rest)
    return change_stage(funnel, stage_id, definition=first, entry_criteria=criteria)


def _terms(facts: Facts) -> Iterator[Finding]:
    by_term: dict[str, list[Stage]] = defaultdict(list)
    for stage in facts.stages.values():
        term = stage.term.strip()
        if term:
            by_term[term.casefold()].append(stage)
        else:
            message = _("A stage has no term: give it a short name everyone uses.")
            short = stage.abbreviation.strip()
            fix = _rename_fix(stage, short) if short else None
            yield Finding("no-term", "warning", Place("stage", stage.id, "term"), message, fix)
    taken = set(by_term)
    for same in by_term.values():
        for stage in same[1:]:
            term = _free_term(facts, stage, taken)
            taken.add(term.casefold())
            message = _("{count} stages share the term “{term}”.")
            text = message.format(count=len(same), term=stage_name(same[0]))
            place = Place("stage", stage.id, "term")
            yield Finding("shared-term", "warning", place, text, _rename_fix(stage, term))


def _free_term(facts: Facts, stage: Stage, taken: set[str]) -> str:
    """Return a term nobody has: with the department behind it, else with a number."""
    term, department = stage.term.strip(), facts.departments[stage.id]
    if department and f"{term} ({department})".casefold() not in taken:
        return f"{term} ({department})"
    at = 2
    while f"{term} {at}".casefold() in taken:
        at += 1
    return f"{term} {at}"


def _rename_fix(stage: Stage, term: str) -> Fix:
    label = _("Rename to “{term}”").format(term=term)
    return Fix(label, partial(_rename, stage_id=stage.id, was=stage.term, term=term))


def _rename(funnel: Funnel, *, stage_id: str, was: str, term: str) -> Funnel:
    if all(stage.id != stage_id or stage.term != was for stage in funnel.stages):
        return funnel
    return change_stage(funnel, stage_id, term=term)

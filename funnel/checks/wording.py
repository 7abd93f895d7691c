"""Does everyone understand it? Terms, definitions, owners: the first rules of a good stage."""

from collections import defaultdict
from collections.abc import Iterator

from funnelcraft.funnel.checks.facts import Facts
from funnelcraft.funnel.findings import Finding, Place
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _, listed


def wording_findings(facts: Facts) -> Iterator[Finding]:
    """Yield what makes stages hard to tell apart or to hold somebody to."""
    yield from _terms(facts)
    for stage in facts.stages.values():
        name = stage_name(stage)
        if not stage.definition.strip():
            message = _("“{stage}” has no definition: say in one sentence when a lead is here.")
            place = Place("stage", stage.id, "definition")
            yield Finding("no-definition", "hint", place, message.format(stage=name))
        if stage.owner is None and stage.kind not in ENDS:
            message = _("Nobody owns “{stage}”: choose the role that answers for it.")
            place = Place("stage", stage.id, "owner")
            yield Finding("no-owner", "hint", place, message.format(stage=name))


def _terms(facts: Facts) -> Iterator[Finding]:
    by_term: dict[str, list[str]] = defaultdict(list)
    for stage in facts.stages.values():
        term = stage.term.strip()
        if term:
            by_term[term.casefold()].append(stage.id)
        else:
            message = _("A stage has no term: give it a short name everyone uses.")
            yield Finding("no-term", "warning", Place("stage", stage.id, "term"), message)
    for ids in by_term.values():
        if len(ids) > 1:
            name = stage_name(facts.stages[ids[0]])
            message = _("{count} stages share the term “{term}”: {kinds}.")
            kinds = listed([facts.stages[i].abbreviation or facts.stages[i].kind for i in ids])
            text = message.format(count=len(ids), term=name, kinds=kinds)
            yield Finding("shared-term", "warning", Place("stage", ids[1], "term"), text)

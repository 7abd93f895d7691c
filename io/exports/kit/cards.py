"""The quick-reference card of a team: its terms, promises and triggers on one page."""

from funnelcraft.funnel.graph import stages_in_order, triggers_from
from funnelcraft.funnel.lanes import department_of
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import department_name, trigger_name
from funnelcraft.funnel.text import _
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.phrases import full_name, owner_name, promise_words
from funnelcraft.io.exports.leaflet import Leaflet, Paragraph, Section, Table
from funnelcraft.io.exports.spec.phrases import trigger_rule
from funnelcraft.io.exports.words import document_title


def departments(funnel: Funnel) -> tuple[str, ...]:
    """Return the teams that own stages which hold leads, in the order of those stages."""
    found = (
        department_of(funnel, stage.id)
        for stage in stages_in_order(funnel)
        if stage.kind not in ENDS
    )
    return tuple(dict.fromkeys(one for one in found if one))


def card(funnel: Funnel, department: str, context: Context) -> Leaflet:
    """Return the card of a team."""
    stages = [
        stage
        for stage in stages_in_order(funnel)
        if stage.kind not in ENDS and department_of(funnel, stage.id) == department
    ]
    title = _("Quick reference: {team}").format(team=department_name(department))
    sections = (_stages(funnel, stages), _triggers(funnel, stages), _beside(funnel, department))
    return Leaflet(title, document_title(funnel, context), tuple(s for s in sections if s.parts))


def _stages(funnel: Funnel, stages: list[Stage]) -> Section:
    rows = tuple(
        (full_name(stage), stage.definition, owner_name(funnel, stage), promise_words(stage))
        for stage in stages
    )
    headings = (_("Stage"), _("A lead is here when"), _("Owner"), _("By when"))
    return Section(_("Your stages"), (Table(headings, rows, (1.3, 2.6, 1.0, 1.1)),))


def _triggers(funnel: Funnel, stages: list[Stage]) -> Section:
    known = {stage.id: stage for stage in funnel.stages}
    rows = tuple(
        (
            full_name(stage),
            trigger_name(funnel, trigger),
            full_name(known[trigger.to_stage]) if trigger.to_stage in known else "?",
            trigger_rule(trigger),
        )
        for stage in stages
        for trigger in triggers_from(funnel, stage.id)
    )
    headings = (_("From"), _("Trigger"), _("To"), _("When"))
    table = Table(headings, rows, (1.1, 1.2, 1.1, 2.6))
    return Section(_("How leads move on"), (table,) if rows else ())


def _beside(funnel: Funnel, department: str) -> Section:
    """Return the stages of others, in a sentence each: what they mean when they say it."""
    others = tuple(
        (full_name(stage), stage.definition)
        for stage in stages_in_order(funnel)
        if department_of(funnel, stage.id) != department or stage.kind in ENDS
    )
    if not others:
        return Section("", ())
    headings = (_("Stage"), _("A lead is here when"))
    return Section(
        _("What the others say"),
        (
            Table(headings, others, (1.3, 4.7)),
            Paragraph(_("A term means the same to everybody. Where it does not fit, say so.")),
        ),
    )

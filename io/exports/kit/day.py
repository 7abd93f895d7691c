"""A day in the life of each role: what arrives, by when, what it decides, in which system."""

from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Trigger
from funnelcraft.funnel.names import department_name, short_stage_name, trigger_name
from funnelcraft.funnel.text import _, listed, marked, number
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.paper import paper
from funnelcraft.io.exports.kit.phrases import (
    a_day_words,
    arrival_words,
    full_name,
    owner_name,
    promise_words,
    where_words,
)
from funnelcraft.io.exports.kit.roles import Part, Post, parts
from funnelcraft.io.exports.leaflet import (
    Bullets,
    Facts,
    Leaflet,
    Paragraph,
    Section,
    Steps,
    Table,
    leaflets_pdf,
)
from funnelcraft.io.exports.spec.phrases import trigger_rule
from funnelcraft.io.exports.words import document_title


def day_in_life(funnel: Funnel, context: Context) -> bytes:
    """Return a page or two for each role, as PDF."""
    leaflets = day_leaflets(funnel, context)
    context.step(0.6, marked("Laying out"))
    return leaflets_pdf(leaflets, paper(funnel, context))


def day_leaflets(funnel: Funnel, context: Context) -> tuple[Leaflet, ...]:
    """Return a leaflet for each role that answers for a stage."""
    found = parts(funnel)
    if not found:
        text = _("No role answers for a stage yet: give the stages an owner.")
        nobody = Section("", (Paragraph(text),))
        return (Leaflet(_("A day in the life"), document_title(funnel, context), (nobody,)),)
    return tuple(_leaflet(funnel, part) for part in found)


def _leaflet(funnel: Funnel, part: Part) -> Leaflet:
    return Leaflet(
        _("A day of {role}").format(role=part.name),
        department_name(part.role.department),
        (_morning(part), *(_post(funnel, post) for post in part.posts), _evening(funnel, part)),
    )


def _morning(part: Part) -> Section:
    """Return what to look at first: the shortest promise, then the stages without one."""
    ordered = sorted(
        part.posts, key=lambda post: post.stage.sla.days if post.stage.sla else float("inf")
    )
    steps = tuple(
        _("{stage}: {promise}.").format(
            stage=full_name(post.stage), promise=promise_words(post.stage)
        )
        for post in ordered
    )
    return Section(_("In the morning, in this order"), (Steps(steps),))


def _post(funnel: Funnel, post: Post) -> Section:
    stage = post.stage
    facts = [(_("By when"), promise_words(stage))]
    if post.a_day is not None:
        facts.append((_("Comes in all"), a_day_words(post.a_day)))
    if stage.capacity is not None:
        text = _("{n} a day")
        facts.append((_("Can be begun"), text.format(n=number(stage.capacity.leads_per_day, 1))))
    arrivals = tuple(arrival_words(funnel, one.way, one.a_day) for one in post.arrivals)
    made: list[Paragraph | Facts | Bullets | Table] = []
    if stage.definition.strip():
        made.append(Paragraph(stage.definition))
    made.append(Facts(tuple(facts)))
    made.append(Paragraph(_("What arrives:"), strong=True))
    made.append(Bullets(arrivals) if arrivals else Paragraph(_("Nothing: no way leads here.")))
    decided = tuple(
        t for t in post.ways_out if t.automation != "automatic" and t.kind != "sla_breach"
    )
    others = tuple(t for t in post.ways_out if t not in decided)
    if decided:
        made.append(Paragraph(_("What you decide:"), strong=True))
        made.append(_ways(funnel, decided))
    if others:
        made.append(Paragraph(_("What happens by itself:"), strong=True))
        made.append(_ways(funnel, others))
    return Section(full_name(stage), tuple(made))


def _ways(funnel: Funnel, triggers: tuple[Trigger, ...]) -> Table:
    stages = stages_by_id(funnel)
    rows = []
    for trigger in triggers:
        target = stages.get(trigger.to_stage)
        to = short_stage_name(target) if target else "?"
        owner = owner_name(funnel, target)
        rows.append(
            (
                trigger_name(funnel, trigger),
                trigger_rule(trigger),
                _("{stage}, to {owner}").format(stage=to, owner=owner),
                where_words(trigger),
            )
        )
    headings = (_("Trigger"), _("When"), _("Goes to"), _("Where"))
    return Table(headings, tuple(rows), (1.2, 2.4, 1.3, 1.0))


def _evening(funnel: Funnel, part: Part) -> Section:
    stages = stages_by_id(funnel)
    receivers = dict.fromkeys(
        owner_name(funnel, stages.get(trigger.to_stage))
        for post in part.posts
        for trigger in post.ways_out
        if stages.get(trigger.to_stage) is not None
        and stages[trigger.to_stage].owner not in (None, part.role.id)
    )
    lines = [
        _("No lead of {stage} has waited longer than promised: {promise}.").format(
            stage=short_stage_name(post.stage), promise=promise_words(post.stage)
        )
        for post in part.posts
        if post.stage.sla is not None
    ]
    if receivers:
        lines.append(_("What went on today is with {roles}.").format(roles=listed(list(receivers))))
    lines.append(_("What fits no trigger is noted, for the next meeting of the team."))
    return Section(_("In the evening"), (Bullets(tuple(lines)),))

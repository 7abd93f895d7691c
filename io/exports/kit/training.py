"""Outlines of training: a session for each role of sales, a short one for those who are new.

The one for new people knows one funnel only: it says nothing of how things were.
"""

from collections.abc import Iterator

from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.model import ENDS, Funnel, Stage
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _, days, listed, number, percent
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.kit.phrases import decision_words, full_name, promise_words
from funnelcraft.io.exports.kit.roles import Part, parts
from funnelcraft.io.exports.leaflet import Bullets, Facts, Leaflet, Paragraph, Section, Steps, Table
from funnelcraft.io.exports.test_plan.plan import Plan, expected_words, lead_words, plan
from funnelcraft.io.exports.words import document_title

MOST_EXERCISES = 8


def sessions(funnel: Funnel, context: Context) -> tuple[tuple[str, Leaflet], ...]:
    """Return the outline of each role of sales by the role's name; of all roles where none is."""
    found = parts(funnel)
    sales = tuple(part for part in found if part.role.department.casefold() == "sales") or found
    tests = plan(funnel)
    return tuple((part.name, _session(funnel, part, tests, context)) for part in sales)


def new_people(funnel: Funnel, context: Context) -> Leaflet:
    """Return the outline for people who are new."""
    stages = [stage for stage in stages_in_order(funnel)]
    return Leaflet(
        _("How we work with leads"),
        document_title(funnel, context),
        (
            Section(
                _("The path of a lead"),
                (Paragraph(_path(funnel)), _terms(stages)),
            ),
            *(_decisions(funnel, part) for part in parts(funnel)),
            Section(
                _("Whom to ask"),
                (
                    Paragraph(
                        _(
                            "The owner of a stage knows its rules. Ask before you move a lead by "
                            "guess."
                        )
                    ),
                ),
            ),
        ),
    )


def _path(funnel: Funnel) -> str:
    names = [short_stage_name(s) for s in stages_in_order(funnel) if s.kind != "lost"]
    return " → ".join(names)


def _terms(stages: list[Stage]) -> Table:
    rows = tuple((full_name(stage), stage.definition) for stage in stages)
    return Table((_("We say"), _("when")), rows, (1.4, 4.0))


def _session(funnel: Funnel, part: Part, tests: Plan, context: Context) -> Leaflet:
    own = [post.stage for post in part.posts]
    beside = _neighbours(funnel, own)
    return Leaflet(
        _("Training of {role}").format(role=part.name),
        document_title(funnel, context),
        (
            _why(funnel),
            Section(_("2. The terms (10 minutes)"), (_terms([*own, *beside]),)),
            Section(_("3. Your time (5 minutes)"), (_promises(own),)),
            _decisions(funnel, part, _("4. Your decisions (15 minutes)")),
            _exercises(funnel, part, tests),
            Section(
                _("6. Questions (10 minutes)"),
                (Paragraph(_("Write down what stays open, with a name and a day.")),),
            ),
        ),
    )


def _why(funnel: Funnel) -> Section:
    """Return why it is done: the document's own words and figures, and nothing else."""
    made: list[Paragraph | Bullets] = []
    if funnel.notes.strip():
        made.append(Paragraph(funnel.notes))
    measured = tuple(_measured(funnel))
    if measured:
        made += [Paragraph(_("How it worked so far:")), Bullets(measured)]
    if not made:
        text = _(
            "The document gives no reason yet: write it into its notes, or measure the baseline."
        )
        made.append(Paragraph(text))
    return Section(_("1. Why (10 minutes)"), tuple(made))


def _measured(funnel: Funnel) -> Iterator[str]:
    baseline = funnel.baseline
    if baseline is None:
        return
    names = {stage.id: short_stage_name(stage) for stage in funnel.stages}
    yield _("{n} leads from {first} to {last} were measured.").format(
        n=number(baseline.leads), first=baseline.first, last=baseline.last
    )
    for move in baseline.moves:
        if move.segment != "all" or move.from_stage not in names or move.to_stage not in names:
            continue
        found = move.conversion
        text = _("{origin} → {target}: {share} of leads (80%: {low} to {high})")
        said = text.format(
            origin=names[move.from_stage],
            target=names[move.to_stage],
            share=percent(found.value, 1),
            low=percent(found.low, 1),
            high=percent(found.high, 1),
        )
        if move.median_days is not None:
            said = _("{share}, half of them within {days}").format(
                share=said, days=days(move.median_days)
            )
        yield f"{said}."


def _neighbours(funnel: Funnel, own: list[Stage]) -> list[Stage]:
    ids = {stage.id for stage in own}
    known = stages_by_id(funnel)
    found = dict.fromkeys(
        other
        for trigger in funnel.triggers
        for one, other in (
            (trigger.from_stage, trigger.to_stage),
            (trigger.to_stage, trigger.from_stage),
        )
        if one in ids and other not in ids and other in known
    )
    return [known[one] for one in found]


def _promises(own: list[Stage]) -> Facts:
    return Facts(tuple((full_name(stage), promise_words(stage)) for stage in own))


def _decisions(funnel: Funnel, part: Part, title: str = "") -> Section:
    said = tuple(
        decision_words(funnel, trigger)
        for post in part.posts
        for trigger in post.ways_out
        if trigger.automation != "automatic" and trigger.kind != "sla_breach"
    )
    stages = listed([short_stage_name(post.stage) for post in part.posts])
    heading = title or _("{role}: {stages}").format(role=part.name, stages=stages)
    nothing = Paragraph(_("Leads move on by themselves; see that the data are right."))
    return Section(heading, (Bullets(said) if said else nothing,))


def _exercises(funnel: Funnel, part: Part, tests: Plan) -> Section:
    """Return leads to judge, of the role's own triggers, with the answers at the end."""
    own = {post.stage.id for post in part.posts if post.stage.kind not in ENDS}
    chosen = [test for test in tests.tests if test.trigger.from_stage in own][:MOST_EXERCISES]
    title = _("5. Where does this lead go? (15 minutes)")
    if not chosen:
        text = _("There are no exercises: the triggers have no rules yet.")
        return Section(title, (Paragraph(text),))
    names = {stage.id: short_stage_name(stage) for stage in funnel.stages}
    asked = tuple(
        _("In {stage}: {lead}").format(
            stage=names[test.trigger.from_stage],
            lead=lead_words(test.case.probe).replace("\n", "; "),
        )
        for test in chosen
    )
    answers = "; ".join(
        f"{at}: {expected_words(funnel, test)}" for at, test in enumerate(chosen, 1)
    )
    return Section(title, (Steps(asked), Paragraph(_("Answers: {text}.").format(text=answers))))

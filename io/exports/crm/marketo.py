"""Marketo: a build sheet of the revenue model, which is drawn by hand there.

Its stages are of the type inventory, SLA or gate; transitions have triggers and filters, and a gate
needs one transition by default.
"""

from collections.abc import Mapping, Sequence

from funnelcraft.funnel.graph import main_path, stages_by_id, stages_in_order, triggers_from
from funnelcraft.funnel.model import Funnel, Stage, Trigger
from funnelcraft.funnel.names import stage_name, trigger_name
from funnelcraft.funnel.text import _, days, marked
from funnelcraft.io.csv_text import csv_text
from funnelcraft.io.exports.cells import safe_cell
from funnelcraft.io.exports.crm.beyond import Feature, beyond
from funnelcraft.io.exports.crm.chances import chances
from funnelcraft.io.exports.crm.labels import labels
from funnelcraft.io.exports.crm.readme import Guide, has_events, readme
from funnelcraft.io.exports.crm.words import MARKETO, filter_cells
from funnelcraft.io.exports.filters import filters
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import code

LONGEST_NAME = 50


def marketo(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return the folder's files. Raises CannotSimulate."""
    weights = chances(funnel)
    context.step(0.5, marked("Marketo"))
    names, renamed = labels(stages_in_order(funnel), LONGEST_NAME)
    guide = Guide(
        "Marketo",
        (
            ("stages.csv", _("The stages to draw, with their type.")),
            ("transitions.csv", _("The transitions between them, a line for each filter.")),
        ),
        _steps(),
        None,
        {stage.id: _place(funnel, stage, names[stage.id]) for stage in funnel.stages},
        lambda trigger: _action(funnel, names, trigger),
        MARKETO,
        weights,
        lambda _stage_id: "–",
        beyond(funnel, _why(), joins=True),
        renamed,
        _notes(funnel),
    )
    return {
        "README.md": readme(funnel, context, guide),
        "stages.csv": _stages(funnel, names),
        "transitions.csv": _transitions(funnel, names),
    }


def stage_type(stage: Stage) -> str:
    """Return the type of a stage in Marketo's words."""
    if stage.kind == "gate":
        return "Gate"
    return "SLA" if stage.sla is not None else "Inventory"


def _csv(headings: list[str], rows: list[list[object]]) -> bytes:
    safe = [[safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return ("\ufeff" + csv_text(headings, safe)).encode()


def _stages(funnel: Funnel, names: Mapping[str, str]) -> bytes:
    path, yes, no = set(main_path(funnel)), _("yes"), _("no")
    rows: list[list[object]] = []
    for at, stage in enumerate(stages_in_order(funnel), 1):
        rows.append(
            [
                at,
                names[stage.id],
                stage_type(stage),
                yes if stage.id in path or stage.kind == "won" else no,
                f"{stage.sla.days:g}" if stage.sla else "",
                _described(stage),
            ]
        )
    headings = [_("Order"), _("Stage"), _("Type"), _("On success path"), _("SLA days")]
    return _csv([*headings, _("Description")], rows)


def _described(stage: Stage) -> str:
    """Return what a stage's description has room for: what it means, who comes in, who leaves."""
    entry, leaving = _sentences(stage.entry_criteria), _sentences(stage.exit_criteria)
    return " ".join(
        part
        for part in (
            stage.definition,
            _("Entry: {criteria}").format(criteria=entry) if entry else "",
            _("Exit: {criteria}").format(criteria=leaving) if leaving else "",
        )
        if part
    )


def _sentences(criteria: Sequence[str]) -> str:
    return " ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in criteria)


def _transitions(funnel: Funnel, names: Mapping[str, str]) -> bytes:
    rows: list[list[object]] = []
    for at, trigger in enumerate(funnel.triggers, 1):
        start = [
            at,
            names.get(trigger.from_stage, "?"),
            names.get(trigger.to_stage, "?"),
            trigger_name(funnel, trigger),
            _("yes") if _is_default(funnel, trigger) else _("no"),
        ]
        found = filters(trigger.rule) if trigger.rule is not None else None
        if found is None or not found.lines:
            rows.append([*start, "", "", "", "", ""])
            continue
        for line in found.lines:
            rows.append([*start, line.number, *filter_cells(line.test, MARKETO), found.logic])
    headings = [_("Order"), _("From"), _("To"), _("Transition"), _("Default"), _("Filter")]
    compared = [_("Field or event"), _("Comparison"), _("Value"), _("Logic")]
    return _csv([*headings, *compared], rows)


def _is_default(funnel: Funnel, trigger: Trigger) -> bool:
    """Say whether it is a gate's way out that takes what the others leave."""
    stage = stages_by_id(funnel).get(trigger.from_stage)
    return stage is not None and stage.kind == "gate" and trigger.conversion is None


def _steps() -> tuple[str, ...]:
    return (
        _("Analytics › New Revenue Cycle Model: work on a draft, and keep the live model."),
        _(
            "Draw the stages of {file} in their order, with their types; the success path is green."
        ).format(file=code("stages.csv")),
        _("Draw the transitions of {file}; give each its triggers and filters below.").format(
            file=code("transitions.csv")
        ),
        _("Mark one transition of each gate as its default."),
        _("Validate the draft, then approve the stages before the model."),
        _(
            "Load the leads there are into their stages with a campaign, before the model is "
            "approved."
        ),
        _("Test every trigger with leads that just meet its rule and leads that just miss it."),
    )


def _place(funnel: Funnel, stage: Stage, name: str) -> str:
    text = _("{type} stage “{name}”").format(type=stage_type(stage), name=name)
    return (
        text
        if stage.id in main_path(funnel) or stage.kind == "won"
        else _("{stage}, a detour").format(stage=text)
    )


def _action(funnel: Funnel, names: Mapping[str, str], trigger: Trigger) -> str:
    target = names.get(trigger.to_stage)
    if target is None:
        return _("Nothing: one of its stages does not exist.")
    if trigger.kind == "sla_breach":
        stage = stages_by_id(funnel).get(trigger.from_stage)
        after = days(stage.sla.days) if stage is not None and stage.sla is not None else "?"
        return _("SLA expired after {days}: change the revenue stage to “{stage}”.").format(
            days=after, stage=target
        )
    if _is_default(funnel, trigger):
        return _("The gate's default transition, to “{stage}”.").format(stage=target)
    return _("Change the revenue stage to “{stage}”.").format(stage=target)


def _why() -> dict[Feature, str]:
    return {
        "capacity": _("nothing limits how many leads a stage takes a day."),
        "segments": _("a field of the lead has to hold the segment; models are the same for all."),
        "half_life": _("only the forecast knows this."),
        "logic": _(
            "smart lists take AND and OR as advanced logic, but no NOT: turn the comparison around."
        ),
    }


def _notes(funnel: Funnel) -> tuple[str, ...]:
    said = [
        _("Unapproving a model deletes the history of leads in it: export that history first."),
        _("The limit of {n} characters for names is from memory.").format(n=LONGEST_NAME),
    ]
    if has_events(funnel):
        said.append(
            _(
                "An “activity” is one that Marketo logs, or a custom activity; its filter has "
                "constraints for how often and within which time frame."
            )
        )
    for stage in funnel.stages:
        ways = triggers_from(funnel, stage.id)
        if stage.kind == "gate" and not any(_is_default(funnel, way) for way in ways):
            text = _(
                "The gate “{stage}” has no default transition in the funnel; Marketo asks for one."
            )
            said.append(text.format(stage=stage_name(stage)))
    return tuple(said)

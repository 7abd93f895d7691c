"""Pipedrive: a pipeline and its stages as bodies of its API, and what is done by hand.

The forms are those of version 2 of the API; version 1 makes no stages any more.
"""

from collections.abc import Mapping

from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _, marked, percent, quoted
from funnelcraft.io.exports.crm.beyond import Feature, beyond
from funnelcraft.io.exports.crm.chances import chances
from funnelcraft.io.exports.crm.halves import Halves, Move, actions, halves
from funnelcraft.io.exports.crm.labels import labels, shortened
from funnelcraft.io.exports.crm.readme import Guide, has_events, readme
from funnelcraft.io.exports.crm.words import PIPEDRIVE
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import code
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.json_text import json_text

LONGEST_NAME = 255
API = "https://api.pipedrive.com/api/v2"


def pipedrive(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return the folder's files. Raises CannotSimulate, and FileProblem for an unknown stage."""
    cut = halves(funnel, context.choice("deals-from"), context.file_name)
    weights = chances(funnel)
    context.step(0.5, marked("Pipedrive"))
    names, renamed = labels(cut.deals, LONGEST_NAME)
    title = shortened(document_title(funnel, context) or "Funnelcraft", LONGEST_NAME)
    stages = [_stage(stage, names[stage.id], weights[stage.id]) for stage in cut.deals]
    guide = Guide(
        "Pipedrive",
        (
            ("pipeline.json", _("The pipeline: the body of one request.")),
            ("stages.json", _("Its stages, in their order: the body of one request each.")),
        ),
        _steps(),
        cut,
        {stage.id: _place(cut, stage, names.get(stage.id, "")) for stage in funnel.stages},
        actions(funnel, cut, lambda move: _action(move, names)),
        PIPEDRIVE,
        weights,
        lambda stage_id: percent(weights[stage_id], 0) if stage_id in names else "–",
        beyond(funnel, _why(cut), joins=False),
        renamed,
        _notes(funnel),
    )
    return {
        "README.md": readme(funnel, context, guide),
        "pipeline.json": json_text({"name": title, "is_deal_probability_enabled": True}).encode(),
        "stages.json": json_text(stages).encode(),
    }


def _stage(stage: Stage, name: str, chance: float) -> dict[str, object]:
    made: dict[str, object] = {
        "name": name,
        "pipeline_id": None,
        "deal_probability": round(100 * chance),
        "is_deal_rot_enabled": stage.sla is not None,
    }
    if stage.sla is not None:
        made["days_to_rotten"] = max(1, round(stage.sla.days))
    return made


def _steps() -> tuple[str, ...]:
    return (
        _("Try everything in a test account first."),
        _(
            "Create the pipeline: send {file} with POST to {path}, with the API token of an "
            "administrator; note the id it is given."
        ).format(file=code("pipeline.json"), path=code(f"{API}/pipelines")),
        _(
            "Create the stages in their order: write that id into {key} of each entry of {file}, "
            "and send it with POST to {path}. The order in which they are made is theirs."
        ).format(key=code("pipeline_id"), file=code("stages.json"), path=code(f"{API}/stages")),
        _(
            "Create the labels of leads that are named below, and the reasons for losing a deal "
            "(Company settings › Lost reasons)."
        ),
        _("Create the fields below that do not exist yet."),
        _("Build an automation for each trigger below that moves leads automatically."),
        _("Show the people who move leads by hand the sentences of their triggers."),
        _("Test every trigger with leads that just meet its rule and leads that just miss it."),
    )


def _place(cut: Halves, stage: Stage, name: str) -> str:
    if stage.kind == "won":
        return _("Deal status: Won")
    if stage.kind == "lost":
        return _("Deal status: Lost, reason “{name}”").format(name=stage.term)
    if cut.is_deal(stage.id):
        return _("Stage “{name}”").format(name=name)
    return _("Leads inbox, with the label “{name}”").format(name=stage.term)


def _action(move: Move, names: Mapping[str, str]) -> str:
    target = move.target
    if target.kind == "won":
        return _("Mark the deal as won.")
    if target.kind == "lost":
        if move.from_deal:
            return _("Mark the deal as lost, with the reason “{stage}”.").format(stage=target.term)
        return _("Archive the lead.")
    if move.to_deal and not move.from_deal:
        return _("Convert the lead to a deal in the stage “{stage}”.").format(
            stage=names[target.id]
        )
    if move.to_deal:
        return _("Move the deal to the stage “{stage}”.").format(stage=names[target.id])
    if move.from_deal:
        return _("Convert the deal back to a lead with the label “{stage}”.").format(
            stage=target.term
        )
    return _("Give the lead the label “{stage}” in place of the one it has.").format(
        stage=target.term
    )


def _why(cut: Halves) -> dict[Feature, str]:
    held = ", ".join(quoted(stage.term) for stage in cut.deals if stage.sla is not None)
    sla = _("leads have no clock; use a filter for those that are older.")
    if held:
        sla = _(
            "only deals turn rotten, in whole days from the last update ({stages}); leads have no "
            "clock."
        ).format(stages=held)
    return {
        "sla": sla,
        "breach": _("a rotten deal is only coloured; an automation has to move it."),
        "capacity": _("nothing limits how many leads a stage takes a day."),
        "gate": _("there are no gates; an automation with conditions decides."),
        "segments": _("a field of the lead has to hold the segment."),
        "half_life": _("only the forecast knows this."),
        "logic": _("filters join one group of ALL with one group of ANY: rebuild it in these."),
        "criteria": _("stages have no place for them; keep the stage specification at hand."),
    }


def _notes(funnel: Funnel) -> tuple[str, ...]:
    activities = _(
        "An “activity” is one of the type of that name that is marked as done: create the types "
        "that do not exist yet (Company settings › Activities)."
    )
    return (
        *((activities,) if has_events(funnel) else ()),
        _("The limit of {n} characters for names is from memory.").format(n=LONGEST_NAME),
    )

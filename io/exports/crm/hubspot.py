"""HubSpot: a deal pipeline and lifecycle stages as bodies of its API, and what is done by hand.

The forms are those of `POST /crm/v3/pipelines/deals` and of the contact property `lifecyclestage`.
Limits of names and of numbers of stages are from HubSpot's older documentation of pipelines, the
internal values of its own lifecycle stages from that of its default contact properties.
"""

import re
from collections.abc import Mapping, Sequence

from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _, marked, quoted
from funnelcraft.io.exports.crm.beyond import Feature, beyond
from funnelcraft.io.exports.crm.chances import chances
from funnelcraft.io.exports.crm.halves import Halves, Move, actions, halves
from funnelcraft.io.exports.crm.labels import labels, shortened
from funnelcraft.io.exports.crm.readme import Guide, has_events, readme
from funnelcraft.io.exports.crm.words import HUBSPOT
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import code, escaped
from funnelcraft.io.exports.words import document_title
from funnelcraft.io.json_text import json_text

LONGEST_PIPELINE = 36
LONGEST_STAGE = 100
MOST_STAGES = 100
API = "https://api.hubapi.com"

# HubSpot's own lifecycle stages by their labels, in small letters.
_OWN_VALUES = {
    "subscriber": "subscriber",
    "lead": "lead",
    "marketing qualified lead": "marketingqualifiedlead",
    "sales qualified lead": "salesqualifiedlead",
    "opportunity": "opportunity",
    "customer": "customer",
    "evangelist": "evangelist",
    "other": "other",
}


def hubspot(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return the folder's files. Raises CannotSimulate, and FileProblem for an unknown stage."""
    cut = halves(funnel, context.choice("deals-from"), context.file_name)
    weights = chances(funnel)
    context.step(0.5, marked("HubSpot"))
    deals = (*cut.deals, *cut.won, *cut.lost)
    deal_labels, renamed = labels(deals, LONGEST_STAGE)
    life_labels, renamed_life = labels((*cut.leads, *deals), LONGEST_STAGE)
    steps = {stage.id: _probability(stage.kind, weights[stage.id]) for stage in deals}
    values = _values(life_labels)
    life = _life((*cut.leads, *deals), life_labels, values)
    title = shortened(document_title(funnel, context) or "Funnelcraft", LONGEST_PIPELINE)
    guide = Guide(
        "HubSpot",
        (
            ("deal-pipeline.json", _("The deal pipeline: the body of one request.")),
            ("lifecycle-stages.json", _("The lifecycle stages: options of a contact property.")),
        ),
        _steps(),
        cut,
        _places(funnel, cut, deal_labels, life_labels),
        actions(funnel, cut, lambda move: _action(move, deal_labels, life_labels)),
        HUBSPOT,
        weights,
        lambda stage_id: steps.get(stage_id, "–"),
        beyond(funnel, _why(), joins=False),
        tuple(dict.fromkeys((*renamed, *renamed_life))),
        _notes(funnel, len(deals), life_labels, values),
    )
    return {
        "README.md": readme(funnel, context, guide),
        "deal-pipeline.json": json_text(_pipeline(title, deals, deal_labels, steps)).encode(),
        "lifecycle-stages.json": json_text(life).encode(),
    }


def _pipeline(
    title: str, deals: Sequence[Stage], names: Mapping[str, str], chances: Mapping[str, str]
) -> dict[str, object]:
    """Return the body of the request that creates the pipeline."""
    stages = [
        {
            "label": names[stage.id],
            "displayOrder": at,
            "metadata": {
                "isClosed": "true" if stage.kind in ("won", "lost") else "false",
                "probability": chances[stage.id],
            },
        }
        for at, stage in enumerate(deals)
    ]
    return {"label": title, "displayOrder": 0, "stages": stages}


def _life(
    stages: Sequence[Stage], names: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, object]:
    """Return the lifecycle stages in their order, as options of a property."""
    options = [
        {
            "label": names[stage.id],
            "value": values[stage.id],
            "displayOrder": at,
            "hidden": False,
        }
        for at, stage in enumerate(stages)
    ]
    return {"options": options}


def _probability(kind: str, chance: float) -> str:
    """Return a stage's probability in HubSpot's steps of a tenth; 0 and 1 mean closed there."""
    if kind in ("won", "lost"):
        return "1.0" if kind == "won" else "0.0"
    return f"{min(0.9, max(0.1, round(chance, 1))):.1f}"


def _values(names: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for stage_id, label in names.items():
        plain = label.casefold()
        base = _OWN_VALUES.get(plain) or re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "stage"
        value, number = base, 1
        while value in found.values():
            number += 1
            value = f"{base}_{number}"
        found[stage_id] = value
    return found


def _steps() -> tuple[str, ...]:
    return (
        _("Try everything in a sandbox account first."),
        _(
            "Create the pipeline: send {file} with POST to {path}, with the token of a private app "
            "that may write pipelines and properties."
        ).format(file=code("deal-pipeline.json"), path=code(f"{API}/crm/v3/pipelines/deals")),
        _(
            "Create the lifecycle stages: Settings › Objects › Contacts › Lifecycle Stage, or "
            "send {file} with PATCH to {path}. The list takes the place of the one there is, which "
            "GET from the same address shows: add the stages that records still have."
        ).format(
            file=code("lifecycle-stages.json"),
            path=code(f"{API}/crm/v3/properties/contacts/lifecyclestage"),
        ),
        _("Create the fields and events below that do not exist yet."),
        _("Build a workflow for each trigger below that moves leads automatically."),
        _("Show the people who move leads by hand the sentences of their triggers."),
        _("Test every trigger with leads that just meet its rule and leads that just miss it."),
    )


def _places(
    funnel: Funnel, cut: Halves, deal: Mapping[str, str], life: Mapping[str, str]
) -> dict[str, str]:
    return {
        stage.id: _("Deal stage “{deal}”; lifecycle stage “{life}” of its contact").format(
            deal=deal[stage.id], life=life[stage.id]
        )
        if cut.is_deal(stage.id)
        else _("Lifecycle stage “{name}”").format(name=life[stage.id])
        for stage in funnel.stages
    }


def _action(move: Move, deal: Mapping[str, str], life: Mapping[str, str]) -> str:
    target = move.target.id
    if move.to_deal and not move.from_deal and move.target.kind == "lost":
        text = _("Set the contact's lifecycle stage to “{life}”; no deal is created.")
    elif move.to_deal and not move.from_deal:
        text = _(
            "Create a deal in the stage “{deal}”, associated with the contact; set the contact's "
            "lifecycle stage to “{life}”."
        )
    elif move.to_deal:
        text = _(
            "Move the deal to the stage “{deal}”; set its contact's lifecycle stage to “{life}”."
        )
    elif move.from_deal:
        text = _(
            "Close the deal as lost, clear the contact's lifecycle stage, then set it to “{life}”."
        )
    elif move.trigger.kind in ("recycle", "sla_breach"):
        text = _("Clear the contact's lifecycle stage, then set it to “{life}”.")
    else:
        text = _("Set the contact's lifecycle stage to “{life}”.")
    return text.format(deal=deal.get(target, ""), life=life[target])


def _why() -> dict[Feature, str]:
    return {
        "sla": _("pipelines hold no SLA; a workflow can wait so long and then tell the owner."),
        "breach": _("no stage has a clock; a workflow with a delay has to move the lead."),
        "capacity": _("nothing limits how many leads a stage takes a day."),
        "gate": _(
            "there are no gates; a workflow with branches decides, its last branch by default."
        ),
        "segments": _("a property of the contact has to hold the segment."),
        "recycle": _(
            "lifecycle stages only go forward by themselves: clear the stage first, then set it."
        ),
        "half_life": _("only the forecast knows this."),
        "logic": _(
            "a workflow's filters join groups with OR, inside them with AND: rebuild it in groups."
        ),
        "criteria": _("stages have no place for them; keep the stage specification at hand."),
    }


def _notes(
    funnel: Funnel, stages: int, labels: Mapping[str, str], values: Mapping[str, str]
) -> tuple[str, ...]:
    said = [
        _(
            "Deal probabilities go in steps of a tenth, and 0.0 and 1.0 mean closed. So open "
            "stages lie between 0.1 and 0.9, whatever their chance; the table above has the exact "
            "figures."
        ),
        _(
            "The limits of {n} characters for a pipeline's name are from older documentation."
        ).format(n=LONGEST_PIPELINE),
        _(
            "HubSpot moves lifecycle stages itself when a deal is created or won: choose the "
            "stages above in its settings (Settings › Objects › Contacts › Lifecycle Stage), or "
            "turn it off."
        ),
    ]
    if any(one.rule is not None for one in funnel.triggers):
        said.append(
            _(
                "Fields that a trigger out of a lifecycle stage needs are properties of the "
                "contact, those of a trigger out of a deal stage of the deal."
            )
        )
    if has_events(funnel):
        said.append(
            _(
                "An “event” is what HubSpot saw a contact do: a form, a page, a meeting, an event "
                "of your own. What it does not see needs a property with the day or the number."
            )
        )
    own = [quoted(labels[one]) for one in labels if values[one] in _OWN_VALUES.values()]
    if own:
        text = _("Called as HubSpot's own stages, these keep its internal values: {stages}.")
        said.append(text.format(stages=escaped(", ".join(own))))
    if stages > MOST_STAGES:
        said.append(
            _("HubSpot takes {most} stages a pipeline; there are {n}. Divide them.").format(
                most=MOST_STAGES, n=stages
            )
        )
    return tuple(said)

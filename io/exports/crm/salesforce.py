"""Salesforce: a project to deploy, with opportunity stages and lead statuses.

Forms of the Metadata API: `StandardValueSet` with `standardValue` entries, `package.xml` as the
manifest. The length of labels is that of the object reference of `OpportunityStage`. That values
which a file lacks are made inactive says the reference of `CustomValue`.
"""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _, marked, percent
from funnelcraft.io.exports.crm.beyond import Feature, beyond
from funnelcraft.io.exports.crm.chances import chances
from funnelcraft.io.exports.crm.halves import Halves, Move, actions, halves
from funnelcraft.io.exports.crm.labels import labels
from funnelcraft.io.exports.crm.readme import Guide, has_events, readme
from funnelcraft.io.exports.crm.words import SALESFORCE
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.markdown import code
from funnelcraft.io.json_text import json_text

LONGEST_LABEL = 255
API_VERSION = "62.0"
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
SANDBOXES = "https://test.salesforce.com"
WHAT = "--manifest manifest/package.xml --target-org sandbox"
FOLDER = "force-app/main/default/standardValueSets"


def salesforce(funnel: Funnel, context: Context) -> dict[str, bytes]:
    """Return the project's files. Raises CannotSimulate, and FileProblem for an unknown stage."""
    cut = halves(funnel, context.choice("deals-from"), context.file_name)
    weights = chances(funnel)
    context.step(0.5, marked("Salesforce"))
    deals = (*cut.deals, *cut.won, *cut.lost)
    deal_labels, renamed = labels(deals, LONGEST_LABEL)
    given_up = _given_up(funnel, cut)
    statuses = (*cut.leads, *given_up, *([cut.first] if cut.first else []))
    lead_labels, renamed_leads = labels(statuses, LONGEST_LABEL)
    files = {
        f"{FOLDER}/OpportunityStage.standardValueSet-meta.xml": _value_set(
            _opportunity_stage(stage, deal_labels[stage.id], weights[stage.id]) for stage in deals
        )
    }
    members = ["OpportunityStage"]
    if cut.leads:
        members.insert(0, "LeadStatus")
        files[f"{FOLDER}/LeadStatus.standardValueSet-meta.xml"] = _value_set(
            _lead_status(lead_labels[stage.id], at == 0, converted=stage is cut.first)
            for at, stage in enumerate(statuses)
        )
    guide = Guide(
        "Salesforce",
        _files(bool(cut.leads)),
        _steps(),
        cut,
        {stage.id: _place(cut, stage, deal_labels, lead_labels) for stage in funnel.stages},
        actions(funnel, cut, lambda move: _action(move, deal_labels, lead_labels)),
        SALESFORCE,
        weights,
        lambda stage_id: percent(weights[stage_id], 0) if cut.is_deal(stage_id) else "–",
        beyond(funnel, _why(), joins=True),
        tuple(dict.fromkeys((*renamed, *renamed_leads))),
        _notes(funnel, cut),
    )
    return {
        "README.md": readme(funnel, context, guide),
        "sfdx-project.json": _project(),
        "manifest/package.xml": _package(members),
        **files,
    }


def _given_up(funnel: Funnel, cut: Halves) -> list[Stage]:
    """Return the lost stages that leads go to before they are deals: statuses, too."""
    leads = {stage.id for stage in cut.leads}
    targets = {one.to_stage for one in funnel.triggers if one.from_stage in leads}
    return [stage for stage in cut.lost if stage.id in targets]


def _project() -> bytes:
    project = {
        "packageDirectories": [{"path": "force-app", "default": True}],
        "sourceApiVersion": API_VERSION,
    }
    return json_text(project).encode()


def _package(members: list[str]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Package xmlns="{NAMESPACE}">',
        "    <types>",
        *(f"        <members>{name}</members>" for name in members),
        "        <name>StandardValueSet</name>",
        "    </types>",
        f"    <version>{API_VERSION}</version>",
        "</Package>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _value_set(values: Iterable[Mapping[str, str]]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<StandardValueSet xmlns="{NAMESPACE}">',
        "    <sorted>false</sorted>",
    ]
    for value in values:
        lines.append("    <standardValue>")
        lines += [f"        <{key}>{escape(text)}</{key}>" for key, text in value.items()]
        lines.append("    </standardValue>")
    lines.append("</StandardValueSet>")
    return ("\n".join(lines) + "\n").encode()


def _opportunity_stage(stage: Stage, label: str, chance: float) -> dict[str, str]:
    closed = stage.kind in ("won", "lost")
    percent = {"won": 100, "lost": 0}.get(stage.kind, round(100 * chance))
    category = {"won": "Closed", "lost": "Omitted"}.get(stage.kind, "Pipeline")
    return {
        "fullName": label,
        "default": "false",
        "label": label,
        "closed": _flag(closed),
        "forecastCategory": category,
        "probability": str(percent),
        "won": _flag(stage.kind == "won"),
    }


def _lead_status(label: str, default: bool, converted: bool) -> dict[str, str]:
    return {
        "fullName": label,
        "default": _flag(default),
        "label": label,
        "converted": _flag(converted),
    }


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _files(with_leads: bool) -> tuple[tuple[str, str], ...]:
    leads = (
        f"{FOLDER}/LeadStatus.standardValueSet-meta.xml",
        _("The statuses of leads; the last one is that of converted leads."),
    )
    return (
        ("sfdx-project.json", _("What makes this folder a project of Salesforce's command line.")),
        ("manifest/package.xml", _("What is deployed.")),
        (
            f"{FOLDER}/OpportunityStage.standardValueSet-meta.xml",
            _("The stages of opportunities, with probability and forecast category."),
        ),
        *([leads] if with_leads else []),
    )


def _steps() -> tuple[str, ...]:
    return (
        _(
            "Try everything in a sandbox first. Work in this folder, signed in to the sandbox: "
            "{command}."
        ).format(
            command=code("sf org login web --alias sandbox --instance-url " + SANDBOXES),
        ),
        _(
            "Keep a copy of the value sets there are, in a folder of its own: {command}. Without "
            "that folder the command would write over the files in here."
        ).format(command=code(f"sf project retrieve start {WHAT} --target-metadata-dir before")),
        _(
            "Compare the copy with the files in here. Values that a file lacks become inactive "
            "when it is deployed: add those that have to stay."
        ),
        _("Check: {command}.").format(command=code(f"sf project deploy start --dry-run {WHAT}")),
        _("Deploy: {command}.").format(command=code(f"sf project deploy start {WHAT}")),
        _(
            "Choose the new values in the sales process and the lead process, and in record types: "
            "until then nobody sees them."
        ),
        _("Move records that still have an inactive value to one of the new values."),
        _(
            "Create the fields below that do not exist yet, and turn on the history of stage and "
            "status."
        ),
        _("Build a flow for each trigger below that moves leads automatically."),
        _("Show the people who move leads by hand the sentences of their triggers."),
        _("Test every trigger with leads that just meet its rule and leads that just miss it."),
    )


def _place(cut: Halves, stage: Stage, deals: Mapping[str, str], leads: Mapping[str, str]) -> str:
    if cut.is_deal(stage.id):
        return _("Opportunity stage “{name}”").format(name=deals[stage.id])
    return _("Lead status “{name}”").format(name=leads[stage.id])


def _action(move: Move, deals: Mapping[str, str], leads: Mapping[str, str]) -> str:
    target = move.target
    if move.to_deal and not move.from_deal and target.kind == "lost":
        return _("Set the lead's status to “{stage}”; no opportunity is made.").format(
            stage=leads[target.id]
        )
    if move.to_deal and not move.from_deal:
        return _("Convert the lead, with an opportunity in the stage “{stage}”.").format(
            stage=deals[target.id]
        )
    if move.to_deal:
        return _("Set the opportunity's stage to “{stage}”.").format(stage=deals[target.id])
    if move.from_deal:
        return _(
            "Close the opportunity as lost and create a lead with the status “{stage}”: a "
            "converted lead does not come back."
        ).format(stage=leads[target.id])
    return _("Set the lead's status to “{stage}”.").format(stage=leads[target.id])


def _why() -> dict[Feature, str]:
    return {
        "sla": _("a stage has no clock; a flow with a scheduled path can tell the owner."),
        "breach": _("a flow with a scheduled path has to move the record."),
        "capacity": _("nothing limits how many leads a stage takes a day."),
        "gate": _(
            "there are no gates; a flow with a decision element decides, by its default outcome."
        ),
        "segments": _("a field of the lead and of the opportunity has to hold the segment."),
        "half_life": _("only the forecast knows this."),
        "criteria": _(
            "put them into the guidance of the path, or keep the stage specification at hand."
        ),
    }


def _notes(funnel: Funnel, cut: Halves) -> tuple[str, ...]:
    said = [
        _(
            "Forecast categories are Pipeline for all open stages: choose others for those you "
            "commit to."
        ),
    ]
    if any(one.rule is not None for one in funnel.triggers):
        said.append(
            _(
                "Write the logic that joins filters as custom condition logic of the flow: it "
                "takes AND, OR and NOT. “Equals (any of)” is a condition for each value, joined "
                "by OR, “Does Not Equal (any of)” one for each, joined by AND."
            )
        )
    if cut.leads and any(one.rule is not None for one in funnel.triggers):
        said.append(
            _(
                "Fields that a trigger out of a lead status needs belong to the lead, those of a "
                "trigger out of an opportunity stage to the opportunity."
            )
        )
    if has_events(funnel):
        said.append(
            _(
                "A “related record” is what shows that a lead did something: a task, a campaign "
                "membership, a record of your own object. A flow counts them with Get Records."
            )
        )
    if _converts_alone(funnel, cut):
        said.append(
            _(
                "A flow cannot convert a lead with its own elements: an Apex action has to, or a "
                "person. This is from memory."
            )
        )
    if cut.leads and cut.first is not None:
        said.append(
            _(
                "Salesforce asks for a status of converted leads: it is called as the first stage "
                "of deals."
            )
        )
    if not cut.leads:
        said.append(_("All stages hold deals, so no statuses of leads are deployed."))
    return tuple(said)


def _converts_alone(funnel: Funnel, cut: Halves) -> bool:
    """Say whether a lead is to become an opportunity without anybody's help."""
    leads = {stage.id for stage in cut.leads}
    ahead = {stage.id for stage in (*cut.deals, *cut.won)}
    return any(
        one.automation == "automatic" and one.from_stage in leads and one.to_stage in ahead
        for one in funnel.triggers
    )

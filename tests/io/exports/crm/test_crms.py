"""Configurations for CRMs: their forms, what they hold, and what they say is missing."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import FORMATS, Context, chosen_options, found, made
from funnelcraft.io.exports.cells import safe_cell
from funnelcraft.io.exports.crm.chances import chances
from funnelcraft.io.exports.crm.salesforce import FOLDER, NAMESPACE
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import win_probability
from funnelcraft.simulation.problems import CannotSimulate
from tests.funnel.builders import funnel

CRMS = ("hubspot", "salesforce", "pipedrive", "marketo")
HOSTILE = '=HYPERLINK("x") <script>&]]> | `a` \x07\u202e'


def exported(name: str, of: Funnel, **options: str) -> dict[str, bytes]:
    kind = found(FORMATS, name)
    given = {key.replace("_", "-"): value for key, value in options.items()}
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, options=chosen_options(kind, given))
    files = made(of, kind, context)
    assert isinstance(files, dict)
    return files


def texts(root: ElementTree.Element, within: str, name: str) -> list[str | None]:
    return [one.text for one in root.iterfind(f"m:{within}/m:{name}", {"m": NAMESPACE})]


def _tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        yield token
        yield from token.children or ()


def hostile() -> Funnel:
    plain = template("lead-to-revenue")
    stages = tuple(
        stage.replaced(term=HOSTILE + "y" * 300, definition=HOSTILE) for stage in plain.stages
    )
    triggers = tuple(
        trigger.replaced(name=HOSTILE, system=HOSTILE, description=HOSTILE)
        for trigger in plain.triggers
    )
    return plain.replaced(title=HOSTILE, stages=stages, triggers=triggers)


@pytest.mark.parametrize("name", CRMS)
@pytest.mark.parametrize("of", ["lead-to-revenue", "lead-process", "sales-funnel"])
def test_that_every_stage_and_trigger_is_in_the_readme(name: str, of: str) -> None:
    document = template(of)
    text = exported(name, document)["README.md"].decode()
    for stage in document.stages:
        assert stage.term in text
    assert text.count("\n### ") == len(document.triggers)
    assert "What " in text
    assert "None" not in text


@pytest.mark.parametrize("name", CRMS)
def test_that_hostile_texts_stay_texts(name: str) -> None:
    for path, data in exported(name, hostile()).items():
        text = data.decode()
        assert "\x07" not in text
        assert "\u202e" not in text
        if path.endswith(".xml"):
            assert ElementTree.fromstring(data) is not None
        if path.endswith(".json"):
            json.loads(text)
        if path.endswith(".md"):
            assert not [one for one in _tokens(text) if one.type.startswith("html")]
        if path.endswith(".csv"):
            for row in csv.reader(text.removeprefix("\ufeff").splitlines()):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize("name", CRMS)
def test_that_a_funnel_without_a_forecast_is_refused_with_its_reason(name: str) -> None:
    broken = template("lead-to-revenue")
    trigger = broken.triggers[0].replaced(to_stage="nowhere")
    with pytest.raises(CannotSimulate):
        exported(name, broken.replaced(triggers=(trigger, *broken.triggers[1:])))


def test_that_chances_are_those_of_the_forecast() -> None:
    document = template("lead-to-revenue")
    exact = win_probability(document)
    for stage_id, chance in chances(document).items():
        assert chance == pytest.approx(exact["all", stage_id])


def test_that_hubspot_gets_a_pipeline_in_its_form() -> None:
    files = exported("hubspot", template("lead-to-revenue"), deals_from="SAL")
    body = json.loads(files["deal-pipeline.json"])
    assert set(body) == {"label", "displayOrder", "stages"}
    labels = [stage["label"] for stage in body["stages"]]
    assert labels == [
        "Sales Accepted Lead",
        "Sales Qualified Lead",
        "Opportunity",
        "Closed Won",
        "Closed Lost",
    ]
    assert [stage["displayOrder"] for stage in body["stages"]] == [0, 1, 2, 3, 4]
    chance = [stage["metadata"]["probability"] for stage in body["stages"]]
    assert chance == ["0.1", "0.1", "0.2", "1.0", "0.0"]
    assert [stage["metadata"]["isClosed"] for stage in body["stages"]] == [
        *["false"] * 3,
        "true",
        "true",
    ]
    options = json.loads(files["lifecycle-stages.json"])["options"]
    assert len({one["value"] for one in options}) == len(options) == 10


def test_that_names_fit_hubspot() -> None:
    files = exported("hubspot", hostile())
    body = json.loads(files["deal-pipeline.json"])
    assert len(body["label"]) <= 36
    assert len({stage["label"].casefold() for stage in body["stages"]}) == len(body["stages"])
    assert "Names that had to change" in files["README.md"].decode()


def test_that_salesforce_gets_a_project_in_its_form() -> None:
    files = exported("salesforce", template("lead-to-revenue"))
    package = ElementTree.fromstring(files["manifest/package.xml"])
    space = {"m": NAMESPACE}
    assert package.tag == f"{{{NAMESPACE}}}Package"
    assert texts(package, "types", "name") == ["StandardValueSet"]
    members = texts(package, "types", "members")
    assert members == ["LeadStatus", "OpportunityStage"]
    for member in members:
        assert f"{FOLDER}/{member}.standardValueSet-meta.xml" in files
    stages = ElementTree.fromstring(files[f"{FOLDER}/OpportunityStage.standardValueSet-meta.xml"])
    values = stages.findall("m:standardValue", space)
    assert [[child.tag.split("}")[1] for child in value] for value in values] == [
        ["fullName", "default", "label", "closed", "forecastCategory", "probability", "won"]
    ] * 3
    assert texts(stages, "standardValue", "probability") == [
        "24",
        "100",
        "0",
    ]
    assert texts(stages, "standardValue", "won") == [
        "false",
        "true",
        "false",
    ]


def test_that_salesforce_has_one_default_and_a_converted_status() -> None:
    files = exported("salesforce", template("lead-to-revenue"))
    statuses = ElementTree.fromstring(files[f"{FOLDER}/LeadStatus.standardValueSet-meta.xml"])
    assert texts(statuses, "standardValue", "default").count("true") == 1
    converted = texts(statuses, "standardValue", "converted")
    assert converted == [*["false"] * (len(converted) - 1), "true"]
    assert texts(statuses, "standardValue", "label")[-1] == "Opportunity"


def test_that_pipedrive_gets_stages_with_their_promise() -> None:
    files = exported("pipedrive", template("lead-to-revenue"), deals_from="SQL")
    pipeline = json.loads(files["pipeline.json"])
    assert pipeline == {"name": "Lead to revenue", "is_deal_probability_enabled": True}
    first, second = json.loads(files["stages.json"])
    assert (first["name"], first["is_deal_rot_enabled"]) == ("Sales Qualified Lead", True)
    assert first["days_to_rotten"] == 45
    assert second["deal_probability"] == 24


def test_that_marketo_gets_a_line_for_each_filter() -> None:
    document = template("lead-to-revenue")
    files = exported("marketo", document)
    rows = list(csv.DictReader(files["transitions.csv"].decode("utf-8-sig").splitlines()))
    assert {row["Order"] for row in rows} == {str(n) for n in range(1, len(document.triggers) + 1)}
    kinds = {
        row["Stage"]: row["Type"]
        for row in csv.DictReader(files["stages.csv"].decode("utf-8-sig").splitlines())
    }
    assert kinds["Marketing Qualified Lead"] == "SLA"
    assert kinds["Known"] == "Inventory"


def test_that_marketo_has_room_for_criteria() -> None:
    document = template("lead-to-revenue")
    text = exported("marketo", document)["stages.csv"].decode("utf-8-sig")
    described = {row["Stage"]: row["Description"] for row in csv.DictReader(text.splitlines())}
    for stage in document.stages:
        for criterion in (*stage.entry_criteria, *stage.exit_criteria):
            assert criterion in described[stage.term]


@pytest.mark.parametrize("name", CRMS)
def test_that_what_a_trigger_does_names_stages_as_the_crm_has_them(name: str) -> None:
    files = exported(name, hostile())
    known = {path: data.decode() for path, data in files.items()}
    doings = [
        line for line in known.pop("README.md").splitlines() if line.startswith("- What it does")
    ]
    assert len(doings) == len(hostile().triggers)
    longest = {"hubspot": 100, "salesforce": 255, "pipedrive": 255, "marketo": 50}[name]
    for line in doings:
        for run in re.findall("y+", line):
            assert len(run) < longest or "label" in line or "reason" in line


def test_that_salesforce_has_a_status_for_leads_that_are_given_up() -> None:
    files = exported("salesforce", template("lead-process"))
    statuses = ElementTree.fromstring(files[f"{FOLDER}/LeadStatus.standardValueSet-meta.xml"])
    assert texts(statuses, "standardValue", "label")[-2:] == ["Lost", "Sales Opportunity"]
    assert texts(statuses, "standardValue", "converted")[-2:] == ["false", "true"]
    text = files["README.md"].decode()
    assert "Set the lead's status to “Lost”; no opportunity is made." in text


def test_that_a_copy_of_salesforce_is_not_kept_over_what_is_to_be_deployed() -> None:
    text = exported("salesforce", template("lead-process"))["README.md"].decode()
    kept = [line for line in text.splitlines() if "project retrieve" in line]
    assert len(kept) == 1
    assert "--target-metadata-dir before" in kept[0]


def test_that_hubspots_own_stages_keep_their_values() -> None:
    files = exported("hubspot", template("lead-to-revenue"))
    values = {
        one["label"]: one["value"] for one in json.loads(files["lifecycle-stages.json"])["options"]
    }
    assert values["Marketing Qualified Lead"] == "marketingqualifiedlead"
    assert values["Sales Qualified Lead"] == "salesqualifiedlead"
    assert values["Sales Accepted Lead"] == "sales_accepted_lead"
    text = files["README.md"].decode()
    assert "“Marketing Qualified Lead”, “Sales Qualified Lead”, “Opportunity”" in text


def test_that_fields_say_what_they_have_to_hold() -> None:
    text = exported("salesforce", template("lead-to-revenue"))["README.md"].decode()
    for name, kind in (
        ("email", "field: any type"),
        ("email_bounced", "field: yes or no"),
        ("lead_score", "field: number"),
        ("meeting_outcome", "field: text or choice"),
        ("meeting_held", "related record"),
    ):
        assert f"| `{name}` | {kind} |" in text


def test_that_what_a_crm_cannot_express_is_listed() -> None:
    document = template("lead-to-revenue")
    text = exported("hubspot", document)["README.md"].decode()
    beyond = text.split("cannot express")[1]
    for stage in document.stages:
        if stage.sla is not None:
            assert f"SLA of “{stage.term}”" in beyond
        if stage.capacity is not None:
            assert f"Capacity of “{stage.term}”" in beyond
    for trigger in document.triggers:
        if trigger.kind == "recycle":
            assert f"“{trigger.name}”" in beyond


def test_that_a_cell_is_no_formula() -> None:
    for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", "{=1}", "  =1"):
        assert safe_cell(text) == f"'{text}"
    assert safe_cell("a=1") == "a=1"


def test_that_an_empty_funnel_says_that_there_is_no_pipeline() -> None:
    with pytest.raises(CannotSimulate):
        exported("hubspot", funnel(stages=()))

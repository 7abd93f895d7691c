"""Each form says what the plain table of events says, as far as the form can."""

import csv
import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from funnelcraft.io.sampling import FORMS, write_sample
from funnelcraft.simulation.sampling import Sample, sample
from tests.io.sampling.test_writing import model

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def drawn() -> Sample:
    return sample(model(), 120, 2, leads=400)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, drawn: Sample) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    found = {form: folder / f"{form}.csv" for form in FORMS}
    for form, file in found.items():
        write_sample(file, model(), drawn, form)
    return found


def table(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def plain(files: dict[str, Path]) -> list[tuple[str, str, str]]:
    return [(row["lead_id"], row["stage"], row["entered_at"]) for row in table(files["events"])]


@pytest.mark.parametrize(
    ("form", "lead", "stage", "time"),
    [
        ("salesforce", "OpportunityId", "StageName", "CreatedDate"),
        ("salesforce-fields", "LeadId", "NewValue", "CreatedDate"),
        ("pardot", "prospectId", "nextStageId", "createdAt"),
    ],
)
def test_that_logs_of_changes_hold_every_event(
    files: dict[str, Path], form: str, lead: str, stage: str, time: str
) -> None:
    found = [(row[lead], row[stage], row[time]) for row in table(files[form])]
    assert found == plain(files)


def test_that_marketo_says_what_changed_as_json(files: dict[str, Path]) -> None:
    rows = table(files["marketo"])
    details = [json.loads(row["attributes"]) for row in rows]
    found = [
        (row["leadId"], detail["New Stage"], row["activityDate"])
        for row, detail in zip(rows, details, strict=True)
    ]
    assert found == plain(files)
    assert {row["activityTypeId"] for row in rows} == {"101"}
    won = [detail for detail in details if detail["New Stage"] == "Won"]
    assert {detail["Old Stage"] for detail in won} == {"'=Qualified Lead"}


def test_that_hubspot_has_a_row_a_lead_and_a_date_a_stage(files: dict[str, Path]) -> None:
    rows = table(files["hubspot"])
    assert len(rows) == 400
    entered = Counter(stage for _lead, stage, _time in plain(files))
    for heading, stage in (("New Lead", "New Lead"), ("Won", "Won"), ("Lost", "Lost")):
        dated = [row for row in rows if row[f'Date entered "{heading}"']]
        assert len(dated) == entered[stage]
    for row in rows:
        left = row['Date exited "New Lead"']
        assert left == row['Date entered "=Qualified Lead"']
        assert bool(row["Amount"]) == bool(row['Date entered "Won"'])


def test_that_xes_has_a_trace_a_lead(files: dict[str, Path]) -> None:
    log = ElementTree.parse(files["xes"]).getroot()
    found = []
    for trace in log.iter("trace"):
        lead = trace.find("string[@key='concept:name']")
        assert lead is not None
        for event in trace.iter("event"):
            values = {one.get("key"): one.get("value") for one in event}
            found.append((lead.get("value"), values["concept:name"], values["time:timestamp"]))
    assert sorted(found) == sorted(plain(files))


@pytest.mark.parametrize("form", FORMS)
def test_that_every_form_takes_dirt(form: str, tmp_path: Path, drawn: Sample) -> None:
    out = tmp_path / "dirty"
    told = write_sample(out, model(), drawn, form, dirt_seed=1)
    assert told.dirt["days without a time"] > 10
    assert out.stat().st_size > 10_000

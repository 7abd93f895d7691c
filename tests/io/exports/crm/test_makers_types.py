"""Configurations against what the CRMs' makers publish: types of their clients, their own reader.

The tools come with npm, for tests alone: `tests/tools/package.json`, `.ci/tools` installs them.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.crm.salesforce import FOLDER, NAMESPACE
from funnelcraft.io.templates import template, template_names
from tests.io.exports.crm.test_crms import exported, hostile

TOOLS = Path(__file__).parents[3] / "tools"
FUNNELS = [*template_names(), "hostile"]
# What is text in XML and something else in the type.
FLAGS = {"sorted", "default", "closed", "won", "converted"}


def _funnel(name: str) -> Funnel:
    return hostile() if name == "hostile" else template(name)


def _node(*packages: str) -> str:
    node = shutil.which("node")
    missing = [one for one in packages if not (TOOLS / "node_modules" / one).is_dir()]
    if node is None or missing:
        pytest.skip(f"{', '.join(missing) or 'node'} is not installed: .ci/tools does where npm is")
    return node


def _complaints(values: list[tuple[str, Any]]) -> list[list[str]]:
    """Return what the compiler says of each value, by the types that `models.mjs` knows."""
    node = _node("typescript", "@hubspot/api-client", "pipedrive", "@salesforce/types")
    command = [node, str(TOOLS / "models.mjs")]
    done = subprocess.run(
        command, input=json.dumps(values).encode(), capture_output=True, check=True
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _value_set(data: bytes) -> dict[str, Any]:
    """Return a value set as the type has it: flags and figures instead of texts."""

    def value(element: ElementTree.Element) -> tuple[str, Any]:
        name, text = element.tag.removeprefix(f"{{{NAMESPACE}}}"), element.text or ""
        if name in FLAGS:
            return name, {"true": True, "false": False}[text]
        return name, int(text) if name == "probability" else text

    root = ElementTree.fromstring(data)
    found: dict[str, Any] = {"standardValue": []}
    for child in root:
        if len(child):
            found["standardValue"].append(dict(map(value, child)))
        else:
            found.update([value(child)])
    return found


def _bodies(funnel: Funnel) -> list[tuple[str, Any]]:
    hubspot, pipedrive = exported("hubspot", funnel), exported("pipedrive", funnel)
    stages = json.loads(pipedrive["stages.json"])
    # The id that Pipedrive gives the pipeline is written into them by hand, says the README.
    assert {stage["pipeline_id"] for stage in stages} <= {None}
    sets = [
        _value_set(data)
        for path, data in exported("salesforce", funnel).items()
        if path.startswith(FOLDER)
    ]
    return [
        ("PipelineInput", json.loads(hubspot["deal-pipeline.json"])),
        ("PropertyUpdate", json.loads(hubspot["lifecycle-stages.json"])),
        ("AddPipelineRequest", json.loads(pipedrive["pipeline.json"])),
        ("AddStageRequest", [stage | {"pipeline_id": 7} for stage in stages]),
        ("StandardValueSet", sets),
    ]


def test_that_every_body_is_of_the_type_its_maker_publishes() -> None:
    bodies = [(name, *body) for name in FUNNELS for body in _bodies(_funnel(name))]
    found = _complaints([(kind, value) for _name, kind, value in bodies])
    said = [(name, kind, one) for (name, kind, _v), one in zip(bodies, found, strict=True) if one]
    assert said == []


FAULTS: list[tuple[str, Any, str]] = [
    ("AddStageRequest", [{"name": "x", "pipeline_id": 1, "order_nr": 1}], "order_nr"),
    ("AddStageRequest", [{"name": "x"}], "pipeline_id"),
    ("AddPipelineRequest", {"name": "x", "is_deal_probability_enabled": "yes"}, "boolean"),
    ("PipelineInput", {"label": "x", "stages": []}, "displayOrder"),
    ("PropertyUpdate", {"options": [{"label": "x", "value": "x"}]}, "hidden"),
    ("StandardValueSet", [{"standardValue": []}], "sorted"),
    (
        "StandardValueSet",
        [{"sorted": False, "standardValue": [{"default": True, "forecastCategory": "Most"}]}],
        "ForecastCategories",
    ),
]


def test_that_the_types_find_a_fault() -> None:
    found = _complaints([(kind, value) for kind, value, _complaint in FAULTS])
    for said, (_kind, _value, complaint) in zip(found, FAULTS, strict=True):
        assert len(said) == 1
        assert complaint in said[0]


@pytest.mark.parametrize("name", FUNNELS)
def test_that_salesforces_own_reader_finds_every_component(tmp_path: Path, name: str) -> None:
    node = _node("@salesforce/source-deploy-retrieve")
    files = exported("salesforce", _funnel(name))
    project, deployed = tmp_path / "project", tmp_path / "deployed"
    for path, data in files.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    command = [node, str(TOOLS / "salesforce.mjs"), str(project), str(deployed)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    sets = {
        Path(path).name.removesuffix(".standardValueSet-meta.xml"): data
        for path, data in files.items()
        if path.startswith(FOLDER)
    }
    assert (
        read["source"] == read["manifest"] == [f"StandardValueSet: {one}" for one in sorted(sets)]
    )
    assert read["version"] == "62.0"
    for one, data in sets.items():
        converted = (deployed / "standardValueSets" / f"{one}.standardValueSet").read_bytes()
        assert _value_set(converted) == _value_set(data)

"""Diagrams read by their formats' own tools; skipped where a tool is missing, CI has them all."""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import Drawing, Format, found
from funnelcraft.io.exports.table import FORMATS
from funnelcraft.io.templates import template
from tests.io.diagrams.examples import TEMPLATES, TODAY, awkward, exported

TOOLS = Path(__file__).parents[2] / "tools"
FUNNELS = [*TEMPLATES, "awkward"]


def _funnel(name: str) -> Funnel:
    return awkward() if name == "awkward" else template(name, TODAY)


def _format(name: str) -> Format:
    return found(FORMATS, name)


@pytest.fixture(scope="module")
def graphviz() -> str:
    tool = shutil.which("dot")
    if tool is None:
        pytest.skip("Graphviz is not installed: .ci/tools installs it")
    return tool


@pytest.fixture(scope="module")
def mermaid() -> list[str]:
    node = shutil.which("node")
    if node is None or not (TOOLS / "node_modules" / "mermaid").is_dir():
        pytest.skip("Mermaid's parser is not installed: .ci/tools installs it where npm is")
    return [node, str(TOOLS / "mermaid.mjs")]


@pytest.fixture(scope="module")
def bpmn_schema() -> Any:
    package = importlib.util.find_spec("SpiffWorkflow")
    if package is None or package.origin is None:
        pytest.skip("the schemas of BPMN are not installed: SpiffWorkflow brings them")
    etree = pytest.importorskip("lxml.etree")
    folder = Path(package.origin).parent / "bpmn" / "parser" / "schema"
    return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))


@pytest.mark.parametrize("name", FUNNELS)
def test_that_graphviz_draws_it(graphviz: str, name: str) -> None:
    funnel = _funnel(name)
    done = subprocess.run(
        [graphviz, "-Tjson0"], input=exported(funnel, _format("dot")), capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    drawn = json.loads(done.stdout)
    nodes = [one for one in drawn["objects"] if "nodes" not in one]
    assert len(nodes) == len(funnel.stages) + len(funnel.sources)
    assert len(drawn["edges"]) == len(funnel.triggers) + len(funnel.sources)
    ids = {one["fc_id"] for one in nodes}
    assert ids == {one.id for one in funnel.stages} | {one.id for one in funnel.sources}
    picture = subprocess.run(
        [graphviz, "-Tsvg"], input=exported(funnel, _format("dot")), capture_output=True
    )
    assert b"</svg>" in picture.stdout


@pytest.mark.parametrize("name", FUNNELS)
def test_that_mermaid_understands_it(mermaid: list[str], name: str) -> None:
    funnel = _funnel(name)
    text = exported(funnel, _format("mermaid"), figures="no")
    done = subprocess.run(mermaid, input=text, capture_output=True, check=True)
    read = json.loads(done.stdout)
    assert "error" not in read, read["error"]
    names = sorted(
        [one.term or "Unnamed stage" for one in funnel.stages]
        + [one.name or "Unnamed source" for one in funnel.sources]
    )
    assert sorted(label for _id, label, _shape in read["nodes"]) == names
    assert sorted(label for _from, _to, label in read["links"]) == sorted(
        [*(one.name for one in funnel.triggers), *("" for _one in funnel.sources)]
    )
    departments = {role.department for role in funnel.roles}
    assert set(read["groups"]) <= departments


@pytest.mark.parametrize("name", FUNNELS)
def test_that_bpmn_keeps_to_its_schema(bpmn_schema: Any, name: str) -> None:
    from lxml import etree

    funnel = _funnel(name)
    for options in ({}, {"bpsim": "no"}):
        data = exported(funnel, _format("bpmn"), _drawing(funnel), **options)
        bpmn_schema.assertValid(etree.fromstring(data))
    bpmn_schema.assertValid(etree.fromstring(exported(funnel, _format("bpmn"))))


def _drawing(funnel: Funnel) -> Drawing:
    """Return places as the canvas would give them, near enough for a schema."""
    boxes = {one.id: (*one.position, 168.0, 104.0) for one in funnel.stages}

    def way(origin: str, target: str) -> tuple[tuple[float, float], ...]:
        (x, y, *_a), (to_x, to_y, *_b) = boxes[origin], boxes[target]
        return (
            (x + 168.0, y + 52.0),
            (to_x - 40.0, y + 52.0),
            (to_x - 40.0, to_y + 52.0),
            (
                to_x,
                to_y + 52.0,
            ),
        )

    return Drawing(
        boxes=boxes,
        ways={one.id: way(one.from_stage, one.to_stage) for one in funnel.triggers},
        pills={
            one.id: ((0.0, -90.0, 124.0, 36.0), ((62.0, -54.0), (62.0, 0.0)))
            for one in funnel.sources
        },
        lanes=(("marketing", (-50.0, -120.0, 900.0, 300.0)),),
    )

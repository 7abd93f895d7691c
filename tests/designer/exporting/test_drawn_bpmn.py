"""A process model is drawn where the canvas draws it."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from pytestqt.qtbot import QtBot

from funnelcraft.designer.exporting.drawing import planned
from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.io.exports import Context, chosen_options, found, made
from funnelcraft.io.templates import template, template_names
from tests.io.diagrams.examples import awkward

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
OMG = "{http://www.omg.org/spec/DD/20100524/DI}"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

FUNNELS = [*template_names(), "awkward"]  # which has a gate, an SLA that is broken, a loop

Box = tuple[float, float, float, float]


def _root(name: str) -> ElementTree.Element:
    funnel = awkward() if name == "awkward" else template(name, date(2027, 1, 1))
    kind = found(all_formats(), "bpmn")
    context = Context(
        "plan.funnel",
        date(2027, 1, 1),
        drawing=planned(funnel),
        options=chosen_options(kind),
    )
    data = made(funnel, kind, context)
    assert isinstance(data, bytes)
    return ElementTree.fromstring(data)


def _boxes(root: ElementTree.Element) -> dict[str, Box]:
    boxes = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        bounds = shape.find(f"{DC}Bounds")
        assert bounds is not None
        x, y, width, height = (
            float(bounds.get(key, "nan")) for key in ("x", "y", "width", "height")
        )
        boxes[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return boxes


def _lies_on(point: tuple[float, float], box: Box) -> bool:
    """Say whether a point lies on a box's border, or within it for a circle or diamond."""
    x, y = point
    left, top, right, bottom = box
    return left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1


@pytest.mark.parametrize("name", FUNNELS)
def test_that_every_node_and_flow_is_drawn_and_joined(qtbot: QtBot, name: str) -> None:
    root = _root(name)
    boxes = _boxes(root)
    process = root.find(f"{MODEL}process")
    assert process is not None
    flows = {one.get("id", ""): one for one in process.iter(f"{MODEL}sequenceFlow")}
    nodes = {one.get("id") for one in process if one.get("id") not in flows}
    assert nodes - {"lanes", None} <= boxes.keys()
    edges = {one.get("bpmnElement", ""): one for one in root.iter(f"{DI}BPMNEdge")}
    assert edges.keys() == flows.keys()
    for flow, edge in edges.items():
        points = [
            (float(one.get("x", "nan")), float(one.get("y", "nan")))
            for one in edge.iter(f"{OMG}waypoint")
        ]
        assert len(points) >= 2
        assert _lies_on(points[0], boxes[flows[flow].get("sourceRef", "")]), flow
        assert _lies_on(points[-1], boxes[flows[flow].get("targetRef", "")]), flow
        assert all(abs(a[0] - b[0]) < 1 or abs(a[1] - b[1]) < 1 for a, b in pairwise(points)), (
            f"{flow} is not orthogonal: {points}"
        )


@pytest.mark.parametrize("name", FUNNELS)
def test_that_everything_lies_in_the_pool_and_nodes_in_their_lanes(qtbot: QtBot, name: str) -> None:
    root = _root(name)
    boxes = _boxes(root)
    left, top, right, bottom = boxes["pool"]
    for x, y, to_x, to_y in boxes.values():
        assert left <= x <= to_x <= right
        assert top <= y <= to_y <= bottom
    for lane in root.iter(f"{MODEL}lane"):
        for node in lane.iter(f"{MODEL}flowNodeRef"):
            x, y, to_x, to_y = boxes[node.text or ""]
            assert _lies_on(((x + to_x) / 2, (y + to_y) / 2), boxes[lane.get("id", "")])


def test_that_shares_at_every_gateway_sum_to_one(qtbot: QtBot) -> None:
    root = _root("lead-to-revenue")
    space = "{http://www.bpsim.org/schemas/2.0}"
    shares = {
        one.get("elementRef", ""): float(value.get("value", "nan"))
        for one in root.iter(f"{space}ElementParameters")
        for probability in one.iter(f"{space}Probability")
        for value in probability
    }
    gateways = [one.get("id") for one in root.iter(f"{MODEL}exclusiveGateway")]
    assert gateways
    for gateway in gateways:
        flows = [
            one.get("id", "")
            for one in root.iter(f"{MODEL}sequenceFlow")
            if one.get("sourceRef") == gateway
        ]
        assert sum(shares[flow] for flow in flows) == pytest.approx(1.0, abs=1e-9)

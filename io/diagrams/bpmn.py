"""Write a funnel as BPMN 2.0: a pool with a lane for each department, drawn as on the canvas."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from funnelcraft.funnel.lanes import department_of
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rule_words import rule_sentence
from funnelcraft.funnel.text import _
from funnelcraft.io.clean_text import clean, one_line
from funnelcraft.io.diagrams import bpsim
from funnelcraft.io.diagrams.bpmn_places import Places, places_of
from funnelcraft.io.diagrams.bpmn_process import Flow, FlowNode, Process, process_of
from funnelcraft.io.diagrams.facts import source_facts, stage_facts, trigger_facts
from funnelcraft.io.diagrams.parts import Parts, called, parts_of, said, term
from funnelcraft.io.exports.formats import Context, Drawing, Point, Rect
from funnelcraft.io.exports.words import document_title

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OWN = "urn:funnelcraft:diagram:1"
_NAMESPACES = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:fc": OWN,
}
_TAGS = {
    "task": "task",
    "start": "startEvent",
    "end": "endEvent",
    "leak": "endEvent",
    "gateway": "exclusiveGateway",
    "branch": "exclusiveGateway",
    "timer": "boundaryEvent",
}
PROCESS, POOL, DEFINITIONS = "process", "pool", "definitions"


def bpmn(funnel: Funnel, context: Context) -> bytes:
    """Return a funnel as BPMN; drawn where the context has a drawing."""
    parts = parts_of(funnel)
    process = process_of(funnel, parts)
    title = document_title(funnel, context)
    with_bpsim = context.is_on("bpsim")
    spaces = _NAMESPACES | ({"xmlns:bpsim": bpsim.NAMESPACE} if with_bpsim else {})
    root = Element(
        "bpmn:definitions",
        {
            **spaces,
            "id": DEFINITIONS,
            "targetNamespace": OWN,
            "exporter": "Funnelcraft",
        },
    )
    collaboration = SubElement(root, "bpmn:collaboration", id="collaboration")
    SubElement(collaboration, "bpmn:participant", id=POOL, name=title, processRef=PROCESS)
    lanes = _lanes(funnel, parts, context.drawing)
    left_out = (*parts.notes, *(bpsim.left_out(funnel, process) if with_bpsim else ()))
    _add_process(root, _Facts(funnel, parts, process), lanes, left_out)
    if context.drawing is not None:
        _add_diagram(root, process, places_of(process, context.drawing), lanes)
    if with_bpsim:
        relationship = SubElement(root, "bpmn:relationship", type="BPSimData")
        extension = SubElement(relationship, "bpmn:extensionElements")
        extension.append(bpsim.scenario(funnel, process, title))
        for end in ("source", "target"):
            SubElement(relationship, f"bpmn:{end}").text = DEFINITIONS
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _lanes(
    funnel: Funnel, parts: Parts, drawing: Drawing | None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every lane with the stages in it: the drawn bands, else one a department."""
    if drawing is None:
        return tuple(
            (name, tuple(one.id for one in members)) for name, members in parts.departments.items()
        )
    standing: dict[int, list[str]] = defaultdict(list)
    for stage_id in parts.stages:
        department = department_of(funnel, stage_id)
        own = [at for at, (name, _box) in enumerate(drawing.lanes) if name == department]
        box = drawing.boxes[stage_id]
        around = (at for at in own if _holds(drawing.lanes[at][1], box))
        at = next(around, own[0] if own else -1)
        if at >= 0:
            standing[at].append(stage_id)
    return tuple(
        (one_line(name), tuple(standing[at])) for at, (name, _box) in enumerate(drawing.lanes)
    )


def _holds(lane: Rect, box: Rect) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return lane[0] <= x <= lane[0] + lane[2] and lane[1] <= y <= lane[1] + lane[3]


class _Facts:
    """A process with what is said of its nodes and flows."""

    def __init__(self, funnel: Funnel, parts: Parts, process: Process) -> None:
        self.funnel, self.parts, self.process = funnel, parts, process
        self.incoming: dict[str, list[str]] = defaultdict(list)
        self.outgoing: dict[str, list[str]] = defaultdict(list)
        for flow in process.flows:
            self.outgoing[flow.origin].append(flow.id)
            self.incoming[flow.target].append(flow.id)

    def of_node(self, node: FlowNode) -> dict[str, str]:
        """Return the facts of a node."""
        if node.source is not None:
            return source_facts(node.source)
        if node.kind == "leak":
            return {"kind": "leak"}
        if node.stage is None or node.kind in ("branch", "timer"):
            return {}
        return stage_facts(self.funnel, node.stage)

    def name(self, node: FlowNode) -> str:
        """Return what a node is called; what is no part of the funnel itself has no name."""
        if node.source is not None:
            return called(node.source)
        if node.kind in ("branch", "leak") or node.stage is None:
            return ""
        if node.kind == "timer":
            return _("SLA")
        return term(node.stage)


def _add_process(
    root: Element,
    facts: _Facts,
    lanes: Iterable[tuple[str, tuple[str, ...]]],
    left_out: Iterable[str],
) -> None:
    made = SubElement(root, "bpmn:process", id=PROCESS, isExecutable="false")
    words = [clean(facts.funnel.notes).strip(), *left_out]
    _add_words(made, "\n".join(one for one in words if one))
    lane_set = SubElement(made, "bpmn:laneSet", id="lanes")
    nodes: dict[str, list[str]] = defaultdict(list)
    for node in facts.process.nodes:
        nodes[node.owner].append(node.id)
    for number, (name, stages) in enumerate(lanes, start=1):
        lane = SubElement(lane_set, "bpmn:lane", id=f"lane_{number}", name=name)
        for stage in stages:
            for node_id in nodes[stage]:
                SubElement(lane, "bpmn:flowNodeRef").text = node_id
    for node in facts.process.nodes:
        _add_node(made, node, facts)
    for flow in facts.process.flows:
        _add_flow(made, flow)


def _add_node(made: Element, node: FlowNode, facts: _Facts) -> None:
    attributes = {"id": node.id}
    if name := facts.name(node):
        attributes["name"] = name
    if node.default:
        attributes["default"] = node.default
    if node.kind == "timer":
        attributes["attachedToRef"] = facts.process.entries[node.owner]
    element = SubElement(made, f"bpmn:{_TAGS[node.kind]}", attributes)
    if node.stage is not None and node.kind in ("task", "gateway", "end"):
        _add_words(element, clean(node.stage.definition).strip())
    if node.kind == "leak":
        _add_words(element, _("Leads that go nowhere leave here."))
    _add_facts(element, facts.of_node(node))
    for tag, flows in (("incoming", facts.incoming), ("outgoing", facts.outgoing)):
        for flow in flows[node.id]:
            SubElement(element, f"bpmn:{tag}").text = flow
    if node.kind == "timer" and node.stage is not None:
        timer = SubElement(element, "bpmn:timerEventDefinition")
        if node.stage.sla is not None:
            lasts = SubElement(timer, "bpmn:timeDuration", {"xsi:type": "bpmn:tFormalExpression"})
            lasts.text = f"PT{round(max(node.stage.sla.days, 0.0) * 24 * 60)}M"


def _add_flow(made: Element, flow: Flow) -> None:
    attributes = {"id": flow.id, "sourceRef": flow.origin, "targetRef": flow.target}
    if flow.trigger is not None and said(flow.trigger):
        attributes["name"] = said(flow.trigger)
    element = SubElement(made, "bpmn:sequenceFlow", attributes)
    if flow.trigger is None:
        return
    _add_words(element, clean(flow.trigger.description).strip())
    _add_facts(element, trigger_facts(flow.trigger))
    if flow.trigger.rule is not None:
        condition = SubElement(element, "bpmn:conditionExpression")
        condition.text = one_line(rule_sentence(flow.trigger.rule))


def _add_words(element: Element, text: str) -> None:
    if text:
        SubElement(element, "bpmn:documentation").text = text


def _add_facts(element: Element, facts: Mapping[str, str]) -> None:
    if facts:
        SubElement(SubElement(element, "bpmn:extensionElements"), "fc:facts", dict(facts))


def _add_diagram(
    root: Element,
    process: Process,
    places: Places,
    lanes: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    diagram = SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    _add_shape(plane, POOL, places.pool, isHorizontal="true")
    for number, (rect, _lane) in enumerate(zip(places.lanes, lanes, strict=True), start=1):
        _add_shape(plane, f"lane_{number}", rect, isHorizontal="true")
    for node in process.nodes:
        marked = {"isMarkerVisible": "true"} if node.kind in ("gateway", "branch") else {}
        _add_shape(plane, node.id, places.nodes[node.id], **marked)
    for flow in process.flows:
        edge = SubElement(plane, "bpmndi:BPMNEdge", id=f"{flow.id}_edge", bpmnElement=flow.id)
        for x, y in _at_least_two(places.flows[flow.id]):
            SubElement(edge, "di:waypoint", x=_place(x), y=_place(y))


def _at_least_two(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return points if len(points) > 1 else (*points, *points)


def _add_shape(plane: Element, element: str, rect: Rect, **attributes: str) -> None:
    shape = SubElement(
        plane, "bpmndi:BPMNShape", {"id": f"{element}_shape", "bpmnElement": element, **attributes}
    )
    sides = dict(zip(("x", "y", "width", "height"), map(_place, rect), strict=True))
    SubElement(shape, "dc:Bounds", sides)


def _place(value: float) -> str:
    return f"{value:.6g}"

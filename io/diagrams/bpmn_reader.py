"""Read BPMN 2.0 as a sketch: tasks, events, gateways, flows, lanes.

A gateway without a name only says that flows part or meet, so its flows are joined; one with a name
that parts them is a gate. A timer at a task's border is its SLA. Messages, data, annotations and
what is inside of subprocesses say nothing of a funnel and are left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.skeleton import says_lost
from funnelcraft.io.diagrams.sketch import SOURCE, Collected, Link, Node, NotUnderstood, Sketch
from funnelcraft.io.diagrams.xml_tree import Branch

_TASKS = (
    *("task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask"),
    *("businessRuleTask", "callActivity", "subProcess", "adHocSubProcess", "transaction"),
)
_GATEWAYS = (
    *("exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway"),
    "eventBasedGateway",
)
_PASSED = ("intermediateCatchEvent", "intermediateThrowEvent", "event")
_NODES = (*_TASKS, *_GATEWAYS, *_PASSED, "startEvent", "endEvent", "boundaryEvent")
_BAD_ENDS = ("errorEventDefinition", "cancelEventDefinition", "terminateEventDefinition")
_LASTING = re.compile(
    r"P(?:(?P<w>\d{1,6})W)?(?:(?P<d>\d{1,6}(?:\.\d{1,9})?)D)?"
    r"(?:T(?:(?P<h>\d{1,6}(?:\.\d{1,9})?)H)?(?:(?P<m>\d{1,9}(?:\.\d{1,9})?)M)?)?"
)


@dataclass(frozen=True)
class _Step:
    """A sequence flow, and where it leads."""

    link: Link
    line: int


def read_bpmn(root: Branch) -> Sketch:
    """Return what a process model says. Raises NotUnderstood with the line."""
    if root.name != "definitions":
        text = _("this is no BPMN: it begins with “{name}”.")
        raise NotUnderstood(root.line, text.format(name=root.name[:40]))
    return _Reader(root).read()


class _Reader:
    def __init__(self, root: Branch) -> None:
        self._root = root
        self._found = Collected()
        self._branches: dict[str, Branch] = {}
        self._leaving: dict[str, list[_Step]] = defaultdict(list)
        self._sla: dict[str, str] = {}
        self._notes: dict[str, None] = {}

    def read(self) -> Sketch:
        processes = self._root.named("process")
        groups = self._groups(processes)
        for process in processes:
            self._collect(process)
        for process in processes:
            for flow in process.named("sequenceFlow"):
                self._connect(flow)
        passed = {one for one, branch in self._branches.items() if self._is_passed(branch)}
        for name, branch in self._branches.items():
            if name not in passed and branch.name != "boundaryEvent" and not _is_leak(branch):
                node = self._node(branch, groups.get(name, ""))
                self._found.add_node(node, branch.line)
        for name in self._branches:
            if name not in passed:
                self._follow(name, passed)
        self._note_what_is_left_out()
        return self._found.sketch(self._title(processes), tuple(self._notes))

    # Collecting

    def _collect(self, process: Branch) -> None:
        for one in process.named(*_NODES):
            name = one.get("id")
            if not name:
                raise NotUnderstood(one.line, _("a node has no id."))
            if name in self._branches:
                text = _("the id “{id}” is used twice.")
                raise NotUnderstood(one.line, text.format(id=name[:80]))
            self._branches[name] = one
            self._found.add_node(Node(name, ""), one.line)  # counts it
            if one.name == "boundaryEvent" and one.named("timerEventDefinition"):
                self._sla[one.get("attachedToRef")] = _days(one)
        self._found.nodes.clear()

    def _connect(self, flow: Branch) -> None:
        for end in ("sourceRef", "targetRef"):
            if flow.get(end) not in self._branches:
                text = _("a flow leads from or to “{id}”, which is not there.")
                raise NotUnderstood(flow.line, text.format(id=flow.get(end)[:80]))
        link = Link(
            flow.get("sourceRef"), flow.get("targetRef"), flow.get("name"), "", _facts(flow)
        )
        self._leaving[link.origin].append(_Step(link, flow.line))

    def _groups(self, processes: list[Branch]) -> dict[str, str]:
        """Return the lane of every node; without lanes, the pool where there are several."""
        groups: dict[str, str] = {}
        pools = {
            one.get("processRef"): one.get("name")
            for collaboration in self._root.named("collaboration")
            for one in collaboration.named("participant")
        }
        for process in processes:
            pool = pools.get(process.get("id"), "") if len(pools) > 1 else ""
            for one in process.named(*_NODES):
                groups[one.get("id")] = pool
            for lane_set in process.named("laneSet"):
                for lane in lane_set.all():
                    if lane.name == "lane" and lane.get("name"):
                        for node in lane.named("flowNodeRef"):
                            groups[node.text.strip()] = lane.get("name")
        return groups

    # Judging

    def _is_passed(self, branch: Branch) -> bool:
        """Say whether flows go straight through: nothing is said where they meet or part."""
        if branch.name in _PASSED:
            return not branch.get("name")
        if branch.name not in _GATEWAYS or _facts(branch):
            return False
        return not branch.get("name") or len(self._leaving[branch.get("id")]) < 2

    def _node(self, branch: Branch, group: str) -> Node:
        name, facts = branch.get("name"), _facts(branch)
        kind = "open"
        if branch.name == "startEvent":
            kind, name = SOURCE, name or _("Start")
        elif branch.name == "endEvent":
            is_bad = says_lost(name) or any(branch.named(*_BAD_ENDS))
            kind, name = "lost" if is_bad else "won", name or _("End")
        elif branch.name in _GATEWAYS:
            kind = "gate"
        sla = self._sla.get(branch.get("id"), "")
        if sla and "sla_days" not in facts:
            facts = {**facts, "sla_days": sla}
        return Node(branch.get("id"), name or branch.get("id"), kind, group, facts)

    def _follow(self, name: str, passed: set[str]) -> None:
        """Add the links from a node to all that its flows reach, also through what is passed."""
        origin, kind = name, ""
        branch = self._branches[name]
        if branch.name == "boundaryEvent":
            origin = branch.get("attachedToRef")
            kind = "sla_breach" if branch.named("timerEventDefinition") else ""
            if origin not in self._found.nodes:
                raise NotUnderstood(branch.line, _("an event is attached to nothing."))
        seen: set[str] = set()
        waiting = [(step.link, step.line) for step in reversed(self._leaving[name])]
        while waiting:
            link, line = waiting.pop()
            if link.target in self._found.nodes:
                self._found.add_link(replace(link, origin=origin, kind=kind or link.kind), line)
            elif link.target in passed and link.target not in seen:
                seen.add(link.target)
                further = self._leaving[link.target]
                waiting += [(_joined(link, one.link), one.line) for one in reversed(further)]

    def _title(self, processes: list[Branch]) -> str:
        pools = [
            one.get("name")
            for collaboration in self._root.named("collaboration")
            for one in collaboration.named("participant")
        ]
        names = [*pools, *(one.get("name") for one in processes)]
        return next((one for one in names if one), "")

    def _note_what_is_left_out(self) -> None:
        if any(one.named("messageFlow") for one in self._root.named("collaboration")):
            self._notes[_("Messages between pools are left out.")] = None
        for branch in self._branches.values():
            if branch.named(*_NODES):
                self._notes[_("What is inside of subprocesses is left out.")] = None


def _joined(first: Link, then: Link) -> Link:
    """Return two flows as one: the later says more where it says anything."""
    return Link(first.origin, then.target, then.name or first.name, "", then.facts or first.facts)


def _is_leak(branch: Branch) -> bool:
    return branch.name == "endEvent" and _facts(branch).get("kind") == "leak"


def _facts(branch: Branch) -> dict[str, str]:
    """Return the facts of ours that an element carries."""
    return {
        key: value
        for extension in branch.named("extensionElements")
        for one in extension.named("facts")
        for key, value in one.attributes.items()
    }


def _days(timer: Branch) -> str:
    """Return how long a timer lasts in days; empty where it is no plain duration."""
    for one in _durations(timer):
        found = _LASTING.fullmatch(one.text.strip())
        if found and any(found.groups()):
            weeks, days, hours, minutes = (float(part or 0) for part in found.groups())
            return repr(weeks * 7 + days + hours / 24 + minutes / 1440)
    return ""


def _durations(timer: Branch) -> Iterator[Branch]:
    for definition in timer.named("timerEventDefinition"):
        yield from definition.named("timeDuration")

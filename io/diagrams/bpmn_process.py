"""A funnel as a BPMN process: which nodes and flows it has, before anything is written.

A stage is a task; one with several ways out is followed by an exclusive gateway, since flows that
leave a task directly are taken all at once in BPMN. Leads that go nowhere leave by an end event of
their own. A gate is an exclusive gateway, an end an end event, a source a start event, and a breach
of an SLA a timer at the border of its stage's task.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from funnelcraft.funnel.model import ENDS, Funnel, Source, Stage, Trigger
from funnelcraft.funnel.rates import default_of_gate
from funnelcraft.io.diagrams.parts import Parts, safe_ids

NodeKind: TypeAlias = Literal["task", "start", "end", "gateway", "branch", "leak", "timer"]
_NEGLIGIBLE = 1e-9  # what rates that sum to one miss by being rounded


@dataclass(frozen=True)
class FlowNode:
    """A node of the process. `owner` is the id of the stage it belongs to, or stands before."""

    id: str
    kind: NodeKind
    owner: str
    stage: Stage | None = None
    source: Source | None = None
    default: str = ""  # the flow that is taken where no other is


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `share` of the leads take it, where that is known."""

    id: str
    origin: str
    target: str
    trigger: Trigger | None = None
    source: Source | None = None
    share: float | None = None


@dataclass(frozen=True)
class Process:
    """All of it. `entries` names the node through which leads enter a stage."""

    nodes: tuple[FlowNode, ...]
    flows: tuple[Flow, ...]
    entries: Mapping[str, str]


def process_of(funnel: Funnel, parts: Parts) -> Process:
    """Return the process of a funnel."""
    return _Maker(parts).process()


class _Maker:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._entries = safe_ids("s", parts.stages)
        self._triggers = safe_ids("t", (trigger.id for trigger in parts.triggers))
        self._nodes: list[FlowNode] = []
        self._flows: list[Flow] = []

    def process(self) -> Process:
        leaving: dict[str, list[Trigger]] = defaultdict(list)
        for trigger in self._parts.triggers:
            leaving[trigger.from_stage].append(trigger)
        sources = safe_ids("q", (source.id for source in self._parts.sources))
        for source in self._parts.sources:
            node = sources[source.id]
            self._nodes.append(FlowNode(node, "start", source.into, source=source))
            target = self._entries[source.into]
            self._flows.append(Flow(f"{node}_flow", node, target, source=source))
        for stage in self._parts.stages.values():
            self._add(stage, leaving[stage.id])
        return Process(tuple(self._nodes), tuple(self._flows), self._entries)

    def _add(self, stage: Stage, leaving: list[Trigger]) -> None:
        node = self._entries[stage.id]
        breaches = [one for one in leaving if one.kind == "sla_breach"]
        ways = [one for one in leaving if one.kind != "sla_breach"]
        if stage.kind in ENDS and not leaving:
            self._nodes.append(FlowNode(node, "end", stage.id, stage))
        elif stage.kind == "gate":
            self._add_gate(stage, node, leaving)
        else:
            self._add_task(stage, node, ways)
            for trigger in breaches:
                timer = f"{self._triggers[trigger.id]}_timer"
                self._nodes.append(FlowNode(timer, "timer", stage.id, stage))
                self._add_flow(trigger, timer, None)

    def _add_gate(self, stage: Stage, node: str, ways: list[Trigger]) -> None:
        rest = default_of_gate(ways)
        default = self._triggers[rest.id] if rest is not None else ""
        self._nodes.append(FlowNode(node, "gateway", stage.id, stage, default=default))
        for trigger in ways:
            known = trigger.conversion.rate if trigger.conversion else None
            share = _remaining(ways) if rest is not None and trigger.id == rest.id else known
            self._add_flow(trigger, node, share)

    def _add_task(self, stage: Stage, node: str, ways: list[Trigger]) -> None:
        self._nodes.append(FlowNode(node, "task", stage.id, stage))
        leak = _remaining(ways) if ways and all(one.conversion for one in ways) else 0.0
        leaks = leak > _NEGLIGIBLE
        if len(ways) + leaks < 2:
            for trigger in ways:
                self._add_flow(trigger, node, None)
            return
        branch, end = f"{node}_next", f"{node}_gone"
        default = f"{end}_flow" if leaks else ""
        self._nodes.append(FlowNode(branch, "branch", stage.id, stage, default=default))
        self._flows.append(Flow(f"{branch}_flow", node, branch))
        for trigger in ways:
            share = trigger.conversion.rate if trigger.conversion else None
            self._add_flow(trigger, branch, share)
        if leaks:
            self._nodes.append(FlowNode(end, "leak", stage.id, stage))
            self._flows.append(Flow(default, branch, end, share=leak))

    def _add_flow(self, trigger: Trigger, origin: str, share: float | None) -> None:
        target = self._entries[trigger.to_stage]
        self._flows.append(Flow(self._triggers[trigger.id], origin, target, trigger, share=share))


def _remaining(ways: list[Trigger]) -> float:
    """Return the share that no way's own rate takes."""
    taken = sum(one.conversion.rate for one in ways if one.conversion)
    return min(max(1.0 - taken, 0.0), 1.0)

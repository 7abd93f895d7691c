"""Diagrams that people and other programs draw: read the way they are meant."""

from pathlib import Path

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.diagrams.reading import Skeleton, read_diagram


def _read(folder: Path, name: str, text: str) -> Skeleton:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_diagram(path)


def _told(funnel: Funnel) -> dict[str, object]:
    terms = {stage.id: stage.term for stage in funnel.stages}
    departments = {role.id: role.department for role in funnel.roles}
    return {
        "stages": {s.term: (s.kind, departments.get(s.owner or "", "")) for s in funnel.stages},
        "triggers": {
            (terms[t.from_stage], terms[t.to_stage], t.name, t.kind) for t in funnel.triggers
        },
        "sources": {(s.name, terms[s.into]) for s in funnel.sources},
    }


FUNNEL = {
    "stages": {
        "New lead": ("open", "Marketing"),
        "Fits?": ("gate", "Marketing"),
        "Demo": ("open", "Sales team"),
        "Customer": ("won", "Sales team"),
        "Closed lost": ("lost", "Sales team"),
    },
    "triggers": {
        ("New lead", "Fits?", "", "progress"),
        ("Fits?", "Demo", "yes", "progress"),
        ("Fits?", "Closed lost", "no", "disqualify"),
        ("Demo", "Customer", "signed", "progress"),
        ("Demo", "New lead", "not yet", "recycle"),
    },
    "sources": {("Website", "New lead")},
}

MERMAID = """
%%{init: {"theme": "dark"}}%%
graph TD;
    subgraph one [Marketing]
        direction LR
        web((Website)) --> new[New lead] --> fits{"Fits?"}
    end
    subgraph "Sales team"
        demo(Demo)
        won([Customer])
        lost
    end
    fits -->|yes| demo
    fits -- no --> lost[Closed lost]
    demo == signed ==> won; demo -. not yet .-> new
    %% a remark
    style demo fill:#f9f,stroke:#333
    click demo "https://example.com" _blank
    linkStyle 0 stroke:red
"""

DOT = """
/* drawn by hand */ strict digraph "Sales" {
  graph [rankdir=LR]; node [shape=box, style=filled]
  # a line of the preprocessor
  subgraph cluster_m { label = "Marketing"
    web [shape=circle label=Website]
    new [label=<New <b>lead</b>>];
    fits [shape=diamond, label="Fits?"]
  }
  subgraph cluster_s { label="Sales " + "team"; demo [label="Demo"]; won [label="Cust\\
omer"] lost [label="Closed\\nlost"] }
  web -> new -> fits:e
  fits -> demo [label=yes] // good
  fits -> lost [label="no"]
  edge [style=dashed]
  demo -> new [label="not yet"]
  demo -> { won } [label=signed, style=solid]
}
"""

GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key id="d0" for="node" yfiles.type="nodegraphics"/>
  <key id="d1" for="node" attr.name="department" attr.type="string"/>
  <key id="d2" for="edge" attr.name="label" attr.type="string"/>
  <key id="d3" for="node" attr.name="kind" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="w"><data key="d3">source</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>Website</y:NodeLabel></y:ShapeNode></data></node>
    <node id="n0"><data key="d1">Marketing</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>New lead</y:NodeLabel><y:Shape type="rectangle"/></y:ShapeNode></data></node>
    <node id="n1"><data key="d1">Marketing</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>Fits?</y:NodeLabel><y:Shape type="diamond"/></y:ShapeNode></data></node>
    <node id="n2"><data key="d1">Sales team</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>Demo</y:NodeLabel></y:ShapeNode></data></node>
    <node id="n3"><data key="d1">Sales team</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>Customer</y:NodeLabel></y:ShapeNode></data></node>
    <node id="n4"><data key="d1">Sales team</data><data key="d0"><y:ShapeNode>
      <y:NodeLabel>Closed lost</y:NodeLabel></y:ShapeNode></data></node>
    <edge source="w" target="n0"/><edge source="n0" target="n1"/>
    <edge source="n1" target="n2"><data key="d2">yes</data></edge>
    <edge source="n1" target="n4"><data key="d2">no</data></edge>
    <edge source="n2" target="n3"><data key="d2">signed</data></edge>
    <edge source="n2" target="n0"><data key="d2">not yet</data></edge>
  </graph>
</graphml>
"""

BPMN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
  <collaboration id="c"><participant id="p" name="Sales" processRef="q"/></collaboration>
  <process id="q">
    <laneSet><lane id="l1" name="Marketing"><flowNodeRef>a</flowNodeRef><flowNodeRef>g</flowNodeRef>
      </lane><lane id="l2" name="Sales team"><flowNodeRef>d</flowNodeRef>
      <flowNodeRef>e1</flowNodeRef><flowNodeRef>e2</flowNodeRef></lane></laneSet>
    <startEvent id="s" name="Website"/>
    <userTask id="a" name="New lead"/>
    <exclusiveGateway id="g" name="Fits?"/>
    <task id="d" name="Demo"/>
    <exclusiveGateway id="x"/>
    <inclusiveGateway id="m" name="merge"/>
    <intermediateThrowEvent id="i"/>
    <endEvent id="e1" name="Customer"/>
    <endEvent id="e2" name="Closed lost"/>
    <dataObject id="data"/>
    <sequenceFlow id="f0" sourceRef="s" targetRef="m"/>
    <sequenceFlow id="f1" sourceRef="m" targetRef="a"/>
    <sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
    <sequenceFlow id="f3" name="yes" sourceRef="g" targetRef="d"/>
    <sequenceFlow id="f4" name="no" sourceRef="g" targetRef="e2"/>
    <sequenceFlow id="f5" sourceRef="d" targetRef="x"/>
    <sequenceFlow id="f6" name="signed" sourceRef="x" targetRef="e1"/>
    <sequenceFlow id="f7" name="not yet" sourceRef="x" targetRef="i"/>
    <sequenceFlow id="f8" sourceRef="i" targetRef="m"/>
  </process>
</definitions>
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.mmd", MERMAID), ("a.gv", DOT), ("a.graphml", GRAPHML), ("a.bpmn", BPMN)],
)
def test_that_a_funnel_drawn_elsewhere_is_understood(tmp_path: Path, name: str, text: str) -> None:
    found = _read(tmp_path, name, text)
    assert _told(found.funnel) == FUNNEL
    places = {stage.position for stage in found.funnel.stages}
    assert len(places) == len(found.funnel.stages)  # each has a place of its own


def test_that_mermaid_is_read_in_all_its_spellings(tmp_path: Path) -> None:
    text = """---
title: 'It''s a plan'
---
flowchart LR
a & b --> c & d
c@{ shape: diamond, label: "Which?" } e1@==> f:::won
class a,b lost
d <--> f
d --x z
d ~~~ b
f[("Data #quot;x#quot; #9829;")]
g[/"Slanted"\\] ----> f
d---oh["O, an h"]
"""
    funnel = _read(tmp_path, "a.mermaid", text).funnel
    assert funnel.title == "It's a plan"
    found = _told(funnel)
    assert found["stages"] == {
        "a": ("lost", ""),
        "b": ("lost", ""),
        "Which?": ("gate", ""),
        "d": ("open", ""),
        'Data "x" ♥': ("won", ""),
        "Slanted": ("open", ""),
        "O, an h": ("open", ""),
        "z": ("open", ""),
    }
    triggers = found["triggers"]
    assert isinstance(triggers, set)
    assert ("a", "Which?", "", "progress") in triggers
    assert ("b", "d", "", "progress") in triggers
    assert ("d", "z", "", "disqualify") in triggers
    assert {('Data "x" ♥', "d", "", "progress"), ("d", 'Data "x" ♥', "", "progress")} <= triggers
    assert ("d", "b") not in {one[:2] for one in triggers}


def test_that_arrows_to_whole_subgraphs_are_left_out_and_said(tmp_path: Path) -> None:
    text = "flowchart LR\nsubgraph team [Team]\na --> b\nend\nc --> team\nc --> a\n"
    found = _read(tmp_path, "a.mmd", text)
    assert found.notes == ("Arrows from or to whole subgraphs are left out.",)
    assert {stage.term for stage in found.funnel.stages} == {"a", "b", "c"}


def test_that_a_timer_at_a_tasks_border_is_its_sla(tmp_path: Path) -> None:
    inside = """<task id="a" name="Call"/><endEvent id="e" name="Done"/><task id="b" name="Chase"/>
      <boundaryEvent id="t" attachedToRef="a"><timerEventDefinition>
      <timeDuration>P1DT12H</timeDuration></timerEventDefinition></boundaryEvent>
      <sequenceFlow id="f1" sourceRef="a" targetRef="e"/>
      <sequenceFlow id="f2" sourceRef="t" targetRef="b"/>"""
    text = f'<definitions><process id="q">{inside}</process></definitions>'
    funnel = _read(tmp_path, "a.bpmn", text).funnel
    call = next(stage for stage in funnel.stages if stage.term == "Call")
    assert call.sla is not None
    assert call.sla.days == 1.5
    kinds = {(t.from_stage, t.to_stage): t.kind for t in funnel.triggers}
    assert kinds == {("call", "done"): "progress", ("call", "chase"): "sla_breach"}


def test_that_pools_without_lanes_are_departments(tmp_path: Path) -> None:
    text = """<definitions><collaboration><participant name="One" processRef="p1"/>
      <participant name="Two" processRef="p2"/><messageFlow/></collaboration>
      <process id="p1"><task id="a" name="A"/></process>
      <process id="p2"><task id="b" name="B"/></process></definitions>"""
    found = _read(tmp_path, "a.bpmn", text)
    assert _told(found.funnel)["stages"] == {"A": ("open", "One"), "B": ("open", "Two")}
    assert found.notes == ("Messages between pools are left out.",)


def test_that_a_moved_or_renamed_node_of_ours_is_what_it_became(tmp_path: Path) -> None:
    text = """flowchart LR
  subgraph d_1["Sales"]
    %% funnelcraft: {"id": "mql", "role": "Ops", "department": "Marketing", "kind": "open"}
    s["Renamed"]:::won
  end
"""
    funnel = _read(tmp_path, "a.mmd", text).funnel
    assert (funnel.stages[0].id, funnel.stages[0].term) == ("mql", "Renamed")
    assert funnel.stages[0].kind == "won"
    assert [role.department for role in funnel.roles] == ["Sales"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_that_other_encodings_with_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.mmd"
    path.write_bytes("flowchart LR\r\nä[Größe] --> b\r\n".encode(encoding))
    assert {stage.term for stage in read_diagram(path).funnel.stages} == {"Größe", "b"}

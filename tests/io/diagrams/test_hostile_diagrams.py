"""Diagrams that are broken or made to do harm: one sentence with the line, and no waiting."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from funnelcraft.io.diagrams.apart import read_diagram_apart
from funnelcraft.io.diagrams.reading import read_diagram
from funnelcraft.io.imports import children
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.problems import FileProblem

BOMB = """<?xml version="1.0"?>
<!DOCTYPE bomb [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<definitions><process id="q"><task id="a" name="&d;"/></process></definitions>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml>&a;</graphml>"""
DEEP = "".join(("<a>" * 5_000, "</a>" * 5_000))
GRAPH = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'


def _flow(inside: str) -> str:
    return f"<definitions>\n<process id='q'>\n{inside}\n</process></definitions>"


REFUSED = [
    # Mermaid
    ("a.mmd", "", "line 1: there is nothing in it."),
    ("a.mmd", "sequenceDiagram\nA->>B: hi", "line 1: it begins with “sequenceDiagram”"),
    ("a.mmd", "flowchart LR\na --> b\nthis is prose\n", "line 3: “is prose” is not understood."),
    ("a.mmd", "flowchart LR\na -->", "line 2: the arrow leads nowhere."),
    ("a.mmd", 'flowchart LR\na["open --> b', "line 2: a quotation mark is not closed."),
    ("a.mmd", "flowchart LR\na[open --> b", "line 2: “]” is missing."),
    ("a.mmd", "flowchart LR\nsubgraph x\na --> b", "line 3: a subgraph is not closed"),
    ("a.mmd", "flowchart LR\nend", "line 2: this “end” closes nothing."),
    ("a.mmd", "flowchart LR\n" + "subgraph x\n" * 100, "line 66: subgraphs lie too deep"),
    ("a.mmd", "---\ntitle: x\nflowchart LR", "line 1: the title's “---” is not closed."),
    ("a.mmd", "flowchart LR\n%% only words\n", "there is no node in it."),
    ("a.mmd", "flowchart LR\na[" + "x" * 20_000 + "]", "line 2: a name is longer"),
    ("a.mmd", "flowchart LR\n" + ";" * 50_001, "line 2: the line is longer than anybody draws."),
    # DOT
    ("a.dot", "", "line 1: this is no graph"),
    ("a.dot", "graph { a -- b }", "line 1: the graph has no directions"),
    ("a.dot", "digraph {\n a -> b\n", "line 2: “}” is missing."),
    ("a.dot", "digraph {\n a -> \n}", "line 3: “}” is not understood."),
    ("a.dot", 'digraph {\n a [label="x]\n}', "line 2: a quotation mark is not closed."),
    ("a.dot", "digraph {\n a [label=<b<b>]\n}", "line 2: “>” is missing."),
    ("a.dot", "digraph {\n a -- b }", "line 2: “--” has no direction"),
    ("a.dot", "digraph {} digraph {}", "line 1: after the graph there is something more."),
    ("a.dot", "digraph {" + "subgraph {\n" * 500 + "a" + "}" * 501, "subgraphs lie too deep"),
    ("a.dot", "digraph { /* a", "line 1: a comment is not closed."),
    # GraphML
    ("a.graphml", "<graphml>", "line 1 is damaged XML."),
    ("a.graphml", "<svg/>", "this is no GraphML"),
    ("a.graphml", OUTSIDE, "line 1 declares entities, which are refused."),
    ("a.graphml", DEEP, "line 1: elements lie too deep within each other."),
    ("a.graphml", GRAPH.format('<graph edgedefault="undirected"/>'), "has no directions"),
    ("a.graphml", GRAPH.format('<graph edgedefault="directed"/>'), "there is no node in it."),
    # BPMN
    ("a.bpmn", BOMB, "line 2 declares entities, which are refused."),
    ("a.bpmn", "<svg/>", "line 1: this is no BPMN: it begins with “svg”."),
    ("a.bpmn", _flow("<task id='a'/>\n<task id='a'/>"), "line 4: the id “a” is used twice."),
    ("a.bpmn", _flow("<task name='a'/>"), "line 3: a node has no id."),
    (
        "a.bpmn",
        _flow("<task id='a'/><sequenceFlow sourceRef='a' targetRef='b'/>"),
        "line 3: a flow leads from or to “b”, which is not there.",
    ),
    ("a.bpmn", _flow("<boundaryEvent id='a'/>"), "line 3: an event is attached to nothing."),
    ("a.bpmn", _flow(""), "there is no node in it."),
    # Any
    ("a.txt", "flowchart LR", "what a diagram is, its ending must say"),
]


@pytest.mark.parametrize(
    ("name", "text", "says"), REFUSED, ids=[f"{one[0]}-{one[2][:40]}" for one in REFUSED]
)
def test_that_a_broken_diagram_is_one_sentence(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem) as problem:
        read_diagram(path)
    assert says in problem.value.what
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("name", ["a.mmd", "a.dot", "a.graphml", "a.bpmn"])
def test_that_bytes_of_no_text_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"flowchart LR\na --> b\n\xff\xfe\x00\x00")
    with pytest.raises(FileProblem, match=r"line [13] is (not in UTF-8|damaged XML)"):
        read_diagram(path)
    path.write_bytes(b"\x00" * 100)
    with pytest.raises(FileProblem):
        read_diagram(path)
    (tmp_path / f"folder{path.suffix}").mkdir()
    with pytest.raises(FileProblem, match="this is a folder"):
        read_diagram(tmp_path / f"folder{path.suffix}")


def _many(name: str, n: int) -> str:
    if name == "a.mmd":
        return "flowchart LR\n" + "".join(f"n{i} --> n{i + 1}\n" for i in range(n))
    if name == "a.dot":
        return "digraph {" + "".join(f"n{i} -> n{i + 1}\n" for i in range(n)) + "}"
    if name == "a.graphml":
        nodes = "".join(f"<node id='n{i}'/>" for i in range(n + 1))
        edges = "".join(f"<edge source='n{i}' target='n{i + 1}'/>" for i in range(n))
        return GRAPH.format(f"<graph edgedefault='directed'>{nodes}{edges}</graph>")
    nodes = "".join(f"<task id='n{i}'/>" for i in range(n + 1))
    flows = "".join(f"<sequenceFlow sourceRef='n{i}' targetRef='n{i + 1}'/>" for i in range(n))
    return _flow(nodes + flows)


@pytest.mark.parametrize("name", ["a.mmd", "a.dot", "a.graphml", "a.bpmn"])
def test_that_ten_thousand_nodes_are_refused_soon(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(_many(name, 10_000))
    begun = time.process_time()
    with pytest.raises(FileProblem, match="more than 5,000 nodes; that is no funnel"):
        read_diagram(path)
    assert time.process_time() - begun < 5.0


@pytest.mark.parametrize("name", ["a.mmd", "a.dot", "a.graphml", "a.bpmn"])
def test_that_a_thousand_nodes_in_a_row_open(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(_many(name, 1_000))
    begun = time.process_time()
    funnel = read_diagram(path).funnel
    assert (len(funnel.stages), len(funnel.triggers)) == (1_001, 1_000)
    assert time.process_time() - begun < 10.0


def test_that_gateways_joined_in_their_thousands_end(tmp_path: Path) -> None:
    # Every way through them is a trigger: 2 to the 30th, were each walked.
    ranks = [[f"g{rank}_{at}" for at in range(20)] for rank in range(30)]
    nodes = "".join(f"<exclusiveGateway id='{one}'/>" for rank in ranks for one in rank)
    flows = "".join(
        f"<sequenceFlow sourceRef='{one}' targetRef='{two}'/>"
        for before, after in pairwise(ranks)
        for one in before
        for two in after
    )
    ends = (
        "<task id='a'/><task id='b'/><sequenceFlow sourceRef='a' targetRef='g0_0'/>"
        "<sequenceFlow sourceRef='g29_0' targetRef='b'/>"
    )
    path = tmp_path / "a.bpmn"
    path.write_text(_flow(nodes + ends + flows))
    begun = time.process_time()
    assert len(read_diagram(path).funnel.triggers) == 1
    assert time.process_time() - begun < 5.0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.mmd", "flowchart LR\n" + ";" * 49_999 + "\na"),
        ("a.mmd", "flowchart LR\n" + "a[/b\\] --> " * 4_000 + "a"),
        ("a.dot", "digraph { a [label=" + '""+' * 100_000 + '"x"] }'),
        ("a.dot", "digraph { " + "{a b c}" * 30_000 + " }"),
        ("a.bpmn", _flow("<task id='a'/><x>" + "words " * 1_000_000 + "</x>")),
    ],
    ids=["semicolons", "slanted boxes", "parts of a text", "groups", "words"],
)
def test_that_large_files_of_little_are_read_soon(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    begun = time.process_time()
    assert len(read_diagram(path).funnel.stages) in (1, 3)
    assert time.process_time() - begun < 5.0


def test_that_circles_and_loops_open(tmp_path: Path) -> None:
    path = tmp_path / "a.mmd"
    path.write_text("flowchart LR\na --> a\na --> b --> c --> a\nsubgraph s\nend\n")
    kinds = {(t.from_stage, t.to_stage): t.kind for t in read_diagram(path).funnel.triggers}
    assert kinds == {
        ("a", "a"): "recycle",
        ("a", "b"): "progress",
        ("b", "c"): "progress",
        ("c", "a"): "recycle",
    }


def test_that_facts_nobody_can_mean_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.mmd"
    path.write_text(
        "flowchart LR\n"
        '%% funnelcraft: {"id": "../x", "kind": "alien", "sla_days": "-3", "owner": 7}\n'
        'a["A"]\n'
        '%% funnelcraft: {"rate": "nan", "time": "{\\"kind\\": \\"fixed\\"}", "kind": "alien"}\n'
        "a --> b\n"
        '%% funnelcraft: {"rate": "2", "entered": "٣", "moved": "9", "time": "[[[["}\n'
        "a --> c\n"
        "%% funnelcraft: {[{[{\n"
    )
    funnel = read_diagram(path).funnel
    assert (funnel.stages[0].id, funnel.stages[0].kind, funnel.stages[0].sla) == ("a", "open", None)
    assert all(t.conversion is None and t.velocity is None for t in funnel.triggers)
    assert {t.kind for t in funnel.triggers} == {"progress"}


# In a process of its own


def test_that_a_diagram_is_read_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.mmd"
    path.write_text("flowchart LR\nsubgraph t [T]\na --> b\nend\nc --> t")
    found = read_diagram_apart(path)
    assert found == read_diagram(path)
    path.write_text("nonsense")
    with pytest.raises(FileProblem, match=r"a\.mmd: line 1: it begins with “nonsense”"):
        read_diagram_apart(path)


def test_that_reading_apart_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.mmd"
    path.write_text("flowchart LR\na --> b")
    with pytest.raises(Stopped):
        read_diagram_apart(path, lambda: True)


def test_that_reading_apart_takes_no_more_memory_than_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bpmn"
    path.write_text(_flow("<text>" + "<a/>" * 1_000_000 + "</text>"))
    monkeypatch.setattr(children, "MEMORY", 300 << 20)
    with pytest.raises(FileProblem, match="more memory than is allowed"):
        read_diagram_apart(path)

"""Read Mermaid flowcharts: nodes with shapes, arrows with labels, subgraphs, classes.

Styles, links and directives say nothing of a funnel and are skipped. Whatever else is not a
flowchart's is refused with its line, rather than a part of the drawing lost unseen.
"""

import html
import json
import re
from dataclasses import dataclass, replace

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.mermaid import FACTS
from funnelcraft.io.diagrams.mermaid_scan import Scan, Statement, statements
from funnelcraft.io.diagrams.sketch import (
    DEEPEST,
    SOURCE,
    Collected,
    Link,
    Node,
    NotUnderstood,
    Sketch,
)

_HEADER = re.compile(r"(?:flowchart(?:-elk|-v2)?|graph)(?:\s+(?:LR|RL|TB|TD|BT|[<>^v]))?\s*$")
_SKIPPED = re.compile(r"(?:classDef|style|linkStyle|click|accTitle|accDescr|direction)\b")
_CLASS = re.compile(r"class\s+([^\s].*?)\s+([\w-]+)$")
_SUBGRAPH = re.compile(r"subgraph(?:\s+(?P<rest>.*))?$")
_TITLED = re.compile(r"(?P<id>[^\s\[\"]+)\s*\[(?P<title>.*)\]$")

_KINDS = {"gate": "gate", "won": "won", "lost": "lost", "source": SOURCE, "stage": "open"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# A rate and a time, as they stand below a trigger's name.
_FIGURES = re.compile(r"[\d.,\s]+%( · [\d.,\s]+\S{1,12})?")
_CODE = re.compile(r"#(\w{1,10});")


@dataclass(frozen=True)
class _Group:
    id: str
    title: str


def read_mermaid(text: str) -> Sketch:
    """Return what a flowchart says. Raises NotUnderstood with the line."""
    return _Reader().read(text)


class _Reader:
    def __init__(self) -> None:
        self._found = Collected()
        self._groups: list[_Group] = []
        self._group_ids: set[str] = set()
        self._classes: dict[str, str] = {}
        self._round: set[str] = set()  # nodes drawn as circles
        self._facts: dict[str, str] = {}

    def read(self, text: str) -> Sketch:
        title, lines = statements(text)
        if not lines or not _HEADER.match(lines[0].text):
            raise NotUnderstood(lines[0].line if lines else 1, _no_flowchart(lines))
        for one in lines[1:]:
            self._take(one)
        if self._groups:
            raise NotUnderstood(lines[-1].line, _("a subgraph is not closed with “end”."))
        return self._finished(title)

    def _take(self, one: Statement) -> None:
        if one.text.startswith("%%"):
            self._remember(one.text)
        elif one.text == "end":
            if not self._groups:
                raise NotUnderstood(one.line, _("this “end” closes nothing."))
            self._groups.pop()
        elif found := _SUBGRAPH.match(one.text):
            self._open(found["rest"] or "", one.line)
        elif found := _CLASS.match(one.text):
            for node in found[1].split(","):
                self._classes[node.strip()] = found[2]
        elif not _SKIPPED.match(one.text):
            self._chain(one)

    def _remember(self, comment: str) -> None:
        """Keep the facts of a comment of ours for what comes next."""
        _mark, ours, text = comment.partition(FACTS)
        if not ours:
            return
        try:
            facts = json.loads(text)
        except (ValueError, RecursionError):
            return  # a comment is nobody's fault
        if isinstance(facts, dict):
            self._facts = {str(key): one for key, one in facts.items() if isinstance(one, str)}

    def _open(self, rest: str, line: int) -> None:
        if len(self._groups) >= DEEPEST:
            raise NotUnderstood(line, _("subgraphs lie too deep within each other."))
        titled = _TITLED.match(rest.strip())
        name = titled["title"] if titled else rest
        group = _Group(titled["id"] if titled else rest.strip().strip('"'), _words(name))
        self._groups.append(group)
        self._group_ids.add(group.id)

    def _chain(self, one: Statement) -> None:
        """Take nodes with the arrows between them: `a & b -->|label| c --> d`."""
        facts, self._facts = self._facts, {}
        scan = Scan(one)
        origins = self._nodes(scan, facts)
        while not scan.is_done:
            arrow = scan.arrow()
            targets = self._nodes(scan, {})
            name = _words(arrow.label, has_figures="rate" in facts)
            if arrow.is_drawn:
                for origin in origins:
                    for target in targets:
                        link = Link(origin, target, name, arrow.kind, facts)
                        self._found.add_link(link, one.line)
                        if arrow.is_both:
                            self._found.add_link(Link(target, origin), one.line)
            origins = targets

    def _nodes(self, scan: Scan, facts: dict[str, str]) -> list[str]:
        found = [self._node(scan, facts)]
        while scan.skips("&"):
            found.append(self._node(scan, facts))
        return found

    def _node(self, scan: Scan, facts: dict[str, str]) -> str:
        drawn = scan.node()
        before = self._found.nodes.get(drawn.id)
        group = self._groups[-1].title if self._groups else ""
        node = before or Node(drawn.id, drawn.id, group=group)
        if drawn.label is not None:
            node = replace(node, name=_words(drawn.label), facts=facts, kind=drawn.kind)
            if drawn.is_round:
                self._round.add(drawn.id)
        if before is not None and not before.group and group:
            node = replace(node, group=group)
        if drawn.style:
            self._classes[drawn.id] = drawn.style
        self._found.add_node(node, scan.line)
        return drawn.id

    def _finished(self, title: str) -> Sketch:
        """Return the sketch: classes tell kinds, and a circle that nothing enters is a source."""
        entered = {link.target for link in self._found.links}
        nodes = []
        for node in self._found.nodes.values():
            kind, facts = node.kind, node.facts
            drawn_as = _KINDS.get(self._classes.get(node.id, ""))
            if drawn_as is not None:  # what can be seen counts more than a comment
                kind, facts = drawn_as, {**facts, "kind": drawn_as}
            if not kind and node.id in self._round and node.id not in entered:
                kind = SOURCE
            nodes.append(replace(node, kind=kind, facts=facts))
        groups = self._group_ids - {node.id for node in nodes if node.facts.get("id")}
        kept = [link for link in self._found.links if not {link.origin, link.target} & groups]
        notes: tuple[str, ...] = ()
        if len(kept) < len(self._found.links):
            notes = (_("Arrows from or to whole subgraphs are left out."),)
        return Sketch(
            title, tuple(one for one in nodes if one.id not in groups), tuple(kept), notes
        )


def _no_flowchart(lines: list[Statement]) -> str:
    if not lines:
        return _("there is nothing in it.")
    word = lines[0].text.split()[0][:40]
    text = _("it begins with “{word}”; only flowcharts can be read, which begin with “flowchart”.")
    return text.format(word=word)


def _words(label: str, has_figures: bool = False) -> str:
    """Return what a label says: codes as their signs, without a last line of our figures."""
    text = label.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    if len(text) >= 2 and text[0] == text[-1] == "`":
        text = text[1:-1]
    lines = [_CODE.sub(_sign, one).strip() for one in _BREAK.split(text)]
    if has_figures and lines and _FIGURES.fullmatch(lines[-1]):
        del lines[-1]
    return " ".join(one for one in lines if one)


def _sign(code: re.Match[str]) -> str:
    name = code[1]
    if name.isascii() and name.isdigit():
        number = int(name)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
    return html.unescape(f"&{name};")

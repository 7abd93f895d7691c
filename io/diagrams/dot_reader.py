"""Read graphs of Graphviz: nodes, edges, clusters, and the attributes that mean something.

The grammar is the published one of the DOT language, whole. A library would read it too, yet
takes twenty seconds for ten thousand nodes and fails deep down on graphs within graphs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.dot import PREFIX
from funnelcraft.io.diagrams.dot_tokens import Token, tokens
from funnelcraft.io.diagrams.sketch import (
    DEEPEST,
    SOURCE,
    Collected,
    Link,
    Node,
    NotUnderstood,
    Sketch,
)

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_GATES = ("diamond", "Mdiamond")
_CIRCLES = ("circle", "point", "doublecircle", "Mcircle", "oval")
_KINDS = {"dashed": "recycle"}


@dataclass
class _Scope:
    """A graph or subgraph: the cluster it is, what holds for nodes and edges, who is in it."""

    cluster: "_Cluster | None" = None
    node: dict[str, str] = field(default_factory=dict)
    edge: dict[str, str] = field(default_factory=dict)
    members: dict[str, None] = field(default_factory=dict)

    def inner(self, cluster: "_Cluster | None") -> "_Scope":
        return _Scope(cluster or self.cluster, dict(self.node), dict(self.edge))


@dataclass
class _Cluster:
    label: str = ""


@dataclass
class _Drawn:
    """A node as the file draws it, and the line on which it begins."""

    line: int
    attributes: dict[str, str]
    cluster: _Cluster | None


def read_dot(text: str) -> Sketch:
    """Return what a graph says. Raises NotUnderstood with the line."""
    return _Reader(tokens(text)).read()


class _Reader:
    def __init__(self, source: Iterator[Token]) -> None:
        self._source = source
        self._line = 1
        self._next: Token | None = None
        self._advance()
        self._found = Collected()
        self._nodes: dict[str, _Drawn] = {}
        self._title = ""

    # Tokens

    def _advance(self) -> Token:
        """Go on, and return what was next."""
        before = self._next
        self._next = next(self._source, None)
        if self._next is not None:
            self._line = self._next.line
        return before or Token("", self._line, is_sign=True)

    def _is_sign(self, *signs: str) -> bool:
        return self._next is not None and self._next.is_sign and self._next.text in signs

    def _skips(self, sign: str) -> bool:
        if self._is_sign(sign):
            self._advance()
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._skips(sign):
            raise self._refused(_("“{sign}” is missing.").format(sign=sign))

    def _is_word(self, *words: str) -> bool:
        return self._next is not None and self._next.is_word(*words)

    def _refused(self, what: str = "") -> NotUnderstood:
        if self._next is None:
            return NotUnderstood(self._line, what or _("the graph ends too early."))
        text = _("“{text}” is not understood.").format(text=self._next.text[:40])
        return NotUnderstood(self._line, what or text)

    def _id(self) -> str:
        """Return a name: a word, or quoted parts put together with `+`."""
        if self._next is None or self._next.is_sign:
            raise self._refused()
        first = self._advance()
        text = first.text
        while first.is_quoted and self._skips("+"):
            if self._next is None or not self._next.is_quoted:
                raise self._refused()
            text += self._advance().text
        return text

    # The grammar

    def read(self) -> Sketch:
        if self._is_word("strict"):
            self._advance()
        if self._is_word("graph"):
            raise self._refused(_("the graph has no directions; a funnel needs “digraph”."))
        if not self._is_word("digraph"):
            raise self._refused(_("this is no graph: it begins with “digraph” nowhere."))
        self._advance()
        if not self._is_sign("{"):
            self._title = _words(self._id())
        self._block(_Scope(), _Cluster(), 0)
        if self._next is not None:
            raise self._refused(_("after the graph there is something more."))
        return self._finished()

    def _block(self, scope: _Scope, graph: _Cluster, depth: int) -> None:
        """Take `{ statements }`."""
        if depth > DEEPEST:
            raise self._refused(_("subgraphs lie too deep within each other."))
        self._expect("{")
        while not self._skips("}"):
            if self._next is None:
                raise self._refused(_("“{sign}” is missing.").format(sign="}"))
            self._statement(scope, graph, depth)
            while self._is_sign(";", ","):
                self._advance()

    def _statement(self, scope: _Scope, graph: _Cluster, depth: int) -> None:
        if self._is_word("graph", "node", "edge"):
            kind = self._advance().text.casefold()
            attributes = self._attributes()
            if kind == "graph":
                self._describe(graph, depth, attributes)
            else:
                (scope.node if kind == "node" else scope.edge).update(attributes)
            return
        line = self._line
        if self._is_word("subgraph") or self._is_sign("{"):
            ends = self._subgraph(scope, depth)
        else:
            name = self._id()
            if self._skips("="):
                self._describe(graph, depth, {name: self._id()})
                return
            self._port()
            ends = [name]
            if not self._is_sign("->", "--"):
                self._draw(name, self._attributes(), scope, line)
                return
            self._draw(name, {}, scope, line)
        if self._is_sign("->", "--"):
            self._edges(ends, scope, depth, line)

    def _describe(self, graph: _Cluster, depth: int, attributes: Mapping[str, str]) -> None:
        if "label" in attributes:
            graph.label = _words(attributes["label"])
            if depth == 0:
                self._title = graph.label

    def _subgraph(self, scope: _Scope, depth: int) -> list[str]:
        name = ""
        if self._is_word("subgraph"):
            self._advance()
            if not self._is_sign("{"):
                name = self._id()
        graph = _Cluster(_words(name.removeprefix("cluster").strip("_ ")))
        inner = scope.inner(graph if name.startswith("cluster") else None)
        self._block(inner, graph, depth + 1)
        scope.members |= inner.members
        return list(inner.members)

    def _edges(self, ends: list[str], scope: _Scope, depth: int, line: int) -> None:
        """Take the rest of `a -> {b c} -> d [attributes]`."""
        steps = [ends]
        while self._skips("->"):
            if self._is_word("subgraph") or self._is_sign("{"):
                steps.append(self._subgraph(scope, depth))
                continue
            name = self._id()
            self._port()
            self._draw(name, {}, scope, line)
            steps.append([name])
        if self._is_sign("--"):
            raise self._refused(_("“--” has no direction; a funnel needs “->”."))
        attributes = scope.edge | self._attributes()
        facts = _facts(attributes)
        name = facts.pop("name", _words(attributes.get("label", "")))
        kind = _KINDS.get(attributes.get("style", ""), "")
        for origins, targets in pairwise(steps):
            for origin in origins:
                for target in targets:
                    self._found.add_link(Link(origin, target, name, kind, facts), line)

    def _port(self) -> None:
        while self._skips(":"):
            self._id()

    def _attributes(self) -> dict[str, str]:
        """Take any number of `[name=value, …]`."""
        found: dict[str, str] = {}
        while self._skips("["):
            while not self._skips("]"):
                name = self._id()
                found[name] = self._id() if self._skips("=") else "true"
                while self._is_sign(";", ","):
                    self._advance()
        return found

    def _draw(self, name: str, attributes: dict[str, str], scope: _Scope, line: int) -> None:
        scope.members[name] = None
        known = self._nodes.get(name)
        if known is None:
            self._nodes[name] = _Drawn(line, scope.node | attributes, scope.cluster)
            self._found.add_node(Node(name, ""), line)  # counts it
            return
        known.attributes.update(attributes)
        known.cluster = known.cluster or scope.cluster

    def _finished(self) -> Sketch:
        entered = {link.target for link in self._found.links}
        for name, drawn in self._nodes.items():
            attributes = drawn.attributes
            shape = attributes.get("shape", "")
            kind = "gate" if shape in _GATES else ""
            if shape in _CIRCLES and name not in entered:
                kind = SOURCE
            label = _words(attributes.get("label", "\\N").replace("\\N", name))
            group = drawn.cluster.label if drawn.cluster else ""
            node = Node(name, label, kind, group, _facts(attributes))
            self._found.add_node(node, drawn.line)
        return self._found.sketch(self._title)


def _words(text: str) -> str:
    """Return what a quoted text says, on one line."""
    return " ".join(_ESCAPE.sub(_sign, text).split())


def _sign(escape: re.Match[str]) -> str:
    """Return what an escape means: a new line, none where a line goes on, else the sign itself."""
    if escape[1] in "nlr":
        return " "
    return "" if escape[1] == "\n" else escape[1]


def _facts(attributes: Mapping[str, str]) -> dict[str, str]:
    return {
        key.removeprefix(PREFIX): _words(value)
        for key, value in attributes.items()
        if key.startswith(PREFIX)
    }

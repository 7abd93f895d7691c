"""What a diagram says, whatever its format: nodes and links as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from funnelcraft.funnel.text import _, number

MOST_NODES = 5_000
MOST_LINKS = 20_000
LARGEST_FILE = 20_000_000  # bytes
DEEPEST = 64  # groups within groups
LONGEST_WORD = 10_000  # characters of a name

# What a node can be beside the kinds of stages: where leads come from.
SOURCE = "source"


class NotUnderstood(Exception):  # noqa: N818 - the file's fault
    """A diagram can't be read; `line` counts from 1, and is 0 where the whole file is meant."""

    def __init__(self, line: int, what: str) -> None:
        self.line, self.what = line, what
        super().__init__(what)


@dataclass(frozen=True)
class Node:
    """A node: `kind` is a stage's, `source`, or empty where the diagram does not say.

    `facts` are what a diagram of ours says of it besides, as texts.
    """

    id: str
    name: str
    kind: str = ""
    group: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """An arrow from a node to another; `kind` is a trigger's, or empty."""

    origin: str
    target: str
    name: str = ""
    kind: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sketch:
    """A whole diagram; `notes` say in sentences what of it was left out."""

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...] = ()


class Collected:
    """What a reader has found so far. Raises NotUnderstood where it becomes too much."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.links: list[Link] = []

    def add_node(self, node: Node, line: int) -> None:
        """Add a node, or put another in its place."""
        if len(node.name) > LONGEST_WORD or len(node.id) > LONGEST_WORD:
            raise NotUnderstood(line, _("a name is longer than anybody reads."))
        self.nodes[node.id] = node
        if len(self.nodes) > MOST_NODES:
            text = _("there are more than {n} nodes; that is no funnel.")
            raise NotUnderstood(line, text.format(n=number(MOST_NODES)))

    def add_link(self, link: Link, line: int) -> None:
        """Add a link."""
        if len(link.name) > LONGEST_WORD:
            raise NotUnderstood(line, _("a name is longer than anybody reads."))
        self.links.append(link)
        if len(self.links) > MOST_LINKS:
            text = _("there are more than {n} arrows; that is no funnel.")
            raise NotUnderstood(line, text.format(n=number(MOST_LINKS)))

    def sketch(self, title: str, notes: tuple[str, ...] = ()) -> Sketch:
        """Return all of it."""
        return Sketch(title, tuple(self.nodes.values()), tuple(self.links), notes)

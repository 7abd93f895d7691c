"""XML as a small tree with lines. Document types and entities are refused, nothing is fetched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.sketch import NotUnderstood
from funnelcraft.io.imports.prologs import broken, refusing_parser

DEEPEST = 200


@dataclass
class Branch:
    """An element: its name without a namespace's prefix, and what is in it."""

    name: str
    attributes: Mapping[str, str]
    line: int
    inner: list["Branch"] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator["Branch"]:
        """Yield itself and all below, top-down; not by recursion."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.inner))

    def named(self, *names: str) -> list["Branch"]:
        """Return the elements right below with one of some names."""
        return [one for one in self.inner if one.name in names]

    def get(self, attribute: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(attribute, "")


def xml_tree(path: Path, data: bytes) -> Branch:
    """Return the tree of an XML file. Raises FileProblem, NotUnderstood."""
    parser = refusing_parser(path)
    parser.buffer_text, parser.buffer_size = True, 1 << 20
    top = Branch("", {}, 0)
    open_ones = [top]

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        if len(open_ones) > DEEPEST:
            what = _("elements lie too deep within each other.")
            raise NotUnderstood(parser.CurrentLineNumber, what)
        local = name.rpartition(":")[2]
        one = Branch(local, attributes, parser.CurrentLineNumber)
        open_ones[-1].inner.append(one)
        open_ones.append(one)

    def end(_name: str) -> None:
        open_ones.pop()

    def write(text: str) -> None:
        open_ones[-1].text += text

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = write
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise broken(path, error) from error
    return top.inner[0]

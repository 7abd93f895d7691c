"""Read a diagram's file as a new funnel: what kind it is, its text, and where it fails.

A file of somebody else's is read in a process of its own (`apart`).
"""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.io.diagrams.endings import ENDINGS
from funnelcraft.io.diagrams.skeleton import funnel_of
from funnelcraft.io.diagrams.sketch import LARGEST_FILE, NotUnderstood, Sketch
from funnelcraft.io.diagrams.xml_tree import xml_tree
from funnelcraft.io.files import read_bytes
from funnelcraft.io.problems import FileProblem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Skeleton:
    """A new funnel, and sentences on what of the diagram was left out."""

    funnel: Funnel
    notes: tuple[str, ...] = ()


def read_diagram(path: Path) -> Skeleton:
    """Return what a diagram's file draws. Raises FileProblem: one sentence, with the line."""
    kind = ENDINGS.get(path.suffix.casefold())
    if kind is None:
        raise FileProblem(
            path,
            _("what a diagram is, its ending must say: {endings}.").format(
                endings=", ".join(ENDINGS)
            ),
        )
    data = read_bytes(path, LARGEST_FILE)
    try:
        sketch = _READERS[kind](path, data)
    except NotUnderstood as problem:
        raise FileProblem(path, _placed(problem)) from problem
    if not sketch.nodes:
        raise FileProblem(path, _("there is no node in it."))
    return Skeleton(funnel_of(sketch, path.stem), sketch.notes)


def _placed(problem: NotUnderstood) -> str:
    if not problem.line:
        return problem.what
    return _("line {line}: {what}").format(line=number(problem.line), what=problem.what)


def _mermaid(path: Path, data: bytes) -> Sketch:
    from funnelcraft.io.diagrams.mermaid_reader import read_mermaid

    return read_mermaid(_text(path, data))


def _dot(path: Path, data: bytes) -> Sketch:
    from funnelcraft.io.diagrams.dot_reader import read_dot

    return read_dot(_text(path, data))


def _graphml(path: Path, data: bytes) -> Sketch:
    from funnelcraft.io.diagrams.graphml import read_graphml

    xml_tree(path, data)  # refuses what is damaged, nested without end, or declares entities
    return read_graphml(data)


def _bpmn(path: Path, data: bytes) -> Sketch:
    from funnelcraft.io.diagrams.bpmn_reader import read_bpmn

    return read_bpmn(xml_tree(path, data))


def _text(path: Path, data: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16. Raises FileProblem with the line."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileProblem(
            path,
            _("line {line} is not in UTF-8; save the file as UTF-8.").format(line=number(line)),
        ) from error
    if "\0" in text:
        raise FileProblem(path, _("this is no text."))
    return text


_READERS: Mapping[str, Callable[[Path, bytes], Sketch]] = {
    "mermaid": _mermaid,
    "dot": _dot,
    "graphml": _graphml,
    "bpmn": _bpmn,
}

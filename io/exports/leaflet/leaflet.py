"""What a leaflet is made of. Texts are plain: no sign in them means anything to any format."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Paragraph:
    """A text; `strong` for the one sentence that matters."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """A list in an order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with what is to be said of each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table. `widths` are relative."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Part: TypeAlias = Paragraph | Bullets | Steps | Facts | Table


@dataclass(frozen=True)
class Section:
    """A heading, '' for none, and what stands below it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Leaflet:
    """A document. `above` stands over the title: whose it is, or what it belongs to."""

    title: str
    above: str
    sections: tuple[Section, ...]

"""Golden files: the drawing of every template as SVG, shape by shape.

    python -m tests.designer.exporting.golden

writes them anew; then look at what changed. A line says what is painted, in its order: a shape by
its colours and its box, a text by its colour, weight and words. Letters differ in width from one
machine to another, so boxes are compared to some units, and a text may be broken off.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from funnelcraft.designer.exporting.formats import all_formats
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.io.exports import Context, chosen_options, found, made
from funnelcraft.io.templates import template, template_names

FOLDER = Path(__file__).with_name("golden")
TODAY = date(2027, 1, 4)
SVG = "{http://www.w3.org/2000/svg}"
SHIFTED = 12  # units of the canvas: what other letters move beside them
SHORTEST = 5  # letters of a text that is broken off

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Painted:
    """A shape, or a text in `words`; `box` is left, top, width, height, none for a text."""

    kind: str
    colours: str
    words: str = ""
    box: Box | None = None

    def __str__(self) -> str:
        if self.box is None:
            return f"{self.kind} {self.colours} | {self.words}"
        return f"{self.kind} {self.colours} | {' '.join(map(str, self.box))}"

    def is_like(self, line: str) -> bool:
        """Say whether a line of a golden file tells the same."""
        what, _bar, rest = line.partition(" | ")
        if what != f"{self.kind} {self.colours}":
            return False
        if self.box is None:
            return self.words == rest or _broken_off(self.words, rest)
        box = [int(one) for one in rest.split()]
        return all(abs(one - other) <= SHIFTED for one, other in zip(self.box, box, strict=True))


def _broken_off(one: str, other: str) -> bool:
    for short, long in ((one, other), (other, one)):
        start = short.removesuffix("…")
        if start != short and len(start) >= SHORTEST and long.removesuffix("…").startswith(start):
            return True
    return False


def exported(name: str, template_name: str, **options: str) -> bytes:
    """Return the drawing of a template in a format."""
    kind = found(all_formats(), name)
    context = Context("plan.funnel", TODAY, ENGLISH, options=chosen_options(kind, options))
    data = made(template(template_name, TODAY), kind, context)
    assert isinstance(data, bytes)
    return data


def painted(data: bytes) -> list[Painted]:
    """Return what an SVG of Qt's paints, in its order."""
    return [
        one
        for group in ElementTree.fromstring(data).iter(f"{SVG}g")
        for element in group
        for one in _painted(element, group)
    ]


def _painted(element: ElementTree.Element, group: ElementTree.Element) -> Iterator[Painted]:
    kind = element.tag.removeprefix(SVG)
    if kind == "text":
        words = "".join(element.itertext()).strip()
        yield Painted(kind, f"{element.get('fill')} {element.get('font-weight')}", words)
    elif kind != "g":
        dashed = " dashed" if group.get("stroke-dasharray", "none") != "none" else ""
        colours = f"fill {group.get('fill')} stroke {group.get('stroke')}{dashed}"
        yield Painted(kind, colours, box=_box(kind, element, group.get("transform", "")))


def _box(kind: str, element: ElementTree.Element, transform: str) -> Box:
    def of(name: str) -> float:
        return float(element.attrib[name])

    if kind == "rect":
        corners = [(of("x"), of("y")), (of("x") + of("width"), of("y") + of("height"))]
    elif kind in ("circle", "ellipse"):
        across, down = (of("r"), of("r")) if kind == "circle" else (of("rx"), of("ry"))
        corners = [
            (of("cx") - across, of("cy") - down),
            (of("cx") + across, of("cy") + down),
        ]
    else:
        text = element.get("d") or element.get("points") or ""
        figures = [float(one) for one in _NUMBER.findall(text)]
        corners = list(zip(figures[::2], figures[1::2], strict=True))
    a, b, c, d, e, f = [float(one) for one in _NUMBER.findall(transform)] or [1, 0, 0, 1, 0, 0]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    left, top = math.floor(min(xs)), math.floor(min(ys))
    return left, top, math.ceil(max(xs)) - left, math.ceil(max(ys)) - top


def drawings() -> dict[str, list[Painted]]:
    """Return what is painted of every template, by the names of the golden files."""
    return {f"{name}.svg.txt": painted(exported("svg", name)) for name in template_names()}


def main() -> None:
    """Write them."""
    found = drawings()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, shapes in found.items():
        (FOLDER / name).write_text("".join(f"{one}\n" for one in shapes), encoding="utf-8")


if __name__ == "__main__":
    main()

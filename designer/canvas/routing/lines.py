"""Lines and labels together: each line goes round the texts of those drawn before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.designer.canvas.routing.labels import Label, LabelSize, label_for
from funnelcraft.designer.canvas.routing.thorough import Wish, in_order, route
from funnelcraft.designer.canvas.routing.traffic import Traffic
from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.shapes import Box


@dataclass(frozen=True)
class Course:
    """The way a line takes, and where its label stands."""

    way: Way
    label: Label


@dataclass(frozen=True)
class Setting:
    """What is there before the lines: boxes, lines of sources, and titles of lanes."""

    boxes: tuple[Box, ...]
    drawn: tuple[Way, ...] = ()
    titles: tuple[Box, ...] = ()


def courses(
    wishes: Iterable[Wish],
    sizes: Mapping[str, LabelSize],
    setting: Setting,
    kept: Mapping[str, Course] | None = None,
) -> dict[str, Course]:
    """Return the course of every wish by its id; the kept ones stay."""
    found = dict(kept or {})
    traffic = Traffic(setting.boxes)
    for way in (*setting.drawn, *(course.way for course in found.values())):
        traffic.add(way)
    for text in (*setting.titles, *(course.label.box for course in found.values())):
        traffic.add_label(text)
    for wish in in_order(wish for wish in wishes if wish.id not in found):
        way = route(wish, traffic)
        traffic.add(way)
        label = label_for(way, sizes[wish.id], traffic)
        traffic.add_label(label.box)
        found[wish.id] = Course(way, label)
    return found

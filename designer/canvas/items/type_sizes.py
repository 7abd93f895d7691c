"""One size of type for all names of a kind from afar: the largest that nearly all of them fit in.

A size of its own for every name would be larger here and there, but look like a difference between
the stages. The sizes depend on names alone, so they stay while a drawing is dragged or zoomed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from funnelcraft.designer.canvas.lettering import fits, wrapped

NEARLY_ALL = 20  # of so many names one may be too long for the size of all


class Step(NamedTuple):
    """A size of type in canvas units, and how many lines of it have room."""

    pixels: int
    lines: int


class Name(NamedTuple):
    """A name, its abbreviation if it has one, and how wide its room is."""

    text: str
    short: str
    room: float


Steps = tuple[Step, ...]

BESIDE_FIGURES: Steps = (Step(28, 1), Step(26, 1), Step(24, 2), Step(22, 2), Step(20, 2))
ALONE: Steps = (Step(31, 2), Step(28, 2), Step(25, 3), Step(22, 3), Step(20, 3))
IN_GATES: Steps = (Step(26, 1), Step(23, 2), Step(20, 2))
IN_PILLS: Steps = (Step(21, 1), Step(18, 1), Step(16, 1))


@dataclass(frozen=True)
class CardSizes:
    """The sizes of the terms of all stages from afar: above a figure, alone, and in gates."""

    beside_figure: Step = BESIDE_FIGURES[0]
    alone: Step = ALONE[0]
    in_gate: Step = IN_GATES[0]


def common_size(names: Iterable[Name], steps: Steps) -> Step:
    """Return the largest of some sizes that nearly all names fit in, else the smallest."""
    places = sorted(_largest(name, steps) for name in names)
    spared = len(places) // NEARLY_ALL
    place = places[-1 - spared] if places else 0
    return steps[min(place, len(steps) - 1)]


def lettered(name: Name, step: Step) -> tuple[str, ...]:
    """Return the lines of a name: whole in one line, else abbreviated, else in several lines."""
    if not name.short or fits(name.text, name.room, 1, step.pixels, 600):
        return wrapped(name.text, name.room, step.lines, step.pixels, 600)
    return wrapped(name.short, name.room, 1, step.pixels, 600)


@lru_cache(maxsize=8192)
def _largest(name: Name, steps: Steps) -> int:
    """Return the place of the largest size that a name fits in; beyond the last if in none."""
    return next((i for i, step in enumerate(steps) if _is_whole(name, step)), len(steps))


def _is_whole(name: Name, step: Step) -> bool:
    """Say whether a name is whole; several words may be abbreviated, a single one only at need."""
    if name.short and " " in name.text and fits(name.short, name.room, 1, step.pixels, 600):
        return True
    lines = 1 if name.short else step.lines
    return fits(name.text, name.room, lines, step.pixels, 600)

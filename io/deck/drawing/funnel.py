"""The main path as a funnel: a bar a stage, as wide as its volume, and what gets through."""

import math
from collections.abc import Iterator

from funnelcraft.funnel.text import _, ngettext, number
from funnelcraft.io.deck.page import FunnelPicture, Step
from funnelcraft.io.deck.shapes import Block, Box, Ink, Polygon, Shape, Words

NAMES, FIGURES = 0.3, 0.17
NAME_SIZE, FIGURE_SIZE, RATE_SIZE = 18.0, 19.0, 15.0
LEAST_WIDTH = 5.0
MOST_ROW = 84.0
BAR = 0.52  # of a row; the rest lies between it and the next


def funnel_shapes(picture: FunnelPicture, box: Box) -> tuple[Shape, ...]:
    """Return the main path from the top down in a box."""
    return tuple(_shapes(picture, box))


def _shapes(picture: FunnelPicture, box: Box) -> Iterator[Shape]:
    steps = picture.steps
    if not steps:
        return
    row = min(box.height / (len(steps) - 1 + BAR), MOST_ROW)
    middle = box.left + box.width * (NAMES + (1 - NAMES - FIGURES) / 2)
    room = box.width * (1 - NAMES - FIGURES) - 24
    bars = []
    for at, step in enumerate(steps):
        wide = max(_share(step, picture) * room, LEAST_WIDTH)
        bars.append(Box(middle - wide / 2, box.top + at * row, wide, row * BAR))
    for at, (step, bar) in enumerate(zip(steps, bars, strict=True)):
        if at + 1 < len(steps):
            yield from _between(step, bar, bars[at + 1], middle)
        yield Block(bar, Ink(step.role, 0.9), corner=min(5.0, bar.width / 2))
        names = Box(box.left, bar.top - 4, box.width * NAMES - 8, bar.height + 8)
        yield Words(step.name, names, NAME_SIZE, bold=True, height="middle")
        left = box.left + box.width * (1 - FIGURES) + 8
        figures = Box(left, bar.top - 4, box.right - left, bar.height + 8)
        yield Words(step.text, figures, FIGURE_SIZE, side="right", height="middle", bold=True)


def _share(step: Step, picture: FunnelPicture) -> float:
    """Return how wide a step is, as a share of the widest."""
    widest = max(max(one.leads for one in picture.steps), 1e-9)
    if not picture.logarithmic:
        return step.leads / widest
    return math.log1p(step.leads) / math.log1p(widest)


def _between(step: Step, bar: Box, following: Box, middle: float) -> Iterator[Shape]:
    points = (
        (bar.left, bar.bottom),
        (bar.right, bar.bottom),
        (following.right, following.top),
        (following.left, following.top),
    )
    yield Polygon(points, Ink(step.role, 0.18))
    room = Box(middle - 160, bar.bottom, 320, following.top - bar.bottom)
    text = step.rate
    if step.left_out:
        more = ngettext("{n} more stage", "{n} more stages", step.left_out)
        text = _("… {stages} …").format(stages=more.format(n=number(step.left_out)))
    yield Words(text, room, RATE_SIZE, side="centre", height="middle")

"""The words and figures on a stage's card: fewer and larger, the farther it is looked at."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from funnelcraft.designer.canvas.items.item import is_far, is_middle, is_tiny
from funnelcraft.designer.canvas.items.marks import paint_clock, paint_outcome
from funnelcraft.designer.canvas.items.stage_signs import (
    ROUND,
    agreement_width,
    paint_agreement,
    paint_load,
)
from funnelcraft.designer.canvas.items.stage_state import StageState
from funnelcraft.designer.canvas.items.type_sizes import (
    ALONE,
    BESIDE_FIGURES,
    IN_GATES,
    CardSizes,
    Name,
    Step,
    common_size,
    lettered,
)
from funnelcraft.designer.canvas.lettering import elided, font, metrics, width, wrapped
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.text import _, count

EDGE = 5.0  # the coloured edge at the left
_INSET = 15.0
_SIGN = 30.0  # room of the sign of an outcome, at the right of a term


def card_sizes(stages: Iterable[StageState]) -> CardSizes:
    """Return the sizes in which the terms of stages are painted from afar."""
    stages = tuple(stages)
    gates = [stage for stage in stages if stage.face.kind == "gate"]
    cards = [stage for stage in stages if stage.face.kind != "gate"]
    return CardSizes(
        common_size(map(beside_name, cards), BESIDE_FIGURES),
        common_size(map(alone_name, cards), ALONE),
        common_size(map(gate_name, gates), IN_GATES),
    )


def beside_name(stage: StageState) -> Name:
    """Return the name of a card with the room it has from afar above a figure."""
    room = STAGE_WIDTH - 2 * 11.0 - (_SIGN + 6.0 if stage.is_end else 0.0)
    return Name(stage.face.term, stage.face.short, room)


def alone_name(stage: StageState) -> Name:
    """Return the name of a card with the room it has from afar by itself."""
    room = STAGE_WIDTH - 2 * 11.0 - (ROUND / 2 if stage.is_end else 0.0)
    return Name(stage.face.term, stage.face.short, room)


def gate_name(stage: StageState) -> Name:
    """Return the name of a gate with the room it has from afar."""
    return Name(stage.face.term, stage.face.short, STAGE_WIDTH * 0.66)


def paint_words(painter: QPainter, stage: StageState) -> None:
    """Paint what a card says at the painter's zoom."""
    if is_far(painter):
        _paint_far_words(painter, stage)
    elif is_middle(painter):
        _paint_middle_words(painter, stage)
    else:
        _paint_near_words(painter, stage)


def paint_gate_words(painter: QPainter, stage: StageState) -> None:
    """Paint the term of a gate and its volume, in the middle of the diamond."""
    middle_x, middle_y = STAGE_WIDTH / 2, STAGE_HEIGHT / 2
    if is_far(painter):
        _paint_term_alone(painter, stage, gate_name(stage), stage.sizes.in_gate)
        return
    if stage.is_renamed:
        return
    size, quiet = (16, 15) if is_middle(painter) else (12, 11)
    lines = wrapped(stage.face.term, STAGE_WIDTH * 0.58, 2, size, 600)
    high = size + 4.0
    top = middle_y - high / 2 * len(lines) - (5.0 if stage.figures.volume is not None else 0.0)
    for place, line in enumerate(lines):
        x = middle_x - width(line, size, 600) / 2
        _text(painter, stage.palette.ink, line, x, top + high * place, size, 600)
    if stage.figures.volume is not None:
        volume = count(stage.figures.volume)
        x = middle_x - width(volume, quiet) / 2
        with _faint(painter, stage.dimmed):
            _text(painter, stage.palette.muted, volume, x, top + high * len(lines), quiet)


def _paint_middle_words(painter: QPainter, stage: StageState) -> None:
    """Paint the term and the volume, larger than life."""
    is_end = stage.is_end
    room = STAGE_WIDTH - _INSET - 8.0
    lines = wrapped(stage.face.term, room - (_SIGN if is_end else 0.0), 2, 18, 600)
    if any(line.endswith("…") for line in lines) and stage.face.short:
        lines = (elided(stage.face.short, room, 18, 600),)
    if not stage.is_renamed:
        for place, line in enumerate(lines):
            _text(painter, stage.palette.ink, line, _INSET, 7.0 + 21.0 * place, 18, 600)
    if is_end:
        _paint_end(painter, stage)
    with _faint(painter, stage.dimmed):
        shown, balance = _main_figure(stage), stage.figures.balance
        _text(painter, stage.quiet, shown, _INSET, STAGE_HEIGHT - 38.0, 19, 600)
        if balance is None or stage.heat is not None or stage.face.kind != "open":
            return
        words = _("{leads} open").format(leads=count(balance))
        x = STAGE_WIDTH - 12.0 - width(words, 14)
        if _INSET + width(shown, 19, 600) + 8.0 <= x:
            _text(painter, stage.quiet, words, x, STAGE_HEIGHT - 33.5, 14)


def _main_figure(stage: StageState) -> str:
    """The one figure that has room from afar: the volume; with heat, who is here."""
    shown = stage.figures.volume
    if stage.heat is not None:
        shown = stage.figures.balance
        return "" if shown is None else _("{leads} open").format(leads=count(shown))
    return "" if shown is None else count(shown)


def _paint_near_words(painter: QPainter, stage: StageState) -> None:
    is_end = stage.is_end
    room = STAGE_WIDTH - 2 * _INSET + 5.0 - (_SIGN if is_end else 0.0)
    y = 11.0
    for line in wrapped(stage.face.term, room, 2, 13, 600):
        if not stage.is_renamed:
            _text(painter, stage.palette.ink, line, _INSET, y, 13, 600)
        y += 16.0
    if is_end:
        _paint_end(painter, stage)
    if not stage.is_renamed:
        _paint_owner(painter, stage, y + 1.0)
    _paint_load(painter, stage)
    _paint_figures(painter, stage)


def _paint_load(painter: QPainter, stage: StageState) -> None:
    """Paint what can be done here a day, and at the right who has agreed to the stage."""
    top, right = STAGE_HEIGHT - 44.0, STAGE_WIDTH - 12.0 - (12.0 if stage.is_end else 0.0)
    paint_agreement(painter, stage.palette, stage.face.signatories, right, top)
    if stage.face.capacity:
        room = right - agreement_width(stage.face.signatories) - 6.0
        with _faint(painter, stage.dimmed):
            loud = stage.palette.warning if stage.heat is None else stage.palette.ink
            colours = (stage.quiet, loud)
            paint_load(painter, colours, stage.face.capacity, stage.figures, _INSET, top, room)


def _paint_owner(painter: QPainter, stage: StageState, y: float) -> None:
    """Paint who owns the stage, and at the right what they promise."""
    right = STAGE_WIDTH - 12.0
    promise = stage.face.promise
    room = right - _INSET
    if promise:
        x = right - width(promise, 11)
        _text(painter, stage.quiet, promise, x, y, 11)
        middle = y + metrics(11).ascent() - metrics(11).capHeight() / 2
        paint_clock(painter, stage.quiet, x - 8.5, middle)
        room = x - 18.0 - _INSET
    _text(painter, stage.quiet, elided(stage.face.owner_line, room, 11), _INSET, y, 11)


def _paint_figures(painter: QPainter, stage: StageState) -> None:
    shown = stage.figures
    if shown.volume is None and shown.balance is None:
        return
    with _faint(painter, stage.dimmed):
        _paint_counts(painter, stage)


def _paint_counts(painter: QPainter, stage: StageState) -> None:
    shown = stage.figures
    y, right = STAGE_HEIGHT - 26.0, STAGE_WIDTH - 12.0 - (ROUND / 2 if stage.is_end else 0.0)
    balance = "" if shown.balance is None else _("{leads} open").format(leads=count(shown.balance))
    volume = "" if shown.volume is None else count(shown.volume)
    has_balance = balance and stage.face.kind == "open"
    taken = width(balance, 11, 600) + 7.0 if has_balance else 0.0
    _text(painter, stage.palette.ink, volume, _INSET, y, 13, 600)
    beside = _INSET + width(volume, 13, 600) + 4.0
    if volume and beside + width(shown.period, 11) <= right - taken:
        _text(painter, stage.quiet, shown.period, beside, y + 1.5, 11)
    if has_balance and beside + width(balance, 11, 600) <= right:
        colour, weight = (stage.palette.ink, 600) if stage.heat is not None else (stage.quiet, 400)
        x = right - width(balance, 11, weight)
        _text(painter, colour, balance, x, y + 1.5, 11, weight)


def _paint_far_words(painter: QPainter, stage: StageState) -> None:
    """Paint the term and the main figure so large that a room can read them at 40 %."""
    figure = _main_figure(stage)
    if not figure or is_tiny(painter):
        _paint_term_alone(painter, stage, alone_name(stage), stage.sizes.alone)
        return
    name, step = beside_name(stage), stage.sizes.beside_figure
    lines = lettered(name, step)
    high, quiet = metrics(step.pixels, 600).lineSpacing(), min(step.pixels, 23)
    top = (STAGE_HEIGHT - high * len(lines) - metrics(quiet, 600).lineSpacing()) / 2
    if not stage.is_renamed:
        for place, line in enumerate(lines):
            y = top + place * high
            _text(painter, stage.palette.ink, line, _INSET, y, step.pixels, 600)
    with _faint(painter, stage.dimmed):
        below = top + high * len(lines)
        figure = elided(figure, alone_name(stage).room, quiet, 600)
        _text(painter, stage.quiet, figure, _INSET, below, quiet, 600)
    if stage.is_end:
        _paint_end(painter, stage)


def _paint_end(painter: QPainter, stage: StageState) -> None:
    """Paint the sign of the outcome where the card's cut corner leaves it room."""
    y = STAGE_HEIGHT / 2 if is_far(painter) else 27.0
    paint_outcome(painter, stage.palette, stage.face.kind, STAGE_WIDTH - 27.0, y)


def _paint_term_alone(painter: QPainter, stage: StageState, name: Name, step: Step) -> None:
    """Paint the term alone and large, in the middle."""
    if stage.is_renamed:
        return
    lines = lettered(name, step)
    height = metrics(step.pixels, 600).lineSpacing()
    top = (STAGE_HEIGHT - height * len(lines)) / 2
    painter.setFont(font(step.pixels, 600))
    painter.setPen(QColor(stage.palette.ink))
    for place, line in enumerate(lines):
        box = QRectF(EDGE, top + place * height, STAGE_WIDTH - EDGE, height)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), line)


@contextmanager
def _faint(painter: QPainter, faint: bool) -> Iterator[None]:
    """Paint faintly what is of an earlier state of the funnel."""
    before = painter.opacity()
    if faint:
        painter.setOpacity(before * 0.45)
    yield
    painter.setOpacity(before)


def _text(
    painter: QPainter, colour: str, text: str, x: float, y: float, pixels: int, weight: int = 400
) -> None:
    """Paint a line of text with its top left corner at x, y."""
    painter.setPen(QColor(colour))
    painter.setFont(font(pixels, weight))
    painter.drawText(QPointF(x, y + metrics(pixels, weight).ascent()), text)

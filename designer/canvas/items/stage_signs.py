"""What a stage's card tells besides its words: capacity, agreement, segments' shares, heat."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from funnelcraft.designer.canvas.figures import StageFigures
from funnelcraft.designer.canvas.ink import clear
from funnelcraft.designer.canvas.items.hatching import paint_shares
from funnelcraft.designer.canvas.items.heat import HOTTEST
from funnelcraft.designer.canvas.items.marks import paint_person
from funnelcraft.designer.canvas.lettering import elided, font, metrics, width
from funnelcraft.designer.look.tokens import CORNER, Palette, department_colour, heat_colour
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.names import department_name
from funnelcraft.funnel.text import _, count

LEFT = 15.0  # where strip and gauge begin, as the words do
STRIP = 5.0  # high, at the foot of the card
GAUGE = 4.0  # high, at its top
ROUND = 34.0  # the corners at which leads end
MOST_SIGNED = 3  # departments that have a sign of their own
_SIGN = 13.0
_CARD = QRectF(0, 0, STAGE_WIDTH, STAGE_HEIGHT)


@dataclass(frozen=True)
class Signatory:
    """A department, and whether it has agreed to the stage."""

    department: str
    has_agreed: bool


@lru_cache(maxsize=16)
def outline(kind: str, grown: float = 0.0) -> QPainterPath:
    """Return the outline of a card: at an end its right is round for won, cut off for lost."""
    card = _CARD.adjusted(-grown, -grown, grown, grown)
    path = QPainterPath()
    if kind not in ("won", "lost"):
        path.addRoundedRect(card, CORNER + grown, CORNER + grown)
        return path
    far, near = ROUND + grown, CORNER + grown
    path.moveTo(card.left() + near, card.top())
    path.lineTo(card.right() - far, card.top())
    if kind == "won":
        square = QRectF(0, 0, 2 * far, 2 * far)
        square.moveTopRight(card.topRight())
        path.arcTo(square, 90, -90)
        square.moveBottomRight(card.bottomRight())
        path.arcTo(square, 0, -90)
    else:
        path.lineTo(card.right(), card.top() + far)
        path.lineTo(card.right(), card.bottom() - far)
        path.lineTo(card.right() - far, card.bottom())
    path.lineTo(card.left() + near, card.bottom())
    square = QRectF(0, 0, 2 * near, 2 * near)
    square.moveBottomLeft(card.bottomLeft())
    path.arcTo(square, 270, -90)
    square.moveTopLeft(card.topLeft())
    path.arcTo(square, 180, -90)
    path.closeSubpath()
    return path


def paint_load(
    painter: QPainter,
    colours: tuple[str, str],
    capacity: str,
    figures: StageFigures,
    x: float,
    top: float,
    right: float,
) -> None:
    """Paint how many leads can be begun, and how many wait for that in the mean.

    The second colour is for those who wait.
    """
    quiet, loud = colours
    middle = top + metrics(11).ascent() - metrics(11).capHeight() / 2
    paint_person(painter, quiet, x + 4.0, middle)
    start = x + 12.0
    shown = elided(capacity, right - start, 11)
    _line(painter, quiet, shown, start, top)
    if figures.queue is None:
        return
    after = start + width(shown, 11) + 4.0
    is_waiting = figures.queue >= 0.5
    colour, weight = (loud, 600) if is_waiting else (quiet, 400)
    number = count(figures.queue)
    tried = (_("· {n} waiting"), _("· {n} wait"), "· {n}") if is_waiting else (_("· no queue"), "")
    fitting = (words.format(n=number) for words in tried)
    waiting = next((one for one in fitting if after + width(one, 11, weight) <= right), "")
    _line(painter, colour, waiting, after, top, weight)


def agreement_width(signatories: tuple[Signatory, ...]) -> float:
    """Return how wide the agreement's signs are."""
    if len(signatories) > MOST_SIGNED:
        return width(_summary(signatories), 11)
    return len(signatories) * (_SIGN + 3.0) - 3.0 if signatories else 0.0


def paint_agreement(
    painter: QPainter,
    palette: Palette,
    signatories: tuple[Signatory, ...],
    right: float,
    top: float,
) -> None:
    """Paint a disc with its initial for every department that agreed, a ring for the others."""
    x = right - agreement_width(signatories)
    if len(signatories) > MOST_SIGNED:
        _line(painter, palette.muted, _summary(signatories), x, top)
        return
    for one in signatories:
        disc = QRectF(x, top + 0.5, _SIGN, _SIGN)
        colour = QColor(department_colour(palette, one.department))
        pen = QPen(colour, 1.1)
        if not one.has_agreed:
            pen.setDashPattern([2.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(colour if one.has_agreed else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc)
        painter.setPen(QColor(palette.panel) if one.has_agreed else colour)
        painter.setFont(font(9, 700))
        initial = department_name(one.department)[:1].upper()
        spot = QPointF(
            disc.center().x() - width(initial, 9, 700) / 2,
            disc.center().y() + metrics(9, 700).capHeight() / 2,
        )
        painter.drawText(spot, initial)
        x += _SIGN + 3.0


def _summary(signatories: tuple[Signatory, ...]) -> str:
    agreed = sum(one.has_agreed for one in signatories)
    return _("{n} of {all} agreed").format(n=count(agreed), all=count(len(signatories)))


def paint_strip(
    painter: QPainter, palette: Palette, right: float, figures: StageFigures, chosen: int | None
) -> None:
    """Paint the segments' shares along the foot of the card; nothing where there is but one."""
    if len(figures.volumes) < 2:
        return
    box = QRectF(LEFT, STAGE_HEIGHT - STRIP - 4.0, right - LEFT, STRIP)
    paint_shares(painter, palette, figures.shares, box, chosen)


def paint_heat(painter: QPainter, palette: Palette, heat: float) -> None:
    """Paint how hot a card is: its tint, and a gauge as long along its top."""
    colour = heat_colour(palette)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(clear(colour, HOTTEST * heat))
    painter.drawRoundedRect(_CARD, CORNER, CORNER)
    wide = STAGE_WIDTH - 12.0 - LEFT
    painter.fillRect(QRectF(LEFT, 4.0, wide, GAUGE), clear(colour, 0.25))
    painter.fillRect(QRectF(LEFT, 4.0, wide * heat, GAUGE), QColor(colour))


def _line(
    painter: QPainter, colour: str, text: str, x: float, top: float, weight: int = 400
) -> None:
    painter.setPen(QColor(colour))
    painter.setFont(font(11, weight))
    painter.drawText(QPointF(x, top + metrics(11, weight).ascent()), text)

"""What a stage's card shows: its words, figures and marks, and how it is looked at."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from funnelcraft.designer.canvas.figures import StageFigures
from funnelcraft.designer.canvas.ink import stage_colour
from funnelcraft.designer.canvas.items.item import STAGES, CanvasItem
from funnelcraft.designer.canvas.items.marks import Badge
from funnelcraft.designer.canvas.items.stage_signs import Signatory
from funnelcraft.designer.canvas.items.type_sizes import CardSizes
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.model import ENDS

_MARGIN = 22.0  # handles, badge and shadow reach beyond the card

CARD = QRectF(0, 0, STAGE_WIDTH, STAGE_HEIGHT)
BOUNDS = CARD.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)


@dataclass(frozen=True)
class Face:
    """What a stage's card says."""

    term: str
    short: str
    kind: str
    owner_line: str
    promise: str
    lane: tuple[str, bool]
    capacity: str = ""
    signatories: tuple[Signatory, ...] = ()


class StageState(CanvasItem):
    """Holds what a stage's card shows. Its position is the card's top left corner.

    What stays the same is not painted again.
    """

    def __init__(self, palette: Palette, stage_id: str, face: Face, box: Box) -> None:
        super().__init__(palette, Item("stage", stage_id))
        self.face = face
        self.figures = StageFigures()
        self.badge: Badge | None = None
        self.dimmed = False
        self.heat: float | None = None  # of leads here, 0-1; None where heat is not shown
        self.chosen: int | None = None  # the segment that is looked at, by its place
        self.sizes = CardSizes()
        self.is_target = False
        self.is_renamed = False
        self.lie_at(STAGES)
        self.occupy(BOUNDS)
        self.setPos(box.left, box.top)

    def stand_at(self, box: Box) -> None:
        """Stand elsewhere."""
        if (box.left, box.top) != (self.x(), self.y()):
            self.setPos(box.left, box.top)

    def show_face(self, face: Face) -> None:
        """Show other words; what stays the same is not painted again."""
        if face != self.face:
            self.face = face
            self.update()

    def show_sizes(self, sizes: CardSizes) -> None:
        """Show the term from afar in other sizes, which all stages share."""
        if sizes != self.sizes:
            self.sizes = sizes
            self.update()

    def show_figures(
        self,
        figures: StageFigures,
        dimmed: bool,
        heat: float | None = None,
        chosen: int | None = None,
    ) -> None:
        """Show other figures; with them the stage's heat, and the segment that is looked at."""
        shown = (figures, dimmed, heat, chosen)
        if shown != (self.figures, self.dimmed, self.heat, self.chosen):
            self.figures, self.dimmed, self.heat, self.chosen = shown
            self.update()

    def show_badge(self, badge: Badge | None) -> None:
        """Show how many findings the stage has."""
        if badge != self.badge:
            self.badge = badge
            self.update()

    def show_target(self, is_target: bool) -> None:
        """Show that a trigger would lead here if it were dropped."""
        if is_target != self.is_target:
            self.is_target = is_target
            self.update()

    def show_renamed(self, is_renamed: bool) -> None:
        """Leave the term out while a field for it lies over the card."""
        self.is_renamed = is_renamed
        self.update()

    @property
    def colour(self) -> str:
        """The colour of the stage's outcome or lane."""
        return stage_colour(self.palette, self.face.kind, self.face.lane)

    @property
    def quiet(self) -> str:
        """The colour of what is said in a low voice; on a heated card that could not be read."""
        return self.palette.muted if self.heat is None else self.palette.ink

    @property
    def is_end(self) -> bool:
        """Whether leads end here: then the card has a shape of its own."""
        return self.face.kind in ENDS

    @property
    def offers_handles(self) -> bool:
        """Whether triggers can leave the stage, so that handles show on its edges."""
        return not self.is_end

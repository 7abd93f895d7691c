"""A place on the board of stages: its mark, its name, its kind, and the stages put there."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from funnelcraft.designer.importing.placing import Place
from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.importing.stage_chip import HEIGHT
from funnelcraft.designer.look.marks import draw_stage_mark, stage_colour
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.choice import Choice
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel, Stage
from funnelcraft.funnel.text import _

NAME = 148  # the room of a funnel's stage at the left, in pixels


def kinds() -> tuple[tuple[str, str], ...]:
    """Return what a stage drawn from an export can be."""
    return (("open", _("Open")), ("won", _("Won")), ("lost", _("Lost")))


class _Mark(QWidget):
    """A place's mark: its shape says its kind."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette
        self.stage: tuple[Funnel, Stage] | None = None  # what it stands for, for its colour
        self.kind = ""  # none: the room stays, so that what stands beside is aligned
        self.setFixedSize(QSize(12, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        if not self.kind:
            return
        found = {"won": self.colours.won, "lost": self.colours.lost}
        own = stage_colour(self.colours, *self.stage) if self.stage else self.colours.neutral
        colour = found.get(self.kind, own)
        with QPainter(self) as painter:
            draw_stage_mark(painter, QRectF(1.5, 1.5, 9, 9), colour, self.kind)


class Zone(QFrame):
    """A place that takes stages. `kind_chosen(place, kind)` where it can be chosen."""

    kind_chosen = Signal(str, str)

    def __init__(self, identity: str, palette: Palette, has_name: bool, has_kind: bool) -> None:
        super().__init__()
        self.identity = identity
        self.setProperty("role", "zone")
        self.mark = _Mark(palette)
        self.name = label("", wrap=True)
        self.name.setFixedWidth(NAME - 12 - STEP)
        self.invitation = label("", "small", wrap=True)
        self.kind = self._make_kind() if has_kind else None
        self.chips = QVBoxLayout()
        self.chips.setSpacing(2)
        self.chips.addWidget(self.invitation)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, 2, STEP // 2, 2)
        row.setSpacing(STEP)
        row.addWidget(self.mark)
        row.addWidget(self.name)
        row.addLayout(self.chips, 1)
        if self.kind is not None:
            row.addWidget(self.kind)
        self.setMinimumHeight(HEIGHT + 6)
        # Not before they have a parent: a widget made visible on its own is a window of its own.
        self.name.setVisible(has_name)

    def _make_kind(self) -> Choice:
        made = Choice()
        for kind, text in kinds():
            made.addItem(text, kind)
        made.activated.connect(self._on_kind)
        return made

    def show_place(self, place: Place) -> None:
        """Show the name and the kind of a place."""
        self.name.setText(plain(place.name))
        self.mark.kind = place.kind
        self.mark.update()
        if self.kind is not None:
            self.kind.setCurrentIndex(max(self.kind.findData(place.kind), 0))
            self.kind.setAccessibleName(_("What “{stage}” is").format(stage=plain(place.name)))
        self.setAccessibleName(plain(place.name))

    def invite(self, text: str) -> None:
        """Say what can be dropped where nothing stands yet."""
        self.invitation.setText(text)
        self.invitation.setVisible(bool(text))

    def offer(self, offered: bool) -> None:
        """Show that what is dragged would land here."""
        set_role(self, "zone-over" if offered else "zone")

    def _on_kind(self, _index: int) -> None:
        if self.kind is not None:
            self.kind_chosen.emit(self.identity, str(self.kind.currentData()))

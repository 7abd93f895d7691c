"""The second part of the wizard: which stage of the export is which stage of the funnel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from funnelcraft.designer.importing.judging import AS_IS, INTO
from funnelcraft.designer.importing.placing import Board
from funnelcraft.designer.importing.stage_board import StageBoard
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _


class StagesCard(QFrame):
    """Shows the board. `aim_chosen(INTO or AS_IS)`, `changed(board)`."""

    aim_chosen = Signal(object)
    changed = Signal(object)

    def __init__(self, palette: Palette, target: Funnel | None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.aim = Segmented(
            _("What becomes of the figures"),
            ((INTO, _("Measure this funnel")), (AS_IS, _("Draw the funnel as it is"))),
        )
        self.aim.chosen.connect(self.aim_chosen)
        if target is None:
            self.aim.hide()
        self.about = label("", "small", wrap=True)
        self.board = StageBoard(palette, target)
        self.board.setProperty("role", "plain")
        self.board.changed.connect(self.changed)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.board)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.setSpacing(STEP)
        column.addWidget(label(_("Stages of the export"), "strong"))
        column.addWidget(self.aim, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.about)
        column.addWidget(self.area, 1)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.board.set_colours(palette)

    def show_board(self, board: Board) -> None:
        """Show stages on places."""
        self.aim.show_value(AS_IS if board.is_new else INTO)
        self.about.setText(
            _("Each stage of the export becomes one of the funnel. Drag one onto another to join.")
            if board.is_new
            else _("Drag each stage of the export onto the one it is in this funnel.")
        )
        self.board.show_board(board)

"""The one page on which everything is judged: files, stages, window."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from funnelcraft.designer.importing.files_card import FilesCard
from funnelcraft.designer.importing.stages_card import StagesCard
from funnelcraft.designer.importing.window_card import WindowCard
from funnelcraft.designer.look.stylesheet import set_role
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _


class _Tall(QScrollArea):
    """Scrolls down what is too tall for the window; it is never narrower than what it holds."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = inside
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: as wide as what is inside, and the bar."""
        hint = super().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that the least size is another one when what is inside changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ImportPage(QWidget):
    """The three cards side by side, and what still stands against reading below.

    `read_wanted()`, `close_wanted()`, `other_wanted()`.
    """

    read_wanted = Signal()
    close_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, files: FilesCard, stages: StagesCard, window: WindowCard) -> None:
        super().__init__()
        self.files = files
        self.stages = stages
        self.window_card = window
        self.said = label("", "muted", wrap=True)
        self.other = QPushButton(_("Other files …"))
        self.other.clicked.connect(self.other_wanted)
        self.close_button = QPushButton(_("Cancel"))
        self.close_button.clicked.connect(self.close_wanted)
        self.read = QPushButton(_("Read and measure"))
        self.read.setProperty("role", "primary")
        self.read.clicked.connect(self.read_wanted)
        left = QWidget()
        left.setProperty("role", "plain")
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(STEP)
        down.addWidget(self.files, 1)
        down.addWidget(self.window_card)
        self.across = QSplitter()
        self.across.setChildrenCollapsible(False)
        self.across.setHandleWidth(STEP)
        self.across.addWidget(_Tall(left))
        self.across.addWidget(self.stages)
        self.across.setStretchFactor(0, 8)
        self.across.setStretchFactor(1, 5)
        self.across.setSizes([800, 500])
        foot = QHBoxLayout()
        foot.setSpacing(STEP)
        foot.addWidget(self.other)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, 0, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self.across, 1)
        column.addLayout(foot)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        for card in (self.files, self.stages, self.window_card):
            card.set_colours(palette)

    def say(self, sentence: str, is_problem: bool, can_read: bool) -> None:
        """Say what stands against reading, or that nothing does."""
        self.said.setText(sentence)
        set_role(self.said, "error" if is_problem else "muted")
        self.read.setEnabled(can_read)
        self.read.setAccessibleDescription("" if can_read else sentence)

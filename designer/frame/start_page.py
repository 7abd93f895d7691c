"""The start screen: recent files, what a crash left behind, and templates to begin with."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.frame.gallery import TemplateCards
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _

SIDE = 320


class StartPage(QWidget):
    """What is shown where there are recent files and none was asked for."""

    file_wanted = Signal(object)
    dialog_wanted = Signal()
    template_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, palette: Palette, recent: Sequence[Path]) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.cards = TemplateCards(palette)
        self.cards.chosen.connect(self.template_wanted)
        self.files: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(STEP * 6)
        row.addStretch(1)
        row.addLayout(self._recent(recent))
        row.addLayout(self._templates())
        row.addStretch(1)
        body = QWidget()
        body.setProperty("role", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(STEP * 4, STEP * 6, STEP * 4, STEP * 4)
        column.setSpacing(STEP * 4)
        column.addLayout(row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.cards.set_colours(palette)

    def _recent(self, recent: Sequence[Path]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(STEP // 2)
        column.addWidget(label(_("Recent funnels"), "title"))
        column.addSpacing(STEP)
        for path in recent:
            button = QPushButton(path.stem)
            button.setProperty("role", "row")
            button.setFixedWidth(SIDE)
            button.setToolTip(plain_tip(str(path)))
            button.setAccessibleDescription(str(path))
            button.clicked.connect(partial(self.file_wanted.emit, path))
            self.files.append(button)
            column.addWidget(button)
            where = label(_short_folder(path), "small")
            where.setContentsMargins(STEP - 1, 0, 0, STEP // 2)
            column.addWidget(where)
        column.addSpacing(STEP)
        open_other = QPushButton(_("Open another file …"))
        open_other.clicked.connect(self.dialog_wanted)
        column.addWidget(open_other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(STEP * 3)
        column.addWidget(label(_("Measure how it works today"), "title"))
        column.addSpacing(STEP)
        text = _("Draw your funnel as it is from what your CRM recorded.")
        about = label(text, "muted", wrap=True)
        about.setFixedWidth(SIDE)
        column.addWidget(about)
        column.addSpacing(STEP)
        self.import_export = QPushButton(_("Import a CRM export …"))
        self.import_export.clicked.connect(self.import_wanted)
        column.addWidget(self.import_export, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return column

    def _templates(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(STEP)
        column.addWidget(label(_("Begin with a template"), "title"))
        column.addSpacing(STEP // 2)
        column.addWidget(self.cards)
        column.addStretch(1)
        return column


def _short_folder(path: Path) -> str:
    folder = path.parent
    try:
        inside = folder.relative_to(Path.home())
    except ValueError:
        shown = str(folder)
    else:
        shown = "~" if inside == Path(".") else f"~/{inside}"
    return shown if len(shown) <= 48 else f"…{shown[-47:]}"

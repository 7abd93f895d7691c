"""A document page by page, or a picture; a page is drawn in a thread when it is looked at."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from funnelcraft.designer.exporting.looks import PagesLook, PictureLook
from funnelcraft.designer.exporting.page_area import PageArea, Zoom
from funnelcraft.designer.exporting.rasters import Raster
from funnelcraft.designer.importing.jobs import Jobs
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.announcing import announce
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.segmented import Segmented
from funnelcraft.funnel.text import _, number
from funnelcraft.io.imports.progress import OnProgress, ShouldStop

KEPT = 8  # pages, to turn back to at once
SOON = 120  # milliseconds after the last change of size


class PageViewer(QWidget):
    """Shows pages, with what turns them, and how large they are."""

    def __init__(self) -> None:
        super().__init__()
        self.area = PageArea()
        self.area.setAccessibleName(_("Preview"))
        self.back = self._button("‹", _("Previous page"), -1)
        self.forth = self._button("›", _("Next page"), 1)
        self.place = label("", "muted")
        zooms = (("page", _("Whole page")), ("width", _("Page width")))
        self.zoom = Segmented(_("Zoom"), zooms)
        self.note = label("", "small", wrap=True)
        self.jobs = Jobs(self)
        self._look: PagesLook | PictureLook | None = None
        self._page = 0
        self._shape = (1.0, 1.0)
        self._asked = (0, 0)  # a page, and how many pixels wide
        self._known: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._draw)
        self._lay_out()
        self.jobs.finished.connect(self._on_drawn)
        self.area.turned.connect(self.turn)
        self.area.jumped.connect(self._on_jumped)
        self.area.resized.connect(self._soon.start)
        self.zoom.chosen.connect(self._on_zoomed)

    def _button(self, sign: str, name: str, by: int) -> QPushButton:
        button = QPushButton(sign)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.turn, by))
        return button

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(STEP)
        for part in (self.back, self.place, self.forth):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.area, 1)
        column.addWidget(self.note)
        column.addLayout(bar)

    @property
    def page(self) -> int:
        """Which page is shown, from 0 on."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are; a picture is one."""
        return len(self._look.sizes) if self._look is not None else 0

    @property
    def is_drawn(self) -> bool:
        """Whether the page that is shown is there, as sharp as the screen."""
        return not self._soon.isActive() and not self.jobs.is_busy

    def show_look(self, look: PagesLook | PictureLook) -> None:
        """Show a picture, or the first page of a document."""
        self.jobs.stop()
        self._soon.stop()
        self._known.clear()
        self.area.show_image(QImage())
        self._look = look
        self.note.setText(look.note)
        self.note.setVisible(bool(look.note))
        for part in (self.back, self.place, self.forth):
            part.setVisible(isinstance(look, PagesLook))
        self.go_to(0)

    def go_to(self, page: int, at_end: bool = False) -> None:
        """Show a page (from 0 on), from its top or its end on."""
        if self._look is None or not 0 <= page < self.pages:
            return
        self._page = page
        self._shape = self._look.sizes[page]
        self.place.setText(
            _("Page {page} of {pages}").format(page=number(page + 1), pages=number(self.pages))
        )
        self._tell()
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page < self.pages - 1)
        self.area.show_shape(*self._shape, self._chosen())
        self.area.to_top(at_end)
        self._draw()

    def turn(self, by: int) -> None:
        """Go to the next page, or back to the end of the one before."""
        self.go_to(self._page + by, at_end=by < 0)

    def shut(self) -> None:
        """End the thread."""
        self._soon.stop()
        self.jobs.close()

    def _tell(self) -> None:
        """Tell what is shown to who can't see it."""
        said = self.place.text()
        if isinstance(self._look, PictureLook):
            size = {"width": number(self._shape[0]), "height": number(self._shape[1])}
            said = _("A picture of {width} by {height} pixels").format(**size)
        announce(self.area, " ".join(filter(None, (said, self.note.text()))))

    def _chosen(self) -> Zoom:
        return "width" if self.zoom.value == "width" else "page"

    def _on_zoomed(self, _zoom: object) -> None:
        self.area.show_shape(*self._shape, self._chosen())
        self._draw()

    def _on_jumped(self, to_last: bool) -> None:
        self.go_to(self.pages - 1 if to_last else 0)

    def _draw(self) -> None:
        """Show the page as it is known, else have it drawn; what was asked before is left."""
        if self._look is None:
            return
        key = (self._page, self.area.wanted_width())
        if key in self._known:
            self.jobs.stop()
            self._known.move_to_end(key)
            self.area.show_image(self._known[key])
            return
        self._asked = key
        self.jobs.start(partial(_drawn, self._look, *key))

    def _on_drawn(self, result: object) -> None:
        if not isinstance(result, Raster) or self._look is None:
            return
        shape = result.width, result.height, result.stride
        image = QImage(result.data, *shape, QImage.Format.Format_BGR888).copy()
        self._known[self._asked] = image
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.area.show_image(image)


def _drawn(
    look: PagesLook | PictureLook,
    page: int,
    width: int,
    _on_progress: OnProgress,
    _should_stop: ShouldStop,
) -> Raster:
    return look.drawn(page, width)

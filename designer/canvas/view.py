"""The canvas: shows the document's funnel and turns mouse and keys into edits of it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QToolTip, QWidget

from funnelcraft.designer.canvas.actions import CanvasActions
from funnelcraft.designer.canvas.commands import CanvasCommands
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.figuring import Figuring
from funnelcraft.designer.canvas.find_bar import FindBar
from funnelcraft.designer.canvas.gestures import Desk
from funnelcraft.designer.canvas.grips import GripsItem
from funnelcraft.designer.canvas.hint import Hint
from funnelcraft.designer.canvas.hits import hit
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.keys import Keys
from funnelcraft.designer.canvas.menus import asked_for, menu_for
from funnelcraft.designer.canvas.mouse import Mouse
from funnelcraft.designer.canvas.naming import Naming
from funnelcraft.designer.canvas.picture import Portrait
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.tips import markup, tip
from funnelcraft.designer.canvas.zoom import Zoom
from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _


class CanvasView(QGraphicsView):
    """The drawing of a document, and the place where it is edited with mouse and keys.

    Signals: `zoom_changed(float)`; `message(str)` for the status bar; `context_requested(menu,
    item)` before a `CanvasMenu` opens, for the window to add to it, `item` an `Item` or None.
    """

    zoom_changed = Signal(float)
    message = Signal(str)
    context_requested = Signal(object, object)

    def __init__(self, document: Document, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._palette = palette
        self._figures = CanvasFigures()
        self._findings: tuple[Finding, ...] = ()
        self.canvas = CanvasScene(palette)
        self.setScene(self.canvas)
        self._zoom = Zoom(self, self.zoom_changed.emit)
        self._actions = CanvasActions(document, self.message.emit)
        self._hint = Hint(self.viewport())
        self._desk = Desk(
            document,
            self.canvas,
            self,
            self.message.emit,
            self._show_tip,
            self._hint.say,
            self._edit,
        )
        self._mouse = Mouse(self, self._desk)
        self.commands = CanvasCommands(self, self._desk, self._mouse, self._actions)
        self.keys = Keys(self, self._mouse, self._actions, self.commands)
        self._naming = Naming(self)
        self._figuring = Figuring(self)
        self._grips = GripsItem(palette)
        self.canvas.addItem(self._grips)
        self.find_bar = FindBar(self)
        self._shows_focus = False
        self._set_up()
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_selection_changed)
        self._on_changed(document.funnel, document.funnel)
        self._on_selection_changed()

    def _set_up(self) -> None:
        self.setAccessibleName(_("Canvas"))
        self.setAccessibleDescription(
            _("The drawing of the funnel. Ctrl and the arrow keys go from stage to stage.")
        )
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Show everything in another palette, light or dark."""
        self._palette = palette
        self.canvas.set_colours(palette)
        self._grips.set_palette(palette)
        self.find_bar.set_colours(palette)
        self.viewport().update()

    def show_figures(self, figures: CanvasFigures) -> None:
        """Show the figures of the last forecast on stages and triggers."""
        self._figures = figures
        self.canvas.show_figures(figures)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show how many findings stages and triggers have."""
        self._findings = findings
        self.canvas.show_findings(findings)

    def picture(
        self, *, scale: float = 1.0, width: int | None = None, palette: Palette | None = None
    ) -> QImage:
        """Return the whole drawing as an image of a width in pixels, or of pixels a unit."""
        return self._portrait(palette).image(scale=scale, width=width)

    def render_to(self, painter: QPainter, target: QRectF, palette: Palette | None = None) -> None:
        """Paint the whole drawing into a rectangle of a painter, nothing selected."""
        self._portrait(palette).paint(painter, target)

    def _portrait(self, palette: Palette | None) -> Portrait:
        shown = palette or self._palette
        return Portrait(self.document.funnel, shown, self._figures, self._findings)

    def _on_changed(self, _before: Funnel, after: Funnel) -> None:
        self._mouse.cancel()
        self.canvas.show_funnel(after)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        self._grips.follow(self.canvas, self.document.selection)
        self._hint.follow(after)
        self._naming.follow()
        self._figuring.follow()

    def _on_selection_changed(self) -> None:
        self.canvas.show_selection(self.document.selection)
        self._grips.follow(self.canvas, self.document.selection)
        if len(self.document.selection) == 1 and not self._mouse.is_busy:
            item = self.canvas.item_of(next(iter(self.document.selection)))
            if item is not None and self._zoom.was_fitted:
                self.ensureVisible(item.sceneBoundingRect(), 24, 24)

    # Zoom

    def fit(self) -> None:
        """Show the whole drawing."""
        self._zoom.fit(rect(self.canvas.plan.extent))

    def zoom_to_selection(self) -> None:
        """Show what is selected as large as it fits; everything where nothing is selected."""
        frame = QRectF()
        for item in self.document.selection:
            shown = self.canvas.item_of(item)
            frame |= shown.sceneBoundingRect() if shown is not None else QRectF()
        if frame.isNull():
            self.fit()
        else:
            self._zoom.show_area(frame)

    def zoom_in(self) -> None:
        """Show it larger."""
        self._zoom.step(1)

    def zoom_out(self) -> None:
        """Show it smaller."""
        self._zoom.step(-1)

    def reset_zoom(self) -> None:
        """Show it at 100 %."""
        self._zoom.reset()

    def zoom(self) -> float:
        """Return the zoom, 1.0 for 100 %."""
        return self._zoom.factor

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the drawing fitted to the window until the user works on it: then nothing jumps."""
        super().resizeEvent(event)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        self._hint.place()
        self.find_bar.place()
        if self._zoom.stays_fitted and self.isVisible():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pan; with Ctrl, zoom to the cursor."""
        self._end_edits()
        self._zoom.wheel(event)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching, and show tooltips."""
        if isinstance(event, QNativeGestureEvent) and self._zoom.pinch(event):
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = hit(self.canvas, self.mapToScene(event.pos()))
            text = tip(self.document.funnel, found.item, self._figures) if found else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._mouse.hover(None)
        return super().viewportEvent(event)

    # What is done

    def add_stage(self) -> None:
        """Add a stage where the mouse is; in the middle where it is elsewhere."""
        at = self.viewport().mapFromGlobal(QCursor.pos())
        room = self.viewport().rect()
        self.add_stage_at(self.mapToScene(at if room.contains(at) else room.center()))

    def add_stage_at(self, scene_pos: QPointF) -> None:
        """Add a stage around a point of the canvas, its name in edit."""
        centre = (scene_pos.x(), scene_pos.y())
        stage_id, key = self._actions.add_stage(self.canvas.plan.regions, centre)
        self._edit(Item("stage", stage_id), key)

    def add_next(self) -> None:
        """Add the stage after the selected one, connected, its name in edit."""
        chosen = self.document.selected("stage")
        added = self._actions.extend(self.canvas.plan.regions, chosen[0]) if chosen else None
        if added is not None:
            self._edit(Item("stage", added[0]), added[1])

    def delete_selection(self) -> None:
        """Delete what is selected with all that hangs on it."""
        self._actions.delete_selection()

    def select_all(self) -> None:
        """Select every stage, trigger and source."""
        self._actions.select_all()

    def tidy_up(self) -> None:
        """Lay the funnel out anew and show all of it."""
        self._actions.tidy_up()
        self.fit()

    def start_rename(self, stage_id: str) -> None:
        """Put a field over a stage's term."""
        self._edit(Item("stage", stage_id), "")

    def _edit(self, item: Item, key: str) -> None:
        """Edit a part in place; `key` joins what is typed to the step that made it."""
        self._end_edits()
        if item.kind == "stage":
            self._naming.start(item.id, key, self._palette)
        else:
            self._figuring.start(item, key)

    def _end_edits(self) -> None:
        self._naming.commit()
        self._figuring.commit()

    def open_find(self) -> None:
        """Open the bar that finds parts of the funnel."""
        self.find_bar.open_bar()

    def frame_of(self, item: Item) -> QRectF | None:
        """Return the frame around a card, a label or a pill, in canvas units."""
        drawing = self.canvas.plan
        if item.kind == "stage" and item.id in drawing.boxes:
            return rect(drawing.boxes[item.id].grown(6.0))
        if item.kind == "trigger" and item.id in drawing.lines:
            return rect(drawing.lines[item.id].label.box.grown(6.0))
        if item.kind == "source" and item.id in drawing.pills:
            return rect(drawing.pills[item.id].box.grown(6.0))
        return None

    def _show_tip(self, sentence: str) -> None:
        if sentence:
            QToolTip.showText(QCursor.pos(), markup(sentence), self.viewport())
        elif QToolTip.isVisible():
            QToolTip.hideText()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a gesture; one button at a time."""
        event.accept()
        if self._mouse.is_picking:
            self._mouse.press(event)
        elif not self._mouse.is_busy:
            self._end_edits()
            self._zoom.stays_fitted = False
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what the press began."""
        event.accept()
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a stage on empty ground; edit what is hit."""
        event.accept()
        self._mouse.double_click(event)

    def cancel_gesture(self) -> bool:
        """Give up the gesture that is going on; return whether there was one."""
        return self._mouse.cancel()

    def hold_sheet(self, held: bool) -> None:
        """Let the mouse grab the sheet instead of what lies on it, or no longer."""
        self._mouse.space_is_down = held
        self._mouse.refresh_cursor()

    # Keys and menus

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus when the keyboard brought it."""
        super().focusInEvent(event)
        by_keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._shows_focus = event.reason() in by_keys
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget what the keys held down: their release will go elsewhere."""
        super().focusOutEvent(event)
        self._shows_focus = self._mouse.space_is_down = False
        if self._mouse.is_picking and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._mouse.cancel()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, and a frame where the keyboard's focus is."""
        super().paintEvent(event)
        if self._shows_focus:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self._palette.accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to the canvas where a single stage is selected: it adds the next one."""
        if forward and len(self.document.selected("stage")) == 1:
            return False
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the sheet with the space bar."""
        if not self.keys.release(event):
            super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what was clicked, or with the selection."""
        at, item = asked_for(self, event)
        menu = menu_for(self, item, self.mapToScene(at))
        self.context_requested.emit(menu, item)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))
        event.accept()

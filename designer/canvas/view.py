"""The canvas: shows the document's funnel and turns mouse and keys into edits of it."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
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
from PySide6.QtWidgets import QApplication, QGraphicsView, QToolTip, QWidget

from funnelcraft.designer.canvas.actions import CanvasActions
from funnelcraft.designer.canvas.connect import ConnectGesture
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.gestures import (
    BandGesture,
    Desk,
    Gesture,
    MoveGesture,
    PanGesture,
)
from funnelcraft.designer.canvas.hits import Hit, hit
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.keys import Keys
from funnelcraft.designer.canvas.menus import CanvasMenu, delete_text
from funnelcraft.designer.canvas.minimap import Minimap
from funnelcraft.designer.canvas.picture import Portrait
from funnelcraft.designer.canvas.rename import RenameField
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.tips import tip
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.canvas.zoom import Zoom
from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.findings import Finding
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _

_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


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
        self.minimap = Minimap(self, self.canvas)
        self._zoom = Zoom(self, self.zoom_changed.emit)
        self._actions = CanvasActions(document, self.message.emit)
        self._desk = Desk(document, self.canvas, self, self.message.emit, self._rename)
        self._keys = Keys(self, self._actions)
        self._gesture: Gesture | None = None
        self._pressed: tuple[QPoint, Hit | None] | None = None
        self._button = Qt.MouseButton.NoButton
        self._hovered: Item | None = None
        self._shows_focus = False
        self._field: RenameField | None = None
        self._field_key = ""
        self._is_fitted = False
        self._stays_fitted = True  # until the user works on it
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
        self._cancel_gesture()
        self.canvas.show_funnel(after)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        if self._field is not None:
            if self._field.stage_id in self.canvas.stages:
                self._place_field()
            else:
                self._field.abandon()

    def _on_selection_changed(self) -> None:
        self.canvas.show_selection(self.document.selection)
        if len(self.document.selection) == 1 and self._pressed is None and self._gesture is None:
            item = self.canvas.item_of(next(iter(self.document.selection)))
            if item is not None and self._is_fitted:
                self.ensureVisible(item.sceneBoundingRect(), 24, 24)

    # Zoom

    def fit(self) -> None:
        """Show the whole drawing."""
        self._zoom.fit(rect(self.canvas.plan.extent))
        self._is_fitted = self._stays_fitted = True

    def zoom_in(self) -> None:
        """Show it larger."""
        self._stays_fitted = False
        self._zoom.step(1)

    def zoom_out(self) -> None:
        """Show it smaller."""
        self._stays_fitted = False
        self._zoom.step(-1)

    def reset_zoom(self) -> None:
        """Show it at 100 %."""
        self._stays_fitted = False
        self._zoom.set(1.0)

    def zoom(self) -> float:
        """Return the zoom, 1.0 for 100 %."""
        return self._zoom.factor

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the drawing fitted to the window until the user works on it: then nothing jumps."""
        super().resizeEvent(event)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        if self._stays_fitted and self.isVisible():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pan; with Ctrl, zoom to the cursor."""
        self._end_field()
        self._stays_fitted = False
        self._zoom.wheel(event)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching, and show tooltips."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._stays_fitted = False
                self._zoom.by(1.0 + event.value(), event.position().toPoint())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = hit(self.canvas, self.mapToScene(event.pos()))
            text = tip(self.document.funnel, found.item) if found else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    # What is done

    def add_stage_at(self, scene_pos: QPointF) -> None:
        """Add a stage around a point of the canvas, its name in edit."""
        centre = (scene_pos.x(), scene_pos.y())
        stage_id, key = self._actions.add_stage(self.canvas.plan.regions, centre)
        self._rename(stage_id, key)

    def add_next(self) -> None:
        """Add the stage after the selected one, connected, its name in edit."""
        chosen = self.document.selected("stage")
        added = self._actions.extend(self.canvas.plan.regions, chosen[0]) if chosen else None
        if added is not None:
            self._rename(*added)

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

    # Renaming

    def start_rename(self, stage_id: str) -> None:
        """Put a field over a stage's term."""
        self._rename(stage_id, "")

    def _rename(self, stage_id: str, key: str) -> None:
        self._end_field()
        item = self.canvas.stages.get(stage_id)
        if item is None:
            return
        self.ensureVisible(item.sceneBoundingRect(), 24, 24)
        stage = stages_by_id(self.document.funnel)[stage_id]
        self._field = RenameField(self, stage_id, stage_name(stage), self._palette)
        self._field_key = key
        self._field.committed.connect(self._on_renamed)
        self._field.abandoned.connect(self._close_field)
        item.show_renamed(True)
        self._place_field()
        self._field.show()
        self._field.setFocus()

    def _place_field(self) -> None:
        if self._field is None:
            return
        item = self.canvas.stages.get(self._field.stage_id)
        if item is not None:
            self._field.place(self, self.mapFromScene(item.pos()), self._zoom.factor)

    def _end_field(self) -> None:
        if self._field is not None:
            self._field.commit()

    def _on_renamed(self, text: str, extends: bool) -> None:
        field, key = self._field, self._field_key
        if field is None:
            return
        stage_id = field.stage_id
        self._close_field()
        stage = stages_by_id(self.document.funnel).get(stage_id)
        term = " ".join(text.split())
        if stage is not None and term and term != stage_name(stage):
            self.document.apply(
                lambda funnel: change_stage(funnel, stage_id, term=term),
                _("Rename {stage}").format(stage=plain(stage_name(stage))),
                merge_key=key,
            )
        if extends:
            self.document.select([Item("stage", stage_id)])
            self.add_next()

    def _close_field(self) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        item = self.canvas.stages.get(field.stage_id)
        if item is not None:
            item.show_renamed(False)
        had_focus = field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_focus:
            self.setFocus()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a gesture."""
        event.accept()
        if self._gesture is not None or self._pressed is not None:
            return  # one button at a time
        self._end_field()
        self._stays_fitted = False
        self._button = event.button()
        at = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self._keys.space_is_down):
            self._begin(PanGesture(self._desk, at))
        elif is_left:
            self._press(at, event.modifiers())

    def _press(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        found = hit(self.canvas, self.mapToScene(at))
        self._pressed = (at, found)
        if found is None:
            if not modifiers & _ADDING:
                self.document.select([])
        elif modifiers & _ADDING:
            self.document.select(self.document.selection ^ {found.item})
        elif found.item not in self.document.selection:
            self.document.select([found.item])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        at = event.position().toPoint()
        if isinstance(self._gesture, PanGesture):
            self._gesture.pan(at)
            return
        if self._gesture is None and self._pressed is not None:
            if (at - self._pressed[0]).manhattanLength() < QApplication.startDragDistance():
                return
            self._begin(self._drag_of(*self._pressed, event.modifiers()))
        if self._gesture is not None:
            point = self.mapToScene(at)
            self._gesture.move(point)
            self.ensureVisible(QRectF(point, point), 8, 8)
        else:
            self._hover(at)

    def _drag_of(
        self, start: QPoint, found: Hit | None, modifiers: Qt.KeyboardModifier
    ) -> Gesture | None:
        point = self.mapToScene(start)
        if found is None:
            return BandGesture(self._desk, point, bool(modifiers & _ADDING))
        if found.item.kind != "stage":
            return None
        if found.part == "edge":
            return ConnectGesture(self._desk, found.item.id)
        if found.item not in self.document.selection:
            return None
        return MoveGesture(self._desk, point, found.item.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the gesture; a mere click on one of many selected things selects it alone."""
        event.accept()
        if event.button() != self._button:
            return
        gesture, pressed = self._gesture, self._pressed
        self._gesture = self._pressed = None
        at = event.position().toPoint()
        if gesture is not None:
            gesture.finish(self.mapToScene(at))
        elif pressed is not None and pressed[1] and not event.modifiers() & _ADDING:
            self.document.select([pressed[1].item])
        self._hover(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a stage on empty ground; rename the one that is hit."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self.mapToScene(event.position().toPoint())
        found = hit(self.canvas, point)
        self._pressed = None
        if found is None:
            self.add_stage_at(point)
        elif found.item.kind == "stage":
            self.document.select([found.item])
            self.start_rename(found.item.id)
        event.accept()

    def _begin(self, gesture: Gesture | None) -> None:
        self._gesture = gesture
        if gesture is None:
            self._pressed = None
        elif gesture.cursor is not None:
            self.viewport().setCursor(gesture.cursor)

    def cancel_gesture(self) -> bool:
        """Give up the gesture that is going on; return whether there was one."""
        was_busy = self._gesture is not None
        self._cancel_gesture()
        return was_busy

    def _cancel_gesture(self) -> None:
        gesture, self._gesture, self._pressed = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
            self.viewport().unsetCursor()

    def _hover(self, at: QPoint | None) -> None:
        """Show what the mouse is over, and what it would do there."""
        found = hit(self.canvas, self.mapToScene(at)) if at is not None else None
        item = found.item if found else None
        if item != self._hovered:
            for one, hovered in ((self._hovered, False), (item, True)):
                shown = self.canvas.item_of(one) if one else None
                if shown is not None:
                    shown.set_state(hovered=hovered)
            self._hovered = item
        if self._keys.space_is_down:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif found is not None and found.part == "edge":
            stage = self.canvas.stages[found.item.id]
            allowed = stage.offers_handles
            shape = Qt.CursorShape.CrossCursor if allowed else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        elif found is not None and found.item.kind != "stage":
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def refresh_cursor(self) -> None:
        """Show the cursor that fits what the keys hold down."""
        if self._gesture is None:
            self._hover(self.viewport().mapFromGlobal(QCursor.pos()))

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
        self._shows_focus = self._keys.space_is_down = False
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing, and a frame where the keyboard's focus is."""
        self.canvas.look_at(self.mapToScene(self.viewport().rect()).boundingRect())
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
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the sheet with the space bar."""
        if not self._keys.release(event):
            super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what was clicked, or with the selection."""
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = next(iter(sorted(self.document.selection)), None)
            item = self.canvas.item_of(chosen) if chosen else None
            if item is not None:
                at = self.mapFromScene(item.sceneBoundingRect().center())
        else:
            found = hit(self.canvas, self.mapToScene(at))
            chosen = found.item if found else None
            if chosen is not None and chosen not in self.document.selection:
                self.document.select([chosen])
        menu = self.menu_for(chosen, self.mapToScene(at))
        self.context_requested.emit(menu, chosen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))
        event.accept()

    def menu_for(self, item: Item | None, at: QPointF) -> CanvasMenu:
        """Return the menu for an item, or for empty ground at a point of the canvas."""
        menu = CanvasMenu(self, item, at)
        if item is None:
            # After the menu has closed: it would take the focus from the field again.
            menu.add(
                _("Add stage here"), lambda: QTimer.singleShot(0, lambda: self.add_stage_at(at))
            )
            menu.addSeparator()
            menu.add(_("Select all"), self.select_all, "Ctrl+A")
            menu.add(_("Tidy up"), self.tidy_up)
            menu.add(_("Fit to window"), self.fit, "Ctrl+9")
            return menu
        if item.kind == "stage":
            menu.add(
                _("Rename"), lambda: QTimer.singleShot(0, lambda: self.start_rename(item.id)), "F2"
            )
            stage = self.canvas.stages.get(item.id)
            extends = stage is not None and stage.offers_handles
            menu.add(
                _("Add next stage"),
                lambda: QTimer.singleShot(0, self.add_next),
                "Tab",
                enabled=extends,
            )
            menu.addSeparator()
        menu.add(delete_text(item), self.delete_selection, "Delete")
        return menu

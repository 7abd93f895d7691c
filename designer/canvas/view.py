"""The canvas: the sheet with mouse, keys and menus, which turn into edits of the document."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from funnelcraft.designer.canvas.announcing import description
from funnelcraft.designer.canvas.deeds.actions import CanvasActions
from funnelcraft.designer.canvas.deeds.commands import CanvasCommands
from funnelcraft.designer.canvas.deeds.keys import Keys
from funnelcraft.designer.canvas.deeds.menus import asked_for, menu_for
from funnelcraft.designer.canvas.figures import CanvasFigures
from funnelcraft.designer.canvas.find_bar import FindBar
from funnelcraft.designer.canvas.gestures.gesture import Desk
from funnelcraft.designer.canvas.gestures.grips import GripsItem
from funnelcraft.designer.canvas.gestures.hits import hit
from funnelcraft.designer.canvas.gestures.mouse import Mouse
from funnelcraft.designer.canvas.gliding import Gliding
from funnelcraft.designer.canvas.hint import Hint
from funnelcraft.designer.canvas.in_place.figuring import Figuring
from funnelcraft.designer.canvas.in_place.naming import Naming
from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.legend import Legend
from funnelcraft.designer.canvas.plan import title_box
from funnelcraft.designer.canvas.sheet import CanvasSheet
from funnelcraft.designer.canvas.tips import tip
from funnelcraft.designer.document import Document, Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.widgets.announcing import announce
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import Account


class CanvasView(CanvasSheet):
    """The sheet on which a document is edited with mouse and keys.

    Signals: `message(str)` for the status bar; `context_requested(menu,
    item)` before a `CanvasMenu` opens, for the window to add to it, `item` an `Item` or None.
    """

    message = Signal(str)
    context_requested = Signal(object, object)

    def __init__(self, document: Document, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(document, palette, parent)
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
        self.legend = Legend(self.viewport(), palette)
        self.legend.segment_chosen.connect(self.show_segment)
        self._gliding = Gliding(self, self.canvas)
        self._shows_heat = False
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_selection_changed)
        document.about_to_switch.connect(self._end_edits)
        self._on_changed(document.funnel, document.funnel)
        self._on_selection_changed()

    # What is shown

    def set_colours(self, palette: Palette) -> None:
        """Show everything in another palette, light or dark."""
        super().set_colours(palette)
        self._grips.set_palette(palette)
        self.find_bar.set_colours(palette)
        self.legend.set_colours(palette)

    def show_figures(self, figures: CanvasFigures) -> None:
        """Show the figures of the last forecast, in the legend too."""
        super().show_figures(figures)
        self._explain()

    def show_changes(self, account: Account | None) -> None:
        """Mark what a scenario does otherwise than the design, and say it of the selection."""
        super().show_changes(account)
        self._describe()

    def show_heat(self, shown: bool) -> None:
        """Show where leads pile up, or no longer."""
        self._shows_heat = shown
        self.canvas.show_heat(shown)
        self._explain()

    def show_segment(self, segment: str | None) -> None:
        """Show one segment alone; None shows all of them together."""
        self.canvas.show_segment(segment)
        self._explain()

    def fit(self) -> None:
        """Show the whole drawing, the legend beside it where there is room."""
        super().fit()
        self._place_legend()

    def _place_legend(self) -> None:
        drawing = self.canvas.plan
        drawn = [*drawing.boxes.values(), *(pill.box for pill in drawing.pills.values())]
        drawn += [title_box(region) for region in drawing.regions]
        self.legend.avoid(self.mapFromScene(rect(box)).boundingRect() for box in drawn)

    def _explain(self) -> None:
        """Bring the legend, and what is said of the selection, in line with what is shown."""
        scene, before = self.canvas, (self.legend.isHidden(), self.legend.size())
        self.legend.show_heat(self._shows_heat, scene.most_open)
        segments = self.document.funnel.segments
        self.legend.show_segments(segments, scene.segment, scene.tells_segment_apart)
        if (self.legend.isHidden(), self.legend.size()) != before:
            self._place_legend()
        self._describe()

    def _describe(self) -> None:
        funnel, selection = self.document.funnel, self.document.selection
        changes = self._said_of(next(iter(selection))) if len(selection) == 1 else ""
        announce(self, " ".join((description(funnel, selection, self._figures), changes)).strip())

    def _said_of(self, item: Item) -> str:
        """Say what the scenario that is shown does to a part."""
        return self._account.words_about(item.kind, item.id) if self._account is not None else ""

    def _on_changed(self, _before: Funnel, after: Funnel) -> None:
        self._mouse.cancel()
        self._gliding.stop()
        shown = self.canvas.segment
        if shown is not None and all(segment.id != shown for segment in after.segments):
            self.canvas.show_segment(None)
        self.canvas.show_funnel(after)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        self._grips.follow(self.canvas, self.document.selection)
        self._hint.follow(after)
        self._naming.follow()
        self._figuring.follow()
        self._explain()

    def _on_selection_changed(self) -> None:
        self.canvas.show_selection(self.document.selection)
        self._grips.follow(self.canvas, self.document.selection)
        self._describe()
        if len(self.document.selection) == 1 and not self._mouse.is_busy:
            item = self.canvas.item_of(next(iter(self.document.selection)))
            if item is not None and self._zoom.was_fitted:
                self.ensureVisible(item.sceneBoundingRect(), 24, 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the drawing fitted to the window until the user works on it: then nothing jumps."""
        super().resizeEvent(event)
        self._zoom.grow_sheet(rect(self.canvas.plan.extent))
        self._hint.place()
        self.find_bar.place()
        self.legend.place()
        if self._zoom.stays_fitted and self.isVisible():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pan; with Ctrl, zoom to the cursor."""
        self._gliding.stop()
        self._end_edits()
        self._zoom.wheel(event)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by pinching, and show tooltips."""
        if isinstance(event, QNativeGestureEvent) and self._zoom.pinch(event):
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = hit(self.canvas, self.mapToScene(event.pos()))
            text = ""
            if found is not None:
                changes = self._said_of(found.item)
                text = tip(self.document.funnel, found.item, self._figures, changes)
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
        self._gliding.through(self._tidy)

    @property
    def is_gliding(self) -> bool:
        """Whether the cards are on their way to where tidying up has put them."""
        return self._gliding.is_running

    def _tidy(self) -> None:
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

    def _show_tip(self, sentence: str) -> None:
        if sentence:
            QToolTip.showText(QCursor.pos(), plain_tip(sentence), self.viewport())
        elif QToolTip.isVisible():
            QToolTip.hideText()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a gesture; one button at a time."""
        event.accept()
        self._gliding.stop()
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

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to the canvas where a single stage is selected: it adds the next one."""
        if forward and len(self.document.selected("stage")) == 1:
            return False
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        self._gliding.stop()
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

"""Naming in place: opens the field over a card, keeps it there, and does what was typed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.canvas.in_place.rename import RenameField
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.edits import rename_stage
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView


class Naming(QObject):
    """The one field in which a stage of a canvas is being named, if there is one."""

    def __init__(self, view: "CanvasView") -> None:
        super().__init__(view)
        self._view = view
        self._field: RenameField | None = None
        self._key = ""

    def start(self, stage_id: str, key: str, palette: Palette) -> None:
        """Put a field over a stage's term; `key` joins the naming to the step that made it."""
        self.commit()
        view = self._view
        item = view.canvas.stages.get(stage_id)
        if item is None:
            return
        view.ensureVisible(item.sceneBoundingRect(), 24, 24)
        stage = stages_by_id(view.document.funnel)[stage_id]
        self._field = RenameField(view, stage_id, stage_name(stage), palette)
        self._key = key
        self._field.committed.connect(self._on_committed)
        self._field.abandoned.connect(self._close)
        item.show_renamed(True)
        self.place()
        self._field.show()
        self._field.setFocus()

    def place(self) -> None:
        """Lie where the card lies now."""
        if self._field is None:
            return
        item = self._view.canvas.stages.get(self._field.stage_id)
        if item is not None:
            corner = self._view.mapFromScene(item.pos())
            self._field.place(self._view, corner, self._view.zoom())

    def follow(self) -> None:
        """Go where the stage has gone; give up where it is no more."""
        if self._field is None:
            return
        if self._field.stage_id in self._view.canvas.stages:
            self.place()
        else:
            self._field.abandon()

    def commit(self) -> None:
        """End as if Enter were pressed."""
        if self._field is not None:
            self._field.commit()

    def _on_committed(self, text: str, extends: bool) -> None:
        field, document = self._field, self._view.document
        if field is None:
            return
        stage_id = field.stage_id
        self._close()
        stage = stages_by_id(document.funnel).get(stage_id)
        term = " ".join(text.split())
        if stage is not None and term and term != stage_name(stage):
            document.apply(
                lambda funnel: rename_stage(funnel, stage_id, term),
                _("Rename {stage}").format(stage=plain(stage_name(stage))),
                merge_key=self._key,
            )
        if extends:
            document.select([Item("stage", stage_id)])
            self._view.add_next()

    def _close(self) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        item = self._view.canvas.stages.get(field.stage_id)
        if item is not None:
            item.show_renamed(False)
        had_focus = field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_focus:
            self._view.setFocus()

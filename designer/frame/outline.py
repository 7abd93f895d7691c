"""The outline at the left: stages top-down, sources, and templates to begin anew with."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.canvas.ink import stage_colour
from funnelcraft.designer.document import Document, Item, SelectableKind
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.part_list import PartList, Row
from funnelcraft.funnel.edits import add_source, add_stage, change_source, rename_stage
from funnelcraft.funnel.geometry import COLUMN, snapped
from funnelcraft.funnel.graph import main_path, stages_by_id, stages_in_order
from funnelcraft.funnel.lanes import lanes_of
from funnelcraft.funnel.model import ENDS, Funnel, Source, Stage
from funnelcraft.funnel.names import source_name, stage_name
from funnelcraft.funnel.text import _, count

USUAL_LEADS = 100.0
MANY = 200  # stages beyond which the rows are shown after the canvas


class Outline(QWidget):
    """What the funnel consists of. Selects, renames, adds; asks the window to delete."""

    delete_wanted = Signal()
    gallery_wanted = Signal()

    def __init__(self, document: Document, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "side-left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._colours = palette
        self._volumes: dict[str, float] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon)
        self.stages = PartList(_("Stages"), palette)
        self.sources = PartList(_("Sources"), palette)
        self._lay_out()
        for parts in (self.stages, self.sources):
            parts.chosen.connect(self._on_chosen)
            parts.delete_wanted.connect(self.delete_wanted)
            parts.menu_wanted.connect(self._on_menu)
            parts.part_model.renamed.connect(self._on_renamed)
        document.changed.connect(self._on_changed)
        document.selection_changed.connect(self._on_selection_changed)
        self._show(document.funnel)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.stages.set_colours(palette)
        self.sources.set_colours(palette)
        self._show(self._document.funnel)

    def show_volumes(self, volumes: dict[str, float]) -> None:
        """Show how many leads enter each stage within the horizon."""
        self._volumes = volumes
        self._show(self._document.funnel)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, STEP + 4, 0, STEP + 4)
        column.setSpacing(2)
        for title, tip, add, parts in (
            (_("STAGES"), _("Add a stage"), self._on_add_stage, self.stages),
            (_("SOURCES"), _("Add a source of leads"), self._on_add_source, self.sources),
        ):
            button = QToolButton()
            button.setText("+")
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(add)
            row = QHBoxLayout()
            row.setContentsMargins(STEP * 2, 0, STEP, 0)
            row.addWidget(label(title, "section"), 1)
            row.addWidget(button)
            column.addLayout(row)
            column.addWidget(parts)
            column.addSpacing(STEP)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(STEP, STEP, STEP, STEP + 4)
        gallery = QPushButton(_("New from a template …"))
        gallery.clicked.connect(self.gallery_wanted)
        self._foot.addWidget(gallery)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._foot)

    def _show(self, funnel: Funnel) -> None:
        lanes = lanes_of(funnel)
        shown = [self._stage_row(one, lanes[one.id]) for one in stages_in_order(funnel)]
        self.stages.show_rows(shown)
        self.sources.show_rows(
            [
                Row(
                    source.id,
                    source_name(source),
                    source_figure(source),
                    speech=_("Source {name}, {figure}").format(
                        name=source_name(source), figure=source_figure(source)
                    ),
                )
                for source in funnel.sources
            ]
        )
        self._on_selection_changed()

    def _stage_row(self, stage: Stage, lane: tuple[str, bool]) -> Row:
        volume = self._volumes.get(stage.id)
        figure = "" if volume is None else count(volume)
        name = stage_name(stage)
        speech = _("Stage {name}, {n} leads").format(name=name, n=figure) if figure else name
        colour = stage_colour(self._colours, stage.kind, lane)
        return Row(stage.id, name, figure, colour, stage.kind, speech)

    def _on_changed(self, _before: Funnel, after: Funnel) -> None:
        if len(after.stages) > MANY:
            self._soon.start()  # the canvas first: together they would hold the window up
        else:
            self._show(after)

    def _on_soon(self) -> None:
        self._show(self._document.funnel)

    def _on_selection_changed(self) -> None:
        self.stages.show_selection(frozenset(self._document.selected("stage")))
        self.sources.show_selection(frozenset(self._document.selected("source")))

    def _kind_of(self, parts: object) -> SelectableKind:
        return "stage" if parts in (self.stages, self.stages.part_model) else "source"

    def _on_chosen(self, ids: frozenset[str]) -> None:
        kind = self._kind_of(self.sender())
        self._document.select(Item(kind, one) for one in ids)

    def _on_renamed(self, identity: str, name: str) -> None:
        if self._kind_of(self.sender()) == "stage":
            self._document.apply(
                lambda funnel: rename_stage(funnel, identity, name), _("Rename stage")
            )
        else:
            self._document.apply(
                lambda funnel: change_source(funnel, identity, name=name), _("Rename source")
            )

    def _on_menu(self, identity: str, place: QPoint) -> None:
        kind = self._kind_of(self.sender())
        parts = self.stages if kind == "stage" else self.sources
        if Item(kind, identity) not in self._document.selection:
            self._document.select([Item(kind, identity)])
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(_("Rename"))
        delete = menu.addAction(_("Delete"))
        chosen = menu.exec(place)
        if chosen is rename:
            parts.edit_name(identity)
        elif chosen is delete:
            self.delete_wanted.emit()

    def _on_add_stage(self) -> None:
        added: list[str] = []

        def edit(funnel: Funnel) -> Funnel:
            after, stage_id = add_stage(
                funnel, _("New stage"), free_place(funnel), owner=_owner_here(self._document)
            )
            added.append(stage_id)
            return after

        self._document.apply(edit, _("Add stage"))
        if added:
            self._document.select([Item("stage", added[0])])
            self.stages.edit_name(added[0])

    def _on_add_source(self) -> None:
        funnel = self._document.funnel
        path = [one for one in main_path(funnel) if stages_by_id(funnel)[one].kind not in ENDS]
        if not path:
            return
        chosen = [
            one
            for one in self._document.selected("stage")
            if stages_by_id(funnel)[one].kind not in ENDS
        ]
        added: list[str] = []

        def edit(before: Funnel) -> Funnel:
            into = chosen[0] if chosen else path[0]
            after, source_id = add_source(before, _("New source"), into, USUAL_LEADS)
            added.append(source_id)
            return after

        self._document.apply(edit, _("Add source"))
        if added:
            self._document.select([Item("source", added[0])])
            self.sources.edit_name(added[0])


def source_figure(source: Source) -> str:
    """Say how many leads a source brings: a month, or by its campaigns where those are all."""
    volume = source.volume
    if volume.leads_per_month == 0 and volume.campaigns:
        leads = sum(campaign.leads for campaign in volume.campaigns)
        return _("{n} in all").format(n=count(leads))
    return _("{n} / mo").format(n=count(volume.leads_per_month))


def _owner_here(document: Document) -> str | None:
    """Return the owner of the selected stage: a new one beside it is likely of the same role."""
    chosen = document.selected("stage")
    return stages_by_id(document.funnel)[chosen[0]].owner if chosen else None


def free_place(funnel: Funnel) -> tuple[float, float]:
    """Return a place on the canvas that no stage stands in: right of the lowest row."""
    if not funnel.stages:
        return (0.0, 0.0)
    lowest = max(stage.position[1] for stage in funnel.stages)
    right = max(s.position[0] for s in funnel.stages if s.position[1] == lowest)
    return snapped(right + COLUMN, lowest)

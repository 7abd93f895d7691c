"""The export's stages on the stages of a funnel, to be dragged, or moved by menu and keys."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QScrollArea, QVBoxLayout, QWidget

from funnelcraft.designer.importing import placing
from funnelcraft.designer.importing.placing import Board
from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.importing.spellings import Spellings
from funnelcraft.designer.importing.stage_chip import HEIGHT, StageChip
from funnelcraft.designer.importing.stage_zone import Zone
from funnelcraft.designer.look.tokens import STEP, Palette
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

NOWHERE, OUT = " nowhere", " out"  # zones that are no places; no id begins with a space


class StageBoard(QWidget):
    """Shows a board. `changed(board)` when the user moved something.

    `funnel` is the one whose stages are places, for their colours.
    """

    changed = Signal(object)

    def __init__(self, palette: Palette, funnel: Funnel | None = None) -> None:
        super().__init__()
        self._colours = palette
        self._stages = {} if funnel is None else {s.id: (funnel, s) for s in funnel.stages}
        self.board = Board((), ())
        self.zones: dict[str, Zone] = {}
        self.chips: dict[str, StageChip] = {}
        self.menu: QMenu | None = None
        self._offered: Zone | None = None
        self._is_new: bool | None = None
        self.alike = Spellings(
            _("{n} stages are spelt in several ways: join the spellings of each")
        )
        self.alike.clicked.connect(self._on_alike)
        self._ghost = label("", "hint")
        self._ghost.setParent(self)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP // 2)
        self._column.addWidget(self.alike, 0, Qt.AlignmentFlag.AlignLeft)
        self._places = QVBoxLayout()
        self._places.setSpacing(2)
        self._column.addLayout(self._places)
        self._column.addStretch(1)
        self.setAccessibleName(_("Stages of the export on stages of the funnel"))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        for chip in self.chips.values():
            chip.set_colours(palette)
        for zone in self.zones.values():
            zone.mark.colours = palette
            zone.mark.update()

    def show_board(self, board: Board) -> None:
        """Show stages on places; the focus stays on the stage that has it."""
        focused = next((name for name, chip in self.chips.items() if chip.hasFocus()), None)
        self.setUpdatesEnabled(False)
        self.board = board
        self._make_zones()
        self._make_chips()
        for identity, zone in self.zones.items():
            self._fill(identity, zone)
        self.alike.show_groups(placing.alike(board))
        self.setUpdatesEnabled(True)
        if focused in self.chips:
            self.chips[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _wanted(self) -> list[str]:
        """Return the zones from the top down: what needs a decision stands first."""
        places = [place.id for place in self.board.places]
        return [*places, OUT] if self.board.is_new else [NOWHERE, *places, OUT]

    def _make_zones(self) -> None:
        if self._is_new is not self.board.is_new:
            for chip in self.chips.values():
                chip.setParent(self)
                chip.hide()
            for zone in self.zones.values():
                _forget(zone)
            self.zones = {}
            self._is_new = self.board.is_new
        wanted = self._wanted()
        for identity in [one for one in self.zones if one not in wanted]:
            zone = self.zones.pop(identity)
            for chip in zone.findChildren(StageChip):
                chip.setParent(self)  # it goes on to another place
                chip.hide()
            _forget(zone)
        for at, identity in enumerate(wanted):
            if identity not in self.zones:
                is_place = not identity.startswith(" ")
                new = self.board.is_new
                zone = Zone(identity, self._colours, not new or not is_place, new and is_place)
                zone.mark.stage = None if new else self._stages.get(identity)
                zone.kind_chosen.connect(self._on_kind)
                self.zones[identity] = zone
            if self._places.indexOf(self.zones[identity]) != at:
                self._places.insertWidget(at, self.zones[identity])

    def _make_chips(self) -> None:
        stages = {stage.name: stage for stage in self.board.stages}
        for name in [one for one in self.chips if one not in stages]:
            _forget(self.chips.pop(name))
        for name, stage in stages.items():
            if name in self.chips:
                self.chips[name].show_stage(stage)
                continue
            chip = StageChip(stage, self._colours)
            chip.dragged.connect(self._on_dragged)
            chip.dropped.connect(self._on_dropped)
            chip.menu_wanted.connect(self._on_menu)
            chip.out_wanted.connect(self._on_out)
            chip.shifted.connect(self._on_shifted)
            chip.stepped.connect(self._on_stepped)
            self.chips[name] = chip

    def _fill(self, identity: str, zone: Zone) -> None:
        if identity == NOWHERE:
            stages = self.board.unplaced
            zone.name.setText(_("Not in the funnel"))
            zone.invite("" if stages else _("Every stage has a place."))
        elif identity == OUT:
            stages = self.board.out
            zone.name.setText(_("Left out"))
            zone.invite("" if stages else _("Drop here what is no stage: its rows are not read."))
        else:
            stages = self.board.on(identity)
            zone.show_place(next(p for p in self.board.places if p.id == identity))
            zone.invite("" if stages else _("Nothing in the export"))
        for at, stage in enumerate(stages):
            chip = self.chips[stage.name]
            if zone.chips.indexOf(chip) != at:
                zone.chips.insertWidget(at, chip)
            chip.show()

    # What the user does

    def _take(self, board: Board) -> None:
        self.show_board(board)
        self.changed.emit(board)

    def _moved(self, name: str, zone: str) -> Board:
        if zone == OUT:
            return placing.left_out(self.board, name)
        if zone == NOWHERE:
            return placing.taken_off(self.board, name)
        return placing.placed(self.board, name, zone)

    def _zone_at(self, place: QPoint) -> Zone | None:
        for zone in self.zones.values():
            if zone.rect().contains(zone.mapFromGlobal(place)):
                return zone
        return None

    def _on_dragged(self, name: str, place: QPoint) -> None:
        zone = self._zone_at(place)
        if zone is not self._offered:
            if self._offered is not None:
                self._offered.offer(False)
            if zone is not None:
                zone.offer(True)
            self._offered = zone
        here = self.mapFromGlobal(place)
        self._ghost.setText(plain(name, 40))
        self._ghost.adjustSize()
        self._ghost.move(here + QPoint(12, 8))
        self._ghost.show()
        self._ghost.raise_()
        area = self._scroll_area()
        if area is not None:
            area.ensureVisible(here.x(), here.y(), 0, 2 * HEIGHT)

    def _scroll_area(self) -> QScrollArea | None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        return around

    def _on_dropped(self, name: str, place: QPoint) -> None:
        self._ghost.hide()
        if self._offered is not None:
            self._offered.offer(False)
            self._offered = None
        zone = self._zone_at(place)
        if zone is not None:
            self._take(self._moved(name, zone.identity))

    def _on_menu(self, name: str, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = self.board.where.get(name, OUT if name in self.board.left_out else NOWHERE)
        for identity, words in self._offers(name):
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(identity == here)
            action.triggered.connect(partial(self._on_chosen, name, identity))
            menu.addAction(action)
            if identity == here:
                menu.setActiveAction(action)
        self.menu = menu
        menu.destroyed.connect(self._on_menu_gone)
        menu.popup(place)

    def _offers(self, name: str) -> list[tuple[str, str]]:
        """Return the zones a stage can go to, in words."""
        if self.board.is_new:
            others = [
                (p.id, _("Join with “{stage}”").format(stage=plain(p.name, 60)))
                for p in self.board.places
                if p.id != name
            ]
            return [(name, _("A stage of its own")), *others, (OUT, _("Leave out"))]
        places = [(place.id, plain(place.name, 60)) for place in self.board.places]
        return [*places, (NOWHERE, _("Not in the funnel")), (OUT, _("Leave out"))]

    def _on_menu_gone(self) -> None:
        self.menu = None

    def _on_chosen(self, name: str, zone: str, _checked: bool = False) -> None:
        self._take(self._moved(name, zone))

    def _on_out(self, name: str) -> None:
        self._take(placing.left_out(self.board, name))

    def _on_shifted(self, name: str, step: int) -> None:
        """Move a stage to the next zone up or down."""
        zones = self._wanted()
        here = self.board.where.get(name, OUT if name in self.board.left_out else NOWHERE)
        target = zones.index(here) + step
        if 0 <= target < len(zones):
            self._take(self._moved(name, zones[target]))

    def _on_stepped(self, name: str, step: int) -> None:
        shown = [
            stage.name
            for identity in self._wanted()
            for stage in (
                self.board.unplaced
                if identity == NOWHERE
                else self.board.out
                if identity == OUT
                else self.board.on(identity)
            )
        ]
        target = shown.index(name) + step
        if 0 <= target < len(shown):
            self.chips[shown[target]].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_kind(self, place: str, kind: str) -> None:
        self._take(placing.with_kind(self.board, place, kind))

    def _on_alike(self) -> None:
        board = self.board
        for names in placing.alike(board):
            board = placing.joined(board, names)
        self._take(board)


def _forget(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()

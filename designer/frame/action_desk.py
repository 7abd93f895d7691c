"""The actions of a window with their menus and buttons, and what answers them.

`actions` lists them; here each is given its deed. Light to import, and imported when the window is
filled.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from funnelcraft import __version__
from funnelcraft.designer.frame.actions import make_actions, menus
from funnelcraft.designer.frame.filled_menus import LanguageMenu, RecentMenu, SegmentsMenu
from funnelcraft.designer.frame.switches import Switches
from funnelcraft.designer.scenarios.menu import DesignsMenu
from funnelcraft.funnel.edits.arranging import Direction, Side
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

Acts = Mapping[str, Callable[[], None]]


class ActionDesk(QObject):
    """Makes the actions of a window, puts them into menus and header, and does what they say."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._switches = Switches(window)
        acts = {
            **self._file_acts(),
            **self._edit_acts(),
            **self._view_acts(),
            **self._switches.acts(),
            **self._arrange_acts(),
            **window.scenarios.acts(),
            **self._help_acts(),
        }
        self.actions_by_name = make_actions(window, acts)
        self.actions_by_name["shortcuts"].setShortcuts([QKeySequence(keys) for keys in ("F1", "?")])
        self._add_steps()
        self._switches.take(self.actions_by_name)
        for title, names in menus():
            menu = window.menuBar().addMenu(title)
            for name in names:
                self._add_to_menu(menu, name)
        self._fill_header()

    # What is made

    def _file_acts(self) -> Acts:
        return {
            "new": self._window.show_gallery,
            "open": self._on_open,
            "save": self._on_save,
            "save_as": self._on_save_as,
            "import": self._window.import_exports,
            "export": self._on_export,
            "quit": self._on_quit,
        }

    def _edit_acts(self) -> Acts:
        commands = self._window.canvas.commands
        return {
            "delete": self._window.delete_selection,
            "select_all": self._window.canvas.select_all,
            "rename": self._on_rename,
            "cut": commands.cut,
            "copy": commands.copy,
            "paste": commands.paste,
            "duplicate": commands.duplicate,
            "find": self._on_find,
            "find_document": self._on_document,
        }

    def _view_acts(self) -> Acts:
        window, canvas = self._window, self._window.canvas
        return {
            "canvas_tab": window.show_canvas,
            "forecast_tab": window.show_forecast,
            "comparison_tab": window.show_comparison,
            "baseline_tab": window.show_baseline,
            "specification_tab": window.show_specification,
            "play": self._on_play,
            "present": self._on_present,
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "zoom_reset": canvas.reset_zoom,
            "fit": canvas.fit,
            "zoom_selection": canvas.zoom_to_selection,
        }

    def _arrange_acts(self) -> Acts:
        commands = self._window.canvas.commands
        return {
            "tidy": self._window.canvas.tidy_up,
            **{f"align_{side}": partial(commands.align, side) for side in get_args(Side)},
            **{
                f"distribute_{way}": partial(commands.distribute, way)
                for way in get_args(Direction)
            },
        }

    def _help_acts(self) -> Acts:
        return {"shortcuts": self._on_shortcuts, "about": self._on_about}

    def _add_steps(self) -> None:
        """Add undo and redo, which name their step."""
        stack = self._window.document.undo_stack
        for name, action, key in (
            ("undo", stack.createUndoAction(self._window), "Ctrl+Z"),
            ("redo", stack.createRedoAction(self._window), "Ctrl+Shift+Z"),
        ):
            action.setShortcut(key)
            self._window.addAction(action)
            self.actions_by_name[name] = action
            action.changed.connect(self._on_step_changed)

    def _add_to_menu(self, menu: QMenu, name: str) -> None:
        if not name:
            menu.addSeparator()
        elif name == "recent":
            self._recent = RecentMenu(menu.addMenu(_("Open recent")), self._window)
        elif name == "segments":
            self._segments = SegmentsMenu(menu.addMenu(_("Segments")), self._window)
        elif name == "designs":
            self._designs = DesignsMenu(menu.addMenu(_("Show")), self._window)
        elif name == "language":
            self._languages = LanguageMenu(menu.addMenu(_("Language")), self._window)
        elif name == "theme":
            self._switches.add_themes(menu)
        else:
            menu.addAction(self.actions_by_name[name])

    def _fill_header(self) -> None:
        header = self._window.shell.header
        for name, text in (
            ("undo", _("Undo")),
            ("redo", _("Redo")),
            ("tidy", _("Tidy up")),
            ("play", _("Play")),
        ):
            header.add_button(name, text, self.actions_by_name[name])
        header.add_button("save", _("Save"), self.actions_by_name["save"], primary=True)

    def _on_step_changed(self) -> None:
        for name in ("undo", "redo"):
            self._window.shell.header.follow(name, self.actions_by_name[name])

    # What the user asks for

    def _on_open(self) -> None:
        self._window.files.ask_open()

    def _on_save(self) -> None:
        window = self._window
        if window.files.save() and window.document.path is not None:
            window.status.say(_("Saved {file}.").format(file=window.document.path.name))

    def _on_save_as(self) -> None:
        self._window.files.save_as()

    def _on_export(self) -> None:
        self._window.exports.open()

    def _on_quit(self) -> None:
        self._window.close()

    def _on_rename(self) -> None:
        self._window.canvas.commands.edit_selected()

    def _on_find(self) -> None:
        specification = self._window.specifications.view
        if specification is not None and specification.isVisible():
            specification.open_search()
            return
        self._window.show_canvas()
        self._window.canvas.open_find()

    def _on_document(self) -> None:
        self._window.document.select([])
        self._window.shell.right.show_selection()
        self._window.inspector.document_form.title.focus()

    def _on_play(self) -> None:
        self._window.play.toggle()

    def _on_present(self) -> None:
        self._window.executive.present()

    def _on_shortcuts(self) -> None:
        from funnelcraft.designer.frame.keyboard_sheet import KeyboardSheet, groups

        deeds = self._window.canvas.keys.deeds
        KeyboardSheet(self._window, groups(self.actions_by_name, deeds)).show()

    def _on_about(self) -> None:
        text = _("Version {version}. Draw a lead-to-revenue funnel, measure it, forecast it.")
        self._window.dialogs.tell("Funnelcraft", text.format(version=__version__))

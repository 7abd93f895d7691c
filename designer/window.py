"""The main window: one document, its views, and what can be done with them.

A bare window shows first; the model, the canvas and the panels are imported and made when it is
there (`fill`). So only what is light is imported at the top of this module.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QSize, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from funnelcraft import __version__
from funnelcraft.designer.plain_tips import plain_tip
from funnelcraft.designer.settings import Settings
from funnelcraft.designer.skeleton import Skeleton
from funnelcraft.designer.tabs import BASELINE, CANVAS, FORECAST
from funnelcraft.designer.theme import Choice, Theme
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.dialogs import Dialogs
    from funnelcraft.funnel.checks import Review
    from funnelcraft.funnel.findings import Finding, Place
    from funnelcraft.funnel.model import Funnel

USUAL_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """Shows a document. `settings` says what is remembered where.

    The window is bare until `fill` gives it a funnel to show.
    """

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.settings = settings
        self.theme = theme
        self._is_filled = False
        self.setMinimumSize(900, 600)
        self.setWindowTitle("Funnelcraft")
        self._pages = QStackedWidget()
        self._pages.addWidget(Skeleton(theme))
        centre = QWidget()
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._pages)
        self.setCentralWidget(centre)
        geometry = settings.window("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(USUAL_SIZE)

    def fill(self, funnel: "Funnel", dialogs: "Dialogs | None" = None) -> None:
        """Make all parts, on this funnel; `dialogs` asks the user."""
        from funnelcraft.designer.backtests import Backtests
        from funnelcraft.designer.baseline.desk import Baselines
        from funnelcraft.designer.canvas.play.desk import PlayDesk
        from funnelcraft.designer.checker import Checker
        from funnelcraft.designer.dialogs import Dialogs
        from funnelcraft.designer.document import Document
        from funnelcraft.designer.files import FileDesk
        from funnelcraft.designer.forecasts import Forecasts
        from funnelcraft.designer.importing.desk import ImportDesk
        from funnelcraft.designer.live import LiveForecast

        self.dialogs = dialogs or Dialogs(self)
        self.document = Document(funnel)
        self.files = FileDesk(self.document, self.settings, self.dialogs)
        self.live = LiveForecast(self.document)
        self.checker = Checker(self.document)
        for part in (self.document, self.files, self.live, self.checker):
            part.setParent(self)  # or Python would destroy them in an order of its own
        self._make_parts(self.theme.palette)
        self._make_actions()
        self._connect()
        self.forecasts = Forecasts(self)
        self.baselines = Baselines(self)
        self.play = PlayDesk(self)
        self.imports = ImportDesk(self)
        self.backtests = Backtests(self)
        self.baselines.import_wanted.connect(self._on_import)
        self.baselines.example_wanted.connect(self.imports.open_example)
        self.baselines.backtest_wanted.connect(self.backtests.run)
        self.setAcceptDrops(True)
        self._is_filled = True
        self._restore()
        self._show_state()
        self.checker.check_now()
        if self.isVisible():
            self._settle()

    # Parts

    def _make_parts(self, palette: Palette) -> None:
        from funnelcraft.designer.canvas.view import CanvasView
        from funnelcraft.designer.findings import FindingsPanel
        from funnelcraft.designer.inspector.panel import Inspector
        from funnelcraft.designer.messages import MessageBar
        from funnelcraft.designer.outline import Outline
        from funnelcraft.designer.shell import Shell
        from funnelcraft.designer.status import StatusBar

        self.canvas = CanvasView(self.document, palette)
        self.outline = Outline(self.document, palette)
        self.inspector = Inspector(self.document)
        self.findings = FindingsPanel(self.document, palette)
        self.shell = Shell(self.outline, self.canvas, self.inspector, self.findings)
        self.messages = MessageBar()
        self._column.insertWidget(0, self.messages)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self._pages.addWidget(self.shell)
        self._pages.setCurrentWidget(self.shell)

    def _make_actions(self) -> None:
        from funnelcraft.designer.actions import make_actions
        from funnelcraft.funnel.edits.arranging import Direction, Side

        commands = self.canvas.commands
        self.actions_by_name = make_actions(
            self,
            {
                "new": self.show_gallery,
                "open": self._on_open,
                "save": self._on_save,
                "save_as": self._on_save_as,
                "import": self._on_import,
                "quit": self._on_quit,
                "delete": self.delete_selection,
                "select_all": self.canvas.select_all,
                "rename": self._on_rename,
                "cut": commands.cut,
                "copy": commands.copy,
                "paste": commands.paste,
                "duplicate": commands.duplicate,
                "find": self._on_find,
                "find_document": self._on_document,
                **{f"align_{side}": partial(commands.align, side) for side in get_args(Side)},
                **{
                    f"distribute_{way}": partial(commands.distribute, way)
                    for way in get_args(Direction)
                },
                "tidy": self.canvas.tidy_up,
                "canvas_tab": self.show_canvas,
                "forecast_tab": self.show_forecast,
                "baseline_tab": self.show_baseline,
                "play": self._on_play,
                "zoom_in": self.canvas.zoom_in,
                "zoom_out": self.canvas.zoom_out,
                "zoom_reset": self.canvas.reset_zoom,
                "fit": self.canvas.fit,
                "zoom_selection": self.canvas.zoom_to_selection,
                "outline": self._on_panels,
                "inspector": self._on_panels,
                "findings": self._on_findings_switch,
                "minimap": self._on_minimap,
                "heat": self._on_heat,
                "theme_system": self._on_theme,
                "theme_light": self._on_theme,
                "theme_dark": self._on_theme,
                "high_contrast": self._on_high_contrast,
                "shortcuts": self._on_shortcuts,
                "about": self._on_about,
            },
        )
        self.actions_by_name["shortcuts"].setShortcuts([QKeySequence(keys) for keys in ("F1", "?")])
        stack = self.document.undo_stack
        for name, action, key in (
            ("undo", stack.createUndoAction(self, _("Undo")), "Ctrl+Z"),
            ("redo", stack.createRedoAction(self, _("Redo")), "Ctrl+Shift+Z"),
        ):
            action.setShortcut(key)
            self.addAction(action)
            self.actions_by_name[name] = action
            action.changed.connect(self._on_action_changed)
        self._make_menus()
        header = self.shell.header
        for name, text in (
            ("undo", _("Undo")),
            ("redo", _("Redo")),
            ("tidy", _("Tidy up")),
            ("play", _("Play")),
        ):
            header.add_button(name, text, self.actions_by_name[name])
        header.add_button("save", _("Save"), self.actions_by_name["save"], primary=True)

    def _make_menus(self) -> None:
        from funnelcraft.designer.actions import menus

        themes = QActionGroup(self)
        for choice in ("system", "light", "dark"):
            action = self.actions_by_name[f"theme_{choice}"]
            themes.addAction(action)
            action.setChecked(self.theme.choice == choice)
        for name in ("outline", "inspector", "findings", "minimap"):
            self.actions_by_name[name].setChecked(True)
        for title, names in menus():
            menu = self.menuBar().addMenu(title)
            for name in names:
                if not name:
                    menu.addSeparator()
                elif name == "recent":
                    self._recent = menu.addMenu(_("Open recent"))
                    self._recent.aboutToShow.connect(self._on_recent_menu)
                elif name == "segments":
                    self._segments = menu.addMenu(_("Segments"))
                    self._segments.aboutToShow.connect(self._on_segments_menu)
                elif name == "theme":
                    self._fill_theme_menu(menu.addMenu(_("Theme")), themes)
                    contrast = self.actions_by_name["high_contrast"]
                    contrast.setChecked(self.theme.high_contrast)
                    menu.addAction(contrast)
                else:
                    menu.addAction(self.actions_by_name[name])

    @staticmethod
    def _fill_theme_menu(menu: QMenu, themes: QActionGroup) -> None:
        menu.addActions(themes.actions())

    def _connect(self) -> None:
        document, files = self.document, self.files
        document.changed.connect(self._on_changed)
        document.state_changed.connect(self._show_state)
        document.selection_changed.connect(self._on_selection_changed)
        document.refused.connect(self._on_refused_edit)
        files.problem.connect(self.messages.show_problem)
        files.notice.connect(self.messages.show_notice)
        files.opened.connect(self._on_opened)
        files.about_to_save.connect(self.inspector.commit)
        self.canvas.zoom_changed.connect(self.status.show_zoom)
        self.canvas.message.connect(self.status.say)
        self.canvas.minimap.closed.connect(self._on_minimap_closed)
        self.outline.delete_wanted.connect(self.delete_selection)
        self.outline.gallery_wanted.connect(self.show_gallery)
        self.inspector.delete_wanted.connect(self.delete_selection)
        self.inspector.role_wanted.connect(self._on_role_wanted)
        self.checker.reviewed.connect(self._on_reviewed)
        self.findings.jump.connect(self.go_to)
        self.findings.announced.connect(self.status.say)
        self.findings.expanded_changed.connect(self._on_findings_expanded)
        self.shell.tab_changed.connect(self._on_tab)
        self.theme.changed.connect(self._on_theme_changed)

    # What is shown

    def show_start(self) -> None:
        """Show recent files and templates instead of a document."""
        from funnelcraft.designer.start_page import StartPage

        page = StartPage(self.theme.palette, self.settings.recent)
        page.file_wanted.connect(self.files.open_path)
        page.dialog_wanted.connect(self.files.ask_open)
        page.template_wanted.connect(self.files.new_from)
        page.import_wanted.connect(self._on_import)
        self.theme.changed.connect(page.set_colours)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.status.show_saved("")  # nothing is open yet

    @property
    def is_at_start(self) -> bool:
        """Whether the start screen is shown."""
        return self._pages.currentWidget() is not self.shell

    def show_canvas(self) -> None:
        """Show the drawing."""
        self.shell.tabs.setCurrentIndex(CANVAS)

    def show_forecast(self) -> None:
        """Show the forecast."""
        self.shell.tabs.setCurrentIndex(FORECAST)

    def show_baseline(self) -> None:
        """Show what was measured."""
        self.shell.tabs.setCurrentIndex(BASELINE)

    def show_gallery(self) -> None:
        """Offer the templates."""
        from funnelcraft.designer.gallery import GalleryDialog

        gallery = GalleryDialog(self.theme.palette, self, self._on_template)
        gallery.exec()
        gallery.deleteLater()

    def go_to(self, finding: "Finding") -> None:
        """Show the place of a finding on the canvas and in the inspector."""
        self.go_to_place(finding.place)

    def go_to_place(self, place: "Place") -> None:
        """Show a place on the canvas and in the inspector."""
        if place.kind in ("stage", "trigger", "source"):
            self.show_canvas()
            self.document.go_to(place.kind, place.id)
        elif place.kind == "opening":
            self.show_canvas()
            self.document.go_to("stage", place.id)
        else:
            self.document.select([])
        self.shell.right.show_selection()
        self.inspector.focus_field("opening" if place.kind == "opening" else place.field)

    def delete_selection(self) -> None:
        """Delete what is selected, and what hangs on it."""
        if self.document.selection:
            self.canvas.delete_selection()

    def _on_reviewed(self, funnel: "Funnel", review: "Review") -> None:
        self.findings.show_review(funnel, review)
        self.canvas.show_findings(review.open)

    def _show_state(self) -> None:
        from funnelcraft.designer.document import document_name

        document = self.document
        name = document_name(document)
        self.setWindowModified(not document.is_saved)
        mark = _(" (view only)") if document.is_view_only else ""
        self.setWindowTitle(f"{name}{mark}[*] — Funnelcraft")
        self.shell.header.title.setText(name)
        where = document.path.name if document.path else _("not saved yet")
        self.shell.header.file.setText(f"{where}{mark}")
        if document.is_view_only:
            self.status.show_saved(_("View only"))
        elif document.path is None:
            self.status.show_saved(_("Not saved yet"))
        else:
            self.status.show_saved(_("Saved") if document.is_saved else _("Changed"))

    def _on_changed(self, _before: object, _after: object) -> None:
        self._show_state()

    def _on_opened(self) -> None:
        self.messages.hide()
        self._pages.setCurrentWidget(self.shell)
        self._show_state()
        self.checker.check_now()
        self.canvas.fit()
        self.forecasts.forget()
        self.forecasts.begin()

    def _on_selection_changed(self) -> None:
        self.actions_by_name["delete"].setEnabled(bool(self.document.selection))
        if self.document.selection:
            self.shell.right.show_selection()

    def _on_action_changed(self) -> None:
        for name in ("undo", "redo"):
            self.shell.header.follow(name, self.actions_by_name[name])

    def _on_refused_edit(self) -> None:
        self.messages.show_notice(
            _("This document is open for viewing only. Save it under another name to edit it.")
        )

    # What the user asks for

    def _on_open(self) -> None:
        self.files.ask_open()

    def _on_save(self) -> None:
        if self.files.save() and self.document.path is not None:
            self.status.say(_("Saved {file}.").format(file=self.document.path.name))

    def _on_save_as(self) -> None:
        self.files.save_as()

    def _on_import(self) -> None:
        self.imports.open()

    def _on_quit(self) -> None:
        self.close()

    def _on_template(self, name: str) -> None:
        self.files.new_from(name)

    def _on_document(self) -> None:
        self.document.select([])
        self.shell.right.show_selection()
        self.inspector.document_form.title.focus()

    def _on_rename(self) -> None:
        self.canvas.commands.edit_selected()

    def _on_find(self) -> None:
        self.show_canvas()
        self.canvas.open_find()

    def _on_play(self) -> None:
        self.play.toggle()

    def _on_role_wanted(self, stage_id: str) -> None:
        answer = self.dialogs.new_role()
        if answer is not None:
            self.inspector.stage_form.give_new_role(stage_id, *answer)

    def _on_recent_menu(self) -> None:
        self._recent.clear()
        for path in self.settings.recent:
            action = QAction(path.name.replace("&", "&&"), self._recent)
            action.setToolTip(plain_tip(str(path)))
            action.setData(str(path))
            action.triggered.connect(self._on_recent)
            self._recent.addAction(action)
        if self._recent.isEmpty():
            self._recent.addAction(_("No recent files")).setEnabled(False)

    def _on_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.files.open_path(Path(str(action.data())))

    def show_tab(self) -> None:
        """Show what belongs to the chosen tab, or a word of waiting until it can be drawn."""
        index = self.shell.tabs.currentIndex()
        self.shell.pages.setCurrentWidget(self._view_of(index))
        self.shell.right.show_forecast(index == FORECAST and self.forecasts.view is not None)

    def _on_tab(self, index: int) -> None:
        self.show_tab()
        self.status.zoom.setVisible(index == CANVAS)
        (self.canvas if index == CANVAS else self.shell.tabs).setFocus()

    def _view_of(self, index: int) -> QWidget:
        """Return what a tab shows, made when it is first chosen."""
        if index == CANVAS:
            return self.canvas
        desk = self.baselines if index == BASELINE else self.forecasts
        if desk.view is None and self.forecasts.is_importing:
            return self.shell.waiting
        return desk.open_view()

    def _on_panels(self) -> None:
        self.outline.setVisible(self.actions_by_name["outline"].isChecked())
        self.shell.right.setVisible(self.actions_by_name["inspector"].isChecked())

    def _on_findings_switch(self) -> None:
        self.findings.set_expanded(self.actions_by_name["findings"].isChecked())

    def _on_findings_expanded(self, expanded: bool) -> None:
        self.actions_by_name["findings"].setChecked(expanded)

    def _on_high_contrast(self) -> None:
        high = self.actions_by_name["high_contrast"].isChecked()
        self.settings.keep_flag("high_contrast", high)
        self.theme.raise_contrast(high)

    def _on_minimap(self) -> None:
        self.canvas.minimap.want(self.actions_by_name["minimap"].isChecked())

    def _on_minimap_closed(self) -> None:
        self.actions_by_name["minimap"].setChecked(False)

    def _on_heat(self) -> None:
        self.canvas.show_heat(self.actions_by_name["heat"].isChecked())

    def _on_segments_menu(self) -> None:
        segments = self.document.funnel.segments
        self._segments.clear()
        if len(segments) < 2:
            self._segments.addAction(_("No segments to tell apart")).setEnabled(False)
            return
        choices = QActionGroup(self._segments)
        shown = self.canvas.canvas.segment
        for segment_id, name in ((None, _("All together")), *((s.id, s.name) for s in segments)):
            action = QAction(" ".join(name.split()).replace("&", "&&"), self._segments)
            action.setCheckable(True)
            action.setChecked(segment_id == shown)
            action.triggered.connect(partial(self._show_segment, segment_id))
            choices.addAction(action)
            self._segments.addAction(action)

    def _show_segment(self, segment: str | None, _checked: bool = False) -> None:
        self.show_canvas()
        self.canvas.show_segment(segment)

    def _on_theme(self) -> None:
        choices: tuple[Choice, ...] = ("system", "light", "dark")
        for choice in choices:
            if self.actions_by_name[f"theme_{choice}"].isChecked():
                self.settings.theme = choice
                self.theme.choose(choice)

    def _on_theme_changed(self, palette: Palette) -> None:
        self.canvas.set_colours(palette)
        self.outline.set_colours(palette)
        self.findings.set_colours(palette)
        self.forecasts.set_colours(palette)
        self.baselines.set_colours(palette)

    def _on_shortcuts(self) -> None:
        from funnelcraft.designer.keyboard_sheet import KeyboardSheet, groups

        KeyboardSheet(self, groups(self.actions_by_name, self.canvas.keys.deeds)).show()

    def _on_about(self) -> None:
        text = _("Version {version}. Draw a lead-to-revenue funnel, measure it, forecast it.")
        self.dialogs.tell("Funnelcraft", text.format(version=__version__))

    # The window itself

    def start_work(self) -> None:
        """Begin what may take time, once the window has been painted."""
        if not self.is_at_start:
            self.forecasts.begin_soon()
        QTimer.singleShot(0, self, self._offer_recovered)

    def _offer_recovered(self) -> None:
        found = self.files.recovered()
        if found:
            self.messages.offer_recovered(found[0], self.files)

    def _restore(self) -> None:
        across = self.settings.window("across")
        if across is not None:
            self.shell.across.restoreState(across)
        self.findings.set_expanded(self.settings.flag("findings", True))

    def _keep(self) -> None:
        self.settings.keep_window("geometry", self.saveGeometry())
        self.settings.keep_window("across", self.shell.across.saveState())
        self.settings.keep_flag("findings", self.findings.is_expanded)
        self.settings.flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Take note of being shown."""
        super().showEvent(event)
        if self._is_filled:
            self._settle()

    def _settle(self) -> None:
        """Take the sizes and the focus that only a window on the screen can have."""
        self.shell.fit_findings()
        if not self.is_at_start:
            self.canvas.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before what is not saved would be lost."""
        if not self._is_filled:
            event.accept()
            return
        if not self.files.may_leave():
            event.ignore()
            return
        self._keep()
        self.shut()
        event.accept()

    def shut(self) -> None:
        """End all work in order; the window can then be destroyed."""
        self.play.close()
        self.imports.close()
        self.backtests.close()
        self.forecasts.close()
        self.checker.close()
        self.files.close()
        # A stack that is destroyed empties itself, and would tell parts that are gone already.
        self.document.undo_stack.blockSignals(True)
        for action in self.actions_by_name.values():
            action.blockSignals(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if self._dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a document that is dropped; import exports."""
        from funnelcraft.designer.importing.desk import are_exports

        paths = self._dropped(event.mimeData().urls())
        if not paths:
            return
        event.acceptProposedAction()
        if are_exports(paths):
            self.imports.open(paths)
        else:
            self.files.open_path(paths[0])

    @staticmethod
    def _dropped(urls: list[QUrl]) -> tuple[Path, ...]:
        """Return the files that are dropped; none where one of them is a network address."""
        if any(not url.isLocalFile() or url.host() for url in urls):
            return ()
        return tuple(Path(url.toLocalFile()) for url in urls)

"""The main window: one document, its views, and what can be done with them.

A bare window shows first; the model, the canvas and the panels are imported and made when it is
there (`fill`). So only what is light is imported at the top of this module.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from funnelcraft.designer.files.drops import open_dropped
from funnelcraft.designer.frame.skeleton import Skeleton
from funnelcraft.designer.frame.tabs import BASELINE, CANVAS, COMPARISON, FORECAST, SPECIFICATION
from funnelcraft.designer.look.theme import Theme
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.settings import Settings
from funnelcraft.designer.widgets.dropping import dropped_files

if TYPE_CHECKING:
    from funnelcraft.designer.dialogs import Dialogs
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
        from funnelcraft.designer.baseline.backtests import Backtests
        from funnelcraft.designer.baseline.desk import Baselines
        from funnelcraft.designer.canvas.play.desk import PlayDesk
        from funnelcraft.designer.comparison.desk import Comparisons
        from funnelcraft.designer.dialogs import Dialogs
        from funnelcraft.designer.document import Document
        from funnelcraft.designer.executive.desk import Executive
        from funnelcraft.designer.exporting.desk import ExportDesk
        from funnelcraft.designer.files.desk import FileDesk
        from funnelcraft.designer.findings.checker import Checker
        from funnelcraft.designer.forecasts import Forecasts
        from funnelcraft.designer.frame.action_desk import ActionDesk
        from funnelcraft.designer.frame.exchange import Exchange
        from funnelcraft.designer.frame.tab_desk import TabDesk
        from funnelcraft.designer.frame.title import show_title
        from funnelcraft.designer.importing.desk import ImportDesk
        from funnelcraft.designer.importing.diagrams import DiagramDesk
        from funnelcraft.designer.live import LiveForecast
        from funnelcraft.designer.scenarios.desk import Scenarios
        from funnelcraft.designer.specification.desk import Specifications

        self.dialogs = dialogs or Dialogs(self)
        self.document = Document(funnel)
        self.files = FileDesk(self.document, self.settings, self.dialogs)
        self.live = LiveForecast(self.document)
        self.checker = Checker(self.document)
        for part in (self.document, self.files, self.live, self.checker):
            part.setParent(self)  # or Python would destroy them in an order of its own
        self._make_parts(self.theme.palette)
        self.scenarios = Scenarios(self)
        self._actions = ActionDesk(self)
        self.actions_by_name = self._actions.actions_by_name
        self.scenarios.refresh()
        self._exchange = Exchange(self)
        self._tabs = TabDesk(self)
        self.forecasts = Forecasts(self)
        self.comparisons = Comparisons(self)
        self.baselines = Baselines(self)
        self.specifications = Specifications(self)
        self.play = PlayDesk(self)
        self.executive = Executive(self)
        self.imports = ImportDesk(self)
        self.diagrams = DiagramDesk(self)
        self.exports = ExportDesk(self)
        self.backtests = Backtests(self)
        self.baselines.import_wanted.connect(self.import_exports)
        self.baselines.example_wanted.connect(self.imports.open_example)
        self.baselines.backtest_wanted.connect(self.backtests.run)
        self.setAcceptDrops(True)
        self._is_filled = True
        self._restore()
        show_title(self)
        self.checker.check_now()
        if self.isVisible():
            self._settle()

    # Parts

    def _make_parts(self, palette: Palette) -> None:
        from funnelcraft.designer.canvas.view import CanvasView
        from funnelcraft.designer.findings.panel import FindingsPanel
        from funnelcraft.designer.frame.messages import MessageBar
        from funnelcraft.designer.frame.outline import Outline
        from funnelcraft.designer.frame.shell import Shell
        from funnelcraft.designer.frame.status import StatusBar
        from funnelcraft.designer.inspector.panel import Inspector

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

    # What is shown

    def show_start(self) -> None:
        """Show recent files and templates instead of a document."""
        from funnelcraft.designer.frame.start_page import StartPage

        page = StartPage(self.theme.palette, self.settings.recent)
        page.file_wanted.connect(self.files.open_path)
        page.dialog_wanted.connect(self.files.ask_open)
        page.template_wanted.connect(self.files.new_from)
        page.import_wanted.connect(self.import_exports)
        self.theme.changed.connect(page.set_colours)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.status.show_saved("")  # nothing is open yet

    @property
    def is_at_start(self) -> bool:
        """Whether the start screen is shown."""
        return self._pages.currentWidget() is not self.shell

    def leave_start(self) -> None:
        """Show the document where the start screen was."""
        self._pages.setCurrentWidget(self.shell)

    def show_canvas(self) -> None:
        """Show the drawing."""
        self.shell.tabs.setCurrentIndex(CANVAS)

    def show_forecast(self) -> None:
        """Show the forecast."""
        self.shell.tabs.setCurrentIndex(FORECAST)

    def show_comparison(self) -> None:
        """Show two designs beside each other."""
        self.shell.tabs.setCurrentIndex(COMPARISON)

    def show_baseline(self) -> None:
        """Show what was measured."""
        self.shell.tabs.setCurrentIndex(BASELINE)

    def show_specification(self) -> None:
        """Show the specification."""
        self.shell.tabs.setCurrentIndex(SPECIFICATION)

    def show_gallery(self) -> None:
        """Offer the templates."""
        from funnelcraft.designer.frame.gallery import GalleryDialog

        gallery = GalleryDialog(self.theme.palette, self, self._on_template)
        gallery.exec()
        gallery.deleteLater()

    def _on_template(self, name: str) -> None:
        self.files.new_from(name)

    def show_tab(self) -> None:
        """Show what belongs to the chosen tab, or a word of waiting until it can be drawn."""
        self._tabs.show_chosen()

    def import_exports(self) -> None:
        """Import a CRM export."""
        self.imports.open()

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
        self.executive.close()
        self.play.close()
        self.imports.close()
        self.diagrams.close()
        self.exports.close()
        self.specifications.close()
        self.backtests.close()
        self.comparisons.close()
        self.forecasts.close()
        self.checker.close()
        self.files.close()
        # A stack that is destroyed empties itself, and would tell parts that are gone already.
        self.document.undo_stack.blockSignals(True)
        for action in self.actions_by_name.values():
            action.blockSignals(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a document that is dropped; import exports."""
        paths = dropped_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            open_dropped(self, paths)

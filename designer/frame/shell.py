"""The frame of the window: header, outline, tabs, inspector, findings, side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.findings.panel import FindingsPanel
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.designer.widgets.roomy import RoomyTabs
from funnelcraft.funnel.text import _

LEFT, RIGHT = 264, 328


def styled(role: str) -> QWidget:
    """Make a widget whose ground the stylesheet paints."""
    made = QWidget()
    made.setProperty("role", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


class Header(QWidget):
    """The line at the top: what is open, and what is done most often."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", "strong")
        self.file = label("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(STEP * 2, STEP - 1, STEP * 2, STEP - 1)
        self._row.setSpacing(STEP)
        self._row.addWidget(self.title)
        self._row.addWidget(self.file)
        self._row.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}

    def add_design(self, switch: QPushButton) -> None:
        """Take the button that says which design is shown."""
        self._row.insertWidget(self._row.indexOf(self.file) + 1, switch)

    def add_button(self, name: str, text: str, action: QAction, primary: bool = False) -> None:
        """Add a button that does what an action does, while it can be done."""
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        button.setToolTip(_tip(action))
        self.buttons[name] = button
        self._row.addWidget(button)

    def follow(self, name: str, action: QAction) -> None:
        """Show a button the way its action is now."""
        button = self.buttons[name]
        button.setEnabled(action.isEnabled())
        button.setToolTip(_tip(action))
        if not action.icon().isNull() and name != "save":
            button.setIcon(action.icon())


def _tip(action: QAction) -> str:
    text = action.toolTip()  # the action's text, unless it says why it can't be done
    keys = action.shortcut().toString()
    return plain_tip(f"{text} ({keys})" if keys else text)


class TabRow(QWidget):
    """The row of the tabs, which stand closer together where it is narrow."""

    def __init__(self, tabs: RoomyTabs) -> None:
        super().__init__()
        self._tabs = tabs
        self.setProperty("role", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, 0, STEP, 0)
        row.addWidget(tabs)
        row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tabs."""
        super().resizeEvent(event)
        self._tabs.fit(self.width() - 2 * STEP)


FORECAST_SETTINGS, SELECTION, CHANGES = range(3)  # tabs of the right panel


class RightPanel(QWidget):
    """The inspector; beside it the forecast's settings, or what a scenario changes, when shown."""

    def __init__(self, inspector: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "side-right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = RoomyTabs()
        self.tabs.addTab(_("Forecast"))
        self.tabs.addTab(_("Selection"))
        self.tabs.addTab(_("Changes"))
        for tab in (FORECAST_SETTINGS, CHANGES):
            self.tabs.setTabVisible(tab, False)
        self.tabs.setCurrentIndex(SELECTION)
        self.tabs.setAccessibleName(_("What the right panel shows"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(inspector)
        self._of_tab = {SELECTION: inspector}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.pages, 1)

    def add_settings(self, settings: QWidget) -> None:
        """Take the forecast's settings, which are made late."""
        self._of_tab[FORECAST_SETTINGS] = settings
        self.pages.insertWidget(1, settings)

    def add_changes(self, changes: QWidget) -> None:
        """Take what tells the changes of a scenario."""
        self._of_tab[CHANGES] = changes
        self.pages.addWidget(changes)

    def show_forecast(self, shown: bool) -> None:
        """The forecast is shown, or is no longer."""
        self._offer(FORECAST_SETTINGS, shown)
        if shown:
            self.tabs.setCurrentIndex(FORECAST_SETTINGS)

    def show_scenario(self, shown: bool) -> None:
        """A scenario is shown, or is no longer."""
        self._offer(CHANGES, shown)

    def show_selection(self) -> None:
        """Show the inspector: something was selected."""
        self.tabs.setCurrentIndex(SELECTION)

    def show_changes(self) -> None:
        """Show what the scenario changes, where one is shown."""
        if self.tabs.isTabVisible(CHANGES):
            self.tabs.setCurrentIndex(CHANGES)

    @property
    def shows_changes(self) -> bool:
        """Whether the changes of a scenario are what is looked at."""
        return self.tabs.currentIndex() == CHANGES

    def _offer(self, tab: int, offered: bool) -> None:
        """Let a tab be chosen or not; alone, the inspector needs no tabs."""
        if not offered and self.tabs.currentIndex() == tab:
            self.tabs.setCurrentIndex(SELECTION)
        self.tabs.setTabVisible(tab, offered)
        others = (FORECAST_SETTINGS, CHANGES)
        self.tabs.setVisible(any(self.tabs.isTabVisible(one) for one in others))

    def _on_tab(self, index: int) -> None:
        self.pages.setCurrentWidget(self._of_tab.get(index, self._of_tab[SELECTION]))


class Shell(QWidget):
    """Puts the parts together. `tab_changed(index)` when another tab is chosen."""

    tab_changed = Signal(int)

    def __init__(
        self, outline: QWidget, canvas: QWidget, inspector: QWidget, findings: FindingsPanel
    ) -> None:
        super().__init__()
        self.header = Header()
        self.right = RightPanel(inspector)
        self.outline = outline
        self.findings = findings
        self.tabs = RoomyTabs()
        self.tabs.addTab(_("Canvas"))
        self.tabs.addTab(_("Forecast"))
        self.tabs.addTab(_("Comparison"))
        self.tabs.addTab(_("Baseline"))
        self.tabs.addTab(_("Specification"))
        for tab in range(self.tabs.count()):
            self.tabs.setTabToolTip(tab, self.tabs.tabText(tab))
        self.tabs.setAccessibleName(_("Views of the funnel"))
        self.tabs.currentChanged.connect(self.tab_changed)
        self.pages = QStackedWidget()
        self.pages.addWidget(canvas)
        self.waiting = label(_("One moment …"), "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(self.waiting)
        self._across = self._make_across()
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.setChildrenCollapsible(False)
        self._down.addWidget(self._across)
        self._down.addWidget(findings)
        self._down.setStretchFactor(0, 1)
        self._down.setStretchFactor(1, 0)
        findings.expanded_changed.connect(self._on_findings_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self._down, 1)

    def _make_across(self) -> QSplitter:
        bar = TabRow(self.tabs)
        centre = styled("ground")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        for widget in (self.outline, centre, self.right):
            across.addWidget(widget)
        self.outline.setMinimumWidth(180)
        self.right.setMinimumWidth(264)
        centre.setMinimumWidth(360)
        for at, stretch in enumerate((0, 1, 0)):
            across.setStretchFactor(at, stretch)
        across.setSizes([LEFT, 1000, RIGHT])
        return across

    def add_banner(self, banner: QWidget) -> None:
        """Take what says that a scenario is shown: across the window, below the header."""
        self._column.insertWidget(1, banner)

    @property
    def across(self) -> QSplitter:
        """The splitter between outline, centre and inspector."""
        return self._across

    def _on_findings_changed(self, _expanded: bool) -> None:
        self.fit_findings()

    def fit_findings(self) -> None:
        """Give the findings the room they want."""
        wanted = self.findings.wanted_height
        whole = sum(self._down.sizes()) or self.height()
        self.findings.setMinimumHeight(min(wanted, 41))
        self.findings.setMaximumHeight(16_777_215 if self.findings.is_expanded else wanted)
        self._down.setSizes([max(100, whole - wanted), wanted])

"""Scenarios in the window: which design is edited, what a scenario changes, and its marks."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from funnelcraft.designer.document import Item
from funnelcraft.designer.frame.title import show_title
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.designer.scenarios.banner import ScenarioBanner
from funnelcraft.designer.scenarios.deeds import ScenarioDeeds
from funnelcraft.designer.scenarios.menu import DEEDS, DesignsMenu, scenario_name
from funnelcraft.designer.scenarios.panel import ChangesPanel
from funnelcraft.designer.scenarios.switch import DesignSwitch
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import Account, Told, account_of
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

_OWN = ("title", "notes", "decision", "language")  # of the document, whichever scenario is shown
OF_A_SCENARIO = ("copy", "rename", "remove", "adopt", "changes")  # actions that need one


class Scenarios(QObject):
    """Keeps switch, banner, panel and canvas true to the scenario that is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
        self._deeds = ScenarioDeeds(window)
        self.account: Account | None = None  # of the scenario that is shown, as last told
        self.switch = DesignSwitch()
        self._menu = DesignsMenu(self.switch.choices, window, DEEDS)
        self.banner = ScenarioBanner()
        self.panel = ChangesPanel(window.theme.palette)
        window.shell.header.add_design(self.switch)
        window.shell.add_banner(self.banner)
        window.shell.right.add_changes(self.panel)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self.refresh)
        self._connect()

    def _connect(self) -> None:
        document, panel = self._document, self.panel
        document.changed.connect(self._on_changed)
        document.scenario_changed.connect(self._on_switched)
        document.state_changed.connect(self._idle.start)
        document.about_to_switch.connect(panel.commit)
        self._window.files.about_to_save.connect(panel.commit)
        self._window.theme.changed.connect(self._on_theme)
        self._window.shell.right.tabs.currentChanged.connect(self._on_tab)
        self.banner.changes_wanted.connect(self.show_changes)
        self.banner.design_wanted.connect(self.show_design)
        self.banner.next_wanted.connect(self.show_next)
        panel.go.connect(self._on_go)
        panel.switched.connect(self._deeds.switch_line)
        panel.dropped.connect(self._deeds.drop_line)
        panel.noted.connect(self._deeds.note)
        panel.settle_wanted.connect(self._deeds.settle)
        panel.adopt_wanted.connect(self._deeds.adopt)

    def acts(self) -> Mapping[str, Callable[[], None]]:
        """Return what each action does, by its name."""
        return {
            "scenario_new": self._deeds.add,
            "scenario_copy": self._deeds.copy,
            "scenario_rename": self._deeds.rename,
            "scenario_remove": self._deeds.remove,
            "scenario_adopt": self._deeds.adopt,
            "scenario_changes": self.show_changes,
            "scenario_next": self.show_next,
            "scenario_previous": self.show_previous,
        }

    # What is shown

    def refresh(self) -> None:
        """Bring everything in line with the scenario that is shown."""
        self._idle.stop()
        document, window = self._document, self._window
        account = account_of(document.base, document.scenario) if document.scenario else None
        self.account = account
        self.switch.show_design(scenario_name(account.name) if account is not None else "")
        if account is not None:
            self.banner.show_scenario(account)
        else:
            self.banner.show_design(len(document.base.scenarios))
        window.canvas.show_changes(account)
        window.shell.right.show_scenario(account is not None)
        self._show_panel()
        free = not document.is_view_only
        actions = window.actions_by_name
        for name in OF_A_SCENARIO:
            is_look = name == "changes"
            actions[f"scenario_{name}"].setEnabled(account is not None and (free or is_look))
        actions["scenario_new"].setEnabled(free)
        for name in ("next", "previous"):
            actions[f"scenario_{name}"].setEnabled(bool(document.base.scenarios))

    def _show_panel(self) -> None:
        """Tell the changes where they are looked at."""
        if self.account is not None and self._window.shell.right.shows_changes:
            self.panel.show_account(self.account, editable=not self._document.is_view_only)

    def show_changes(self) -> None:
        """Show what the scenario changes, line by line."""
        self.refresh()
        right = self._window.shell.right
        self._window.actions_by_name["inspector"].setChecked(True)
        right.show()
        right.show_changes()
        self._show_panel()
        if self.panel.rows:
            self.panel.rows[0].setFocus()

    def show_design(self) -> None:
        """Show the current design."""
        self._document.show_scenario("")

    def show_next(self) -> None:
        """Show the next scenario; after the last the design."""
        self._step(1)

    def show_previous(self) -> None:
        """Show the scenario before; before the first the design."""
        self._step(-1)

    def _step(self, by: int) -> None:
        document = self._document
        ids = ["", *(one.id for one in document.base.scenarios)]
        if len(ids) > 1:
            document.show_scenario(ids[(ids.index(document.scenario) + by) % len(ids)])

    def _on_go(self, line: Told) -> None:
        window, right = self._window, self._window.shell.right
        window.show_canvas()
        if line.drawn is not None and line.kind != "gone":
            self._document.select([Item(line.drawn, line.id)])
        else:
            self._document.select([])
            if line.kind == "gone":
                window.status.say(_("Only the current design has it."))
        right.show_changes()

    # What happens

    def _on_changed(self, before: Funnel, after: Funnel) -> None:
        self._idle.start()
        if self._document.scenario and self.account is not None:
            own = any(getattr(before, key) != getattr(after, key) for key in _OWN)
            if own and self.account.id == self._document.scenario:
                self._window.status.say(
                    _(
                        "Title, notes, the decision asked and the language belong to the whole "
                        "document, not to the scenario."
                    )
                )

    def _on_switched(self) -> None:
        self.refresh()
        show_title(self._window)
        words = QAccessibleAnnouncementEvent(self.banner, self.banner.accessibleName())
        QAccessible.updateAccessibility(words)
        if self.account is not None and not self._document.selection:
            self._window.shell.right.show_changes()

    def _on_theme(self, palette: Palette) -> None:
        self.panel.set_colours(palette)

    def _on_tab(self, _index: int) -> None:
        self._show_panel()

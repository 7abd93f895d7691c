"""Scenarios in the window: shows which design is edited, and does what is asked of scenarios."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from funnelcraft.designer.dialogs import bare_name
from funnelcraft.designer.document import Edit, Item
from funnelcraft.designer.scenarios.banner import ScenarioBanner
from funnelcraft.designer.scenarios.menu import DEEDS, DesignsMenu, scenario_name
from funnelcraft.designer.scenarios.panel import ChangesPanel
from funnelcraft.designer.scenarios.switch import DesignSwitch
from funnelcraft.designer.title import show_title
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.edits.copying import unlike
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import (
    Account,
    Told,
    account_of,
    add_scenario,
    adopted,
    change_scenario,
    copy_scenario,
    drop_changes,
    remove_scenario,
    scenario_of,
    settled,
    switch_changes,
)
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow

OF_A_SCENARIO = ("copy", "rename", "remove", "adopt", "changes")  # actions that need one


class Scenarios(QObject):
    """Keeps switch, banner, panel and canvas true to the scenario that is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document
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
        panel.go.connect(self._on_go)
        panel.switched.connect(self._on_line_switched)
        panel.dropped.connect(self._on_line_dropped)
        panel.noted.connect(self._on_noted)
        panel.settle_wanted.connect(self._on_settle)
        panel.adopt_wanted.connect(self.adopt)

    def acts(self) -> Mapping[str, Callable[[], None]]:
        """Return what each action does, by its name."""
        return {
            "scenario_new": self.add,
            "scenario_copy": self.copy,
            "scenario_rename": self.rename,
            "scenario_remove": self.remove,
            "scenario_adopt": self.adopt,
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
        self.banner.show_account(account)
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

    # What is done

    def add(self) -> None:
        """Ask for a name, and begin a scenario without changes."""
        self._document.about_to_switch.emit()
        taken = self._names()
        numbered = (_("Scenario {n}").format(n=n) for n in count(1))
        suggested = next(one for one in numbered if bare_name(one) not in map(bare_name, taken))
        name = self._window.dialogs.scenario_name(_("New scenario"), suggested, taken)
        if name is None:
            return
        after, made = add_scenario(self._document.base, name)
        label = _("New scenario “{name}”").format(name=name)
        self._document.apply_to_base(lambda _base: after, label, show=made)

    def copy(self) -> None:
        """Begin a scenario with the changes of the one that is shown."""
        self._do(self._copy)

    def _copy(self, account: Account) -> None:
        taken = {bare_name(one) for one in self._names()}
        name = unlike(scenario_name(account.name), taken)
        after, made = copy_scenario(self._document.base, account.id, name)
        label = _("Duplicate scenario “{name}”").format(name=scenario_name(account.name))
        self._document.apply_to_base(lambda _base: after, label, show=made)

    def rename(self) -> None:
        """Ask for another name of the scenario that is shown."""
        self._do(self._rename)

    def _rename(self, account: Account) -> None:
        taken = [one for one in self._names() if one != account.name]
        name = self._window.dialogs.scenario_name(_("Rename scenario"), account.name, taken)
        if name is not None:
            self._edit(
                lambda base: change_scenario(base, account.id, name=name),
                _("Rename scenario “{name}”").format(name=scenario_name(account.name)),
            )

    def remove(self) -> None:
        """Take the scenario that is shown away."""
        self._do(self._remove)

    def _remove(self, account: Account) -> None:
        name = scenario_name(account.name)
        self._document.apply_to_base(
            lambda base: remove_scenario(base, account.id),
            _("Remove scenario “{name}”").format(name=name),
            show="",
        )
        self._window.status.say(_("“{name}” was removed. Undo brings it back.").format(name=name))

    def adopt(self) -> None:
        """Make the changes of the scenario that is shown in the design itself."""
        self._do(self._adopt)

    def _adopt(self, account: Account) -> None:
        name = scenario_name(account.name)
        self._document.apply_to_base(
            lambda base: adopted(base, account.id),
            _("Make “{name}” the design").format(name=name),
            show="",
        )
        text = _("“{name}” is the current design now. Undo takes it back.")
        self._window.status.say(text.format(name=name))

    def _do(self, deed: Callable[[Account], None]) -> None:
        """Do something with the scenario that is shown, after what is still being typed."""
        self._document.about_to_switch.emit()
        account = account_of(self._document.base, self._document.scenario)
        if account is not None:
            deed(account)

    def _names(self) -> list[str]:
        return [one.name for one in self._document.base.scenarios]

    def _edit(self, edit: Edit, label: str) -> None:
        self._document.apply_to_base(edit, label)

    # What the lines ask for

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

    def _on_line_switched(self, line: Told, on: bool) -> None:
        text = _("Switch a change on: {change}") if on else _("Switch a change off: {change}")
        scenario = self._document.scenario
        self._edit(
            lambda base: switch_changes(base, scenario, line.changes, off=not on),
            text.format(change=self._said(line)),
        )

    def _on_line_dropped(self, line: Told) -> None:
        scenario = self._document.scenario
        self._edit(
            lambda base: drop_changes(base, scenario, line.changes),
            _("Take out: {change}").format(change=self._said(line)),
        )

    def _said(self, line: Told) -> str:
        return self.account.sentence(line) if self.account is not None else ""

    def _on_noted(self, text: str) -> None:
        scenario = self._document.scenario
        if scenario_of(self._document.base, scenario) is not None:
            self._edit(
                lambda base: change_scenario(base, scenario, notes=text),
                _("Change notes of a scenario"),
            )

    def _on_settle(self) -> None:
        scenario = self._document.scenario
        self._edit(lambda base: settled(base, scenario), _("Drop what no longer fits"))

    # What happens

    def _on_changed(self, before: Funnel, after: Funnel) -> None:
        self._idle.start()
        if self._document.scenario and self.account is not None:
            own = (before.title, before.notes) != (after.title, after.notes)
            if own and self.account.id == self._document.scenario:
                self._window.status.say(
                    _("Title and notes belong to the whole document, not to the scenario.")
                )

    def _on_switched(self) -> None:
        self.refresh()
        show_title(self._window)
        if self.account is not None and not self._document.selection:
            self._window.shell.right.show_changes()

    def _on_theme(self, palette: Palette) -> None:
        self.panel.set_colours(palette)

    def _on_tab(self, _index: int) -> None:
        self._show_panel()

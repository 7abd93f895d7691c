"""What can be done with the scenarios of a document, each as one undo step."""

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from funnelcraft.designer.dialogs import bare_name
from funnelcraft.designer.document import Edit
from funnelcraft.designer.scenarios.menu import scenario_name
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
    settled,
    switch_changes,
)
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


class ScenarioDeeds(QObject):
    """Adds scenarios, and does what is asked of the one that is shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._document = window.document

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
        account = self._account()
        if account is not None:
            deed(account)

    def _account(self) -> Account | None:
        return account_of(self._document.base, self._document.scenario)

    def _names(self) -> list[str]:
        return [one.name for one in self._document.base.scenarios]

    def _edit(self, edit: Edit, label: str) -> None:
        self._document.apply_to_base(edit, label)

    # Of single changes

    def switch_line(self, line: Told, on: bool) -> None:
        """Switch what a line tells on, or off."""
        text = _("Switch a change on: {change}") if on else _("Switch a change off: {change}")
        self._edit_line(
            line, text, lambda base, one: switch_changes(base, one, line.changes, off=not on)
        )

    def drop_line(self, line: Told) -> None:
        """Take what a line tells out of the scenario."""
        text = _("Take out: {change}")
        self._edit_line(line, text, lambda base, one: drop_changes(base, one, line.changes))

    def settle(self) -> None:
        """Drop the changes that no longer fit."""
        self._do(self._settle)

    def _settle(self, account: Account) -> None:
        self._edit(lambda base: settled(base, account.id), _("Drop what no longer fits"))

    def note(self, text: str) -> None:
        """Write what speaks for the scenario."""
        scenario = self._document.scenario
        if scenario:
            self._edit(
                lambda base: change_scenario(base, scenario, notes=text),
                _("Change notes of a scenario"),
            )

    def _edit_line(self, line: Told, label: str, edit: Callable[[Funnel, str], Funnel]) -> None:
        account = self._account()
        if account is not None:
            said = account.sentence(line)
            self._edit(lambda base: edit(base, account.id), label.format(change=said))

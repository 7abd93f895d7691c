"""A scenario made of an answer."""

from typing import TYPE_CHECKING

from funnelcraft.designer.dialogs import bare_name
from funnelcraft.funnel.edits.copying import unlike
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def make_scenario(window: "MainWindow", like: Funnel, suggested: str) -> None:
    """Ask for a name, and add a scenario that makes the design like a funnel: one undo step."""
    document = window.document
    taken = [one.name for one in document.base.scenarios]
    first = unlike(suggested, {bare_name(one) for one in taken})
    name = window.dialogs.scenario_name(_("New scenario"), first, taken)
    if name is None:
        return
    after, made = add_scenario(document.base, name, like=like)
    label = _("New scenario “{name}”").format(name=name)
    document.apply_to_base(lambda _base: after, label, show=made)
    window.status.say(
        _("The scenario “{name}” is shown now. Undo takes it away.").format(name=name)
    )

"""What title, header and status bar say of the open document: its name, its file, its state."""

from typing import TYPE_CHECKING

from funnelcraft.designer.document import Document, document_name
from funnelcraft.designer.scenarios.menu import scenario_name
from funnelcraft.funnel.scenarios import scenario_of
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.window import MainWindow


def show_title(window: "MainWindow") -> None:
    """Say what is open, in which file, and whether it is saved."""
    document = window.document
    name = document_name(document)
    scenario = scenario_of(document.base, document.scenario)
    design = name if scenario is None else f"{name} · {scenario_name(scenario.name)}"
    window.setWindowModified(not document.is_saved)
    mark = _(" (view only)") if document.is_view_only else ""
    window.setWindowTitle(f"{design}{mark}[*] — Funnelcraft")
    window.shell.header.title.setText(name)
    where = document.path.name if document.path else _("not saved yet")
    window.shell.header.file.setText(f"{where}{mark}")
    window.status.show_saved(_state(document))


def _state(document: Document) -> str:
    if document.is_view_only:
        return _("View only")
    if document.path is None:
        return _("Not saved yet")
    return _("Saved") if document.is_saved else _("Changed")

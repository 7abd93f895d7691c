"""What the window can do, as actions with names, shortcuts and places in the menus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from funnelcraft.funnel.text import _

Key = QKeySequence.StandardKey | str | None


@dataclass(frozen=True)
class Deed:
    """An action: its name, its shortcut, whether it is a switch."""

    name: str
    text: str
    key: Key = None
    is_switch: bool = False


def deeds() -> tuple[Deed, ...]:
    """Return all actions but undo and redo, which name their step."""
    return (
        *_file_deeds(),
        *_edit_deeds(),
        *_arrange_deeds(),
        *_scenario_deeds(),
        *_tab_deeds(),
        *_view_deeds(),
        *_help_deeds(),
    )


def _file_deeds() -> tuple[Deed, ...]:
    keys = QKeySequence.StandardKey
    return (
        Deed("new", _("New from a template …"), keys.New),
        Deed("open", _("Open …"), keys.Open),
        Deed("save", _("Save"), keys.Save),
        Deed("save_as", _("Save as …"), "Ctrl+Shift+S"),
        Deed("import", _("Import a CRM export …"), "Ctrl+I"),
        Deed("export", _("Export …"), "Ctrl+E"),
        Deed("quit", _("Quit"), "Ctrl+Q"),
    )


def _edit_deeds() -> tuple[Deed, ...]:
    keys = QKeySequence.StandardKey
    return (
        Deed("delete", _("Delete"), "Del"),
        Deed("cut", _("Cut"), keys.Cut),
        Deed("copy", _("Copy"), keys.Copy),
        Deed("paste", _("Paste"), keys.Paste),
        Deed("duplicate", _("Duplicate"), "Ctrl+D"),
        Deed("find", _("Find"), keys.Find),
        Deed("select_all", _("Select all"), keys.SelectAll),
        Deed("rename", _("Rename"), "F2"),
        Deed("find_document", _("Edit the document's settings"), "Ctrl+,"),
    )


def _arrange_deeds() -> tuple[Deed, ...]:
    return (
        Deed("tidy", _("Tidy up"), "Ctrl+L"),
        Deed("align_left", _("Align left edges"), "Ctrl+Shift+Left"),
        Deed("align_centre", _("Align centres"), "Ctrl+Shift+C"),
        Deed("align_right", _("Align right edges"), "Ctrl+Shift+Right"),
        Deed("align_top", _("Align top edges"), "Ctrl+Shift+Up"),
        Deed("align_middle", _("Align middles"), "Ctrl+Shift+M"),
        Deed("align_bottom", _("Align bottom edges"), "Ctrl+Shift+Down"),
        Deed("distribute_across", _("Distribute across"), "Ctrl+Shift+H"),
        Deed("distribute_down", _("Distribute down"), "Ctrl+Shift+V"),
    )


def _scenario_deeds() -> tuple[Deed, ...]:
    return (
        Deed("scenario_new", _("New scenario …"), "Ctrl+Shift+N"),
        Deed("scenario_copy", _("Duplicate scenario")),
        Deed("scenario_rename", _("Rename scenario …")),
        Deed("scenario_remove", _("Remove scenario")),
        Deed("scenario_adopt", _("Make this the design")),
        Deed("scenario_changes", _("Show its changes"), "Ctrl+Alt+4"),
        Deed("scenario_next", _("Next design"), "Ctrl+PgDown"),
        Deed("scenario_previous", _("Previous design"), "Ctrl+PgUp"),
    )


def _tab_deeds() -> tuple[Deed, ...]:
    return (
        Deed("canvas_tab", _("Canvas"), "Ctrl+1"),
        Deed("forecast_tab", _("Forecast"), "Ctrl+2"),
        Deed("comparison_tab", _("Comparison"), "Ctrl+3"),
        Deed("baseline_tab", _("Baseline"), "Ctrl+4"),
        Deed("specification_tab", _("Specification"), "Ctrl+5"),
        Deed("play", _("Play the forecast"), "F6"),
        Deed("present", _("Present"), "F5"),
    )


def _view_deeds() -> tuple[Deed, ...]:
    keys = QKeySequence.StandardKey
    return (
        Deed("zoom_in", _("Zoom in"), keys.ZoomIn),
        Deed("zoom_out", _("Zoom out"), keys.ZoomOut),
        Deed("zoom_reset", _("Life size"), "Ctrl+0"),
        Deed("fit", _("Fit the drawing into the window"), "Ctrl+9"),
        Deed("zoom_selection", _("Show the selection"), "Shift+2"),
        Deed("outline", _("Outline"), "Ctrl+Alt+1", True),
        Deed("inspector", _("Inspector"), "Ctrl+Alt+2", True),
        Deed("findings", _("Findings"), "Ctrl+Alt+3", True),
        Deed("minimap", _("Overview map"), None, True),
        Deed("heat", _("Heat: where leads pile up"), "Ctrl+Shift+E", True),
        Deed("theme_system", _("As the system has it"), None, True),
        Deed("theme_light", _("Light"), None, True),
        Deed("theme_dark", _("Dark"), None, True),
        Deed("high_contrast", _("High contrast"), None, True),
    )


def _help_deeds() -> tuple[Deed, ...]:
    return (
        Deed("shortcuts", _("Keyboard and mouse"), "F1"),
        Deed("about", _("About Funnelcraft"), None),
    )


def menus() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the menus and what stands in them."""
    return (
        (
            _("&File"),
            ("new", "open", "recent", "", "import", "", "save", "save_as", "export", "", "quit"),
        ),
        (
            _("&Edit"),
            (
                *("undo", "redo", "", "cut", "copy", "paste", "duplicate", ""),
                *("rename", "delete", "select_all", "find", "", "find_document"),
            ),
        ),
        (
            _("&View"),
            (
                *("canvas_tab", "forecast_tab", "comparison_tab", "baseline_tab"),
                *("specification_tab", "", "present", "play", ""),
                *("zoom_in", "zoom_out", "zoom_reset", "fit", "zoom_selection"),
                *("", "outline", "inspector", "findings", "minimap"),
                *("", "heat", "segments", "", "theme", "language"),
            ),
        ),
        (
            _("&Arrange"),
            (
                *("tidy", "", "align_left", "align_centre", "align_right", ""),
                *("align_top", "align_middle", "align_bottom", ""),
                *("distribute_across", "distribute_down"),
            ),
        ),
        (
            _("S&cenarios"),
            (
                *("designs", "scenario_next", "scenario_previous", ""),
                *("scenario_new", "scenario_copy", "scenario_rename", "scenario_remove", ""),
                *("scenario_changes", "scenario_adopt"),
            ),
        ),
        (_("&Help"), ("shortcuts", "about")),
    )


def make_actions(window: QMainWindow, act: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make the actions of a window; `act` says what each does."""
    made: dict[str, QAction] = {}
    for deed in deeds():
        action = QAction(deed.text, window)
        if deed.key is not None:
            action.setShortcut(QKeySequence(deed.key))
        action.setCheckable(deed.is_switch)
        action.triggered.connect(_ignoring_state(act[deed.name]))
        window.addAction(action)
        made[deed.name] = action
    return made


def _ignoring_state(act: Callable[[], None]) -> Callable[[bool], None]:
    """Drop the state of a switch: what acts reads it from the action."""

    def slot(_checked: bool = False) -> None:
        act()

    return slot


def written_keys(
    actions: Mapping[str, QAction],
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the shortcuts of the menus: for each menu its title, and keys with what they do."""
    native = QKeySequence.SequenceFormat.NativeText
    plain = {"undo": _("Undo"), "redo": _("Redo")}  # their actions name the step they would take
    found = []
    for title, names in menus():
        lines = tuple(
            (
                ", ".join(keys.toString(native) for keys in actions[name].shortcuts()),
                plain.get(name, actions[name].text().replace("&", "")),
            )
            for name in names
            if name in actions and not actions[name].shortcut().isEmpty()
        )
        if lines:
            found.append((title.replace("&", ""), lines))
    return tuple(found)

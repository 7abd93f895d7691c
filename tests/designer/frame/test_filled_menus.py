"""The menus that are filled when they open."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.model import Segment
from funnelcraft.io import project_file
from funnelcraft.io.templates import template
from tests.designer.windows import Windows

SEGMENTS = (Segment(id="small", name="Small & new"), Segment(id="large", name="Large"))


def opened(window: MainWindow, title: str) -> list[QAction]:
    """Open a menu and return what stands in it."""
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == title)
    menu.aboutToShow.emit()
    return menu.actions()


def test_that_recent_files_are_listed_last_one_first_and_opened(
    windows: Windows, tmp_path: Path
) -> None:
    window = windows.open()
    assert [(one.text(), one.isEnabled()) for one in opened(window, "Open recent")] == [
        ("No recent files", False)
    ]
    for name in ("sales-funnel", "lead-process"):
        file = tmp_path / f"a & {name}.funnel"
        project_file.save(file, template(name))
        window.settings.add_recent(file)
    actions = opened(window, "Open recent")
    assert [one.text() for one in actions] == [
        "a && lead-process.funnel",
        "a && sales-funnel.funnel",
    ]
    actions[1].trigger()
    assert window.document.path == tmp_path / "a & sales-funnel.funnel"
    assert window.document.funnel == template("sales-funnel")


def test_that_a_chosen_segment_is_shown_and_ticked(windows: Windows) -> None:
    window = windows.open(template("sales-funnel").model_copy(update={"segments": SEGMENTS}))
    window.show_forecast()
    actions = opened(window, "Segments")
    assert [(one.text(), one.isChecked()) for one in actions] == [
        ("All together", True),
        ("Small && new", False),
        ("Large", False),
    ]
    actions[2].trigger()
    assert window.shell.pages.currentWidget() is window.canvas
    assert window.canvas.canvas.segment == "large"
    assert [one.isChecked() for one in opened(window, "Segments")] == [False, False, True]


def test_that_one_segment_is_none_to_tell_apart(windows: Windows) -> None:
    window = windows.open("sales-funnel")
    assert [(one.text(), one.isEnabled()) for one in opened(window, "Segments")] == [
        ("No segments to tell apart", False)
    ]


def test_that_a_language_is_chosen_for_the_next_start(windows: Windows) -> None:
    window = windows.open()
    assert [one.isChecked() for one in opened(window, "Language")] == [True, False, False]
    opened(window, "Language")[2].trigger()
    assert window.settings.language == "de"
    assert "next window" in window.status.note.text()
    assert [one.text() for one in opened(window, "Language") if one.isChecked()] == ["Deutsch"]

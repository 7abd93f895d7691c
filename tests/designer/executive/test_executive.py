"""The executive view as who presents uses it: keys, clicks, numbers, files, and live figures."""

import errno
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from funnelcraft.designer.executive.desk import Executive
from funnelcraft.designer.executive.presentation import Presentation
from funnelcraft.designer.window import MainWindow
from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.model import Conversion
from funnelcraft.funnel.scenarios import add_scenario
from funnelcraft.io.deck.page import FanPicture
from funnelcraft.io.files import writing
from funnelcraft.io.templates import template
from funnelcraft.simulation.forecast import sentence
from tests.designer.windows import PATIENCE, Windows, answers

KEYS = Qt.Key


def opened(windows: Windows, qtbot: QtBot, name: str = "blank") -> tuple[MainWindow, Presentation]:
    """Show the view by its key, and wait for all figures."""
    window = windows.open(name)
    QTest.keyClick(window, KEYS.Key_F5)
    assert window.executive.view is not None
    finish(window.executive, qtbot)
    return window, window.executive.view


def finish(executive: Executive, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: executive.is_complete, timeout=PATIENCE)


def title(view: Presentation) -> str:
    assert view.view.page is not None
    return view.view.page.title


def test_that_f5_fills_the_screen_and_escape_leaves(windows: Windows, qtbot: QtBot) -> None:
    window, view = opened(windows, qtbot)
    assert view.isFullScreen()
    assert view.deck is not None
    assert len(view.deck.pages) == 7
    QTest.keyClick(view, KEYS.Key_Escape)
    assert not window.executive.is_open
    assert not [one for one in threading.enumerate() if one.name == "executive"]
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, KEYS.Key_F5)  # and again
    assert window.executive.is_open


@pytest.mark.parametrize("on", [KEYS.Key_Right, KEYS.Key_Space, KEYS.Key_PageDown, KEYS.Key_Down])
@pytest.mark.parametrize("back", [KEYS.Key_Left, KEYS.Key_PageUp, KEYS.Key_Backspace])
def test_that_keys_go_on_and_back(windows: Windows, qtbot: QtBot, on: Qt.Key, back: Qt.Key) -> None:
    _window, view = opened(windows, qtbot)
    QTest.keyClick(view.view, on)
    QTest.keyClick(view.view, on)
    assert view.at == 2
    QTest.keyClick(view.view, back)
    assert view.at == 1


def test_that_there_is_nothing_before_the_first_and_after_the_last(
    windows: Windows, qtbot: QtBot
) -> None:
    _window, view = opened(windows, qtbot)
    QTest.keyClick(view.view, KEYS.Key_Left)
    assert view.at == 0
    QTest.keyClick(view.view, KEYS.Key_End)
    assert view.at == 6
    QTest.keyClick(view.view, KEYS.Key_Space)
    assert view.at == 6
    QTest.keyClick(view.view, KEYS.Key_Home)
    assert view.at == 0


def test_that_a_number_jumps_and_dots_and_clicks_lead_on(windows: Windows, qtbot: QtBot) -> None:
    _window, view = opened(windows, qtbot)
    QTest.keyClicks(view.view, "4")
    assert view.at == 3
    QTest.keyClicks(view.view, "9")  # as far as there are pages
    assert view.at == 6
    QTest.keyClicks(view.view, "0")
    assert view.at == 6
    left = Qt.MouseButton.LeftButton
    middle = view.view.height() // 2
    QTest.mouseClick(view.view, left, pos=QPoint(10, middle))
    assert view.at == 5
    QTest.mouseClick(view.view, left, pos=QPoint(view.view.width() - 10, middle))
    assert view.at == 6
    dots = view.dots
    QTest.mouseClick(dots, left, pos=QPoint(round(dots.width() * 2 / 8), dots.height() // 2))
    assert view.at == 1


def test_that_arrows_turn_pages_whichever_button_has_the_focus(
    windows: Windows, qtbot: QtBot
) -> None:
    _window, view = opened(windows, qtbot)
    view.slides_button.setFocus()
    QTest.keyClick(view.slides_button, KEYS.Key_Right)
    assert view.at == 1
    assert view.slides_button.hasFocus()


def test_that_a_screen_reader_hears_page_and_sentences(windows: Windows, qtbot: QtBot) -> None:
    _window, view = opened(windows, qtbot)
    QTest.keyClicks(view.view, "4")
    assert view.view.accessibleName() == f"Page 4 of 7: {title(view)}"
    assert "80%" in view.view.accessibleDescription()
    for button in view.findChildren(QPushButton):
        assert button.text()


@pytest.mark.parametrize("forecasts", [False, True])
def test_that_an_edit_is_shown_while_presenting(
    windows: Windows, qtbot: QtBot, forecasts: bool
) -> None:
    window, view = opened(windows, qtbot)
    if forecasts:
        window.forecasts.begin()
    QTest.keyClicks(view.view, "4")
    before = title(view)
    first = window.document.funnel.triggers[0].id
    window.document.apply(
        lambda f: change_trigger(f, first, conversion=Conversion(rate=0.4)), "Change rate"
    )
    assert not window.executive.is_complete
    finish(window.executive, qtbot)
    assert title(view) != before
    assert view.at == 3
    if forecasts:  # the pages are made of the very runs that the window shows
        qtbot.waitUntil(lambda: window.forecasts.is_settled, timeout=PATIENCE)
        assert (
            title(view).removeprefix("In the next 12 months expect ").split(" deals")[0]
            == (window.status.headline.text().split(" deals")[0])
        )


def test_that_a_scenario_that_is_shown_is_presented_beside_the_design(
    windows: Windows, qtbot: QtBot
) -> None:
    base = template("blank")
    first = base.triggers[0].id
    better = change_trigger(base, first, conversion=Conversion(rate=0.1))
    both, name = add_scenario(base, "Better demos", better)
    window = windows.open(both)
    window.document.show_scenario(name)
    view = window.executive.open()
    finish(window.executive, qtbot)
    view.go_to(6)
    page = view.view.page
    assert page is not None
    assert "scenario “Better demos”" in page.kicker
    # The option is compared with the design, although it is the option that is shown.
    assert page.title.startswith("Decide on “Better demos”: it brings $")


def test_that_the_exact_mean_is_there_before_any_run(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("blank")
    view = window.executive.open()
    fans: list[FanPicture] = []
    shown = view.show_deck

    def watched(deck: object) -> None:
        shown(deck)  # type: ignore[arg-type]
        assert view.deck is not None
        picture = view.deck.pages[3].picture
        assert isinstance(picture, FanPicture)
        fans.append(picture)

    view.show_deck = watched  # type: ignore[method-assign]
    finish(window.executive, qtbot)
    assert not fans[0].has_bands
    assert fans[-1].has_bands
    assert fans[0].mean[-1] == pytest.approx(fans[-1].mean[-1], rel=0.05)


def test_that_the_forecast_is_that_of_the_forecast_tab(windows: Windows, qtbot: QtBot) -> None:
    window = windows.open("blank", forecasts=True)
    view = window.executive.open()
    finish(window.executive, qtbot)
    view.go_to(3)
    assert window.live.runs is not None
    assert title(view) == sentence(window.live.runs, window.document.funnel).rstrip(".")
    assert view.view.page is not None
    assert "1,000 runs" in view.view.page.source
    assert "seed 1" in view.view.page.source


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_every_page_is_painted_at_every_size(
    windows: Windows, qtbot: QtBot, size: tuple[int, int], theme: str
) -> None:
    window = windows.open("blank", theme=theme)  # type: ignore[arg-type]
    view = window.executive.open()
    view.resize(*size)
    view.show()
    finish(window.executive, qtbot)
    grounds = set()
    for at in range(7):
        view.go_to(at)
        image = view.view.grab().toImage()
        grounds.add(image.pixelColor(2, 2).name())
        assert colours(image) > 20, at
    assert grounds == {window.theme.palette.panel}


def colours(image: QImage) -> int:
    """Return how many colours a coarse grid over a picture meets, antialiased ones too."""
    small = image.scaled(320, 180)
    return len({small.pixel(x, y) for x in range(320) for y in range(180)})


def test_that_a_change_of_theme_repaints_the_page(windows: Windows, qtbot: QtBot) -> None:
    window, view = opened(windows, qtbot)
    window.theme.choose("dark")
    assert view.view.grab().toImage().pixelColor(2, 2).name() == window.theme.palette.panel


@pytest.mark.parametrize(("keys", "ending", "head"), [("p", "pdf", b"%PDF-"), ("s", "pptx", b"PK")])
def test_that_pdf_and_slides_are_written_where_the_user_says(
    windows: Windows, qtbot: QtBot, tmp_path: Path, keys: str, ending: str, head: bytes
) -> None:
    window, view = opened(windows, qtbot)
    path = tmp_path / f"deck.{ending}"
    answers(window).save_path = path
    QTest.keyClicks(view.view, keys, Qt.KeyboardModifier.ControlModifier)
    assert window.executive.is_saving
    qtbot.waitUntil(lambda: not window.executive.is_saving, timeout=PATIENCE)
    assert view.said.text() == f"Saved deck.{ending}."
    assert path.read_bytes().startswith(head)


def test_that_what_cannot_be_written_is_told(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window, view = opened(windows, qtbot)
    answers(window).save_path = tmp_path / "nowhere" / "deck.pdf"
    view.print_button.click()
    qtbot.waitUntil(lambda: not window.executive.is_saving, timeout=PATIENCE)
    assert "there is no such file or folder" in view.said.text()
    assert view.print_button.isEnabled()


def test_that_a_full_disk_is_told_and_the_old_file_stays(
    windows: Windows, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(path: Path, _data: bytes) -> None:
        with writing(path):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("funnelcraft.designer.executive.saving.write_bytes", fill)
    window, view = opened(windows, qtbot)
    path = tmp_path / "deck.pdf"
    path.write_bytes(b"older")
    answers(window).save_path = path
    view.print_button.click()
    qtbot.waitUntil(lambda: not window.executive.is_saving, timeout=PATIENCE)
    assert view.said.text() == f"{path}: the disk is full; nothing was changed."
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["deck.pdf"]


def test_that_a_cancelled_file_is_not_written(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window, view = opened(windows, qtbot)
    answers(window).save_path = tmp_path / "deck.pptx"
    view.slides_button.click()
    began = time.monotonic()
    view.cancel.click()
    assert time.monotonic() - began < 2
    assert not window.executive.is_saving
    assert list(tmp_path.glob("*.pptx")) == []
    assert view.said.text() == "Cancelled: no file was written."


def test_that_closing_the_window_ends_the_view_and_its_work(
    windows: Windows, qtbot: QtBot, tmp_path: Path
) -> None:
    window = windows.open("lead-to-revenue")
    window.executive.present()
    began = time.monotonic()
    window.shut()
    assert time.monotonic() - began < 5
    assert not [one for one in threading.enumerate() if one.name in ("executive", "deck")]


def test_that_the_decision_asked_is_typed_into_the_documents_form(
    windows: Windows, qtbot: QtBot
) -> None:
    window = windows.open("blank")
    form = window.inspector.document_form
    window.document.select([])
    form.show_part("document")
    field = form.decision
    field.focus()
    QTest.keyClicks(window.focusWidget(), "Shall we?")
    window.inspector.commit()
    assert window.document.funnel.decision == "Shall we?"
    assert window.document.undo_stack.undoText() == "Change the decision asked"

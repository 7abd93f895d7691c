"""The frame of the forecast tab: sections are made when chosen, and work only while shown."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from funnelcraft.designer.forecast.sections import Offer, Sections
from funnelcraft.designer.look.tokens import LIGHT, Palette
from tests.designer.windows import Windows


class Diary(QLabel):
    """A section that writes down what it is told."""

    def __init__(self, name: str, told: list[str]) -> None:
        super().__init__(name)
        self._name, self._told = name, told
        told.append(f"make {name}")

    def set_colours(self, palette: Palette) -> None:
        self._told.append(f"colours {self._name}")

    def begin(self) -> None:
        self._told.append(f"begin {self._name}")

    def end(self) -> None:
        self._told.append(f"end {self._name}")


def frame(qtbot: QtBot, told: list[str]) -> Sections:
    names = ("one", "two", "three")
    made = Sections([Offer(name, name.title(), partial(Diary, name, told)) for name in names])
    qtbot.addWidget(made)
    return made


def test_that_a_section_is_made_when_first_chosen_and_works_while_shown(qtbot: QtBot) -> None:
    told: list[str] = []
    sections = frame(qtbot, told)
    assert told == ["make one"]
    sections.begin()
    sections.choose("three")
    sections.choose("one")
    sections.end()
    sections.choose("two")
    assert told == [
        "make one",
        "begin one",
        "end one",
        "make three",
        "begin three",
        "end three",
        "begin one",
        "end one",
        "make two",
    ]


def test_that_only_what_was_made_is_drawn_in_other_colours(qtbot: QtBot) -> None:
    told: list[str] = []
    sections = frame(qtbot, told)
    sections.choose("two")
    told.clear()
    sections.set_colours(LIGHT)
    assert told == ["colours one", "colours two"]


def test_that_arrow_keys_go_through_the_sections(qtbot: QtBot) -> None:
    sections = frame(qtbot, [])
    with qtbot.waitExposed(sections):
        sections.show()
    sections.tabs.setFocus()
    QTest.keyClick(sections.tabs, Qt.Key.Key_Right)
    assert sections.name == "two"
    assert sections.stack.currentWidget() is sections.section("two")
    QTest.keyClick(sections.tabs, Qt.Key.Key_Left)
    assert sections.name == "one"


def test_that_no_bands_are_asked_for_while_the_canvas_is_shown(windows: Windows) -> None:
    window = windows.open("blank", forecasts=True)
    window.show_forecast()
    view = window.forecasts.open_view()
    windows.wait_for_forecast(window)
    assert window.live._question is not None
    window.shell.tabs.setCurrentIndex(0)
    assert window.live._question is None
    window.shell.tabs.setCurrentIndex(1)
    windows.wait_for_forecast(window)
    assert window.live._question is not None
    assert view.is_answered

"""Texts that the style makes bold while they are chosen have the room for it, in any font."""

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.look.stylesheet import stylesheet
from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.designer.widgets.roomy import RoomyTabs
from funnelcraft.designer.widgets.segmented import Segmented

TEXTS = ("Deals", "Per period", "Running total")


@pytest.fixture(params=range(12))
def family(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    families = QFontDatabase.families()
    if request.param >= len(families):
        pytest.skip("no more fonts are installed")
    return str(families[request.param])


def bold_width(widget: QWidget, text: str) -> int:
    font = QFont(widget.font())
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(text)


def test_that_a_chosen_segment_shows_its_whole_text(qtbot: QtBot, family: str) -> None:
    segmented = Segmented("Figure", tuple(enumerate(TEXTS)))
    segmented.setStyleSheet(f"* {{ font-family: '{family}'; }}" + stylesheet(LIGHT))
    qtbot.addWidget(segmented)
    segmented.resize(segmented.minimumSizeHint())
    segmented.show()
    padding = 2 * 11
    for button in segmented.buttons:
        assert button.width() >= bold_width(button, button.text()) + padding


def test_that_a_chosen_tab_shows_its_whole_text(qtbot: QtBot, family: str) -> None:
    tabs = RoomyTabs()
    tabs.setStyleSheet(f"* {{ font-family: '{family}'; }}" + stylesheet(LIGHT))
    for text in TEXTS:
        tabs.addTab(text)
    qtbot.addWidget(tabs)
    tabs.resize(tabs.sizeHint())
    tabs.show()
    padding = 2 * 14
    for index, text in enumerate(TEXTS):
        tabs.setCurrentIndex(index)
        assert tabs.tabRect(index).width() >= bold_width(tabs, text) + padding
    assert tabs.tabRect(len(TEXTS) - 1).right() <= tabs.width()


def test_that_tabs_without_room_stand_closer_and_are_broken_off(qtbot: QtBot) -> None:
    tabs = RoomyTabs()
    tabs.setStyleSheet(stylesheet(LIGHT))
    for text in TEXTS:
        tabs.addTab(text)
    qtbot.addWidget(tabs)
    tabs.resize(tabs.sizeHint())
    tabs.show()
    natural = tabs.sizeHint().width()
    tabs.fit(natural - 40)
    tabs.resize(natural - 40, tabs.height())
    assert tabs.tabRect(len(TEXTS) - 1).right() <= tabs.width()
    assert tabs.tabRect(0).left() >= 0
    tabs.fit(natural)
    assert tabs.sizeHint().width() == natural

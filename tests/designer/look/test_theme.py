"""The look: contrast, the switch between light and dark, figures of equal width."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from funnelcraft.designer.canvas.ink import clear
from funnelcraft.designer.document import Item
from funnelcraft.designer.look import tokens
from funnelcraft.designer.look.stylesheet import stylesheet
from funnelcraft.designer.look.theme import (
    contrast,
    font,
    laid_over,
    mark_pairs,
    palette_for,
    qt_palette,
    text_pairs,
)
from funnelcraft.designer.look.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
from funnelcraft.designer.widgets.check_box import CheckBox
from tests.designer.windows import Windows

# Every palette there is, whatever its name.
PALETTES = {name: one for name, one in vars(tokens).items() if isinstance(one, Palette)}


@pytest.fixture(params=PALETTES)
def palette(request: pytest.FixtureRequest) -> Palette:
    return PALETTES[str(request.param)]


def below(pairs: Iterable[tuple[str, str]], least: float) -> list[tuple[str, str, float]]:
    return [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < least]


def test_that_every_text_reaches_the_contrast_of_wcag_aa(palette: Palette) -> None:
    assert below(text_pairs(palette), 4.5) == []


def test_that_every_line_and_shape_can_be_told_from_its_ground(palette: Palette) -> None:
    assert below(mark_pairs(palette), 3.0) == []


def test_that_the_stylesheet_puts_no_text_on_a_ground_it_cannot_be_read_on(
    palette: Palette,
) -> None:
    blocks = re.findall(r"\{([^}]*)\}", stylesheet(palette))
    colour, ground = r"(?<![-\w])color: (#\w{6})", r"(?<![-\w])background: (#\w{6})"
    found = [(re.search(colour, block), re.search(ground, block)) for block in blocks]
    pairs = [(text[1], under[1]) for text, under in found if text and under]
    assert len(pairs) > 10
    assert below(pairs, 4.5) == []


def test_that_a_lane_s_tint_is_what_is_painted() -> None:
    painted = QImage(1, 1, QImage.Format.Format_RGB32)
    painted.fill(QColor(LIGHT.ground))
    with QPainter(painted) as painter:
        painter.fillRect(0, 0, 1, 1, clear(LIGHT.marketing, tokens.LANE_TINT))
    shown, said = painted.pixelColor(0, 0), QColor(laid_over(LIGHT.marketing, LIGHT.ground, 0.045))
    for channel in ("red", "green", "blue"):
        assert getattr(shown, channel)() == pytest.approx(getattr(said, channel)(), abs=1)


def test_that_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_that_the_theme_switches_while_the_window_is_open(windows: Windows) -> None:
    window = windows.open(theme="light")
    light = window.grab().toImage().pixelColor(30, 400)
    window.actions_by_name["theme_dark"].trigger()
    assert window.theme.palette == DARK
    assert window.settings.theme == "dark"
    dark = window.grab().toImage().pixelColor(30, 400)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    window.actions_by_name["theme_light"].trigger()
    assert window.grab().toImage().pixelColor(30, 400) == light


class Restyled(QObject):
    """Counts how often each of some widgets is told of another style."""

    def __init__(self, widgets: Iterable[QWidget]) -> None:
        super().__init__()
        self.times = Counter[QObject]()
        self._watched = list(widgets)
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(  # noqa: N802 (Qt names it)
        self, watched: QObject, event: QEvent
    ) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.times[watched] += 1
        return False


def test_that_a_change_of_theme_restyles_no_widget_again_for_each_one_around_it(
    windows: Windows,
) -> None:
    window = windows.open("lead-to-revenue", theme="light")
    window.document.select([Item("stage", "mql")])
    restyled = Restyled(window.findChildren(QWidget))
    window.actions_by_name["theme_dark"].trigger()
    # Without the old style and with the new one; a few change their own style besides.
    assert max(restyled.times.values()) <= 4
    assert sum(restyled.times.values()) <= 2.5 * len(restyled.times)


def test_that_a_text_keeps_its_lines_where_the_theme_changes_while_it_is_hidden(
    windows: Windows,
) -> None:
    window = windows.open("lead-to-revenue", theme="light")
    window.document.select([Item("stage", "known")])
    height = window.inspector.stage_form.definition.editor.height()
    window.document.select([])
    for name in ("theme_dark", "theme_light"):
        window.actions_by_name[name].trigger()
        window.grab()
    window.document.select([Item("stage", "known")])
    assert window.inspector.stage_form.definition.editor.height() == height


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("high", [False, True])
def test_that_a_box_can_be_seen_and_what_is_in_it(
    qapp: QApplication, qtbot: QtBot, dark: bool, high: bool
) -> None:
    palette = palette_for(dark, high)
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.setStyleSheet(f"QWidget {{ background: {palette.panel}; }} {stylesheet(palette)}")
    box = CheckBox("", panel)
    box.setPalette(qt_palette(palette))
    box.setTristate(True)
    qtbot.addWidget(box)
    box.resize(40, 24)
    pictures = []
    for state in (
        Qt.CheckState.Unchecked,
        Qt.CheckState.PartiallyChecked,
        Qt.CheckState.Checked,
    ):
        box.setCheckState(state)
        pictures.append(box.grab().toImage())
    unchecked, mixed, checked = pictures
    edge = max(contrast(unchecked.pixelColor(x, 12).name(), palette.panel) for x in range(8))
    assert edge >= 3
    for one, other in combinations(pictures, 2):
        assert one != other
    middle = mixed.pixelColor(3 + 8, 12).name()
    filled = mixed.pixelColor(3 + 8, 7).name()
    assert contrast(middle, filled) >= 4.5
    assert filled == palette.accent == checked.pixelColor(3 + 2, 7).name()


def test_that_figures_are_of_equal_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("palette", [LIGHT_CONTRAST, DARK_CONTRAST], ids=["light", "dark"])
def test_that_high_contrast_reaches_wcag_aaa(palette: Palette) -> None:
    low = [(a, b, contrast(a, b)) for a, b in text_pairs(palette) if contrast(a, b) < 7.0]
    assert low == []
    assert contrast(palette.line, palette.ground) >= 4.5


def test_that_high_contrast_is_switched_in_the_menu_and_remembered(windows: Windows) -> None:
    window = windows.open(theme="light")
    window.actions_by_name["high_contrast"].trigger()
    assert window.theme.palette == LIGHT_CONTRAST
    assert window.settings.flag("high_contrast", False)
    window.actions_by_name["theme_dark"].trigger()
    assert window.theme.palette == DARK_CONTRAST
    window.actions_by_name["high_contrast"].trigger()
    assert window.theme.palette == DARK

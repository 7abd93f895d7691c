"""The look: contrast, the switch between light and dark, figures of equal width."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.theme import contrast, font, text_pairs
from funnelcraft.designer.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
from tests.designer.windows import Windows


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_text_reaches_the_contrast_of_wcag_aa(palette: Palette) -> None:
    low = [(a, b, contrast(a, b)) for a, b in text_pairs(palette) if contrast(a, b) < 4.5]
    assert low == []


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

"""The look: contrast, the switch between light and dark, figures of equal width."""

import re
from collections.abc import Iterable

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from funnelcraft.designer import tokens
from funnelcraft.designer.canvas.ink import clear
from funnelcraft.designer.stylesheet import stylesheet
from funnelcraft.designer.theme import contrast, font, laid_over, mark_pairs, text_pairs
from funnelcraft.designer.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Palette
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

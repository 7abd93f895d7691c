"""Colours for those who tell fewer apart: they stay apart, or another sign says the same.

Dichromacy is simulated by the matrices of Machado, Oliveira and Fernandes (2009), "A
Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.0, on linear
sRGB. Differences are CIE 1976 ΔE*ab under D65; 2.3 is just noticeable side by side, and here
ten times that is asked for.
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from funnelcraft.designer.canvas.items.hatching import PATTERNS, segment_brush
from funnelcraft.designer.canvas.items.heat import HOTTEST
from funnelcraft.designer.canvas.items.stage_signs import outline
from funnelcraft.designer.look import tokens
from funnelcraft.designer.look.theme import contrast, laid_over
from funnelcraft.designer.look.tokens import Palette, segment_colours

PALETTES = {name: one for name, one in vars(tokens).items() if isinstance(one, Palette)}
APART = 23.0
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
)
# What says the same as a colour: ends by their card's shape and sign, recycling by its dashes and a
# lane of its own, warnings by a triangle. Departments have nothing else on the card itself.
SECOND_SIGN = {"won": "round", "lost": "cut off", "recycle": "dashes", "warning": "triangle"}
Vector = NDArray[np.float64]


def lab(colour: str, sight: str) -> Vector:
    """Return CIELAB of an sRGB colour as it is seen."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = _XYZ @ np.clip(SIGHT[sight] @ linear, 0.0, 1.0) / (_XYZ @ np.ones(3))
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", PALETTES)
def test_that_the_two_departments_stay_apart(name: str, sight: str) -> None:
    palette = PALETTES[name]
    assert difference(palette.marketing, palette.sales, sight) >= APART


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", PALETTES)
def test_that_what_does_not_stay_apart_carries_a_second_sign(name: str, sight: str) -> None:
    palette = PALETTES[name]
    fields = ("marketing", "sales", "won", "lost", "recycle", "warning")
    for one, other in combinations(fields, 2):
        if difference(getattr(palette, one), getattr(palette, other), sight) < APART:
            assert SECOND_SIGN.get(one) != SECOND_SIGN.get(other), (one, other)


def test_that_won_lost_and_open_cards_differ_in_shape() -> None:
    shapes = [outline(kind) for kind in ("open", "won", "lost")]
    assert all(one != other for one, other in combinations(shapes, 2))


@pytest.mark.parametrize("name", PALETTES)
def test_that_neighbouring_segments_differ_in_pattern_as_well(name: str) -> None:
    palette = PALETTES[name]
    colours = len(segment_colours(palette))
    brushes = [segment_brush(palette, place).textureImage() for place in range(5 * colours)]
    assert all(one != other for one, other in combinations(brushes, 2))
    assert colours <= PATTERNS


@pytest.mark.parametrize("name", PALETTES)
def test_that_the_gauge_of_heat_can_be_told_from_the_card(name: str) -> None:
    palette = PALETTES[name]
    assert contrast(tokens.heat_colour(palette), palette.panel) >= 3.0


@pytest.mark.parametrize("name", PALETTES)
def test_that_words_can_be_read_on_the_hottest_card(name: str) -> None:
    palette = PALETTES[name]
    hottest = laid_over(tokens.heat_colour(palette), palette.panel, HOTTEST)
    assert contrast(palette.ink, hottest) >= 4.5


def test_that_the_matrices_keep_greys() -> None:
    for matrix in SIGHT.values():
        assert matrix.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-4)

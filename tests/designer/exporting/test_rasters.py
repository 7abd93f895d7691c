"""Pages and pictures as pixels: of the size asked for, of the colours that are there."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from PIL import Image

from funnelcraft.designer.exporting.rasters import (
    MOST_PIXELS,
    Raster,
    drawn_page,
    drawn_picture,
    page_sizes,
    picture_size,
)
from funnelcraft.io.imports.streams import BytesIO
from tests.designer.exporting.documents import pdf


def middle(raster: Raster) -> tuple[int, int, int]:
    """Return red, green and blue of the pixel in the middle."""
    at = raster.height // 2 * raster.stride + raster.width // 2 * 3
    blue, green, red = raster.data[at : at + 3]
    return red, green, blue


@pytest.mark.parametrize(
    ("page", "colour"), [(0, (255, 0, 0)), (1, (0, 255, 0)), (2, (0, 0, 255)), (3, (255, 0, 0))]
)
def test_that_each_page_is_drawn_as_wide_as_asked(page: int, colour: tuple[int, ...]) -> None:
    document = pdf(4)
    assert page_sizes(document) == ((200.0, 100.0),) * 4
    raster = drawn_page(document, page, 301)
    assert raster.width == 301
    assert raster.height == pytest.approx(150.5, abs=1)
    assert len(raster.data) == raster.stride * raster.height
    assert middle(raster) == colour


def test_that_a_long_page_gets_no_larger_than_screens() -> None:
    raster = drawn_page(pdf(1, 100, 1000), 0, 3000)
    assert raster.height == pytest.approx(MOST_PIXELS, abs=1)
    assert raster.width == pytest.approx(MOST_PIXELS / 10, abs=1)


def test_that_threads_take_turns() -> None:
    document = pdf(3)
    with ThreadPoolExecutor(4) as threads:
        draw = partial(drawn_page, document, width=400)
        drawn = list(threads.map(draw, [0, 1, 2] * 8))
    assert [middle(one) for one in drawn[:3]] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert all(one.data == drawn[at % 3].data for at, one in enumerate(drawn))


def test_that_a_picture_keeps_colours_and_proportions() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (80, 40), (250, 120, 10, 255)).save(buffer, "png")
    assert picture_size(buffer.getvalue()) == (80.0, 40.0)
    raster = drawn_picture(buffer.getvalue(), 33)
    assert (raster.width, raster.height) == (33, 16)
    assert middle(raster) == (250, 120, 10)

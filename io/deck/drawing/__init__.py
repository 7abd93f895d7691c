"""Pictures of a page as shapes in a box."""

from typing import assert_never

from funnelcraft.io.deck.drawing.bars import bars_shapes
from funnelcraft.io.deck.drawing.fan import fan_shapes
from funnelcraft.io.deck.drawing.funnel import funnel_shapes
from funnelcraft.io.deck.drawing.parts import parts_shapes
from funnelcraft.io.deck.page import BarsPicture, FanPicture, FunnelPicture, PartsPicture, Picture
from funnelcraft.io.deck.shapes import Box, Shape


def drawn(picture: Picture, box: Box) -> tuple[Shape, ...]:
    """Return the shapes of a picture in a box."""
    match picture:
        case FanPicture():
            return fan_shapes(picture, box)
        case BarsPicture():
            return bars_shapes(picture, box)
        case PartsPicture():
            return parts_shapes(picture, box)
        case FunnelPicture():
            return funnel_shapes(picture, box)
        case _:
            assert_never(picture)

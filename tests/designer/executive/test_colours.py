"""A deck on paper has the colours of the light theme."""

from funnelcraft.designer.look.tokens import LIGHT
from funnelcraft.io.deck.colours import PAPER


def test_that_paper_has_the_colours_of_the_light_theme() -> None:
    assert {name: getattr(LIGHT, name) for name in PAPER} == PAPER

"""The decks of all templates stay what they are until somebody means to change them."""

import pytest

from funnelcraft.io.deck.page import Deck
from tests.io.deck.golden import FOLDER, PAPER, SLIDES, decks, pages, slides
from tests.io.figures import difference

NAMES = sorted({path.name.split(".")[0] for path in FOLDER.iterdir()})
HOW = "see tests/io/deck/golden.py"


@pytest.fixture(scope="module")
def made() -> dict[str, Deck]:
    return decks()


def test_that_there_is_a_file_for_every_deck(made: dict[str, Deck]) -> None:
    wanted = {f"{name}{ending}" for name in made for ending in (SLIDES, PAPER)}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_that_slides_are_as_they_were(made: dict[str, Deck], name: str) -> None:
    before = (FOLDER / f"{name}{SLIDES}").read_text("utf-8")
    assert difference(before, slides(made[name])) == "", HOW


@pytest.mark.parametrize("name", NAMES)
def test_that_pages_are_as_they_were(made: dict[str, Deck], name: str) -> None:
    before = (FOLDER / f"{name}{PAPER}").read_text("utf-8")
    assert difference(before, pages(made[name])) == "", HOW

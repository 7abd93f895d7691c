"""The structure of a template's deck against a golden file, figures left out.

A changed wording or page shows as a difference; to accept it, write the file anew as told.
"""

import re
from pathlib import Path

from funnelcraft import resources
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.project_file import parse
from tests.funnel.measured_funnels import measured
from tests.io.deck.decks import deck

GOLDEN = Path(__file__).parent / "golden"


def shipped() -> Funnel:
    """Return the template as it is shipped: one made for a user starts with the next month."""
    name = "lead-to-revenue.funnel"
    return parse(resources.read_bytes(f"templates/{name}"), name).funnel


def structure(of: Deck) -> str:
    """Return a deck as lines, every figure as #."""
    lines = [of.title]
    for page in of.pages:
        picture = type(page.picture).__name__ if page.picture is not None else "no picture"
        lines += ["", f"{page.kind}: {page.title}", f"  {page.kicker}", f"  {picture}"]
        lines += [f"  {page.caption}"] * bool(page.caption)
        lines += [f"  | {text}" for text in page.text]
        lines += [f"  - {one.label}: {one.value} ({one.note})" for one in page.supports]
        lines += [f"  {page.source}"]
    return re.sub(r"\d[\d,.]*", "#", "\n".join(lines)) + "\n"


def check(name: str, of: Deck) -> None:
    told = structure(of)
    path = GOLDEN / f"{name}.txt"
    assert path.read_text(encoding="utf-8") == told, f"to accept it, write this to {path.name}"


def test_that_the_deck_of_the_template_is_as_it_was() -> None:
    check("lead-to-revenue", deck(shipped()))


def test_that_the_deck_of_a_measured_funnel_is_as_it_was() -> None:
    check("measured", deck(measured(shipped())))

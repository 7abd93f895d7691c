"""The deck as formats of the export."""

from collections.abc import Iterator
from datetime import date

import pytest

from funnelcraft.funnel.language import ENGLISH
from funnelcraft.io.deck import exporting
from funnelcraft.io.deck.evidence import Evidence, Question, gathering
from funnelcraft.io.deck.exporting import deck_as_pdf, deck_as_pptx
from funnelcraft.io.exports import Context
from funnelcraft.io.templates import template
from funnelcraft.simulation.engine import Settings, simulate


def test_that_slides_and_pages_are_made_of_the_same_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Question] = []

    def counted(question: Question, *others: object) -> Iterator[Evidence]:
        asked.append(question)
        return gathering(question, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(exporting, "gathering", counted)
    document = template("blank")
    runs = simulate(document, Settings(runs=32, days=60))
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, forecast=runs)
    assert deck_as_pdf(document, context).startswith(b"%PDF")
    assert deck_as_pptx(document, context).startswith(b"PK")
    assert len(asked) == 1
    deck_as_pdf(document.replaced(title="Other"), context)
    assert len(asked) == 2

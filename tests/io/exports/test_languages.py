"""Documents in their own language, whatever the program speaks."""

import json
import re
from datetime import date

import pytest

from funnelcraft.funnel.language import documents_speech
from funnelcraft.funnel.text import _
from funnelcraft.io.exports import FORMATS, Context, Made, chosen_options, found, made
from funnelcraft.io.exports.spec.html import spec_html
from funnelcraft.io.exports.warnings import warnings
from funnelcraft.io.templates import template
from tests.io.deck.decks import deck, texts

GERMAN = documents_speech("de-DE")
WRITTEN = [one for one in FORMATS if one.forecast != "required" and not one.is_drawn]


def exported(name: str, template_name: str = "lead-to-revenue") -> Made:
    kind = found(FORMATS, name)
    context = Context("plan.funnel", date(2027, 1, 4), GERMAN, options=chosen_options(kind))
    return made(template(template_name), kind, context)


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", ["lead-to-revenue", "blank"])
def test_that_every_format_can_be_written_in_another_language(name: str, kind: object) -> None:
    assert exported(getattr(kind, "name", ""), name)
    assert _("Save") == "Save"


def test_that_a_specification_speaks_german_and_leaves_the_peoples_texts_alone() -> None:
    text = exported("spec-md")
    assert isinstance(text, bytes)
    said = text.decode()
    assert "# Lead to revenue: Phasenspezifikation" in said
    assert "Ein Lead tritt ein, wenn" in said
    assert "A visitor whose activity on our website we track" in said
    assert re.search(r"\b\d{3}\.\d{3}\b", said)


def test_that_a_web_page_says_which_language_it_is_in() -> None:
    context = Context("plan.funnel", date(2027, 1, 4), documents_speech("de-AT"))
    assert b'<html lang="de-AT">' in spec_html(template("blank"), context, b"")


def test_that_what_programs_read_is_the_same_in_every_language() -> None:
    kind = found(FORMATS, "hubspot")
    folders = [
        made(
            template("lead-to-revenue"),
            kind,
            Context("plan.funnel", date(2027, 1, 4), speech, options=chosen_options(kind)),
        )
        for speech in (GERMAN, documents_speech("en-US"))
    ]
    german, english = (folder for folder in folders if isinstance(folder, dict))
    assert german.keys() == english.keys()
    assert german["README.md"] != english["README.md"]
    for name in ("deal-pipeline.json", "lifecycle-stages.json"):
        assert json.loads(german[name]) == json.loads(english[name])


def test_that_an_unknown_language_is_said_and_english_written() -> None:
    document = template("blank").replaced(language="tlh")
    assert warnings(document) == (
        "There are no texts in the language “tlh” yet: documents are in English.",
    )
    assert warnings(template("blank").replaced(language="de-CH")) == ()


def test_that_the_deck_of_a_german_document_is_german() -> None:
    from funnelcraft.funnel.language import speaking

    with speaking(GERMAN):
        said = "\n".join(texts(deck(template("lead-to-revenue"))))
    assert "Median" in said
    assert "Deals" in said
    assert "Quelle" in said

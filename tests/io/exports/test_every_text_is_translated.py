"""Nothing a document says stays English: with marks around what is translated, no words remain.

The users' own texts are Cyrillic here, and so told apart from the program's.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO  # type: ignore[attr-defined]
from typing import Any

import openpyxl
import pytest

from funnelcraft.funnel import language
from funnelcraft.funnel.language import ENGLISH
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports import FORMATS, Context, Made, chosen_options, made
from funnelcraft.io.exports.kit.cards import card, departments
from funnelcraft.io.exports.kit.day import day_leaflets
from funnelcraft.io.exports.leaflet import leaflet_markdown
from funnelcraft.io.exports.spec.html import spec_html
from funnelcraft.io.templates import template
from tests.io.deck.decks import deck, texts

# Logic of filters, names of files, what a user would see as a code, and what Babel writes.
UNTRANSLATED = (
    r"AND|NOT|OR|TRUE|plan\.funnel|T\d+|\b[0-9a-f]{8}\b|csv|USD"
    r"|\band\b|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
PEOPLES = frozenset(
    (
        *("title", "notes", "decision", "name", "term", "abbreviation", "definition"),
        *("entry_criteria", "exit_criteria", "description", "system", "field", "event"),
        *("department", "value", "agreed_by"),
    )
)
TOLD = [f for f in FORMATS if f.group in ("specification", "crm") and f.name != "spec-json"]


class _Marked(dict[str, Any]):
    def get(self, text: str, usual: Any = None) -> Any:
        return tuple(f"⟦{one}⟧" for one in usual) if isinstance(usual, tuple) else f"⟦{text}⟧"


@pytest.fixture(autouse=True)
def marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a translation be the text in ⟦marks⟧."""
    foreign = language._Catalogue(_Marked(), _Marked(), lambda n: int(n != 1))
    monkeypatch.setattr(language, "_catalogue", lambda _language: foreign)


def peoples(name: str) -> Funnel:
    """Return a template whose own texts are in Cyrillic letters."""
    return Funnel.model_validate(_cyrillic(template(name).model_dump(mode="json", by_alias=True)))


def _cyrillic(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _cyrillic(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_cyrillic(one, key) for one in value]
    if isinstance(value, str) and key in PEOPLES:
        return re.sub("[A-Za-z]", lambda found: chr(0x430 + ord(found[0].lower()) - 97), value)
    return value


def english(text: str) -> set[str]:
    """Return the lines of a text with words that were not translated."""
    before = ""
    while text != before:
        before, text = text, re.sub("⟦[^⟦⟧]*⟧", "", text)
    text = re.sub("`[^`\n]*`|<[^>]*>", " ", text)
    text = re.sub(UNTRANSLATED, " ", text)
    return {line.strip() for line in text.splitlines() if re.search("[A-Za-z]{2,}", line)}


def read(files: Made, suffix: str) -> Iterator[str]:
    """Yield the texts of an export that people read."""
    for name, data in files.items() if isinstance(files, dict) else [(suffix, files)]:
        if name.endswith((".md", ".html")):
            yield data.decode()
        elif name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(BytesIO(data)):
                yield sheet.title
                yield from (one for row in sheet.values for one in row if isinstance(one, str))


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.name)
@pytest.mark.parametrize("name", ["lead-to-revenue", "blank"])
def test_that_specifications_and_instructions_have_no_english_left(name: str, kind: Any) -> None:
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH, options=chosen_options(kind))
    for text in read(made(peoples(name), kind, context), kind.suffix):
        assert english(text) == set()


def test_that_the_web_page_has_no_english_left() -> None:
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH)
    page = spec_html(peoples("lead-to-revenue"), context, b"").decode()
    body = re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)
    assert english(body) == set()


def test_that_the_kit_has_no_english_left() -> None:
    funnel = peoples("lead-to-revenue")
    context = Context("plan.funnel", date(2027, 1, 4), ENGLISH)
    cards = [card(funnel, department, context) for department in departments(funnel)]
    for leaflet in (*cards, *day_leaflets(funnel, context)):
        assert english(leaflet_markdown(leaflet).decode()) == set()


def test_that_the_deck_has_no_english_left() -> None:
    assert english("\n".join(texts(deck(peoples("lead-to-revenue"))))) == set()

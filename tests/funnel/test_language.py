"""What is said in which language: the program's, a document's, and what nobody has translated."""

import threading
from collections.abc import Iterator

import pytest

from funnelcraft import resources
from funnelcraft.funnel import language
from funnelcraft.funnel.language import (
    ENGLISH,
    OFFERED,
    Speech,
    documents_speech,
    is_spoken,
    known_locale,
    language_name,
    programs_speech,
    speaking,
    speech,
)
from funnelcraft.funnel.text import _, money, ngettext, number, percent

GERMAN = documents_speech("de-DE")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An environment that names no language yet."""
    for name in ("LC_ALL", "LC_MESSAGES", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(name, raising=False)
    programs_speech.cache_clear()
    yield monkeypatch
    programs_speech.cache_clear()


@pytest.mark.parametrize(
    ("variables", "texts", "figures"),
    [
        ({}, "en_US", "en_US"),
        ({"LANG": "C.UTF-8"}, "en_US", "en_US"),
        ({"LANG": "de_AT.UTF-8"}, "de_AT", "de_AT"),
        ({"LANG": "en_US.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}, "en_US", "de_DE"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "de_DE"}, "en_GB", "en_GB"),
        ({"LANG": "fr_FR.UTF-8"}, "en_US", "fr_FR"),
        ({"LANG": "no such place"}, "en_US", "en_US"),
    ],
)
def test_that_the_program_speaks_as_its_environment_says(
    environment: pytest.MonkeyPatch, variables: dict[str, str], texts: str, figures: str
) -> None:
    for name, value in variables.items():
        environment.setenv(name, value)
    assert programs_speech() == Speech(texts, figures)


def test_that_a_documents_language_holds_for_texts_and_figures() -> None:
    with speaking(GERMAN):
        assert _("Save") == "Speichern"
        assert (number(1234.5, 1), percent(0.125, 1)) == ("1.234,5", "12,5\xa0%")
        assert money(24_123.0, "EUR") == "24.100\xa0€"
    assert _("Save") == "Save"
    assert money(24_123.0, "EUR") == "€24.1K"


def test_that_several_take_the_form_of_their_number() -> None:
    said = [ngettext("{n} stage", "{n} stages", n).format(n=n) for n in (0, 1, 2)]
    with speaking(GERMAN):
        german = [ngettext("{n} stage", "{n} stages", n).format(n=n) for n in (0, 1, 2)]
    assert said == ["0 stages", "1 stage", "2 stages"]
    assert german == ["0 Phasen", "1 Phase", "2 Phasen"]


def test_that_another_thread_goes_on_in_the_programs_language() -> None:
    heard: list[Speech] = []
    with speaking(GERMAN):
        thread = threading.Thread(target=lambda: heard.append(speech()))
        thread.start()
        thread.join()
        assert speech() == GERMAN
    assert heard == [programs_speech()]


def test_that_the_language_before_comes_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="half-way"), speaking(GERMAN):
        raise ValueError("half-way")
    assert speech() == programs_speech()


@pytest.mark.parametrize(
    "tag", ["fr", "tlh", "../../de", "de" * 5000, "de\x00", "{x}", "C", "-", "_"]
)
def test_that_what_nobody_translated_is_english_figures_and_all(tag: str) -> None:
    assert documents_speech(tag) == ENGLISH
    assert not is_spoken(known_locale(tag))


@pytest.mark.parametrize(
    ("tag", "locale"), [("de", "de"), ("de-CH", "de_CH"), ("de_AT", "de_AT"), ("en-GB", "en_GB")]
)
def test_that_tags_are_taken_in_both_spellings(tag: str, locale: str) -> None:
    assert documents_speech(tag) == Speech(locale, locale)


def test_that_what_can_be_chosen_is_spoken_and_named_by_its_own_people() -> None:
    names = [language_name(tag) for tag in OFFERED]
    assert all(is_spoken(known_locale(tag)) for tag in OFFERED)
    assert len(set(names)) == len(OFFERED)
    assert language_name("de-CH") == "Deutsch (Schweiz)"
    assert language_name("no tag") == "no tag"


def test_that_english_texts_cost_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    language._catalogue.cache_clear()
    monkeypatch.setattr(resources, "read_text", None)
    assert _("Save") == "Save"


def test_that_an_empty_text_is_translated_by_nothing() -> None:
    with speaking(GERMAN):
        assert language._("") == ""

"""The catalogues of the program's texts: complete, up to date, and safe to put figures into."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from tests.funnel.catalogues import catalogue, extracted, languages


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a message's texts in English and as translated, one or several."""
    if isinstance(message.id, str):
        return (message.id,), (str(message.string),)
    return tuple(message.id), tuple(map(str, message.string or ()))


def messages(language: str) -> list[Message]:
    return [one for one in catalogue(language) if one.id]


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _way in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", languages())
def test_that_a_catalogue_holds_the_texts_of_the_source_and_no_others(language: str) -> None:
    there = {forms(one)[0] for one in messages(language)}
    wanted = {forms(one)[0] for one in extracted(language) if one.id}
    assert (wanted - there, there - wanted) == (set(), set()), "python -m tests.funnel.catalogues"


@pytest.mark.parametrize("language", languages())
def test_that_everything_is_translated_and_nothing_doubtful(language: str) -> None:
    found = messages(language)
    assert [one.id for one in found if not all(forms(one)[1])] == []
    assert [one.id for one in found if one.fuzzy] == []


@pytest.mark.parametrize("language", languages())
def test_that_translations_have_the_places_for_figures_of_the_english(language: str) -> None:
    """A place that is missing hides a figure; one too many would end in an error."""
    wrong = [
        (english, said)
        for one in messages(language)
        for english, said in zip(*forms(one), strict=True)
        if placeholders(english) != placeholders(said)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_that_translations_keep_spaces_lines_and_marks_at_the_ends(language: str) -> None:
    def shape(text: str) -> tuple[object, ...]:
        ends = (text[:1] == " ", text[-1:] == " ", text[-1:] == "…", text[-1:] == ":")
        return (*ends, text.count("\n"), text.count("&"), re.findall(r"<[^>]*>|`[^`]*`", text))

    wrong = [
        (english, said)
        for one in messages(language)
        for english, said in zip(*forms(one), strict=True)
        if shape(english) != shape(said)
    ]
    assert wrong == []


def test_that_germans_write_their_own_quotation_marks() -> None:
    said = [text for one in messages("de") for text in forms(one)[1]]
    assert [text for text in said if text.count("„") != text.count("“")] == []
    assert [text for text in said if "”" in text or '"' in text.replace('=""', "")] == []

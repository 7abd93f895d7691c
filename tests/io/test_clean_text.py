"""Texts of a document without what can't be held or shown."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.io.clean_text import REPLACED, clean, one_line

RIGHT_TO_LEFT, HALF, SOFT_HYPHEN = "\u202e", "\ud83d", "\u00ad"


@given(st.text(st.characters(exclude_characters="\r")))
def test_that_every_clean_text_is_held_by_xml(text: str) -> None:
    element = ElementTree.Element("text")
    element.text = clean(text)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == clean(text)


@pytest.mark.parametrize("sign", [RIGHT_TO_LEFT, HALF, "\x00", "\x85", "\uffff"])
def test_that_what_no_format_holds_is_replaced_everywhere(sign: str) -> None:
    assert clean(f"a{sign}b") == clean(f"a{sign}b", shown=True) == f"a{REPLACED}b"


@pytest.mark.parametrize("sign", [SOFT_HYPHEN, "\u200e", "\ue000", "\u0378"])
def test_that_what_only_hides_is_kept_to_be_read_back_and_replaced_to_be_shown(sign: str) -> None:
    assert clean(f"a{sign}b") == f"a{sign}b"
    assert clean(f"a{sign}b", shown=True) == f"a{REPLACED}b"


def test_that_joiners_of_letters_and_pictures_are_shown() -> None:
    family, word = "👩\u200d👧", "می\u200cخواهم"
    assert one_line(f" {family}\n{word}\t", shown=True) == f"{family} {word}"

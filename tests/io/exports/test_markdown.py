"""Markdown: whatever a text holds, a reader of Markdown shows it as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from funnelcraft.io.clean_text import one_line
from funnelcraft.io.exports.markdown import code, escaped, table

HOSTILE = (
    "<script>alert(1)</script>",
    "![x](http://example.org/x.png)",
    "[click](javascript:alert(1))",
    "a | b | c",
    "1. first",
    "# heading",
    "- item",
    "`code` ``more``",
    "&lt;b&gt; &amp; &#60;",
    "*bold* _it_ ~~gone~~",
    "https://example.org/x me@example.org",
    "0.5 % of 1,000",
)


def shown(markdown: str) -> str:
    """Return the text that a reader sees, without marks of our own between letters."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    parts = []
    for token in tokens:
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token
        for child in token.children or ():
            assert child.type in ("text", "code_inline", "text_special"), child
            parts.append(child.content)
    return "".join(parts).replace("\u2060", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_that_a_text_shows_as_it_is(text: str) -> None:
    assert shown(escaped(text)) == text


@given(st.text(max_size=60))
def test_that_any_text_shows_as_it_is(text: str) -> None:
    assert shown(escaped(text)) == one_line(text).replace("\u2060", "")


@given(st.text(max_size=40))
def test_that_a_cell_of_code_stays_one_cell(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        table(["x", "y"], [[code(text), "z"]])
    )
    assert sum(token.type == "td_open" for token in tokens) == 2

"""Cut DOT into words and signs, each with its line."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from funnelcraft.funnel.text import _
from funnelcraft.io.diagrams.sketch import NotUnderstood

_TOKEN = re.compile(
    r"(?P<space>\s+|//[^\n]*|#[^\n]*|/\*.*?\*/)"
    r"|(?P<quoted>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<arrow>->|--)"
    r"|(?P<sign>[{}\[\];,=:+])"
    r"|(?P<word>[^\W\d]\w*|-?(?:\.\d+|\d+(?:\.\d*)?))"
    r"|(?P<html><)",
    re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")


class Token(NamedTuple):
    """A word, or a sign where `is_sign`; a word in quotation marks is never a keyword."""

    text: str
    line: int
    is_sign: bool = False
    is_quoted: bool = False

    def is_word(self, *words: str) -> bool:
        """Say whether it is one of some keywords, in any case."""
        return not self.is_sign and not self.is_quoted and self.text.casefold() in words


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens. Raises NotUnderstood."""
    at, line = 0, 1
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise NotUnderstood(line, _unknown(source, at))
        kind, end = found.lastgroup, found.end()
        if kind == "quoted":
            yield Token(found[0][1:-1], line, is_quoted=True)
        elif kind == "html":
            end = _end_of_html(source, at, line)
            yield Token(_plain(source[at + 1 : end - 1]), line, is_quoted=True)
        elif kind == "word":
            yield Token(found[0], line)
        elif kind != "space":
            yield Token(found[0], line, is_sign=True)
        line += source.count("\n", at, end)
        at = end


def _unknown(source: str, at: int) -> str:
    if source[at] == '"':
        return _("a quotation mark is not closed.")
    if source.startswith("/*", at):
        return _("a comment is not closed.")
    return _("“{text}” is not understood.").format(text=source[at : at + 20].split("\n")[0])


def _end_of_html(source: str, at: int, line: int) -> int:
    """Return where a text between angle brackets ends, brackets within it paired."""
    depth = 0
    for sign in re.compile(r"[<>]").finditer(source, at):
        depth += 1 if sign[0] == "<" else -1
        if depth == 0:
            return sign.end()
    raise NotUnderstood(line, _("“{sign}” is missing.").format(sign=">"))


def _plain(marked: str) -> str:
    """Return the words of a text with tags, fit to be unescaped like a quoted one."""
    words = html.unescape(_TAG.sub(" ", marked))
    return " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')

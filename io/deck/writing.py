"""Texts of a document made fit for a page: one line, no hidden characters, no longer than room is.

Whatever a file says, a page shows letters. Controls, halves of a surrogate pair and characters that
turn the direction of a line around are shown as the replacement character.
"""

import re
import unicodedata

from funnelcraft.io.clean_text import one_line

NAME, HEADLINE, PARAGRAPH = 44, 180, 420  # characters that have room
_LONGEST_WORD, _PIECE = 24, 6  # a longer word may be broken after so many letters
BOLDER = 1.14  # how much wider bold letters are
# Where a word may be broken. It has no width.
BREAK = "\N{ZERO WIDTH SPACE}"
_JOINED = "\N{WORD JOINER}"
_BETWEEN = re.compile(rf"(?<=[\w%])–(?=[^\s{_JOINED}])")


def shortened(text: str, most: int = NAME) -> str:
    """Return a clean text of at most so many characters, ended at a word where there is one."""
    whole = one_line(text, shown=True)
    if len(whole) <= most:
        return whole
    cut = whole[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 2 // 3 else cut).rstrip(" ,;:.–") + "…"


def held(text: str) -> str:
    """Return a text in which no range is broken between its low and its high end."""
    return _BETWEEN.sub(f"{_JOINED}–{_JOINED}", text)


def breakable(text: str) -> str:
    """Return a text in which even the longest word can be broken, and no range can."""
    return " ".join(
        BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
        if len(word) > _LONGEST_WORD
        else word
        for word in held(text).split(" ")
    )


def plain(text: str) -> str:
    """Return a text without what `breakable` put into it."""
    return text.replace(BREAK, "")


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is in a usual typeface of a size: for files without one.

    Letters count 0.56 of the size, narrow ones 0.32, capitals and figures 0.66, signs of East Asia
    and pictures 1.1. On the safe side for DejaVu Sans, which is wide.
    """
    return size * sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or sign in (BREAK, _JOINED):
        return 0.0
    if sign in " .,;:'|!()[]il":
        return 0.36
    if sign in "mwMW%±–—→@":
        return 0.95
    if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0x1F000:
        return 1.1
    return 0.68 if sign.isupper() or sign.isdigit() else 0.58


def fitted(text: str, width: float, height: float, size: float, bold: bool = False) -> float:
    """Return the largest size with which a text has room in a box, from `size` down to its half.

    By estimated widths: lines are filled word by word, and are 1.25 times their size high.
    """
    least = size * 0.5
    width /= BOLDER if bold else 1.0
    # The longest word that must not be broken has to have room in a line.
    widest = max(width_of(word, 1.0) for word in re.split(f"[ {BREAK}]", breakable(text)))
    size = max(min(size, width / max(widest, 0.1)), least)
    while size > least and height_of(text, width, size) > height:
        size -= 0.5
    return max(size, least)


def height_of(text: str, width: float, size: float) -> float:
    """Return about how high a text is, broken into lines of a width; lines are 1.25 sizes high."""
    lines, x = 1, 0.0
    for word in breakable(text).replace(BREAK, " ").split(" "):
        wide = width_of(word, size)
        if x > 0 and x + wide > width:
            lines, x = lines + 1, 0.0
        x += wide + 0.36 * size
    return lines * 1.25 * size

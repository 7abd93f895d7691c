"""What stands on the pages of a PDF and where, as text to be compared.

Where a line breaks depends on the fonts of a machine, so golden pages are laid out with those that
typst brings along: the same everywhere.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
import typst

_PAGE, _WORD = "{http://www.w3.org/1999/xhtml}page", "{http://www.w3.org/1999/xhtml}word"
_APART = 0.6  # of a line's height: words further apart stand in different columns


def pdftotext() -> str:
    """Return poppler's tool; the test is skipped where there is none."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (poppler-utils): .ci/tools installs it")
    return tool


@contextmanager
def no_fonts_of_this_machine() -> Iterator[None]:
    """Lay out with the fonts that typst brings, for as long as the context lasts."""
    with patch.object(typst, "compile", partial(typst.compile, ignore_system_fonts=True)):
        yield


def paper(pdf: bytes) -> str:
    """Return every page with its texts in their order, each behind its place in points."""
    command = [pdftotext(), "-bbox", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    pages = ElementTree.fromstring(done.stdout).findall(f".//{_PAGE}")
    lines: list[str] = []
    for number, page in enumerate(pages, 1):
        width, height = (round(float(page.attrib[side])) for side in ("width", "height"))
        lines += [f"== page {number} of {len(pages)}, {width} x {height}", *_runs(page)]
    return "\n".join(lines) + "\n"


def _runs(page: ElementTree.Element) -> Iterator[str]:
    words: list[str] = []
    place, top, right = "", 0.0, 0.0
    for word in page.iterfind(_WORD):
        left, high, end, low = (float(word.attrib[one]) for one in ("xMin", "yMin", "xMax", "yMax"))
        goes_on = abs(high - top) < 1 and 0 <= left - right < _APART * (low - high)
        if words and not goes_on:
            yield f"{place} {' '.join(words)}"
        if not words or not goes_on:
            words, place, top = [], f"{round(left)},{round(high)}", high
        words.append(word.text or "")
        right = end
    if words:
        yield f"{place} {' '.join(words)}"

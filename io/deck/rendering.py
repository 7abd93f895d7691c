"""A deck as a file: which formats there are, and rendering in a process of its own.

Typst and python-pptx hold Python's interpreter for up to half a second. A window that must not wait
for that lets another process do it, which can be ended at any moment.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from funnelcraft.funnel.language import speech
from funnelcraft.funnel.text import _
from funnelcraft.io.deck.page import Deck
from funnelcraft.io.deck.pdf import deck_pdf
from funnelcraft.io.deck.slides import deck_pptx
from funnelcraft.io.imports.children import environment
from funnelcraft.io.problems import FileProblem

DeckFormat = Literal["deck-pdf", "deck-pptx"]
RENDERERS: Mapping[DeckFormat, Callable[[Deck], bytes]] = {
    "deck-pdf": deck_pdf,
    "deck-pptx": deck_pptx,
}
PATIENCE = 0.05  # seconds between two looks at whether the file is still wanted
COMMAND = ("-P", "-m", "funnelcraft.io.deck.child")


class Unwanted(Exception):  # noqa: N818 - nothing failed
    """Nobody wants the file any more."""


def rendered(deck: Deck, kind: DeckFormat) -> bytes:
    """Return a deck as a file of a format."""
    return RENDERERS[kind](deck)


def rendered_in_child(
    deck: Deck, kind: DeckFormat, path: Path, should_stop: Callable[[], bool]
) -> bytes:
    """Do as `rendered` in a process of its own. `path` is named where it fails.

    Raises FileProblem, and Unwanted where `should_stop` says yes.
    """
    request = pickle.dumps((kind, deck, speech()))
    with tempfile.TemporaryDirectory(prefix="funnelcraft-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(Path(folder)),
            cwd=folder,
        )
        with process:
            try:
                data = _answer(process, request, should_stop)
            finally:
                process.kill()
    if process.returncode != 0 or not data:
        raise FileProblem(path, _("the file could not be made."))
    return data


def _answer(
    process: "subprocess.Popen[bytes]", request: bytes, should_stop: Callable[[], bool]
) -> bytes:
    unsent: bytes | None = request
    while True:
        if should_stop():
            raise Unwanted
        try:
            data, _errors = process.communicate(unsent, PATIENCE)
        except subprocess.TimeoutExpired:
            unsent = None  # the rest of it goes on by itself
            continue
        return data

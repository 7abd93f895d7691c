"""The clipboard: parts of a funnel as JSON, between windows and programs.

What is there may come from anywhere: it is read as a file is, within limits, and refused in one
sentence.
"""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

from funnelcraft.funnel.edits import pasted_stages
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, number
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file import dump, parse

MIME = "application/x-funnelcraft+json"
LARGEST = 4_000_000  # bytes: thousands of stages
MOST_STAGES = 2_000  # pasted at once


class NotPasted(Exception):  # noqa: N818 - named for what happened
    """The clipboard holds nothing that can be pasted; `str()` is one plain sentence."""


def put(clipboard: QClipboard, fragment: Funnel) -> None:
    """Put parts of a funnel on the clipboard, for this program and as text for others."""
    data = dump(fragment)
    held = QMimeData()
    held.setData(MIME, data)
    held.setText(data.decode())
    clipboard.setMimeData(held)


def take(clipboard: QClipboard) -> Funnel:
    """Return the parts of a funnel on the clipboard. Raises NotPasted."""
    held = clipboard.mimeData()
    if held is None or not (held.hasFormat(MIME) or held.hasText()):
        raise NotPasted(_("The clipboard is empty: copy stages first."))
    data = held.data(MIME).data() if held.hasFormat(MIME) else _text_of(held.text())
    return parsed(bytes(data))


def parsed(data: bytes) -> Funnel:
    """Return the parts of a funnel that bytes hold. Raises NotPasted."""
    if len(data) > LARGEST:
        words = _("The clipboard holds more than {most} MB: too much to paste.")
        raise NotPasted(words.format(most=number(LARGEST / 1e6)))
    try:
        fragment = parse(data).funnel
    except FileProblem as problem:
        words = _("The clipboard cannot be pasted: {why}")
        raise NotPasted(words.format(why=problem.what)) from problem
    if len(pasted_stages(fragment)) > MOST_STAGES:
        words = _("The clipboard holds more than {most} stages: too many to paste.")
        raise NotPasted(words.format(most=number(MOST_STAGES)))
    return fragment


def _text_of(text: str) -> bytes:
    if not text.lstrip().startswith("{"):
        raise NotPasted(_("The clipboard holds a text, but no part of a funnel."))
    return text[: LARGEST + 1].encode("utf-8", errors="surrogatepass")

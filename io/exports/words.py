"""What exports say alike: a document's title, and what none of them may write."""

import re

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.formats import Context

# What XML can't hold, and what would turn a text's direction around for all that follows it.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def document_title(funnel: Funnel, context: Context) -> str:
    """Return what the document is called: its title, or its file's name."""
    return clean(funnel.title).strip() or clean(context.file_name).removesuffix(".funnel")


def clean(text: str) -> str:
    """Return a text with � in place of what no format can hold: control and half characters."""
    return _UNWRITABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return a clean text on one line."""
    return " ".join(clean(text).split())

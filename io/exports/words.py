"""What all exports call a document."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports.formats import Context


def document_title(funnel: Funnel, context: Context) -> str:
    """Return what the document is called: its title, or its file's name."""
    return clean(funnel.title).strip() or clean(context.file_name).removesuffix(".funnel")

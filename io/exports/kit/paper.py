"""The paper that all of the kit is laid out on."""

from funnelcraft.funnel.model import Funnel
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.leaflet import Paper
from funnelcraft.io.exports.words import document_title


def paper(funnel: Funnel, context: Context, *, one_page: bool = False) -> Paper:
    """Return the paper, with the document's name below."""
    return Paper(
        context.day,
        document_title(funnel, context),
        context.language,
        context.choice("page"),
        one_page,
    )

"""The specification as one HTML file that loads nothing from elsewhere."""

import base64

from funnelcraft import resources
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import marked
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import spec
from funnelcraft.io.exports.spec.plain import plain

_TEMPLATE = "documents/specification.html"


def spec_html(funnel: Funnel, context: Context, drawing: bytes) -> bytes:
    """Return the page; `drawing` is an SVG, shown as a picture, in which nothing can run.

    Texts are escaped by the template, and the page forbids scripts and remote content besides.
    """
    from jinja2 import Environment, StrictUndefined

    found = spec(funnel, context)
    context.step(0.6, marked("Laying out"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(resources.read_text(_TEMPLATE))
    page = template.render(
        plain(found),
        language=context.language.replace("_", "-"),
        drawing=base64.b64encode(drawing).decode(),
    )
    return page.encode()

"""The specification as PDF, laid out by typst: texts reach it as data, never as its code."""

import json

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, day, marked
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import spec
from funnelcraft.io.exports.spec.plain import plain
from funnelcraft.io.exports.typesetting import laid_out

_PROGRAM = "documents/specification.typ"


def spec_pdf(funnel: Funnel, context: Context, drawing: bytes) -> bytes:
    """Return the document, `drawing` (SVG) as a vector chart in it.

    The option `page` chooses A4 or letter. The same funnel and context give the same bytes on one
    machine: which fonts there are is the machine's.
    """
    return laid_out(_PROGRAM, _inputs(funnel, context, drawing), context.day)


def _inputs(funnel: Funnel, context: Context, drawing: bytes) -> dict[str, str]:
    found = spec(funnel, context)
    context.step(0.5, marked("Laying out"))
    made = context.day
    footer = _("{title} · {day} · version {version}")
    data = plain(found) | {
        "made": [made.year, made.month, made.day],
        "paper": "us-letter" if context.choice("page") == "letter" else "a4",
        "language": context.language.partition("_")[0],
        "footer": footer.format(title=found.title, day=day(made), version=found.version),
        "drawn": bool(drawing),
    }
    return {"spec": json.dumps(data), "drawing": drawing.decode()}

"""The specification as PDF, laid out by typst: texts reach it as data, never as its code."""

import json
from datetime import UTC, datetime

from funnelcraft import resources
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, day
from funnelcraft.io.exports.formats import Context
from funnelcraft.io.exports.spec.content import spec
from funnelcraft.io.exports.spec.plain import plain

_PROGRAM = "documents/specification.typ"


def spec_pdf(funnel: Funnel, context: Context, drawing: bytes) -> bytes:
    """Return the document, `drawing` (SVG) as a vector chart in it.

    The option `page` chooses A4 or letter. The same funnel and context give the same bytes on one
    machine: which fonts there are is the machine's.
    """
    import typst

    found = spec(funnel, context)
    context.step(0.5, _("Laying out"))
    made = context.day
    footer = _("{title} · {day} · version {version}")
    data = plain(found) | {
        "made": [made.year, made.month, made.day],
        "paper": "us-letter" if context.choice("page") == "letter" else "a4",
        "language": context.language.partition("_")[0],
        "footer": footer.format(title=found.title, day=day(made), version=found.version),
        "drawn": bool(drawing),
    }
    return typst.compile(
        resources.read_bytes(_PROGRAM),
        format="pdf",
        sys_inputs={"spec": json.dumps(data), "drawing": drawing.decode()},
        timestamp=int(datetime(made.year, made.month, made.day, tzinfo=UTC).timestamp()),
    )

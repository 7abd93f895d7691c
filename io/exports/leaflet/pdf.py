"""Leaflets as PDF, laid out by typst: texts reach it as data, never as its code."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from funnelcraft import resources
from funnelcraft.io.exports.leaflet.leaflet import Leaflet
from funnelcraft.io.exports.words import clean

_PROGRAM = "documents/leaflet.typ"


def leaflets_pdf(
    leaflets: Sequence[Leaflet],
    day: date,
    footer: str,
    *,
    language: str = "en",
    paper: str = "a4",
    one_page: bool = False,
) -> bytes:
    """Return leaflets as one PDF, each on a page of its own.

    `one_page` makes letters smaller until each fits on one. `paper` is `a4` or `letter`.
    """
    import typst

    data = {
        "title": leaflets[0].title if leaflets else footer,
        "leaflets": [_plain(leaflet) for leaflet in leaflets],
        "made": [day.year, day.month, day.day],
        "footer": footer,
        "language": language.partition("_")[0],
        "paper": "us-letter" if paper == "letter" else "a4",
        "one_page": one_page,
    }
    return typst.compile(
        resources.read_bytes(_PROGRAM),
        format="pdf",
        sys_inputs={"data": clean(json.dumps(data, ensure_ascii=False))},
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )


def _plain(leaflet: Leaflet) -> dict[str, Any]:
    return {
        "title": leaflet.title,
        "above": leaflet.above,
        "sections": [
            {
                "title": section.title,
                "parts": [
                    {"kind": type(part).__name__.casefold(), **asdict(part)}
                    for part in section.parts
                ],
            }
            for section in leaflet.sections
        ],
    }

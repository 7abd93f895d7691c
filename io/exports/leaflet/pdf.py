"""Leaflets as PDF, laid out by typst: texts reach it as data, never as its code."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from funnelcraft.io.clean_text import clean
from funnelcraft.io.exports.leaflet.leaflet import Leaflet
from funnelcraft.io.exports.typesetting import laid_out

_PROGRAM = "documents/leaflet.typ"


@dataclass(frozen=True)
class Paper:
    """How leaflets are laid out, each on a page of its own.

    `one_page` makes letters smaller until each fits on one. `size` is `a4` or `letter`, `footer`
    stands below every page.
    """

    day: date
    footer: str
    language: str = "en"
    size: str = "a4"
    one_page: bool = False


def leaflets_pdf(leaflets: Sequence[Leaflet], paper: Paper) -> bytes:
    """Return leaflets as one PDF."""
    return laid_out(_PROGRAM, _inputs(leaflets, paper), paper.day)


def _inputs(leaflets: Sequence[Leaflet], paper: Paper) -> dict[str, str]:
    data = {
        "title": leaflets[0].title if leaflets else paper.footer,
        "leaflets": [_plain(leaflet) for leaflet in leaflets],
        "made": [paper.day.year, paper.day.month, paper.day.day],
        "footer": paper.footer,
        "language": paper.language.partition("_")[0],
        "paper": "us-letter" if paper.size == "letter" else "a4",
        "one_page": paper.one_page,
    }
    return {"data": clean(json.dumps(data, ensure_ascii=False))}


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

"""The texts of all files as numbers: stages, segments, sources and owners."""

from dataclasses import dataclass

from funnelcraft.io.imports.mapping import Mapping
from funnelcraft.io.imports.texts import Codes

LEAD, WON, CREATED, CONVERTED = "Lead", "Won", "Created", "Converted"
MOST_NAMES = 10_000


@dataclass(frozen=True)
class Names:
    """The texts of all files as numbers."""

    stage: Codes
    segment: Codes
    source: Codes
    owner: Codes


def names_for(mapping: Mapping | None, most_labels: int = MOST_NAMES) -> Names:
    """Return room for the texts of files; stages and segments are called as a mapping says."""
    return Names(
        stage=Codes({} if mapping is None else mapping.stages, MOST_NAMES),
        segment=Codes({} if mapping is None else mapping.segments, most_labels),
        source=Codes({}, most_labels),
        owner=Codes({}, most_labels),
    )

"""Published conversion figures, shipped with the program: read once, shown with their source."""

import csv
from functools import lru_cache

from funnelcraft import resources
from funnelcraft.funnel.audit.industry import IndustryFigure

_FILE = "industry/figures.csv"


@lru_cache(maxsize=1)
def industry_figures() -> tuple[IndustryFigure, ...]:
    """Return all published figures, in the order of the file."""
    rows = csv.DictReader(resources.read_text(_FILE).splitlines(), strict=True)
    return tuple(_figure(row) for row in rows)


def _figure(row: dict[str, str]) -> IndustryFigure:
    return IndustryFigure(
        from_stage=row["from_stage"],
        to_stage=row["to_stage"],
        share=float(row["conversion_percent"]) / 100,
        days=float(row["days"]) if row["days"] else None,
        scope=row["scope"],
        sample=row["sample"],
        year=int(row["year"]) if row["year"] else None,
        grade=row["grade"],
        source=row["source"],
    )

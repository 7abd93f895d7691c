"""Documents laid out by typst: its programs are ours, texts of users reach them as data alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from funnelcraft import resources

SHARP = 110.0  # pixels an inch of a page to look at


def laid_out(program: str, inputs: Mapping[str, str], day: date) -> bytes:
    """Return a document as PDF; `program` is a resource, `day` what it is dated with."""
    import typst

    return typst.compile(
        resources.read_bytes(program),
        format="pdf",
        sys_inputs=dict(inputs),
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )


def first_page(program: str, inputs: Mapping[str, str]) -> bytes:
    """Return the first page of a document as PNG."""
    import typst

    pages = typst.compile(
        resources.read_bytes(program), format="png", ppi=SHARP, sys_inputs=dict(inputs)
    )
    return pages[0] if isinstance(pages, list) else pages

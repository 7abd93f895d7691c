"""Documents laid out by typst: its programs are ours, texts of users reach them as data alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from funnelcraft import resources


def laid_out(program: str, inputs: Mapping[str, str], day: date) -> bytes:
    """Return a document as PDF; `program` is a resource, `day` what it is dated with."""
    import typst

    return typst.compile(
        resources.read_bytes(program),
        format="pdf",
        sys_inputs=dict(inputs),
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )

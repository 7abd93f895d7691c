"""The first rows as they would be read."""

from pathlib import Path

import pytest

from funnelcraft.io.imports import DateOrder, PreviewRow, preview, propose
from funnelcraft.io.problems import FileProblem
from tests.io.imports.helpers import written

TEXT = (
    "lead_id,stage,entered_at,value,segment\na,MQL,31/1/2024 10:00,5,x\nb,SAL,soon,1,\n"
    "c,,1/2/2024,,\nd,SAL,2/2/2024,oh,y\n"
)


def test_that_rows_are_shown_as_events_or_with_what_is_wrong(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, log_csv=TEXT))
    mapping = proposal.mapping.replaced(stages={"MQL": "Marketing qualified"})
    assert preview(proposal.files[0], mapping.files[0], mapping) == (
        PreviewRow(2, "a", "Marketing qualified", "2024-01-31 10:00:00", 5.0, "x"),
        PreviewRow(3, "b", problem="unreadable date"),
        PreviewRow(4, "c", problem="no stage"),
        PreviewRow(5, "d", "SAL", "2024-02-02", None, "y", "unreadable value, taken as not given"),
    )


def test_that_the_other_order_of_dates_shows(tmp_path: Path) -> None:
    proposal = propose(written(tmp_path, log_csv=TEXT))
    (file,) = proposal.mapping.files
    rows = preview(proposal.files[0], file.replaced(date_order=DateOrder.MONTH_FIRST))
    assert [row.problem for row in rows][:1] == ["unreadable date"]
    with pytest.raises(FileProblem, match="which comes first"):
        preview(proposal.files[0], file.replaced(date_order=None))
    with pytest.raises(FileProblem, match="there is no column “x”"):
        preview(proposal.files[0], file.replaced(stage_columns={"x": "y"}))

"""Where figures come from: every row accounted for, or said to be missing."""

from funnelcraft.funnel.audit.provenance import fact_lines, file_lines, row_lines, summary
from funnelcraft.funnel.audit.reading import reading
from funnelcraft.funnel.measured import MeasuredRows
from tests.funnel.audit.readings import measured_stage, read
from tests.funnel.measured_funnels import measured


def test_that_files_are_named_with_a_short_hash_and_the_whole_one_to_copy() -> None:
    found = reading(measured())
    assert found is not None
    line = file_lines(found)[0]
    assert (line.name, line.figure) == (
        "crm-export-2018.csv",
        "31,204 rows · SHA-256 9f9f9f9f9f9f…",
    )
    assert line.copied == "9f" * 32
    assert summary(found) == "1 file, 31,204 rows read, 30,011 kept (96.2%)."
    assert any("Jan 1, 2018 to Dec 31, 2018" in fact.figure for fact in fact_lines(found))


def test_that_reasons_are_listed_with_most_rows_first() -> None:
    rows = MeasuredRows(read=10, kept=4, dropped={"a": 1, "b": 5}, repaired={"c": 2})
    lines = [(line.name, line.figure) for line in row_lines(read((), (), rows=rows))]
    assert lines == [
        ("Rows read", "10"),
        ("Kept", "4"),
        ("of them repaired", "2"),
        ("c", "2"),
        ("Dropped", "6"),
        ("b", "5"),
        ("a", "1"),
    ]


def test_that_rows_nobody_accounted_for_are_said() -> None:
    found = read((measured_stage("a", 1),), (), rows=MeasuredRows(read=10, kept=4))
    assert row_lines(found)[-1].name == "Not accounted for"
    assert row_lines(found)[-1].figure == "6"

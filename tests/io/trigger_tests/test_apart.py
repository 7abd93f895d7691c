"""Tables judged in a process of their own: results, hostile tables, and stopping half-way."""

import csv
import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from funnelcraft.io.imports.progress import Progress, Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.trigger_tests import Result, judge_apart, judge_table, result_of, results_table
from tests.io.trigger_tests.test_judging import HEAD, small

ROWS = (
    "one,A,65,yes,0; 30,B\n"
    "two,A,64,yes,0; 30,B\n"
    "three,Nowhere,65,yes,0; 30,B\n"
    "four,A,many,yes,,B\n"
    "five,A,65,yes,0; 30,\n"
    "six,B,,,,won\n"
)


def _file(tmp_path: Path, text: str) -> Path:
    table = tmp_path / "leads.csv"
    table.write_text(text, encoding="utf-8")
    return table


def test_that_the_wrong_moves_come_first_and_then_what_could_not_be_read(tmp_path: Path) -> None:
    found = judge_apart(small(), _file(tmp_path, HEAD + ROWS))
    assert [row.outcome for row in found.rows] == [
        *("wrong", "unread", "unread", "unsure", "open", "right"),
    ]
    wrong, nowhere, many, *_rest = found.rows
    assert (wrong.lead, wrong.line, wrong.trigger) == ("two", 3, "a-b")
    assert "score is at least 65: it is 64" in wrong.sentence
    assert nowhere.line == 4
    assert nowhere.sentence == "There is no stage “Nowhere” in the funnel."
    assert many.line == 5
    assert "“many” is no number" in many.sentence


def test_that_the_other_process_says_what_this_one_would(tmp_path: Path) -> None:
    table = _file(tmp_path, HEAD + ROWS)
    assert judge_apart(small(), table) == result_of(judge_table(small(), table))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("lead,score\nx,65\n", "column “stage”"),
        ("\x00\x01\x02", "leads.csv"),
    ],
)
def test_that_a_table_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(FileProblem, match=says):
        judge_apart(small(), _file(tmp_path, text))


def test_that_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    assert judge_apart(small(), _file(tmp_path, HEAD)).rows == ()


def test_that_one_row_too_many_is_refused(tmp_path: Path) -> None:
    table = _file(tmp_path, "lead,stage\n" + "x,A\n" * 200_001)
    with pytest.raises(FileProblem, match="more than 200,000 rows"):
        judge_apart(small(), table)


def test_that_it_stops_half_way_within_a_second(tmp_path: Path) -> None:
    table = _file(tmp_path, HEAD + "x,A,65,yes,0; 30,B\n" * 150_000)
    told: list[float] = []

    def on_progress(progress: Progress) -> None:
        assert 0 <= progress.share <= 1
        told.append(time.monotonic())

    with pytest.raises(Stopped):
        judge_apart(small(), table, on_progress, lambda: bool(told))
    assert time.monotonic() - told[0] < 1


def test_that_no_spreadsheet_takes_a_saved_result_for_formulas(tmp_path: Path) -> None:
    found = judge_apart(small(), _file(tmp_path, HEAD + '"=HYPERLINK(""http://x"")",A,65,yes,,B\n'))
    text = results_table(found.rows).decode("utf-8-sig")
    heading, row = csv.reader(text.splitlines())
    assert heading == ["line", "lead", "stage", "verdict", "why"]
    assert row[1].startswith("'=HYPERLINK")
    assert row[3] == "wrong"
    assert isinstance(found, Result)


def test_that_formulas_of_a_workbook_are_not_computed(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["lead", "stage", "score", "in_market", "moved_to"])
    sheet.append(["ann", "A", "=60+5", "yes", "A"])
    sheet.append(["bob", "=A1", 65, "yes", "A"])
    table = tmp_path / "leads.xlsx"
    book.save(table)
    found = judge_apart(small(), table)
    assert sorted(row.outcome for row in found.rows) == ["right", "unread"]


def test_that_a_formula_in_a_csv_is_no_number(tmp_path: Path) -> None:
    (row,) = judge_apart(small(), _file(tmp_path, HEAD + "ann,A,=60+5,yes,,B\n")).rows
    assert row.outcome == "unread"
    assert "“=60+5” is no number" in row.sentence

"""Rows left out or mended are written with their place, their reason and their text."""

import csv
from pathlib import Path

import pytest

from funnelcraft.io.imports import Form, Kind, Log, Mapping, Role, propose, read, write_left_out
from funnelcraft.io.imports.left_out import text_cell
from funnelcraft.io.imports.mapping import FileMapping
from funnelcraft.io.problems import FileProblem
from tests.io.imports.helpers import written

HEAD = "lead_id,stage,entered_at,value\n"
TEXT = (
    HEAD
    + 'a,MQL,2024-01-01 10:00,x\n=1+1,SAL,soon,1\n\nb,"M\nQL",2024-01-02,1\nb,M"Q"L,2024-01-03,1\n'
    + "c,MQL\nd,MQL,2024-01-01,1\nd,MQL,2024-01-01,2\n@d,,2024-01-01,2\na,SAL,2024-01-01,\n"
    + '"z"z,SAL,2024-01-01,\n'
)


def log_of(paths: list[Path]) -> Log:
    return read(paths, propose(paths).mapping)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_that_each_row_stands_with_its_line_reason_and_text(tmp_path: Path) -> None:
    log = log_of(written(tmp_path, log_csv=TEXT))
    out = tmp_path / "left.csv"
    assert write_left_out(log, out) == 7
    head, *rows = rows_of(out)
    assert head == ["file", "line", "what", "reason", "text"]
    assert {row[0] for row in rows} == {"log.csv"}
    assert [row[1:] for row in rows] == [
        ["2", "repaired", "unreadable value, taken as not given", "a,MQL,2024-01-01 10:00,x"],
        ["3", "left out", "unreadable date", "'=1+1,SAL,soon,1"],
        ["8", "left out", "wrong number of columns", "c,MQL"],
        ["10", "left out", "duplicate row", "d,MQL,2024-01-01,2"],
        ["11", "left out", "no stage", "'@d,,2024-01-01,2"],
        [
            *("12", "repaired", "a day beside times of that day, kept in the file's order"),
            "a,SAL,2024-01-01,",
        ],
        ["13", "left out", "unreadable row", '"z"z,SAL,2024-01-01,'],
    ]


def test_that_a_file_that_changed_is_refused_and_nothing_written(tmp_path: Path) -> None:
    paths = written(tmp_path, log_csv=TEXT)
    log = log_of(paths)
    out = tmp_path / "left.csv"
    out.write_text("old")
    paths[0].write_text(TEXT + "e,MQL,2024-01-01,1\n")
    with pytest.raises(FileProblem, match="has changed since it was read"):
        write_left_out(log, out)
    assert out.read_text() == "old"
    paths[0].unlink()
    with pytest.raises(FileProblem, match="there is no such file"):
        write_left_out(log, out)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_that_no_cell_is_a_formula(sign: str) -> None:
    assert text_cell(f"{sign}cmd") == f"'{sign}cmd"
    assert text_cell("cmd") == "cmd"


def test_that_a_large_log_of_nothing_but_faults_is_written(tmp_path: Path) -> None:
    """In parts: the lines asked for lie in several batches."""
    text = HEAD + "a,MQL,2024-01-01,1\n" + "b,MQL,soon,1\n" * 25_000
    log = log_of(written(tmp_path, log_csv=text))
    out = tmp_path / "left.csv"
    assert write_left_out(log, out) == 25_000
    rows = rows_of(out)
    assert [rows[1][1], rows[-1][1]] == ["3", "25002"]


def test_that_a_log_of_unknown_origin_has_no_rows_to_write(tmp_path: Path) -> None:
    paths = written(tmp_path, log_csv=TEXT)
    file = FileMapping(name="log.csv", kind=Kind.CSV, form=Form.EVENTS, columns={Role.LEAD: "x"})
    with pytest.raises(FileProblem, match="there is no column “x”"):
        read(paths, Mapping(files=(file,)))
    with pytest.raises(FileProblem, match="the mapping is for other files"):
        read(paths, Mapping(files=()))

"""Workbooks: texts stay texts, names of sheets are valid, the same sheets give the same bytes."""

import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook

from funnelcraft.io.exports.workbook import LONGEST_CELL, Sheet, sheet_name, workbook
from funnelcraft.io.imports.streams import BytesIO

DAY = date(2027, 1, 4)


def opened(*sheets: Sheet) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(sheets, "Title", DAY)))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "{=1}", "{=SUM(1)}"]
)
def test_that_a_text_is_never_a_formula(text: str) -> None:
    cell = opened(Sheet("s", ["h"], [[text]]))["s"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()
    assert cell.quotePrefix


def test_that_numbers_stay_numbers() -> None:
    page = opened(Sheet("s", ["a", "b", "c"], [[1.5, True, None]], shares=["a"]))["s"]
    assert [cell.value for cell in page[2]] == [1.5, True, None]
    assert page["A2"].number_format == "0.0%"


def test_that_what_is_no_number_says_so() -> None:
    page = opened(Sheet("s", ["a"], [[float("nan")], [float("inf")]]))["s"]
    assert [page["A2"].value, page["A3"].value] == ["n/a", "n/a"]


def test_that_too_long_a_text_is_broken_off_and_says_so() -> None:
    value = opened(Sheet("s", ["a"], [["x" * 40_000]]))["s"]["A2"].value
    assert len(value) == LONGEST_CELL
    assert value.endswith("(broken off: a cell holds 32767 characters)")


def test_that_control_characters_are_replaced() -> None:
    assert opened(Sheet("s", ["a"], [["a\x07b\x00"]]))["s"]["A2"].value == "a\ufffdb\ufffd"


def test_that_names_of_sheets_are_made_valid() -> None:
    names = opened(*(Sheet(name, ["h"], []) for name in ["a/b", "a:b", "x" * 40, "X" * 40, ""]))
    assert names.sheetnames == ["a-b", "a-b 2", "x" * 31, "X" * 29 + " 2", "Sheet"]
    assert sheet_name("History") == "History 2"
    assert sheet_name("'quoted'") == "quoted"


def test_that_the_same_sheets_give_the_same_bytes_dated_by_the_day() -> None:
    sheet = Sheet("s", ["a"], [["b"]])
    data = workbook([sheet], "t", DAY)
    assert data == workbook([sheet], "t", DAY)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"2027-01-04T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")
        assert {info.date_time[:3] for info in archive.infolist()} == {(2027, 1, 4)}

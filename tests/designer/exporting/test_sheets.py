"""What is seen of a workbook is what is in its bytes."""

from datetime import date

import openpyxl

from funnelcraft.designer.exporting.sheets import sheets_of
from funnelcraft.io.exports.workbook import Sheet, Value, workbook
from funnelcraft.io.imports.streams import BytesIO

DAY = date(2027, 1, 4)


def test_that_cells_widths_and_filters_are_those_of_the_file() -> None:
    long = "A sentence that is much longer than any column of a workbook may ever become, as said."
    rows: list[list[Value]] = [["Known", 0.355, 12.5], ["=1+1", None, 1000], [long, 1.0, True]]
    data = workbook([Sheet("Stages", ["Stage", "Rate", "Days"], rows, shares=["Rate"])], "T", DAY)
    (sheet,) = sheets_of(data)
    assert sheet.name == "Stages"
    assert sheet.heads == ("Stage", "Rate", "Days")
    assert sheet.first == 2
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["Known", "35.5%", "12.5"],
        ["=1+1", "", "1000"],
        [long, "100.0%", "TRUE"],
    ]
    assert [cell.is_figure for cell in sheet.rows[0]] == [False, True, True]
    assert sheet.filters == {0, 1, 2}
    page = openpyxl.load_workbook(BytesIO(data)).active
    wide, narrow = (page.column_dimensions[one].width for one in "AC")
    assert sheet.widths[0] - sheet.widths[2] == round(7 * (wide - narrow))
    assert sheet.heights[2] > sheet.heights[0]


def test_that_a_sheet_without_a_frozen_row_shows_all_below_letters() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.active["C2"] = "late"
    buffer = BytesIO()
    book.save(buffer)
    (sheet,) = sheets_of(buffer.getvalue())
    assert sheet.heads == ("A", "B", "C")
    assert sheet.first == 1
    assert [[cell.text for cell in row] for row in sheet.rows] == [["a", "1", ""], ["", "", "late"]]
    assert sheet.filters == frozenset()


def test_that_sheets_keep_their_order() -> None:
    data = workbook([Sheet(name, ["x"], []) for name in ("One", "Two", "Three")], "T", DAY)
    assert [sheet.name for sheet in sheets_of(data)] == ["One", "Two", "Three"]

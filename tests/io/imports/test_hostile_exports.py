"""Hostile and broken exports, numbered as in the project's list of what must never happen.

What is refused gives one sentence with the place; what is read counts every row. Nothing is opened
but the file itself.
"""

import gzip
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.io.imports import Decimal, Log, Proposal, Settles, preview, propose, read
from funnelcraft.io.problems import FileProblem
from tests.io.imports.helpers import as_proposed, balanced, stages, ways, written

HEAD = "lead_id,stage,entered_at\n"
ROW = "a,MQL,2024-01-01\n"

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS: dict[str, str | bytes] = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}


def sheet(rows: str, dimension: str = "A1:C2") -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def cells(row: int, *texts: str) -> str:
    inside = "".join(
        f'<c r="{"ABC"[i]}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for i, text in enumerate(texts)
    )
    return f'<row r="{row}">{inside}</row>'


GOOD = cells(1, "lead_id", "stage", "entered_at") + cells(2, "a", "MQL", "2024-01-01")


def book(path: Path, **changed: str | bytes) -> Path:
    """Write a workbook of which some parts are as told; `sheet1` is the sheet."""
    parts = PARTS | {"xl/worksheets/sheet1.xml": sheet(GOOD)}
    parts |= {name.replace("sheet1", "xl/worksheets/sheet1.xml"): c for name, c in changed.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    """Return the sentence a look at a file gives, or else the reading of it."""
    with pytest.raises(FileProblem) as caught:
        read([path], propose([path]).mapping)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.startswith(str(path))
    return sentence


def test_that_the_last_cell_of_a_sheet_is_bounded(tmp_path: Path) -> None:
    """36: one cell at XFD1048576 makes one row that doesn't fit, not a million rows."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path = book(tmp_path / "far.xlsx", sheet1=sheet(GOOD + far, "A1:XFD1048576"))
    _proposal, log = as_proposed([path])
    assert (log.read, log.kept, log.dropped) == (2, 1, {"wrong number of columns": 1})
    assert log.remarks.line.tolist() == [1_048_576]


def test_that_a_far_cell_among_the_headings_is_refused(tmp_path: Path) -> None:
    """36"""
    far = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    path = book(tmp_path / "far.xlsx", sheet1=sheet(far))
    assert "headings of 1 to 2,000 columns" in refused(path)


def test_that_a_zip_bomb_is_refused_unpacked(tmp_path: Path) -> None:
    """37: by what its directory says."""
    path = book(tmp_path / "bomb.xlsx", sheet1=sheet(GOOD) + " " * (20 << 20))
    assert path.stat().st_size < 100_000
    assert "unpacks to far more" in refused(path)


def test_that_lying_sizes_are_refused(tmp_path: Path) -> None:
    """37: the directory of the archive says that a part is smaller than it is."""
    path = book(tmp_path / "lie.xlsx")
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    at = data.rindex(name) - 46  # the entry in the central directory
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    path.write_bytes(data)
    assert "damaged" in refused(path)


def test_that_a_bomb_of_gzip_is_refused(tmp_path: Path) -> None:
    """37: 200 MB of blanks in 200 KB."""
    path = tmp_path / "bomb.xes.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"<log>")
        for _part in range(200):
            out.write(b" " * (1 << 20))
    assert "unpacks to far more" in refused(path)


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<log>&b;</log>'
OUTSIDE = '<!DOCTYPE log SYSTEM "file:///etc/hostname">\n<log/>'
PASSWORD = (
    '<!DOCTYPE log [\n<!ENTITY x SYSTEM "file:///etc/passwd">]><log><trace><event>'
    '<string key="concept:name" value="a"/></event></trace></log>'
)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, PASSWORD])
def test_that_entities_are_refused(text: str, tmp_path: Path) -> None:
    """38: in an XES log and in any part of a workbook, before they are expanded or fetched."""
    (log,) = written(tmp_path, log_xes=text)
    assert "line 1 declares entities" in refused(log)
    path = book(tmp_path / "book.xlsx", sheet1=text)
    assert "line 1 of xl/worksheets/sheet1.xml declares entities" in refused(path)


def test_that_endless_nesting_is_refused(tmp_path: Path) -> None:
    """38"""
    (path,) = written(tmp_path, log_xes="<log>\n" + "<trace>" * 100_000)
    assert "line 2 is nested too deeply" in refused(path)


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:evil.xml", "..\\evil.xml"])
def test_that_parts_that_point_outside_are_refused(name: str, tmp_path: Path) -> None:
    """39"""
    path = book(tmp_path / "book.xlsx", **{name: "<x/>"})
    assert "points out of the archive" in refused(path)
    assert [one.name for one in tmp_path.iterdir()] == ["book.xlsx"]


def test_that_encrypted_workbooks_are_refused(tmp_path: Path) -> None:
    """39: a part that says so, and a workbook with a password, which is no archive at all."""
    path = book(tmp_path / "book.xlsx")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "“xl/worksheets/sheet1.xml” is encrypted" in refused(path)
    (locked,) = written(tmp_path, locked_xlsx=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password-protected" in refused(locked)


OTHERS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "another archive": (b"PK\x03\x04" + bytes(100), "the workbook is damaged"),
    "parquet cut off": (b"PAR1" + bytes(100), "no Parquet file"),
    "gzip cut off": (gzip.compress(b"<log/>" * 1000)[:50], "damaged"),
    "xml cut off": (b"<log><trace><event>", "line 1 is damaged XML"),
    "xml of another kind": (b"<html><body>no</body></html>", "is it an XES log?"),
    "json": (b'{"a": 1}', "this is JSON"),
    "pdf": (b"%PDF-1.7", "this is a PDF"),
    "binary": (bytes(range(256)) * 9, "this is no text"),
}


@pytest.mark.parametrize(("content", "said"), OTHERS.values(), ids=OTHERS.keys())
def test_that_other_files_are_refused(content: bytes, said: str, tmp_path: Path) -> None:
    """Whatever the name says: a file is known by what it holds."""
    for path in written(tmp_path, x_csv=content, y_xlsx=content):
        assert said in refused(path)


def test_that_an_unclosed_quote_is_refused_with_its_line(tmp_path: Path) -> None:
    """40: also where the field would grow beyond all limits before the file ends."""
    (path,) = written(tmp_path, log_csv=HEAD + ROW + 'b,"MQL,2024-01-01\n' + ROW)
    assert "a quote is not closed in line 3" in refused(path)
    (path,) = written(tmp_path, log_csv=HEAD + ROW * 50_000 + 'b,"M,2024-01-01\n' + ROW * 50_000)
    assert "a quote is not closed in line 50,002" in refused(path)


def test_that_a_long_field_is_refused_with_its_line(tmp_path: Path) -> None:
    """41"""
    (path,) = written(tmp_path, log_csv=HEAD + ROW + f"b,{'M' * 131_073},2024-01-01\n")
    assert "a field of line 3 is longer than 131,072 characters" in refused(path)
    (fits,) = written(tmp_path, log_csv=f"{HEAD}{ROW}b,{'M' * 131_072},2024-01-01\n")
    _proposal, log = as_proposed([fits])
    assert log.dropped == {"stage name too long": 1}


def test_that_a_line_without_an_end_takes_no_memory(tmp_path: Path) -> None:
    """41: 70 MB without a line's end."""
    path = tmp_path / "log.csv"
    with path.open("wb") as out:
        out.write((HEAD + ROW).encode())
        for _part in range(70):
            out.write(b"x," * (1 << 19))
    assert "line 3 is too long" in refused(path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_that_encodings_are_seen_and_previewed(encoding: str, tmp_path: Path) -> None:
    """42: also where the first odd letter comes late."""
    text = HEAD + ROW * 60_000 + "b,Für später,2024-01-01\n"
    paths = written(tmp_path, log_csv=text.encode(encoding))
    proposal, log = as_proposed(paths)
    assert log.history.stages == ("MQL", "Für später")
    assert (proposal.mapping.files[0].encoding == encoding) or encoding == "utf-16"
    said = any("Windows-1252" in note for note in (*proposal.files[0].notes, *log.notes))
    assert said is (encoding == "cp1252")
    short = propose(
        written(tmp_path, log_csv=(HEAD + "b,Für später,2024-01-01\n").encode(encoding))
    )
    assert short.files[0].rows[0][1] == "Für später"


def test_that_damaged_text_is_refused_with_its_line(tmp_path: Path) -> None:
    """42: neither UTF-8 nor Windows-1252."""
    (path,) = written(
        tmp_path, log_csv=HEAD.encode() + ROW.encode() + b"b,M\x81\xffQL,2024-01-01\n"
    )
    assert "the text of line 3 is damaged" in refused(path)


AMOUNTS = "lead_id;stage;entered_at;value\n"


def amounts(tmp_path: Path, *values: str) -> tuple[Proposal, Path]:
    rows = "".join(f"{i};Won;2024-01-01;{value}\n" for i, value in enumerate(values))
    (path,) = written(tmp_path, log_csv=AMOUNTS + rows)
    return propose([path]), path


def test_that_a_decimal_comma_is_previewed_and_never_guessed(tmp_path: Path) -> None:
    """43: where the amounts show it, it is said; where they don't, it is asked."""
    proposal, path = amounts(tmp_path, "1.234,50", "99,9")
    assert proposal.ready
    assert proposal.mapping.files[0].decimal is Decimal.COMMA
    assert [row.value for row in preview(proposal.files[0], proposal.mapping.files[0])] == [
        1234.5,
        99.9,
    ]
    assert "Amounts are read with a decimal comma." in proposal.files[0].notes
    for unclear in (("1,234", "5"), ("1.234", "2.000"), ("1,5", "1.5")):
        proposal, path = amounts(tmp_path, *unclear)
        (question,) = proposal.questions
        assert question.settles is Settles.DECIMAL
        with pytest.raises(FileProblem, match="which sign stands before the decimals"):
            read([path], proposal.mapping)
    (file,) = proposal.mapping.files
    settled = proposal.mapping.replaced(files=(file.replaced(decimal=Decimal.POINT),))
    log = read([path], settled)
    assert log.repaired == {"unreadable value, taken as not given": 1}
    assert np.nansum(log.history.value) == 1.5


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_that_four_signs_stand_between_columns(sign: str, tmp_path: Path) -> None:
    """44: a sign within quotes or in the amounts doesn't count."""
    text = (HEAD + 'a,"M, ""x""; |",2024-01-01\n').replace(
        "lead_id,stage,", f"lead_id{sign}stage{sign}"
    )
    text = text.replace('a,"', f'a{sign}"').replace('|",', f'|"{sign}')
    _proposal, log = as_proposed(written(tmp_path, log_csv=text))
    assert log.history.stages == ('M, "x"; |',)


@pytest.mark.parametrize("sign", [":", " ", "^", "\x1f"])
def test_that_no_other_sign_stands_between_columns(sign: str, tmp_path: Path) -> None:
    """44"""
    (path,) = written(tmp_path, log_csv=(HEAD + ROW).replace(",", sign))
    (question,) = propose([path]).questions
    assert question.settles is Settles.FORM


def test_that_excels_own_first_line_says_the_sign(tmp_path: Path) -> None:
    """44"""
    _proposal, log = as_proposed(
        written(tmp_path, log_csv="sep=|\r\n" + (HEAD + ROW).replace(",", "|"))
    )
    assert ways(log) == [["MQL 2024-01-01"]]


def test_that_ragged_rows_and_odd_headings_are_counted(tmp_path: Path) -> None:
    """45"""
    text = (
        "lead_id,stage,entered_at,,x,x\n\n"
        "a,MQL,2024-01-01,1,2,3\nb,MQL,2024-01-01\nc,MQL,2024-01-01,1,2,3,4\n"
        '"d\nd",MQL,2024-01-01,1,2,3\n"e"e,MQL,2024-01-01,1,2,3\nf,MQL,2024-01-01,1,2,3'
    )
    proposal, log = as_proposed(written(tmp_path, log_csv=text))
    assert proposal.files[0].headings == (
        "lead_id",
        "stage",
        "entered_at",
        "column 4",
        "x (1)",
        "x (2)",
    )
    assert log.dropped == {"wrong number of columns": 2, "unreadable row": 1}
    assert log.remarks.line.tolist() == [4, 5, 8]
    assert (log.read, log.kept) == (6, 3)
    assert any("no heading or one that another has" in note for note in log.notes)
    assert balanced(log)


def test_that_any_number_of_blank_lines_is_no_row(tmp_path: Path) -> None:
    """45"""
    text = HEAD + ROW + "\n" * 100_000 + "b,SAL,2024-01-02\n"
    _proposal, log = as_proposed(written(tmp_path, log_csv=text))
    assert (log.read, log.kept) == (2, 2)
    (path,) = written(tmp_path, log_csv=text + "c\n")
    late = read([path], propose([path]).mapping)
    assert late.remarks.line.tolist() == [100_004]


def test_that_numbers_are_read_strictly(tmp_path: Path) -> None:
    """46"""
    bad = ["1_000", "nan", "1e999", "inf", "١٢", "0x10", "1.2.3", "--5", "1" * 16, "½"]
    proposal, path = amounts(tmp_path, *bad, "-7.5", "USD 1,250.00", "12 €", "")
    log = read([path], proposal.mapping)
    assert log.repaired == {"unreadable value, taken as not given": len(bad)}
    given = log.history.value[~np.isnan(log.history.value)]
    assert given.tolist() == [-7.5, 1250.0, 12.0]


def dated(tmp_path: Path, *dates: str) -> Log:
    rows = "".join(f"{i},MQL,{date}\n" for i, date in enumerate(dates))
    _proposal, log = as_proposed(written(tmp_path, log_csv=HEAD + "z,MQL,2024-01-01\n" + rows))
    return log


def test_that_dates_that_can_not_be_are_counted(tmp_path: Path) -> None:
    """47"""
    log = dated(
        tmp_path,
        *("2024-02-30", "2024-13-01", "0000-01-01", "9999-12-31", "0001-01-01", "٢٠٢٤-٠١-٠١"),
        *("2024-01-01 24:00:00", "2024-01-01 10:61", "yesterday", "", "45292", "2023-02-29"),
    )
    assert log.dropped == {"no date": 1, "unreadable date": 8, "date out of range": 3}
    assert balanced(log)


def test_that_ambiguous_dates_are_asked(tmp_path: Path) -> None:
    """47: also where some say one thing and some another."""
    for dates in (("1/5/2024", "2/3/2024"), ("13/5/2024", "5/13/2024"), ("1-5-2024",)):
        rows = "".join(f"{i},MQL,{date}\n" for i, date in enumerate(dates))
        (path,) = written(tmp_path, log_csv=HEAD + rows)
        proposal = propose([path])
        (question,) = proposal.questions
        assert question.settles is Settles.DATE_ORDER
        with pytest.raises(FileProblem, match="don't tell the day from the month"):
            read([path], proposal.mapping)


def test_that_a_date_late_in_a_large_file_tells_the_order(tmp_path: Path) -> None:
    """47: sorted exports begin with twelve days that say nothing."""
    rows = "".join(f"{i},MQL,1/{1 + i % 9}/2024\n" for i in range(210_000))
    _proposal, log = as_proposed(written(tmp_path, log_csv=f"{HEAD}{rows}z,MQL,1/31/2024\n"))
    assert str(log.history.day.max().astype("datetime64[D]")) == "2024-01-31"


def test_that_offsets_keep_the_order_when_clocks_change(tmp_path: Path) -> None:
    """47: 02:30 summer time is before 02:10 winter time; times without an offset are told."""
    text = (
        f"{HEAD}a,Second,2024-10-27T02:10:00+01:00\na,First,2024-10-27T02:30:00+02:00\n"
        "b,MQL,2024-03-31 02:30:00\n"
    )
    _proposal, log = as_proposed(written(tmp_path, log_csv=text))
    assert stages(log)[0] == ["First", "Second"]
    assert any("2 times say how far they are from UTC and 1 don't" in note for note in log.notes)


def test_that_an_end_before_its_start_is_counted(tmp_path: Path) -> None:
    """48: as the wins of leads that were met later; HubSpot's exits are in test_forms."""
    paths = written(
        tmp_path,
        leads_csv="id,first_contact\na,2024-01-05\n",
        deals_csv="id,won_date\na,2024-01-01\n",
    )
    _proposal, log = as_proposed(paths)
    assert ways(log) == [["Lead 2024-01-05", "Won 2024-01-05"]]
    assert log.repaired == {"won before the lead was met, taken as the same day": 1}


def test_that_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """50"""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder").mkdir()
    sayings: list[tuple[Path, str]] = [
        (tmp_path / "pipe.csv", "this is a device or a pipe, not a file"),
        (Path("/dev/zero"), "this is a device or a pipe, not a file"),
        (tmp_path / "folder", "this is a folder without a table"),
        (tmp_path / "missing.csv", "there is no such file"),
        (Path("https://localhost/x.csv"), "there is no such file"),
        (tmp_path / "nul\0.csv", "this is not a file's name"),
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv")), "name of the file is damaged"),
    ]
    for path, said in sayings:
        with pytest.raises(FileProblem, match=said):
            propose([path])


@pytest.mark.parametrize("name", ["x.parquet", "*[o]' ; drop table.parquet"])
def test_that_the_database_reaches_nothing_else(name: str, tmp_path: Path) -> None:
    import duckdb

    from funnelcraft.io.imports.parquet_tables import locked_in

    (secret,) = written(tmp_path, secret_csv="x\n")
    inside = tmp_path / name
    inside.write_text("x\n")
    connection = locked_in(tmp_path, str(inside))
    for statement in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'x.db'}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '9GB'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    connection.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "secret.csv"])

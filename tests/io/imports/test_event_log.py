"""Exports as they are: every row is read, or counted with its reason, or the file is refused."""

import os
from pathlib import Path

import numpy as np
import pytest

from funnelcraft.io.imports.event_log import (
    NOT_GIVEN,
    Columns,
    Log,
    read_events,
    read_leads_and_deals,
)
from funnelcraft.io.problems import FileProblem

HEAD = "lead_id,stage,entered_at\n"


def read(tmp_path: Path, text: str | bytes, **columns: str) -> Log:
    path = tmp_path / "events.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_events(path, Columns(**columns))


def ways(log: Log) -> list[list[str]]:
    """Return every lead's stages in order."""
    history = log.history
    names = [history.stages[index] for index in history.stage]
    return [
        [name for name, one in zip(names, history.lead, strict=True) if one == lead]
        for lead in range(int(history.lead.max()) + 1)
    ]


def balanced(log: Log) -> bool:
    return log.read == log.kept + sum(log.dropped.values())


def test_that_events_are_sorted_by_time_and_ties_stay_in_file_order(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        HEAD
        + "b,Won,2024-03-05 10:00:00\nb,MQL,2024-03-01 09:00:00\nb,SAL,2024-03-05 10:00:00\n"
        + "a,X,2024-01-01\na,Y,2024-01-01\na,Z,2024-01-01\n",
    )
    assert ways(log) == [["MQL", "Won", "SAL"], ["X", "Y", "Z"]]
    assert balanced(log)


def test_that_a_day_without_a_time_keeps_its_place_in_the_file(tmp_path: Path) -> None:
    text = HEAD + "a,MQL,2024-01-01 23:00\na,SAL,2024-01-02 15:00\na,SQL,2024-01-02\n"
    assert ways(read(tmp_path, text)) == [["MQL", "SAL", "SQL"]]


def test_that_every_dropped_row_is_counted_with_its_reason(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        HEAD
        + "a,MQL,2024-01-01\na,MQL,2024-01-01\n,MQL,2024-01-01\nb,,2024-01-01\nb,MQL,\n"
        + "b,MQL,yesterday\nb,MQL,2024-02-30\nb,MQL,9999-12-31\nb,MQL,0000-01-01\nb,MQL\n"
        + "b,MQL,2024-01-01,x\nb,MQL,٢٠٢٤-٠١-٠١\nb,SAL,2024-01-03\n",
    )
    assert log.dropped == {
        "wrong number of columns": 2,
        "duplicate row": 1,
        "no lead id": 1,
        "no stage": 1,
        "no date": 1,
        "unreadable date": 3,
        "date out of range": 2,
    }
    assert (log.read, log.kept) == (13, 2)
    assert balanced(log)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-02-01", "2018-02-01"),
        ("2018-02-01 23:59:59", "2018-02-01"),
        ("2018-02-01T23:59:59.123Z", "2018-02-01"),
        ("2018-02-01 23:59:59.123456789", "2018-02-01"),
        ("2018-02-01T23:59:59+02:00", "2018-02-01"),
        ("2018-02-01T01:30:00+02:00", "2018-01-31"),
        ("2018-02-01 23:30-0100", "2018-02-02"),
        ("2018-02-01 20:00-05", "2018-02-02"),
        ("2018/02/01", "2018-02-01"),
        ("1.2.2018 10:00", "2018-02-01"),
        ("01.02.2018", "2018-02-01"),
    ],
)
def test_that_dates_are_read_as_they_are_meant(written: str, day: str, tmp_path: Path) -> None:
    log = read(tmp_path, f"{HEAD}a,MQL,{written}\n")
    assert np.datetime64(int(log.history.day[0]), "D") == np.datetime64(day)


def test_that_the_column_itself_tells_days_from_months(tmp_path: Path) -> None:
    american = read(tmp_path, HEAD + "a,M,1/15/2018 3:45 PM\na,S,2/3/2018 12:10 am\n")
    assert [str(np.datetime64(int(d), "D")) for d in american.history.day] == [
        "2018-01-15",
        "2018-02-03",
    ]
    british = read(tmp_path, HEAD + "a,M,15/1/2018\na,S,2/3/2018\n")
    assert str(np.datetime64(int(british.history.day[1]), "D")) == "2018-03-02"
    with pytest.raises(FileProblem, match="don't tell the day from the month"):
        read(tmp_path, HEAD + "a,M,1/5/2018\na,S,2/3/2018\n")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_that_the_delimiter_is_seen_in_the_headings(delimiter: str, tmp_path: Path) -> None:
    text = (
        (HEAD + 'a,"M, ""x""",2024-01-01\n')
        .replace("lead_id,stage,", f"lead_id{delimiter}stage{delimiter}")
        .replace('a,"M, ""x""",', f'a{delimiter}"M, ""x"""{delimiter}')
    )
    assert read(tmp_path, text).history.stages == ('M, "x"',)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_that_other_encodings_are_read_and_told(encoding: str, tmp_path: Path) -> None:
    log = read(tmp_path, (HEAD + "a,Für später,2024-01-01\n").encode(encoding))
    assert log.history.stages == ("Für später",)
    assert bool(log.notes) is (encoding == "cp1252")


def test_that_columns_may_have_any_names_and_order(tmp_path: Path) -> None:
    text = "at;Amount;Activity;Origin;case\n2024-01-01;12.5;MQL;web;7\n2024-01-02;;SAL;;7\n"
    columns = {"lead": "case", "stage": "activity", "time": "at"}
    log = read(tmp_path, text, **columns, segment="Origin", value="Amount")
    assert ways(log) == [["MQL", "SAL"]]
    assert log.history.segments == ("web",)
    assert log.history.value.tolist() == [12.5]


def test_that_unreadable_values_are_counted_and_not_guessed(tmp_path: Path) -> None:
    rows = [f"{i},M,2024-01-01,{v}\n" for i, v in enumerate(["1_000", "nan", "1e999", "1,5", "7"])]
    text = "lead_id,stage,entered_at,v\n" + "".join(rows).replace("1,5", '"1,5"')
    log = read(tmp_path, text, value="v")
    assert log.repaired == {"unreadable value, taken as not given": 3}
    assert np.nansum(log.history.value) == 8.5
    assert "Amounts are read with a decimal comma." in log.notes


def test_that_a_lead_without_a_segment_is_in_one_of_its_own(tmp_path: Path) -> None:
    log = read(
        tmp_path, "lead_id,stage,entered_at,o\na,M,2024-01-01,x\nb,M,2024-01-01,\n", segment="o"
    )
    assert [log.history.segments[i] for i in log.history.segment] == ["x", NOT_GIVEN]


REFUSED = {
    "no column": ("lead,stage,entered_at\n", "no column “lead_id”; the columns are “lead”"),
    "column twice": ("lead_id,lead_id,stage,entered_at\n", "two columns “lead_id”"),
    "empty": ("", "the file is empty"),
    "no rows": (HEAD, "no row can be used"),
    "no usable row": (HEAD + "a,M,soon\n", "unreadable date: 1"),
    "unclosed quote": (HEAD + 'a,M,2024-01-01\nb,"M,2024-01-01\nc,M,2024-01-01\n', "line 3"),
    "long field": (HEAD + "a," + "M" * 131_073 + ",2024-01-01\n", "line 2 is longer than 131,072"),
    "wrong column": (
        HEAD + "".join(f"a,note {i},2024-01-01\n" for i in range(101)),
        "101 different texts",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_that_a_file_that_can_not_be_read_gives_one_sentence(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(FileProblem) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_folders_pipes_and_addresses_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path, said in (
        (tmp_path, "not a file"),
        (tmp_path / "pipe.csv", "not a file"),
        (Path("/dev/zero"), "not a file"),
        (Path("https://localhost/x.csv"), "no such file"),
        (tmp_path / "*.csv", "no such file"),
    ):
        with pytest.raises(FileProblem, match=said):
            read_events(path, Columns())


def test_that_signs_in_a_file_name_mean_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text(HEAD + "z,Z,2024-01-01\n")
    odd = tmp_path / "*[o]' ; drop table.csv"
    odd.write_text(HEAD + "a,M,2024-01-01\n")
    assert read_events(odd, Columns()).history.stages == ("M",)


def test_that_a_large_log_keeps_its_order(tmp_path: Path) -> None:
    """200,000 events, all of one moment: only the file tells the order."""
    stages = ["A", "B", "C", "D"]
    rows = (f"{i},{s},2024-01-01\n" for i in range(50_000) for s in stages)
    log = read(tmp_path, HEAD + "".join(rows))
    assert log.history.stage.tolist() == [0, 1, 2, 3] * 50_000


LEADS = "id,met,origin\na,2024-01-01,x\nb,2024-01-05,\na,2024-02-01,y\nc,2024-01-09,x\n"
DEALS = "id,won,worth\na,2024-01-03 10:00:00,100\na,2024-01-02,50\nc,2024-01-02,0\nz,2024-01-02,1\n"


def test_that_leads_and_deals_are_joined_and_oddities_counted(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "deals.csv").write_text(DEALS)
    columns = Columns(lead="id", time="met", won_time="won", segment="origin", value="worth")
    log = read_leads_and_deals(tmp_path / "leads.csv", tmp_path / "deals.csv", columns)
    assert ways(log) == [["Lead", "Won"], ["Lead"], ["Lead", "Won"]]
    assert (log.history.day - log.history.day[0]).tolist() == [0, 1, 4, 8, 8]
    assert log.dropped == {
        "second row of the lead": 1,
        "second deal of the lead": 1,
        "deal without a lead": 1,
    }
    assert log.repaired == {"won before the lead was met, taken as the same day": 1}
    assert balanced(log)
    assert log.history.value.tolist()[:1] == [50.0]

"""`calibrate` as a script meets it: exports recognised, refused, and their left-out rows."""

import csv
import json
from pathlib import Path

from funnelcraft.io.project_file import read
from tests.end_to_end.test_command_line import run

HUBSPOT = "Record ID,Date entered Lead,Date entered MQL,Date entered Customer,Region\n" + "".join(
    f"{i},2024-01-{1 + i % 28:02},{f'2024-02-{1 + i % 28:02}' if i % 2 else ''},"
    f"{f'2024-03-{1 + i % 28:02}' if i % 4 == 1 else ''},r{i % 2}\n"
    for i in range(40)
)
LEADS = "id,first_contact\n" + "".join(f"{i},2024-01-{1 + i % 28:02}\n" for i in range(20))
DEALS = "id,won_date\n" + "".join(f"{i},2024-02-{1 + i % 28:02}\n" for i in range(0, 20, 3))


def test_that_an_export_is_recognised_and_said_to_be_what_it_is(tmp_path: Path) -> None:
    export, out = tmp_path / "contacts.csv", tmp_path / "as-is.funnel"
    export.write_text(HUBSPOT)
    done = run("calibrate", export, "--out", out, "--json", "-")
    assert done.returncode == 0
    assert "contacts.csv: a row for each lead, with a date for each stage." in done.stderr
    assert "Lead’s id: “Record ID”" in done.stderr
    assert "loops, are lost" in done.stderr
    assert json.loads(done.stdout)["rows"]["read"] == 40
    assert {stage.term for stage in read(out).funnel.stages} == {"Lead", "MQL", "Customer"}


def test_that_a_folder_or_several_files_are_read_together(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "deals.csv").write_text(DEALS)
    (folder / "leads.csv").write_text(LEADS)
    outs = [tmp_path / "a.funnel", tmp_path / "b.funnel"]
    first = run("calibrate", folder, "--out", outs[0], "--json", "-")
    second = run(
        *("calibrate", folder / "deals.csv", folder / "leads.csv"),
        *("--out", outs[1], "--json", "-"),
    )
    assert (first.returncode, second.returncode) == (0, 0)
    triggers = [json.loads(done.stdout)["triggers"] for done in (first, second)]
    assert triggers[0] == triggers[1]
    (move,) = triggers[0].values()
    assert (move["entered"], move["moved"]) == (20, 7)


def test_that_what_is_unclear_is_refused_with_the_option_that_settles_it(tmp_path: Path) -> None:
    export, out = tmp_path / "log.csv", tmp_path / "x.funnel"
    export.write_text(
        "lead_id,stage,entered_at,value\n1,MQL,3/4/2024,\n1,Won,5/6/2024,1,234\n"
        '2,MQL,3/4/2024,\n1,Won,5/6/2024,"1,234"\n'
    )
    done = run("calibrate", export, "--value", "value", "--out", out)
    assert (done.returncode, done.stdout) == (1, "")
    dates, amounts = done.stderr.splitlines()
    assert "log.csv: dates like “3/4/2024”" in dates
    assert "--date-order" in dates
    assert "amounts like “1,234”" in amounts
    assert "--decimal" in amounts
    assert not out.exists()
    settled = ("--date-order", "day-first", "--decimal", ".")
    done = run("calibrate", export, "--value", "value", *settled, "--out", out)
    assert done.returncode == 0
    assert "Apr 3, 2024" in done.stdout
    wrong = run("calibrate", export, "--date-order", "year-first", "--out", out)
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_that_rows_left_out_are_written(tmp_path: Path) -> None:
    export, left = tmp_path / "log.csv", tmp_path / "left.csv"
    export.write_text(
        "lead_id,stage,entered_at\n1,MQL,2024-01-01\n1,Won,2024-01-05\n2,=MQL,soon\n3\n"
    )
    done = run("calibrate", export, "--left-out", left, "--out", tmp_path / "x.funnel")
    assert done.returncode == 0
    assert "left.csv: 2 rows." in done.stderr
    with left.open(newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["log.csv", "4", "left out", "unreadable date", "2,=MQL,soon"],
            ["log.csv", "5", "left out", "wrong number of columns", "3"],
        ]


def test_that_tables_of_which_nothing_is_known_are_refused(tmp_path: Path) -> None:
    export = tmp_path / "prices.csv"
    export.write_text("colour,shade\nred,dark\nblue,light\n")
    done = run("calibrate", export, "--out", tmp_path / "x.funnel")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "--lead, --stage, --time" in done.stderr
    done = run("calibrate", export, export, "--won", export, "--out", tmp_path / "x.funnel")
    assert (done.returncode, done.stdout) == (2, "")


def test_that_names_spelt_alike_are_told_and_joined_on_demand(tmp_path: Path) -> None:
    rows = "".join(
        f"{i},{stage},2024-0{at}-01,{'EU ' if i % 3 else 'eu'}\n"
        for i in range(30)
        for at, stage in enumerate(("Lead", "S Q L" if i % 4 else "SQL", "Won"), 1)
    )
    export = tmp_path / "log.csv"
    export.write_text("lead_id,stage,entered_at,region\n" + rows)
    out = tmp_path / "x.funnel"
    apart = run("calibrate", export, "--segment", "region", "--out", out)
    assert "“S Q L” and “SQL” are spelt alike, and taken for different stages" in apart.stderr
    assert {one["term"] for one in json.loads(out.read_text())["stages"]} >= {"S Q L", "SQL"}
    joined = run("calibrate", export, "--segment", "region", "--join-alike", "--out", out)
    assert "“S Q L” and “SQL” are spelt alike, and taken for one." in joined.stderr
    found = json.loads(out.read_text())
    assert "SQL" not in {one["term"] for one in found["stages"]}
    assert found["segments"] == []  # one alone is none to tell apart

"""The command line as a script meets it: real processes, files, exit codes and streams."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from funnelcraft.io.project_file import read

ROOT = Path(__file__).parents[2]
OLIST = ROOT.parent / "shared" / "data" / "olist"
COMMAND = (sys.executable, "-m", "funnelcraft")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def funnel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("funnels") / "plan.funnel"
    made = run("new", "--template", "lead-to-revenue", file)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    return file


def test_that_a_new_document_is_sound_and_never_replaces_another(funnel: Path) -> None:
    assert read(funnel).warnings == ()
    assert run("check", funnel).returncode == 0
    again = run("new", "--template", "blank", funnel)
    assert again.returncode == 1
    assert "the file is there already" in again.stderr
    unknown = run("new", "--template", "nonsense", funnel.parent / "x.funnel")
    assert unknown.returncode == 1
    assert "the templates are lead-to-revenue" in unknown.stderr


def test_that_expect_writes_every_day(funnel: Path, tmp_path: Path) -> None:
    out = tmp_path / "expected.json"
    done = run("expect", funnel, "--days", "30", "--json", out)
    assert (done.returncode, done.stdout) == (0, "")
    expected = json.loads(out.read_text(encoding="utf-8"))
    stages = [stage.id for stage in read(funnel).funnel.stages]
    assert list(expected["stages"]) == stages
    for stage in stages:
        assert {key: len(days) for key, days in expected["stages"][stage].items()} == {
            "entries": 30,
            "balance": 30,
        }
    assert sum(expected["stages"][stages[0]]["entries"]) > 0
    on_standard_output = run("expect", funnel, "--days", "30", "--json", "-")
    assert json.loads(on_standard_output.stdout) == expected


def test_that_simulate_writes_the_contract_and_a_row_a_run(funnel: Path, tmp_path: Path) -> None:
    out, rows = tmp_path / "runs.json", tmp_path / "runs.csv"
    options = ("--runs", "40", "--days", "60", "--seed", "3")
    done = run("simulate", funnel, *options, "--json", out, "--per-run", rows)
    assert (done.returncode, done.stdout) == (0, "")
    summary = json.loads(out.read_text(encoding="utf-8"))
    assert (summary["runs"], summary["days"], summary["seed"]) == (40, 60, 3)
    assert summary["start"] == read(funnel).funnel.start
    figures = {"mean", "sd", "mcse", "p2_5", "p10", "p50", "p90", "p97_5"}
    stage, entries = next(iter(summary["stages"].items()))
    assert set(entries) == {"entries", "balance_end"}
    assert set(entries["entries"]) >= figures
    assert all(set(one["moves"]) >= figures for one in summary["triggers"].values())
    assert set(summary["revenue"]) >= figures
    with rows.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["run"] for row in table] == [str(n) for n in range(1, 41)]
    mean = sum(float(row[f"{stage}.entries"]) for row in table) / 40
    assert mean == pytest.approx(entries["entries"]["mean"])
    one_worker = run("simulate", funnel, *options, "--workers", "1", "--json", "-")
    assert json.loads(one_worker.stdout) == summary


def test_that_simulate_shows_a_sentence_and_a_table(funnel: Path) -> None:
    done = run("simulate", funnel, "--runs", "20", "--days", "90")
    assert done.returncode == 0
    first, *table = done.stdout.splitlines()
    assert first.startswith("In the next ")
    assert any("80%" in line and "95%" in line for line in table)
    for stage in read(funnel).funnel.stages:
        assert any(stage.term in line for line in table)


BAD = {
    "broken": ('{"format":"funnelcraft",', "ends too early: what begins at line 1, column 25"),
    "not ours": ("{}", "not a Funnelcraft document"),
    "text for a number": (
        '{"format":"funnelcraft","version":1,"start":"2027-01-01","triggers":'
        '[{"id":"t","from":"a","to":"b","conversion":{"rate":"x"}}]}',
        "triggers[0] › conversion › rate must be a number",
    ),
    "newer": (
        '{"format":"funnelcraft","version":9}',
        "of version 9, this program reads up to version 1",
    ),
}


def test_that_compare_tells_waits_and_broken_promises(funnel: Path, tmp_path: Path) -> None:
    slow = read(funnel).funnel.model_dump(mode="json", by_alias=True)
    name = next(stage["term"] for stage in slow["stages"] if stage["id"] == "mql")
    for stage in slow["stages"]:
        if stage["id"] == "mql":
            stage["capacity"] = {"leads_per_day": 2.0, "calendar": "weekdays"}
            stage["sla"] = {"days": 1.0, "clock": "first_touch"}
    other = tmp_path / "slow.funnel"
    other.write_text(json.dumps({"format": "funnelcraft", "version": 1, **slow}), encoding="utf-8")
    options = ("--runs", "20", "--days", "60", "--no-drift")
    done = run("compare", funnel, other, *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{name}: waiting at the end" in done.stdout
    plain = json.loads(run("compare", funnel, other, *options, "--json", "-").stdout)
    assert plain["queues"]["mql"]["mean_wait"]["difference"]["mean"] > 0


@pytest.mark.parametrize("command", ["check", "expect", "simulate"])
@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD.keys())
def test_that_a_bad_file_gives_one_sentence_with_the_place(
    command: str, content: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "bad.funnel"
    file.write_text(content, encoding="utf-8")
    done = run(command, file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "bad.funnel" in done.stderr
    assert said in done.stderr


def with_rate(funnel: Path, out: Path, rate: float) -> Path:
    plain = json.loads(funnel.read_text(encoding="utf-8"))
    plain["triggers"][0]["conversion"] = {"rate": rate}
    out.write_text(json.dumps(plain), encoding="utf-8")
    return out


def test_that_a_rate_of_140_percent_is_refused_with_the_place(funnel: Path, tmp_path: Path) -> None:
    bad = with_rate(funnel, tmp_path / "bad.funnel", 1.4)
    checked = run("check", bad)
    assert checked.returncode == 1
    assert "error: " in checked.stdout
    assert "140%" in checked.stdout
    assert "[rule: Figures that can be]" in checked.stdout
    for command in ("expect", "simulate"):
        done = run(command, bad)
        assert (done.returncode, done.stdout) == (1, "")
        assert "140%" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("simulate",),
        ("simulate", "x.funnel", "--runs", "many"),
        ("simulate", "x.funnel", "--runs", "0"),
        ("simulate", "x.funnel", "--nonsense"),
        ("nonsense", "x.funnel"),
        ("nonsense",),
        ("calibrate", "x.csv", "--out", "y.funnel", "--from", "2018-02-30"),
        ("calibrate", "x.csv"),
    ],
)
def test_that_wrong_usage_is_told_and_gives_two(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 2


def test_that_an_unknown_view_is_told_with_those_there_are(funnel: Path, tmp_path: Path) -> None:
    done = run("screenshot", funnel, "--view", "nonsense", "--out", tmp_path / "x.png")
    assert (done.returncode, done.stdout) == (2, "")
    assert "canvas" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_run_is_filmed(funnel: Path, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    few = ("--runs", "8", "--days", "20", "--width", "320")
    done = run("film", funnel, "--out", out, *few, "--from-day", "3", "--to-day", "9")
    assert (done.returncode, done.stdout) == (0, "")
    assert "20 frames" in done.stderr
    assert out.read_bytes()[:6] == b"GIF89a"
    for more in (("--to-day", "21"), ("--run", "9"), ("--from-day", "9", "--to-day", "8")):
        wrong = run("film", funnel, "--out", tmp_path / "x.gif", *few, *more)
        assert (wrong.returncode, wrong.stdout) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]


def test_that_places_that_can_not_be_used_give_a_sentence(funnel: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "out.json"
    for arguments, said in (
        (("expect", tmp_path / "none.funnel"), "there is no such file"),
        (("expect", tmp_path), "this is a folder"),
        (("expect", funnel, "--days", "3", "--json", nowhere), "there is no such file or folder"),
        (("expect", funnel, "--days", "3", "--json", tmp_path), "this is a folder"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_that_a_full_standard_output_gives_a_sentence(funnel: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "expect", str(funnel), "--days", "400", "--json", "-"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            check=False,
        )
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_that_a_reader_who_stops_reading_is_no_error(funnel: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "expect", str(funnel), "--days", "400", "--json", "-"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 0
    assert "Error" not in done.stderr


def test_that_ctrl_c_stops_a_simulation_with_a_sentence(funnel: Path) -> None:
    running = subprocess.Popen(
        [*COMMAND, "simulate", str(funnel), "--runs", "60000", "--days", "365"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    time.sleep(3)
    assert running.poll() is None
    asked = time.monotonic()
    running.send_signal(signal.SIGINT)
    stdout, stderr = running.communicate(timeout=30)
    assert time.monotonic() - asked < 3
    assert running.returncode == 130
    assert stdout == ""
    assert "Stopped." in stderr
    assert "Traceback" not in stderr


EVENTS = """lead_id,stage,entered_at,source
1,MQL,2024-01-01,web
1,SAL,2024-01-03,web
1,Won,2024-01-20,web
2,MQL,2024-01-02,fair
2,SAL,2024-01-02,fair
2,MQL,2024-01-09,fair
3,MQL,2024-01-05,web
3,Lost,2024-01-08,web
4,MQL,soon,web
"""


def test_that_a_funnel_is_calibrated_from_an_event_table(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text(EVENTS, encoding="utf-8")
    out, report = tmp_path / "as-is.funnel", tmp_path / "report.json"
    done = run(
        *("calibrate", events, "--segment", "source", "--seen", "2024-03-01"),
        *("--out", out, "--json", report),
    )
    assert done.returncode == 0
    assert "1 rows left out: unreadable date." in done.stderr
    assert "MQL → SAL" in done.stdout
    figures = json.loads(report.read_text(encoding="utf-8"))
    rows = figures["rows"]
    assert (rows["read"], rows["kept"], rows["dropped"]) == (9, 8, {"unreadable date": 1})
    first = figures["triggers"]["mql-sal"]
    assert (first["entered"], first["moved"], first["naive"]) == (4, 2, 0.5)
    assert set(first["cumulative"]) == {"7", "30", "60", "90", "167", "end"}
    assert set(first["by_segment"]) == {"web", "fair"}
    drawn = read(out)
    assert drawn.warnings == ()
    assert [stage.term for stage in drawn.funnel.stages] == ["MQL", "SAL", "Won", "Lost"]
    assert "That is the whole log" in done.stderr
    kept = drawn.funnel.baseline
    assert kept is not None
    assert kept.rows.model_dump() == rows
    (file,) = kept.files
    assert (file.name, file.rows) == ("events.csv", 9)
    assert file.sha256 == hashlib.sha256(events.read_bytes()).hexdigest()
    assert run("expect", out).returncode == 0
    assert run("simulate", out, "--runs", "8").returncode == 0
    refined = run("calibrate", events, "--into", out, "--out", tmp_path / "into.funnel")
    assert refined.returncode == 0
    assert run("check", tmp_path / "into.funnel").returncode == 0


def test_that_a_log_no_trigger_fits_changes_nothing(funnel: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("lead_id,stage,entered_at\n1,In,2024-01-01\n1,Out,2024-01-03\n")
    out = tmp_path / "x.funnel"
    done = run("calibrate", events, "--into", funnel, "--out", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no trigger joins two of the log's stages “In” and “Out”" in done.stderr
    assert not out.exists()


def test_that_a_table_without_the_column_gives_one_sentence_naming_those_there_are(
    tmp_path: Path,
) -> None:
    events = tmp_path / "events.csv"
    events.write_text(EVENTS, encoding="utf-8")
    done = run("calibrate", events, "--stage", "step", "--out", tmp_path / "x.funnel")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "events.csv: there is no column “step”" in done.stderr
    assert "“lead_id”, “stage”, “entered_at”, and “source”" in done.stderr
    assert not (tmp_path / "x.funnel").exists()


def test_that_real_leads_are_calibrated_as_known(tmp_path: Path) -> None:
    if not OLIST.exists():
        pytest.skip("the real leads are not on this machine")
    report = tmp_path / "report.json"
    done = run(
        *("calibrate", OLIST / "olist_marketing_qualified_leads_dataset.csv"),
        *("--won", OLIST / "olist_closed_deals_dataset.csv", "--lead", "mql_id"),
        *("--time", "first_contact_date", "--won-time", "won_date", "--segment", "origin"),
        *("--from", "2018-01-01", "--to", "2018-05-31", "--seen", "2018-11-14"),
        *("--out", tmp_path / "as-is.funnel", "--json", report),
    )
    assert done.returncode == 0
    (figures,) = json.loads(report.read_text(encoding="utf-8"))["triggers"].values()
    found = {key: 100 * share for key, share in figures["cumulative"].items()}
    known = {"7": 4.72, "30": 9.20, "60": 10.62, "90": 11.30, "167": 12.39, "end": 13.4}
    assert found == pytest.approx(known, abs=0.05)
    assert len(figures["by_segment"]) == 11


def test_that_sample_writes_a_log_that_calibrate_reads(funnel: Path, tmp_path: Path) -> None:
    log, again = tmp_path / "log.csv", tmp_path / "again.csv"
    options = ("--leads", "4000", "--seed", "5", "--dirt", "--start", "2025-01-01")
    done = run("sample", funnel, *options, "--out", log)
    assert (done.returncode, done.stdout) == (0, "")
    told = done.stderr.splitlines()
    assert told[0].startswith("Volumes are 0.")
    assert "4,000 leads from Jan 1, 2025 to Dec 31, 2025." in told[1]
    assert any(line.startswith("dirt: rows twice: ") for line in told)
    assert run("sample", funnel, *options, "--out", again).returncode == 0
    assert again.read_bytes() == log.read_bytes()
    found = run("calibrate", log, "--out", tmp_path / "found.funnel")
    assert found.returncode == 0, found.stderr
    assert read(tmp_path / "found.funnel").funnel.start == "2026-01-01"


def test_that_sample_refuses_what_it_cannot_make(funnel: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.csv"
    for option, said in (
        ("--form=nonsense", "there are events, hubspot"),
        ("--hours=9-8", "like 8-18"),
    ):
        done = run("sample", funnel, "--leads", "10", "--out", out, option)
        assert done.returncode == 2
        assert said in done.stderr
    empty = tmp_path / "empty.funnel"
    document = json.loads(funnel.read_text(encoding="utf-8")) | {"sources": []}
    empty.write_text(json.dumps(document), encoding="utf-8")
    done = run("sample", empty, "--leads", "10", "--out", out)
    assert done.returncode == 1
    assert f"{empty}: The sources bring no leads" in done.stderr
    assert not out.exists()


def test_that_backtest_says_how_often_its_bands_held(tmp_path: Path) -> None:
    log, out = ROOT / "resources" / "examples" / "lead-process-export.csv", tmp_path / "tested.json"
    options = ("--target", "won", "--cut", "2026-05-01", "--cut", "2026-06-12", "--runs", "200")
    done = run("backtest", log, *options, "--json", out)
    assert (done.returncode, done.stdout) == (0, "")
    found = json.loads(out.read_text(encoding="utf-8"))
    keys = {"cut", "days", "truth", "p10", "p50", "p90", "p2_5", "p97_5"}
    keys |= {"naive_4w", "naive_8w", "naive_12w"}
    assert [set(cut) for cut in found["cuts"]] == [keys, keys]
    assert [cut["cut"] for cut in found["cuts"]] == ["2026-05-01", "2026-06-12"]
    shown = run("backtest", log, *options)
    assert shown.stdout.splitlines()[0] == found["summary"]["sentence"]
    assert found["summary"]["sentence"].startswith("In 2 past months the 80% band held")


def test_that_backtest_refuses_what_it_cannot_test() -> None:
    log = ROOT / "resources" / "examples" / "lead-process-export.csv"
    unknown = run("backtest", log, "--target", "Nonsense")
    assert unknown.returncode == 2
    assert "“Lead”" in unknown.stderr
    late = run("backtest", log, "--target", "Won", "--cut", "2026-09-20")
    assert late.returncode == 1
    assert "The log ends on" in late.stderr
    short = run("backtest", log, "--target", "Won", "--days", "500")
    assert short.returncode == 1
    assert "the log is too short" in short.stderr

"""Recovery: what was done before a crash is there after it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from funnelcraft.funnel.edits import change_stage
from funnelcraft.funnel.layout import laid_out
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.project_file import save
from funnelcraft.io.project_file.writing import dump
from funnelcraft.io.recovery import LARGEST_JOURNAL, SET_ASIDE, Journal, recoverable
from tests.funnel.random_funnels import random_funnel

FUNNEL = Funnel(start="2027-01-01", title="plan")


def test_that_the_last_command_is_recovered_with_its_origin(tmp_path: Path) -> None:
    base = tmp_path / "plan.funnel"
    opened = save(base, FUNNEL)
    with Journal(tmp_path / "journals", base, opened) as journal:
        journal.append(FUNNEL.replaced(title="one"), "Rename")
        journal.append(FUNNEL.replaced(title="two – ü\ud800"), "Rename again")
    found = recoverable(tmp_path / "journals")
    assert [one.funnel.title for one in found] == ["two – ü\ufffd"]
    assert (found[0].path, found[0].base_sha256, found[0].label) == (base, opened, "Rename again")
    assert found[0].base_changed is False
    save(base, FUNNEL.replaced(title="theirs"))
    assert recoverable(tmp_path / "journals")[0].base_changed is True
    found[0].discard()
    assert recoverable(tmp_path / "journals") == []


def test_that_every_command_is_kept_whole_whatever_the_last_one_left_alone(tmp_path: Path) -> None:
    before = laid_out(random_funnel(5, 30, 45)).replaced(beyond={"key": ["ü", None, 1.5]})
    first = before.stages[0].id
    edits = (
        lambda f: change_stage(f, first, term="Renamed “ü”"),
        lambda f: f.replaced(triggers=f.triggers[:-1]),
        lambda f: f.replaced(stages=f.stages[::-1], currency="EUR"),
        lambda f: f.replaced(stages=(*f.stages, f.stages[0])),
        lambda f: f.replaced(stages=(), triggers=()),
        lambda _f: before,
    )
    with Journal(tmp_path) as journal:
        funnel = before
        for edit in edits:
            funnel = edit(funnel)
            journal.append(funnel, "Edit")
            file = journal.file
            assert file is not None
            entry = json.loads(file.read_bytes().splitlines()[-1])
            assert entry["funnel"] == json.loads(dump(funnel))


def test_that_the_journal_of_a_living_window_is_let_be(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert recoverable(tmp_path) == []
    journal.append(FUNNEL, "New")
    assert recoverable(tmp_path) == []
    assert journal.file is not None
    assert journal.file.exists()
    journal.close()
    assert len(recoverable(tmp_path)) == 1


def test_that_nothing_is_left_after_a_save(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(FUNNEL, "New")
    journal.sync()
    saved = tmp_path / "plan.funnel"
    journal.discard()
    after = Journal(tmp_path, saved, save(saved, FUNNEL))
    assert list(tmp_path.glob("journal-*")) == []
    after.append(FUNNEL, "Next")
    after.close()
    assert recoverable(tmp_path)[0].path == saved


@pytest.mark.parametrize("cut", [1, 7, 100, 300])
def test_that_a_torn_line_costs_one_command(cut: int, tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.append(FUNNEL.replaced(title="one"), "1")
        journal.append(FUNNEL.replaced(title="two"), "2")
        file = journal.file
    assert file is not None
    file.write_bytes(file.read_bytes()[:-cut])
    assert recoverable(tmp_path)[0].funnel.title == "one"


def test_that_a_line_torn_in_the_middle_does_not_swallow_the_next(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.append(FUNNEL.replaced(title="one"), "1")
        assert journal.file is not None
        with journal.file.open("ab") as file:
            file.write(b'\n{"label":"torn"')
        journal.append(FUNNEL.replaced(title="two"), "2")
    assert recoverable(tmp_path)[0].funnel.title == "two"


@pytest.mark.parametrize("content", [b"", b"\x80\x04pickle", b"[]\n{}\n", b'{"journal":1}\n{"x":'])
def test_that_an_unreadable_journal_is_set_aside_not_deleted(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "journal-x.jsonl").write_bytes(content)
    assert recoverable(tmp_path) == []
    assert (tmp_path / SET_ASIDE / "journal-x.jsonl").read_bytes() == content


def test_that_a_long_session_does_not_fill_the_disk(tmp_path: Path) -> None:
    large = FUNNEL.replaced(x=["y" * 1_000_000])
    with Journal(tmp_path) as journal:
        for number in range(40):
            journal.append(large.replaced(title=str(number)), "Edit")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size <= LARGEST_JOURNAL
    assert recoverable(tmp_path)[0].funnel.title == "39"


def test_that_a_journal_that_can_not_be_written_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem, match="a part of the path is not a folder"):
        Journal(tmp_path / "file" / "journals").append(FUNNEL, "New")
    with pytest.raises(FileProblem, match="not finite"):
        Journal(tmp_path).append(FUNNEL.replaced(x=float("inf")), "New")


EDITING = """
import sys
from pathlib import Path
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.recovery import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(1_000_000):
    journal.append(Funnel(start="2027-01-01", title=str(number), notes="n" * 9000), "Edit")
    print(number, flush=True)
"""


def test_that_a_kill_loses_no_acknowledged_command(tmp_path: Path) -> None:
    editing = subprocess.Popen(
        [sys.executable, "-c", EDITING, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert editing.stdout is not None
    lines = [editing.stdout.readline() for _ in range(30)]
    os.kill(editing.pid, signal.SIGKILL)
    lines += editing.stdout.read().split("\n")
    editing.stdout.close()
    editing.wait()
    acknowledged = max(int(line) for line in lines if line.strip())
    assert int(recoverable(tmp_path)[0].funnel.title) >= acknowledged

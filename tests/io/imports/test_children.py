"""The process that reads: it answers like this one, stops at once, and leaves nothing behind."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import funnelcraft
from funnelcraft.io.imports import (
    Progress,
    Stopped,
    children,
    propose,
    propose_in_child,
    read,
    read_in_child,
    transfer,
    write_left_out_in_child,
)
from funnelcraft.io.problems import FileProblem
from tests.io.imports.helpers import written

LOG = "lead_id,stage,entered_at,segment,owner,value\n" + "".join(
    f"{i // 3},{'ABC'[i % 3]},2024-01-{1 + i % 28:02},s{i % 2},o{i % 5},{i}\n" for i in range(3_000)
)
BAD = "x,A,soon,s,o,1\nx,A\n"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files, of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_that_it_answers_as_this_process_does(tmp_path: Path, temporary: Path) -> None:
    (path,) = paths = written(tmp_path, log_csv=LOG + BAD)
    told: list[Progress] = []
    proposal = propose_in_child(paths, on_progress=told.append)
    assert proposal == propose(paths)
    log, here = read_in_child(paths, proposal.mapping, told.append), read(paths, proposal.mapping)
    for name in ("lead", "stage", "day", "segment", "value"):
        assert np.array_equal(getattr(log.history, name), getattr(here.history, name))
        assert getattr(log.history, name).dtype == getattr(here.history, name).dtype
    for name in ("read", "kept", "dropped", "repaired", "notes", "files", "form", "mapping"):
        assert getattr(log, name) == getattr(here, name)
    assert (log.history.stages, log.owner.names) == (here.history.stages, here.owner.names)
    assert np.array_equal(log.owner.code, here.owner.code)
    assert [one.what for one in told][-1] == "sorting"
    assert told[-1].share == 1.0
    out = tmp_path / "left.csv"
    assert write_left_out_in_child(log, out) == 2
    assert out.read_text().splitlines()[1:] == [
        f'{path.name},3002,left out,unreadable date,"x,A,soon,s,o,1"',
        f'{path.name},3003,left out,wrong number of columns,"x,A"',
    ]
    assert list(temporary.iterdir()) == []


def test_that_a_sentence_comes_through(tmp_path: Path) -> None:
    (path,) = paths = written(tmp_path, log_csv=LOG + '"')
    with pytest.raises(FileProblem) as caught:
        propose_in_child(paths)
    assert str(caught.value) == f"{path}: a quote is not closed in line 3,002."


def slow(folder: Path) -> list[Path]:
    """Return a log that takes seconds to read."""
    path = folder / "slow.csv"
    with path.open("w") as out:
        out.write("lead_id,stage,entered_at\n")
        for _part in range(150):
            out.write("7,A,2024-01-01 10:00 pm\n" * 10_000)
    return [path]


def children_of_this_process() -> list[str]:
    """Return the command lines of this process's children that are alive."""
    alive = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                alive.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return [one for one in alive if "imports.child" in one]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_that_it_is_stopped_within_a_second(tmp_path: Path, temporary: Path) -> None:
    """49 of the hostile exports; for a log of 2 GB see benchmarks/imports.py."""
    paths = slow(tmp_path)
    asked = 0.0

    def stop() -> bool:
        nonlocal asked
        if told and not asked:
            asked = time.monotonic()
        return bool(asked)

    told: list[Progress] = []
    with pytest.raises(Stopped):
        propose_in_child(paths, None, told.append, stop)
    assert time.monotonic() - asked < 1.0
    assert children_of_this_process() == []
    assert list(temporary.iterdir()) == []


def test_that_more_memory_than_allowed_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    head = "lead_id,stage,entered_at\n7,A,2024-01-01\n7,B,2024-01-02\n"
    mapping = propose(written(tmp_path, log_csv=head)).mapping
    monkeypatch.setattr(children, "MEMORY", 200 << 20)
    with pytest.raises(FileProblem, match="needs more memory than is allowed"):
        read_in_child(slow(tmp_path), mapping)


CRASHES = {
    "ends": "import os; os._exit(3)",
    "is killed": "import os; os.kill(os.getpid(), 9)",
    "answers nonsense": "print('nonsense'); input()",
    "answers too little": "print('{\"progress\": [1]}'); input()",
    "answers a list": "print('[1]'); input()",
    "says it is done": "print('{\"done\": null}')",
}


@pytest.mark.parametrize("code", CRASHES.values(), ids=CRASHES.keys())
def test_that_a_process_that_breaks_is_a_sentence(
    code: str, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = written(tmp_path, log_csv=LOG)
    monkeypatch.setattr(children, "COMMAND", ("-c", code))
    with pytest.raises(FileProblem, match="reading it broke off"):
        read_in_child(paths, propose(paths).mapping)
    assert list(temporary.iterdir()) == []


def test_that_arrays_that_do_not_go_together_are_a_sentence(tmp_path: Path) -> None:
    paths = written(tmp_path, log_csv=LOG)
    log = read(paths, propose(paths).mapping)
    for name in ("lead", "stage", "segment"):
        wrong = getattr(log.history, name).copy()
        wrong[-1] = 5_000
        transfer.put(replace(log, history=replace(log.history, **{name: wrong})), tmp_path)
        with pytest.raises(ValueError, match="do not go together"):
            transfer.get(tmp_path)
    transfer.put(log, tmp_path)
    assert np.array_equal(transfer.get(tmp_path).history.lead, log.history.lead)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_that_it_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    """Killed without a chance to tidy up."""
    (path,) = slow(tmp_path)
    code = (
        "import sys; from pathlib import Path; from funnelcraft.io.imports import *; "
        f"propose_in_child([Path({str(path)!r})], on_progress=lambda p: print(1, flush=True))"
    )
    root = str(Path(funnelcraft.__file__).parents[1])
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": root}
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"1\n"
    child = next(
        folder for folder in Path("/proc").glob("[0-9]*") if _parent_of(folder) == parent.pid
    )
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 10
    while child.exists() and time.monotonic() < until:
        os.sched_yield()
    assert not child.exists()


def _parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0

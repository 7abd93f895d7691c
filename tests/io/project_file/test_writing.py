"""Saving: all or nothing, whatever happens on the way."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelcraft.funnel.model import Conversion, Funnel, Stage, Trigger
from funnelcraft.io.project_file import (
    ChangedOnDisk,
    FileProblem,
    dump,
    parse,
    read,
    save,
    sha256,
)

OLD = Funnel(start="2027-01-01", title="old")
NEW = Funnel(
    start="2027-01-01",
    title="new – Zürich",
    stages=(Stage(id="a", term="A"), Stage(id="b", term="B", kind="won")),
    triggers=(
        Trigger(
            id="t",
            from_stage="a",
            to_stage="b",
            conversion=Conversion(rate=0.5, entered=8, moved=4),
        ),
    ),
)
STEPS = ("open", "write", "fsync", "link", "replace")


def test_that_a_dump_reads_back_equal_and_dumps_the_same() -> None:
    data = dump(NEW)
    assert parse(data).funnel == NEW
    assert dump(parse(data).funnel) == data
    assert data.startswith(b'{\n  "format": "funnelcraft",\n  "version": 1,\n  "title": "new \xe2')
    assert data.endswith(b"\n}\n")
    assert '"from": "a"' in data.decode()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    extra=st.dictionaries(st.text(min_size=1).map(lambda key: "x-" + key), json_values, max_size=4),
    title=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
)
def test_that_any_text_and_any_unknown_keys_survive(extra: dict[str, Any], title: str) -> None:
    funnel = Funnel.model_validate({"start": "2027-01-01", "title": title, **extra})
    data = dump(funnel)
    assert parse(data).funnel == funnel
    assert dump(parse(data).funnel) == data


def test_that_unknown_keys_come_last_and_half_characters_stay_escapes() -> None:
    data = b'{"x":"\\ud800","format":"funnelcraft","version":1,"start":"2027-01-01"}'
    again = dump(parse(data).funnel)
    assert again.endswith(b',\n  "x": "\\ud800"\n}\n')
    assert dump(parse(again).funnel) == again


def test_that_saving_keeps_the_version_before_and_the_permissions(tmp_path: Path) -> None:
    path = tmp_path / "plan.funnel"
    first = save(path, OLD)
    path.chmod(0o640)
    second = save(path, NEW, first)
    assert read(path).funnel == NEW
    assert read(path).sha256 == second
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "plan.funnel.bak").read_bytes() == dump(OLD)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.funnel", "plan.funnel.bak"]


def test_that_a_link_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real.funnel"
    link = tmp_path / "link.funnel"
    save(real, OLD)
    link.symlink_to(real.name)
    save(link, NEW)
    assert link.is_symlink()
    assert read(real).funnel == NEW


def test_that_leavings_of_a_killed_save_are_swept_and_nothing_else(tmp_path: Path) -> None:
    names = [f".funnelcraft-{'0' * 16}.tmp", f".funnelcraft-{'1' * 16}.bak"]
    for name in (*names, f".funnelcraft-{'2' * 16}.tmp", ".funnelcraft-notes.tmp"):
        (tmp_path / name).write_text("")
    for name in (*names, ".funnelcraft-notes.tmp"):
        os.utime(tmp_path / name, (1e9, 1e9))
    save(tmp_path / "plan.funnel", OLD)
    left = {p.name for p in tmp_path.iterdir()}
    assert left == {"plan.funnel", f".funnelcraft-{'2' * 16}.tmp", ".funnelcraft-notes.tmp"}


def test_that_a_file_changed_underneath_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "plan.funnel"
    opened = save(path, OLD)
    theirs = dump(OLD.replaced(title="theirs"))
    path.write_bytes(theirs)
    with pytest.raises(ChangedOnDisk, match="changed by somebody else"):
        save(path, NEW, opened)
    assert path.read_bytes() == theirs
    assert save(path, NEW, sha256(theirs)) == sha256(dump(NEW))


def test_that_what_could_not_be_opened_again_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "plan.funnel"
    save(path, OLD)
    for broken in (OLD.replaced(title="x" * 10_001), OLD.replaced(title=float("nan"))):
        with pytest.raises(FileProblem):
            save(path, broken)
    assert read(path).funnel == OLD


def attempt(path: Path, funnel: Funnel) -> str:
    """Save, and return what was said if that failed."""
    try:
        save(path, funnel)
    except FileProblem as problem:
        return str(problem)
    return ""


def faulty(step: str, at: int, error: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the `at`-th call of an operation of the system fail; count the calls."""
    real: Callable[..., Any] = getattr(os, step)
    calls = [0]

    def call(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            if step == "write":  # a full disk often takes a part first
                real(args[0], bytes(args[1])[:7])
            raise OSError(error, os.strerror(error))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, step, call)
    return calls


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_that_a_fault_at_any_step_leaves_old_or_new(
    step: str, error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.funnel"
    saved = 0
    for at in range(1, 12):
        with monkeypatch.context() as patch:
            save(path, OLD)
            calls = faulty(step, at, error, patch)
            said = attempt(path, NEW)
            saved += not said
            assert said == "" or said.endswith(".")
        left = {p.name for p in tmp_path.iterdir()}
        assert left <= {"plan.funnel", "plan.funnel.bak"}
        assert path.read_bytes() in (dump(OLD), dump(NEW))
        if calls[0] < at:
            break
    assert at > 1
    assert saved >= 1


def test_that_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """On a real 1 MB disk where the machine lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of its own needs the rights to mount one")
    try:
        path = disk / "plan.funnel"
        save(path, OLD)
        full = 0
        for size in range(600_000, 1_100_000, 10_000):
            filler = disk / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                file.write(b"x" * size)
            before = read(path).funnel
            large = NEW.replaced(title=f"{size}", notes="n" * 10_000)
            said = attempt(path, large)
            assert "disk is full" in said or said == ""
            full += said != ""
            assert {p.name for p in disk.iterdir()} <= {"plan.funnel", "plan.funnel.bak", "filler"}
            assert read(path).funnel == (before if said else large)
            filler.unlink()
        assert full
    finally:
        subprocess.run(["umount", disk], check=True)


def test_that_places_that_can_not_be_written_give_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    for path, said in (
        (tmp_path / "none" / "x.funnel", "no such file or folder"),
        (tmp_path, "this is a folder"),
        (tmp_path / "pipe", "a device or a pipe"),
        (tmp_path / ("x" * 300), "name is too long"),
        (loop, "circle"),
        (Path("a\0b"), "not a file's name"),
    ):
        with pytest.raises(FileProblem, match=said):
            save(path, NEW)


KILLED = """
import sys
from funnelcraft.funnel.model import Funnel
from funnelcraft.io.project_file import save
number = int(sys.argv[2])
while True:
    number += 1
    save(sys.argv[1], Funnel(start="2027-01-01", title=str(number), notes="n" * 9000))
    print(number, flush=True)
"""


def test_that_a_kill_at_any_moment_loses_no_acknowledged_save(tmp_path: Path) -> None:
    path = tmp_path / "plan.funnel"
    last = 0
    for round_ in range(4):
        saver = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(last)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert saver.stdout is not None
        first = saver.stdout.readline()
        time.sleep(0.03 + 0.017 * round_)
        os.kill(saver.pid, signal.SIGKILL)
        rest = saver.stdout.read()
        saver.stdout.close()
        saver.wait()
        acknowledged = int((first + rest).split("\n")[-2])
        last = int(read(path).funnel.title)
        assert last >= acknowledged

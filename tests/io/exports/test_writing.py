"""Writing exports: a file, a folder, a zip; whole or not at all."""

import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from funnelcraft.io.exports import Context, write_made, zipped
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.problems import FileProblem

CONTEXT = Context("plan.funnel", date(2027, 1, 1))
FILES = {"README.md": b"read", "objects/Lead.xml": b"<a/>"}


def test_that_a_file_replaces_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    path.write_bytes(b"old")
    write_made(path, b"new", CONTEXT)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["x.svg"]


def test_that_a_folder_is_written_with_its_folders(tmp_path: Path) -> None:
    write_made(tmp_path / "package", FILES, CONTEXT)
    found = {
        str(path.relative_to(tmp_path / "package")): path.read_bytes()
        for path in (tmp_path / "package").rglob("*")
        if path.is_file()
    }
    assert found == FILES
    assert os.listdir(tmp_path) == ["package"]


def test_that_a_zip_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    write_made(tmp_path / "package.zip", FILES, CONTEXT)
    data = (tmp_path / "package.zip").read_bytes()
    assert data == zipped(dict(reversed(FILES.items())), CONTEXT.day)
    with zipfile.ZipFile(tmp_path / "package.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == FILES


def _full(_descriptor: int, *_data: object) -> int:
    raise OSError(28, "No space left on device")


def _folder_there(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


def _file_there(path: Path) -> None:
    path.write_text("mine")


@pytest.mark.parametrize(
    ("prepare", "made", "says"),
    [
        (_folder_there, b"data", "this is a folder, not a file."),
        (_folder_there, FILES, "there is something already; choose a new folder."),
        (_file_there, FILES, "this is a file; the export needs a folder."),
    ],
)
def test_that_what_is_there_stays(
    tmp_path: Path, prepare: Callable[[Path], None], made: bytes | dict[str, bytes], says: str
) -> None:
    path = tmp_path / "out"
    prepare(path)
    with pytest.raises(FileProblem) as problem:
        write_made(path, made, CONTEXT)
    assert problem.value.what == says
    assert os.listdir(tmp_path) == ["out"]
    left = path / "mine.txt" if path.is_dir() else path
    assert left.read_text() == "mine"


@pytest.mark.parametrize("made", [b"data", FILES])
def test_that_a_missing_folder_is_told(tmp_path: Path, made: bytes | dict[str, bytes]) -> None:
    with pytest.raises(FileProblem) as problem:
        write_made(tmp_path / "nowhere" / "out", made, CONTEXT)
    assert problem.value.what == "there is no such file or folder."


@pytest.mark.parametrize("made", [b"data", FILES])
def test_that_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bytes | dict[str, bytes]
) -> None:
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(FileProblem) as problem:
        write_made(tmp_path / "out", made, CONTEXT)
    assert problem.value.what == "the disk is full; nothing was changed."
    assert os.listdir(tmp_path) == []


def test_that_a_read_only_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.svg"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_asked: False)  # root may write anything
    with pytest.raises(FileProblem, match="the file may only be read"):
        write_made(path, b"new", CONTEXT)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x.svg"]


def test_that_an_export_stops_when_nobody_waits_for_it(tmp_path: Path) -> None:
    context = Context("plan.funnel", date(2027, 1, 1), should_stop=lambda: True)
    with pytest.raises(Stopped):
        write_made(tmp_path / "out", FILES, context)
    assert os.listdir(tmp_path) == []


def test_that_a_folder_stopped_amid_writing_is_gone(tmp_path: Path) -> None:
    looks = iter([False, False])
    context = Context("x", date(2027, 1, 1), should_stop=lambda: next(looks, True))
    with pytest.raises(Stopped):
        write_made(tmp_path / "out", FILES, context)
    assert os.listdir(tmp_path) == []

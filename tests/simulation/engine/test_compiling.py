"""Machine code is kept on disk: nothing compiles twice, and the install need not be writable."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Of the functions that Python calls the quickest to compile: all of them are kept in one way.
DRAWS = """
import numpy
from funnelcraft.simulation.engine.tables import drawn_from
drawn_from(numpy.array([0.25, 0.75]))
"""
ENGINE = """
from funnelcraft.simulation.engine import warm_up
warm_up()
"""
REPORT = """
import json, sys
from funnelcraft.simulation.engine import compiling
print(json.dumps({
    "needed": [name for name in ("numba", "scipy") if name in sys.modules],
    "folder": str(compiling.cache_folder()),
    "code": compiling.__file__,
}))
"""


def report(work: str, folder: Path, environment: dict[str, str]) -> dict[str, object]:
    """Do some work in a process of its own; return what it needed, and where it keeps code."""
    done = subprocess.run(
        [sys.executable, "-c", work + REPORT],
        env=environment,
        cwd=folder,
        capture_output=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def contents(folder: Path) -> dict[str, int]:
    return {str(f): f.stat().st_mtime_ns for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made read-only by their mode")
def test_that_a_read_only_install_compiles_once(tmp_path: Path) -> None:
    install, cache = tmp_path / "install", tmp_path / "cache"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "funnelcraft", install / "funnelcraft", ignore=ignored)
    for place in (install, *install.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | {
        "PYTHONPATH": str(install),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(cache),
        "HOME": str(tmp_path),
    }
    before = contents(install)

    try:
        first = report(DRAWS, tmp_path, environment)
        assert first["code"] == str(install / "funnelcraft/simulation/engine/compiling.py")
        assert Path(str(first["folder"])).is_relative_to(tmp_path)
        assert "numba" in str(first["needed"])
        kept = contents(Path(str(first["folder"])))
        assert kept
        # Neither another process nor another moment compiles again.
        second = report(DRAWS, tmp_path, environment)
        assert second["needed"] == []
        assert second["folder"] == first["folder"]
        assert contents(Path(str(first["folder"]))) == kept
        # Root may write anywhere, so look that nothing was.
        assert contents(install) == before
    finally:
        for place in (install, *(p for p in install.rglob("*") if p.is_dir())):
            place.chmod(0o755)


def test_that_the_whole_engine_runs_without_its_compiler_once_it_is_kept(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    report(ENGINE, tmp_path, environment)  # most machines have it compiled already
    # What is in the folder is not compared: other processes of this user may write there.
    assert report(ENGINE, tmp_path, environment)["needed"] == []


def test_that_code_of_old_versions_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from funnelcraft.simulation.engine import compiling

    own = tmp_path / f"engine-{0:016x}"
    monkeypatch.setattr(compiling, "cache_folder", lambda: own)
    compiling.drop_old_code()
    assert not own.exists()
    now, days = time.time(), 86_400
    ages = {own: 900, tmp_path / "engine-notes": 900, tmp_path / "other": 900}
    ages |= {tmp_path / f"engine-{at:016x}": at - 1 for at in range(1, 10)}
    for folder, age in ages.items():
        (folder / "code").mkdir(parents=True)
        os.utime(folder, (now - age * days, now - age * days))
    compiling.drop_old_code()
    # Its own, four more, and what is none of its folders.
    kept = {own, *(tmp_path / f"engine-{at:016x}" for at in range(1, 5))}
    assert set(tmp_path.iterdir()) == kept | {tmp_path / "engine-notes", tmp_path / "other"}


def test_that_code_used_today_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from funnelcraft.simulation.engine import compiling

    folders = [tmp_path / f"engine-{at:016x}" for at in range(12)]
    for folder in folders:
        folder.mkdir()
    monkeypatch.setattr(compiling, "cache_folder", lambda: folders[0])
    compiling.drop_old_code()
    assert set(tmp_path.iterdir()) == set(folders)

"""The layers of ARCHITECTURE.md, readable and held."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = ("PySide6", "qtawesome")
HEAVY = ("numba", "scipy", "networkx", "duckdb", "typer", "rich", "simpy")


def test_that_imports_point_down_and_only_the_designer_knows_qt() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    if not tool.exists():
        pytest.skip("import-linter is not installed: `python3 dev.py check` installs it")
    result = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def _modules_after(code: str) -> set[str]:
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in result.stdout.split()}


def test_that_the_core_imports_nothing_heavy() -> None:
    loaded = _modules_after(
        "import funnelcraft.funnel.checks, funnelcraft.funnel.edits, funnelcraft.io.project_file"
    )
    assert not loaded & {*QT, *HEAVY, "numpy"}


def test_that_the_window_is_built_before_anything_heavy_is_imported() -> None:
    loaded = _modules_after("import funnelcraft.designer.window")
    assert not loaded & {*HEAVY}


def test_that_the_baseline_tab_is_drawn_without_anything_heavy() -> None:
    loaded = _modules_after("import funnelcraft.designer.baseline.view")
    assert not loaded & {*HEAVY}


def test_that_the_standard_library_keeps_the_name_io() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import funnelcraft.io, io; print(io.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "funnelcraft" not in loaded

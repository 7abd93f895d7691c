"""Exporting as a script meets it."""

from pathlib import Path

import pytest

from funnelcraft.io.project_file import save
from funnelcraft.io.templates import template
from tests.end_to_end.test_command_line import run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.funnel"
    save(file, template("sales-funnel"))
    return file


def test_that_an_export_is_written_and_says_nothing(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.png"
    done = run("export", plan, "--format", "png", "--option", "scale=1", "--out", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes().startswith(b"\x89PNG")


def test_that_an_unknown_format_lists_the_known_ones(plan: Path, tmp_path: Path) -> None:
    done = run("export", plan, "--format", "visio", "--out", tmp_path / "x")
    assert done.returncode == 2
    assert "there is no format “visio”; there are svg, png, pdf" in done.stderr.lower()
    assert run("export", plan, "--out", tmp_path / "x").returncode == 2
    wrong = run("export", plan, "--format", "png", "--option", "dark", "--out", tmp_path / "x")
    assert (wrong.returncode, "NAME=VALUE" in wrong.stderr) == (2, True)
    assert not (tmp_path / "x").exists()


def test_that_what_cannot_be_written_is_a_sentence(plan: Path, tmp_path: Path) -> None:
    done = run("export", plan, "--format", "png", "--out", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path}: this is a folder, not a file.\n"
    broken = tmp_path / "broken.funnel"
    broken.write_text("{")
    assert run("export", broken, "--format", "png", "--out", tmp_path / "x").returncode == 1

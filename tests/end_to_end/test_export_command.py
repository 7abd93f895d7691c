"""Exporting as a script meets it."""

from pathlib import Path

import pytest

from funnelcraft.funnel.model import Conversion
from funnelcraft.io.project_file import read, save
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


def test_that_a_diagram_is_written_and_begun_with(plan: Path, tmp_path: Path) -> None:
    diagram, out = tmp_path / "plan.bpmn", tmp_path / "again.funnel"
    assert run("export", plan, "--format", "bpmn", "--out", diagram).returncode == 0
    done = run("new", "--from", diagram, out)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    before, after = read(plan).funnel, read(out).funnel
    assert {one.id: one.term for one in after.stages} == {one.id: one.term for one in before.stages}
    assert run("new", "--from", diagram, "--template", "blank", out).returncode == 2


def test_that_a_broken_diagram_is_a_sentence_with_its_line(tmp_path: Path) -> None:
    diagram = tmp_path / "a.mmd"
    diagram.write_text("flowchart LR\na --> b\nthis is prose\n")
    done = run("new", "--from", diagram, tmp_path / "a.funnel")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{diagram}: line 3: “is prose” is not understood.\n"
    assert not (tmp_path / "a.funnel").exists()


def test_that_a_diagram_goes_to_standard_output(plan: Path) -> None:
    done = run("export", plan, "--format", "mermaid", "--out", "-")
    assert done.returncode == 0
    assert done.stdout.startswith("---\ntitle:")


@pytest.mark.parametrize(("kind", "head"), [("deck-pdf", b"%PDF-"), ("deck-pptx", b"PK")])
def test_that_a_deck_is_written_alike_twice(
    plan: Path, tmp_path: Path, kind: str, head: bytes
) -> None:
    made = []
    for out in (tmp_path / "one", tmp_path / "two"):
        terms = ("--runs", "50", "--date", "2026-11-28", "--out", out)
        done = run("export", plan, "--format", kind, *terms)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        made.append(out.read_bytes())
    assert made[0].startswith(head)
    assert made[0] == made[1]


def test_that_a_deck_of_a_funnel_that_cannot_be_forecast_is_refused(tmp_path: Path) -> None:
    funnel = template("sales-funnel")
    first = funnel.triggers[0]
    wrong = first.replaced(conversion=Conversion(rate=1.4))
    file = tmp_path / "wrong.funnel"
    save(file, funnel.replaced(triggers=(wrong, *funnel.triggers[1:])))
    done = run("export", file, "--format", "deck-pdf", "--out", tmp_path / "x.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "x.pdf").exists()

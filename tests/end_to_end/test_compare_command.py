"""Comparing as a script meets it: other stages, contributions, the change from A to B."""

import json
from pathlib import Path

import pytest

from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.model import Conversion
from funnelcraft.io.project_file import read, save
from funnelcraft.io.templates import template
from tests.end_to_end.test_command_line import run

OPTIONS = ("--runs", "32", "--days", "120")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two documents: as it is, and with more meetings under another stage's name and id."""
    base = template("lead-to-revenue")
    booked = next(t.id for t in base.triggers if t.to_stage == "sal")
    other = change_trigger(base, booked, conversion=Conversion(rate=0.7))
    other = other.replaced(
        stages=tuple(
            s.replaced(id="meeting", term="Meeting", abbreviation="") if s.id == "sal" else s
            for s in other.stages
        ),
        triggers=tuple(
            t.replaced(
                from_stage="meeting" if t.from_stage == "sal" else t.from_stage,
                to_stage="meeting" if t.to_stage == "sal" else t.to_stage,
            )
            for t in other.triggers
        ),
    )
    a, b = tmp_path / "a.funnel", tmp_path / "b.funnel"
    save(a, base)
    save(b, other)
    return a, b


def test_that_stages_are_guessed_and_named_by_hand(files: tuple[Path, Path]) -> None:
    a, b = files
    plain = json.loads(run("compare", a, b, *OPTIONS, "--json", "-").stdout)
    assert {"a": ["sal"], "b": "meeting"} in plain["mapping"]
    assert plain["only_in_a"] == plain["only_in_b"] == []
    assert plain["stages"]["meeting"]["entries"]["more"] == 1.0
    assert plain["wins"]["correlation"] is not None
    assert plain["leads"]["difference"]["sd"] == 0.0
    none = run("compare", a, b, *OPTIONS, "--map", "SAL=", "--json", "-")
    assert json.loads(none.stdout)["only_in_b"] == ["meeting"]
    merged = run("compare", a, b, *OPTIONS, "--map", "Sales Accepted Lead=sql", "--json", "-")
    assert {"a": ["sal", "sql"], "b": "sql"} in json.loads(merged.stdout)["mapping"]
    odd = run("compare", a, b, *OPTIONS, "--map", "sal=won")
    assert odd.returncode == 0
    assert odd.stderr.startswith("warning: “Closed Won” ends leads in B, but “Sales Accepted Lead”")


def test_that_stages_said_to_be_the_same_are_kept_and_used_again(
    files: tuple[Path, Path],
) -> None:
    a, b = files

    def mapped(*arguments: str | Path) -> list[object]:
        done = run("compare", *arguments, *OPTIONS, "--json", "-")
        return list(json.loads(done.stdout)["mapping"])

    before = b.read_bytes()
    merged = {"a": ["sal", "sql"], "b": "sql"}
    said = mapped(a, b, "--map", "sal=sql", "--keep-map")
    assert merged in said
    assert mapped(a, b) == said
    assert merged not in mapped(a, b, "--guess-map")
    assert b.read_bytes() == before
    (kept,) = read(a).funnel.mappings
    assert kept.title == read(b).funnel.title

    backwards = run("compare", b, a, *OPTIONS, "--json", "-")
    assert {"a": ["sql"], "b": "sal"} in json.loads(backwards.stdout)["mapping"]
    twice = "warning: The kept mapping has these more than once; the first counts: “Sales Q"
    assert backwards.stderr.startswith(twice)
    assert run("compare", a, "--scenario", "x", "--keep-map").returncode == 2


def test_that_contributions_and_the_change_are_written(files: tuple[Path, Path]) -> None:
    a, b = files
    more = ("--contributions", "--switch", "2027-02-15")
    done = run("compare", a, b, *OPTIONS, *more)
    assert (done.returncode, done.stderr) == (0, "")
    for text in (
        "Meeting booked: conversion 62% → 70%",
        "Sales Accepted Lead → Meeting",
        "the quarter of the change",
        "B loses without",
        "leads in flight go on in the new stages, as old as they are.",
    ):
        assert text in done.stdout
    plain = json.loads(run("compare", a, b, *OPTIONS, *more, "--json", "-").stdout)
    (change,) = plain["contributions"]["changes"]
    assert change["shares"]["wins"]["share"] == pytest.approx(
        plain["contributions"]["whole"]["wins"]
    )
    assert plain["changeover"]["on"] == "2027-02-15"
    assert plain["changeover"]["keep_ages"] is True
    moved = {one["stage"]: one["to"] for one in plain["changeover"]["in_flight"]}
    assert moved["sal"] == "meeting"
    anew = run("compare", a, b, *OPTIONS, *more, "--begin-anew")
    assert "leads in flight begin anew in the new stages." in anew.stdout


def test_that_what_cannot_be_done_is_a_sentence(files: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = files
    for options, code, said in (
        (("--switch", "soon"), 2, "is no date"),
        (("--switch", "2020-01-01"), 1, "b.funnel: The change must come after "),
        (("--map", "sal"), 2, "is no pair of stages"),
        (("--map", "no such=sql"), 1, "Design A has no stage “no such”; there is "),
        (("--map", "sal=no such"), 1, "Design B has no stage “no such”; there is "),
    ):
        done = run("compare", a, b, *OPTIONS, *options)
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr
    euro = tmp_path / "euro.funnel"
    save(euro, template("lead-to-revenue").replaced(currency="EUR"))
    done = run("compare", a, euro, *OPTIONS)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "euro.funnel: The two designs count money in USD and EUR" in done.stderr

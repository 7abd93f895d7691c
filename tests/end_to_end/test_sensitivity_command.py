"""What a forecast hangs on, as a script meets it."""

import json
from pathlib import Path

import pytest

from funnelcraft.io.project_file import save
from funnelcraft.io.templates import template
from tests.end_to_end.test_command_line import run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.funnel"
    save(file, template("lead-to-revenue"))
    return file


def test_that_the_figures_are_ranked_by_what_their_bounds_do(plan: Path) -> None:
    done = run("sensitivity", plan, "--days", "180", "--of", "revenue", "--json", "-")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    swings = [abs(bar["at_high"] - bar["at_low"]) for bar in found["tornado"]]
    assert swings == sorted(swings, reverse=True)
    assert found["tornado"][0]["kind"] == "deal_value"
    assert sum(one["share"] for one in found["measure_first"]) == pytest.approx(1.0)
    worth = {one["trigger"]: one for one in found["worth"]}
    booked = next(t.id for t in template("lead-to-revenue").triggers if t.to_stage == "sal")
    assert worth[booked]["a_point"] > 0
    assert worth[booked]["a_day"] > 0


def test_that_the_tables_say_it_in_words(plan: Path) -> None:
    done = run("sensitivity", plan, "--days", "180")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("As designed: ")
    assert "Opportunity → Won: conversion" in done.stdout
    assert "a point of conversion more" in done.stdout


def test_that_an_unknown_figure_is_a_sentence(plan: Path) -> None:
    done = run("sensitivity", plan, "--of", "luck")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“luck” is no figure" in done.stderr
    missing = run("sensitivity", plan, "--of", "entries:nowhere")
    assert missing.returncode == 1
    assert missing.stderr.endswith("There is no expectation of the figure asked for.\n")


def test_that_two_figures_are_changed_together(plan: Path) -> None:
    asked = ("sensitivity", plan, "--days", "90", "--two-way", "rate:mql-sal=0.3..0.6")
    done = run(*asked, "volume:website", "--json", "-")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["across"]["values"] == pytest.approx([0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6])
    assert found["up"]["kind"] == "volume"
    outcomes = found["outcomes"]
    assert [len(row) for row in outcomes] == [7] * 7
    assert all(row == sorted(row) for row in outcomes), "a higher rate wins more"
    said = run(*asked, "deal_value", "--of", "revenue")
    assert said.stdout.startswith("Together they move revenue from ")
    assert "Across: MQL → SAL: conversion. Down: Deal value." in said.stdout


def test_that_two_figures_that_cannot_be_changed_are_refused(plan: Path) -> None:
    for a, b, words in (
        ("rate:nowhere", "deal_value", "“rate:nowhere” cannot be changed"),
        ("rate:mql-sal", "rate:mql-sal", "two different figures"),
        ("rate:mql-sal=0.5..1.5", "deal_value", "no such range"),
    ):
        done = run("sensitivity", plan, "--two-way", a, b)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in " ".join(done.stderr.replace("│", " ").split())

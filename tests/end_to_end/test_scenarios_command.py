"""Scenarios as a script meets them: added from another file, listed, taken, removed."""

import json
from pathlib import Path

import pytest

from funnelcraft.funnel.edits import change_trigger
from funnelcraft.funnel.model import Conversion
from funnelcraft.io.project_file import read, save
from funnelcraft.io.templates import template
from tests.end_to_end.test_command_line import run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A document with the scenario that meetings are booked with 70% of the MQLs."""
    base = template("lead-to-revenue")
    booked = next(t.id for t in base.triggers if t.to_stage == "sal")
    file, other = tmp_path / "plan.funnel", tmp_path / "other.funnel"
    save(file, base)
    save(other, change_trigger(base, booked, conversion=Conversion(rate=0.7)))
    done = run("scenarios", file, "--add", "Better follow-up", "--like", other)
    assert (done.returncode, done.stderr) == (0, "")
    return file


def test_that_a_scenario_is_told_by_its_changes(plan: Path) -> None:
    done = run("scenarios", plan)
    assert done.stdout == ("Better follow-up: 1 change\n  Meeting booked: conversion 62% → 70%\n")


def test_that_a_scenario_is_expected_and_compared_like_a_document_of_its_own(
    plan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.funnel"
    alone = run("expect", other, "--days", "90", "--json", "-")
    taken = run("expect", plan, "--scenario", "better  FOLLOW-up", "--days", "90", "--json", "-")
    assert json.loads(taken.stdout) == json.loads(alone.stdout)
    options = ("--runs", "20", "--days", "90", "--json", "-")
    assert (
        run("compare", plan, "--scenario", "Better follow-up", *options).stdout
        == run("compare", plan, other, *options).stdout
    )


def test_that_a_scenario_that_is_not_there_is_a_sentence(plan: Path) -> None:
    done = run("simulate", plan, "--scenario", "None")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("there is no scenario “None”; there is “Better follow-up”.\n")
    assert run("scenarios", plan, "--add", "Better follow-up", "--like", plan).returncode == 1
    assert run("scenarios", plan, "--add", "Alone").returncode == 2
    assert run("compare", plan).returncode == 2


def test_that_removing_a_scenario_leaves_the_document(plan: Path) -> None:
    before = read(plan).funnel
    done = run("scenarios", plan, "--remove", "Better follow-up")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No scenarios.\n")
    assert read(plan).funnel == before.replaced(scenarios=())

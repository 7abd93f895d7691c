"""Goals as a script meets them."""

import json
from pathlib import Path

import pytest

from funnelcraft.io.project_file import save
from tests.end_to_end.test_command_line import run
from tests.simulation.goals.test_seeking import simple, staffed

FEW = ("--days", "40", "--runs", "400")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.funnel"
    save(file, simple())
    return file


def test_that_a_goal_is_answered_in_a_sentence_and_as_json(plan: Path) -> None:
    asked = ("goal", plan, "--of", "wins", "--at-least", "100", "--sure", "80", *FEW)
    said = run(*asked)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Leads a month: ")
    found = json.loads(run(*asked, "--json", "-").stdout)
    assert found["state"] == "found"
    assert found["share"] == pytest.approx(0.8, abs=0.05)
    assert found["lever"]["now"] == pytest.approx(simple().sources[0].volume.leads_per_month)


def test_that_people_for_a_promise_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "staffed.funnel"
    save(file, staffed())
    asked = ("--of", "promise:lead", "--at-least", "95", "--by", "people:lead", "--each", "4")
    done = run("goal", file, *asked, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert "people (today 3 people) reaches the goal" in done.stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--by", "luck"), "“luck” cannot be moved"),
        (("--by", "rate:none"), "no figure “rate:none”"),
        (("--by", "people:lead"), "people and --each go together"),
        (("--of", "promise:lead"), "no stage “lead” with an SLA"),
        (("--of", "entries:none"), "there is nothing called “none”"),
    ],
)
def test_that_what_makes_no_sense_is_a_sentence(
    plan: Path, asked: tuple[str, ...], said: str
) -> None:
    done = run("goal", plan, "--at-least", "10", *asked, *FEW)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert said in done.stderr

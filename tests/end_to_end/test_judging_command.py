"""`test-triggers` on the command line: from the plan's table to the verdicts."""

import csv
import json
from pathlib import Path

import pytest

from funnelcraft.cli import main
from funnelcraft.io.project_file import save
from funnelcraft.io.templates import template


def test_that_a_filled_in_plan_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "plan.funnel"
    save(document, template("lead-process"))
    kit = tmp_path / "kit"
    assert main(["export", str(document), "--format", "test-plan", "--out", str(kit)]) == 0
    rows = list(csv.reader((kit / "test-leads.csv").read_text("utf-8-sig").splitlines()))
    for row in rows[1:]:
        row[-1] = row[-2].removeprefix("goes to ").removeprefix("stays in ")
    table = tmp_path / "filled.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    out = tmp_path / "verdicts.json"
    capsys.readouterr()
    assert main(["test-triggers", str(document), str(table), "--json", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.strip().endswith("0 without a result; 0 that cannot be judged.")
    verdicts = json.loads(out.read_text())
    assert {row["verdict"] for row in verdicts["rows"]} == {"right"}

    rows[1][-1] = rows[1][1]  # it stayed, though it just meets its rule
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    assert main(["test-triggers", str(document), str(table)]) == 1
    assert "✗ T001" in capsys.readouterr().out

"""Tables of leads judged against the rules."""

from pathlib import Path

import pytest

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.rules import AllOf, Condition, Event
from funnelcraft.io.exports.test_plan.files import leads_table
from funnelcraft.io.exports.test_plan.plan import plan
from funnelcraft.io.imports.progress import Stopped
from funnelcraft.io.problems import FileProblem
from funnelcraft.io.templates import template, template_names
from funnelcraft.io.trigger_tests import Report, judge_table
from tests.funnel.builders import funnel, score, trigger

VISITED = Event(event="site_visit", at_least=2, within_days=30.0)
IN_MARKET = Condition(field="in_market", op="=", value=True)


def small() -> Funnel:
    rule = AllOf(all=(score(">=", 65.0), VISITED, IN_MARKET))
    return funnel(
        triggers=(
            trigger("a", "b", rule=rule, name="Ripe"),
            trigger("a", "lost", rule=score("<", 0.0), name="Spam"),
            trigger("b", "won"),
        )
    )


def judged(tmp_path: Path, text: str, of: Funnel | None = None) -> Report:
    table = tmp_path / "leads.csv"
    table.write_text(text, encoding="utf-8")
    return judge_table(of or small(), table)


HEAD = "lead,stage,Score,In Market,event: site_visit,moved_to\n"


@pytest.mark.parametrize(
    ("row", "verdict", "says"),
    [
        ("x,A,65,yes,0; 30,B", "right", "It went to “B” by “Ripe”."),
        ("x,a,64,yes,0; 30,b", "wrong", "though its rule is not met"),
        ("x,A,65,yes,0; 31,A", "right", "It stayed"),
        ("x,A,65,yes,0; 30,A", "wrong", "It stayed, though the rule of “Ripe” is met."),
        ("x,A,65,yes,0; 30,WON", "wrong", "no trigger leads from there. It should go to “B”."),
        ("x,A,-1,,,lost", "right", "by “Spam”"),
        ("x,B,,,,won", "unsure", "has no rule"),
        ("x,A,65,yes,0; 30,", "open", "It should go to “B”."),
    ],
)
def test_that_a_move_is_judged(tmp_path: Path, row: str, verdict: str, says: str) -> None:
    (one,) = judged(tmp_path, HEAD + row + "\n").rows
    assert one.judgement.verdict == verdict
    assert says in one.judgement.sentence


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x,nowhere,65,yes,,B", "there is no stage “nowhere” in the funnel"),
        ("x,A,many,yes,,B", "score: “many” is no number"),
        ("x,A,1e5,yes,,B", "score: “1e5” is no number"),
        ("x,A,65,maybe,,B", "in_market: “maybe” is neither yes nor no"),
        ("x,A,65,yes,-3,B", "site_visit: “-3” is no number of days"),
        ("x,A,65", "wrong number of columns"),
    ],
)
def test_that_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    report = judged(tmp_path, HEAD + "y,A,64,yes,,A\n" + row + "\n")
    assert report.unread == ((3, why),)
    assert report.count("right") == 1


def test_that_missing_and_needless_columns_are_told(tmp_path: Path) -> None:
    report = judged(tmp_path, "stage,Colour\nA,red\n")
    said = " ".join(report.notes)
    assert "No column for “score”, “in_market”, and “site_visit”" in said
    assert "No rule asks for “Colour”" in said
    assert "moved_to" in said
    assert report.rows[0].lead == "2"


def test_that_a_table_without_stages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"leads\.csv: it needs a column “stage”"):
        judged(tmp_path, "lead,score\nx,65\n")


def test_that_judging_stops_when_nobody_waits(tmp_path: Path) -> None:
    table = tmp_path / "leads.csv"
    table.write_text(HEAD + "x,A,65,yes,,A\n", encoding="utf-8")
    with pytest.raises(Stopped):
        judge_table(small(), table, should_stop=lambda: True)


@pytest.mark.parametrize("name", template_names())
def test_that_the_leads_of_a_plan_are_read_back_as_they_were(tmp_path: Path, name: str) -> None:
    document = template(name)
    found = plan(document)
    table = tmp_path / "leads.csv"
    table.write_bytes(leads_table(document, found))
    if not found.tests:
        return
    report = judge_table(document, table)
    assert report.unread == ()
    assert [row.judgement.expected for row in report.rows] == [t.expected for t in found.tests]

"""The command that judges a table of leads against the rules of the triggers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.executing import stopping
from funnelcraft.cli.output import STANDARD_OUTPUT, opened, say, tell, write_json
from funnelcraft.cli.scenarios import with_scenario
from funnelcraft.funnel.text import _, ngettext, number

if TYPE_CHECKING:
    from funnelcraft.io.trigger_tests import Report


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("test-triggers", help=_("Judge where test leads went against the rules."))(
        judge_triggers
    )


def judge_triggers(
    file: FileArgument,
    table: Annotated[Path, typer.Argument(metavar="TABLE", help=_("Leads: CSV, XLSX, Parquet."))],
    scenario: ScenarioOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("List the rows that are right, too."))
    ] = False,
    json: Annotated[
        Path | None, typer.Option(metavar="OUT", help=_("Write JSON; - is standard output."))
    ] = None,
) -> int:
    """Judge every row; exit code 1 where a lead went wrong or a row can't be read."""
    from funnelcraft.io.imports.progress import Stopped
    from funnelcraft.io.trigger_tests import judge_table

    funnel = with_scenario(file, opened(file), scenario)
    with stopping() as should_stop:
        try:
            report = judge_table(funnel, table, should_stop=should_stop)
        except Stopped:
            raise KeyboardInterrupt from None
    for note in report.notes:
        tell(f"{table}: {note}")
    if json is not None:
        write_json(json, _as_json(report))
    if json != STANDARD_OUTPUT:
        _list(report, everything)
    return int(bool(report.count("wrong") or report.unread))


def _list(report: "Report", everything: bool) -> None:
    for row in report.rows:
        if everything or row.judgement.verdict != "right":
            name = _("{lead}, in “{stage}”").format(lead=row.lead, stage=row.stage)
            say(f"{_mark(row.judgement.verdict)} {name}: {row.judgement.sentence}")
    for line, why in report.unread:
        say(_("? line {line}: {why}.").format(line=number(line), why=why))
    parts = [
        ngettext("{n} lead judged", "{n} leads judged", len(report.rows)).format(
            n=number(len(report.rows))
        ),
        _("{n} right").format(n=number(report.count("right"))),
        _("{n} wrong").format(n=number(report.count("wrong"))),
        _("{n} without a result").format(n=number(report.count("open"))),
        _("{n} that cannot be judged").format(
            n=number(report.count("unsure") + len(report.unread))
        ),
    ]
    say("; ".join(parts) + ".")


def _mark(verdict: str) -> str:
    return {"right": "✓", "wrong": "✗", "open": "·"}.get(verdict, "?")


def _as_json(report: "Report") -> dict[str, Any]:
    return {
        "rows": [
            {
                "line": row.line,
                "lead": row.lead,
                "stage": row.stage,
                "verdict": row.judgement.verdict,
                "expected": [trigger.to_stage for trigger in row.judgement.expected],
                "triggers": [trigger.id for trigger in row.judgement.expected],
                "sentence": row.judgement.sentence,
            }
            for row in report.rows
        ],
        "unread": [{"line": line, "why": why} for line, why in report.unread],
        "notes": list(report.notes),
    }

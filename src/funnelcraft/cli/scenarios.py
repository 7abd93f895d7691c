"""Scenarios on the command line: which there are, what they change, one taken for the funnel."""

from pathlib import Path
from typing import Annotated

import typer

from funnelcraft.cli.arguments import FileArgument
from funnelcraft.cli.output import Refused, opened, say, tell
from funnelcraft.funnel.changes import Scenario
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.scenarios import (
    account_of,
    add_scenario,
    applied,
    number_sentence,
    remove_scenario,
)
from funnelcraft.funnel.text import _, listed, quoted


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("scenarios", help=_("List a document's scenarios, add one, or remove one."))(
        scenarios
    )


def scenarios(
    file: FileArgument,
    add: Annotated[
        str | None, typer.Option("--add", metavar="NAME", help=_("Add a scenario; see --like."))
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(
            "--like", metavar="OTHER", help=_("With --add: what this file does otherwise.")
        ),
    ] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="NAME", help=_("Remove a scenario."))
    ] = None,
) -> int:
    """List every scenario with its changes, one a line, after adding or removing one."""
    from funnelcraft.io.project_file import save

    if (add is None) != (like is None):
        raise typer.BadParameter(_("--add and --like go together."))
    funnel = opened(file)
    if remove is not None:
        funnel = remove_scenario(funnel, _found(file, funnel, remove).id)
    if add is not None and like is not None:
        if any(name_key(one.name) == name_key(add) for one in funnel.scenarios):
            raise Refused([_("{file}: there is a scenario “{name}”.").format(file=file, name=add)])
        funnel, _id = add_scenario(funnel, add, like=opened(like))
    if add is not None or remove is not None:
        save(file, funnel)
    for scenario in funnel.scenarios:
        _show(funnel, scenario)
    if not funnel.scenarios:
        tell(_("No scenarios."))
    return 0


def _show(funnel: Funnel, scenario: Scenario) -> None:
    account = account_of(funnel, scenario.id)
    if account is None:
        return
    say(f"{account.name}: {number_sentence(account)}")
    for line in account.lines:
        off = _(" (off)") if line.is_off else ""
        say(f"  {account.sentence(line)}{off}")
    for problem in account.problems:
        tell(_("warning: {text}").format(text=f"{account.name}: {problem}"))


def with_scenario(file: Path, funnel: Funnel, name: str | None) -> Funnel:
    """Return the funnel as a scenario of its has it; as it is where none is named.

    What no longer fits is told on standard error. Raises Refused where there is no such scenario.
    """
    if name is None:
        return funnel
    found = applied(funnel, _found(file, funnel, name).changes)
    for problem in found.problems:
        tell(_("warning: {text}").format(text=f"{file}: {problem}"))
    return found.funnel


def scenario_id(file: Path, funnel: Funnel, name: str | None) -> str:
    """Return the id of a scenario of a funnel; empty where none is named. Raises Refused."""
    return _found(file, funnel, name).id if name is not None else ""


def _found(file: Path, funnel: Funnel, name: str) -> Scenario:
    for scenario in funnel.scenarios:
        if name_key(name) in (name_key(scenario.name), scenario.id):
            return scenario
    if not funnel.scenarios:
        raise Refused([_("{file}: the document has no scenarios.").format(file=file)])
    there = listed([quoted(one.name) for one in funnel.scenarios[:20]])
    raise Refused(
        [
            _("{file}: there is no scenario “{name}”; there is {there}.").format(
                file=file, name=name, there=there
            )
        ]
    )


def name_key(name: str) -> str:
    """Return what names are compared by: their words, whatever case and spaces they have."""
    return " ".join(name.casefold().split())

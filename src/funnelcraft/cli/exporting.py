"""The command that exports a document in any of the formats there are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.executing import DaysOption, RunsOption, SeedOption, progress, stopping
from funnelcraft.cli.output import STANDARD_OUTPUT, about, opened, standard_output, tell
from funnelcraft.cli.scenarios import scenario_id, with_scenario
from funnelcraft.funnel.language import (
    Speech,
    catalogues,
    documents_speech,
    is_spoken,
    known_locale,
)
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from funnelcraft.io.exports import Context, Drawing, Format, Made
    from funnelcraft.io.exports.formats import OnStep, Setting
    from funnelcraft.simulation.forecast import Runs


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", help=_("Export a document: as a picture, diagram, specification, …"))(
        export
    )


def export(
    file: FileArgument,
    out: Annotated[
        Path,
        typer.Option(metavar="PATH", help=_("The file, new folder or .zip to write; - is stdout.")),
    ],
    name: Annotated[
        str, typer.Option("--format", metavar="F", help=_("The format; a wrong one lists all."))
    ],
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help=_("An option of the format; a wrong one lists all.")
        ),
    ] = None,
    scenario: ScenarioOption = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help=_("The language; by default that of the document.")),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help=_("What it is dated with; today by default.")),
    ] = None,
    forecast: Annotated[
        bool, typer.Option("--forecast", help=_("Simulate, where the format can do without."))
    ] = False,
    runs: RunsOption = 1000,
    days: DaysOption = 365,
    seed: SeedOption = 1,
    ready: Annotated[Path | None, typer.Option("--ready", hidden=True)] = None,
    steps: Annotated[Path | None, typer.Option("--steps", hidden=True)] = None,
) -> int:
    """Export a document."""
    from funnelcraft.io.exports import Context
    from funnelcraft.io.exports.warnings import warnings

    kind, options = _chosen(name, option or [])
    dated = _date(day)
    base = opened(file)
    funnel = with_scenario(file, base, scenario)
    simulated = None
    if kind.forecast == "required" or (forecast and kind.forecast == "optional"):
        simulated = _simulated(file, funnel, runs, days, seed)
    context = Context(
        file.name,
        dated,
        speech=_speech(language, base),
        forecast=simulated,
        drawing=_drawing(funnel) if kind.is_drawn else None,
        options=options,
        base=base,
        scenario=scenario_id(file, base, scenario),
        ready=_ready(ready),
    )
    with about(file):
        _make(out, funnel, kind, context, steps)
    for warning in warnings(funnel):
        tell(_("warning: {text}").format(text=f"{file}: {warning}"))
    return 0


def _chosen(name: str, given: list[str]) -> "tuple[Format, dict[str, Setting]]":
    """Return the format of a name with its options. Raises BadParameter where there is none."""
    from funnelcraft.designer.exporting.formats import all_formats
    from funnelcraft.io.exports import NoSuchFormat, chosen_options, found

    try:
        kind = found(all_formats(), name)
        return kind, chosen_options(kind, _named(given))
    except NoSuchFormat as error:
        raise typer.BadParameter(str(error)) from error


def _make(
    out: Path, funnel: Funnel, kind: "Format", context: "Context", steps: Path | None
) -> None:
    """Make an export and write it, with progress; Ctrl+C stops it.

    `steps` is a file for the progress, which the window that called this reads.
    """
    from funnelcraft.io.exports import made
    from funnelcraft.io.imports.progress import Stopped

    with stopping() as should_stop, _steps(steps) as on_step:
        told = replace(context, should_stop=should_stop, on_step=on_step)
        try:
            _write(out, made(funnel, kind, told), told)
        except Stopped:
            raise KeyboardInterrupt from None


def _ready(folder: Path | None) -> "Mapping[str, Made]":
    """Return the exports that lie in a folder by format: the window made them of its forecast."""
    return {one.name: one.read_bytes() for one in folder.iterdir()} if folder is not None else {}


def _drawing(funnel: Funnel) -> "Drawing":
    from funnelcraft.designer.exporting.drawing import planned

    return planned(funnel)


def _named(said: list[str]) -> dict[str, str]:
    """Return the options given as NAME=VALUE."""
    named: dict[str, str] = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(_("“{text}” is no option: write NAME=VALUE.").format(text=one))
        named[name.strip()] = value.strip()
    return named


def _speech(tag: str | None, funnel: Funnel) -> Speech:
    """Return what to write in: the language asked for, else the document's."""
    if tag is None:
        return documents_speech(funnel.language)
    if not is_spoken(known_locale(tag)):
        known = ", ".join(("en", *catalogues()))
        text = _("There are no texts in “{tag}”; there are {known}.")
        raise typer.BadParameter(text.format(tag=tag, known=known))
    return documents_speech(tag)


def _date(said: str | None) -> date:
    if said is None:
        return date.today()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise typer.BadParameter(
            _("“{text}” is no date: write year-month-day.").format(text=said)
        ) from None


def _simulated(file: Path, funnel: Funnel, runs: int, days: int, seed: int) -> "Runs":
    from funnelcraft.simulation.engine import Settings, Stopped, simulate

    settings = Settings(runs=runs, days=days, seed=seed)
    with about(file), stopping() as should_stop, progress(runs) as on_block:
        try:
            return simulate(funnel, settings, on_block, should_stop)
        except Stopped:
            raise KeyboardInterrupt from None


def _write(out: Path, result: "Made", context: "Context") -> None:
    """Write to a path; to standard output where it is `-`, a folder then as a zip."""
    from funnelcraft.io.exports import write_made, zipped

    if out != STANDARD_OUTPUT:
        write_made(out, result, context)
        return
    data = result if isinstance(result, bytes) else zipped(result, context.day)
    with standard_output():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _steps(into: Path | None) -> "Iterator[OnStep]":
    """Show progress on standard error where somebody looks at it, or write it into a file."""
    if into is not None:
        from funnelcraft.io.exports.steps import write_step

        yield lambda share, what: write_step(into, share, what)
        return
    if not sys.stderr.isatty():
        yield lambda _share, _what: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(_("Exporting"), total=1.0)
        yield lambda share, what: bar.update(task, completed=share, description=what)

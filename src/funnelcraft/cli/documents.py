"""Commands on documents: make one, check one, take a picture of one."""

from pathlib import Path
from typing import Annotated

import typer

from funnelcraft.cli.arguments import FileArgument, ScenarioOption
from funnelcraft.cli.output import opened, say, tell
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, ngettext, number


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("new", help=_("Make a document from a template or a diagram."))(new)
    app.command("check", help=_("Check a document: 1 on errors."))(check)
    app.command("screenshot", help=_("Draw a view of a document into a picture."))(screenshot)


def new(
    out: Annotated[Path, typer.Argument(metavar="OUT", help=_("The file to make."))],
    template: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=_("The template to begin with; “blank” by default.")),
    ] = None,
    diagram: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIAGRAM",
            help=_("Take the stages and triggers of a .mmd, .dot, .graphml or .bpmn file."),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace a file that is there."))
    ] = False,
) -> int:
    """Make a document from a template or a diagram, starting with the next month."""
    from funnelcraft.io import templates
    from funnelcraft.io.problems import FileProblem
    from funnelcraft.io.project_file import save

    if diagram is None:
        funnel = templates.template(template or "blank")
    elif template is not None:
        raise typer.BadParameter(_("A document has one beginning: --template or --from."))
    else:
        funnel = _drawn(diagram)
    if out.exists() and not force:
        raise FileProblem(out, _("the file is there already; --force replaces it."))
    save(out, funnel)
    return 0


def _drawn(diagram: Path) -> Funnel:
    """Return the funnel that a diagram draws, telling what is left out."""
    from funnelcraft.cli.executing import stopping
    from funnelcraft.io.diagrams.apart import read_diagram_apart
    from funnelcraft.io.imports.progress import Stopped

    with stopping() as should_stop:
        try:
            found = read_diagram_apart(diagram, should_stop)
        except Stopped:
            raise KeyboardInterrupt from None
    for note in found.notes:
        tell(_("note: {text}").format(text=f"{diagram}: {note}"))
    return found.funnel


def check(file: FileArgument) -> int:
    """Write every finding on a line with its rule and fix; 1 where one stops a simulation."""
    from funnelcraft.funnel.checks import errors, review
    from funnelcraft.funnel.checks.principles import principle

    found = review(opened(file))
    words = {"error": _("error"), "warning": _("warning"), "hint": _("hint")}
    for finding in found.open:
        rule = _("[rule: {name}]").format(name=principle(finding.code).name)
        fix = _("[fix: {label}]").format(label=finding.fix.label) if finding.fix else ""
        say(f"{words[finding.level]}: {finding.message} {rule} {fix}".rstrip())
    if not found.open:
        tell(_("No findings."))
    if found.accepted:
        n = len(found.accepted)
        text = ngettext("{n} finding is accepted.", "{n} findings are accepted.", n)
        tell(text.format(n=number(n)))
    return 1 if errors(found.open) else 0


def screenshot(
    file: FileArgument,
    out: Annotated[Path, typer.Option(metavar="PNG", help=_("The picture to write."))],
    view: Annotated[
        str, typer.Option(metavar="V", help=_("The view: canvas, forecast and so on."))
    ] = "canvas",
    dark: Annotated[bool, typer.Option("--dark", help=_("In dark colours."))] = False,
    scale: Annotated[float, typer.Option(min=0.5, max=8, help=_("Pixels a point."))] = 2.0,
    day: Annotated[int, typer.Option(min=1, help=_("The day the view “play” shows."))] = 90,
    scenario: ScenarioOption = None,
) -> int:
    """Draw a view of a document into a PNG file."""
    from funnelcraft.cli.scenarios import scenario_id
    from funnelcraft.designer.screenshot import take

    funnel = opened(file)  # a broken file and its warnings are told before a window is made
    shown = scenario_id(file, funnel, scenario)
    try:
        take(file, view, out, dark, scale, day=day, scenario=shown)
    except ValueError as error:  # no such view or day: its sentence names those there are
        raise typer.BadParameter(str(error)) from error
    return 0

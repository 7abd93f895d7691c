"""The commands put together, and what becomes of errors: a sentence and an exit code."""

import sys

import typer

from funnelcraft import __version__
from funnelcraft.cli import (
    backtesting,
    calibrating,
    comparing,
    documents,
    exporting,
    filming,
    forecasting,
    judging,
    sampling,
    scenarios,
    seeking,
    sensing,
)
from funnelcraft.cli.output import ReaderGone, Refused, say, tell
from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem, shown

DONE, BAD_INPUT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

# Typer bundles click in later versions and imports it in earlier ones; this is the class in use.
ClickException = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)

app = typer.Typer(
    name="funnelcraft",
    help=_("Draw a lead-to-revenue funnel, measure it, and forecast it honestly."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    documents,
    forecasting,
    comparing,
    scenarios,
    sensing,
    seeking,
    calibrating,
    backtesting,
    sampling,
    exporting,
    judging,
    filming,
):
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"funnelcraft {__version__}")
        raise typer.Exit


@app.callback(epilog=_("`funnelcraft` alone, or with a file, opens the window."))
def _root(
    version: bool = typer.Option(
        False, "--version", help=_("Show the version."), callback=_version, is_eager=True
    ),
) -> None:
    pass


def run(arguments: list[str]) -> int:
    """Run a command and return the exit code. No exception of the user's making gets out."""
    for stream in (sys.stdout, sys.stderr):
        # Half characters of a file, or a terminal that knows ASCII alone, are no reason to fail.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        tell(_("Stopped."))
        return INTERRUPTED
    except ReaderGone:
        return DONE


def _run(arguments: list[str]) -> int:
    try:
        result = int(app(arguments, standalone_mode=False) or DONE)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except FileProblem as problem:
        tell(str(problem))
        return BAD_INPUT
    except Refused as refusal:
        for sentence in refusal.sentences:
            tell(sentence)
        return BAD_INPUT
    except MemoryError:
        tell(_("There is not enough memory for this."))
        return BAD_INPUT
    except ClickException as error:  # type: ignore[misc]
        tell(shown(error.format_message().replace("\n", " ")))
        tell(_("`funnelcraft --help` shows what there is."))
        return WRONG_USAGE
    if result == INTERRUPTED:  # some versions of typer make this of Ctrl+C, others an Abort
        raise KeyboardInterrupt
    return result

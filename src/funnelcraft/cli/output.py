"""What the command line writes: results to standard output, everything else to standard error."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.files import write_bytes
from funnelcraft.io.json_text import json_text
from funnelcraft.io.problems import FileProblem, reason, shown
from funnelcraft.io.project_file import read

STANDARD_OUTPUT = Path("-")


class ReaderGone(Exception):  # noqa: N818 - nothing is wrong
    """Whoever read the result has seen enough: there is nobody left to write for."""


class Refused(Exception):  # noqa: N818 - the input's fault
    """The input has errors; `sentences` says which, each with the file and the place."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


@contextmanager
def about(file: Path) -> Iterator[None]:
    """Name the file in whatever keeps it from being simulated. Raises Refused."""
    from funnelcraft.simulation.problems import CannotSimulate

    try:
        yield
    except CannotSimulate as refusal:
        raise Refused(f"{file}: {one.message}" for one in refusal.findings) from refusal


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Give standard output to write to; raises ReaderGone or FileProblem where that fails."""
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered would fail again at the exit, without a place to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise ReaderGone from error
        raise FileProblem(_("the result"), reason(error)) from error


def opened(file: Path) -> Funnel:
    """Open a document, telling its warnings on standard error."""
    document = read(file)
    for warning in document.warnings:
        tell(_("warning: {text}").format(text=f"{file}: {warning}"))
    return document.funnel


def tell(text: str) -> None:
    """Say something that is no result, on one line of standard error."""
    print(shown(text), file=sys.stderr, flush=True)


def say(text: str) -> None:
    """Write a line of the result."""
    with standard_output() as out:
        print(shown(text), file=out)


def write_json(out: Path, value: Any) -> None:
    """Write a value as JSON into a file, whole or not at all; `-` is standard output."""
    text = json_text(value)
    if out == STANDARD_OUTPUT:
        with standard_output() as stream:
            stream.write(text)
    else:
        write_bytes(out, text.encode("utf-8", errors="backslashreplace"))


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table: the first column to the left, figures to the right."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, header_style="bold", pad_edge=False)
    for index, heading in enumerate(headings):
        table.add_column(Text(heading), justify="right" if index else "left", no_wrap=index > 0)
    for row in rows:
        # As Text: a stage called "[red]" is called that, and colours nothing.
        table.add_row(*(Text(shown(cell)) for cell in row))
    # A pipe has no width; wrapping figures for one would only break scripts.
    with standard_output() as out:
        Console(file=out, width=None if out.isatty() else 160).print(table)

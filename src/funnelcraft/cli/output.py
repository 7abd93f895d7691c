"""What the command line writes: results to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.io.files import write_bytes
from funnelcraft.io.problems import shown
from funnelcraft.io.project_file import read

STANDARD_OUTPUT = Path("-")


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
    print(shown(text))


def write_json(out: Path, value: Any) -> None:
    """Write a value as JSON into a file, whole or not at all; `-` is standard output."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if out == STANDARD_OUTPUT:
        sys.stdout.write(text)
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
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160)
    console.print(table)

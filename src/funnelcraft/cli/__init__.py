"""The command line: without a command it opens the window, and only with one does it load typer.

Exit codes: 0 done, 1 the input has errors, 2 wrong usage, 130 stopped by Ctrl+C.
"""

import sys
from pathlib import Path

COMMANDS = (
    "new",
    "check",
    "expect",
    "simulate",
    "compare",
    "calibrate",
    "backtest",
    "sample",
    "export",
    "test-triggers",
    "film",
    "screenshot",
)


def main(argv: list[str] | None = None) -> int:
    """Run the program with the given arguments (those of the process by default)."""
    arguments = sys.argv[1:] if argv is None else argv
    if not _is_for_the_window(arguments):
        from funnelcraft.cli.app import run

        return run(arguments)
    from funnelcraft.designer.app import run as open_window

    return open_window(arguments)


def _is_for_the_window(arguments: list[str]) -> bool:
    """Say whether the arguments are nothing, or one file to open."""
    if not arguments:
        return True
    first = arguments[0]
    if len(arguments) > 1 or first in COMMANDS or first.startswith("-"):
        return False
    return first.endswith(".funnel") or Path(first).exists()

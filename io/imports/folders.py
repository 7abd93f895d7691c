"""Which files to read: those that were named, or the tables of a folder."""

import os
from collections.abc import Sequence
from pathlib import Path

from funnelcraft.funnel.text import _
from funnelcraft.io.problems import FileProblem, reason

MOST_FILES = 20
_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".xes", ".gz")


def tables_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those named, or those of the one folder. Raises FileProblem."""
    if not paths:
        raise FileProblem(_("the import"), _("no file is named."))
    try:
        if len(paths) > 1 or not paths[0].is_dir():
            files = list(paths)
        else:
            files = sorted(
                one
                for one in paths[0].iterdir()
                if one.suffix.casefold() in _ENDINGS and not one.name.startswith((".", "~"))
            )
    except OSError as error:
        raise FileProblem(paths[0], reason(error)) from error
    except ValueError as error:
        raise FileProblem(paths[0], _("this is not a file's name.")) from error
    for file in files:
        if not str(file).isascii() and str(file).encode("utf-8", "replace") != os.fsencode(file):
            raise FileProblem(file, _("the name of the file is damaged; give it another."))
    if not files:
        raise FileProblem(paths[0], _("this is a folder without a table: CSV, XLSX, Parquet, XES."))
    if len(files) > MOST_FILES:
        raise FileProblem(paths[0], _("these are more than {n} files.").format(n=MOST_FILES))
    return files


def is_folder(paths: Sequence[Path]) -> bool:
    """Say whether a folder was named, not files."""
    return len(paths) == 1 and paths[0].is_dir()

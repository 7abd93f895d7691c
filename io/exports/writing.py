"""Write what an export is made of: a file, a folder or a zip, whole or not at all."""

import os
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from funnelcraft.funnel.text import _, marked
from funnelcraft.io.exports.formats import Context, Made
from funnelcraft.io.exports.paths import inside
from funnelcraft.io.files import new_folder, write_bytes
from funnelcraft.io.imports.streams import BytesIO
from funnelcraft.io.problems import FileProblem

_FIRST_DAY = date(1980, 1, 1)  # a zip knows none before


def write_made(path: Path, made: Made, context: Context) -> None:
    """Write an export to a path: a file replaces one that is there, a folder must be new or empty.

    A folder whose path ends in `.zip` becomes a zip. Raises FileProblem, and Stopped where the
    context says so; the disk is then as it was.
    """
    context.step(1.0, marked("Writing"))
    if isinstance(made, bytes):
        write_bytes(path, made)
    elif path.suffix.casefold() == ".zip":
        write_bytes(path, zipped(made, context.day))
    else:
        _write_folder(path, inside(made), context)


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """Return files as a zip to unpack anywhere: their paths stay inside of it."""
    return packed(inside(files), day)


def packed(files: Mapping[str, bytes], day: date) -> bytes:
    """Return files as a zip by the paths given, all dated with a day: the same give the same."""
    moment = (*max(day, _FIRST_DAY).timetuple()[:3], 0, 0, 0)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def _write_folder(path: Path, files: Mapping[str, bytes], context: Context) -> None:
    if path.is_file():
        raise FileProblem(path, _("this is a file; the export needs a folder."))
    with new_folder(path) as folder:
        for name, data in files.items():
            context.step(1.0, marked("Writing"))
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

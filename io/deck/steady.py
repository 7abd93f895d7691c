"""Office files without the time they were made: the same content gives the same bytes."""

import re
import zipfile
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can state
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def in_memory() -> IO[bytes]:
    """Return a file in memory; a very large one goes to the disk."""
    # The standard library's io hides behind this package's name where checkers start at the root.
    return SpooledTemporaryFile(max_size=1 << 26)


def steady(data: IO[bytes], made: date) -> bytes:
    """Return an office file with its moments set to a day, workbooks inside it too."""
    stamp = f"{made.isoformat()}T00:00:00Z".encode()
    with in_memory() as file:
        with zipfile.ZipFile(data) as old, zipfile.ZipFile(file, "w") as new:
            for name in old.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(entry, _part(old, name, stamp, made))
        file.seek(0)
        return file.read()


def _part(old: zipfile.ZipFile, name: str, stamp: bytes, made: date) -> bytes:
    part = old.read(name)
    if name.endswith(".xlsx"):
        with in_memory() as inner:
            inner.write(part)
            return steady(inner, made)
    if name == "docProps/core.xml":
        return _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", part)
    return part

"""Names of exported files: whatever a funnel's texts say, they stay in the chosen folder."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

LONGEST_NAME = 120

# Windows keeps these names for devices, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in (*"123456789", "¹", "²", "³")
}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')


def file_name(text: str, ending: str = "", taken: Collection[str] = ()) -> str:
    """Return a name for a file that every system takes, made from any text.

    What a system forbids becomes `-`, a device's name is prefixed, and a name that differs from one
    of those `taken` by case alone, or not at all, gets a number.
    """
    plain = _FORBIDDEN.sub("-", text).strip().strip(".").strip()
    base = plain.encode("utf-8")[: LONGEST_NAME - len(ending)].decode("utf-8", "ignore")
    base = base.rstrip(". ") or "_"
    if base.partition(".")[0].rstrip().casefold() in _DEVICES:
        base = f"_{base}"
    known = {one.casefold() for one in taken}
    candidate, number = base + ending, 1
    while candidate.casefold() in known:
        number += 1
        candidate = f"{base}-{number}{ending}"
    return candidate


def inside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files with paths that lie inside of whatever folder they are written to.

    Absolute paths, drives and `..` are cut off, names are mended as `file_name` does, and where two
    become one, the later gets a number. Paths that are fit stay as they are.
    """
    kept: dict[str, bytes] = {}
    for path, data in files.items():
        parts = PurePosixPath(path.replace("\\", "/")).parts
        *folders, name = [file_name(one) for one in parts if one not in ("/", "//", "..")] or ["_"]
        stem, dot, ending = name.rpartition(".")
        base, suffix = (stem, dot + ending) if stem else (name, "")
        folder = "".join(f"{one}/" for one in folders)
        place, number = folder + name, 1
        while place.casefold() in {one.casefold() for one in kept}:
            number += 1
            place = f"{folder}{base}-{number}{suffix}"
        kept[place] = data
    return kept

"""The data of the product: templates, the JSON Schema, translations. Read-only, no logic.

A resource is named by its path below this folder, with `/` on every system:
`templates/blank.funnel`. Reading goes through `importlib.resources`, so it works from a checkout,
from an installed package and from a zip file.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def read_bytes(path: str) -> bytes:
    """Return the bytes of the resource at `path`; FileNotFoundError where there is none."""
    return _resource(path).read_bytes()


def read_text(path: str) -> str:
    """Return the text of the UTF-8 resource at `path`; FileNotFoundError where there is none."""
    return _resource(path).read_text(encoding="utf-8")


def names(folder: str, suffix: str = "") -> tuple[str, ...]:
    """Return the names of the files directly in `folder` that end in `suffix`, in sorted order.

    The names keep their suffix, so `f"{folder}/{name}"` can be read. FileNotFoundError where there
    is no such folder.
    """
    found = (entry.name for entry in _resource(folder).iterdir() if entry.is_file())
    return tuple(sorted(name for name in found if name.endswith(suffix)))


def path(name: str) -> Path | None:
    """Return the resource `name` as a file; None where there is none, or none of its own."""
    found = _resource(name)
    return found if isinstance(found, Path) and found.is_file() else None


def _resource(path: str) -> Traversable:
    parts = path.split("/")
    if not all(parts) or ".." in parts:
        raise FileNotFoundError(f"No resource is called {path!r}.")
    return files(__name__).joinpath(*parts)
